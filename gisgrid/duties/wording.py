"""Say reasons in words, Chinese first; a pure function of codes and parameters."""

from collections.abc import Iterable, Mapping
from typing import Final

ZH, EN = "zh", "en"

TEMPLATES: Final[Mapping[str, tuple[str, str]]] = {
    "place": (
        "位置在网格之内{border}（网格版本 {edition}）。",
        "The place lies in the grid{border} (edition {edition}).",
    ),
    "outside": (
        "位置在网格之外{border}。",
        "The place lies outside the grid{border}.",
    ),
    "no_place": ("上报没有位置。", "The report has no place."),
    "leader": (
        "由{area_name}的网格长负责（岗位 {post}）。",
        "The grid leader of {area_name} answers (post {post}).",
    ),
    "deputy": (
        "{area_name}网格长空缺，由代理网格长负责（岗位 {post}）。",
        "{area_name} has no grid leader now; the deputy answers (post {post}).",
    ),
    "no_leader": ("这里没有在岗网格长。", "Nobody holds the post of grid leader here."),
    "class": (
        "类别是“{name}”（{class}，{book} {edition}）。",
        "The class is {name} ({class}, {book} {edition}).",
    ),
    "override": (
        "权属优先：{name}，位于{asset_name} {buffer_m:g} 米之内（{override} 第 {version} 版）。",
        "The owner: {name}, {buffer_m:g} m of {asset_name} ({override}, version {version}).",
    ),
    "rule": (
        "适用责任规则“{name}”：{area_name}{hours}{owner}（{rule} 第 {version} 版，{pattern}）。",
        "Duty rule “{name}”: {area_name}{hours}{owner} ({rule}, version {version}, {pattern}).",
    ),
    "default": (
        "没有专门的责任规则，由这一类别的默认单位负责（{class}）。",
        "No rule applies: the class's default unit answers ({class}).",
    ),
    "lead": ("主办：{name}。", "Lead: {name}."),
    "assist": ("协办：{name}。", "Assists: {name}."),
    "missing": ("找不到 {owner} 对应的工作站。", "No station is known as {owner} here."),
    "unrouted": ("待人工分派：{reason}", "Not routed: {reason}"),
}
WHY: Final[Mapping[str, tuple[str, str]]] = {
    "no_class": ("还没有类别，请先选择类别。", "it has no class yet; choose one."),
    "unknown_class": ("类别不存在。", "its class does not exist."),
    "outside": ("位置在网格之外。", "the place lies outside the grid."),
    "place_missing": ("这一类别必须有位置。", "this class needs a place."),
    "no_rule": (
        "没有规则，类别也没有默认单位。",
        "no rule applies and the class has no default unit.",
    ),
    "owner_missing": (
        "规则所指的单位或工作站在这里不存在。",
        "whom the rule names has no station here.",
    ),
}


def render(reasons: Iterable[Mapping[str, object]], lang: str = ZH) -> list[str]:
    """Return the reasons as sentences in Chinese (`zh`) or English (`en`)."""
    return [sentence(reason, lang) for reason in reasons]


def sentence(reason: Mapping[str, object], lang: str) -> str:
    """Return one reason as a sentence; a code of a later version is shown as it is."""
    template = TEMPLATES.get(str(reason.get("code")))
    if template is None:
        return str(reason.get("code"))
    return pick(lang, *template).format_map(parameters(reason, lang))


def pick(lang: str, zh: str, en: str) -> str:
    """Return the words in the language; Chinese unless English is asked for."""
    return en if lang == EN else zh


def parameters(reason: Mapping[str, object], lang: str) -> dict[str, object]:
    """Return the parameters in words of the language."""
    english_name = reason.get("name_en") if lang == EN else None
    why = str(reason.get("reason"))
    return {
        **reason,
        "name": english_name or reason.get("name"),
        "area_name": reason.get("area_name") or pick(lang, "全部网格", "the whole grid"),
        "asset_name": reason.get("asset_name") or reason.get("override"),
        "border": border(reason, lang),
        "hours": hours(reason, lang),
        "owner": owner(reason, lang),
        "reason": pick(lang, *WHY.get(why, (why, why))),
    }


def border(reason: Mapping[str, object], lang: str) -> str:
    """Say how near the border is."""
    metres = reason.get("border_m")
    if reason.get("on_border"):
        return pick(lang, "，正好在边界上", ", exactly on a border")
    if reason.get("near"):
        return pick(lang, "，在网格外，按就近网格", ", outside, taken by the nearest area")
    if not isinstance(metres, int | float):
        return ""
    return pick(lang, f"，距边界 {metres:.0f} 米", f", {metres:.0f} m from the border")


def hours(reason: Mapping[str, object], lang: str) -> str:
    """Say the hours of a rule, nothing for the whole day."""
    found = reason.get("hours")
    return pick(lang, f"，{found} 时段", f", {found}") if found else ""


def owner(reason: Mapping[str, object], lang: str) -> str:
    """Say for whose things a rule is, or who was not found."""
    found = str(reason.get("owner") or "")
    if reason.get("code") == "missing" or not found:
        return found
    return pick(lang, f"，权属 {found}", f", owned by {found}")

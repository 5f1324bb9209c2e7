"""What can be wrong with a coverage, in words (zh, en) and as GeoJSON."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import shapely
from shapely.geometry.base import BaseGeometry

Severity = Literal["error", "warning", "repaired"]
Lang = Literal["zh", "en"]
WORDS: dict[str, tuple[str, str]] = {
    "no_code": (
        "缺少编码：请为每个单元填写编码，或用 --code-column 指定编码列",
        "has no code: give every area one, or name its column with --code-column",
    ),
    "duplicate_code": (
        "编码在同一编码表中重复 {count} 次：每个编码只能对应一个单元",
        "the code occurs {count} times in its list: one code is one area",
    ),
    "no_name": ("缺少名称：暂以编码代替", "has no name: the code stands in for it"),
    "no_shape": ("没有图形：请补画边界", "has no shape: draw its border"),
    "not_polygon": (
        "图形是 {found}，不是面：请导出为面(Polygon)",
        "the shape is a {found}: export it as polygons",
    ),
    "no_place": (
        "坐标不是经纬度（范围 {bounds}）：若为投影坐标，请在文件中声明坐标系",
        "the coordinates {bounds} are no lon, lat: declare the projection in the file",
    ),
    "invalid": ("图形自相交或无效：{reason}", "the shape is invalid: {reason}"),
    "mended": ("图形无效（{reason}），已修复", "the shape was invalid ({reason}) and was mended"),
    "multipart": (
        "由 {count} 个不相连的部分组成：请确认不是误合并",
        "consists of {count} separate parts: make sure that they were not merged by mistake",
    ),
    "duplicate_shape": ("与 {other} 图形完全相同", "has exactly the same shape as {other}"),
    "overlap": ("与 {other} 重叠 {m2:.0f} 平方米", "overlaps {other} by {m2:.0f} m²"),
    "no_areas": ("没有任何单元", "there are no areas"),
    "broken": ("边界无法闭合：{why}", "the borders do not close: {why}"),
    "gap": ("单元之间有 {m2:.0f} 平方米空隙", "a gap of {m2:.0f} m² lies between areas"),
    "mismatch": (
        "与相邻单元的公共边界不一致",
        "its border does not match its neighbour's vertex for vertex",
    ),
    "vanishes": ("面积过小，取整到 1e-7 度后消失", "is so small that it vanishes on the lattice"),
    "parent_unknown": (
        "上级编码 {parent} 不在更高层级中",
        "its parent {parent} is no area of a coarser level",
    ),
    "no_parent": (
        "不在任何上级单元之内：请填写上级编码或检查边界",
        "lies in no coarser area: give its parent's code or check its border",
    ),
    "skips_level": (
        "上级 {parent} 不是紧邻的上一层级：{level} 不得越级挂接",
        "its parent {parent} is not of the next coarser level: a {level} may not skip one",
    ),
    "leaves_parent": (
        "超出上级 {parent} 的边界 {m2:.0f} 平方米",
        "reaches out of its parent {parent} by {m2:.0f} m²",
    ),
    "uncovered": (
        "有 {m2:.0f} 平方米未被下级单元覆盖",
        "{m2:.0f} m² of it are covered by none of its children",
    ),
    "reshaped": (
        "边界已改为下级单元之并集（相差 {m2:.0f} 平方米）",
        "its border became the union of its children (a difference of {m2:.0f} m²)",
    ),
    "datum": (
        """{share:.1%} 的面积在现有辖区之外；按 {fits} 换算后仅 {fit_share:.1%}：\
请改用 --datum {fits}，或确认无误后加 --trust-datum""",
        """{share:.1%} of it lies outside the district; read as {fits} only {fit_share:.1%} would: \
use --datum {fits}, or --trust-datum if you are sure""",
    ),
    "far_away": (
        """{share:.1%} 的面积在现有辖区之外，任何已知坐标系都不符：\
请核对文件，确认无误后加 --trust-datum""",
        """{share:.1%} of it lies outside the district and no known datum fits: \
check the file, or use --trust-datum if you are sure""",
    ),
    "swapped": (
        "经纬度颠倒：请按先经度、后纬度导出",
        "longitude and latitude are swapped: export longitude first, then latitude",
    ),
}


@dataclass(frozen=True)
class GridProblem:
    """One thing that is wrong: with which areas, how badly, and where."""

    kind: str
    severity: Severity = "error"
    areas: tuple[str, ...] = ()
    params: dict[str, Any] = field(default_factory=dict)
    level: str | None = None
    where: BaseGeometry | None = None

    def says(self, lang: Lang = "zh") -> str:
        """Return the sentence that says what is wrong and how to mend it."""
        return WORDS[self.kind][lang == "en"].format(**self.params)


def worst_first(problems: Sequence[GridProblem]) -> tuple[GridProblem, ...]:
    """Order problems: errors, warnings, repairs; then by kind and area."""
    rank = {"error": 0, "warning": 1, "repaired": 2}
    return tuple(sorted(problems, key=lambda p: (rank[p.severity], p.kind, p.areas)))


def errors(problems: Sequence[GridProblem]) -> list[GridProblem]:
    """Return what keeps a coverage from being loaded."""
    return [p for p in problems if p.severity == "error"]


def as_geojson(problems: Sequence[GridProblem]) -> dict[str, Any]:
    """Return the problems as a FeatureCollection in WGS84, with both languages."""
    return {"type": "FeatureCollection", "features": [_feature(p) for p in problems]}


def _feature(problem: GridProblem) -> dict[str, Any]:
    where = None if problem.where is None or problem.where.is_empty else problem.where
    return {
        "type": "Feature",
        "geometry": None if where is None else shapely.geometry.mapping(where),
        "properties": {
            "kind": problem.kind,
            "severity": problem.severity,
            "level": problem.level,
            "areas": list(problem.areas),
            "says_zh": problem.says("zh"),
            "says_en": problem.says("en"),
        },
    }

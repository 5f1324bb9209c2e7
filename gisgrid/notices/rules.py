"""What a notice says: one sentence for each kind, in Chinese and in English.

Words in braces are the notice's parameters; one that is missing shows as a dash.
"""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

WORDS: Mapping[str, tuple[str, str]] = {
    "dispatched": ("案件 {number} 已派至贵单位，请于 {due} 前签收。",
                   "Case {number} was dispatched to you; please sign it in by {due}."),
    "slip": ("案件 {number} 的电子五联单已送达，请阅示。",
             "The slip of case {number} is there for you to read and comment."),
    "assigned_onward": ("案件 {number} 已转交给您办理，时限 {due}。",
                        "Case {number} was assigned to you; it is due by {due}."),
    "referred_upward": ("案件 {number} 由下级上报，请接办。",
                        "Case {number} was referred upward to you."),
    "returned": ("案件 {number} 被退单，请重新派遣或裁定。",
                 "Case {number} was returned; please re-dispatch or arbitrate."),
    "redispatched": ("案件 {number} 已改派至贵单位，请于 {due} 前签收。",
                     "Case {number} was re-dispatched to you; please sign it in by {due}."),
    "consulted": ("请参加案件 {number} 的会商，并于 {due} 前提出意见。",
                  "Please join the consultation on case {number} and speak by {due}."),
    "consult_overdue": ("案件 {number} 的会商意见已超期。",
                        "Your opinion in the consultation on case {number} is overdue."),
    "decided": ("案件 {number} 的会商已有结论。", "The consultation on case {number} is decided."),
    "extension_asked": ("案件 {number} 申请延期，请审批。",
                        "An extension is asked for case {number}; please decide."),
    "extension_granted": ("案件 {number} 的延期已批准，新时限 {due}。",
                          "The extension of case {number} is granted; it is now due by {due}."),
    "extension_refused": ("案件 {number} 的延期未获批准，时限仍为 {due}。",
                          "The extension of case {number} is refused; it stays due by {due}."),
    "on_the_books": ("案件 {number} 已挂账至 {due}。",
                     "Case {number} is on the books until {due}."),
    "resumed": ("案件 {number} 已恢复办理，时限 {due}。",
                "Case {number} is taken up again; it is due by {due}."),
    "supervised": ("案件 {number} 已被督办，请抓紧办理。",
                   "Case {number} is under supervision; please hurry."),
    "rework": ("案件 {number} 核查未通过，请返工。",
               "Case {number} failed its check; please rework it."),
    "respond_warn": ("案件 {number} 的签收时限将到：{due}。",
                     "Case {number} must be signed in by {due}."),
    "respond_overdue": ("案件 {number} 签收已超期（{due}）。",
                        "Case {number} was not signed in by {due}."),
    "solve_warn": ("案件 {number} 的办理时限将到：{due}。", "Case {number} is due by {due}."),
    "solve_overdue": ("案件 {number} 办理已超期（{due}）。",
                      "Case {number} is overdue since {due}."),
    "assign_warn": ("案件 {number} 尚无责任单位。", "Nobody answers for case {number} yet."),
    "assign_overdue": ("案件 {number} 仍无责任单位，请研判派遣。",
                       "Still nobody answers for case {number}: please decide and dispatch."),
    "contractor_done": ("案件 {number} 的外包单位报告已完成，请验收后反馈。",
                        "The contractor of case {number} says it is done; please look."),
    "books_overdue": ("案件 {number} 的挂账已到期（{due}），请恢复办理或说明。",
                      "Case {number} was to leave the books on {due}; please take it up again."),
    "consult_warn": ("案件 {number} 的会商意见将到期：{due}。",
                     "Your opinion in the consultation on case {number} is due by {due}."),
    "books_warn": ("案件 {number} 的挂账将于 {due} 到期。",
                   "Case {number} leaves the books on {due}."),
}  # fmt: skip
OTHER = ("案件 {number} 有新情况（{kind}）。", "There is news of case {number} ({kind}).")


class _Dashes(dict[str, object]):
    """Parameters of which a missing one is a dash."""

    def __missing__(self, key: str) -> str:
        return "—"


def said(
    kind: str, params: Mapping[str, object], due: datetime | None, zone: ZoneInfo
) -> tuple[str, str]:
    """Return what a notice says, in Chinese and in English, with times of the district."""
    at = due.astimezone(zone) if due else None
    chinese, english = WORDS.get(kind, OTHER)
    known = {"kind": kind, **params}
    zh = _Dashes(known, **({"due": f"{at:%m月%d日 %H:%M}"} if at else {}))
    en = _Dashes(known, **({"due": f"{at:%Y-%m-%d %H:%M}"} if at else {}))
    return chinese.format_map(zh), english.format_map(en)

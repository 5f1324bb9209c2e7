"""What statuses, actions and reasons are called by people: Chinese first."""

from collections.abc import Mapping
from typing import Final

from gisgrid.cases.rules.words import Action, Status

STATUSES: Final[Mapping[Status, tuple[str, str]]] = {
    Status.RECEIVED: ("已受理", "Received"),
    Status.VERIFYING: ("核实中", "Being verified"),
    Status.FILED: ("已立案", "Filed"),
    Status.DISPATCHED: ("已派遣", "Dispatched"),
    Status.HANDLING: ("处置中", "Being handled"),
    Status.RETURNED: ("已退单", "Returned"),
    Status.CONSULTING: ("会商中", "In joint consultation"),
    Status.ON_THE_BOOKS: ("已挂账", "On the books"),
    Status.FEEDBACK: ("已反馈", "Reported as done"),
    Status.REWORK: ("返工", "Rework"),
    Status.SOLVED: ("已自行处置", "Solved on the spot"),
    Status.CHECKED: ("已核查", "Checked"),
    Status.CLOSED: ("已结案", "Closed"),
    Status.ARCHIVED: ("已归档", "Archived"),
    Status.NOT_FILED: ("不予立案", "Not filed"),
    Status.MERGED: ("已合并", "Merged"),
}
ACTIONS: Final[Mapping[Action, tuple[str, str]]] = {
    Action.REPORT: ("上报", "Report"),
    Action.ASK_VERIFY: ("派核实", "Ask to verify"),
    Action.VERIFY: ("核实", "Verify"),
    Action.FILE: ("立案", "File"),
    Action.DECLINE: ("不予立案", "Decline to file"),
    Action.DISPATCH: ("派遣", "Dispatch"),
    Action.DISPATCH_FIRST: ("先行派遣", "Dispatch first"),
    Action.ANSWER: ("直接答复", "Answer directly"),
    Action.SOLVE_ON_SPOT: ("自行处置", "Solve on the spot"),
    Action.ACCEPT_SOLVED: ("认可自行处置", "Accept as solved"),
    Action.REFUTE_SOLVED: ("不认可自行处置", "Refute as solved"),
    Action.MERGE: ("合并", "Merge"),
    Action.UNMERGE: ("撤销合并", "Undo the merge"),
    Action.SIGN_IN: ("签收", "Sign in"),
    Action.ASSIGN_ONWARD: ("转派", "Assign onward"),
    Action.REFER_UPWARD: ("上报上级", "Refer upward"),
    Action.RETURN: ("退单", "Return"),
    Action.REDISPATCH: ("改派", "Re-dispatch"),
    Action.ARBITRATE: ("裁定", "Arbitrate"),
    Action.CONSULT: ("发起会商", "Call a consultation"),
    Action.SAY: ("会商发言", "Speak in the consultation"),
    Action.DECIDE: ("会商定责", "Decide the consultation"),
    Action.ASK_EXTENSION: ("申请延期", "Ask for an extension"),
    Action.GRANT_EXTENSION: ("同意延期", "Grant the extension"),
    Action.REFUSE_EXTENSION: ("不同意延期", "Refuse the extension"),
    Action.SHELVE: ("挂账", "Put on the books"),
    Action.RESUME: ("销账恢复", "Take off the books"),
    Action.SUPERVISE: ("督办", "Supervise"),
    Action.FEEDBACK: ("反馈", "Feed back"),
    Action.CHECK_PASS: ("核查通过", "Pass the check"),
    Action.CHECK_FAIL: ("核查不通过", "Fail the check"),
    Action.CLOSE: ("结案", "Close"),
    Action.REPLY: ("答复", "Reply"),
    Action.RATE: ("评价", "Rate"),
    Action.CALL_BACK: ("回访", "Call back"),
    Action.ARCHIVE: ("归档", "Archive"),
    Action.REOPEN: ("申请重办", "Reopen"),
    Action.REROUTE: ("重新定责", "Route anew"),
    Action.ANONYMISE: ("隐去上报人", "Anonymise"),
    Action.NOTE: ("备注", "Note"),
}
UNROUTED: Final[Mapping[str, tuple[str, str]]] = {
    "no_class": ("尚未选定类别", "No class is chosen yet"),
    "unknown_class": ("类别不存在", "The class is unknown"),
    "place_missing": ("缺少位置", "The place is missing"),
    "no_place": ("缺少位置", "The place is missing"),
    "place_unsure": ("位置描述对应多处，待确认", "The words may mean several places"),
    "outside": ("位置在网格之外", "The place lies outside the grid"),
    "no_rule": ("没有适用的责任规则", "No duty rule applies"),
    "owner_missing": ("规则指定的单位不存在", "The station that the rule names is missing"),
}


def label(names: tuple[str, str], lang: str) -> str:
    """Return the name in a language, Chinese unless English is asked for."""
    return names[1] if lang == "en" else names[0]


def unrouted_label(code: str | None, lang: str) -> str | None:
    """Return in words why nobody answers yet, or None when somebody does."""
    return None if code is None else label(UNROUTED.get(code, (code, code)), lang)

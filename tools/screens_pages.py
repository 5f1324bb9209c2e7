"""Which pages have their picture taken, and what must be there first."""

import re
from dataclasses import dataclass
from typing import Final

IDLE: Final = "[data-idle=true]"
LEADS_ON: Final = re.compile("水位过程|Water levels")
RIVER: Final = "river-dasha-p1"


@dataclass(frozen=True)
class Shot:
    """One page: how it is called, where it stands, who looks, and what must be there first."""

    page: str
    title: str
    path: str
    ready: str = IDLE
    login: str = ""
    query: str = ""
    found: str = ""
    """What is looked for in the search box."""
    card: bool = False
    """Whether what was found is opened, and what its card leads to."""
    press: str = ""
    """What is pressed once the page stands."""


SHOTS: Final = (
    Shot("citizen", "市民首页 · Citizens", "/", "[data-bulletin]"),
    Shot("report", "上报 · A report", "/report", "[data-near]", query="at=113.1530288,35.2462872"),
    Shot("nearby", "附近在办 · Nearby", "/nearby", "[data-count]", query="at=113.168,35.235"),
    Shot("officer", "网格员 · Officer", "/officer", "a.row", "officer1"),
    Shot("task", "网格员的任务 · A task", "/officer/cases/{case}", ".steps", "officer1"),
    Shot(
        "rounds",
        "巡查打卡 · Rounds",
        "/officer/rounds",
        "[data-asset] a",
        "officer1",
    ),
    Shot("dispatch", "调度台 · Dispatch", "/dispatch", "[data-case]", "dispatcher", "queue=open"),
    Shot("case", "案件 · A case", "/dispatch/cases/{case}", ".detail .why", "dispatcher"),
    Shot("search", "搜索 · Search", "/dispatch", "[data-found]", "dispatcher", found="公园"),
    Shot(
        "gauge",
        "水位过程 · A gauge",
        "/dispatch",
        "[data-read]",
        "dispatcher",
        found=RIVER,
        card=True,
    ),
    Shot("desk", "单位 · Unit's desk", "/desk", "[data-order]", "unit-cg"),
    Shot("links", "承包单位 · Contractor's link", "{link}", "[data-sheet]"),
    Shot("admin", "管理 · Administration", "/admin", "[data-person]", "gridoffice"),
    Shot("here", "这里谁负责 · Who answers here", "/here", "article", query="at=113.168,35.235"),
    Shot("follow", "查看进度 · Progress", "/follow/{token}", "h2"),
    Shot("mine", "我的上报 · My reports", "/mine"),
    Shot("patrol", "巡查上报 · A patrol report", "/officer/report", IDLE, "officer1"),
    Shot("call", "接听来电 · A call", "/dispatch/call", IDLE, "dispatcher"),
    Shot(
        "shift",
        "交接班 · The shift",
        "/dispatch/shift",
        "[data-running], [data-past], [data-waiting], form",
        "dispatcher",
    ),
    Shot("work", "单位办理 · A unit's case", "/desk/cases/{order}", ".steps", "unit-cg"),
    Shot("station", "本站 · My station", "/desk/station", "[data-own-station]", "unit-cg"),
    Shot("rules", "责任规则 · Duty rules", "/admin/rules", "tbody tr", "steward"),
    Shot("audit", "审计 · Audit", "/admin/audit", "[data-act=verify]", "auditadmin"),
    Shot("stations", "工作站 · Stations", "/admin/stations", "tbody tr", "gridoffice"),
    Shot("classes", "类别与立案条件 · Class book", "/admin/classes", "summary", "steward"),
    Shot("calendar", "日历 · Calendar", "/admin/calendar", "h3:visible >> nth=0", "steward"),
    Shot("layers", "图层 · Layers", "/admin/layers", "tbody tr:visible, label:visible", "steward"),
    Shot(
        "bulletins", "通知公告 · Bulletins", "/admin/bulletins", "li h2, article h2", "gridoffice"
    ),
    Shot(
        "check-in",
        "打卡 · A check-in",
        "/officer/rounds/{asset}",
        "[data-place] strong",
        "officer1",
    ),
    Shot("overrides", "权属规则 · Owner overrides", "/admin/overrides", "tbody tr", "steward"),
    Shot(
        "coverage", "责任空白 · Coverage holes", "/admin/coverage", "tbody tr, .adm-none", "steward"
    ),
    Shot("devices", "设备令牌 · Devices", "/admin/devices", "[data-device]", "sysadmin"),
    Shot("import", "批量导入 · Import", "/admin/import", "[data-sheet]", "sysadmin"),
    Shot(
        "redact",
        "照片遮挡 · Redaction",
        "/admin/redact/{case}",
        "[data-box]",
        "gridoffice",
        press="[data-photo]",
    ),
    Shot(
        "account",
        "个人账号 · Own account",
        "/dispatch",
        ".el-dialog h3",
        "dispatcher",
        press=".bar .who",
    ),
    Shot("slip", "电子五联单 · The slip", "/api/cases/{case}/slip.html", "table", "dispatcher"),
)

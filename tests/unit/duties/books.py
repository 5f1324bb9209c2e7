"""Small rule books: a district 1, subdistricts 11 and 12, two communities in each."""

from collections.abc import Iterable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from gisgrid.duties import Question
from gisgrid.duties.book import (
    AssetEntry,
    ClassEntry,
    Condition,
    Leader,
    RuleBook,
)
from gisgrid.duties.overrides import Override, Overrides
from gisgrid.duties.rules import Policy, Rule, indexed, indexed_policies
from gisgrid.duties.stations import StationEntry, Stations
from gisgrid.grid import Located

ZONE = ZoneInfo("Asia/Shanghai")
PATHS = [(1, 11, 111), (1, 11, 112), (1, 12, 121), (1, 12, 122)]
KEYS = ["event/0301", "event/0302", "event/0401", "component/0101", "appeal/0101"]
NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
MIDNIGHT = datetime(2026, 11, 22, 16, 0, tzinfo=UTC)

STATIONS = [
    StationEntry(1, "S-1", "区中心", None, area=1, level="district"),
    StationEntry(11, "S-11", "甲街道", None, area=11, level="subdistrict"),
    StationEntry(12, "S-12", "乙街道", None, area=12, level="subdistrict"),
    StationEntry(111, "S-111", "甲一社区", None, area=111, level="community"),
    StationEntry(112, "S-112", "甲二社区", None, area=112, level="community"),
    StationEntry(121, "S-121", "乙一社区", None, area=121, level="community"),
    StationEntry(122, "S-122", "乙二社区", None, area=122, level="community"),
    StationEntry(901, "U-cg", "城管局", None, dept_types=("enforcement", "sanitation")),
    StationEntry(902, "U-zj", "住建局", None, dept_types=("construction",)),
    StationEntry(903, "U-gy", "公园管理处", None, dept_types=("park",)),
]


def entry(number: int, key: str, *, active: bool = True, lead: str | None = None) -> ClassEntry:
    return ClassEntry(
        id=number,
        key=key,
        name=f"类别{key}",
        name_en=None,
        big_name="大类",
        big_name_en=None,
        codebook="book",
        edition="2026",
        active=active,
        needs_place=not key.startswith("appeal"),
        emergency=False,
        duplicate_radius_m=None,
        duplicate_days=None,
        default_lead=lead,
        default_assists=(),
    )


def class_id(key: str) -> int:
    return KEYS.index(key) + 1


def condition(class_number: int, seq: int, *, usual: bool = False) -> Condition:
    return Condition(
        id=class_number * 10 + seq,
        class_id=class_number,
        seq=seq,
        name="条件",
        name_en=None,
        closing="恢复",
        closing_en=None,
        respond_value=1,
        respond_unit="work_hour",
        solve_value=seq,
        solve_unit="work_day",
        urgent=False,
        is_default=usual,
    )


def rule_book(
    rules: Iterable[Rule] = (),
    *,
    overrides: Iterable[Override] = (),
    policies: Iterable[Policy] = (),
    leaders: Iterable[Leader] = (),
    default: str | None = None,
    extra: Iterable[ClassEntry] = (),
    assets: Iterable[AssetEntry] = (),
) -> RuleBook:
    entries = [entry(n, key, lead=default) for n, key in enumerate(KEYS, 1)]
    conditions = [condition(e.id, seq, usual=seq == 2) for e in entries for seq in (1, 2)]
    held = list(leaders)
    found = tuple(rules)
    return RuleBook(
        stamp="test",
        zone=ZONE,
        classes={e.id: e for e in [*entries, *extra]},
        conditions={c.id: c for c in conditions},
        rules=found,
        index=indexed(found),
        overrides=Overrides(overrides),
        policies=indexed_policies(policies),
        stations=Stations(STATIONS),
        leaders={one.area: tuple(o for o in held if o.area == one.area) for one in held},
        assets={asset.id: asset for asset in assets},
    )


def located(leaf: int | None) -> Located:
    path = next((path for path in PATHS if path[-1] == leaf), ())
    return Located(
        edition_id=7,
        leaf=leaf,
        path=path,
        on_border=False,
        near=False,
        border_m=120.0,
        other=None,
    )


def question(
    key: str = "event/0301", leaf: int | None = 111, at: datetime = NOON, **more: object
) -> Question:
    said = {"lon": 113.17, "lat": 35.24, "asset_id": None, "owner": None, **more}
    return Question(class_id=class_id(key), located=located(leaf), at=at, **said)  # type: ignore[arg-type]

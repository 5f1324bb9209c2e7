"""One district, two cases far apart, and somebody in every role who answers for one of them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from fastapi.testclient import TestClient
from sqlalchemy import Connection, text
from sqlalchemy.orm import Session, sessionmaker

from gisgrid import bulletins, cases, dispatch, grid, identity, notices, patrols
from gisgrid.cases.service.queues import QUEUES, SINCE
from gisgrid.dispatch.queries import orders
from gisgrid.dispatch.tables import ShiftHandover
from gisgrid.files.tables import Photo, PhotoFile
from gisgrid.identity import ROLES
from gisgrid.identity.tables import Person, PostRow
from gisgrid.kernel.settings import Settings
from gisgrid.maps.rules import tile_at
from tests.walls import web_sessions_on

MONDAY = datetime.fromisoformat("2026-11-23T09:30:00+08:00")
BORN = datetime.fromisoformat("2020-01-01T00:00:00+08:00")
HOMES = text("""
    SELECT DISTINCT ON (l.path[2]) c.code, ST_X(p.at) AS lon, ST_Y(p.at) AS lat
    FROM area_shape l
    JOIN area c ON c.id = l.parent_area_id AND c.level = 'community'
    CROSS JOIN LATERAL (SELECT ST_PointOnSurface(l.geom) AS at) p
    WHERE l.is_leaf AND l.to_edition IS NULL
    ORDER BY l.path[2], l.area_m2 DESC, l.area_id
""")
ASSET_IN = text("""
    SELECT min(t.asset_id) FROM asset_area AS t
    JOIN area_shape AS s ON s.area_id = t.area_id AND s.to_edition IS NULL
    WHERE t.share = 1 AND s.path && ARRAY[(SELECT id FROM area WHERE code = :code)]
""")
HERE, THERE = "OWNWORDS", "FOREIGNWORDS"
CLASSES = {HERE: "component/0137", THERE: "event/0301"}


@dataclass(frozen=True)
class Side:
    """A case and what belongs to it; in addresses and questions by these names."""

    mark: str
    number: str
    area_code: str
    station_id: int
    order_id: int
    photo_id: int
    bulletin_id: int
    asset_id: int
    report: str
    link: str
    lon: float
    lat: float
    class_id: int
    feature: int
    """The case's name among the features of a collection."""


@dataclass
class World:
    """The application over one transaction, and who is signed in."""

    connection: Connection
    client: TestClient
    sessions: sessionmaker[Session]
    sides: dict[str, Side]
    common: dict[str, str]
    tokens: dict[str, str]
    personal: dict[str, dict[str, dict[str, str]]]
    """By role and side: whatever is a person's own."""

    def ask(self, role: str, method: str, path: str, **said: Any) -> Any:
        """Send a request as somebody, and undo what it did."""
        token = self.tokens.get(role)
        headers = {"cookie": f"gisgrid={token}"} if token else {}
        headers |= said.pop("headers", {})
        self.client.cookies.clear()
        with self.connection.begin_nested() as kept:
            answer = self.client.request(method, path, headers=headers, **said)
            kept.rollback()
        return answer

    def names(self, role: str, which: str) -> dict[str, str]:
        """Return what stands for the names in an address, for one side of a role."""
        side = self.sides[which]
        tile = tile_at(side.lon, side.lat, 15)
        own = {"z": str(tile.z), "x": str(tile.x), "y": str(tile.y)}
        own |= {"matrix": own["z"], "row": own["y"], "column": own["x"]}
        said = {name: str(value) for name, value in vars(side).items()}
        mine = self.personal.get(role, self.personal["dispatcher"])[which]
        return {**self.common, **said, **own, **mine}


def build(connection: Connection) -> World:
    """Write both cases and everybody; nothing is committed."""
    from gisgrid.web import create_app  # noqa: PLC0415 - only tests with a district wait for it

    sessions = sessionmaker(
        connection, expire_on_commit=False, join_transaction_mode="create_savepoint"
    )
    client = TestClient(create_app(web_sessions_on(connection), Settings(demo=True)))
    with sessions.begin() as tx:
        homes = tx.execute(HOMES).all()
        sides = {mark: _side(tx, mark, homes[i]) for i, mark in enumerate((HERE, THERE))}
        assert sides[HERE].station_id != sides[THERE].station_id
        people = {role: person(tx, role, sides[HERE]) for role in ROLES}
        tokens = {role: identity.start_session(tx, one) for role, one in people.items()}
        stranger = person(tx, "dispatcher", sides[THERE], "stranger")
        left = {mark: _shift(tx, side) for mark, side in sides.items()}
        tokens["stranger"] = identity.start_session(tx, stranger)
        personal = {
            role: {
                HERE: _belongings(tx, one, HERE) | {"shift_id": left[HERE]},
                THERE: _belongings(tx, stranger, THERE, role) | {"shift_id": left[THERE]},
            }
            for role, one in people.items()
        }
        common = _common(tx, sides[HERE])
        for side in sides.values():
            _on_duty(tx, side, person(tx, "grid_officer", side, f"walker-{side.station_id}"))
    return World(connection, client, sessions, sides, common, tokens, personal)


def _side(tx: Session, mark: str, home: Any) -> Side:
    receipt = cases.submit(
        tx,
        cases.NewReport(
            source=cases.Source.CITIZEN,
            text=mark,
            class_key=CLASSES[mark],
            x=home.lon,
            y=home.lat,
            reporter=cases.Reporter("王某", "13812341234"),
        ),
    )
    found = cases.case(tx, receipt.number)
    dispatch.open_order(tx, found.id)
    tx.flush()
    (order, *_) = orders.under_way(tx, found.id)
    order.contractor = "外包"
    found.solve_due = MONDAY + timedelta(hours=2)
    tx.flush()
    station = found.lead_station_id
    assert station is not None
    assert found.class_id is not None
    path = cases.follow_token(receipt.report_id)
    link = _link(tx, found, order.id, station)
    ends = (home.lon, home.lat, found.class_id, found.id)
    ids = (order.id, _photo(tx, found.id), _bulletin(tx, home.code), _asset(tx, home.code))
    return Side(mark, found.number, home.code, station, *ids, path, link, *ends)


def _asset(tx: Session, area_code: str) -> int:
    """Return an asset that lies in a community and nowhere else."""
    found = tx.scalar(ASSET_IN, {"code": area_code})
    assert found is not None
    return int(found)


def _photo(tx: Session, case_id: int) -> int:
    photo = Photo(created_at=MONDAY, case_id=case_id)
    tx.add(photo)
    tx.flush()
    for rendition in ("photo", "thumbnail"):
        said = {"sha256": b"none", "media_type": "image/jpeg", "size": 4, "width": 9, "height": 9}
        tx.add(PhotoFile(photo_id=photo.id, rendition=rendition, **said))
    tx.flush()
    return photo.id


def _bulletin(tx: Session, area_code: str) -> int:
    draft = bulletins.Draft("policy", "staff", area_code, "公告", "公告", MONDAY)
    return bulletins.draft_bulletin(tx, identity.system_actor(), draft).id


def _link(tx: Session, case: cases.CaseFile, order_id: int, station: int) -> str:
    from gisgrid.dispatch.service.contractors import link_of  # noqa: PLC0415 - beside its use

    post = identity.Post(1, "T", "handler", "", None, station, "", None, None, (), None)
    return link_of(tx, case, order_id, identity.Actor(1, "handler", (post,)))


def person(
    tx: Session,
    role: str,
    side: Side,
    name: str | None = None,
    *,
    area: str | None = None,
    classes: str | None = None,
) -> int:
    """Write somebody with one post: at the unit that has the case, or in the case's community."""
    one = Person(code=f"T-{name or role}", name=name or role)
    tx.add(one)
    tx.flush()
    home = identity.station_of_area(tx, side.area_code)
    assert home is not None
    unit = role in {"unit_dispatcher", "handler"}
    tx.add(
        PostRow(
            code=f"T-{name or role}",
            person_id=one.id,
            station_id=side.station_id if unit else home.id,
            role=role,
            area_code=area or side.area_code,
            class_prefix=classes,
            valid_from=BORN,
        )
    )
    tx.flush()
    return one.id


def _on_duty(tx: Session, side: Side, person_id: int) -> None:
    """Let an officer of a side stand on duty where its case is."""
    actor = identity.actor_of(tx, person_id, MONDAY)
    patrols.go_on_duty(tx, actor)
    patrols.record_positions(tx, actor, [patrols.Position(side.lon, side.lat, MONDAY)])


def _shift(tx: Session, side: Side) -> str:
    """End a shift where the dispatchers of a side sit; nobody has taken over yet."""
    home = identity.station_of_area(tx, side.area_code)
    assert home is not None
    none = {
        "standing": dict.fromkeys(QUEUES, 0),
        "passed": dict.fromkeys(SINCE, 0),
        "special": [],
    }
    row = ShiftHandover(
        station_id=home.id, person_id=1, began_at=BORN, ended_at=MONDAY, summary=none, note="交班"
    )
    tx.add(row)
    tx.flush()
    return str(row.id)


def _belongings(tx: Session, person_id: int, mark: str, key: str = "") -> dict[str, str]:
    dedupe = f"{mark}:{person_id}:{key}"
    notices.notify(
        tx, notices.Notice("slip", dedupe, to_person_id=person_id, params={"number": mark})
    )
    asked = text("SELECT id FROM notice WHERE dedupe = :dedupe")
    session = text("SELECT max(id) FROM session WHERE person_id = :person")
    made = text("""
        INSERT INTO map_key (key_hash, person_id, name, created_at, expires_at)
        VALUES (sha256(random()::text::bytea), :person, 'QGIS', now(), now() + interval '9 years')
        RETURNING id
    """)
    return {
        "notice_id": str(tx.scalar(asked, {"dedupe": dedupe})),
        "session_id": str(tx.scalar(session, {"person": person_id})),
        "key_id": str(tx.scalar(made, {"person": person_id})),
    }


def _common(tx: Session, side: Side) -> dict[str, str]:
    area = grid.area_by_code(tx, side.area_code)
    assert area is not None
    return {
        "area_id": str(area.id),
        "edition": str(grid.current_edition(tx).id),
        "collection": "case",
        "basemap": "none",
        "layer": "case",
        "login": "dispatcher",
        "person_code": "P0001",
        "post_code": "Z0001",
        "station_code": "S-410803",
        "year": "2026",
        "rule_code": str(
            tx.scalar(text("SELECT min(code) FROM duty_rule WHERE replaced_at IS NULL"))
        ),
    }

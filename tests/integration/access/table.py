"""The one table of who may do what: every operation of the interface and every layer of the map.

An operation that is not here fails the build; the failure says which line to add. `who` are the
roles that pass (PUBLIC: everybody, also unsigned; SIGNED: whoever is signed in); others get 403,
the unsigned 401. `own` is the status of a good request about one's own things; `foreign` is what
is given of somebody else's: HIDDEN (404, as if it did not exist), EMPTY (an answer without it),
SAME (the thing belongs to nobody).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from gisgrid.identity import ROLES

PUBLIC: Final = frozenset({*ROLES, "public"})
SIGNED: Final = frozenset(ROLES)
NOBODY: Final = frozenset[str]()
SEEING: Final = SIGNED - {"system_admin", "audit_admin"}
"""Roles that see cases at all; for the others every case is somebody else's."""
BY_NUMBER: Final = "{number}"
ASSETS: Final = SIGNED - {"audit_admin"}
TOLD: Final = frozenset({"dispatcher", "grid_office", "supervisor", "leader"})
UNITS: Final = frozenset({"unit_dispatcher", "handler"})
DESK: Final = frozenset({"dispatcher", "grid_office"})
DISPATCH: Final = frozenset({"dispatcher"})
OFFICE: Final = frozenset({"grid_office"})
SYSTEM: Final = frozenset({"system_admin"})
SECURITY: Final = frozenset({"security_admin"})
AUDITORS: Final = frozenset({"audit_admin"})
PEOPLE: Final = frozenset({"grid_office", "system_admin", "security_admin", "audit_admin"})
LAYER_KEEPERS: Final = frozenset({"system_admin", "data_steward"})
WALKERS: Final = frozenset({"grid_leader", "grid_officer"})
"""Who goes on duty in the grid."""
WATCHERS: Final = frozenset({*TOLD, "grid_leader"})
"""Who sees officers on duty."""
CHECKERS: Final = frozenset({*TOLD, *WALKERS})
"""Who reads check-ins at assets."""
RULE_MAKERS: Final = frozenset({"grid_office", "planner", "data_steward"})

HIDDEN: Final = "hidden"
EMPTY: Final = "empty"
SAME: Final = "same"


@dataclass(frozen=True)
class Row:
    """What one operation answers."""

    who: frozenset[str]
    own: int = 200
    foreign: str = SAME
    case: bool = False
    """It is about one case, so that who sees no case at all gets HIDDEN (or EMPTY) for any."""
    full: bool = False
    """The layer's tile at one's own side shows something."""
    words: bool = False
    """The answer holds the words of a case of one's own."""
    marks: str = ""
    """What the answer names a thing by; somebody else's never stands there."""
    marked: frozenset[str] = NOBODY
    """Who finds the mark of one's own thing: so that its absence says something."""
    roles_first: bool = False
    """Whoever lacks the role gets 403 also for what is hidden from them."""
    unsigned: int = 401
    query: Mapping[str, str] = field(default_factory=dict)
    json: Mapping[str, Any] | None = None


POINT: Final = {"lon": "{lon}", "lat": "{lat}"}
RULE: Final = {
    "name": "试", "class_pattern": "event/0110", "lead": "dept:sanitation", "area_code": "410803",
}  # fmt: skip
DRAWN: Final = {"type": "LineString", "coordinates": [[113.16, 35.23], [113.17, 35.24]]}
OVERRIDE: Final = {
    "name": "试", "class_pattern": "component", "lead": "dept:transport", "shape": DRAWN,
    "buffer_m": 30,
}  # fmt: skip
REPORT: Final = {"text": "新上报", "lon": 113.17, "lat": 35.239, "class_key": "component/0137"}
LOGIN: Final = {"login": "nobody", "password": "wrong"}
PROOF: Final = {"phone": "13812341234", "code": "000000"}
"""Nobody in this world has a citizen's session: what it opens is tested with the cases."""
CHANGE: Final = {"old": "wrong", "new": "a quite long new password"}
FORGED: Final = {"key": "forged"}
"""A photo's link is its key; what a signed one opens is tested with the photos."""
DEVICE: Final = {"code": "D-NEW", "name": "试", "source": "platform", "platform": "试平台"}
WHY: Final = {"reason": "回访核实"}
POST: Final = {"person_code": "P0001", "station_code": "S-410803", "role": "analyst"}
FIRST: Final = {"station_code": "S-410803", "role": "analyst"}
DEPUTY: Final = {
    "person_code": "P0002", "since": "2026-11-24T00:00:00+08:00",
    "until": "2026-11-30T00:00:00+08:00",
}  # fmt: skip
BULLETIN: Final = {
    "kind": "policy", "audience": "public", "area_code": "{area_code}", "title": "试", "text": "试",
    "shown_from": "2026-11-24T00:00:00+08:00",
}  # fmt: skip
YEAR: Final = {"standing": "official", "source": "试", "days": []}
OPINION: Final = {"opinion": "尽快"}
STANDING: Final = {"positions": [{"lon": 113.17, "lat": 35.239, "at": "2026-11-23T09:29:00+08:00"}]}
"""Nobody in this world is on duty but one officer on each side."""
CHECK: Final = {
    "asset_id": "{asset_id}", "result": "normal", "at": "2026-11-23T09:29:00+08:00",
    "lon": "{lon}", "lat": "{lat}",
}  # fmt: skip
NOTE: Final = {"action": "note", "note": "看过"}

TABLE: Final = {
    "DELETE /api/citizen/session": Row(PUBLIC, 204),
    "DELETE /api/devices/{code}/token": Row(SYSTEM, 404),
    "DELETE /api/duties/overrides/{code}": Row(RULE_MAKERS, 404),
    "DELETE /api/accounts/{login}/totp": Row(SECURITY, 204),
    "DELETE /api/me/map-keys/{key_id}": Row(SIGNED, 204, HIDDEN),
    "DELETE /api/session": Row(PUBLIC, 204),
    "DELETE /api/sessions": Row(SIGNED, 204),
    "DELETE /api/sessions/{session_id}": Row(SIGNED, 204, HIDDEN),
    "GET /api/assets": Row(
        ASSETS, 200, EMPTY, marks='"id":{asset_id},', marked=ASSETS, query={"limit": "5000"}
    ),
    "GET /api/assets/kinds": Row(ASSETS),
    "GET /api/assets/{asset_id}": Row(ASSETS, 200, HIDDEN, roles_first=True),
    "GET /api/assets/{asset_id}/check-ins": Row(CHECKERS, 200, HIDDEN, roles_first=True),
    "GET /api/assets/{asset_id}/readings": Row(ASSETS, 200, HIDDEN, roles_first=True),
    "GET /api/audit": Row(AUDITORS),
    "GET /api/audit/chain": Row(AUDITORS),
    "GET /api/audit/verify": Row(AUDITORS, query={"part": "anchors"}),
    "GET /api/audit/verify/cases": Row(AUDITORS, query={"cursor": "999999999999999"}),
    "GET /api/basemaps": Row(PUBLIC),
    "GET /api/board": Row(
        SIGNED, 200, EMPTY, case=True, words=True, marks=BY_NUMBER, marked=SEEING,
        query={"limit": "200"},
    ),
    "GET /api/bulletins": Row(PUBLIC),
    "GET /api/bulletins/mine": Row(SIGNED),
    "GET /api/bulletins/written": Row(OFFICE),
    "GET /api/bulletins/{bulletin_id}/receipts": Row(OFFICE, 200, HIDDEN, roles_first=True),
    "GET /api/calendar": Row(PUBLIC),
    "GET /api/cases": Row(
        SIGNED, 200, EMPTY, case=True, words=True, marks=BY_NUMBER, marked=SEEING,
        query={"q": "{mark}"},
    ),
    "GET /api/cases/{number}": Row(SIGNED, 200, HIDDEN, case=True, words=True),
    "GET /api/cases/{number}/notices": Row(TOLD, 200, HIDDEN, case=True),
    "GET /api/cases/{number}/orders/{order_id}/link": Row(UNITS, 200, HIDDEN, case=True),
    "GET /api/cases/{number}/slip": Row(SIGNED, 200, HIDDEN, case=True),
    "GET /api/cases/{number}/slip.html": Row(SIGNED, 200, HIDDEN, case=True),
    "GET /api/check-ins/counts": Row(CHECKERS),
    "GET /api/check-ins/due": Row(
        CHECKERS, 200, EMPTY, marks='"id":{asset_id},', query={"limit": "500"}
    ),
    "GET /api/citizen/reports": Row(PUBLIC, 401),
    "GET /api/citizen/session": Row(PUBLIC, 401),
    "GET /api/classes": Row(PUBLIC),
    "GET /api/classes/suggest": Row(PUBLIC, query={"text": "路灯"}),
    "GET /api/demo-logins": Row(PUBLIC),
    "GET /api/devices": Row(frozenset({"system_admin", "security_admin", "audit_admin"})),
    "GET /api/duplicates": Row(
        PUBLIC, 200, EMPTY, case=True, words=True, query={**POINT, "class_id": "{class_id}"}
    ),
    "GET /api/duties/coverage": Row(SIGNED),
    "GET /api/duties/explain": Row(PUBLIC, query={**POINT, "class": "component/0137"}),
    "GET /api/duties/overrides": Row(SIGNED),
    "GET /api/duties/overrides/written": Row(SIGNED),
    "GET /api/duties/parties": Row(SIGNED),
    "GET /api/duties/rules": Row(SIGNED),
    "GET /api/grid/areas": Row(PUBLIC, query={"level": "subdistrict"}),
    "GET /api/grid/areas/{area_id}": Row(PUBLIC),
    "GET /api/grid/edition": Row(PUBLIC),
    "GET /api/grid/editions/{edition}/index": Row(PUBLIC),
    "GET /api/grid/locate": Row(PUBLIC, query=POINT),
    "GET /api/here": Row(PUBLIC, query=POINT),
    "GET /api/leaders": Row(SIGNED),
    "GET /api/layers": Row(PUBLIC),
    "GET /api/layers/switches": Row(LAYER_KEEPERS),
    "GET /api/links/{token}": Row(PUBLIC, 200, HIDDEN),
    "GET /api/live": Row(SIGNED, 204),
    "GET /api/live/public": Row(PUBLIC, 204),
    "GET /api/me": Row(SIGNED),
    "GET /api/me/duty": Row(WALKERS),
    "GET /api/me/map-keys": Row(SIGNED),
    "GET /api/me/track": Row(WALKERS),
    "GET /api/notices": Row(SIGNED, 200, EMPTY, words=True),
    "GET /api/orders/mine": Row(SIGNED, 200, EMPTY, marks=BY_NUMBER, marked=UNITS),
    "GET /api/people": Row(PEOPLE),
    "GET /api/people/{code}": Row(PEOPLE),
    "GET /api/people/{code}/sessions": Row(SECURITY),
    "GET /api/photos/{photo_id}": Row(PUBLIC, 404, HIDDEN, query=FORGED),
    "GET /api/photos/{photo_id}/redactions": Row(DESK, 200, HIDDEN, case=True, roles_first=True),
    "GET /api/photos/{photo_id}/thumbnail": Row(PUBLIC, 404, HIDDEN, query=FORGED),
    "GET /api/photos/{photo_id}/video": Row(PUBLIC, 404, HIDDEN, query=FORGED),
    "GET /api/photos/{photo_id}/voice": Row(PUBLIC, 404, HIDDEN, query=FORGED),
    "GET /api/places": Row(PUBLIC, query={"text": "怡光社区"}),
    "GET /api/queues": Row(SIGNED),
    "GET /api/reports/{token}": Row(PUBLIC, 200, HIDDEN),
    "GET /api/search": Row(
        PUBLIC, 200, EMPTY, case=True, words=True, marks=BY_NUMBER, marked=SEEING,
        query={"q": "{mark}"},
    ),
    "GET /api/sessions": Row(SIGNED),
    "GET /api/shifts": Row(TOLD, 200, EMPTY, marks='"id":{shift_id},', marked=TOLD),
    "GET /api/shifts/now": Row(DISPATCH),
    "GET /api/shifts/{shift_id}/print": Row(TOLD, 200, HIDDEN, roles_first=True),
    "GET /api/sign-in/sso": Row(PUBLIC, 404),
    "GET /api/sign-in/sso/callback": Row(PUBLIC, 404),
    "GET /api/sign-in/ways": Row(PUBLIC),
    "GET /api/stations": Row(PUBLIC),
    "GET /api/stations/{code}/roster": Row(SIGNED, 404),
    "GET /backdrop.geojson": Row(PUBLIC),
    "GET /health": Row(PUBLIC),
    "GET /metrics": Row(NOBODY, unsigned=403),
    "GET /ready": Row(PUBLIC, 503),
    "GET /style.json": Row(PUBLIC),
    "GET /tiles/edition.json": Row(PUBLIC),
    "GET /tiles/ground/{basemap}.pmtiles": Row(PUBLIC, 404),
    "GET /tiles/{edition}/boundaries.pmtiles": Row(PUBLIC),
    "GET /tiles/{edition}/grid/{z}/{x}/{y}.mvt": Row(PUBLIC),
    "GET /tiles/{layer}/{z}/{x}/{y}.mvt": Row(
        SIGNED, 200, EMPTY, case=True, unsigned=403, marks=BY_NUMBER, marked=SEEING
    ),
    "GET /ogc/": Row(PUBLIC),
    "GET /ogc/collections": Row(PUBLIC),
    "GET /ogc/collections/{collection}": Row(SIGNED, unsigned=404),
    "GET /ogc/collections/{collection}/items": Row(
        SIGNED, 200, EMPTY, case=True, unsigned=404, marks='"{number}"', marked=SEEING,
        query={"number": "{number}"},
    ),
    "GET /ogc/collections/{collection}/items/{feature}": Row(
        SIGNED, 200, HIDDEN, case=True, unsigned=404
    ),
    "GET /ogc/collections/{collection}/queryables": Row(SIGNED, unsigned=404),
    "GET /ogc/collections/{collection}/tiles": Row(SIGNED, unsigned=404),
    "GET /ogc/collections/{collection}/tiles/WebMercatorQuad": Row(SIGNED, unsigned=404),
    "GET /ogc/collections/{collection}/tiles/WebMercatorQuad/{matrix}/{row}/{column}": Row(
        SIGNED, 200, EMPTY, case=True, unsigned=404, marks=BY_NUMBER, marked=SEEING
    ),
    "GET /ogc/conformance": Row(PUBLIC),
    "GET /ogc/tileMatrixSets": Row(PUBLIC),
    "GET /ogc/tileMatrixSets/WebMercatorQuad": Row(PUBLIC),
    "POST /api/gauges/{code}/readings": Row(NOBODY, json={"stage_m": 104.3}),
    "POST /api/audit/verify": Row(AUDITORS),
    "POST /api/audit/verify/cases": Row(AUDITORS),
    "POST /api/accounts/{login}/password": Row(SECURITY, 201),
    "POST /api/bulletins": Row(OFFICE, 201, json=BULLETIN),
    "POST /api/bulletins/{bulletin_id}/publish": Row(OFFICE, 200, HIDDEN, roles_first=True),
    "POST /api/bulletins/{bulletin_id}/read": Row(SIGNED, 404),
    "POST /api/bulletins/{bulletin_id}/withdraw": Row(OFFICE, 200, HIDDEN, roles_first=True),
    "POST /api/cases/by-phone": Row(
        DESK, 200, EMPTY, case=True, words=True, marks=BY_NUMBER, marked=DESK,
        json={"phone": "13812341234"},
    ),
    "POST /api/cases/places": Row(
        SIGNED, 200, EMPTY, case=True, marks=BY_NUMBER, marked=SEEING,
        json={"numbers": ["{number}"]},
    ),
    "POST /api/cases/{number}/reporter": Row(
        frozenset({"dispatcher", "supervisor"}), 200, HIDDEN, case=True, json=WHY
    ),
    "POST /api/cases/{number}/slip/opinion": Row(
        frozenset({"supervisor", "grid_office"}) | UNITS, 204, HIDDEN, case=True, json=OPINION
    ),
    "POST /api/cases/{number}/slip/read": Row(SIGNED, 200, HIDDEN, case=True),
    "POST /api/cases/{number}/steps": Row(SIGNED, 201, HIDDEN, case=True, json=NOTE),
    "POST /api/citizen/codes": Row(PUBLIC, 202, json={"phone": "13812341234"}),
    "POST /api/citizen/session": Row(PUBLIC, 401, json=PROOF),
    "POST /api/devices": Row(SYSTEM, 201, json=DEVICE),
    "POST /api/devices/{code}/token": Row(SYSTEM, 404, json={}),
    "POST /api/duplicates/{number}/reports": Row(
        PUBLIC, 404, HIDDEN, json={"lon": 113.0, "lat": 35.0}
    ),
    "POST /api/duties/rules": Row(RULE_MAKERS, 201, json={**RULE, "code": "T-NEW"}),
    "POST /api/duties/rules/dry-run": Row(RULE_MAKERS, json={**RULE, "code": "T-NEW"}),
    "POST /api/links/{token}": Row(PUBLIC, 204, HIDDEN, json={"note": "已办"}),
    "POST /api/check-ins": Row(WALKERS, 201, HIDDEN, roles_first=True, json=CHECK),
    "POST /api/me/duty": Row(WALKERS, json={"on": True}),
    "POST /api/me/position": Row(WALKERS, 409, json=STANDING),
    "POST /api/me/totp": Row(SIGNED, 409, json={"password": "wrong"}),
    "POST /api/me/totp/confirm": Row(SIGNED, 409, json={"code": "000000"}),
    "POST /api/me/password": Row(SIGNED, 409, json=CHANGE),
    "POST /api/notices/{notice_id}/read": Row(SIGNED, 200, HIDDEN),
    "POST /api/people": Row(SYSTEM, 201, json={"name": "新人", "login": "newcomer", "post": FIRST}),
    "POST /api/people/import": Row(SYSTEM, 422),
    "POST /api/stations/import": Row(SYSTEM, 422),
    "POST /api/photos": Row(PUBLIC, 422),
    "POST /api/photos/{photo_id}/links": Row(SIGNED, 201, HIDDEN, case=True, json={}),
    "POST /api/photos/{photo_id}/redactions": Row(
        DESK, 201, HIDDEN, case=True, roles_first=True, json={"boxes": []}
    ),
    "POST /api/posts": Row(SYSTEM, 201, json=POST),
    "POST /api/posts/{code}/deputies": Row(SYSTEM, 201, json=DEPUTY),
    "POST /api/posts/{code}/end": Row(SYSTEM, 204, json={}),
    "POST /api/me/map-keys": Row(SIGNED, 201, json={"name": "QGIS"}),
    "POST /api/reports": Row(PUBLIC, 201, json=REPORT),
    "POST /api/reports/{token}/rating": Row(PUBLIC, 409, HIDDEN, json={"score": 5}),
    "POST /api/reports/{token}/reopen": Row(PUBLIC, 409, HIDDEN, json={"reason": "未办"}),
    "POST /api/shifts": Row(DISPATCH, 409, json={"note": "夜间有雨"}),
    "POST /api/shifts/{shift_id}/take": Row(DISPATCH, 200, HIDDEN, roles_first=True),
    "POST /api/session": Row(PUBLIC, 401, json=LOGIN),
    "DELETE /api/people/{code}/sessions": Row(SECURITY, 204),
    "PUT /api/bulletins/{bulletin_id}": Row(OFFICE, 200, HIDDEN, roles_first=True, json=BULLETIN),
    "PUT /api/calendar/{year}": Row(OFFICE, json=YEAR),
    "PUT /api/cases/{number}/presence": Row(
        DESK | {"supervisor", "leader"}, 204, HIDDEN, case=True, roles_first=True, json={}
    ),
    "PUT /api/duties/overrides/{code}": Row(RULE_MAKERS, json=OVERRIDE),
    "PUT /api/duties/rules/{code}": Row(RULE_MAKERS, json=RULE),
    "PUT /api/layers/{layer}/switch": Row(LAYER_KEEPERS, 204, json={"on": False}),
    "PUT /api/stations/{code}": Row(SYSTEM, json={"phone": "0391"}),
}  # fmt: skip

LAYERS: Final = {
    "area": Row(PUBLIC),
    "area_label": Row(PUBLIC),
    "border": Row(PUBLIC),
    "camera": Row(SIGNED),
    "case": Row(SIGNED, 200, EMPTY, case=True),
    "case_count": Row(PUBLIC, 200, EMPTY, case=True),
    "construction_site": Row(PUBLIC),
    "culvert": Row(PUBLIC),
    "dispatch_order": Row(SIGNED, 200, EMPTY, case=True),
    "drone_dock": Row(SIGNED),
    "ebike_shed": Row(PUBLIC),
    "hotspot": Row(SIGNED),
    "officer": Row(WATCHERS, 200, EMPTY, full=True),
    "park": Row(PUBLIC),
    "scenic_spot": Row(PUBLIC),
    "river": Row(PUBLIC),
    "river_point": Row(PUBLIC),
    "station": Row(PUBLIC),
}

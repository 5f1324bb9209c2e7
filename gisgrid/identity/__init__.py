"""Stations, units, people, their dated posts, and who is signed in."""

from gisgrid.identity.access import (
    Maybe,
    Signed,
    arrived,
    device_behind,
    device_token_of,
    maybe_signed,
    same_origin,
    token_of,
)
from gisgrid.identity.access_citizens import Proved
from gisgrid.identity.accounts import reset_password, reset_totp
from gisgrid.identity.actors import (
    Actor,
    Holder,
    PersonRef,
    Post,
    StationRef,
    require,
    system_actor,
)
from gisgrid.identity.anchors import Anchorage
from gisgrid.identity.audit import AuditFault
from gisgrid.identity.cookies import cookie_over
from gisgrid.identity.devices import Device
from gisgrid.identity.glances import Glance, glance_at, glance_at_keys
from gisgrid.identity.loading import load_people
from gisgrid.identity.map_keys import key_in as map_key_in
from gisgrid.identity.passwords import DEMO_PASSWORD
from gisgrid.identity.queries import (
    actor_of,
    grid_leader,
    holders,
    leader_in_charge,
    people,
    turnovers,
)
from gisgrid.identity.retiring import drop as drop_audit_month
from gisgrid.identity.retiring import write_out as write_out_audit_month
from gisgrid.identity.rules import ROLES
from gisgrid.identity.scope import Scope, scope_for, scope_of
from gisgrid.identity.seeking import SoughtPerson, seek_people
from gisgrid.identity.sessions import sign_out, start_session
from gisgrid.identity.stations import (
    district_station,
    every_station,
    station_by_code,
    station_of_area,
    station_of_unit,
    stations,
)
from gisgrid.identity.trail import DOWNLOAD, UNAUDITED, note, record
from gisgrid.identity.verifying import audit_faults

__all__ = [
    "DEMO_PASSWORD",
    "DOWNLOAD",
    "ROLES",
    "UNAUDITED",
    "Actor",
    "Anchorage",
    "AuditFault",
    "Device",
    "Glance",
    "Holder",
    "Maybe",
    "PersonRef",
    "Post",
    "Proved",
    "Scope",
    "Signed",
    "SoughtPerson",
    "StationRef",
    "actor_of",
    "arrived",
    "audit_faults",
    "cookie_over",
    "device_behind",
    "device_token_of",
    "district_station",
    "drop_audit_month",
    "every_station",
    "glance_at",
    "glance_at_keys",
    "grid_leader",
    "holders",
    "leader_in_charge",
    "load_people",
    "map_key_in",
    "maybe_signed",
    "note",
    "people",
    "record",
    "require",
    "reset_password",
    "reset_totp",
    "same_origin",
    "scope_for",
    "scope_of",
    "seek_people",
    "sign_out",
    "start_session",
    "station_by_code",
    "station_of_area",
    "station_of_unit",
    "stations",
    "system_actor",
    "token_of",
    "turnovers",
    "write_out_audit_month",
]

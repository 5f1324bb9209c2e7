"""The columns of a case that say where it is, who answers and why."""

from typing import Final

import h3

from gisgrid import grid
from gisgrid.cases.service.placing import Placed
from gisgrid.cases.service.routing import Routed
from gisgrid.kernel.settings import settings

H3_RESOLUTION: Final = 10
Row = dict[str, object]
NOWHERE: Final[Row] = {
    "on_border": False,
    "near_border": False,
    "near": False,
    "path_of_record": (),
    "path_today": (),
}


def place_columns(placed: Placed) -> Row:
    """Return where the case is, by the edition it was routed with."""
    located = placed.located
    if located is None or placed.lon is None or placed.lat is None:
        return NOWHERE
    return {
        "edition_id": located.edition_id,
        "area_id": located.leaf,
        "point": f"SRID=4326;POINT({placed.lon!r} {placed.lat!r})",
        "on_border": located.on_border,
        "near_border": _close(located),
        "near": located.near,
        "border_m": located.border_m,
        "path_of_record": located.path,
        "path_today": located.path,
        "h3": h3.str_to_int(h3.latlng_to_cell(placed.lat, placed.lon, H3_RESOLUTION)),
    }


def _close(located: grid.Located) -> bool:
    limit = settings().close_to_border_m
    return located.border_m is not None and located.border_m <= limit


def duty_columns(placed: Placed, routed: Routed) -> Row:
    """Return who answers and why, or why nobody does."""
    assignment = routed.assignment
    lead = (routed.lead,) if routed.lead is not None else ()
    return {
        "class_id": routed.case_class.id if routed.case_class else None,
        "condition_id": routed.filing.condition_id if routed.filed else None,
        "emergency": routed.emergency,
        "lead_station_id": routed.lead,
        "leader_person_id": assignment.leader_person_id if assignment else None,
        "stations": (*lead, *(assignment.assists if assignment else ())),
        "unrouted": routed.unrouted,
        "routing": routing_of(placed, routed),
    }


def routing_of(placed: Placed, routed: Routed) -> Row:
    """Return the reasoning that is stored with the case, as codes and parameters."""
    assignment, located = routed.assignment, placed.located
    return {
        "reasons": assignment.reasons if assignment else (),
        "assists": assignment.assists if assignment else (),
        "policy_id": routed.filing.policy_id,
        "other_area": located.other if located else None,
        "shares": located.shares if located else (),
        "candidates": [_candidate(one) for one in placed.candidates],
        "meant": _candidate(placed.meant) if placed.meant else None,
        "suggestions": [
            {"class_id": one.class_id, "key": one.key, "name": one.name, "score": one.score}
            for one in routed.suggestions
        ],
    }


def _candidate(one: object) -> Row:
    names = ("name", "kind", "lon", "lat", "score", "source", "id")
    return {name: getattr(one, name) for name in names}

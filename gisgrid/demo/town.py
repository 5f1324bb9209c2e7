"""The people of the simulated district: who takes which step, found once and remembered."""

from bisect import bisect_right
from datetime import datetime

from sqlalchemy.orm import Session

from gisgrid import grid, identity
from gisgrid.identity import Actor, Holder

UNIT_ROLES = ("unit_dispatcher", "handler", "grid_officer", "grid_leader")


class Town:
    """Finds people by role and place; a post is looked up again when some post changes hands."""

    def __init__(self, tx: Session) -> None:
        self.tx = tx
        self._turnovers = identity.turnovers(tx)
        self._found: dict[tuple[object, ...], list[Holder]] = {}
        self._places: dict[tuple[str, int], dict[str | None, Holder]] = {}
        self._actors: dict[tuple[int, object], Actor] = {}

    def centre(self, role: str, at: datetime, turn: int = 0) -> Actor:
        """Return somebody of the district's centre, another one by turns."""
        found = [h for h in self._holders((role,), None, at) if h.area_code is None]
        return self._actor(found[turn % len(found)], at)

    def unit(self, station_id: int, at: datetime) -> Actor:
        """Return who works the orders of a station."""
        return self._actor(self._holders(UNIT_ROLES, station_id, at)[0], at)

    def of_place(self, role: str, codes: tuple[str, ...], at: datetime) -> Actor | None:
        """Return who holds a role for the finest of these areas (leaf last) that has somebody."""
        by_area = self._by_area(role, at)
        found = next((by_area[code] for code in reversed(codes) if code in by_area), None)
        return self._actor(found, at) if found else None

    def officer(self, codes: tuple[str, ...], at: datetime) -> Actor:
        """Return the grid officer of a place, or whoever leads there while none is on duty."""
        found = self.of_place("grid_officer", codes, at) or self.of_place("grid_leader", codes, at)
        if found is None:
            raise LookupError(f"nobody answers for {codes}: load the district's posts first")
        return found

    def codes(self, path: tuple[int, ...]) -> tuple[str, ...]:
        """Return the codes of a chain of areas, leaf last."""
        refs = grid.area_refs(self.tx, path) if path else {}
        return tuple(refs[area].code for area in path if area in refs)

    def _by_area(self, role: str, at: datetime) -> dict[str | None, Holder]:
        key = role, self._era(at)
        if key not in self._places:
            held = reversed(self._holders((role,), None, at))
            self._places[key] = {holder.area_code: holder for holder in held}
        return self._places[key]

    def _holders(self, roles: tuple[str, ...], station: int | None, at: datetime) -> list[Holder]:
        key = (roles, station, self._era(at))
        if key not in self._found:
            held = identity.holders(self.tx, roles=roles, station_id=station, at=at)
            self._found[key] = sorted(held, key=lambda h: (roles.index(h.role), h.post_id))
        return self._found[key]

    def _era(self, at: datetime) -> int:
        """Return a number that changes when some post begins or ends."""
        return bisect_right(self._turnovers, at)

    def _actor(self, holder: Holder, at: datetime) -> Actor:
        key = (holder.person_id, self._era(at))
        if key not in self._actors:
            self._actors[key] = identity.actor_of(self.tx, holder.person_id, at)
        return self._actors[key]

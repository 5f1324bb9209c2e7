"""Rounds: which assets are to be checked by which day, and what a check-in changes of it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from gisgrid import patrols
from gisgrid.kernel.errors import Invalid
from gisgrid.kernel.settings import settings
from gisgrid.patrols.rules import due_on, standing
from tests.integration.patrols.walk import NOW, Walk


def test_a_check_in_ends_the_round_and_is_read_by_the_office(
    walk: Walk, at: Callable[[datetime], None]
) -> None:
    made = walk.taken(note=" 灯亮 ")
    told = {"distance_m": 0.0, "far": False, "counts": True, "on_duty": False, "note": "灯亮"}
    assert told.items() <= made.items()
    shown = walk.as_role("grid_office").history()
    days, due = shown["round"]["days"], due_on(NOW, shown["round"]["days"], settings().tz)
    assert (shown["round"]["due_on"], shown["round"]["standing"]) == (due.isoformat(), "checked")
    (one,) = shown["check_ins"]
    assert (one["id"], one["person"]) == (made["id"], walk.own.name)
    assert one["place"]["lon"] == pytest.approx(walk.own.lon)
    for later in range(days - 1, days + 2):
        at(NOW + timedelta(days=later))
        walk.as_role("grid_office")
        today = (NOW + timedelta(days=later)).date()
        assert walk.history()["round"]["standing"] == standing(due, today)


def test_without_access_an_asset_stays_due(walk: Walk) -> None:
    before = walk.as_role("grid_office").history()["round"]["due_on"]
    walk.taken(result="no_access", note="门锁着")
    walk.taken(lat=walk.own.lat + 0.01)
    shown = walk.as_role("grid_office").history()["round"]
    assert (shown["due_on"], shown["last_at"]) == (before, None)
    assert (shown["tried_result"], shown["tried_far"]) == ("normal", True)


def test_the_list_is_due_first_page_by_page_with_distances(
    walk: Walk, at: Callable[[datetime], None]
) -> None:
    walk.taken()
    at(NOW + timedelta(days=8))
    walk.sign_in(walk.own.officer)
    whole = walk.due(limit=500, lon=walk.own.lon, lat=walk.own.lat)["assets"]
    days = [(one["due_on"], one["id"]) for one in whole]
    assert days == sorted(days)
    assert next(one["distance_m"] for one in whole if one["id"] == walk.own.id) == 0
    paged: list[tuple[str, int]] = []
    after: dict[str, str] = {}
    while True:
        page = walk.due(limit=3, **after)
        paged += [(one["due_on"], one["id"]) for one in page["assets"]]
        if page["next"] is None:
            break
        after = {"after": page["next"]}
    assert paged == days
    assert walk.client.get("/api/check-ins/due", params={"after": "x~1"}).status_code == 422
    assert walk.client.get("/api/check-ins/due", params={"lon": 113.1}).status_code == 422


def test_an_officer_has_the_assets_of_their_own_areas_alone(walk: Walk) -> None:
    walk.sign_in(walk.own.officer)
    mine = {one["id"] for one in walk.due(limit=500)["assets"]}
    assert walk.own.id in mine
    assert walk.other.id not in mine
    everything = {one["id"] for one in walk.as_role("grid_office").due(limit=500)["assets"]}
    assert mine < everything


def test_the_grid_office_counts_what_is_checked_and_overdue(
    walk: Walk, at: Callable[[datetime], None]
) -> None:
    at(NOW + timedelta(days=8))
    walk.taken(at=(NOW + timedelta(days=8)).isoformat(), result="abnormal")
    walk.taken(at=(NOW + timedelta(days=8)).isoformat(), lat=walk.own.lat + 0.01)
    walk.as_role("grid_office")
    found = walk.client.get("/api/check-ins/counts").json()
    assert len(found) == 9
    whole = walk.due(limit=500)["assets"]
    assert sum(row["assets"] for row in found) == len(whole)
    for name in ("checked", "due", "overdue"):
        assert sum(row[name] for row in found) == sum(one["standing"] == name for one in whole)
    made = [(row["made"], row["far"], row["abnormal"]) for row in found if row["made"]]
    assert made == [(2, 1, 1)]
    walk.sign_in(walk.own.officer)
    own = walk.client.get("/api/check-ins/counts").json()
    assert sum(row["assets"] for row in own) < len(whole)


def test_rounds_are_loaded_from_a_file_once(walk: Walk, tmp_path: Path) -> None:
    file = tmp_path / "rounds.csv"
    file.write_text("kind,asset_code,days\npark,,14\n,park-01,3\n,park-02,\n", encoding="utf-8")
    assert patrols.load_rounds(walk.tx, tmp_path) > 0
    assert patrols.load_rounds(walk.tx, tmp_path) == 0
    walk.as_role("grid_office")
    days = {one["code"]: one["days"] for one in walk.due(limit=500)["assets"]}
    assert days["park-01"] == 3
    assert "park-02" not in days
    assert set(days.values()) == {3, 14}
    for wrong in ("park,park-01,3", "nothing,,3", ",nothing,3", "park,,", "park,,0"):
        file.write_text(f"kind,asset_code,days\n{wrong}\n", encoding="utf-8")
        with pytest.raises(Invalid):
            patrols.load_rounds(walk.tx, tmp_path)

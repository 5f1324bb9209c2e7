"""Whatever is sent to a parser, it gives a value or a Problem: never another failure."""

import tempfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gisgrid.assets.rules import words
from gisgrid.dispatch.rules.calendar import Standing, Week, calendar_of, sessions
from gisgrid.duties.bookfiles import NEEDED
from gisgrid.duties.rulefile import read_rules
from gisgrid.files.rules.kinds import clip_of, kind_of
from gisgrid.identity.sheets import read_sheet
from gisgrid.kernel import datum, ids
from gisgrid.kernel.cells import as_said, defused
from gisgrid.kernel.errors import Problem
from gisgrid.kernel.folders import folder
from gisgrid.maps.catalogue import BadLayer, Layer
from gisgrid.maps.ogc import asking, crs, filters, times

ZONE = ZoneInfo("Asia/Shanghai")
ANY = st.text(max_size=80)
NUMBERS = st.floats(allow_nan=True, allow_infinity=True)
NEAR_NUMBERS = st.from_regex(r"[0-9０-９一二三 .\-]{0,20}", fullmatch=True)
CLOCKS = st.one_of(ANY, st.from_regex(r"\d{1,2}:\d{2}(:\d{2})?(\+\d{2}:\d{2})?", fullmatch=True))
MOMENTS = st.one_of(ANY, st.from_regex(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?Z?)?(/(\.\.)?)?"))
PIECES = st.sampled_from([
    "(", ")", "[", "{", "AND", "OR", "NOT", "LIKE '%'", "BETWEEN", "IN", "IS NULL", "=", "<>", "-",
    "status", "'x", "''", "1e999", "POINT(1 2)", "S_INTERSECTS", "T_AFTER", "TIMESTAMP('x')", ",",
    '{"op":', '"args":', "null", "CASEI", "*", "/", "^", "\0", "网格",
])  # fmt: skip
FILTERS = st.one_of(ANY, st.lists(PIECES, max_size=25).map(" ".join))
CELLS = st.one_of(ANY, CLOCKS, NEAR_NUMBERS)


def answers(read: Callable[[], Any]) -> None:
    """See that there is a value or a Problem."""
    with suppress(Problem):
        read()


@given(ANY)
def test_words_of_a_place(said: str) -> None:
    found = words.read(said)
    assert found.core == found.text[: len(found.core)] or found.core
    words.spellings(said)
    words.pairs(words.plain(said))


@given(st.one_of(ANY, NEAR_NUMBERS, st.from_regex(r"\d{8}-?\d{6}-?\d", fullmatch=True)))
@example("２０２６１１２３-000001-1")
def test_numbers_of_cases(said: str) -> None:
    answers(lambda: ids.day_of_number(ids.check_number(said)))


@given(NUMBERS, NUMBERS, st.one_of(st.sampled_from(list(datum.Datum)), ANY))
def test_coordinates_in_any_datum(lon: float, lat: float, named: str) -> None:
    answers(lambda: datum.to_wgs84(lon, lat, named))
    answers(lambda: datum.from_wgs84(lon, lat, named))


@settings(max_examples=150)
@given(FILTERS, st.sampled_from(["cql2-text", "cql2-json"]))
def test_filters(said: str, lang: str) -> None:
    answers(lambda: filters.parsed(said, lang))


@given(MOMENTS)
@example("9999-12-31/..")
@example("0001-01-01T00:00+23:59")
def test_moments_and_spans(said: str) -> None:
    answers(lambda: times.span(said))
    answers(lambda: times.moment(said))


@given(st.one_of(ANY, st.lists(NUMBERS, max_size=7).map(lambda n: ",".join(map(str, n)))))
def test_boxes_reference_systems_and_pages(said: str) -> None:
    answers(lambda: asking._bounds(said, crs.CRS84))
    answers(lambda: asking._limit(said))
    answers(lambda: crs.reference(said, "crs"))
    answers(lambda: asking.read_cursor(said))


@given(st.lists(st.tuples(CLOCKS, CLOCKS), max_size=3), st.sets(st.integers(-1, 8), max_size=4))
def test_opening_hours(pairs: list[tuple[str, str]], rest: set[int]) -> None:
    answers(lambda: Week((sessions(*pairs),) * 7, frozenset(rest)))


@settings(max_examples=20)
@given(
    st.dictionaries(st.integers(2020, 2030), st.sampled_from(list(Standing)), max_size=3),
    st.lists(st.tuples(st.dates(), st.booleans()), max_size=5),
    st.dates(),
)
def test_calendars(
    years: dict[int, Standing], exceptions: list[tuple[date, bool]], day: date
) -> None:
    answers(lambda: calendar_of(ZONE, years, exceptions).works_on(day))


@given(ANY)
def test_cells_of_tables(said: str) -> None:
    assert as_said(str(defused(said))) == said


@given(st.binary(max_size=40))
def test_first_bytes_of_files(head: bytes) -> None:
    answers(lambda: kind_of(head))
    clip_of(head)


@settings(max_examples=40)
@given(
    st.one_of(
        st.binary(max_size=200),
        st.lists(st.lists(CELLS, min_size=11, max_size=12), max_size=3).map(
            lambda rows: "\n".join(
                ",".join(cell.replace(",", "") for cell in row)
                for row in [NEEDED["rules.csv"].split(), *rows]
            ).encode("utf-8", "replace")
        ),
    )
)
def test_files_of_duty_rules(raw: bytes) -> None:
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "rules.csv"
        path.write_bytes(raw)
        answers(lambda: read_rules(path))


@settings(max_examples=40)
@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
@given(
    raw=st.one_of(st.binary(max_size=300), ANY.map(lambda said: said.encode("utf-8", "replace")))
)
def test_sheets_of_people_and_stations(ending: str, raw: bytes) -> None:
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / f"sheet{ending}"
        path.write_bytes(b"PK\x03\x04" + raw if ending == ".xlsx" else raw)
        answers(lambda: read_sheet(path, ZONE))


LAYER = (folder("layers") / "river.yaml").read_text("utf-8")
SPOILED = st.builds(
    lambda at, length, put: LAYER[:at] + put + LAYER[at + length :],
    st.integers(0, len(LAYER)),
    st.integers(0, 60),
    st.one_of(ANY, st.sampled_from(["[", "{", ":", "&a *a", "!!python/name:x", "- ", "null"])),
)


@settings(max_examples=60)
@given(
    st.one_of(st.binary(max_size=120), SPOILED.map(lambda said: said.encode("utf-8", "replace")))
)
@example(b"[" * 5000)
def test_files_of_layers(raw: bytes) -> None:
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "river.yaml"
        path.write_bytes(raw)
        with suppress(BadLayer):
            Layer.read(path)

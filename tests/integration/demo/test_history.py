"""A history is lived through the services people use, on the demo district."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from shutil import copytree
from threading import Event
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session, sessionmaker

from gisgrid import cases, reactions
from gisgrid.cases import CaseFile, Report, Step
from gisgrid.demo.desk import Desk
from gisgrid.demo.figures import figures
from gisgrid.demo.history import planner_of, planted, with_cases, write_history
from gisgrid.demo.live import keep_reporting
from gisgrid.demo.load import has_cases, load_district
from gisgrid.demo.runner import live
from gisgrid.demo.seen import seen
from gisgrid.demo.traces import traces
from gisgrid.kernel.folders import folder
from gisgrid.kernel.settings import settings

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 23, 16, 0, tzinfo=ZONE)
DAYS = 3
PLAIN_IN_A_YEAR = (
    "dumping-by-the-river",
    "night-noise-in-summer",
    "one-slow-station",
    "epidemic-wave",
)
"""Planted effects of which a year at less than half the cases shows enough."""


def test_every_case_of_a_history_is_whole_and_most_go_their_way_to_the_close(
    district: Session,
) -> None:
    reactions.install()
    reports = write_history(district, NOW, ZONE, days=DAYS)
    assert has_cases(district)
    assert district.scalar(select(func.count()).select_from(Report)) == reports > 15
    verdicts = list(cases.verify_all(district))
    assert len(verdicts) == district.scalar(select(func.count()).select_from(CaseFile))
    assert not [one for one in verdicts if one.fault]
    first, last = district.execute(select(func.min(Step.at), func.max(Step.at))).one()
    assert NOW - timedelta(days=DAYS + 1) <= first <= last <= NOW
    assert district.scalar(text("SELECT count(*) FROM procrastinate_jobs")) == 0
    unsent = text("SELECT count(*) FROM notice WHERE delivered_at IS NULL")
    assert district.scalar(unsent) == 0
    taken = set(district.scalars(select(Step.action).distinct()))
    assert {"report", "file", "dispatch", "sign_in", "feedback", "check_pass", "close"} <= taken


def test_what_is_mended_on_the_spot_is_sent_to_nobody_unless_a_checker_refutes_it(
    district: Session,
) -> None:
    reactions.install()
    few = with_cases(planner_of(district, NOW.date()), 150)
    planned = few.history((NOW - timedelta(days=3), NOW))
    mended = [one for one in planned if one.fate.mended][:12]
    refuted = replace(mended[0], fate=replace(mended[0].fate, reworks=1))
    lived = [refuted, *mended[1:]]
    live(Desk(district), lived, NOW + timedelta(days=3), lambda _: None)
    stored = seen(district)
    assert {one.origin for one in stored} == {"before_complaint", "self_handled"}
    assert all("solve_on_spot" in one.took for one in stored)
    for one in stored:
        assert ("dispatch" in one.took) == ("refute_solved" in one.took)
        assert one.took & {"close", "archive"}


@pytest.mark.long
def test_a_year_of_history_has_its_mix_its_lateness_and_its_planted_effects(
    district: Session,
) -> None:
    reactions.install()
    write_history(district, NOW, ZONE, cases=2400, days=365)
    stored = seen(district)
    known = {name: one.value for name, one in figures(stored).items()}
    assert 0.945 < known["on time"] < 0.975
    assert 0.45 < known["on complaint"] < 0.6
    assert 0.04 < known["self-handled"] < 0.09
    assert 0.08 < known["on the spot"] < 0.3
    assert 0.015 < known["returned"] < 0.06
    assert 0.3 < known["rated"] < 0.55
    rare = ("consulted", "extended", "on the books", "merged", "not filed", "reopened")
    assert all(0 < known[name] < 0.06 for name in rare)
    found = {one.effect: one for one in traces(stored, planted(NOW.date()).effects)}
    faint = [found[name] for name in PLAIN_IN_A_YEAR if found[name].times < 2]
    assert faint == []


def test_the_district_that_is_named_is_loaded_once_however_often_it_is_asked(
    district: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    counts = text("SELECT (SELECT count(*) FROM area_shape), (SELECT count(*) FROM post)")
    before = district.execute(counts).one()
    own = copytree(folder("data/zhongzhan"), tmp_path / "own")
    units = (own / "units.csv").read_text(encoding="utf-8")
    (own / "units.csv").write_text(units.replace("城管局", "城管委"), encoding="utf-8")
    monkeypatch.setenv("GISGRID_DISTRICT", str(own))
    settings.cache_clear()
    load_district(district)
    settings.cache_clear()
    assert district.execute(counts).one() == before
    renamed = text("SELECT name FROM unit WHERE short_name = '城管委'")
    assert district.scalars(renamed).all() == ["中站区城市管理局"]


def test_the_live_simulator_reports_until_it_is_stopped(
    district: Session, sessions: sessionmaker[Session]
) -> None:
    reactions.install()
    said: list[str] = []
    stop = Event()

    def say(words: str) -> None:
        said.append(words)
        if len(said) == 3:
            stop.set()

    keep_reporting(sessions, 3_600_000, say, stop)
    assert len(said) == 3
    assert district.scalar(select(func.count()).select_from(CaseFile)) == 3

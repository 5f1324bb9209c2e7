"""A history is lived through the services people use, on the demo district."""

from datetime import datetime, timedelta
from threading import Event
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session, sessionmaker

from gisgrid import cases, reactions
from gisgrid.cases import CaseFile, Report, Step
from gisgrid.demo.history import write_history
from gisgrid.demo.live import keep_reporting
from gisgrid.demo.load import has_cases, load_district

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 23, 16, 0, tzinfo=ZONE)
DAYS = 3


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


def test_the_district_is_loaded_once_however_often_it_is_asked(district: Session) -> None:
    counts = text("SELECT (SELECT count(*) FROM area_shape), (SELECT count(*) FROM post)")
    before = district.execute(counts).one()
    load_district(district)
    assert district.execute(counts).one() == before


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

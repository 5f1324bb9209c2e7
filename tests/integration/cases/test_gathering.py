"""Reports that come at the same moment are written together, and each gets its own answer."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from gisgrid.cases import NewReport, Receipt, Source, case, verify_chain
from gisgrid.cases.gathering import Gathering
from gisgrid.cases.service.intake import NotAReport
from gisgrid.cases.service.keys import OtherBody
from gisgrid.cases.tables import CaseFile
from gisgrid.kernel.db import engine_of, sessions_of
from gisgrid.kernel.errors import NotSignedIn
from gisgrid.run import Urls
from tests.integration.cases.conftest import LAMP, MONDAY, SQUARE
from tests.loops import alone

LAMP_HERE = NewReport(
    source=Source.CITIZEN, text="路灯不亮", class_key=LAMP, x=SQUARE[0], y=SQUARE[1]
)


@pytest.fixture
def sessions(
    own_district: Urls, told: None, at: Callable[[datetime], None]
) -> Iterator[sessionmaker[Session]]:
    at(MONDAY)
    engine = engine_of(own_district.app, 4)
    yield sessions_of(engine)
    engine.dispose()


def all_at_once(
    sessions: sessionmaker[Session], reports: list[NewReport]
) -> list[Receipt | BaseException]:
    async def together() -> list[Receipt | BaseException]:
        gathering = Gathering(sessions)
        return await asyncio.gather(*map(gathering.submit, reports), return_exceptions=True)

    return alone(together())


def test_each_gets_its_own_answer_and_its_own_case(sessions: sessionmaker[Session]) -> None:
    reports = [replace(LAMP_HERE, text=f"第 {n} 盏路灯不亮") for n in range(30)]

    receipts = all_at_once(sessions, reports)
    with sessions() as tx:
        for new, receipt in zip(reports, receipts, strict=True):
            assert isinstance(receipt, Receipt)
            assert receipt.leader
            found = case(tx, receipt.number)
            assert (found.text, found.status) == (new.text, "filed")
            assert verify_chain(tx, receipt.number).fault is None


def test_what_is_wrong_with_one_is_nobody_elses_trouble(sessions: sessionmaker[Session]) -> None:
    wrong = [
        replace(LAMP_HERE, y=None),
        replace(LAMP_HERE, source=Source.HOTLINE),
        replace(LAMP_HERE, text="无法保存的字符 \ud800"),
    ]

    *answers, good = all_at_once(sessions, [*wrong, LAMP_HERE])
    assert [type(one) for one in answers] == [NotAReport, NotSignedIn, UnicodeEncodeError]
    assert isinstance(good, Receipt)


def test_a_key_sent_many_times_at_once_makes_one_case(sessions: sessionmaker[Session]) -> None:
    keyed = replace(LAMP_HERE, idempotency_key="twice")
    other = replace(keyed, text="另一件事")

    first, second, third = all_at_once(sessions, [keyed, keyed, other])
    assert isinstance(first, Receipt)
    assert isinstance(second, Receipt)
    assert (second.number, second.replayed) == (first.number, True)
    assert isinstance(third, OtherBody)
    with sessions() as tx:
        assert len(tx.scalars(select(CaseFile)).all()) == 1

"""Look-ups that come at the same moment share one question for the edition in force."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy.orm import Session, sessionmaker
from typing_extensions import override

from gisgrid import grid
from gisgrid.grid.asking import Asking
from gisgrid.grid.book import GridBook
from gisgrid.grid.service.books import NoEdition


class Counted(Asking):
    """Counts the questions that reach the database."""

    asked = 0

    @override
    def _read(self) -> GridBook:
        self.asked += 1
        return super()._read()


def all_at_once(asking: Asking, count: int) -> list[GridBook | BaseException]:
    async def together() -> list[GridBook | BaseException]:
        return await asyncio.gather(*(asking.book() for _ in range(count)), return_exceptions=True)

    with ThreadPoolExecutor(1) as alone:
        return alone.submit(asyncio.run, together()).result()


def test_many_who_come_together_ask_once(
    small_town: grid.EditionRef, sessions: sessionmaker[Session]
) -> None:
    asking = Counted(sessions)
    books = all_at_once(asking, 20)
    assert {book.edition for book in books if isinstance(book, GridBook)} == {small_town}
    assert len(books) == 20
    assert asking.asked == 1


def test_who_comes_later_asks_again(
    small_town: grid.EditionRef, sessions: sessionmaker[Session]
) -> None:
    asking = Counted(sessions)
    for _ in range(2):
        all_at_once(asking, 1)
    assert asking.asked == 2


def test_everybody_is_told_that_there_is_no_edition(sessions: sessionmaker[Session]) -> None:
    answers = all_at_once(Asking(sessions), 3)
    assert [type(one) for one in answers] == [NoEdition] * 3

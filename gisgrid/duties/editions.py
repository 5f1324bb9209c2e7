"""What a stored edition of a class book keeps, whatever a changed file says.

Cases keep the edition they were filed by: under a class with cases nothing may change of what
they stand on. What a file leaves out is never taken away, and never forgotten in silence.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import RowMapping, text
from sqlalchemy.orm import Session

from gisgrid.duties.answers import Retired
from gisgrid.kernel.errors import Unavailable

KEPT_OF_CLASS: Final = ("big_code", "big_name", "name")
KEPT_OF_CONDITION: Final = (
    "name",
    "closing",
    "respond_value",
    "respond_unit",
    "solve_value",
    "solve_unit",
    "urgent",
)
REWRITTEN: Final = (
    "{0}: {1} 已有案件，{2} 不能改写 · cases stand under it, so {2} stays: load a new edition"
)
LEFT_OUT: Final = (
    "{0}: 缺少库中已有的 {1} · the database holds it: keep it, and load a new edition to drop it"
)
GOES_BACK: Final = (
    "codebooks.csv: {0.codebook} {0.older} 已由 {0.edition} 接替，载入会使它重新生效并停用"
    " {0.edition}；确要退回请加 --go-back · an earlier edition would come back in force;"
    " --go-back says that it is meant"
)
RETIRED: Final = text(
    "UPDATE codebook_edition AS old SET active = false FROM codebook_edition AS new"
    " WHERE new.id = ANY(:ids) AND new.active AND old.active AND old.codebook = new.codebook"
    " AND old.id <> ALL(:ids) RETURNING old.codebook, old.edition,"
    " CASE WHEN new.id < old.id THEN new.edition END AS older,"
    " (SELECT count(*) FROM case_class AS c WHERE c.codebook_edition_id = old.id AND NOT EXISTS"
    " (SELECT FROM class_successor AS s WHERE s.from_class_id = c.id)) AS without"
)
AGAIN: Final = text(
    "SELECT key, string_agg(codebook || ' ' || edition, '、' ORDER BY codebook) AS books"
    " FROM case_class JOIN codebook_edition AS e ON e.id = codebook_edition_id"
    " WHERE active GROUP BY key HAVING count(*) > 1 ORDER BY key"
)
InUse = Callable[[Session, Collection[int]], Collection[int]]
"""Return which of these classes have cases: a slice above knows, for the duties may not."""

_offered: list[InUse] = []


def install_in_use(in_use: InUse) -> None:
    """Say who knows which classes have cases; the last word counts."""
    _offered[:] = [in_use]


def rewritten(
    tx: Session,
    pairs: Sequence[tuple[str, RowMapping, Mapping[str, Any]]],
    kept: Collection[str],
    class_id: str,
) -> Iterator[str]:
    """Say which stored rows would change under their cases; a pair is its place, then and now."""
    changes = [
        (place, row, [name for name in kept if not same(row[name], after[name])])
        for place, row, after in pairs
    ]
    changed = [one for one in changes if one[2]]
    used = classes_with_cases(tx, {row[class_id] for _, row, _ in changed})
    for place, row, names in changed:
        if row[class_id] in used:
            yield REWRITTEN.format(place, row["name"], "、".join(names))


def same(before: Any, after: Any) -> bool:
    """Tell whether a stored value says what a cell says; limits are kept as decimals."""
    numbers = isinstance(after, float)
    return float(before) == after if numbers else bool(before == after)


def classes_with_cases(tx: Session, classes: Collection[int]) -> Collection[int]:
    """Return which of these classes have cases.

    Raises:
        Unavailable: nobody was installed who knows.
    """
    if not classes:
        return ()
    if not _offered:
        raise Unavailable("无法得知哪些类别已有案件 · nobody says which classes have cases.")
    return _offered[0](tx, classes)


def retire_earlier(tx: Session, books: Collection[int]) -> tuple[Retired, ...]:
    """Take the other editions of these editions' codebooks out of force, where these are in it."""
    rows = tx.execute(RETIRED, {"ids": list(books)})
    return tuple(sorted(Retired(r.codebook, r.edition, r.without, r.older) for r in rows))


def goes_back(retired: Collection[Retired]) -> list[str]:
    """Say where an edition would come back in force in the place of one that followed it."""
    return [GOES_BACK.format(one) for one in retired if one.older is not None]


def named_again(tx: Session) -> list[str]:
    """Say which classes two codebooks in force both hold: a key means one class."""
    return [
        f"classes.csv: {row.key} 同时在 {row.books} 中 · two codebooks in force hold this class"
        for row in tx.execute(AGAIN)
    ]

"""Which classes have cases: the class book may not rewrite what cases stand on."""

from collections.abc import Collection
from typing import Final

from sqlalchemy import text
from sqlalchemy.orm import Session

from gisgrid.kernel.rows import beyond_scope

IN_USE: Final = text(
    "SELECT asked FROM unnest(CAST(:ids AS bigint[])) AS asked"
    " WHERE EXISTS (SELECT FROM case_file WHERE class_id = asked)"
)


def classes_in_use(tx: Session, classes: Collection[int]) -> frozenset[int]:
    """Return which of these classes have cases, whoever may see them."""
    with beyond_scope(tx):
        return frozenset(tx.scalars(IN_USE, {"ids": list(classes)}))

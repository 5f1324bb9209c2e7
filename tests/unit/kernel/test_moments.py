"""What is written as a moment can be read again; whatever else is sent is refused."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from pydantic import TypeAdapter, ValidationError

from gisgrid.kernel.moments import Moment, begins, is_kept

CHINA = timezone(timedelta(hours=8))
WEST, EAST = timezone(timedelta(hours=-12)), timezone(timedelta(hours=14))


@pytest.mark.parametrize(
    ("at", "kept"),
    [
        (datetime(1, 1, 1, tzinfo=EAST), False),
        (datetime(1, 1, 1, tzinfo=CHINA), False),
        (datetime(1, 1, 1, tzinfo=UTC), False),
        (datetime(1904, 1, 1, tzinfo=CHINA), True),
        (datetime(2026, 11, 29, tzinfo=UTC), True),
        (datetime(9999, 12, 31, 23, 59, 59, tzinfo=CHINA), True),
        (datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC), False),
        (datetime(9999, 12, 31, 23, 59, 59, tzinfo=WEST), False),
    ],
)
def test_a_moment_is_kept_where_every_zone_eastward_can_write_it(at: datetime, kept: bool) -> None:
    assert is_kept(at) is kept
    if kept:
        assert at.astimezone(UTC).astimezone(CHINA) == at
        assert TypeAdapter(Moment).validate_python(at) == at
    else:
        with pytest.raises(ValidationError, match="9999"):
            TypeAdapter(Moment).validate_json(f'"{at.isoformat()}"')


def test_a_day_begins_where_its_midnight_is_kept() -> None:
    assert not begins(date.min)
    assert begins(date(1900, 1, 1))
    assert begins(date.max)

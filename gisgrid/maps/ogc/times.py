"""Moments and spans as OGC API writes them: RFC 3339, and `..` for an open end."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from gisgrid.maps.ogc.problems import BadQuery

Span = tuple[datetime | None, datetime | None]
A_DAY = timedelta(days=1) - timedelta(microseconds=1)


def moment(text: str, *, ends: bool = False) -> datetime:
    """Read a moment; a bare date begins at midnight UTC, or ends just before the next one.

    Raises:
        BadQuery: it is neither.
    """
    try:
        if len(text) == len("2026-01-01"):
            begins = datetime.combine(date.fromisoformat(text), time(), UTC)
            return begins + A_DAY if ends else begins
        found = datetime.fromisoformat(text)
    except ValueError as wrong:
        raise BadQuery(f"{text} is no moment; write 2026-11-22T14:05:00Z") from wrong
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def instant(tree: Mapping[str, Any]) -> datetime:
    """Read CQL2's `timestamp` or `date`."""
    return moment(str(tree.get("timestamp", tree.get("date"))))


def span(text: str) -> Span:
    """Read the parameter `datetime`: a moment, or begin/end with `..` or nothing for open."""
    begin, slash, end = text.partition("/")
    if not slash:
        return moment(begin), moment(begin, ends=True)
    return _open(begin, ends=False), _open(end, ends=True)


def interval(tree: Mapping[str, Any]) -> Span:
    """Read CQL2's `interval`, or an instant as the span from it to itself."""
    if "interval" in tree:
        begin, end = (str(one) for one in tree["interval"])
        return _open(begin, ends=False), _open(end, ends=True)
    return span(str(tree.get("timestamp", tree.get("date"))))


def _open(text: str, *, ends: bool) -> datetime | None:
    return None if text in {"", ".."} else moment(text, ends=ends)

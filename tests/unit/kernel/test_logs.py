"""Log lines: what they hold, and what they never do."""

import json
import logging

import psycopg

from gisgrid.kernel import tracing
from gisgrid.kernel.logs import JsonLines, TextLines


def line(problem: Exception | None = None, **extra: object) -> logging.LogRecord:
    caught = (type(problem), problem, None) if problem else None
    record = logging.LogRecord("gisgrid.x", logging.INFO, "x.py", 1, "done: %s", (7,), caught)
    record.__dict__.update(extra)
    return record


def test_a_json_line_holds_the_request_and_the_fields_that_are_named() -> None:
    with tracing.of("abc"):
        written = json.loads(JsonLines().format(line(status=201, phone="13800138000")))
    assert written.pop("at").endswith("+00:00")
    assert written == {
        "level": "info",
        "logger": "gisgrid.x",
        "message": "done: 7",
        "request_id": "abc",
        "status": 201,
    }


def test_an_exception_is_told_without_what_it_quotes() -> None:
    said = "null value in column\nDETAIL:  Failing row contains (13800138000, 欧阳测试)."
    chain = ValueError("invalid phone 13800138000")
    chain.__cause__ = psycopg.errors.NotNullViolation(said)
    for form in (JsonLines(), TextLines()):
        written = form.format(line(chain))
        assert "ValueError" in written
        assert "NotNullViolation" in written
        assert "13800138000" not in written
        assert "欧阳" not in written


def test_what_is_about_the_machine_is_told_by_its_first_line() -> None:
    gone = psycopg.OperationalError("connection refused\nDETAIL: 13800138000")
    written = TextLines().format(line(gone))
    assert "connection refused" in written
    assert "13800138000" not in written


def test_an_id_from_outside_is_taken_only_when_it_fits_a_line() -> None:
    assert tracing.accepted("a-1.b_C") == "a-1.b_C"
    for unfit in (None, "", "a b", "x" * 65, "a\nb"):
        assert tracing.accepted(unfit) != unfit

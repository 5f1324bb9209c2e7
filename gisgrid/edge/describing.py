"""Says in the OpenAPI document what an operation answers when it does not do what was asked.

Every problem is `application/problem+json` (RFC 9457). What an operation itself declares is left
as it is.
"""

from collections.abc import Iterator
from typing import Any, Final

from fastapi import FastAPI
from pydantic import BaseModel, ConfigDict, Field

UNSAFE: Final = frozenset({"post", "put", "patch", "delete"})
WORDS: Final = {
    400: "The request cannot be read",
    401: "Nobody is signed in, or what was shown is not right",
    403: "The posts held now do not allow this, or something must be done first",
    404: "There is no such thing, or the caller may not know of it",
    408: "The body stood still too long",
    409: "Not possible in the present state",
    413: "The body is too long",
    415: "The body is of a kind that is not taken",
    422: "What was sent makes no sense; the detail says what would",
    429: "Too many tries or requests; Retry-After says when to come back",
    503: "The service cannot do it now; Retry-After says when to come back",
}


class ProblemOut(BaseModel):
    """Why something was not done, in the caller's words; further members are codes."""

    model_config = ConfigDict(extra="allow")

    type: str = Field(examples=["NotFound"])
    title: str
    status: int
    detail: str


def describe_problems(app: FastAPI) -> None:
    """Add the problems to the application's document when it is first asked for."""
    plain = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            document = plain()
            _describe(document)
            app.openapi_schema = document
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def _describe(document: dict[str, Any]) -> None:
    parts: dict[str, Any] = document.setdefault("components", {}).setdefault("schemas", {})
    parts["ProblemOut"] = ProblemOut.model_json_schema()
    for unused in ("HTTPValidationError", "ValidationError"):
        parts.pop(unused, None)
    for path in document["paths"].values():
        for verb, operation in path.items():
            answers: dict[str, Any] = operation["responses"]
            answers.pop("422", None)
            for status in _problems(verb, operation):
                answers.setdefault(str(status), _answer(status))


def _problems(verb: str, operation: dict[str, Any]) -> Iterator[int]:
    """Return the statuses of an operation's problems, by what is sent with it."""
    places = {one["in"] for one in operation.get("parameters", ())}
    yield from (401, 403)
    if places or verb in UNSAFE:
        yield 404
    if verb in UNSAFE:
        yield 409
    if "requestBody" in operation:
        yield from (400, 408, 413, 415)
    if places or "requestBody" in operation:
        yield 422
    yield from (429, 503)


def _answer(status: int) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/ProblemOut"}
    return {
        "description": WORDS[status],
        "content": {"application/problem+json": {"schema": schema}},
    }

"""Every word that administrators send has a longest and holds no control characters.

Other words would reach lists and terminals, or the database would be the first to refuse them.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from sqlalchemy.orm import sessionmaker

from gisgrid.kernel.settings import Settings
from gisgrid.web import create_app

KEPT_UP: Final = re.compile("/api/(people|posts|stations|devices|duties|bulletins|calendar|me/map)")
FORMATS: Final = {"date-time", "date", "time", "binary", "uuid"}
Schema = Mapping[str, Any]


def words(
    doc: Schema, schema: Schema, path: str, seen: frozenset[str]
) -> Iterator[tuple[str, Schema]]:
    """Yield every free word of a schema with the path that leads to it."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        if name not in seen:
            yield from words(doc, doc["components"]["schemas"][name], path, seen | {name})
        return
    for one in (*schema.get("anyOf", ()), *schema.get("oneOf", ()), *schema.get("allOf", ())):
        yield from words(doc, one, path, seen)
    for name, one in schema.get("properties", {}).items():
        yield from words(doc, one, f"{path}.{name}", seen)
    if "items" in schema:
        yield from words(doc, schema["items"], f"{path}[]", seen)
    is_free = schema.get("type") == "string" and not {"enum", "const"} & schema.keys()
    if is_free and schema.get("format") not in FORMATS:
        yield path, schema


def bodies(doc: Schema) -> Iterator[tuple[str, Schema]]:
    """Yield what every operation of administration takes as JSON."""
    for address in filter(KEPT_UP.match, doc["paths"]):
        for verb, operation in doc["paths"][address].items():
            found = operation.get("requestBody", {}).get("content", {})
            if "application/json" in found:
                yield f"{verb.upper()} {address} ", found["application/json"]["schema"]


def is_bounded(schema: Schema) -> bool:
    """Tell whether a word has a longest, by itself or by its pattern, and is one of lines."""
    pattern = schema.get("pattern", "")
    is_short = "maxLength" in schema or not re.search(pattern, "1" * 5000)
    return is_short and not re.search(pattern, "a\x07b")


def test_every_word_that_administrators_send_is_bounded() -> None:
    doc = create_app(sessionmaker(), Settings(demo=True)).openapi()
    found = {
        path: is_bounded(one)
        for where, body in bodies(doc)
        for path, one in words(doc, body, where, frozenset())
    }
    assert len(found) > 40
    assert [path for path, is_fine in found.items() if not is_fine] == []

"""Holds layers' files against each other: the YAML, the function beside it, words and colours."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from gisgrid.identity import ROLES
from gisgrid.maps.catalogue import BadLayer, Layer
from gisgrid.maps.layer_parts import Words
from gisgrid.maps.rules import DEEPEST
from gisgrid.maps.style import base

COMMENT: Final = re.compile(r"--[^\n]*")
BODY: Final = re.compile(r"\$\$.*?\$\$", re.DOTALL)
CREATES: Final = re.compile(
    r"CREATE\s+FUNCTION\s+map\.([a-z_][a-z0-9_]*)\s*\(.*\)\s*RETURNS\s.*", re.DOTALL | re.IGNORECASE
)
TABLE: Final = re.compile(r"RETURNS\s+TABLE\s*\((.*)\)\s*LANGUAGE", re.DOTALL | re.IGNORECASE)
TRAITS: Final = {
    "LANGUAGE sql": re.compile(r"\bLANGUAGE\s+sql\b", re.IGNORECASE),
    "STABLE": re.compile(r"\bSTABLE\b", re.IGNORECASE),
    "PARALLEL SAFE": re.compile(r"\bPARALLEL\s+SAFE\b", re.IGNORECASE),
}
DEFINER: Final = re.compile(r"\bSECURITY\s+DEFINER\b|\bSET\b", re.IGNORECASE)
ARGUMENTS: Final = re.compile(r"\(\s*tile geometry,\s*z int,\s*filter jsonb\s*\)", re.IGNORECASE)
SCOPES: Final = {
    "cases": ("map.cases_in_sight(", "map.cases_by_cell("),
    "assets": ("assets_in_sight(",),
    "officers": ("officers_in_sight(",),
}
KINDS: Final = {
    "point": {"symbol", "circle", "heatmap"},
    "line": {"line", "symbol"},
    "polygon": {"fill", "line", "symbol", "fill-extrusion"},
}
PERSONAL: Final = re.compile(
    r"\b(case_file|report|reporter|step|person|account|session|patrol|track_point)\b"
)


@dataclass(frozen=True)
class Fault:
    """What is wrong with a layer, and in which file."""

    file: str
    text: str


def faults_in(layers: Sequence[Layer], functions: Sequence[Path]) -> list[Fault]:
    """Return everything that is wrong with layers and the files of their functions."""
    texts = {path.stem: path for path in functions}
    found = [fault for layer in layers for fault in _faults(layer, texts)]
    sources = {layer.source for layer in layers}
    strays = (path for path in functions if path.stem not in sources)
    stray = "no layer names this function as its source"
    found += [Fault(path.name, stray) for path in strays if path.stem.startswith("layer_")]
    return found


def _faults(layer: Layer, functions: Mapping[str, Path]) -> Iterator[Fault]:
    name = f"{layer.id}.yaml"
    for text in (*_words(layer), *_plain(layer), *_drawn(layer)):
        yield Fault(name, text)
    path = functions.get(layer.source)
    if path is None:
        yield Fault(name, f"its source {layer.source} has no file {layer.source}.sql")
        return
    try:
        given = path.read_text(encoding="utf-8")
    except (OSError, ValueError) as wrong:
        yield Fault(path.name, str(wrong))
        return
    for text in (*only_functions(given), *_agreeing(layer, given)):
        yield Fault(path.name, text)


def _words(layer: Layer) -> Iterator[str]:
    """Say where words of a language are missing."""
    said: dict[str, Words] = {"title": layer.title, "group": layer.group}
    for name, field in layer.fields.items():
        said |= {f"fields.{name}": field, f"fields.{name}.means": field.means}
        said |= {f"fields.{name}.values.{one}": words for one, words in field.values.items()}
    said |= {f"legend.{n}": mark for n, mark in enumerate(layer.legend)}
    for place, words in said.items():
        for lang in ("zh", "en"):
            if not getattr(words, lang).strip():
                yield f"{place}: no words in {lang}"


def _plain(layer: Layer) -> Iterator[str]:
    first, last = layer.zoom
    if not 0 <= first <= last <= DEEPEST:
        yield f"zoom: {first}–{last} is not within 0–{DEEPEST}"
    if layer.time is not None and layer.time not in layer.fields:
        yield f"time: there is no field {layer.time}"
    unknown = set(layer.audience.roles) - {*ROLES, "signed"}
    if unknown:
        yield f"audience: there is no role {', '.join(sorted(unknown))}"
    if not layer.audience.public and not layer.audience.roles:
        yield "audience: nobody would see it; say public: true, or roles"


def _drawn(layer: Layer) -> Iterator[str]:
    """Say what in the style does not fit the geometry, the fields or the palette."""
    fitting = KINDS.get(layer.geometry)
    for number, one in enumerate(layer.style):
        kind = one.get("type")
        if fitting is not None and kind not in fitting:
            yield f"style.{number}: {kind} does not draw {layer.geometry}s"
    for field in sorted(set(_asked(list(layer.style))) - set(layer.fields)):
        yield f"style: it asks for the field {field}, which fields does not have"
    colours = {name for name in _colours(list(layer.style)) if name != "name"}
    colours |= {mark.colour for mark in layer.legend}
    for colour in sorted(colours - set(base()["palette"]["light"])):
        yield f"style: there is no colour {colour} in tiles/base.yaml"


def _asked(part: Any) -> Iterator[str]:
    """Name the fields that a style's expressions get."""
    if isinstance(part, list) and len(part) == 2 and part[0] == "get" and isinstance(part[1], str):
        yield part[1]
    for one in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        yield from _asked(one)


def _colours(part: Any) -> Iterator[str]:
    if isinstance(part, str) and "@" in part:
        yield part.rpartition("@")[2]
    for one in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        yield from _colours(one)


def only_functions(given: str) -> Iterator[str]:
    """Say what in an SQL file is more than plain functions of the map that only read.

    They are made by the role that owns the tables and run with the rights of whoever asks; a
    function that is STABLE can write nothing.
    """
    bare = BODY.sub("$$", COMMENT.sub("", given))
    for statement in filter(None, map(str.strip, bare.split(";"))):
        head = " ".join(statement.split())[:60]
        if not CREATES.fullmatch(statement):
            yield f"it may hold nothing but CREATE FUNCTION map.…: {head}"
            continue
        missing = [trait for trait, shape in TRAITS.items() if not shape.search(statement)]
        if missing:
            yield f"{head}: it must be {', '.join(missing)}"
        if DEFINER.search(statement):
            yield f"{head}: it must run with the reader's own rights and settings"


def _agreeing(layer: Layer, given: str) -> Iterator[str]:
    bare = COMMENT.sub("", given)
    found = TABLE.search(BODY.sub("$$", bare))
    if not found or not ARGUMENTS.search(bare) or f"map.{layer.source}" not in bare:
        yield f"it must hold map.{layer.source}(tile geometry, z int, filter jsonb) RETURNS TABLE"
        return
    columns = [one.split()[0].strip('"') for one in _parted(found[1]) if one.split()]
    for column in ("id", "geom"):
        if column not in columns:
            yield f"it gives no column {column}"
    for missing in sorted(set(layer.fields) - set(columns)):
        yield f"{layer.id}.yaml has the field {missing}, which the function does not give"
    for more in sorted(set(columns) - set(layer.fields) - {"id", "geom"}):
        yield f"it gives {more}, which {layer.id}.yaml does not describe"
    yield from _scoped(layer, bare)


def _parted(columns: str) -> list[str]:
    """Split the columns of a table at its own commas."""
    return re.split(r",(?![^(]*\))", columns)


def _scoped(layer: Layer, bare: str) -> Iterator[str]:
    if layer.scoped and not any(one in bare for one in SCOPES[layer.scoped]):
        wanted = " or ".join(f"{one}…)" for one in SCOPES[layer.scoped])
        yield f"scoped: {layer.scoped} asks that it read through {wanted}"
    if layer.scoped is None and (personal := PERSONAL.search(bare)):
        yield f"it reads {personal[0]} without a scope: say scoped: cases, or read something else"


def refuse_faults(found: Sequence[Fault]) -> None:
    """Refuse layers with faults, one line for each."""
    if found:
        raise BadLayer("\n".join(f"{one.file}: {one.text}" for one in found))

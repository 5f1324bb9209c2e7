"""Generates docs/layers.md from the files in layers/: what each layer shows, to whom, and how."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from gisgrid.maps import Layer, catalogue

PAGE: Final = Path(__file__).parents[1] / "docs" / "layers.md"
HEAD: Final = """\
# Layers of the map

Generated from `layers/*.yaml` by `python -m tools.layers`; `make check` fails when it is old. \
Beside each file stands the function that cuts its tiles, `tiles/<source>.sql`; a test proves that \
both agree and that every table the function reads is named. Adding a layer is one YAML file and \
one SQL file.

## Layers of your own

Put both files into a folder of yours and name it by `GISGRID_LAYERS`; \
[examples/layers](examples/layers) holds a whole one (street lamps), which the tests install.

```
gisgrid layers check [FOLDER]   # one line a fault, exit code 2: fields and columns, geometry and
                                # style, colours, zooms, both languages, roles, scope; base maps too
gisgrid layers install          # as the owner's role; `gisgrid migrate` and `gisgrid run` do it too
```

An SQL file may hold nothing but `CREATE FUNCTION map.…` in `LANGUAGE sql STABLE PARALLEL SAFE`: \
the role that owns the tables makes it, so it must be harmless to make; it runs with the reader's \
rights and can write nothing. `reads` names the tables whose changes change the tiles. Cases are \
read through `map.cases_in_sight` with `scoped: cases`, staff's assets through `assets_in_sight` \
with `scoped: assets`, officers on duty through `officers_in_sight` with `scoped: officers`. \
A field that the register describes need not be written again: `owner: register` (code, name and \
owner, in both languages) is taken from `layers/common/register.yaml`. Every web process takes an \
install up with its next request and keeps no tile of before; on several machines the folder lies \
on each. Open pages show a new layer when they are loaded again.

Tiles: `/tiles/<layer>/{z}/{x}/{y}.mvt`; layers of the grid come together, for ever, at \
`/tiles/<edition>/grid/{z}/{x}/{y}.mvt`.
"""
SCOPES: Final = {
    "cases": "the reader's own part of the district and of the classes",
    "assets": "the assets that the reader's posts reach",
    "officers": "the officers of the reader's areas and of their own station",
    None: "the same for everybody who sees it",
}


def main(words: list[str]) -> int:
    """Write the page, or with --check say that it is old."""
    page = HEAD + "".join(line for layer in catalogue().values() for line in section(layer))
    if "--check" not in words:
        PAGE.write_text(page, encoding="utf-8")
    elif not PAGE.exists() or PAGE.read_text(encoding="utf-8") != page:
        print("docs/layers.md is old: python -m tools.layers", file=sys.stderr)  # noqa: T201
        return 1
    return 0


def section(layer: Layer) -> Iterator[str]:
    """Describe a layer: facts, then a table of its fields."""
    yield f"\n## {layer.title.en} · {layer.title.zh} (`{layer.id}`)\n\n"
    yield f"- Group: {layer.group.en} · {layer.group.zh}; {layer.geometry}; "
    yield f"zoom {layer.zoom[0]}–{layer.zoom[1]}; {'shown' if layer.shown else 'hidden'} at first\n"
    yield f"- Seen by: {audience(layer)}; {SCOPES[layer.scoped]}\n"
    yield f"- Tiles: `tiles/{layer.source}.sql`; {freshness(layer)}\n\n"
    yield "| field | 名称 | unit | meaning | 含义 |\n|---|---|---|---|---|\n"
    for name, field in layer.fields.items():
        unit = f"{field.unit.en} · {field.unit.zh}" if field.unit else ""
        said = (f"`{name}` {field.en}", field.zh, unit, field.means.en, field.means.zh)
        yield f"| {' | '.join(said)} |\n"


def audience(layer: Layer) -> str:
    """Say who sees a layer."""
    if layer.audience.public:
        return "everybody"
    signed = "signed" in layer.audience.roles
    return "whoever is signed in" if signed else ", ".join(layer.audience.roles)


def freshness(layer: Layer) -> str:
    """Say when a layer's tiles change."""
    if layer.bundle:
        return "cut once when an edition is published"
    reads = ", ".join(f"`{one}`" for one in layer.reads)
    return f"change with {reads}" + ("; cut for the minute" if layer.timed else "")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""The one list of the slices that map tables."""

from importlib import import_module

SLICES = (
    "identity",
    "files",
    "notices",
    "grid",
    "bulletins",
    "assets",
    "patrols",
    "duties",
    "cases",
    "dispatch",
    "maps",
)


def every_table() -> None:
    """Import every slice's tables, so that the metadata is whole."""
    for name in SLICES:
        import_module(f"gisgrid.{name}.tables")

"""Where the files lie that are not Python: in a checkout, or inside the installed package."""

from pathlib import Path

PACKAGE = Path(__file__).parents[1]
CHECKOUT = PACKAGE.parent
IN_PACKAGE = {
    "layers": "_layers",
    "tiles": "_tiles",
    "frontend/dist": "_frontend",
    "data/zhongzhan": "_data/zhongzhan",
    "data/classbook": "_data/classbook",
    "data/demo": "_data/demo",
}


def folder(name: str) -> Path:
    """Return the folder of that name; the package's own copy wins over a checkout's."""
    packed = PACKAGE / IN_PACKAGE[name]
    return packed if packed.is_dir() else CHECKOUT / name


def place(named: str) -> Path:
    """Return the folder that a setting names: one of ours by its name, or any other by its path."""
    return folder(named) if named in IN_PACKAGE else Path(named)

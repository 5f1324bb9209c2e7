"""Where layers, tile functions and the built web app lie: in a checkout or in the wheel."""

from pathlib import Path

PACKAGE = Path(__file__).parents[1]
CHECKOUT = PACKAGE.parent
IN_WHEEL = {"layers": "_layers", "tiles": "_tiles", "frontend/dist": "_frontend"}


def folder(name: str) -> Path:
    """Return the folder of that name; the wheel's own copy wins over a checkout's."""
    packed = PACKAGE / IN_WHEEL[name]
    return packed if packed.is_dir() else CHECKOUT / name

"""A locator as a folder of .npy files, loaded by mapping them: one copy serves every process."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gisgrid.grid.locator.arcs import Arcs
from gisgrid.grid.locator.cells import Cells, Frame, Spools
from gisgrid.grid.locator.locator import Locator
from gisgrid.grid.locator.spool import Spool
from gisgrid.kernel.errors import Unavailable

FORMAT = 1
SPOOLS = ("value", "mixed", "entry", "segment")
ARCS = ("xy", "start", "left", "right")


def save(locator: Locator, folder: Path) -> None:
    """Write a locator, patches included; the card is written last and vouches for the rest."""
    folder.mkdir(parents=True, exist_ok=True)
    whole = Locator.build(locator.present_arcs()) if locator.moved else locator
    for name in ARCS:
        np.save(folder / f"arcs_{name}.npy", getattr(whole.arcs, name))
    for name in SPOOLS:
        np.save(folder / f"{name}.npy", getattr(whole.cells.spools, name).used)
    np.save(folder / "directory.npy", whole.cells.directory)
    card = {
        "format": FORMAT,
        "version": locator.version,
        "meridian": whole.arcs.meridian,
        "frame": asdict(whole.cells.frame),
    }
    (folder / "locator.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")


def version_in(folder: Path) -> str | None:
    """Return the version of the locator in a folder, None if there is none."""
    card = folder / "locator.json"
    return str(json.loads(card.read_text(encoding="utf-8"))["version"]) if card.exists() else None


def load(folder: Path) -> Locator:
    """Return the locator in a folder; its arrays stay on disk until they are touched."""
    if version_in(folder) is None:
        raise Unavailable(f"There is no locator in {folder.name}: it was never saved there.")
    card = json.loads((folder / "locator.json").read_text(encoding="utf-8"))
    if card["format"] != FORMAT:
        raise Unavailable("The saved locator is of another format: save it again.")
    xy, start, left, right = (_read(folder, f"arcs_{name}") for name in ARCS)
    arcs = Arcs(xy, start, left, right, card["meridian"])
    spools = Spools(*(Spool(_read(folder, name)) for name in SPOOLS))
    cells = Cells(Frame(**card["frame"]), _read(folder, "directory"), spools)
    return Locator(arcs, cells, card["version"])


def _read(folder: Path, name: str) -> NDArray[Any]:
    path = folder / f"{name}.npy"
    empty = np.load(path, mmap_mode="r").size == 0
    return np.asarray(np.load(path, mmap_mode=None if empty else "r"))

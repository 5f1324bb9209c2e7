"""What a page of the built web app weighs, by the build's own list of its files."""

import gzip
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

ENTRY, WORKER = "index.html", "src/offline/sw.ts"
OFFICER = ("src/layouts/MapPage.vue", "src/panels/HerePanel.vue", "src/pages/officer/")
"""What the routes of frontend/src/pages/officer/page.ts load."""
ROUTED = ("src/layouts/", "src/pages/", "src/panels/")
"""What routes load: every part that knows the routes names them all."""
ENGLISH = "src/i18n/english.ts"
"""Loaded by who reads English; officers read Chinese."""
Manifest = Mapping[str, Mapping[str, Any]]


def manifest_of(dist: Path) -> Manifest | None:
    """Return the build's list; None where the web app is not built."""
    path = dist / ".vite" / "manifest.json"
    found: Manifest | None = json.loads(path.read_text()) if path.is_file() else None
    return found


def officer_js(manifest: Manifest) -> frozenset[str]:
    """Name the scripts of the officer's page, the map's and the service worker among them."""
    lazy = [one for one in manifest if one.startswith(OFFICER)]
    return scripts(manifest, (ENTRY, WORKER, *lazy))


def scripts(manifest: Manifest, starts: Iterable[str]) -> frozenset[str]:
    """Name the scripts that some parts of the app need, and what those load later.

    Of what a route loads only the parts that are named are meant.
    """
    todo, seen = list(starts), set[str]()
    while todo:
        part = todo.pop()
        if part in seen:
            continue
        seen.add(part)
        todo += manifest[part].get("imports", ())
        later = manifest[part].get("dynamicImports", ())
        todo += (one for one in later if not one.startswith((*ROUTED, ENGLISH)))
    files = {file for one in seen for file in files_of(manifest[one])}
    return frozenset(file for file in files if file.endswith(".js"))


def files_of(part: Mapping[str, Any]) -> list[str]:
    """Name a part's own file and what it has addresses of: the map's worker is such a one."""
    return [part["file"], *part.get("assets", ())]


def gzipped_kb(dist: Path, files: Iterable[str]) -> float:
    """Return what some files weigh on the wire, in thousands of bytes."""
    return sum(len(gzip.compress((dist / one).read_bytes(), 9)) for one in files) / 1000

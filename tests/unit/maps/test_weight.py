"""The officer's page is opened on a telephone between two houses: it stays light."""

import pytest

from gisgrid.kernel.folders import folder
from tests.built import Manifest, gzipped_kb, manifest_of, officer_js, scripts

MOST_KB = 700
PARTS: Manifest = {
    "index.html": {
        "file": "app.js",
        "imports": ["_map.js"],
        "dynamicImports": ["src/pages/a.vue", "src/pages/b.vue"],
    },
    "_map.js": {"file": "map.js", "assets": ["worker.js", "font.woff2"]},
    "src/pages/a.vue": {"file": "a.js", "imports": ["index.html"], "dynamicImports": ["later.ts"]},
    "src/pages/b.vue": {"file": "b.js"},
    "later.ts": {"file": "later.js"},
}


def test_the_officers_scripts_stay_light() -> None:
    dist = folder("frontend/dist")
    manifest = manifest_of(dist)
    if manifest is None:
        pytest.skip("the web app is not built: npm ci && npm run build in frontend/")
    files = officer_js(manifest)
    assert any("maplibre-gl-worker" in one for one in files)
    assert "sw.js" in files
    assert any("TasksPanel" in one for one in files)
    assert gzipped_kb(dist, files) <= MOST_KB


def test_a_page_needs_the_entry_and_its_own_parts_and_no_other_pages() -> None:
    found = scripts(PARTS, ["index.html", "src/pages/a.vue"])
    assert found == {"app.js", "map.js", "worker.js", "a.js", "later.js"}

"""Assets: what stands in the district, whose it is, and how people name places.

find_place(tx, "许衡广场东侧门面房")     # [PlaceCandidate(name="许衡广场", score=0.98, …), …]
load_assets(tx, folder)                 # from a district's folder, joined to the grid
join_to_grid(tx, edition_id)            # anew, when an edition is published
"""

from gisgrid.assets.gauges import record_stage
from gisgrid.assets.readings import due_to_forget, forget_readings, record_readings
from gisgrid.assets.rules.gazetteer import PlaceCandidate
from gisgrid.assets.service.finding import find_place, seek_places
from gisgrid.assets.service.joining import join_to_grid
from gisgrid.assets.service.loading import load_assets
from gisgrid.assets.service.places import NamedPlace, places
from gisgrid.assets.service.seeking import SoughtAsset, seek_assets
from gisgrid.assets.service.sight import AssetSight, sight

__all__ = [
    "AssetSight",
    "NamedPlace",
    "PlaceCandidate",
    "SoughtAsset",
    "due_to_forget",
    "find_place",
    "forget_readings",
    "join_to_grid",
    "load_assets",
    "places",
    "record_readings",
    "record_stage",
    "seek_assets",
    "seek_places",
    "sight",
]

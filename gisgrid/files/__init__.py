"""Photos, videos, voice notes: written anew when taken in, kept by digest, opened by links.

found = read_references(report.photos)          # signed by us, or plain ones of old
attach(tx, found.ids, Owner(case_id))           # each belongs to one thing, once
pictures(tx, [case_id], pin=(113.18, 35.24))    # by the names under which they are kept
"""

from gisgrid.files.checked import check_in_pictures
from gisgrid.files.keeping import Owner, attach, case_of
from gisgrid.files.queries import count_photos, forget_photos, forget_places
from gisgrid.files.redacting import boxes_of, redact
from gisgrid.files.references import References, read_photos, read_references, read_voices
from gisgrid.files.rules.boxes import Box
from gisgrid.files.rules.links import UnknownReference
from gisgrid.files.sharing import Shared, share
from gisgrid.files.showing import Picture, pictures
from gisgrid.files.store import Store, path_of, store_of
from gisgrid.files.sweeping import sweep, unnamed, without_file

__all__ = [
    "Box",
    "Owner",
    "Picture",
    "References",
    "Shared",
    "Store",
    "UnknownReference",
    "attach",
    "boxes_of",
    "case_of",
    "check_in_pictures",
    "count_photos",
    "forget_photos",
    "forget_places",
    "path_of",
    "pictures",
    "read_photos",
    "read_references",
    "read_voices",
    "redact",
    "share",
    "store_of",
    "sweep",
    "unnamed",
    "without_file",
]

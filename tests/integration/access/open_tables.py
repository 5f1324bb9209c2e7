"""The tables without a row policy, each with the reason; a table in neither list fails the build.

Whoever runs a statement as the app's role finds every row of these. What people may ask of them is
decided by verbs and by conditions of the first wall.
"""

from collections.abc import Mapping
from typing import Final

ARRIVING: Final = frozenset({
    "account", "citizen_code", "citizen_session", "device", "device_token", "failed_sign_in",
    "map_key", "recovery_code", "session", "sso_subject", "totp",
})  # fmt: skip
"""Behind a policy that opens while nobody is known yet: signing in asks these."""

OF_THE_GRID: Final = "the public's map shows the borders, and everything is placed by them"
OF_DUTY: Final = "anybody may ask who answers for what, and every report is routed by it"
OF_TIME: Final = "working time is the same for everybody; deadlines are computed from it"
OF_THE_MAP: Final = "bytes and switches of the map: no case, no person"
OF_THE_PROGRAM: Final = "the program's own bookkeeping: numbers and versions, no words"
OF_THE_QUEUE: Final = "jobs name what they are about by id; everybody's acts write them"

OPEN: Final[Mapping[str, str]] = {
    **dict.fromkeys(
        ("area", "area_shape", "arc", "edition", "level", "lineage"), OF_THE_GRID
    ),
    **dict.fromkeys(
        ("case_class", "class_successor", "codebook_edition", "duty_rule", "filing_condition",
         "filing_policy", "owner_override"), OF_DUTY
    ),
    **dict.fromkeys(
        ("calendar_day", "calendar_year", "working_session", "working_weekday"), OF_TIME
    ),
    **dict.fromkeys(
        ("cell_shape", "cell_wanted", "grid_archive", "grid_tile", "layer_off"), OF_THE_MAP
    ),
    **dict.fromkeys(
        ("alembic_version", "calendar_stamp", "duty_stamp", "gazetteer_version", "layer_change"),
        OF_THE_PROGRAM,
    ),
    **dict.fromkeys(
        ("procrastinate_events", "procrastinate_jobs", "procrastinate_periodic_defers",
         "procrastinate_workers"), OF_THE_QUEUE
    ),
    "asset": "routing asks every asset who owns it, and the public's map shows most; cameras are "
    "cut by assets_in_sight alone",
    "asset_area": "which leaves an asset touches, by ids",
    "asset_kind": "the names of the kinds",
    "audit_entry": "nobody may read it but the system: rights, not rows (the id alone)",
    "audit_link": "a hash and a moment",
    "case_cell": "counts of hexagons without words; a policy keeps the index of cells out of use",
    "case_repeat": "a number beside a case's id, read beside its case, which has a policy",
    "check_round": "how often which kind of asset is checked, by ids",
    "five_have": "what a station has is shown to the public",
    "gauge_reading": "how high a river stood was shown to the public when it was told",
    "gauge_stage": "how high a river stands is shown to the public",
    "idempotency": "found by a key that its sender alone has; it is asked before anybody is known",
    "person": "names stand beside every step and duty; who may be listed is a verb, a whole number "
    "is one's own station's",
    "place": "names of places that the public searches",
    "post": "who leads where is shown to the public; posts are what a scope is made of",
    "spatial_ref_sys": "PostGIS's own list of coordinate systems",
    "station": "who may be called is shown to the public",
    "unit": "the units of the district are shown to the public",
}  # fmt: skip

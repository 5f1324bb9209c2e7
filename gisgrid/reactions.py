"""What follows what: the one table of messages and the jobs that follow them.

Also the clockwork (jobs at their hour), and what the upper slices hand down to the lower ones.
"""

from typing import Final

from gisgrid import cases, dispatch, duties
from gisgrid.assets.jobs import forget_old_readings, rejoin_assets
from gisgrid.cases import (
    CaseFiled,
    CaseRouted,
    EmergencyRouted,
    ReportReceived,
    SolvedOnSpot,
    StepTaken,
)
from gisgrid.cases.jobs import (
    accept_unless_sampled,
    archive_cases,
    forget_reporters,
    make_months,
    reroute_open_cases,
)
from gisgrid.dispatch.jobs import open_order, recompute_deadlines, sweep_deadlines
from gisgrid.dispatch.messages import CalendarChanged
from gisgrid.files.jobs import sweep_files
from gisgrid.grid import EditionPublished
from gisgrid.identity.jobs import anchor_audit, seal_audit, send_citizen_code
from gisgrid.identity.messages import CodeWritten
from gisgrid.kernel import messages
from gisgrid.kernel.jobs import Job
from gisgrid.kernel.messages import Reactions
from gisgrid.maps.jobs import bake_edition, fold_cells
from gisgrid.notices.jobs import send_notices
from gisgrid.patrols.jobs import end_patrols, forget_check_in_places, forget_old_tracks

FOLLOWS: Final[Reactions] = {
    ReportReceived: (),
    CaseRouted: (),
    CaseFiled: (open_order,),
    EmergencyRouted: (open_order,),
    SolvedOnSpot: (accept_unless_sampled,),
    StepTaken: (),
    CodeWritten: (send_citizen_code,),
    CalendarChanged: (recompute_deadlines,),
    EditionPublished: (rejoin_assets, reroute_open_cases, bake_edition),
}
LATER: Final[tuple[Job, ...]] = (
    archive_cases,
    forget_reporters,
    forget_old_tracks,
    forget_check_in_places,
    forget_old_readings,
)
"""Jobs that no message asks for, but a service does."""

HOURLY: Final[dict[str, tuple[Job, ...]]] = {
    "* * * * *": (sweep_deadlines, send_notices, seal_audit, fold_cells, end_patrols),
    "25 * * * *": (sweep_files,),
    "10 16 * * *": (make_months,),
    "20 17 * * *": LATER,
    "30 17 * * *": (anchor_audit,),
}
"""Jobs at their hour (cron, in UTC)."""


def install() -> None:
    """Put the table in force, and plug the upper slices into the lower ones; safe to repeat."""
    messages.install(FOLLOWS)
    dispatch.plug_in()
    duties.install_past(cases.past_questions)
    duties.install_in_use(cases.classes_in_use)

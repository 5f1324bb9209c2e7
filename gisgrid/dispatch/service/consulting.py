"""Joint consultation (会商): nobody knows whose it is; in the end, who does what by when."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from gisgrid.cases import Action, CaseFile, Step
from gisgrid.dispatch.queries import consultations as rows
from gisgrid.dispatch.rules.codes import Consulted, Decided, Said, Task
from gisgrid.dispatch.service.asked import Asked, step
from gisgrid.dispatch.service.orders import dispatch
from gisgrid.dispatch.service.pausing import stop_clocks
from gisgrid.dispatch.service.reckoning import reckon_case
from gisgrid.dispatch.service.ruling import conclude, make_rule
from gisgrid.dispatch.service.stations import check_stations
from gisgrid.dispatch.service.telling import tell
from gisgrid.dispatch.tables import Consultation, ConsultationParty, ConsultationTask
from gisgrid.kernel import clock
from gisgrid.kernel.errors import Conflict, Forbidden, Invalid


def consult(tx: Session, case: CaseFile, asked: Asked) -> Step:
    """Ask several stations whose a case is; the clocks of its orders stand until the decision."""
    wanted = asked.read(Consulted)
    check_stations(tx, set(wanted.parties))
    if wanted.due <= clock.now():
        raise Invalid("会商期限须在将来（due）。")
    taken = step(tx, case, Action.CONSULT, asked)
    consultation = _open(tx, case, wanted)
    stop_clocks(tx, taken, "consultation", asked.note or "权属不清，联合会商", wanted.due)
    reckon_case(tx, case)
    _tell_all(tx, case, consultation, wanted.parties, "consulted")
    return taken


def _open(tx: Session, case: CaseFile, wanted: Consulted) -> Consultation:
    consultation = Consultation(case_id=case.id, opened_at=clock.now(), due=wanted.due)
    tx.add(consultation)
    tx.flush()
    tx.add_all(
        ConsultationParty(consultation_id=consultation.id, station_id=one, due=wanted.due)
        for one in dict.fromkeys(wanted.parties)
    )
    case.stations = list(dict.fromkeys([*case.stations, *wanted.parties]))
    tx.flush()
    return consultation


def _tell_all(
    tx: Session, case: CaseFile, one: Consultation, stations: Iterable[int], kind: str
) -> None:
    for station in dict.fromkeys(stations):
        key = f"{kind}:{one.id}:{station}"
        tell(tx, case, kind, key, station_id=station, due=one.due)


def say(tx: Session, case: CaseFile, asked: Asked) -> Step:
    """Say for the actor's station what part it is ready to take, and why."""
    said = asked.read(Said)
    party = _own_party(tx, open_one(tx, case), asked)
    told = asked.saying(station=party.station_id)
    taken = step(tx, case, Action.SAY, told)
    party.wanted, party.said, party.said_at = said.wanted, asked.note, clock.now()
    tx.flush()
    return taken


def _own_party(tx: Session, one: Consultation, asked: Asked) -> ConsultationParty:
    for party in rows.parties_of(tx, one.id):
        if party.station_id in asked.actor.station_ids:
            return party
    raise Forbidden("您所在的工作站不是本次会商的参加单位。")


def open_one(tx: Session, case: CaseFile) -> Consultation:
    """Return the consultation under way."""
    found = rows.open_consultation(tx, case.id)
    if found is None:
        raise Conflict("本案没有正在进行的会商。")
    return found


def decide(tx: Session, case: CaseFile, asked: Asked) -> Step:
    """Decide who leads and who assists, and who does what by when; then dispatch it so."""
    decided, consultation = asked.read(Decided), open_one(tx, case)
    check_stations(tx, {decided.lead, *decided.assists})
    _check_days(decided.tasks)
    conclude(tx, case, asked.note, decided.ruling, decided.lead)
    tx.add_all(
        ConsultationTask(
            consultation_id=consultation.id, station_id=task.station, what=task.what, due=task.due
        )
        for task in decided.tasks
    )
    tasks = {task.station: task for task in decided.tasks}
    taken = dispatch(tx, case, Action.DECIDE, decided, asked, tasks)
    make_rule(tx, case, decided, asked)
    others = {party.station_id for party in rows.parties_of(tx, consultation.id)} - set(tasks)
    _tell_all(tx, case, consultation, sorted(others), "decided")
    return taken


def _check_days(tasks: Iterable[Task]) -> None:
    for task in tasks:
        if task.due <= clock.now():
            raise Invalid(f"“{task.what}”的期限须在将来（due）。")

"""The life of one simulated case, told as people would: wait, act, wait, act.

Each generator yields the moment at which it wants to go on; the runner sets the clock to it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from gisgrid.cases import Action, Correction, Status, reroute
from gisgrid.demo.desk import PHOTO, Desk, span_of
from gisgrid.demo.plan import Planned
from gisgrid.kernel import clock

Moments = Iterator[datetime]
RETURNS = 2
WITH_THE_UNIT = (Status.DISPATCHED, Status.REWORK, Status.HANDLING, Status.RETURNED)
ARCHIVE_AFTER = timedelta(days=16)


def hours(amount: float) -> datetime:
    """Return the moment that many hours from now."""
    return clock.now() + timedelta(hours=amount)


@dataclass
class Life:
    """One report, the case it becomes, and the people who deal with it."""

    desk: Desk
    planned: Planned
    turn: int
    case_id: int = 0

    def run(self) -> Moments:
        """Live from the report to the archive."""
        self.case_id = self.desk.submit(self.planned, self.turn).case_id
        yield from self.door()
        while self.stands(*WITH_THE_UNIT):
            yield from self.work()
        if self.stands(Status.CHECKED):
            yield hours(0.3 + self.turn % 5 * 0.4)
            self.centre("dispatcher", Action.CLOSE)
        if self.stands(Status.CLOSED):
            yield from self.afterwards()

    def stands(self, *statuses: Status) -> bool:
        """Tell whether the case is in one of these statuses now."""
        return Status(self.desk.case(self.case_id).status) in statuses

    def centre(self, role: str, action: Action, note: str = "", **codes: object) -> None:
        """Let somebody of the district's centre take a step."""
        actor = self.desk.town.centre(role, clock.now(), self.turn)
        self.desk.act(self.case_id, action, actor, note, **codes)

    def unit(self, action: Action, note: str = "", **codes: object) -> None:
        """Let the lead station take a step."""
        station = self.desk.case(self.case_id).lead_station_id or 0
        actor = self.desk.town.unit(station, clock.now())
        self.desk.act(self.case_id, action, actor, note, **codes)

    def assist(self, action: Action, note: str = "", **codes: object) -> None:
        """Let every assisting station do its part."""
        for station in self.desk.assisting(self.case_id):
            actor = self.desk.town.unit(station, clock.now())
            self.desk.act(self.case_id, action, actor, note, **codes)

    # --- at the door ---------------------------------------------------------------------
    def door(self) -> Moments:
        """See the report filed, answered, declined, solved on the spot or merged."""
        verdict = self.planned.fate.verdict
        if verdict == "duplicate" and self.merged():
            return
        if verdict == "on_spot" and self.stands(Status.RECEIVED):
            yield hours(0.2)
            return self.on_the_spot()
        if not self.stands(Status.RECEIVED):
            return
        yield hours(0.1 + self.turn % 7 * 0.12)
        if self.desk.case(self.case_id).class_id is None:
            self.classify()
        if self.stands(Status.RECEIVED):
            yield from self.accept(verdict)

    def merged(self) -> bool:
        """Let the dispatcher merge what was reported before, while it can be."""
        before = self.desk.same_matter(self.planned, self.case_id)
        if before is None or not self.stands(Status.RECEIVED, Status.DISPATCHED):
            return False
        self.centre("dispatcher", Action.MERGE, "与在办案件重复，并案办理。", target=before)
        return True

    def classify(self) -> None:
        """Let the dispatcher choose the class that the text means."""
        actor = self.desk.town.centre("dispatcher", clock.now(), self.turn)
        found = Correction(class_id=self.planned.kind.class_id)
        self.desk.do(reroute, self.case_id, found, actor=actor, note="按描述归类")

    def accept(self, verdict: str) -> Moments:
        """Decide what becomes of a report that policy left to a person."""
        if verdict == "answer" and self.planned.kind.domain == "appeal":
            self.centre("dispatcher", Action.ANSWER, "已按现行政策口径电话答复。")
        elif verdict == "decline":
            self.centre(
                "dispatcher", Action.DECLINE, "经核，不属于网格受理范围，已告知诉求人渠道。"
            )
        else:
            if self.turn % 9 == 0:
                yield from self.verify()
            condition = self.desk.condition(self.planned.kind.class_id)
            self.centre("dispatcher", Action.FILE, condition_id=condition)
            if self.stands(Status.FILED):
                yield hours(0.4)
                self.send_by_hand()

    def verify(self) -> Moments:
        """Send the officer to look first."""
        self.centre("dispatcher", Action.ASK_VERIFY)
        yield hours(0.8)
        at = clock.now()
        officer = self.desk.town.officer(self.planned.codes, at)
        self.desk.act(self.case_id, Action.VERIFY, officer, "现场属实。", genuine=True)

    def send_by_hand(self) -> None:
        """Dispatch what the rules could not: to the station of the place."""
        lead = self.desk.station_for(self.planned.codes)
        self.centre("dispatcher", Action.DISPATCH, "责任清单未覆盖，按属地派遣。", lead=lead)

    def on_the_spot(self) -> None:
        """Let the officer mend it, and the checker look at the sample."""
        officer = self.desk.town.officer(self.planned.codes, clock.now())
        photos = {"photos_before": [PHOTO], "photos_after": [PHOTO]}
        self.desk.act(self.case_id, Action.SOLVE_ON_SPOT, officer, "已当场清理。", **photos)
        if self.stands(Status.SOLVED):
            self.centre("checker", Action.ACCEPT_SOLVED)

    # --- at the unit ---------------------------------------------------------------------
    def work(self) -> Moments:
        """Go one round: sign in, perhaps return, consult, extend or shelve, and feed back."""
        fate, case = self.planned.fate, self.desk.case(self.case_id)
        if self.stands(Status.RETURNED):
            yield hours(1.2)
            return self.send_again()
        if not self.stands(Status.HANDLING):
            opened = clock.now()
            yield hours(span_of(opened, case.respond_due, fate.sign_share, 0.5))
            if case.return_count < fate.returns:
                return self.unit(Action.RETURN, "不属于本单位职责，建议改派。")
            self.unit(Action.SIGN_IN)
            self.assist(Action.SIGN_IN)
        yield from self.hold_ups()
        yield from self.finish()
        yield from self.check()

    def send_again(self) -> None:
        """Dispatch a returned case to the subdistrict, or have it ruled on the second time."""
        case = self.desk.case(self.case_id)
        here = self.desk.station_for(self.planned.codes)
        if case.return_count >= RETURNS:
            self.centre("grid_office", Action.ARBITRATE, "裁定由属地牵头办理。", lead=here)
        else:
            self.centre("dispatcher", Action.REDISPATCH, "核对责任清单后改派。", lead=here)

    def hold_ups(self) -> Moments:
        """Meet what makes some cases long: an extension, the books."""
        fate, case = self.planned.fate, self.desk.case(self.case_id)
        if case.rework_count or case.reopen_count:
            return
        if fate.extends:
            self.unit(Action.ASK_EXTENSION, "需协调产权单位，申请延期。", amount=2, unit="work_day")
            yield hours(2.5)
            self.centre("grid_office", Action.GRANT_EXTENSION)
        if fate.consults:
            yield from self.consult()
        if fate.shelves and self.stands(Status.HANDLING):
            until = clock.now() + timedelta(days=20 + self.turn % 15)
            self.centre(
                "grid_office", Action.SHELVE, "列入年度改造计划，暂挂账。", until=until.isoformat()
            )
            yield until
            if self.stands(Status.ON_THE_BOOKS):
                self.centre("grid_office", Action.RESUME)

    def consult(self) -> Moments:
        """Sit together over who does what by when; the lead stays, the subdistrict assists."""
        lead = self.desk.case(self.case_id).lead_station_id or 0
        other = self.desk.station_for(self.planned.codes)
        if other == lead or not self.stands(Status.HANDLING):
            return
        due = hours(48)
        note = "权属不清，召集会商。"
        self.centre("dispatcher", Action.CONSULT, note, parties=[lead, other], due=due.isoformat())
        yield hours(26)
        by = hours(24 * 5).isoformat()
        tasks = [
            {"station": lead, "what": "处置并恢复原状", "due": by},
            {"station": other, "what": "做好围护和群众工作", "due": by},
        ]
        note = "会商议定：现主办单位负责处置，属地配合。"
        self.centre("grid_office", Action.DECIDE, note, lead=lead, assists=[other], tasks=tasks)
        yield hours(2)
        self.unit(Action.SIGN_IN)
        self.assist(Action.SIGN_IN)

    def finish(self) -> Moments:
        """Do the work and say so, with a photo."""
        case = self.desk.case(self.case_id)
        share = self.planned.fate.solve_share * (0.3 if case.rework_count else 1.0)
        start = clock.now() if case.rework_count else case.dispatched_at or clock.now()
        wanted = start + timedelta(hours=span_of(start, case.solve_due, share))
        yield max(wanted, hours(0.3))
        if self.stands(Status.HANDLING):
            self.assist(Action.FEEDBACK, "已配合到位。", photos=[PHOTO])
            self.unit(Action.FEEDBACK, "已处置完毕，现场恢复。", photos=[PHOTO])

    def check(self) -> Moments:
        """Look at the work on the site; what is not done goes back."""
        yield hours(1.0 + self.turn % 6 * 0.7)
        if not self.stands(Status.FEEDBACK):
            return
        case = self.desk.case(self.case_id)
        if case.rework_count < self.planned.fate.reworks:
            self.centre("checker", Action.CHECK_FAIL, "现场仍有残留，退回返工。")
        else:
            self.centre("checker", Action.CHECK_PASS, photos=[PHOTO])

    # --- afterwards ----------------------------------------------------------------------
    def afterwards(self) -> Moments:
        """Reply, ask, be rated, perhaps be reopened; and rest in the archive."""
        fate = self.planned.fate
        if self.planned.origin == "complaint":
            yield hours(1.5)
            self.centre("dispatcher", Action.REPLY, "您反映的问题已处理，感谢监督。")
        if fate.score is not None:
            yield hours(20)
            self.desk.rate(self.case_id, fate.score, fate.resolved)
            self.unit(Action.RATE, score=4 + self.turn % 2)
        if fate.called:
            yield hours(6)
            self.centre("dispatcher", Action.CALL_BACK, resolved=fate.resolved)
        if fate.reopens and self.desk.case(self.case_id).reopen_count == 0:
            self.desk.reopen(self.case_id)
            yield from self.again()
            return
        yield clock.now() + ARCHIVE_AFTER
        self.centre("grid_office", Action.ARCHIVE)

    def again(self) -> Moments:
        """Work a reopened case once more, and let it rest."""
        while self.stands(*WITH_THE_UNIT):
            yield from self.work()
        if self.stands(Status.CHECKED):
            yield hours(1)
            self.centre("dispatcher", Action.CLOSE)
            yield clock.now() + ARCHIVE_AFTER
            self.centre("grid_office", Action.ARCHIVE)

"""At the unit: signed for, perhaps returned, consulted over, extended or shelved, then done."""

from datetime import timedelta

from gisgrid.cases import Action, Status
from gisgrid.demo.desk import PHOTO, span_of
from gisgrid.demo.hands import Hands, Moments, hours
from gisgrid.kernel import clock

RETURNS = 2


class Work(Hands):
    """What the stations do with their orders, and the checkers after them."""

    def work(self) -> Moments:
        """Go one round: sign in, perhaps return, consult, extend or shelve, and feed back."""
        fate, case = self.planned.fate, self.case
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
        case = self.case
        here = self.desk.station_for(self.planned.codes)
        if case.return_count >= RETURNS:
            self.centre("grid_office", Action.ARBITRATE, "裁定由属地牵头办理。", lead=here)
        else:
            self.centre("dispatcher", Action.REDISPATCH, "核对责任清单后改派。", lead=here)

    def hold_ups(self) -> Moments:
        """Meet what makes some cases long: an extension, the books."""
        fate, case = self.planned.fate, self.case
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
        lead = self.case.lead_station_id or 0
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
        case = self.case
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
        case = self.case
        if case.rework_count < self.planned.fate.reworks:
            self.centre("checker", Action.CHECK_FAIL, "现场仍有残留，退回返工。")
        else:
            self.centre("checker", Action.CHECK_PASS, photos=[PHOTO])

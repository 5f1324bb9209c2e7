"""At the door: a report is filed, answered, declined, merged, or was put right on the spot."""

from gisgrid.cases import Action, Correction, Status, reroute
from gisgrid.demo.desk import PHOTO
from gisgrid.demo.hands import Hands, Moments, hours
from gisgrid.kernel import clock

MENDED = "已当场清理。"
SETTLED = "经民主协商，居民已自行整改到位。"


class Door(Hands):
    """What the acceptors, the officers and the checkers do before anybody is sent."""

    def door(self) -> Moments:
        """See the report filed, answered, declined, merged, or the mended thing looked at."""
        if self.stands(Status.SOLVED):
            yield from self.sampled()
            return
        verdict = self.planned.fate.verdict
        if (verdict == "duplicate" and self.merged()) or not self.stands(Status.RECEIVED):
            return
        yield hours(0.1 + self.turn % 7 * 0.12)
        if self.case.class_id is None:
            self.classify()
        if self.stands(Status.RECEIVED):
            yield from self.accept(verdict)

    def merged(self) -> bool:
        """Let the dispatcher merge what was reported before, while it can be."""
        before = self.desk.same_matter(self.planned, self.case.id)
        if before is None or not self.stands(Status.RECEIVED, Status.DISPATCHED):
            return False
        self.centre("dispatcher", Action.MERGE, "与在办案件重复，并案办理。", target=before)
        return True

    def classify(self) -> None:
        """Let the dispatcher choose the class that the text means."""
        actor = self.desk.town.centre("dispatcher", clock.now(), self.turn)
        found = Correction(class_id=self.planned.kind.class_id)
        self.desk.do(reroute, self.case, found, actor=actor, note="按描述归类")

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
        """Send the officer to look first, or a checker where no officer answers."""
        self.centre("dispatcher", Action.ASK_VERIFY)
        yield hours(0.8)
        officer = self.desk.town.of_place("grid_officer", self.codes(), clock.now())
        looker = officer or self.desk.town.centre("checker", clock.now(), self.turn)
        self.desk.act(self.case, Action.VERIFY, looker, "现场属实。", genuine=True)

    def send_by_hand(self) -> None:
        """Dispatch what the rules could not: to the station of the place."""
        lead = self.desk.station_for(self.planned.codes)
        self.centre("dispatcher", Action.DISPATCH, "责任清单未覆盖，按属地派遣。", lead=lead)

    def on_the_spot(self) -> None:
        """Mend it while it is reported, before anybody is sent; photos before and after."""
        officer = self.desk.town.officer(self.codes() or self.planned.codes, clock.now())
        photos = {"photos_before": [PHOTO], "photos_after": [PHOTO]}
        note = SETTLED if self.planned.stream == "community" else MENDED
        self.desk.act(self.case, Action.SOLVE_ON_SPOT, officer, note, **photos)

    def sampled(self) -> Moments:
        """Let a checker look at what fell into the sample; what is not so is worked as usual."""
        yield hours(2.0 + self.turn % 8 * 2.5)
        if not self.planned.fate.reworks:
            self.centre("checker", Action.ACCEPT_SOLVED, photos=[PHOTO])
            return
        self.centre("checker", Action.REFUTE_SOLVED, "现场仍有残留，未处置到位。")
        yield hours(0.5)
        yield from self.accept("work")

"""The life of one simulated case, told as people would: wait, act, wait, act."""

from datetime import timedelta

from gisgrid.cases import Action, Status
from gisgrid.demo.door import Door
from gisgrid.demo.hands import WITH_THE_UNIT, Moments, hours
from gisgrid.demo.work import Work
from gisgrid.kernel import clock

ARCHIVE_AFTER = timedelta(days=16)


class Life(Door, Work):
    """One case from the report to the archive."""

    def run(self) -> Moments:
        """Live from the report to the archive."""
        if not self.begins():
            return
        if self.planned.fate.mended:
            self.on_the_spot()
        self.desk.settle()
        yield from self.door()
        while self.stands(*WITH_THE_UNIT):
            yield from self.work()
        if self.stands(Status.CHECKED):
            yield hours(0.3 + self.turn % 5 * 0.4)
            self.centre("dispatcher", Action.CLOSE)
        if self.stands(Status.CLOSED):
            yield from self.afterwards()

    def afterwards(self) -> Moments:
        """Reply, ask, be rated, perhaps be reopened; and rest in the archive."""
        fate = self.planned.fate
        if self.planned.origin == "complaint":
            yield hours(1.5)
            self.centre("dispatcher", Action.REPLY, "您反映的问题已处理，感谢监督。")
        if fate.score is not None:
            yield hours(20)
            self.desk.rate(self.case, fate.score, fate.resolved)
            self.unit(Action.RATE, score=4 + self.turn % 2)
        if fate.called:
            yield hours(6)
            self.centre("dispatcher", Action.CALL_BACK, resolved=fate.resolved)
        if fate.reopens and self.case.reopen_count == 0:
            self.desk.reopen(self.case.id)
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

"""What is counted for Prometheus, in a registry of our own."""

from prometheus_client import CollectorRegistry, Histogram
from prometheus_client.exposition import generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy import text
from sqlalchemy.orm import Session
from typing_extensions import override

from gisgrid import cases

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
QUEUE = text("SELECT status::text, count(*) FROM procrastinate_jobs GROUP BY status")
OLDEST = text("""
    SELECT coalesce(extract(epoch FROM max(now() - coalesce(job.scheduled_at, event.at))), 0)
      FROM procrastinate_jobs AS job
      LEFT JOIN LATERAL (
          SELECT min(at) AS at FROM procrastinate_events WHERE job_id = job.id
      ) AS event ON true
     WHERE job.status = 'todo' AND coalesce(job.scheduled_at, event.at) <= now()
""")


class Figures:
    """The figures of one web process."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry(auto_describe=False)
        self.answers = Histogram(
            "gisgrid_http_seconds",
            "How long an answer took, by route.",
            ("method", "route", "status"),
            buckets=BUCKETS,
            registry=self._registry,
        )

    def seen(self, route: str, status: int, seconds: float) -> None:
        """Count an answer that was given in front of the routes."""
        self.answers.labels("GET", route, str(status)).observe(seconds)

    def page(self, tx: Session) -> bytes:
        """Return what Prometheus reads: this process's answers, and the database as it is now."""
        now = CollectorRegistry(auto_describe=False)
        now.register(_Now(tx))
        return generate_latest(self._registry) + generate_latest(now)


class _Now(Collector):
    """What is read from the database when it is asked for."""

    def __init__(self, tx: Session) -> None:
        self._tx = tx

    @override
    def collect(self) -> list[GaugeMetricFamily]:
        """Read the queue and the cases that nobody answers for."""
        waiting = {status: float(number) for status, number in self._tx.execute(QUEUE)}
        every = {"todo": 0.0, "doing": 0.0, "failed": 0.0} | waiting
        return [
            _gauge("gisgrid_jobs", "Jobs in the queue.", every),
            _gauge(
                "gisgrid_oldest_job_seconds",
                "How long the job that is due longest has waited.",
                {"": float(self._tx.scalar(OLDEST) or 0)},
            ),
            _gauge(
                "gisgrid_cases_unrouted",
                "Open cases for which nobody answers.",
                {"": float(cases.count_unrouted(self._tx))},
            ),
        ]


def _gauge(name: str, words: str, values: dict[str, float]) -> GaugeMetricFamily:
    """Write one family; a value without a label stands alone."""
    family = GaugeMetricFamily(name, words, labels=("status",) if "" not in values else ())
    for label, value in values.items():
        family.add_metric((label,) if label else (), value)
    return family

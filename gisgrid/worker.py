"""The worker: runs the queue's jobs, each in one transaction, and outlives the database.

A job whose worker died (kill -9, power) is put back by whoever is alive: its worker's heartbeat
has stopped. So a job runs at least once, and each is written to be harmless the second time.
"""

import asyncio
import logging
import signal
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial

import psycopg
from procrastinate import App, PsycopgConnector, RetryStrategy
from procrastinate.exceptions import ConnectorException
from sqlalchemy.orm import Session, sessionmaker

from gisgrid.kernel.db import engine_of, sessions_of
from gisgrid.kernel.jobs import Job, name, options, psycopg_address
from gisgrid.kernel.running import in_transaction

log = logging.getLogger("gisgrid.worker")
ANSWER_S = 3.0
# An attempt that ended with the worker's death counts too: a job that kills is not tried for ever.
PUT_BACK = """
    UPDATE procrastinate_jobs AS job
       SET status = (CASE WHEN attempts < 20 THEN 'todo' ELSE 'failed' END)
                    ::procrastinate_job_status,
           attempts = attempts + 1, abort_requested = false, worker_id = NULL
     WHERE status = 'doing'
       AND NOT EXISTS (
           SELECT FROM procrastinate_workers AS worker
            WHERE worker.id = job.worker_id
              AND worker.last_heartbeat > now() - make_interval(secs => %(dead_after_s)s))
"""


@dataclass(frozen=True)
class Pace:
    """How often the worker shows that it lives, and when one that does not is taken for dead."""

    heartbeat_s: float = 5.0
    dead_after_s: float = 20.0
    sweep_s: float = 5.0
    longest_pause_s: float = 10.0


@dataclass(frozen=True)
class Work:
    """What a worker does: jobs by themselves, and jobs at their hour (cron, in UTC)."""

    jobs: frozenset[Job]
    hourly: Mapping[str, tuple[Job, ...]] = field(default_factory=dict)
    concurrency: int = 4


def work(url: str, todo: Work, pace: Pace | None = None) -> None:
    """Run jobs until SIGTERM or SIGINT; what runs then is finished first."""
    engine = engine_of(url, todo.concurrency)
    build = partial(queue_of, url, todo, sessions_of(engine))
    asyncio.run(keep_working(build, todo, pace or Pace()))
    engine.dispose()


async def keep_working(build: Callable[[], App], todo: Work, pace: Pace) -> None:
    """Work, and begin again with growing pauses whenever the database is gone."""
    stop = stop_signal()
    pause = 0.25
    while not stop.is_set():
        try:
            async with build().open_async() as queue:
                pause = 0.25
                log.info("the worker is ready: %d kinds of jobs", len(queue.tasks))
                await until_stopped(queue, todo, pace, stop)
        except (ConnectorException, psycopg.Error) as gone:
            log.warning("the database is gone (%s): again in %.1f s", first_line(gone), pause)
        if not stop.is_set():
            await wait(stop, pause)
            pause = min(pause * 2, pace.longest_pause_s)


async def until_stopped(queue: App, todo: Work, pace: Pace, stop: asyncio.Event) -> None:
    """Run the queue and the sweep until one of them ends or the stop is asked for."""
    running = [
        asyncio.create_task(run_queue(queue, todo, pace)),
        asyncio.create_task(sweep(queue, pace)),
    ]
    asked = asyncio.create_task(stop.wait())
    await asyncio.wait([*running, asked], return_when=asyncio.FIRST_COMPLETED)
    ended = [task for task in running if task.done()]
    for task in [*running, asked]:
        task.cancel()
    await asyncio.gather(*running, asked, return_exceptions=True)
    for task in ended:
        task.result()


async def run_queue(queue: App, todo: Work, pace: Pace) -> None:
    """Fetch and run jobs; ends when the connection to the database does."""
    await queue.run_worker_async(
        concurrency=todo.concurrency,
        install_signal_handlers=False,
        delete_jobs="successful",
        update_heartbeat_interval=pace.heartbeat_s,
        stalled_worker_timeout=pace.dead_after_s,
        fetch_job_polling_interval=min(pace.sweep_s, 5.0),
    )


async def sweep(queue: App, pace: Pace) -> None:
    """Put back the jobs of workers whose heartbeat has stopped."""
    while True:
        await queue.connector.execute_query_async(PUT_BACK, dead_after_s=pace.dead_after_s)
        await asyncio.sleep(pace.sweep_s)


def queue_of(url: str, todo: Work, sessions: sessionmaker[Session]) -> App:
    """Open procrastinate's side of the queue, with every job registered under its name."""
    width = todo.concurrency + 2
    connector = PsycopgConnector(
        conninfo=psycopg_address(url), min_size=1, max_size=width, timeout=ANSWER_S
    )
    queue = App(connector=connector)
    for job in sorted(todo.jobs, key=name):
        register(queue, job, sessions)
    for cron, hourly in todo.hourly.items():
        for job in hourly:
            register(queue, job, sessions, cron)
    return queue


def register(queue: App, job: Job, sessions: sessionmaker[Session], cron: str = "") -> None:
    """Make a job known to the queue, by itself or at its hours."""
    how = options(job)
    run = in_transaction(job, sessions)

    def at_its_hour(timestamp: int) -> None:  # noqa: ARG001 - procrastinate says which hour it was
        run()

    retry = RetryStrategy(max_attempts=how.attempts, exponential_wait=2)
    declare = queue.task(
        name=f"{name(job)}@{cron}" if cron else name(job),
        queue=how.queue,
        priority=how.priority,
        retry=retry,
    )
    if cron:
        queue.periodic(cron=cron)(declare(at_its_hour))
    else:
        declare(run)


def stop_signal() -> asyncio.Event:
    """Return an event that SIGTERM and SIGINT set."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    return stop


async def wait(stop: asyncio.Event, pause_s: float) -> None:
    """Pause, or return at once when the stop is asked for."""
    done: Iterable[asyncio.Task[bool]] = [asyncio.create_task(stop.wait())]
    await asyncio.wait(done, timeout=pause_s)
    for task in done:
        task.cancel()


def first_line(problem: BaseException) -> str:
    """Return the first line of what went wrong, or its kind."""
    cause = problem.__cause__ or problem
    return str(cause).partition("\n")[0] or type(cause).__name__

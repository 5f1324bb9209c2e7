"""`gisgrid run`: the database, its shape, the district, the web and the worker, in this order."""

import socket
import subprocess
import sys
from collections.abc import Mapping
from functools import partial
from threading import Event

from gisgrid.kernel.errors import Conflict
from gisgrid.kernel.settings import Settings
from gisgrid.run.banner import Greeting
from gisgrid.run.ground import PROJECT, Ground, code_mark, ground
from gisgrid.run.homes import home
from gisgrid.run.locks import alone
from gisgrid.run.needs import NotReady
from gisgrid.run.programs import Program, say
from gisgrid.run.supervisor import LOOK_EVERY_S, asked_to_stop, keep_up

GISGRID = (sys.executable, "-m", "gisgrid.cli")
MIGRATE = ("migrate",)
FINISH_S = 8
FILL = ("demo", "--when-empty", "--days", "60")


class InUse(Conflict):
    """Somebody is there already."""

    title = "Already in use"


def run(settings: Settings) -> None:
    """Bring everything up and keep it up until Ctrl-C or SIGTERM; then stop what was started.

    Raises:
        InUse: it runs already, or another program has its port.
        NotReady: something outside the project is missing, or a step failed.
    """
    place = home(PROJECT, settings.home)
    place.mkdir(parents=True, exist_ok=True)
    with alone(place / "run.lock") as we_are:
        if not we_are:
            raise InUse(
                f"gisgrid runs already for {place}: stop it with Ctrl-C where it was started, "
                "or give this one another GISGRID_HOME and GISGRID_PORT"
            )
        require_free_port(settings.host, settings.port)
        with asked_to_stop() as stop, ground(settings, place) as under:
            prepare(under, settings, stop)
            greeting = Greeting(f"http://{settings.host}:{settings.port}", partial(say, "run"))
            keep_up(programs(settings), under.env, stop, (under.tend, greeting.look))
            say("run", "stopping")


def prepare(under: Ground, settings: Settings, stop: Event) -> None:
    """Bring the database to this version's shape, and fill an empty one in demo mode.

    A private database that this very code has prepared before is left as it is.

    Raises:
        NotReady: a step failed; what it said stands above.
    """
    orders = (MIGRATE, FILL) if settings.demo else (MIGRATE,)
    mark = code_mark(*map(" ".join, orders))
    if under.is_prepared(mark):
        return
    for order in orders:
        say("run", f"gisgrid {' '.join(order)}")
        failed = step(under.env, order, stop) != 0
        if stop.is_set():
            return
        if failed:
            raise NotReady(f"`gisgrid {' '.join(order)}` failed; what it said stands above")
    under.remember(mark)


def step(env: Mapping[str, str], order: tuple[str, ...], stop: Event) -> int:
    """Run one of our commands to its end, or to the stop; return how it ended."""
    with subprocess.Popen([*GISGRID, *order], env=dict(env)) as running:  # noqa: S603
        while running.poll() is None:
            if stop.wait(LOOK_EVERY_S):
                running.terminate()
                return running.wait()
    return running.returncode


def programs(settings: Settings) -> list[Program]:
    """Return what is kept running."""
    web = (
        sys.executable, "-m", "uvicorn", "gisgrid.web:production", "--factory",
        "--host", settings.host, "--port", str(settings.port),
        "--workers", str(settings.web_processes), "--no-access-log", "--log-level", "warning",
        "--timeout-graceful-shutdown", str(FINISH_S), *believed(settings.trusted_proxies),
    )  # fmt: skip
    return [Program("web", web), Program("worker", (*GISGRID, "worker"))]


def believed(proxies: str) -> tuple[str, ...]:
    """Return whose word about a client's address the web takes: nobody's unless it is set."""
    return ("--forwarded-allow-ips", proxies) if proxies else ("--no-proxy-headers",)


def require_free_port(host: str, port: int) -> None:
    """Make sure that nobody listens where we want to.

    Raises:
        InUse: somebody does.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as taken:
            raise InUse(
                f"port {port} of {host} is not free ({taken.strerror}): stop what listens there, "
                "or set GISGRID_PORT"
            ) from None

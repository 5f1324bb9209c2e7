"""`gisgrid run`: the whole product on one machine."""

from gisgrid.kernel.settings import settings
from gisgrid.kernel.signing import refuse_weak_secrets
from gisgrid.run.up import run


def command() -> None:
    """Bring the whole district up: database, web and worker; Ctrl-C stops it all."""
    chosen = settings()
    refuse_weak_secrets(chosen)
    run(chosen)

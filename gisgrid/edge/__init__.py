"""What stands between the network and every slice: ids, limits of size, failures, figures."""

from fastapi import FastAPI

from gisgrid.edge.bodies import Bodies
from gisgrid.edge.describing import describe_problems
from gisgrid.edge.failures import answer_failures
from gisgrid.edge.figures import Figures
from gisgrid.edge.operation import router as operation
from gisgrid.edge.watch import Watch
from gisgrid.kernel.limits import limiter_of
from gisgrid.kernel.settings import Settings

__all__ = ["guard"]


def guard(app: FastAPI, chosen: Settings) -> None:
    """Put an application behind its edge; `app.state.sessions` must be there."""
    figures = Figures()
    app.state.figures = figures
    app.state.limiter = limiter_of(chosen)
    app.include_router(operation)
    answer_failures(app)
    describe_problems(app)
    # The last one added is the first one met.
    app.add_middleware(Bodies, chosen=chosen)
    app.add_middleware(Watch, figures=figures)

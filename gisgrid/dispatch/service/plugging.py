"""Hand down to the cases what stands above them: deadlines, moves, and a part of their page."""

from gisgrid import cases
from gisgrid.dispatch.queries.parties import parties
from gisgrid.dispatch.service.moves import MOVES
from gisgrid.dispatch.service.offers import offered
from gisgrid.dispatch.service.page import orders_part
from gisgrid.dispatch.service.promises import deadlines


def plug_in() -> None:
    """Plug dispatch into the cases; the program and the tests do it once at the start."""
    cases.install_deadlines(deadlines)
    cases.install_moves(MOVES)
    cases.install_parties(parties)
    cases.install_offer(offered)
    cases.install_part("orders", orders_part)

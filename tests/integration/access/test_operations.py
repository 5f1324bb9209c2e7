"""Every operation and every layer × every role × one's own and somebody else's."""

from collections.abc import Iterable
from functools import cache
from typing import Any

import pytest
from sqlalchemy.orm import sessionmaker

from gisgrid.identity import ROLES
from gisgrid.maps import catalogue
from tests.integration.access.table import EMPTY, HIDDEN, LAYERS, PUBLIC, SAME, SEEING, TABLE, Row
from tests.integration.access.world import HERE, THERE, World

EVERYBODY = (*ROLES, "public")
HOME = "tests/integration/access/table.py"


@cache
def operations() -> frozenset[str]:
    from gisgrid.web import create_app  # noqa: PLC0415 - unit tests need not wait for it

    app: Any = create_app(sessionmaker())
    paths: dict[str, Any] = app.openapi()["paths"]
    return frozenset(f"{verb.upper()} {path}" for path, verbs in paths.items() for verb in verbs)


def test_every_operation_stands_in_the_table() -> None:
    missing = sorted(operations() - set(TABLE))
    lines = "\n".join(f'    "{name}": Row(WHO, STATUS, FOREIGN),' for name in missing)
    assert not missing, (
        f"say in {HOME}, TABLE, who may do this and what a stranger gets; for each add a line:\n"
        f"{lines}\nwith WHO one of PUBLIC, SIGNED or a frozenset of roles, STATUS of a good request"
        " (json= and query= what it sends), FOREIGN one of SAME, EMPTY, HIDDEN; case=True when it"
        " is about a case; a name in the address that is new goes into world.py, World.names."
    )


def test_the_table_knows_no_operation_that_is_gone() -> None:
    assert sorted(set(TABLE) - operations()) == []


def test_every_layer_stands_in_the_table() -> None:
    missing = sorted(set(catalogue()) - set(LAYERS))
    lines = "\n".join(f'    "{name}": Row(PUBLIC or SIGNED),' for name in missing)
    assert not missing, f"say in {HOME}, LAYERS, who sees these layers; add:\n{lines}"
    assert set(LAYERS) == set(catalogue())


def expected(row: Row, role: str, which: str) -> int:
    if role not in row.who and role == "public":
        return row.unsigned
    if role not in row.who and row.roles_first:
        return 403
    stranger = which == THERE or (row.case and role not in SEEING)
    if row.foreign == HIDDEN and stranger:
        return 404
    return row.own if role in row.who else 403


def sides(row: Row) -> tuple[str, ...]:
    """Return whose things are asked for: what belongs to nobody is asked for once."""
    return (HERE,) if row.foreign == SAME else (HERE, THERE)


def filled(said: Any, names: dict[str, str]) -> dict[str, str]:
    return {name: str(value).format(**names) for name, value in said.items()}


def spelled(body: Any, names: dict[str, str]) -> Any:
    """Write the side's names into the words of a body."""
    if isinstance(body, list):
        return [spelled(one, names) for one in body]
    if isinstance(body, dict):
        return {key: spelled(value, names) for key, value in body.items()}
    return body.format(**names) if isinstance(body, str) else body


def is_shown(row: Row, role: str, which: str) -> bool:
    return which == HERE and role in row.who and (not row.case or role in SEEING)


@pytest.mark.parametrize("name", sorted(TABLE))
def test_who_may_and_who_sees(world: World, name: str) -> None:
    assert faults_of(world, name, EVERYBODY) == []


def faults_of(world: World, name: str, roles: Iterable[str]) -> list[Any]:
    """Return what an operation answers otherwise than the table says."""
    row = TABLE[name]
    verb, path = name.split(" ")
    wrong: list[Any] = []
    for role in roles:
        for which in sides(row):
            names = world.names(role, which)
            names |= {"token": token(world, path, which), "code": code(names, path)}
            said = {"params": filled(row.query, names), "json": spelled(row.json, names)}
            answer = world.ask(role, verb, path.format(**names), **said)
            found = (answer.status_code, HERE in answer.text, THERE in answer.text)
            shown = row.words and is_shown(row, role, which) and role != "public"
            wanted = (expected(row, role, which), shown or HERE in answer.text, False)
            if row.words and not shown and role not in SEEING and row.case:
                wanted = (wanted[0], False, False)
            wrong += [(role, which, fault) for fault in marks_amiss(row, role, names, answer)]
            if which == HERE and world.sides[THERE].number.encode() in answer.content:
                wrong.append((role, which, "names the other side's case"))
            if found != wanted:
                wrong.append((role, which, found, wanted, answer.text[:120]))
    return wrong


def marks_amiss(row: Row, role: str, names: dict[str, str], answer: Any) -> list[str]:
    """Say what an answer names though it is somebody else's, or does not though it is one's own."""
    if not row.marks:
        return []
    is_there = row.marks.format(**names).encode() in answer.content
    wanted = names["mark"] == HERE and role in row.marked
    return [] if is_there == wanted else [f"{row.marks} {'told' if is_there else 'missing'}"]


def token(world: World, path: str, which: str) -> str:
    """Return the token of one's own case; a stranger's is one that we never signed."""
    mine = world.sides[HERE].link if "links" in path else world.sides[HERE].report
    return mine if which == HERE else ("B" if mine[0] == "A" else "A") + mine[1:]


def code(names: dict[str, str], path: str) -> str:
    """Return what is called a code in this address: of a person, a post, or a duty rule."""
    kinds = {"/people/": "person_code", "/posts/": "post_code", "/stations/": "station_code"}
    return names[next((kind for part, kind in kinds.items() if part in path), "rule_code")]


@pytest.mark.parametrize("layer", sorted(LAYERS))
def test_who_sees_a_layer(world: World, layer: str) -> None:
    if catalogue()[layer].bundle:
        assert LAYERS[layer].who == PUBLIC
        return
    assert layer_faults(world, layer, EVERYBODY) == []


def layer_faults(world: World, layer: str, roles: Iterable[str]) -> list[Any]:
    """Return what a layer's tiles show otherwise than the table says."""
    row = LAYERS[layer]
    wrong = []
    for role in roles:
        for which in sides(row):
            path = "/tiles/{layer}/{z}/{x}/{y}.mvt".format(
                **{**world.names(role, which), "layer": layer}
            )
            answer = world.ask(role, "GET", path)
            stranger = which == THERE or (row.case and role not in SEEING)
            status = 200 if role in row.who else 403
            empty = row.foreign == EMPTY and stranger and status == 200 and role != "public"
            full = not (row.case or row.full) or status != 200 or empty or answer.content
            if answer.status_code != status or (empty and answer.content) or not full:
                wrong.append((role, which, answer.status_code, status, len(answer.content)))
    return wrong

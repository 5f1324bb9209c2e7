"""The table of permissions is whole, used, and the only place where routes learn about roles."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from gisgrid.cases.rules import ROLES as SIDES
from gisgrid.cases.rules.moves import NEXT
from gisgrid.cases.rules.who import NOT_HELD
from gisgrid.identity import ROLES, Actor, Post, require, system_actor
from gisgrid.kernel.errors import Forbidden
from gisgrid.kernel.permissions import PERMISSIONS, may, verbs_of

PACKAGE = Path(__file__).parents[3] / "gisgrid"
ASKS = {"holding", "require", "may", "roles_of"}
SHOWN = {"rules.shown", "stations.shown", "rounds.shown"}
"""Nothing is refused by these: they tell the pages what to lay before whom."""


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def name_of(call: ast.Call) -> str:
    func = call.func
    if isinstance(func, ast.Attribute):
        return func.attr
    return func.id if isinstance(func, ast.Name) else ""


def asked() -> Iterator[str]:
    """Yield every verb that the program asks for in so many words."""
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and name_of(node) in ASKS:
                yield from (
                    one.value
                    for one in node.args
                    if isinstance(one, ast.Constant) and isinstance(one.value, str)
                )


def test_every_role_of_the_table_is_a_role() -> None:
    assert set().union(*PERMISSIONS.values()) <= set(ROLES)


def test_every_verb_that_is_asked_for_stands_in_the_table_and_every_other_is_a_side() -> None:
    spelled = set(asked()) | {"report.relayed", "report.machine", "report.field"}
    assert spelled <= set(PERMISSIONS)
    assert set(PERMISSIONS) - spelled - SHOWN <= {f"case.{side}" for side in SIDES}


def test_every_side_that_takes_a_step_is_a_verb_or_nobodys_post() -> None:
    acting = {side for move in NEXT for side in move.who}
    assert acting <= set(SIDES) | NOT_HELD


ROUTES = sorted(PACKAGE.rglob("routes*.py"))


@pytest.mark.parametrize("path", ROUTES, ids=lambda path: path.parent.name)
def test_no_route_decides_by_a_role_of_its_own_accord(path: Path) -> None:
    for node in ast.walk(tree(path)):
        assert not (isinstance(node, ast.Constant) and node.value in ROLES)
        assert not (isinstance(node, ast.Attribute) and node.attr == "roles")


def test_a_verb_is_had_by_its_roles_the_system_and_nobody_else() -> None:
    office = post("grid_office")
    require(Actor(1, "office", (office,)), "rules.write")
    require(system_actor(), "rules.write")
    with pytest.raises(Forbidden) as refused:
        require(Actor(2, "handler", (post("handler"),)), "rules.write")
    assert refused.value.codes["roles"] == ["data_steward", "grid_office", "planner"]


def test_the_verbs_of_roles_are_theirs_together_and_no_more() -> None:
    assert verbs_of([]) == []
    assert verbs_of(["audit_admin"]) == ["audit.read", "devices.read", "people.read"]
    both = verbs_of(["audit_admin", "planner"])
    assert set(both) == {*verbs_of(["audit_admin"]), *verbs_of(["planner"])}


def test_a_verb_that_nobody_named_is_an_error_not_a_permission() -> None:
    with pytest.raises(KeyError):
        may({"system_admin"}, "no.such.verb")


def post(role: str) -> Post:
    return Post(
        id=1,
        code="Z",
        role=role,
        title="",
        title_en=None,
        station_id=1,
        station_code="S",
        area_code=None,
        class_prefix=None,
        unit_codes=(),
        deputy_for_id=None,
    )

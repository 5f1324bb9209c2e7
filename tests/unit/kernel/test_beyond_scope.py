"""Every place that looks beyond a request's scope stands here with its reason."""

import ast
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[3] / "gisgrid"
BY_TOKEN: Final = "whoever holds the signed token may; there is no scope to be told"
AUDIT: Final = "after asking for the verb; nobody else reads the audit"
CHAINS: Final = "after asking for the verb; of a case its number and the fault alone are told"
REASONS: Final = {
    "cases/queries.py count_unrouted": "one number for the operator's figures, nobody's list",
    "cases/routes.py follow": BY_TOKEN,
    "cases/routes.py rate_by_reporter": BY_TOKEN,
    "cases/routes.py reopen_by_reporter": BY_TOKEN,
    "cases/routes_citizens.py join_case": "a citizen counts with a case that was hinted at to them",
    "cases/routes_citizens.py list_own_reports": "the proved telephone's own reports",
    "cases/routes_verifying.py begin_verifying_cases": CHAINS,
    "cases/routes_verifying.py go_on_verifying_cases": CHAINS,
    "cases/service/batch.py submit_many": "what repeats what, whoever reports; and counting it",
    "cases/service/in_use.py classes_in_use": "whether a class has cases at all, for its book",
    "cases/service/merging.py duplicates": "that there is one is told to everybody, not its words",
    "cases/service/merging.py nearby": "that there is one is told to everybody, not its words",
    "cases/service/moved.py past_questions": "a rule is tried on all; named are those in scope",
    "cases/service/moving.py act": "the step was allowed; the case may leave the scope by it",
    "cases/service/naming.py in_language": "the case that was reported a moment ago, by its number",
    "cases/service/repeating.py counted_as_repeat": "a machine is counted at a case it cannot see",
    "cases/service/seeking.py _ids": "ids alone, cut by the condition of scope, for the index; the "
    "cases themselves are read behind both walls",
    "dispatch/service/contractors.py report_done": BY_TOKEN,
    "dispatch/service/contractors.py sheet": BY_TOKEN,
    "files/routes.py _taken_in": "a photo that was taken in a moment ago is nobody's yet",
    "files/keeping.py attach": "a photo whose signed reference was shown is nobody's yet",
    "files/showing.py sighted": BY_TOKEN,
    "identity/audit_routes.py list_audit": AUDIT,
    "identity/verify_routes.py begin_verifying": AUDIT,
    "identity/verify_routes.py go_on_verifying": AUDIT,
}


def users(path: Path) -> set[str]:
    """Name the functions of a file that look beyond the scope."""
    home = path.relative_to(ROOT).as_posix()
    return {
        f"{home} {function.name}"
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.With)
        for item in node.items
        if isinstance(call := item.context_expr, ast.Call)
        and getattr(call.func, "id", getattr(call.func, "attr", "")) == "beyond_scope"
    }


def test_every_look_beyond_the_scope_has_its_reason() -> None:
    found = set[str]().union(*(users(path) for path in ROOT.rglob("*.py")))
    assert found == set(REASONS)


def test_nothing_takes_the_system_s_role_another_way() -> None:
    homes = {
        path.relative_to(ROOT).as_posix()
        for path in ROOT.rglob("*.py")
        if "become_system" in path.read_text(encoding="utf-8")
    }
    assert homes <= {"kernel/rows.py", "kernel/db.py"}, homes

"""Class books, filing conditions and duty rules: who answers for what, where, and by when."""

from gisgrid.duties.answers import (
    Assignment,
    DryRun,
    Filing,
    Hole,
    Limits,
    Loaded,
    OverrideDraft,
    Past,
    Question,
    Reason,
    Retired,
    RuleDraft,
    Shift,
    Suggestion,
)
from gisgrid.duties.book import ClassEntry, Condition
from gisgrid.duties.bookfiles import BadCells
from gisgrid.duties.editions import install_in_use
from gisgrid.duties.holes import coverage
from gisgrid.duties.loading import BrokenBook, load_classbook
from gisgrid.duties.overriding import RefusedOverride, save_override
from gisgrid.duties.past import install_past, past_questions
from gisgrid.duties.reviewing import Problem, review
from gisgrid.duties.rulefile import read_rules
from gisgrid.duties.rulemaking import (
    RefusedRule,
    add_rule,
    change_rule,
    dry_run,
    save_rule,
)
from gisgrid.duties.service import (
    NoSuchClass,
    assign,
    assign_many,
    case_class,
    class_by_key,
    classes,
    classes_below,
    condition,
    conditions,
    fastest_limits,
    filing,
    limits,
    successors,
    suggest,
)
from gisgrid.duties.shelf import forget, remember
from gisgrid.duties.wording import render

__all__ = [
    "Assignment",
    "BadCells",
    "BrokenBook",
    "ClassEntry",
    "Condition",
    "DryRun",
    "Filing",
    "Hole",
    "Limits",
    "Loaded",
    "NoSuchClass",
    "OverrideDraft",
    "Past",
    "Problem",
    "Question",
    "Reason",
    "RefusedOverride",
    "RefusedRule",
    "Retired",
    "RuleDraft",
    "Shift",
    "Suggestion",
    "add_rule",
    "assign",
    "assign_many",
    "case_class",
    "change_rule",
    "class_by_key",
    "classes",
    "classes_below",
    "condition",
    "conditions",
    "coverage",
    "dry_run",
    "fastest_limits",
    "filing",
    "forget",
    "install_in_use",
    "install_past",
    "limits",
    "load_classbook",
    "past_questions",
    "read_rules",
    "remember",
    "render",
    "review",
    "save_override",
    "save_rule",
    "successors",
    "suggest",
]

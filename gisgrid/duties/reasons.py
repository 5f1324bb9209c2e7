"""The lines of reasoning: codes and parameters only, to be stored as JSON and said in words."""

from gisgrid.duties.answers import Question, Reason
from gisgrid.duties.book import ClassEntry, Leader
from gisgrid.duties.overrides import Override
from gisgrid.duties.rules import Rule
from gisgrid.duties.stations import StationEntry


def place_reason(question: Question) -> Reason:
    """Say where it is and how near to a border."""
    located = question.located
    if located is None:
        return {"code": "no_place"}
    return {
        "code": "place" if located.leaf is not None else "outside",
        "edition": located.edition_id,
        "path": list(located.path),
        "border_m": located.border_m,
        "on_border": located.on_border,
        "near": located.near,
        "other": located.other,
    }


def class_reason(entry: ClassEntry) -> Reason:
    """Say which class, of which book."""
    return {
        "code": "class",
        "class": entry.key,
        "name": entry.name,
        "name_en": entry.name_en,
        "book": entry.codebook,
        "edition": entry.edition,
    }


def leader_reason(leader: Leader | None) -> Reason:
    """Say which post of grid leader is meant; the person is never named in a reason."""
    if leader is None:
        return {"code": "no_leader"}
    code = "deputy" if leader.deputy else "leader"
    return {
        "code": code,
        "post": leader.post_code,
        "area": leader.area,
        "area_name": leader.area_name,
    }


def station_reason(code: str, station: StationEntry, owner: str) -> Reason:
    """Say which station leads or assists."""
    said = {"code": code, "station": station.id, "name": station.name, "name_en": station.name_en}
    return {**said, "owner": owner} if owner else said


def override_reason(override: Override) -> Reason:
    """Say whose override decided, at which version, for which asset."""
    return {
        "code": "override",
        "override": override.code,
        "version": override.version,
        "name": override.name,
        "name_en": override.name_en,
        "asset": override.asset_code,
        "asset_name": override.asset_name,
        "buffer_m": override.buffer_m,
    }


def rule_reason(rule: Rule) -> Reason:
    """Say which duty rule decided, at which version, in which area."""
    return {
        "code": "rule",
        "rule": rule.code,
        "version": rule.version,
        "name": rule.name,
        "name_en": rule.name_en,
        "area": rule.area,
        "area_name": rule.area_name,
        "pattern": rule.pattern,
        "hours": rule.window.text if rule.window else None,
        "owner": rule.owner,
    }

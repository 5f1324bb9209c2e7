"""The files of a district that name its stations and people, read into rows."""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from gisgrid.kernel.errors import Invalid

Line = dict[str, str]
Values = dict[str, Any]
Ids = dict[str, int]


@dataclass(frozen=True)
class People:
    """The folder of a district, and the zone in which its dates begin."""

    folder: Path
    zone: ZoneInfo

    def units(self) -> list[Values]:
        """Read the district units."""
        return self._read(
            "units",
            lambda line: {
                **_named(line),
                "short_name": line["short_zh"] or None,
                "dept_types": _listed(line["dept_types"]),
                "certainty": line["certainty"],
            },
        )

    def stations(self, units: Ids) -> list[Values]:
        """Read the stations, without their parents."""
        return self._read(
            "stations",
            lambda line: {
                **_named(line),
                "kind": line["kind"],
                "area_code": line["area_code"] or None,
                "unit_id": _found(units, line["unit_code"]),
                "phone": line["phone"],
            },
        )

    def parents(self, stations: Ids) -> list[Values]:
        """Read which station stands under which."""
        return self._read(
            "stations",
            lambda line: {
                "id": stations[line["code"]],
                "parent_id": _found(stations, line["parent_code"]),
            },
        )

    def haves(self, stations: Ids) -> list[Values]:
        """Read the five haves."""
        return self._read(
            "five_haves",
            lambda line: {
                "station_id": stations[line["station_code"]],
                "kind": line["kind"],
                "text": line["text_zh"],
                "text_en": line["text_en"] or None,
                "on_date": date.fromisoformat(line["on_date"]) if line["on_date"] else None,
            },
        )

    def people(self) -> list[Values]:
        """Read the people."""
        return self._read(
            "people",
            lambda line: {
                **_named(line),
                "phone": line["phone"],
                "synthetic": line["synthetic"].lower() in {"true", "1", "yes"},
            },
        )

    def posts(self, people: Ids, stations: Ids) -> list[Values]:
        """Read the dated posts, without whom they stand in for."""
        return self._read("posts", lambda line: self._post(line, people, stations))

    def deputies(self, posts: Ids) -> list[Values]:
        """Read which post stands in for which."""
        return self._read(
            "posts",
            lambda line: {
                "id": posts[line["code"]],
                "deputy_for_id": _found(posts, line["deputy_of"]),
            },
        )

    def logins(self, people: Ids) -> list[Values]:
        """Read who may sign in."""
        return self._read(
            "logins",
            lambda line: {"login": line["login"], "person_id": people[line["person_code"]]},
        )

    def _post(self, line: Line, people: Ids, stations: Ids) -> Values:
        return {
            "code": line["code"],
            "person_id": people[line["person_code"]],
            "station_id": stations[line["station_code"]],
            "role": line["role"],
            "area_code": line["area_code"] or None,
            "class_prefix": line["class_prefix"] or None,
            "unit_codes": _listed(line["unit_codes"]),
            "title": line["title_zh"],
            "title_en": line["title_en"] or None,
            "shift": line["shift"] or None,
            "valid_from": self._midnight(line["valid_from"]),
            "valid_to": self._midnight(line["valid_to"]) if line["valid_to"] else None,
        }

    def _midnight(self, day: str) -> datetime:
        """Return the moment at which a day begins in the district."""
        return datetime.combine(date.fromisoformat(day), time(), self.zone)

    def _read(self, name: str, shape: Callable[[Line], Values]) -> list[Values]:
        path = self.folder / f"{name}.csv"
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = list(csv.DictReader(file))
        return [_shaped(f"{path.name} line {n}", line, shape) for n, line in enumerate(lines, 2)]


def _shaped(where: str, line: Line, shape: Callable[[Line], Values]) -> Values:
    try:
        return shape(line)
    except KeyError as missing:
        raise Invalid(f"{where}: {missing} is not known; check its spelling") from None
    except ValueError as wrong:
        raise Invalid(f"{where}: {wrong}") from None


def _named(line: Line) -> Values:
    return {"code": line["code"], "name": line["name_zh"], "name_en": line["name_en"] or None}


def _listed(text: str) -> list[str]:
    return [word for word in text.split("|") if word]


def _found(ids: Ids, code: str) -> int | None:
    """Return the id of a code, None for an empty one."""
    return ids[code] if code else None

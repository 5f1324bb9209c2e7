"""Keep the register of people and of their dated posts while it is being filled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import product
from random import Random

from data.zhongzhan.make.files import dice, source

OPENED = date(2022, 3, 1)


@dataclass(frozen=True)
class Post:
    """A post before somebody holds it."""

    role: str
    station: str
    title_zh: str
    title_en: str
    area: str = ""
    class_prefix: str = ""
    units: str = ""
    shift: str = ""


@dataclass
class Register:
    """People and posts in the order in which they were entered."""

    roll: Random
    people: list[dict[str, str | bool]] = field(default_factory=list)
    posts: list[dict[str, str]] = field(default_factory=list)
    names: list[tuple[str, str]] = field(default_factory=list)

    def hire(self) -> str:
        """Enter a new person with an invented name and return the code."""
        number = len(self.people) + 1
        zh, en = self.names.pop()
        code, phone = f"P{number:04d}", f"1990000{number:04d}"
        self.people.append(
            {"code": code, "name_zh": zh, "name_en": en, "phone": phone, "synthetic": True}
        )
        return code

    def appoint(self, post: Post, person: str, since: date | None = None) -> str:
        """Enter a post that is open to this day and return its code."""
        return self.enter(post, person, str(since or self.day()), "")

    def enter(self, post: Post, person: str, since: str, until: str, deputy_of: str = "") -> str:
        """Enter one post with its dates (`until` is the first day after it) and return its code."""
        code = f"Z{len(self.posts) + 1:04d}"
        self.posts.append(
            {
                "code": code,
                "person_code": person,
                "station_code": post.station,
                "role": post.role,
                "area_code": post.area,
                "class_prefix": post.class_prefix,
                "unit_codes": post.units,
                "title_zh": post.title_zh,
                "title_en": post.title_en,
                "shift": post.shift,
                "valid_from": since,
                "valid_to": until,
                "deputy_of": deputy_of,
            }
        )
        return code

    def day(self) -> date:
        """Return a day on which somebody may have taken up a post, before 2024."""
        return OPENED + timedelta(days=self.roll.randrange(600))

    def held(self, code: str) -> dict[str, str]:
        """Return the row of a post."""
        return self.posts[int(code[1:]) - 1]


def opened() -> Register:
    """Return an empty register with a fixed order of names."""
    roll = dice("people")
    names = sorted(full_names())
    roll.shuffle(names)
    return Register(roll, names=names)


def full_names() -> list[tuple[str, str]]:
    """Return every invented name: a surname and two different syllables."""
    rows = source("names.csv")
    surnames, given = of(rows, "surname"), of(rows, "given")
    return [
        (s["zh"] + a["zh"] + b["zh"], f"{s['en']} {a['en'].title()}{joint(b['en'])}{b['en']}")
        for s, a, b in product(surnames, given, given)
        if a != b
    ]


def joint(syllable: str) -> str:
    """Return the apostrophe that pinyin wants before a vowel."""
    return "'" if syllable[0] in "aeo" else ""


def of(rows: list[dict[str, str]], part: str) -> list[Mapping[str, str]]:
    """Return the rows of one part of the table of names."""
    return [row for row in rows if row["part"] == part]

"""Read what people write about a place: the name, and where from it (东侧, 北50米, 对面)."""

import re
import unicodedata
from dataclasses import dataclass

SOUNDLESS = re.compile(r"[\W_]+")
DISTANCE = (
    r"(?:大?约)?(?:\d+|[一二三四五六七八九十百]+)(?:多|余)?(?:米|公里|里|km|m)(?:处|远|左右)?"
)
DIRECTION = r"正?(?:东北|西北|东南|西南|东|南|西|北)(?:侧|边|面|头|端|角|部|口|向|方向)?"
RELATION = (
    r"附近|旁边|旁|对面|对过|斜对面|正?门口|正门|门前|门外|大门|楼下|楼前|楼后|前面|后面|里面|外面|内|外"
    r"|路口|路边|路段|沿线|沿街|临街|一带|周边|隔壁|院内|院外|处|里|上|的|左右|往|向|距离?"
)
THING = r"门面房|门市房?|商铺|店铺|店面|临街房|人行道|便道|停车场|绿化带|围墙|外墙|公厕|空地"
TAIL = re.compile(rf"(?:{DISTANCE}|{DIRECTION}|{RELATION}|{THING})$")
FORMAL = ((r"居民委员会$", ""), (r"村民委员会$", ""), (r"居委会$", ""), (r"村委会$", "村"))
ENGLISH_HEAD = re.compile(
    r"^(?:near|opposite|behind|in front of|next to|(?:north|south|east|west)\w* (?:side )?of)\s+",
    re.IGNORECASE,
)
SHORTEST = 2
"""A name of one character is never what is left of a text."""


@dataclass(frozen=True)
class Words:
    """A text about a place: all of it, what may be the name, and the hint after it."""

    text: str
    core: str

    def hint_after(self, name: str) -> str:
        """Return what follows the name: the direction or thing a person on site looks for."""
        _, found, rest = self.text.partition(name)
        return rest if found else self.text[len(self.core) :]


def plain(text: str) -> str:
    """Return the text without spaces, punctuation, width and case.

    >>> plain("许衡广场（东侧） Ａ座")
    '许衡广场东侧a座'
    """
    return SOUNDLESS.sub("", unicodedata.normalize("NFKC", text).lower())


def read(text: str) -> Words:
    """Split a text into the likely name and the hint.

    >>> read("许衡广场东侧门面房").core
    '许衡广场'
    """
    whole = plain(ENGLISH_HEAD.sub("", text.strip()))
    return Words(whole, without_tail(whole))


def without_tail(text: str) -> str:
    """Strip hints from the end, as long as something that can be a name is left."""
    while (found := TAIL.search(text)) and found.start() >= SHORTEST:
        text = text[: found.start()]
    return text


def spellings(name: str) -> tuple[str, ...]:
    """Return the ways a name is written: as it stands, and without 居民委员会 and the like."""
    whole = plain(name)
    short = whole
    for ending, instead in FORMAL:
        short = re.sub(ending, instead, short)
    return (whole,) if short in (whole, "") else (whole, short)


def pairs(text: str) -> frozenset[str]:
    """Return the text's neighbouring pairs of characters; a lone character stands for itself."""
    found = frozenset(text[i : i + 2] for i in range(len(text) - 1))
    return found or frozenset({text})

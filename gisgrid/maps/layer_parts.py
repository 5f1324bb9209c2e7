"""The parts of a layer's file: words in both languages, fields, marks, who may see it."""

from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict

from gisgrid.kernel.folders import folder

Lang = Literal["zh", "en"]


class Frozen(BaseModel):
    """A part of a layer's file; unknown words in it are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Words(Frozen):
    """One thing said in both languages."""

    zh: str
    en: str

    def say(self, lang: Lang) -> str:
        """Return the words in that language."""
        return self.zh if lang == "zh" else self.en


class Field(Words):
    """A field of a layer: its title, its unit, and the words for its codes."""

    means: Words
    unit: Words | None = None
    kind: Literal["text", "number", "time", "code", "term"] = "text"
    """A code has no other values than those below; a term is text, and they are what is known."""
    values: dict[str, Words] = {}


class Mark(Words):
    """A line of the legend: a mark, its colour's name, and what it stands for."""

    mark: str
    colour: str


class Audience(Frozen):
    """Who may see a layer: everybody, or people who hold one of the roles."""

    public: bool = False
    roles: tuple[str, ...] = ()


class Successor(Frozen):
    """The layer that this one takes the place of, from a zoom on."""

    layer: str
    zoom: int


def common_field(book: str, name: str) -> Any:
    """Return a field as layers/common/<book>.yaml describes it.

    Raises:
        ValueError: there is no such book, or no such field in it.
    """
    known = {path.stem: path for path in folder("layers").glob("common/*.yaml")}
    if book not in known:
        raise ValueError(f"fields.{name}: {book} is none of {', '.join(sorted(known))}")
    fields = yaml.safe_load(known[book].read_text(encoding="utf-8"))
    if name not in fields:
        raise ValueError(f"fields.{name}: {book} has {', '.join(fields)}")
    return fields[name]

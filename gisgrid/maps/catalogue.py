"""Layers as files: what each one is called, shows, and looks like."""

import logging
from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import Annotated, Any, Final, Literal, Self

import yaml
from pydantic import StringConstraints, ValidationError, model_validator

from gisgrid.kernel.errors import Invalid
from gisgrid.kernel.folders import folder
from gisgrid.kernel.settings import settings
from gisgrid.maps.faults import faults_of
from gisgrid.maps.layer_parts import Audience, Field, Frozen, Mark, Successor, Words, common_field

log = logging.getLogger("gisgrid.layers")
Theme = Literal["light", "dark"]
StyleLayer = dict[str, Any]
TableName = Annotated[str, StringConstraints(pattern=r"^[a-z_][a-z0-9_]*$")]


class BadLayer(Invalid):
    """A layer's file does not say what it must."""


class Layer(Frozen):
    """A layer of the map, as its file in layers/ says."""

    id: str
    title: Words
    group: Words
    order: int
    icon: str
    source: str
    reads: tuple[TableName, ...] = ()
    """The tables whose changes change its tiles; without any they are cut anew each time."""
    timed: bool = False
    """Whether its tiles change with the time alone: they are cut for the minute."""
    bundle: Literal["grid"] | None = None
    geometry: Literal["point", "line", "polygon", "mixed"]
    zoom: tuple[int, int]
    shown: bool = True
    audience: Audience
    scoped: Literal["cases", "assets", "officers"] | None = None
    """By which part of the district rows are cut: the reader's cases, assets, or officers."""
    refresh_s: int | None = None
    time: str | None = None
    """The field that says when; a question for a span of time goes by it."""
    takes_over: Successor | None = None
    fields: dict[str, Field]
    popup: tuple[str, ...] = ()
    legend: tuple[Mark, ...] = ()
    style: tuple[StyleLayer, ...]

    @model_validator(mode="before")
    @classmethod
    def common_fields(cls, said: Any) -> Any:
        """Put in the fields that many layers share: `owner: register` is layers/common's."""
        fields = said.get("fields") if isinstance(said, dict) else None
        if not isinstance(fields, dict):
            return said
        whole = {
            name: common_field(one, name) if isinstance(one, str) else one
            for name, one in fields.items()
        }
        return said | {"fields": whole}

    @model_validator(mode="after")
    def popup_shows_fields(self) -> Self:
        """Refuse a popup that names a field the layer does not have."""
        unknown = set(self.popup) - set(self.fields)
        if unknown:
            raise ValueError(f"popup names {sorted(unknown)}, which fields does not")
        return self

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read a layer's file, or say what is wrong with it."""
        try:
            layer = cls.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
        except ValidationError as wrong:
            said = "\n".join(f"{path.name}: {fault}" for fault in faults_of(wrong))
            raise BadLayer(said) from wrong
        except (OSError, ValueError, RecursionError, yaml.YAMLError) as wrong:
            raise BadLayer(f"{path.name}: {' '.join(str(wrong).split())}") from wrong
        if layer.id != path.stem:
            raise BadLayer(f"{path.name}: its id is {layer.id}; name the file {layer.id}.yaml")
        return layer

    def columns(self) -> tuple[str, ...]:
        """Name what the layer's function gives besides id and geom."""
        return tuple(self.fields)


def layer_files(own: Path | None = None) -> list[Path]:
    """List the layers' files, in the order of their names; those of an own folder come last."""
    return sorted(folder("layers").glob("*.yaml")) + (sorted(own.glob("*.yaml")) if own else [])


class Held:
    """The layers that one process holds; read anew when layers were installed since."""

    def __init__(self) -> None:
        self._layers: dict[str, Layer] | None = None
        self._installs: int | None = None
        self._turn = Lock()

    def layers(self) -> dict[str, Layer]:
        """Return the layers, read from their files the first time."""
        if self._layers is None:
            self._layers = _read()
        return self._layers

    def keep_up(self, installs: int) -> None:
        """Read the files again where layers were installed since; faulty ones change nothing.

        Every install rebuilds all functions and is counted with its commit: files that are read
        after the count was are at least as new as the functions.
        """
        if installs == self._installs:
            return
        with self._turn:
            if installs == self._installs:
                return
            try:
                self._layers = _read()
            except BadLayer as bad:
                log.warning("layers: those of before are kept: %s", bad)
            self._installs = installs

    def forget(self) -> None:
        """Hold nothing, as a process does that begins."""
        self._layers = self._installs = None


HELD: Final = Held()


def catalogue() -> dict[str, Layer]:
    """Return every layer, those of GISGRID_LAYERS too, in the order the map draws them."""
    return HELD.layers()


def _read() -> dict[str, Layer]:
    layers, faults = read_layers(layer_files(settings().layers))
    if faults:
        raise BadLayer("\n".join(faults))
    return {layer.id: layer for layer in sorted(layers, key=lambda one: (one.order, one.id))}


def read_layers(paths: Sequence[Path]) -> tuple[list[Layer], list[str]]:
    """Read layers' files; also return what is wrong with those that cannot be read."""
    layers: dict[str, Layer] = {}
    faults: list[str] = []
    for path in paths:
        try:
            layer = Layer.read(path)
        except BadLayer as bad:
            faults += str(bad).splitlines()
            continue
        if layer.id in layers:
            faults.append(f"{path}: there is a layer {layer.id} already")
        layers.setdefault(layer.id, layer)
    return list(layers.values()), faults

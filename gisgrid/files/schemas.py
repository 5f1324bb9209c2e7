"""What goes over the wire of photos."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, model_validator

from gisgrid.files.showing import Gps, Picture
from gisgrid.kernel import datum as datums


class PinIn(BaseModel):
    """Where the report's pin is, if there is one, and in which datum."""

    model_config = ConfigDict(extra="forbid")

    lon: float | None = None
    lat: float | None = None
    datum: str = "wgs84"

    def pin(self) -> tuple[float, float] | None:
        """Return the pin in WGS 84."""
        if self.lon is None or self.lat is None:
            return None
        datums.check(self.lon, self.lat)
        return datums.to_wgs84(self.lon, self.lat, self.datum)

    @model_validator(mode="after")
    def _whole(self) -> "PinIn":
        if (self.lon is None) != (self.lat is None):
            raise ValueError("lon 和 lat 须同时给出，或都不给。")
        return self


class UploadedOut(BaseModel):
    """A photo that was taken in; `reference` goes into a report's or step's photos."""

    id: int
    reference: str
    photo: str
    thumbnail: str
    width: int
    height: int
    taken_at: datetime | None
    gps: Gps | None
    """Where the camera says it was: offered as the place of the report."""
    away_m: float | None
    far_from_pin: bool
    video: str | None
    """The video, where one was sent: the photo is its poster then."""
    voice: str | None
    """The voice note, where one was sent: the photo is its waveform then."""

    @classmethod
    def of(cls, found: Picture, reference: str) -> "UploadedOut":
        """Return what is answered to an upload."""
        known = {name: getattr(found, name) for name in COPIED}
        return cls(**known, reference=reference)


COPIED = (
    "id", "photo", "thumbnail", "width", "height", "taken_at", "gps", "away_m", "far_from_pin",
    "video", "voice",
)  # fmt: skip

"""What goes over the wire about people and stations."""

from dataclasses import asdict
from datetime import date, datetime

from pydantic import BaseModel, Field

from gisgrid.identity.actors import Actor, StationRef
from gisgrid.identity.passwords import DEMO_PASSWORD
from gisgrid.identity.tables import FiveHave, SignedSession


class SignIn(BaseModel):
    """A login and its password."""

    login: str = Field(min_length=1, max_length=100)
    password: str = Field(min_length=1, max_length=200)


class PasswordChange(BaseModel):
    """The password until now and the one from now on."""

    old: str = Field(min_length=1, max_length=200)
    new: str = Field(min_length=1, max_length=200)


class SessionOut(BaseModel):
    """One browser in which somebody is signed in."""

    id: int
    created_at: datetime
    seen_at: datetime
    expires_at: datetime
    ip: str | None
    agent: str | None
    current: bool

    @classmethod
    def of(cls, one: SignedSession, current: int) -> "SessionOut":
        """Describe a session; `current` is the id of the one that asks."""
        return cls(
            id=one.id,
            created_at=one.created_at,
            seen_at=one.seen_at,
            expires_at=one.expires_at,
            ip=str(one.ip) if one.ip else None,
            agent=one.agent,
            current=one.id == current,
        )


class PostOut(BaseModel):
    """A post held now."""

    id: int
    code: str
    role: str
    title: str
    title_en: str | None
    station_id: int
    station_code: str
    area_code: str | None
    class_prefix: str | None


class Me(BaseModel):
    """Who is signed in, with the posts held now."""

    person_id: int | None
    name: str
    roles: list[str]
    posts: list[PostOut]
    must_change_password: bool
    """The password opens nothing but its own change."""

    @classmethod
    def of(cls, actor: Actor, *, must_change: bool) -> "Me":
        """Describe an actor."""
        return cls(
            person_id=actor.person_id,
            name=actor.name,
            roles=sorted(actor.roles),
            posts=[PostOut.model_validate(asdict(post)) for post in actor.posts],
            must_change_password=must_change,
        )


class HaveOut(BaseModel):
    """One of the five haves (五有)."""

    kind: str
    text: str
    text_en: str | None
    on_date: date | None


class StationOut(BaseModel):
    """A station with its five haves."""

    id: int
    code: str
    kind: str
    name: str
    name_en: str | None
    area_code: str | None
    unit_code: str | None
    parent_id: int | None
    phone: str
    haves: list[HaveOut]

    @classmethod
    def of(cls, station: StationRef, haves: list[FiveHave]) -> "StationOut":
        """Describe a station."""
        listed = [
            HaveOut(kind=h.kind, text=h.text, text_en=h.text_en, on_date=h.on_date) for h in haves
        ]
        return cls(**asdict(station), haves=listed)


class DemoLogin(BaseModel):
    """A login of the demo district; all have one password, which works in demo mode only."""

    login: str
    password: str = DEMO_PASSWORD
    name: str
    title: str
    title_en: str | None
    role: str

"""What goes over the wire about people and stations."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, Field

from gisgrid.identity.actors import StationRef
from gisgrid.identity.passwords import DEMO_PASSWORD
from gisgrid.identity.sessions import Standing
from gisgrid.identity.tables import FiveHave, SignedSession
from gisgrid.kernel.permissions import verbs_of


class SignIn(BaseModel):
    """A login and its password, and the telephone's code where the answer asks for it."""

    login: str = Field(min_length=1, max_length=100)
    password: str = Field(min_length=1, max_length=200)
    code: str | None = Field(None, max_length=40)
    """Six digits of the telephone, or a recovery code."""


class PasswordIn(BaseModel):
    """One's own password, to show that nobody else sits at this browser."""

    password: str = Field(min_length=1, max_length=200)


class CodeIn(BaseModel):
    """The six digits that the telephone shows now."""

    code: str = Field(min_length=6, max_length=40)


class EnrolmentOut(BaseModel):
    """A secret for the telephone, shown this once."""

    secret: str
    uri: str
    qr: str
    """The QR code of the uri: an SVG image in a data: address."""


class RecoveryOut(BaseModel):
    """Codes that open the account once each when the telephone is lost, shown this once."""

    recovery_codes: list[str]


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
    is_deputy: bool
    """Held for somebody who is on leave."""


class Me(BaseModel):
    """Who is signed in, with the posts held now."""

    person_id: int | None
    name: str
    name_en: str | None
    roles: list[str]
    may: list[str]
    """The verbs of the permission table that these roles have, each within the posts' scope."""
    posts: list[PostOut]
    enrolled: bool
    """Signing in asks for a code of the telephone."""
    must: Literal["MustChangePassword", "MustEnrol"] | None
    """What must be done before anything else works."""

    @classmethod
    def of(cls, found: Standing, must: str | None) -> "Me":
        """Describe who is signed in."""
        actor = found.actor
        return cls.model_validate(
            {
                "person_id": actor.person_id,
                "name": actor.name,
                "name_en": actor.name_en,
                "roles": sorted(actor.roles),
                "may": verbs_of(actor.roles),
                "posts": [asdict(post) | {"is_deputy": post.is_deputy} for post in actor.posts],
                "enrolled": found.enrolled,
                "must": must,
            }
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

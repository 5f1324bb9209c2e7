"""What goes over the wire when people and posts are administered."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from gisgrid.identity.newcomers import LONGEST as PERSONAL
from gisgrid.identity.newcomers import Newcomer
from gisgrid.identity.posts import CODE, LONGEST, NewPost
from gisgrid.identity.roster import DatedPost, Member
from gisgrid.kernel.moments import Moment
from gisgrid.kernel.words import Line

Code = Field(min_length=1, max_length=CODE)


class DatedPostOut(BaseModel):
    """A post with its dates."""

    code: str
    role: str
    title: str
    title_en: str | None
    station_code: str
    area_code: str | None
    class_prefix: str | None
    unit_codes: list[str]
    valid_from: datetime
    valid_to: datetime | None
    deputy_for: str | None
    """The code of the post that this one stands in for."""

    @classmethod
    def of(cls, one: DatedPost) -> "DatedPostOut":
        """Describe a post."""
        return cls(
            code=one.post.code,
            role=one.post.role,
            title=one.post.title,
            title_en=one.post.title_en,
            station_code=one.post.station_code,
            area_code=one.post.area_code,
            class_prefix=one.post.class_prefix,
            unit_codes=list(one.post.unit_codes),
            valid_from=one.valid_from,
            valid_to=one.valid_to,
            deputy_for=one.deputy_for,
        )


class MemberOut(BaseModel):
    """A person as administrators see them; the audit names them by the id."""

    id: int
    code: str
    name: str
    name_en: str | None
    phone: str
    login: str | None
    enrolled: bool
    posts: list[DatedPostOut]

    @classmethod
    def of(cls, one: Member) -> "MemberOut":
        """Describe a person."""
        return cls(
            id=one.id,
            code=one.code,
            name=one.name,
            name_en=one.name_en,
            phone=one.phone,
            login=one.login,
            enrolled=one.enrolled,
            posts=[DatedPostOut.of(post) for post in one.posts],
        )


class FirstPostIn(BaseModel):
    """A post without its holder: what, where, from when to when."""

    station_code: Line = Code
    role: Line = Code
    area_code: Annotated[Line, Field(max_length=CODE)] | None = None
    class_prefix: Annotated[Line, Field(max_length=CODE)] | None = None
    unit_codes: list[Annotated[Line, Code]] = Field(default_factory=list, max_length=100)
    title: Annotated[Line, Field(max_length=LONGEST["title"])] = ""
    title_en: Annotated[Line, Field(max_length=LONGEST["title_en"])] | None = None
    valid_from: Moment | None = None
    valid_to: Moment | None = None

    def of(self, person_code: str) -> NewPost:
        """Return the post for somebody."""
        said = {name: getattr(self, name) for name in FirstPostIn.model_fields}
        return NewPost(**{**said, "unit_codes": tuple(self.unit_codes), "person_code": person_code})


class NewPostIn(FirstPostIn):
    """A post to be given: who, what, where, from when to when."""

    person_code: Line = Code

    def new(self) -> NewPost:
        """Return the post as it was asked for."""
        return self.of(self.person_code)


class NewPersonIn(BaseModel):
    """Somebody who is not yet known, with a first post; without a login there is no account."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[Line, Field(min_length=1, max_length=PERSONAL["name"])]
    name_en: Annotated[Line, Field(max_length=PERSONAL["name_en"])] | None = None
    phone: Annotated[Line, Field(max_length=PERSONAL["phone"])] = ""
    code: Annotated[Line, Field(min_length=1, max_length=PERSONAL["code"])] | None = None
    login: Annotated[Line, Field(min_length=1, max_length=PERSONAL["login"])] | None = None
    post: FirstPostIn

    def new(self) -> Newcomer:
        """Return the person as described."""
        return Newcomer(
            name=self.name,
            name_en=self.name_en,
            phone=self.phone,
            code=self.code,
            login=self.login,
        )


class NewPersonOut(BaseModel):
    """The codes of a person who was entered and of their first post."""

    person_code: str
    post_code: str


class DeputyIn(BaseModel):
    """Who stands in, from when to when."""

    person_code: Line = Code
    since: Moment
    until: Moment


class EndIn(BaseModel):
    """When a post ends; none: now."""

    at: Moment | None = None


class PostCode(BaseModel):
    """The code of a post that was given."""

    code: str


class InitialPassword(BaseModel):
    """A password that opens nothing but its own change, shown this once."""

    login: str
    password: str


class StationDutyOut(BaseModel):
    """A post at a station as its colleagues know it."""

    model_config = ConfigDict(from_attributes=True)

    role: str
    title: str
    title_en: str | None
    shift: str | None
    valid_to: datetime | None
    deputy_for: str | None
    """The name of whoever this post stands in for."""


class ColleagueOut(BaseModel):
    """Somebody who works at one's own station now."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    name: str
    name_en: str | None
    phone: str
    takes_orders: bool
    duties: tuple[StationDutyOut, ...]

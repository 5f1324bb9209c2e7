"""HTTP of administration: people, the posts they hold, and new starts for lost passwords."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Query

from gisgrid.identity import accounts, newcomers, posts, roster
from gisgrid.identity.access import Signed
from gisgrid.identity.actors import require
from gisgrid.identity.colleagues import colleagues
from gisgrid.identity.posts import Leave
from gisgrid.identity.roster import Wanted
from gisgrid.identity.schemas_people import (
    ColleagueOut,
    DeputyIn,
    EndIn,
    InitialPassword,
    MemberOut,
    NewPersonIn,
    NewPersonOut,
    NewPostIn,
    PostCode,
)
from gisgrid.identity.turns import turn
from gisgrid.kernel import clock
from gisgrid.kernel.db import Tx

router = APIRouter(prefix="/api", tags=["administration"])
NOBODY_YET = ""
"""The first post of a person who has no code before being entered."""
Word = Annotated[str | None, Query(max_length=100)]


@router.get("/stations/{code}/roster")
def station_roster(code: str, tx: Tx, actor: Signed) -> list[ColleagueOut]:
    """List who works now at one of one's own stations, with posts and deputies."""
    return [ColleagueOut.model_validate(one) for one in colleagues(tx, actor, code)]


@router.get("/people")
def list_people(tx: Tx, actor: Signed, role: Word = None, station: Word = None) -> list[MemberOut]:
    """List people with the posts they hold now, by role and station."""
    require(actor, "people.read")
    wanted = Wanted(role, station, clock.now())
    return [MemberOut.of(one) for one in roster.members(tx, wanted)]


@router.get("/people/{code}")
def show_person(code: str, tx: Tx, actor: Signed) -> MemberOut:
    """Return a person with all posts, past and to come."""
    require(actor, "people.read")
    return MemberOut.of(roster.member(tx, code))


@router.post(
    "/people",
    status_code=HTTPStatus.CREATED,
    dependencies=[Depends(turn, scope="function")],
)
def add_person(said: NewPersonIn, tx: Tx, actor: Signed) -> NewPersonOut:
    """Enter a person with a first post; a login waits for the initial password."""
    require(actor, "posts.write")
    entered = newcomers.add_person(tx, said.new(), said.post.of(NOBODY_YET))
    return NewPersonOut(person_code=entered.person_code, post_code=entered.post_code)


@router.post("/posts", status_code=HTTPStatus.CREATED)
def give_post(said: NewPostIn, tx: Tx, actor: Signed) -> PostCode:
    """Give somebody a post; all their sessions end."""
    require(actor, "posts.write")
    return PostCode(code=posts.give_post(tx, said.new()))


@router.post("/posts/{code}/deputies", status_code=HTTPStatus.CREATED)
def name_deputy(code: str, said: DeputyIn, tx: Tx, actor: Signed) -> PostCode:
    """Let somebody stand in for the holder of a post for some time."""
    require(actor, "posts.write")
    leave = Leave(said.since, said.until)
    return PostCode(code=posts.name_deputy(tx, code, said.person_code, leave))


@router.post("/posts/{code}/end", status_code=HTTPStatus.NO_CONTENT)
def end_post(code: str, said: EndIn, tx: Tx, actor: Signed) -> None:
    """End a post; all sessions of its holder end."""
    require(actor, "posts.write")
    posts.end_post(tx, code, said.at)


@router.post(
    "/accounts/{login}/password",
    status_code=HTTPStatus.CREATED,
    dependencies=[Depends(turn, scope="function")],
)
def reset_password(login: str, tx: Tx, actor: Signed) -> InitialPassword:
    """Give an account an initial password; all its sessions end."""
    require(actor, "accounts.write")
    return InitialPassword(login=login, password=accounts.reset_password(tx, login))


@router.delete("/accounts/{login}/totp", status_code=HTTPStatus.NO_CONTENT)
def reset_totp(login: str, tx: Tx, actor: Signed) -> None:
    """Forget the lost telephone of an account; all its sessions end."""
    require(actor, "accounts.write")
    accounts.reset_totp(tx, login)

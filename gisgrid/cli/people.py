"""`gisgrid people`: stations, people, their posts, and who may sign in."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from gisgrid.cli.database import transaction
from gisgrid.cli.people_tables import COLUMNS, lines, moment, said, shown
from gisgrid.identity import accounts, importing, listings, newcomers, posts, roster, sheets, sso
from gisgrid.kernel import clock
from gisgrid.kernel.errors import NotFound
from gisgrid.kernel.settings import settings

app = typer.Typer(no_args_is_help=True)
Login = Annotated[str, typer.Argument(help="Login name.")]
PersonCode = Annotated[str, typer.Argument(help="Code of the person.")]
PostCode = Annotated[str, typer.Argument(help="Code of the post.")]
Area = Annotated[str | None, typer.Option(help="Root of the areas; none: all.")]
Classes = Annotated[str | None, typer.Option(help="Beginning of the class keys.")]
Title = Annotated[str, typer.Option(help="Title as people read it.")]
Day = Annotated[datetime | None, typer.Option(help="District time, e.g. 2026-11-28.")]


@app.callback()
def root() -> None:
    """Keep stations, people, their posts, and who may sign in."""


@app.command("list")
def list_(
    role: Annotated[str | None, typer.Option(help="Only this role.")] = None,
    station: Annotated[str | None, typer.Option(help="Only this station's code.")] = None,
) -> None:
    """List people with the posts they hold now."""
    with transaction() as tx:
        found = roster.members(tx, roster.Wanted(role, station, clock.now()))
    shown(COLUMNS, [line for one in found for line in lines(one)])
    said().print(f"{len(found)} 人 · {len(found)} people")


@app.command()
def show(name: Annotated[str, typer.Argument(help="Code or login of the person.")]) -> None:
    """Show a person with all posts, past and to come."""
    with transaction() as tx:
        found = roster.member(tx, name)
    shown(COLUMNS, lines(found))
    said().print(f"手机动态码 · codes at sign-in: {'✓' if found.enrolled else '—'}")


@app.command()
def stations(
    code: Annotated[str | None, typer.Argument(help="Only this station.")] = None,
) -> None:
    """List the stations with their five haves (五有); one of them in full."""
    with transaction() as tx:
        found = listings.stations_with_haves(tx)
    wanted = [(one, haves) for one, haves in found if code in {None, one.code}]
    if not wanted:
        raise NotFound(f"没有编号为 {code} 的工作站 · no station has this code")
    if code is None:
        rows = [(s.code, s.kind, s.name, s.phone, f"{len(haves)}/5") for s, haves in wanted]
        shown(("code", "kind", "name", "phone", "haves"), rows)
    else:
        shown(("have", "on", "text"), [(h.kind, h.on_date, h.text) for h in wanted[0][1]])


@app.command()
def add(
    name: Annotated[str, typer.Argument(help="Name as people read it.")],
    role: Annotated[str, typer.Argument(help="Role of the first post, e.g. dispatcher.")],
    station: Annotated[str, typer.Argument(help="Code of its station.")],
    login: Annotated[str | None, typer.Option(help="Login name; none: no account.")] = None,
    code: Annotated[str | None, typer.Option(help="Code of the person; none: made.")] = None,
    phone: Annotated[str, typer.Option(help="Official telephone.")] = "",
    area: Area = None,
    classes: Classes = None,
    title: Title = "",
    since: Day = None,
    until: Day = None,
) -> None:
    """Enter a person with a first post; give-post gives more.

    A login waits for an initial password (`gisgrid people reset-password`).
    """
    new = newcomers.Newcomer(name=name, phone=phone, code=code, login=login)
    first = posts.NewPost(
        person_code="",
        station_code=station,
        role=role,
        area_code=area,
        class_prefix=classes,
        title=title,
        valid_from=moment(since),
        valid_to=moment(until),
    )
    with transaction() as tx:
        found = newcomers.add_person(tx, new, first)
    said().print(f"人员 {found.person_code}，岗位 {found.post_code} · the person is entered")


@app.command()
def give_post(
    person: PersonCode,
    role: Annotated[str, typer.Argument(help="Role, e.g. dispatcher.")],
    station: Annotated[str, typer.Argument(help="Code of the station.")],
    area: Area = None,
    classes: Classes = None,
    title: Title = "",
    since: Day = None,
    until: Day = None,
) -> None:
    """Give somebody a post; all their sessions end."""
    new = posts.NewPost(
        person_code=person,
        station_code=station,
        role=role,
        area_code=area,
        class_prefix=classes,
        title=title,
        valid_from=moment(since),
        valid_to=moment(until),
    )
    with transaction() as tx:
        code = posts.give_post(tx, new)
    said().print(f"岗位 {code} 已任命 · the post is given")


@app.command()
def end_post(post: PostCode, at: Day = None) -> None:
    """End a post, now when no time is given; all sessions of its holder end."""
    with transaction() as tx:
        posts.end_post(tx, post, moment(at))
    said().print(f"岗位 {post} 已结束 · the post has its end")


@app.command()
def name_deputy(
    post: PostCode,
    person: PersonCode,
    since: Annotated[datetime, typer.Option(help="First day, district time.")],
    until: Annotated[datetime, typer.Option(help="The moment at which it ends.")],
) -> None:
    """Let somebody stand in for the holder of a post for some time."""
    zone = settings().tz
    leave = posts.Leave(since.replace(tzinfo=zone), until.replace(tzinfo=zone))
    with transaction() as tx:
        code = posts.name_deputy(tx, post, person, leave)
    said().print(f"代理岗位 {code} 已任命 · the deputy is named")


@app.command("import")
def import_(
    sheet: Annotated[
        Path, typer.Argument(help=".xlsx or CSV, a row for each post.", dir_okay=False)
    ],
    dry_run: Annotated[bool, typer.Option(help="Say what would change, change nothing.")] = False,
) -> None:
    """Take people, posts and logins from a sheet: all of it or nothing.

    New logins wait for an initial password (`gisgrid people reset-password`).
    """
    with transaction() as tx:
        changes = importing.take_sheet(tx, sheets.read_sheet(sheet, settings().tz))
        if dry_run:
            tx.rollback()
    shown(("row", "what", "code", "field", "before", "after"), changes)
    end = "试运行，未写入 · dry run, nothing written" if dry_run else "已写入 · written"
    said().print(f"{len(changes)} 处变化 · {len(changes)} changes；{end}")


@app.command()
def reset_password(login: Login) -> None:
    """Give somebody an initial password, shown once; all their sessions end.

    Outside demo mode it opens nothing but the change of the password.
    """
    with transaction() as tx:
        initial = accounts.reset_password(tx, login)
    said().print(f"{login}: {initial}")
    said().print("只显示这一次；首次登录须修改 · shown once; must be changed at the first sign-in")


@app.command()
def reset_totp(login: Login) -> None:
    """Forget somebody's lost telephone; all their sessions end.

    Outside demo mode leaders and administrators enrol another one at the next sign-in.
    """
    with transaction() as tx:
        accounts.reset_totp(tx, login)
    said().print(f"{login}：手机已解除 · the telephone is forgotten")


@app.command()
def forget_sso(login: Login) -> None:
    """Forget which account of the single sign-on somebody is; the next sign-in binds anew."""
    with transaction() as tx:
        sso.forget_subject(tx, login)
    said().print(f"{login}：已解除绑定 · bound anew at the next sign-in")

"""Fill every post: district, subdistricts, communities, grids and units."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from data.zhongzhan.make.changes import change_hands, send_deputies
from data.zhongzhan.make.files import Row, shapes, source, write_table
from data.zhongzhan.make.lattice import metres
from data.zhongzhan.make.leaves import at
from data.zhongzhan.make.register import Post, Register, opened
from data.zhongzhan.make.stations import DISTRICT, office_code, station_code

SHIFTS = ("A", "B", "C", "D")
Logins = list[Row]


def fill(folder: Path) -> tuple[Register, Logins]:
    """Return the full register and the demo's logins."""
    register, logins = opened(), list[Row]()
    grids = by_community(folder)
    for row in source("district_posts.csv"):
        district(register, logins, row)
    for row in source("subdistricts.csv"):
        subdistrict(register, logins, row)
    for row in source("communities.csv"):
        community(register, row, grids[row["code"]])
    log_in_grid(register, logins, folder)
    for row in source("units.csv"):
        unit(register, logins, row)
    change_hands(register, {str(row["person_code"]) for row in logins})
    send_deputies(register)
    return register, logins


def by_community(folder: Path) -> dict[str, list[Row]]:
    """Return the basic grids of every community from the file of areas."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row, _ in shapes(folder / "areas" / "basic_grid.geojson"):
        found[str(row["parent_code"])].append(row)
    return found


def district(register: Register, logins: Logins, row: dict[str, str]) -> None:
    """Fill one line of the district's table of posts."""
    for i in range(int(row["count"])):
        person = register.hire()
        shift = SHIFTS[i % 4] if row["role"] == "dispatcher" else ""
        for prefix in row["class_prefixes"].split("|"):
            register.appoint(district_post(row, prefix, shift), person)
        login = dict(enumerate(row["login"].split("|"))).get(i)
        if login:
            enter(logins, login, person, (row["role"], row["title_zh"], row["title_en"]))


def district_post(row: dict[str, str], prefix: str, shift: str) -> Post:
    """Return one post at the district's centre; a leader's covers one part of the class book."""
    area = "410803" if row["role"] == "grid_leader" else ""
    names = row["role"], DISTRICT, row["title_zh"], row["title_en"]
    return Post(*names, area=area, class_prefix=prefix, units=row["unit_codes"], shift=shift)


def enter(logins: Logins, login: str, person: str, role: tuple[str, str, str]) -> None:
    """Enter one demo login."""
    kind, zh, en = role
    row = {"login": login, "person_code": person, "role": kind, "title_zh": zh, "title_en": en}
    logins.append(row)


def staff(register: Register, station: str, row: dict[str, str], posts: Crew) -> list[str]:
    """Hire people for posts of one station and return them."""
    people = []
    for role, count, zh, en in posts:
        for _ in range(count):
            people.append(register.hire())
            area = row.get("area", "")
            names = row["name_zh"] + zh, f"{en}, {row['name_en']}"
            register.appoint(Post(role, station, *names, area=area), people[-1])
    return people


Crew = tuple[tuple[str, int, str, str], ...]
STREET: Crew = (
    ("grid_leader", 1, "网格长", "Grid leader"),
    ("unit_dispatcher", 2, "调度员", "Dispatcher"),
    ("handler", 4, "处置员", "Handler"),
    ("checker", 1, "核查员", "Checker"),
)


def subdistrict(register: Register, logins: Logins, row: dict[str, str]) -> None:
    """Fill the posts of one subdistrict; its checker belongs to the supervision side."""
    station = station_code(row["code"])
    people = staff(register, station, {**row, "area": row["code"]}, STREET)
    register.posts[-1]["station_code"] = DISTRICT
    login = f"street-{row['name_en'].split()[0].lower()}"
    enter(logins, login, people[1], titles("unit_dispatcher", row, "调度员"))


def titles(role: str, row: dict[str, str], zh: str) -> tuple[str, str, str]:
    """Return role and titles of a login."""
    return role, row["name_zh"] + zh, f"{role.replace('_', ' ').capitalize()}, {row['name_en']}"


def community(register: Register, row: dict[str, str], grids: list[Row]) -> None:
    """Fill the posts of one community: its leader, leaders of two or three grids, officers."""
    station, head = station_code(row["code"]), register.hire()
    register.appoint(leader(station, row["name_zh"], row["name_en"], row["code"]), head)
    if not grids:
        register.appoint(
            officer(station, row["name_zh"], row["name_en"], row["code"]), register.hire()
        )
    for i in range(0, len(grids), 3):
        deputy = register.hire() if i else head
        for grid in grids[i : i + 3]:
            basic_grid(register, station, grid, deputy)


def basic_grid(register: Register, station: str, grid: Row, head: str) -> None:
    """Appoint the leader and the officer of one basic grid."""
    names = str(grid["name_zh"]), str(grid["name_en"]), str(grid["code"])
    register.appoint(leader(station, *names), head)
    register.appoint(officer(station, *names), register.hire())


def leader(station: str, zh: str, en: str, area: str) -> Post:
    """Return the post of a grid leader."""
    return Post("grid_leader", station, f"{zh}网格长", f"Grid leader, {en}", area=area)


def officer(station: str, zh: str, en: str, area: str) -> Post:
    """Return the post of a grid officer."""
    return Post("grid_officer", station, f"{zh}网格员", f"Grid officer, {en}", area=area)


def log_in_grid(register: Register, logins: Logins, folder: Path) -> None:
    """Give logins to the leader and the officer of the grid of 许衡广场, and to a neighbour."""
    square = next(r for r in source("places.csv") if r["code"] == "xuheng-square")
    home = at(folder, metres(float(square["lon"]), float(square["lat"])))
    here = [p for p in register.posts if p["area_code"] == home.code]
    near = [p for p in register.posts if p["area_code"].startswith(f"{home.community}-")]
    other = [p for p in near if p["role"] == "grid_officer" and p not in here]
    for login, post in zip(("gridleader1", "officer1", "officer2"), here + other, strict=False):
        enter(
            logins, login, post["person_code"], (post["role"], post["title_zh"], post["title_en"])
        )


def unit(register: Register, logins: Logins, row: dict[str, str]) -> None:
    """Fill the dispatch office of one unit."""
    crew: Crew = (
        ("unit_dispatcher", 2, "调度员", "Dispatcher"),
        ("handler", int(row["handlers"]), "处置员", "Handler"),
    )
    people = staff(register, office_code(row["code"]), row, crew)
    enter(logins, f"unit-{row['code']}", people[0], titles("unit_dispatcher", row, "调度员"))
    if row["code"] == "cg":
        enter(logins, "handler-cg", people[2], titles("handler", row, "处置员"))


def write(folder: Path) -> None:
    """Write people, posts and logins."""
    register, logins = fill(folder)
    write_table(folder / "people.csv", register.people)
    write_table(folder / "posts.csv", register.posts)
    write_table(folder / "logins.csv", logins)

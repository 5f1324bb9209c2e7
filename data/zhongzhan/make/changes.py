"""Give the register a history: posts that changed hands, deputies for people on leave."""

from __future__ import annotations

from datetime import date, timedelta

from data.zhongzhan.make.register import Post, Register

CHANGED = (1, 40)  # one post in forty has changed hands
LEAVES = (
    ("grid_leader", date(2025, 2, 10), 21),
    ("grid_leader", date(2025, 8, 4), 30),
    ("grid_officer", date(2025, 11, 3), 45),
    ("unit_dispatcher", date(2026, 3, 2), 14),
    ("leader", date(2026, 5, 11), 12),
    ("grid_officer", date(2026, 7, 6), 60),
    ("grid_leader", date(2026, 11, 2), 60),
    ("grid_leader", date(2026, 11, 9), 42),
    ("unit_dispatcher", date(2026, 11, 16), 30),
    ("grid_officer", date(2026, 11, 16), 75),
)


def change_hands(register: Register, staying: set[str]) -> None:
    """End some posts, but of nobody in `staying`, and enter their successors on the same day."""
    grid = [p for p in register.posts if p["role"] in ("grid_leader", "grid_officer")]
    lasting = [p["code"] for p in grid if p["person_code"] not in staying]
    often, of = CHANGED
    for code in sorted(register.roll.sample(lasting, len(lasting) * often // of)):
        succeed(register, code, date(2024, 6, 1) + timedelta(days=register.roll.randrange(800)))


def succeed(register: Register, code: str, day: date) -> None:
    """End a post on a day and let somebody new hold it from that day."""
    old = register.held(code)
    old["valid_to"] = str(day)
    register.enter(post_of(old), register.hire(), str(day), "")


def send_deputies(register: Register) -> None:
    """Enter a deputy for each leave; the post itself stays with its holder."""
    for role, start, days in LEAVES:
        open_posts = [p for p in register.posts if p["role"] == role and not p["valid_to"]]
        away = register.roll.choice([p for p in open_posts if not p["deputy_of"]])
        stand_in(register, away, start, start + timedelta(days=days))


def stand_in(register: Register, away: dict[str, str], start: date, end: date) -> None:
    """Let a colleague of the same station and role stand in, or else somebody new."""
    same = [p for p in register.posts if p["station_code"] == away["station_code"]]
    near = [p["person_code"] for p in same if p["role"] == away["role"] and not p["valid_to"]]
    others = sorted(set(near) - {away["person_code"]})
    person = register.roll.choice(others) if others else register.hire()
    register.enter(post_of(away), person, str(start), str(end), away["code"])


def post_of(row: dict[str, str]) -> Post:
    """Return the post that a row fills."""
    names = row["role"], row["station_code"], row["title_zh"], row["title_en"]
    return Post(*names, row["area_code"], row["class_prefix"], row["unit_codes"], row["shift"])

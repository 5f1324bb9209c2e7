"""One new person with a first post and a login; the password is the security administrator's."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from gisgrid.identity import passwords
from gisgrid.identity.posts import NewPost, give_post
from gisgrid.identity.tables import Account, Person
from gisgrid.kernel.errors import Conflict, Invalid
from gisgrid.kernel.words import line_fault

LONGEST: Final[Mapping[str, int]] = {
    "name": 100,
    "name_en": 100,
    "phone": 40,
    "code": 100,
    "login": 100,
}
"""How many characters each of a newcomer's words may have."""


@dataclass(frozen=True, kw_only=True)
class Newcomer:
    """Somebody who is not yet known; without a code one is made, without a login no account."""

    name: str
    name_en: str | None = None
    phone: str = ""
    code: str | None = None
    login: str | None = None


@dataclass(frozen=True)
class Entered:
    """The codes by which the new person and their first post are known."""

    person_code: str
    post_code: str


def add_person(tx: Session, new: Newcomer, first: NewPost) -> Entered:
    """Enter a person with a first post; `first` names no person yet, so its code is put over.

    The account waits: whoever enters people does not know their passwords, the security
    administrator hands over an initial one.

    Raises:
        Conflict: the code or the login is taken.
        Invalid: the name is empty; a word is too long or holds control characters.
        Invalid, NotFound, AdministratorsApart: as for any post.
    """
    if not new.name.strip():
        raise Invalid("姓名不能为空。")
    _refuse_unwritable(new)
    code = new.code or f"P-{secrets.token_hex(4)}"
    if tx.scalar(select(Person.id).where(Person.code == code)):
        raise Conflict(f"人员编号 {code} 已被使用。")
    if new.login and tx.scalar(select(Account.id).where(Account.login == new.login)):
        raise Conflict(f"登录名 {new.login} 已被使用。")
    person = Person(code=code, name=new.name, name_en=new.name_en, phone=new.phone)
    tx.add(person)
    tx.flush()
    if new.login:
        tx.add(_waiting(person.id, new.login))
    return Entered(code, give_post(tx, replace(first, person_code=code)))


def _refuse_unwritable(new: Newcomer) -> None:
    """Refuse words that are too long for their place, or that no line can hold."""
    for field, longest in LONGEST.items():
        if fault := line_fault(getattr(new, field) or "", longest):
            raise Invalid(f"{field} {fault}")


def _waiting(person_id: int, login: str) -> Account:
    """Return an account with a password that nobody knows."""
    nobodys = passwords.hashed(secrets.token_urlsafe(24))
    return Account(person_id=person_id, login=login, password_hash=nobodys, must_change=True)

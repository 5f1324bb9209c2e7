"""What other slices learn about people, posts and stations."""

from dataclasses import dataclass, replace
from functools import cached_property

from gisgrid.kernel.errors import Forbidden
from gisgrid.kernel.permissions import may, roles_of


@dataclass(frozen=True)
class Post:
    """A post that somebody holds now."""

    id: int
    code: str
    role: str
    title: str
    title_en: str | None
    station_id: int
    station_code: str
    area_code: str | None
    """The subtree of the grid that the post covers; None: the whole district."""
    class_prefix: str | None
    unit_codes: tuple[str, ...]
    deputy_for_id: int | None

    @property
    def is_deputy(self) -> bool:
        """Tell whether the post is held for somebody who is on leave."""
        return self.deputy_for_id is not None


@dataclass(frozen=True)
class Actor:
    """Whoever acts: a person with the posts held now, a device, or the system itself."""

    person_id: int | None
    name: str
    posts: tuple[Post, ...] = ()
    device: str | None = None
    """The code of the device that acts; it sees nothing and holds no post."""
    name_en: str | None = None

    @property
    def is_system(self) -> bool:
        """Tell whether neither a person acts nor a device, but a policy, a clock or a job."""
        return self.person_id is None and self.device is None

    @cached_property
    def roles(self) -> frozenset[str]:
        """Return the roles of all posts."""
        return frozenset(post.role for post in self.posts)

    def may(self, verb: str) -> bool:
        """Tell whether a post held now has a verb of the permissions table."""
        return may(self.roles, verb)

    def holding(self, verb: str) -> "Actor":
        """Return the same with those posts alone that have a verb: what they see, it is for."""
        return replace(self, posts=tuple(one for one in self.posts if may([one.role], verb)))

    @cached_property
    def station_ids(self) -> frozenset[int]:
        """Return the stations of all posts."""
        return frozenset(post.station_id for post in self.posts)

    @cached_property
    def area_codes(self) -> frozenset[str]:
        """Return the codes of the areas whose subtrees the posts cover, without the district."""
        return frozenset(post.area_code for post in self.posts if post.area_code)


@dataclass(frozen=True)
class Holder:
    """Who holds a post at some moment, as others may know it."""

    post_id: int
    person_id: int
    name: str
    name_en: str | None
    phone: str
    station_id: int
    role: str
    area_code: str | None
    title: str
    title_en: str | None
    is_deputy: bool


@dataclass(frozen=True)
class StationRef:
    """A station, as others may know it."""

    id: int
    code: str
    kind: str
    name: str
    name_en: str | None
    area_code: str | None
    unit_code: str | None
    parent_id: int | None
    phone: str


@dataclass(frozen=True)
class PersonRef:
    """A person, as others may know them."""

    id: int
    code: str
    name: str
    name_en: str | None
    phone: str


def system_actor() -> Actor:
    """Return the actor of policies, clocks and jobs."""
    return Actor(None, "system")


def require(actor: Actor, verb: str) -> None:
    """Let the system pass, and whoever holds a post that has the verb now.

    Raises:
        Forbidden: none of the posts held now has it.
    """
    if not actor.is_system and not actor.may(verb):
        roles = sorted(roles_of(verb))
        raise Forbidden(f"您的岗位不能做这件事，需要：{'、'.join(roles)}。", roles=roles)

"""Read the world that reports come from out of the loaded district."""

from sqlalchemy.orm import Session

from gisgrid import assets, duties, grid
from gisgrid.demo.world import Kind, Leaf, Spot, World

USUAL_HOUSEHOLDS = 120


def survey(tx: Session) -> World:
    """Return the district's leaves with their people, its classes, and its named places."""
    return World(leaves(tx), kinds(tx), spots(tx))


def leaves(tx: Session) -> list[Leaf]:
    """Return every leaf of today's edition with its polygon and households."""
    found = grid.leaves(tx)
    refs = grid.area_refs(tx, sorted({area for leaf in found for area in leaf.path}))
    return [
        Leaf(
            area_id=leaf.area_id,
            codes=tuple(refs[area].code for area in leaf.path),
            name=refs[leaf.area_id].name,
            polygon=leaf.polygon,
            weight=float(leaf.households or USUAL_HOUSEHOLDS),
        )
        for leaf in found
    ]


def kinds(tx: Session) -> list[Kind]:
    """Return every class with what it may be found like."""
    return [kind_of(tx, one) for one in duties.classes(tx)]


def kind_of(tx: Session, one: duties.ClassEntry) -> Kind:
    """Return one class as the planner knows it."""
    conditions = tuple(condition.name for condition in duties.conditions(tx, one.id))
    domain = one.key.partition("/")[0]
    return Kind(one.id, domain, one.name, conditions, one.needs_place, one.emergency)


def spots(tx: Session) -> list[Spot]:
    """Return the gazetteer's places."""
    return [Spot(place.name, place.lon, place.lat) for place in assets.places(tx)]

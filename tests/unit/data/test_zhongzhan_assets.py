"""The assets and places of the demo district."""

from collections import Counter

import shapely

from data.zhongzhan.make.files import HERE, shapes
from tests.unit.data.district import areas, assets, csv_of, footprint, leaves

WATCHED = {
    "compound_camera",
    "road_camera",
    "site_camera",
    "forest_camera",
    "river_point",
    "construction_site",
    "park",
    "scenic_spot",
    "culvert",
    "ebike_shed",
    "drone_dock",
}


def test_there_are_more_than_300_assets_of_the_watched_kinds_under_names_of_their_own() -> None:
    kinds = {r["kind"]: r["geometry"] for r in csv_of("asset_kinds")}
    held = Counter(str(row["kind"]) for row, _ in assets())
    assert sum(held[kind] for kind in WATCHED) >= 300
    assert all(held[kind] >= 3 for kind in WATCHED)
    codes = Counter((row["kind"], row["code"]) for row, _ in assets())
    names = Counter((row["kind"], row["name_zh"]) for row, _ in assets())
    assert max(codes.values()) == max(names.values()) == 1
    assert set(held) == set(kinds)
    for row, shape in assets():
        assert (
            shape.geom_type.removeprefix("Multi").lower().removesuffix("string")
            == kinds[str(row["kind"])]
        )


def test_cameras_of_24_compounds_see_ground_that_starts_at_their_mast() -> None:
    seen = [(row, s) for row, s in assets() if str(row["kind"]).endswith("_camera")]
    compounds = {str(row["code"])[:16] for row, _ in seen if row["kind"] == "compound_camera"}
    assert len(compounds) == 24
    for row, mast in seen:
        assert shapely.is_valid(footprint(row))
        assert footprint(row).covers(mast)


def test_two_of_the_sheds_watch_for_heat_and_five_compounds_have_door_access() -> None:
    known = [row["attributes"] for row, _ in assets() if row["kind"] == "ebike_shed"]
    assert sum(isinstance(one, dict) and one["thermal_camera"] is True for one in known) == 2
    assert sum(row["kind"] == "door_access" for row, _ in assets()) == 5


def test_construction_sites_lie_beside_compounds_and_each_other() -> None:
    ground = [
        (row, shape) for row, shape in assets() if row["kind"] in {"construction_site", "compound"}
    ]
    for row, shape in ground:
        if row["kind"] == "construction_site":
            met = [
                other["name_zh"]
                for other, lies in ground
                if other is not row and shapely.area(shape.intersection(lies)) > 0.2 * shape.area
            ]
            assert met == [], row["name_zh"]


def test_some_cameras_see_into_the_neighbours_grid_while_their_mast_stands_in_one() -> None:
    tree = shapely.STRtree(list(leaves().values()))
    cameras = [row for row, _ in assets() if row["kind"] == "compound_camera"]
    seen = [footprint(row) for row in cameras]
    touched = Counter(tree.query(seen, predicate="intersects")[0].tolist())
    assert sum(count > 1 for count in touched.values()) >= 10
    assert sum(count == 1 for count in touched.values()) >= 10


def test_river_points_stand_on_two_rivers_with_warning_and_guarantee_stages_of_a_datum() -> None:
    points = [row["attributes"] for row, _ in assets() if row["kind"] == "river_point"]
    facts = [a for a in points if isinstance(a, dict)]
    assert {a["river"] for a in facts} == {"river-dasha", "river-baimamen"}
    for a in facts:
        assert float(str(a["bed_m"])) < float(str(a["warning_stage_m"]))
        assert float(str(a["warning_stage_m"])) < float(str(a["guarantee_stage_m"]))
        assert a["datum"] == "1985国家高程基准"


def test_every_asset_has_an_owner_and_a_unit_that_answers_for_it() -> None:
    units = {u["code"] for u in csv_of("units")}
    assert all(row["owner"] and row["owner_unit"] in units for row, _ in assets())


def test_masts_sheds_and_places_lie_in_the_district() -> None:
    (_, district) = areas("district")[0]
    shapely.prepare(district)
    named = [(row, s) for row, s in [*assets(), *shapes(HERE / "places.geojson")]]
    assert [
        row["code"] for row, s in named if s.geom_type == "Point" and not district.covers(s)
    ] == []


def test_xuheng_square_lies_in_xuheng_and_its_officer_may_sign_in() -> None:
    square = next(s for row, s in shapes(HERE / "places.geojson") if row["name_zh"] == "许衡广场")
    (home,) = [code for code, shape in leaves().items() if shape.contains(square)]
    officer = next(r for r in csv_of("logins") if r["login"] == "officer1")
    posts = {p["area_code"] for p in csv_of("posts") if p["person_code"] == officer["person_code"]}
    assert home.startswith("410803008")
    assert posts == {home}

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gisgrid.assets.rules.entries import Entry
from gisgrid.assets.rules.gazetteer import Gazetteer, PlaceCandidate

DISTRICT, WEST, EAST, COMMUNITY, GRID = 1, 2, 3, 4, 5
ENTRIES = [
    Entry("area", DISTRICT, "district", "中站区", ("中站区",), 113.17, 35.24, (1,), exact=False),
    Entry("area", WEST, "subdistrict", "许衡街道", ("许衡街道",), 113.15, 35.24, (1, 2),
          exact=False),
    Entry("area", EAST, "subdistrict", "李封街道", ("李封街道",), 113.18, 35.24, (1, 3),
          exact=False),
    Entry("area", COMMUNITY, "community", "怡光社区", ("怡光社区居民委员会",), 113.18, 35.24,
          (1, 3, 4), exact=False),
    Entry("area", GRID, "basic_grid", "怡光社区第1网格", ("怡光社区第1网格",), 113.18, 35.24,
          (1, 3, 4, 5)),
    Entry("place", 1, "square", "许衡广场", ("许衡广场", "Xuheng Square"), 113.152, 35.248, (1, 2)),
    Entry("asset", 7, "park", "许衡广场", ("许衡广场",), 113.1521, 35.2481, (1, 2)),
    Entry("place", 2, "school", "实验小学", ("实验小学",), 113.15, 35.25, (1, 2)),
    Entry("place", 3, "school", "实验小学", ("实验小学",), 113.19, 35.25, (1, 3)),
    Entry("place", 4, "scenic", "老君庙", ("老君庙",), 113.11, 35.30, (1, 2)),
    Entry("area", 6, "community", "老君庙村", ("老君庙村",), 113.13, 35.30, (1, 2, 6), exact=False),
]  # fmt: skip
NAMES = Gazetteer(ENTRIES)


def first(text: str) -> PlaceCandidate:
    return NAMES.find(text)[0]


@pytest.mark.parametrize(
    "text",
    [
        "许衡广场",
        "许衡广场东侧门面房",
        "中站区许衡街道许衡广场北50米",
        "在许衡广场",
        "Xuheng Square",
        "ＸＵＨＥＮＧ square",
    ],
)
def test_a_place_is_found_whatever_stands_around_its_name(text: str) -> None:
    assert first(text).name == "许衡广场"
    assert first(text).unambiguous


@pytest.mark.parametrize("text", ["许恒广场", "许衡文化广场", "许衡厂场"])
def test_a_misspelt_name_is_offered_but_never_taken_silently(text: str) -> None:
    assert first(text).name == "许衡广场"
    assert not first(text).unambiguous


def test_a_place_and_its_asset_are_one_candidate() -> None:
    assert [one.name for one in NAMES.find("许衡广场")].count("许衡广场") == 1


def test_two_schools_of_one_name_are_ambiguous_until_the_subdistrict_is_named() -> None:
    both = NAMES.find("实验小学")
    assert {one.id for one in both[:2]} == {2, 3}
    assert not both[0].unambiguous
    assert first("李封街道实验小学").id == 3
    assert first("李封街道实验小学").unambiguous


@pytest.mark.parametrize("text", ["怡光社区", "李封街道", "怡光社区3号楼"])
def test_an_area_above_the_leaves_is_too_vague_to_route_by(text: str) -> None:
    assert first(text).source == "area"
    assert not first(text).unambiguous


def test_a_leaf_is_precise_enough() -> None:
    assert first("怡光社区第1网格").unambiguous


def test_a_name_inside_a_longer_name_is_not_meant() -> None:
    assert first("老君庙村").name == "老君庙村"
    assert first("老君庙").name == "老君庙"
    assert not first("老君庙村").unambiguous


@pytest.mark.parametrize("text", ["", " ", "？！", "天安门", "zzz"])
def test_nothing_similar_is_no_candidate(text: str) -> None:
    assert NAMES.find(text) == []


@given(st.text(max_size=30))
def test_any_text_gets_ordered_scores_between_nothing_and_one(text: str) -> None:
    found = NAMES.find(text)
    scores = [one.score for one in found]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < one <= 1 for one in scores)
    assert not any(one.unambiguous for one in found[1:])

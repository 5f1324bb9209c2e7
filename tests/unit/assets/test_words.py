import pytest

from gisgrid.assets.rules.words import read, spellings


@pytest.mark.parametrize(
    ("text", "name", "hint"),
    [
        ("许衡广场东侧门面房", "许衡广场", "东侧门面房"),
        ("许衡广场北50米路边", "许衡广场", "北50米路边"),
        ("许衡广场附近", "许衡广场", "附近"),
        ("许衡广场对面约一百米处", "许衡广场", "对面约一百米处"),
        ("许衡广场正门口", "许衡广场", "正门口"),
        ("许衡广场（西南角）", "许衡广场", "西南角"),
        ("许衡广场", "许衡广场", ""),
        ("东门", "东门", ""),
        ("near Xuheng Square", "xuhengsquare", ""),
    ],
)
def test_the_name_is_parted_from_the_hint(text: str, name: str, hint: str) -> None:
    words = read(text)
    assert words.core == name
    assert words.hint_after(name) == hint


def test_a_committee_is_also_written_as_its_community() -> None:
    assert spellings("怡光社区居民委员会") == ("怡光社区居民委员会", "怡光社区")
    assert spellings("桑园村村民委员会") == ("桑园村村民委员会", "桑园村")
    assert spellings("许衡广场") == ("许衡广场",)

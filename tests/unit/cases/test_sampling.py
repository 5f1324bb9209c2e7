"""Some of what officers solve on the spot is looked at, and nobody chooses which."""

from gisgrid.cases.rules.sampling import sampled

IDS = range(202611000000001, 202611000005001)


def test_the_sample_is_the_stated_share_and_always_the_same() -> None:
    first = [sampled(one, 0.2) for one in IDS]
    assert first == [sampled(one, 0.2) for one in IDS]
    assert 0.18 < sum(first) / len(first) < 0.22


def test_none_and_all_are_shares_too() -> None:
    assert not any(sampled(one, 0.0) for one in IDS)
    assert all(sampled(one, 1.0) for one in IDS)

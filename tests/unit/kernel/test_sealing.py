import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from gisgrid.kernel.sealing import (
    CIPHERS,
    NoKey,
    Place,
    Sealer,
    Tampered,
    masked,
    normal_phone,
    sealer_of,
)
from gisgrid.kernel.settings import Settings

HERE = Place("report", "reporter", 202611000000001)
ciphers = st.sampled_from(["aes-256-gcm", "sm4-gcm"])
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
secrets = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)
places = st.builds(Place, st.just("report"), st.sampled_from(["reporter", "text"]), st.integers())


@given(words, secrets, ciphers, places)
def test_what_was_sealed_opens_at_its_place(
    value: str, secret: str, cipher: str, at: Place
) -> None:
    sealer = Sealer([secret], cipher)
    assert sealer.open(sealer.seal(value, at), at) == value


@given(words, ciphers, places, places)
def test_a_value_moved_to_another_row_does_not_open(
    value: str, cipher: str, at: Place, to: Place
) -> None:
    sealer = Sealer(["one"], cipher)
    sealed = sealer.seal(value, at)
    if at != to:
        with pytest.raises(Tampered):
            sealer.open(sealed, to)


@given(words, ciphers, st.data())
def test_no_bit_can_be_changed(value: str, cipher: str, data: st.DataObject) -> None:
    sealer = Sealer(["one"], cipher)
    sealed = bytearray(sealer.seal(value, HERE))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises((Tampered, NoKey)):
        sealer.open(bytes(sealed), HERE)


@given(words, ciphers, st.data())
def test_sealed_bytes_cut_short_do_not_open(value: str, cipher: str, data: st.DataObject) -> None:
    sealer = Sealer(["one"], cipher)
    sealed = sealer.seal(value, HERE)
    with pytest.raises(Tampered):
        sealer.open(sealed[: data.draw(st.integers(0, len(sealed) - 1))], HERE)


@given(words, ciphers, ciphers)
def test_old_keys_and_the_other_cipher_still_open(value: str, before: str, now: str) -> None:
    sealed = Sealer(["old"], before).seal(value, HERE)
    assert Sealer(["new", "old"], now).open(sealed, HERE) == value
    with pytest.raises(NoKey):
        Sealer(["new"], now).open(sealed, HERE)


@given(st.text("0123456789", min_size=5, max_size=15))
def test_the_same_value_is_sealed_differently_and_found_by_its_index(phone: str) -> None:
    old, new = Sealer(["old"]), Sealer(["new", "old"])
    assert old.seal(phone, HERE) != old.seal(phone, HERE)
    assert old.blind(phone) == old.blind(phone) != new.blind(phone)
    assert new.blinds(phone) == [new.blind(phone), old.blind(phone)]


@given(places, places)
def test_two_places_are_never_bound_alike(one: Place, two: Place) -> None:
    assert (one.bound() == two.bound()) == (one == two)


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("138 0000 1234", "13800001234"),
        ("+86 138-0000-1234", "13800001234"),
        ("008613800001234", "13800001234"),
        ("１３８００００１２３４", "13800001234"),
        ("0391-1234567", "03911234567"),
        ("+852 2345 6789", "+85223456789"),
        ("00852 2345 6789", "+85223456789"),
        ("8623456", "8623456"),
        ("", ""),
    ],
)
def test_a_phone_has_one_way_to_be_written(written: str, normal: str) -> None:
    assert normal_phone(written) == normal


def test_without_any_key_nothing_is_sealed_outside_demo_mode() -> None:
    with pytest.raises(NoKey):
        sealer_of(Settings(demo=False, secret=SecretStr(""), data_key=SecretStr("")))


def test_a_data_key_is_taken_before_the_secret_and_old_keys_open() -> None:
    before = sealer_of(Settings(secret=SecretStr("s"))).seal("x", HERE)
    rotated = Settings(
        secret=SecretStr("s"), data_key=SecretStr("k"), old_data_keys=SecretStr("s, t")
    )
    assert sealer_of(rotated).open(before, HERE) == "x"
    with pytest.raises(NoKey):
        sealer_of(Settings(secret=SecretStr("s"), data_key=SecretStr("k"))).open(before, HERE)


@pytest.mark.parametrize(
    ("phone", "shown"), [("13812341234", "138****1234"), ("12345", "****"), (None, None)]
)
def test_a_phone_is_shown_masked(phone: str | None, shown: str | None) -> None:
    assert masked(phone) == shown


def test_the_setting_chooses_the_cipher_and_either_opens_what_the_other_sealed() -> None:
    aes, sm4 = (
        sealer_of(Settings(secret=SecretStr("s"), cipher=cipher))
        for cipher in ("aes-256-gcm", "sm4-gcm")
    )
    by = {name: one.seal("13800001234", HERE) for name, one in (("aes", aes), ("sm4", sm4))}
    assert [by[name][0] for name in ("aes", "sm4")] == list(CIPHERS.values())
    assert aes.open(by["sm4"], HERE) == sm4.open(by["aes"], HERE) == "13800001234"

"""Addresses made to look like known ones."""

from hypothesis import given
from hypothesis import strategies as st

from core.payments.lookalikes import imitated

KNOWN = "0x1234567890abcdef1234567890abcdef12345678"
addresses = st.binary(min_size=20, max_size=20).map(lambda raw: "0x" + raw.hex())


def test_the_first_and_last_characters_of_a_known_address_are_noticed():
    fake = KNOWN[:6] + "0" * 32 + KNOWN[-4:]
    assert imitated(fake, [KNOWN]) == KNOWN
    assert imitated(KNOWN[:4] + "0" * 34 + KNOWN[-4:], [KNOWN, "0x" + "9" * 40]) == KNOWN


def test_one_end_alone_or_the_address_itself_is_no_imitation():
    assert not imitated(KNOWN, [KNOWN])
    assert not imitated(KNOWN[:20] + "0" * 22, [KNOWN])
    assert not imitated("0x" + "9" * 40, [KNOWN])
    assert not imitated(KNOWN, [])


@given(addresses, st.integers(2, 18), st.integers(2, 18))
def test_every_imitation_with_six_equal_digits_is_noticed(known, front, back):
    fake = known[: 2 + front] + "".join(
        "0" if digit != "0" else "1" for digit in known[2 + front : 42 - back]
    )
    fake += known[42 - back :]
    assert bool(imitated(fake, [known])) == (front + back >= 6)

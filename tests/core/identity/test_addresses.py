"""Addresses: the published checksums, and a slip of the finger that is found."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import YouCanFix
from core.identity.addresses import checksummed, read_address

EXAMPLES = [
    "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
    "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
    "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
    "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb",
]
"""Of EIP-55's own text."""


@pytest.mark.parametrize("address", EXAMPLES)
def test_the_published_checksums(address):
    assert checksummed(address.lower()) == address
    assert read_address(f" {address}\n") == address.lower()


def test_every_address_of_the_eip_s_text_has_its_checksum(test_data):
    text = (test_data / "vectors" / "erc-55.md").read_text()
    found = set(re.findall(r"\b0x[0-9a-fA-F]{40}\b", text))
    assert set(EXAMPLES) <= found
    assert {read_address(address) for address in found} == {address.lower() for address in found}


@given(st.binary(min_size=20, max_size=20), st.integers(2, 41))
def test_a_changed_character_is_found_wherever_the_case_says_something(raw, place):
    address = checksummed("0x" + raw.hex())
    changed = address[:place] + ("1" if address[place] != "1" else "2") + address[place + 1 :]
    assert read_address(address) == "0x" + raw.hex()
    is_told = changed[2:] not in (changed[2:].lower(), changed[2:].upper())
    if is_told and checksummed(changed.lower()) != changed:
        with pytest.raises(YouCanFix, match="checksum is wrong"):
            read_address(changed)


@pytest.mark.parametrize("text", ["", "0x12", "5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "0x" + "g" * 40])
def test_what_is_no_address_is_refused(text):
    with pytest.raises(YouCanFix, match="not an address"):
        read_address(text)

"""Plain Python values go into calls and come out of results, events and errors."""

import pytest

from app.adapters.abi import abi, describe_error, selector, signature
from core.values import Digest

ALICE = "0x" + "aB" * 20


def test_selectors_are_those_of_the_published_standards():
    by_name = {entry["name"]: entry for entry in abi("Asset").artifact.abi if entry["type"] == "function"}

    assert selector(by_name["transfer"]).hex() == "a9059cbb"
    assert selector(by_name["permit"]).hex() == "d505accf"


def test_structs_are_written_out_in_a_signature():
    by_name = {entry["name"]: entry for entry in abi("RewardDistributor").artifact.abi if "name" in entry}

    assert signature(by_name["claimMany"]) == "claimMany((address,uint256,bytes32[])[])"


def test_a_digest_text_and_bytes_are_the_same_word():
    calls = {
        abi("Rounds").call("settle", 1, word) for word in (bytes(32), Digest(bytes(32)), "0x" + "00" * 32)
    }

    assert len(calls) == 1


def test_a_struct_is_given_by_name_or_in_order():
    by_name = [{"account": ALICE, "cumulative": 5, "proof": [bytes(32)]}]
    in_order = [(ALICE.lower(), 5, [bytes(32)])]

    coder = abi("EmissionDistributor")
    assert coder.call("claimMany", by_name) == coder.call("claimMany", in_order)


def test_wrong_arguments_are_bugs():
    with pytest.raises(TypeError, match="2 arguments expected, 1 given"):
        abi("Rounds").call("settle", 1)
    with pytest.raises(KeyError):
        abi("Rounds").call("nothing")
    with pytest.raises(KeyError):
        abi("Nothing")


def test_errors_are_named_whichever_contract_raised_them():
    owner = bytes(12) + bytes.fromhex(ALICE[2:])
    word = (5).to_bytes(32, "big")

    assert describe_error(bytes.fromhex("e450d38c") + owner + word + word) == (
        f"ERC20InsufficientBalance(sender={ALICE.lower()}, balance=5, needed=5)"
    )
    assert describe_error(bytes.fromhex("4e487b71") + (17).to_bytes(32, "big")) == "Panic(code=17)"
    text = (32).to_bytes(32, "big") + (3).to_bytes(32, "big") + b"why".ljust(32, b"\0")
    assert describe_error(bytes.fromhex("08c379a0") + text) == "why"
    assert describe_error(b"") == "no reason given"
    assert describe_error(b"\1\2\3\4") == "unknown error 0x01020304"


def test_an_error_that_is_cut_short_is_shown_as_it_is():
    assert describe_error(bytes.fromhex("e450d38c") + b"\1") == "unknown error 0xe450d38c"

"""The address book: what may stand in it, and its files."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Damaged, YouCanFix
from core.payments.contacts import Contact, from_csv, from_json, to_csv, to_json, with_contact

ANN = Contact.of("Ann", "0x" + "a1" * 20, "rent")
BOB = Contact.of("Bob", "0x" + "b2" * 20)


def contacts():
    words = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=12)
    name = words.filter(lambda text: not text.lower().startswith("0x"))
    address = st.binary(min_size=20, max_size=20).map(lambda raw: "0x" + raw.hex())
    note = st.sampled_from(["", "rent", 'says "hi", twice', "a;b,c"])
    return st.lists(
        st.builds(Contact, name, address, note),
        max_size=6,
        unique_by=(lambda one: one.name.lower(), lambda one: one.address),
    ).map(lambda found: tuple(sorted(found, key=lambda one: (one.name.lower(), one.address))))


@given(contacts())
def test_a_book_comes_back_from_both_of_its_files(book):
    assert from_json(to_json(book)) == book
    assert from_csv(to_csv(book)) == book


def test_names_and_addresses_stand_once():
    book = with_contact((BOB,), ANN)
    assert book == (ANN, BOB)
    for twice in (Contact("ann", BOB.address[:-1] + "3"), Contact("Other", ANN.address)):
        with pytest.raises(YouCanFix, match=r"stands"):
            with_contact(book, twice)


@pytest.mark.parametrize("name", ["", " ", "=1+1", "@x", "-a", "0xab", "a\nb", "x" * 61])
def test_a_name_that_misleads_is_refused(name):
    with pytest.raises(YouCanFix):
        Contact(name, ANN.address)


def test_a_mistyped_address_is_refused_with_its_line_and_nothing_is_taken():
    text = to_csv((ANN, BOB))
    wrong = text.replace(text.split(",")[5], text.split(",")[5].swapcase().replace("0X", "0x"))
    with pytest.raises(YouCanFix, match=r"Line 3: .*checksum"):
        from_csv(wrong)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "first line"),
        ("who,where\nAnn,0x1\n", "first line"),
        ("name,address\nAnn\n", "Line 2: It has too few"),
        ('name,address\nAnn,"0x', "Line 2"),
        (f"name,address\nAnn,{ANN.address}\nann,{BOB.address}\n", "Line 3: Ann stands"),
        (f"name,address,note\nAnn,{ANN.address},=cmd()\n", "Line 2: That note"),
    ],
)
def test_a_bad_csv_file_says_where(text, words):
    with pytest.raises(YouCanFix, match=words):
        from_csv(text)


def test_columns_may_stand_in_any_order_behind_a_byte_order_mark():
    assert from_csv(f"\ufeffAddress,extra,NAME\r\n{ANN.address},1,Ann\r\n\r\n") == (
        Contact("Ann", ANN.address),
    )


@given(st.binary(max_size=80))
def test_a_damaged_file_is_said_to_be_one(data):
    with pytest.raises(Damaged):
        from_json(data)

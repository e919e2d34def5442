"""Links that anybody may have written: what they ask for, or a refusal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import YouCanFix
from core.links import MOST_CHARACTERS, Link, checked_url

PRINT = "0x" + "0f" * 20


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("conflux://round/41", Link("round", 41)),
        ("conflux://claim/1", Link("claim", 1)),
        ("conflux://network?url=https://a.example/n.json", Link("network", url="https://a.example/n.json")),
        (
            f"conflux://network?url=https%3A%2F%2Fa.example%3A8443%2Fn&operator={PRINT}",
            Link("network", url="https://a.example:8443/n", operator=PRINT),
        ),
        ("conflux://network?url=http://127.0.0.1:8080/n", Link("network", url="http://127.0.0.1:8080/n")),
        ("conflux://network?url=http://[::1]:8080/n", Link("network", url="http://[::1]:8080/n")),
    ],
)
def test_a_link_says_what_it_asks_for(text, link):
    assert Link.parse(text) == link
    assert Link.parse(str(link)) == link


@pytest.mark.parametrize(
    "text",
    [
        "",
        "round/41",
        "http://round/41",
        "conflux:round/41",
        "CONFLUX://round/41",
        "conflux://",
        "conflux://round",
        "conflux://round/",
        "conflux://round/0",
        "conflux://round/041",
        "conflux://round/-1",
        "conflux://round/41/",
        "conflux://round/41?send=1",
        "conflux://round/4 1",
        "conflux://round/\u0664\u0661",
        "conflux://round/41\n",
        "conflux://round/9999999999",
        "conflux://send/41",
        "conflux://network",
        "conflux://network/1?url=https://a.example",
        "conflux://network?url=",
        "conflux://network?url=https://a.example&url=https://b.example",
        "conflux://network?url=https://a.example&then=join",
        "conflux://network?url=https://a.example&operator=0x0f",
        "conflux://round/" + "1" * MOST_CHARACTERS,
    ],
)
def test_anything_else_is_refused_in_a_sentence(text):
    with pytest.raises(YouCanFix) as refused:
        Link.parse(text)
    assert refused.value.message.endswith(".")


@pytest.mark.parametrize(
    "url",
    [
        "http://a.example/n",  # anybody on the way could change it
        "ftp://a.example/n",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "https://",
        "https://user:word@a.example/",
        "https://a.example@b.example/",
        "https://a.example:0/",
        "https://a.example:99999/",
        "https://a.example:/",
        "https://A.example/",
        "https://\u0430.example/",  # a Cyrillic letter that looks like an a
        "https://a.example/..%2f",
        "https://a.example/n?next=1",
        "https://a.example/n#part",
        "https://a.example//n",
        "https://a.example/n\u202e",
        "https://a.example\\@b.example/",
        "https://127.0.0.1.example /",
        "http://127.0.0.1.example/",
        "https://[::1/",
    ],
)
def test_an_address_with_anything_odd_in_it_is_refused(url):
    with pytest.raises(YouCanFix):
        checked_url(url)


@given(st.integers(1, 999_999_999), st.sampled_from(["round", "claim"]))
def test_what_is_written_is_read_back(number, kind):
    link = Link(kind, number)
    assert Link.parse(str(link)) == link


@given(st.from_regex(r"https://[a-z0-9]{1,9}(\.[a-z]{2,5}){1,3}(/[A-Za-z0-9._~-]{1,9}){0,3}", fullmatch=True))
def test_the_address_of_a_network_is_read_back(url):
    link = Link("network", url=url, operator=PRINT)
    assert Link.parse(str(link)) == link

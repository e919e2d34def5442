"""Requests as they leave in, the names and sizes of their fields out."""

import json
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from app.adapters.abi import abi
from app.adapters.sent_fields import read_fields, without_secrets
from core.federated.codec import encode
from core.federated.messages import BODIES
from core.identity.keys import Account

ROUNDS, STAKES = "0x" + "aB" * 20, "0x" + "cd" * 20
CONTRACTS = {ROUNDS.lower(): "Rounds", STAKES: "StakeManager"}
HEAD = b"POST /v1/rounds/3/mask HTTP/1.1\r\nHost: a\r\nContent-Type: %s\r\n\r\n"


def of_body(body, kind=b"application/cbor", path="/v1/rounds/3/mask"):
    fields = read_fields(path, [HEAD % kind, body], CONTRACTS)
    assert sum(field.size for field in fields) == len(HEAD % kind) + len(body)
    return {field.name: (field.size, field.detail) for field in fields}


def signed(body):
    """An envelope as the protocol writes it, whatever the body's version."""
    import cbor2

    return cbor2.dumps([1, "signed", {"body": body, "signature": bytes(65)}], canonical=True)


def message(kind, **members):
    import cbor2

    return cbor2.dumps([1, kind, members], canonical=True)


def rpc(method, *parameters):
    body = json.dumps({"jsonrpc": "2.0", "method": method, "params": parameters, "id": 1}).encode()
    return of_body(body, b"application/json", "/")


def test_a_masked_update_is_named_with_its_words():
    body = message("mask", round_id=3, attempt=1, client=bytes(20), masked=bytes(8 * 500))
    found = of_body(signed(body))

    assert found["masked update"] == (4000, "500 words")
    assert found["signature"] == (65, "")
    assert found["round id"] == (1, "3")
    assert found["client"] == (20, "0x" + "00" * 20)


def test_a_masked_update_beside_its_signed_hash_is_named_too():
    commitment = message("mask", round_id=3, attempt=1, client=bytes(20), masked=bytes(32))
    body = message("masked upload", signed={"body": commitment, "signature": bytes(65)}, masked=bytes(80_000))
    found = of_body(body)

    assert found["masked update"] == (80_000, "10000 words")
    assert found["hash of masked update"] == (32, "")


SENT = {
    "join": {"bond", "box key", "mask key", "session key's address", "delegation signature"},
    "share": {"sealed share boxes", "hash of self seed"},
    "mask": {"hash of masked update"},
    "open_norm": {"norm sums of self seed", "norm sums of edges", "request"},
    "agree": {"digest of survivors"},
    "unmask": {"shares of self seeds", "shares of mask keys"},
    "open_score": {"score products", "request"},
    "settle": {"seeds of audited edges"},
}


@pytest.mark.parametrize("step", sorted(BODIES))
def test_every_message_that_a_client_sends_is_named_field_by_field(step):
    golden = json.loads((Path(__file__).parents[2] / "golden" / "round_v3.json").read_text())
    found = of_body(bytes.fromhex(golden[step]))

    assert SENT[step] | {"signature", "round id", "attempt", "client"} <= set(found)
    assert "body" not in found


def test_sealed_boxes_are_counted():
    box = {"to": bytes(20), "box": bytes(80), "edge_hash": bytes(32)}
    found = of_body(signed(message("share", round_id=3, boxes=[box] * 7)))

    assert found["sealed share boxes"][1] == "7"
    assert found["sealed share boxes"][0] > 7 * 132


@pytest.mark.parametrize("body", [b"", b"\xff\xff", bytes(100), encode.__doc__.encode()])
def test_bytes_that_are_no_message_are_a_body(body):
    found = of_body(body)

    assert found.get("body", (0, ""))[0] == len(body)


def test_what_an_exchange_is_asked_is_named_with_its_dates():
    path = "/api/v3/klines?symbol=BTCUSDT&interval=1h&startTime=1700006400000&limit=1000"
    head = f"GET {path} HTTP/1.1\r\nHost: a\r\n\r\n".encode()
    headers, *query = read_fields(path, [head])

    assert [(field.name, field.detail) for field in query] == [
        ("symbol", "BTCUSDT"), ("interval", "1h"), ("startTime", "2023-11-15 00:00 UTC"), ("limit", "1000"),
    ]  # fmt: skip
    assert headers.size + sum(field.size for field in query) == len(head)


def test_values_of_keys_and_signatures_are_never_shown():
    path = "/order?symbol=X&apiKey=k1&timestamp=1&signature=s2&api_secret=s3&access_token=t4"
    fields = read_fields(path, [f"GET {path} HTTP/1.1\r\n\r\n".encode()])

    assert {field.detail for field in fields} == {"", "X", "1", "hidden"}
    assert without_secrets(path) == (
        "/order?symbol=X&apiKey=hidden&timestamp=1&signature=hidden&api_secret=hidden&access_token=hidden"
    )


def test_a_path_without_a_query_stays_as_it_is():
    assert without_secrets("/v1/rounds/3") == "/v1/rounds/3"
    assert without_secrets("/v1?flag&a=b") == "/v1?flag&a=b"


def test_a_call_of_a_contract_names_the_function_and_its_arguments():
    data = "0x" + abi("StakeManager").call("bondOf", "0x" + "11" * 20).hex()
    found = rpc("eth_call", {"to": STAKES, "data": data}, "latest")

    assert found["method"][1] == "eth_call"
    assert any(name.startswith("StakeManager.bondOf(") for name in found)


def test_a_call_of_a_stranger_is_named_by_its_address():
    assert "call of 0x" + "99" * 20 in rpc(
        "eth_call", {"to": "0x" + "99" * 20, "data": "0x12345678"}, "latest"
    )
    assert "StakeManager.unknown function" in rpc("eth_call", {"to": STAKES, "data": "0x12345678"}, "latest")


@pytest.mark.parametrize("fees", [{"maxFeePerGas": 4, "maxPriorityFeePerGas": 1, "type": 2}, {"gasPrice": 9}])
def test_a_signed_transaction_names_what_it_does(fees):
    data = abi("StakeManager").call("bondOf", "0x" + "11" * 20)
    transaction = {
        "to": STAKES,
        "data": "0x" + data.hex(),
        "value": 300,
        "chainId": 1,
        "nonce": 2,
        "gas": 70_000,
    }
    raw = Account.create(b"k" * 32).sign_transaction({**transaction, **fees})
    [(name, (_, detail))] = [
        found
        for found in rpc("eth_sendRawTransaction", "0x" + raw.hex()).items()
        if "transaction" in found[0]
    ]

    assert name.startswith("signed transaction: StakeManager.bondOf(")
    assert detail == "value 300 wei"


def test_events_that_are_asked_for_are_named():
    event = next(entry["name"] for entry in abi("Rounds").artifact.abi if entry["type"] == "event")
    topic = abi("Rounds").topics(event, {})[0]

    assert f"events Rounds.{event}" in rpc("eth_getLogs", {"address": ROUNDS, "topics": [topic]})
    assert "events Rounds.all" in rpc("eth_getLogs", {"address": ROUNDS})
    assert "events 0x" + "77" * 20 + ".all" in rpc("eth_getLogs", {"address": "0x" + "77" * 20})


@pytest.mark.parametrize(
    ("method", "parameter"),
    [
        ("eth_call", "nonsense"),
        ("eth_call", {"to": 5, "data": 7}),
        ("eth_sendRawTransaction", "0x"),
        ("eth_sendRawTransaction", "0xzz"),
        ("eth_sendRawTransaction", "0x02" + "ff" * 40),
        ("eth_getLogs", []),
        ("eth_getLogs", {"address": ["a"]}),
        ("eth_getBalance", 3),
        ("eth_blockNumber", None),
        ("eth_chainId", {}),
    ],
)
def test_calls_that_nobody_could_make_are_sized_and_not_read(method, parameter):
    assert rpc(method, parameter)["method"][1] == method


def test_an_account_that_is_asked_about_is_named():
    assert rpc("eth_getBalance", "0x" + "11" * 20, "latest")["account"][1] == "0x" + "11" * 20


def test_several_calls_in_one_request_are_all_named():
    calls = [
        {"jsonrpc": "2.0", "method": name, "params": [], "id": 1} for name in ("eth_chainId", "eth_gasPrice")
    ]
    fields = read_fields("/", [HEAD % b"application/json", json.dumps(calls).encode()])

    assert [field.detail for field in fields if field.name == "method"] == ["eth_chainId", "eth_gasPrice"]


def test_a_document_is_named_by_its_keys():
    found = of_body(b'{"name": "x", "points": [1, 2, 3]}', b"application/json")

    assert (found["name"], found["points"]) == ((3, ""), (7, ""))


@pytest.mark.parametrize("body", [b"{", b"[1, 2]", b'{"a": 1e999}', b"[{}]"])
def test_json_of_any_other_form_is_a_body_or_its_keys(body):
    assert of_body(body, b"application/json")


def test_the_files_of_a_form_are_named_with_their_sizes():
    request = requests.Request(
        "POST", "http://a/", files={"file": ("blob", BytesIO(b"z" * 5000)), "pin": (None, "true")}
    )
    prepared = request.prepare()
    head = f"POST / HTTP/1.1\r\nContent-Type: {prepared.headers['Content-Type']}\r\n\r\n".encode()
    fields = {field.name: field.size for field in read_fields("/", [head, prepared.body])}

    assert (fields["file"], fields["pin"]) == (5000, 4)
    assert sum(fields.values()) == len(head) + len(prepared.body)


def test_the_names_of_a_plain_form_are_given_without_values():
    found = of_body(b"user=a&word=b", b"application/x-www-form-urlencoded")

    assert (found["user"], found["word"]) == ((6, ""), (6, ""))


def test_a_form_without_a_boundary_is_a_body():
    assert of_body(b"anything", b"multipart/form-data")["body"] == (8, "")


def test_json_that_was_written_shorter_than_it_reads_is_a_body():
    assert of_body(b'{"":[1e9,1e9,1e9]}', b"application/json")["body"] == (18, "")


def test_nothing_sent_has_no_bytes():
    assert sum(field.size for field in read_fields("/", [])) == 0


def test_the_border_of_a_part_is_of_no_meaning():
    body = signed(message("mask", masked=bytes(800)))
    whole = HEAD % b"application/cbor" + body

    assert read_fields("/", [whole]) == read_fields("/", [HEAD % b"application/cbor", body])
    assert read_fields("/", [whole[:-9], whole[-9:]]) == read_fields("/", [whole])


KINDS = (
    b"application/cbor",
    b"application/json",
    b"text/plain",
    b"multipart/form-data; boundary=x",
    b"application/x-www-form-urlencoded",
)
DOCUMENTS = st.recursive(
    st.none() | st.integers() | st.text(max_size=5),
    lambda more: st.lists(more, max_size=3) | st.dictionaries(st.text(max_size=8), more, max_size=3),
)


@given(
    path=st.text(st.characters(codec="ascii", exclude_characters="\r\n "), max_size=60),
    kind=st.sampled_from(KINDS),
    body=st.binary(max_size=200)
    | st.text(max_size=80).map(str.encode)
    | DOCUMENTS.map(lambda value: json.dumps(value).encode()),
)
def test_the_sizes_of_the_fields_always_add_up_to_the_bytes(path, kind, body):
    head = f"POST /{path} HTTP/1.1\r\nContent-Type: ".encode() + kind + b"\r\n\r\n"

    assert sum(field.size for field in read_fields("/" + path, [head, body], CONTRACTS)) == len(head) + len(
        body
    )


def test_a_megabyte_of_masked_words_is_read_in_no_time():
    import time

    body = signed(message("mask", masked=np.random.default_rng(1).bytes(8_000_000)))
    started = time.process_time()
    read_fields("/", [HEAD % b"application/cbor", body])

    assert time.process_time() - started < 0.5

"""The bytes of one HTTP request in; what they are, field by field with their sizes, out."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any
from urllib.parse import unquote_plus, urlsplit

import cbor2

from app.ports import SentField
from core.errors import PeerBroke
from core.federated.codec import peek

_WORD = 8
_ADDRESS_DIGITS = 42
_SELECTOR_DIGITS = 10
_DETAIL_LENGTH = 60
_LONGEST_JSON = 1 << 24
_HEAD_END = b"\r\n\r\n"
_SECRET = re.compile(r"(?i)key|secret|token|sign|passw|auth|credential")
_HIDDEN = "hidden"
_STRING, _SHAPES, _LONGEST_SHORT = 0x80, 0x40, 55
"""RLP: strings begin at 0x80, lists 0x40 further on, and lengths above 55 have a length of their own."""
_TO = {0: 3, 1: 4, 2: 5}
"""Where the recipient stands in a transaction, by its type; the value and the data follow it."""
_MILLISECONDS = re.compile(r"1[0-9]{12}")
_TIMES = {"starttime", "endtime", "since", "until", "start", "end", "from", "to", "after"}
_WORDS = {"masked", "self_sums", "edge_sums", "products"}
"""Fields that hold ring words."""
_LABELS = {
    "masked": "masked update",
    "boxes": "sealed share boxes",
    "self_seed_hash": "hash of self seed",
    "self_shares": "shares of self seeds",
    "key_shares": "shares of mask keys",
    "self_sums": "norm sums of self seed",
    "edge_sums": "norm sums of edges",
    "products": "score products",
    "openings": "score openings of edges",
    "seeds": "seeds of audited edges",
    "survivors": "digest of survivors",
    "bond_wei": "bond",
    "session": "session key's address",
}


def read_fields(
    path: str, sent: Sequence[bytes], contracts: Mapping[str, str] | None = None
) -> tuple[SentField, ...]:
    """The fields of a request; their sizes add up to the bytes sent.

    What is neither a header's nor a field's, as brackets and lengths, is the field "framing".

    Args:
        path: of the request, with its query.
        sent: the bytes in one or several parts; a part's border is of no meaning.
        contracts: names of contracts by lower-case address, for calls of a chain.
    """
    head, body = _split(sent)
    query = list(_query_fields(path))
    known = sum(field.size for field in query)
    fields = [SentField("headers", len(head) - known), *query] if known < len(head) else []
    fields = fields or [SentField("headers", len(head))]
    inner = _body_fields(head, body, contracts or {}) if body else []
    rest = len(body) - sum(field.size for field in inner)
    if rest < 0:  # a reading that finds more than there is would be no reading
        inner, rest = [SentField("body", len(body))], 0
    return (*fields, *inner, *([SentField("framing", rest)] if rest else []))


def _split(sent: Sequence[bytes]) -> tuple[bytes, bytes]:
    """Head and body; a long body that is a part of its own is not copied."""
    if not sent:
        return b"", b""
    head, end, rest = sent[0].partition(_HEAD_END)
    more = sent[1:]
    body = more[0] if len(more) == 1 and not rest else b"".join((rest, *more))
    return head + end, body


def _query_fields(path: str) -> Iterator[SentField]:
    for pair in filter(None, urlsplit(path).query.split("&")):
        name, _, value = pair.partition("=")
        yield SentField(unquote_plus(name)[:_DETAIL_LENGTH], len(pair), _public(name, unquote_plus(value)))


def without_secrets(path: str) -> str:
    """A path whose query does not show the values of keys, tokens and signatures."""
    base, mark, query = path.partition("?")
    pairs = [pair.partition("=") for pair in query.split("&")]
    shown = [
        f"{name}={_HIDDEN}" if _SECRET.search(name) and mid else name + mid + value
        for name, mid, value in pairs
    ]
    return base + mark + "&".join(shown)


def _public(name: str, value: str) -> str:
    """A query's value as far as it may be shown; times in words."""
    if _SECRET.search(name):
        return _HIDDEN
    if name.lower() in _TIMES and _MILLISECONDS.fullmatch(value):
        return f"{datetime.fromtimestamp(int(value) / 1000, UTC):%Y-%m-%d %H:%M} UTC"
    return value[:_DETAIL_LENGTH]


def _body_fields(head: bytes, body: bytes, contracts: Mapping[str, str]) -> list[SentField]:
    headers = head.lower()
    if b"\r\ncontent-type: application/cbor" in headers:
        return _cbor_fields(body)
    if body[:1] in {b"{", b"["} and len(body) <= _LONGEST_JSON:
        return _json_fields(body, contracts)
    if b"\r\ncontent-type: multipart/form-data" in headers:
        return list(_part_fields(headers, body))
    if b"\r\ncontent-type: application/x-www-form-urlencoded" in headers:
        return [
            SentField(pair.partition("=")[0][:_DETAIL_LENGTH], len(pair))
            for pair in body.decode("latin-1").split("&")
        ]
    return [SentField("body", len(body))]


def _cbor_fields(body: bytes) -> list[SentField]:
    """The fields of a message of the protocol, through the envelope that is signed."""
    try:
        _version, kind, members = peek(body)
    except PeerBroke:
        return [SentField("body", len(body))]
    return list(_members(kind, members))


def _members(kind: str, members: Mapping[str, Any]) -> Iterator[SentField]:
    for name, value in members.items():
        if isinstance(value, dict):
            yield from _members(kind, value)
        elif name == "body" and isinstance(value, bytes):
            yield from _cbor_fields(value)
        else:
            yield _message_field(kind, name, value)


def _message_field(kind: str, name: str, value: Any) -> SentField:
    label = _LABELS.get(name, name.replace("_", " "))
    if isinstance(value, bytes):
        if kind == "mask" and name == "masked" and len(value) <= 4 * _WORD:
            return SentField(f"hash of {label}", len(value))
        words = f"{len(value) // _WORD} words" if name in _WORDS else ""
        address = "0x" + value.hex() if name == "client" else ""
        return SentField(label, len(value), words or address)
    size = len(cbor2.dumps(value))
    if isinstance(value, list):
        return SentField(label, size, str(len(value)))
    return SentField(label, size, str(value)[:_DETAIL_LENGTH] if isinstance(value, int | str) else "")


def _json_fields(body: bytes, contracts: Mapping[str, str]) -> list[SentField]:
    try:
        document = json.loads(body)
    except ValueError:
        return [SentField("body", len(body))]
    calls = document if isinstance(document, list) else [document]
    if all(isinstance(call, dict) and isinstance(call.get("method"), str) for call in calls):
        return [field for call in calls for field in _call_fields(call, contracts)]
    if isinstance(document, dict):
        return [SentField(name[:_DETAIL_LENGTH], _length(value)) for name, value in document.items()]
    return [SentField("body", len(body))]


def _length(value: Any) -> int:
    """Bytes of a value's JSON, at least: an upper bound would count framing as a field."""
    return len(json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode())


def _call_fields(call: Mapping[str, Any], contracts: Mapping[str, str]) -> Iterator[SentField]:
    """A JSON-RPC call: its method, and what the contract is asked or told."""
    method, parameters = call["method"], call.get("params")
    yield SentField("method", _length(method), method[:_DETAIL_LENGTH])
    first = parameters[0] if isinstance(parameters, list) and parameters else None
    reader = _READERS.get(method)
    read = reader(first, contracts) if reader and first is not None else None
    if read is not None:
        yield SentField(read[0], _length(first), read[1])
    elif parameters:
        yield SentField("parameters", _length(parameters))


def _contract_call(call: Any, contracts: Mapping[str, str]) -> tuple[str, str] | None:
    """Which function of which contract a call names."""
    if not isinstance(call, dict):
        return None
    data = str(call.get("data") or call.get("input") or "0x")
    return _function(str(call.get("to", "")), data, contracts), ""


def _function(address: str, data: str, contracts: Mapping[str, str]) -> str:
    contract = contracts.get(address.lower())
    if contract is None:
        return f"call of {address.lower() or 'a new contract'}"
    known = _functions(contract).get(data[:_SELECTOR_DIGITS].lower())
    return f"{contract}.{known or 'unknown function'}"


@cache
def _functions(contract: str) -> Mapping[str, str]:
    """Functions by selector, with the names of their arguments."""
    from app.adapters.abi import selector
    from contracts import load

    return {
        "0x" + selector(entry).hex(): f"{entry['name']}({', '.join(one['name'] for one in entry['inputs'])})"
        for entry in load(contract).abi
        if entry["type"] == "function"
    }


def _signed_transaction(raw: Any, contracts: Mapping[str, str]) -> tuple[str, str] | None:
    """What a signed transaction does, read from its RLP."""
    try:
        data = bytes.fromhex(str(raw).removeprefix("0x"))
        kind = data[0] if data[0] in _TO else 0
        items = list(_items(next(_items(data[1:] if kind else data))))
        to, value, call = items[_TO[kind] : _TO[kind] + 3]
    except (ValueError, IndexError, StopIteration):
        return None
    called = _function("0x" + to.hex() if to else "", "0x" + call.hex(), contracts)
    return f"signed transaction: {called}", f"value {int.from_bytes(value, 'big')} wei"


def _items(data: bytes) -> Iterator[bytes]:
    """The contents of the strings and lists that stand one after the other in RLP."""
    place = 0
    while place < len(data):
        first = data[place]
        if first < _STRING:
            start, length = place, 1
        else:
            short = (first - _STRING) % _SHAPES
            of_length = max(0, short - _LONGEST_SHORT)
            start = place + 1 + of_length
            length = int.from_bytes(data[place + 1 : start], "big") if of_length else short
        yield data[start : start + length]
        place = start + length


def _log_filter(wanted: Any, contracts: Mapping[str, str]) -> tuple[str, str] | None:
    if not isinstance(wanted, dict) or not isinstance(wanted.get("address"), str):
        return None
    contract = contracts.get(wanted["address"].lower(), wanted["address"].lower())
    topics = wanted.get("topics") or [""]
    known = _events(contract).get(str(topics[0])) if contract in contracts.values() else None
    return f"events {contract}.{known or 'all'}", ""


@cache
def _events(contract: str) -> Mapping[str, str]:
    """Events by topic."""
    from app.adapters.abi import abi
    from contracts import load

    names = [entry["name"] for entry in load(contract).abi if entry["type"] == "event"]
    return {str(abi(contract).topics(name, {})[0]): name for name in names}


def _account(address: Any, _contracts: Mapping[str, str]) -> tuple[str, str] | None:
    is_address = isinstance(address, str) and len(address) == _ADDRESS_DIGITS
    return ("account", address.lower()) if is_address else None


_READERS: Mapping[str, Callable[[Any, Mapping[str, str]], tuple[str, str] | None]] = {
    "eth_call": _contract_call,
    "eth_estimateGas": _contract_call,
    "eth_sendRawTransaction": _signed_transaction,
    "eth_getLogs": _log_filter,
    "eth_getBalance": _account,
    "eth_getTransactionCount": _account,
    "conflux_fund": _account,
}


def _part_fields(headers: bytes, body: bytes) -> Iterator[SentField]:
    """The parts of a form with files, by name."""
    found = re.search(rb'boundary="?([^";\r\n]+)', headers)
    if not found:
        yield SentField("body", len(body))
        return
    # The boundary is compared without case: the headers were made lower-case to be searched.
    for part in re.split(re.escape(b"--" + found[1]), body, flags=re.IGNORECASE)[1:]:
        head, end, content = part.partition(_HEAD_END)
        name = re.search(rb'name="([^"]*)"', head)
        if end and name:
            yield SentField(name[1].decode("latin-1")[:_DETAIL_LENGTH], len(content.removesuffix(b"\r\n")))

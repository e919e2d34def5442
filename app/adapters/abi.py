"""Names and plain values in; call data, topics and decoded values of the Conflux contracts out; no node."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from eth_hash.auto import keccak

from contracts import NAMES, Artifact, load
from core.values import Digest

Entry = Mapping[str, Any]
"""An entry or a parameter of a JSON ABI."""

_BUILT_IN_ERRORS: tuple[Entry, ...] = (
    {"type": "error", "name": "Error", "inputs": [{"name": "reason", "type": "string"}]},
    {"type": "error", "name": "Panic", "inputs": [{"name": "code", "type": "uint256"}]},
)


class Abi:
    """Encodes for and decodes from one contract.

    Args:
        artifact: the compiled contract.
    """

    def __init__(self, artifact: Artifact) -> None:
        self.artifact = artifact
        self._functions = {entry["name"]: entry for entry in artifact.abi if entry["type"] == "function"}
        self._events = {entry["name"]: entry for entry in artifact.abi if entry["type"] == "event"}

    def creation(self, *arguments: Any) -> bytes:
        """Creation code with the constructor's arguments."""
        inputs = [entry["inputs"] for entry in self.artifact.abi if entry["type"] == "constructor"]
        return self.artifact.bytecode + _encode(inputs[0] if inputs else [], arguments)

    def call(self, function: str, *arguments: Any) -> bytes:
        """Call data: the selector and the arguments.

        Structs may be sequences or mappings, addresses in any case, bytes also a Digest or 0x-text.
        """
        entry = self._functions[function]
        return selector(entry) + _encode(entry["inputs"], arguments)

    def result(self, function: str, data: bytes) -> Any:
        """What a call returned: a value, a tuple of several, or None; structs are dicts by name."""
        outputs = self._functions[function]["outputs"]
        values = _decode(outputs, data)
        return tuple(values) if len(outputs) > 1 else (values[0] if values else None)

    def returns(self, function: str) -> bool:
        """Whether a call of `function` returns anything."""
        return bool(self._functions[function]["outputs"])

    def topics(self, event: str, filters: Mapping[str, Any]) -> list[str | None]:
        """Log topics of an event whose indexed arguments equal `filters`; None stands for any."""
        entry = self._events[event]
        indexed = [parameter for parameter in entry["inputs"] if parameter["indexed"]]
        unknown = set(filters) - {parameter["name"] for parameter in indexed}
        if unknown:
            raise KeyError(f"{event} has no indexed argument {', '.join(sorted(unknown))}")
        topics: list[str | None] = ["0x" + keccak(signature(entry).encode()).hex()]
        for parameter in indexed:
            name = parameter["name"]
            topics.append("0x" + _encode([parameter], [filters[name]]).hex() if name in filters else None)
        return topics

    def event(self, name: str, topics: Sequence[bytes], data: bytes) -> dict[str, Any]:
        """The arguments of a log by name; indexed text and bytes are their digests."""
        inputs = self._events[name]["inputs"]
        indexed = [parameter for parameter in inputs if parameter["indexed"]]
        plain = [parameter for parameter in inputs if not parameter["indexed"]]
        values = {
            parameter["name"]: _decode([parameter], topic)[0]
            for parameter, topic in zip(indexed, topics[1:], strict=True)
        }
        values |= {
            parameter["name"]: value for parameter, value in zip(plain, _decode(plain, data), strict=True)
        }
        return {parameter["name"]: values[parameter["name"]] for parameter in inputs}


@cache
def abi(name: str) -> Abi:
    """The Abi of a contract, by its own name or by the name a network lists it under."""
    return Abi(load(name))


def describe_error(data: bytes) -> str:
    """A revert's data as `Name(argument=value)`, known from any Conflux contract; hex where it is not."""
    if not data:
        return "no reason given"
    entry = _errors().get(data[:4])
    try:
        values = _decode(entry["inputs"], data[4:]) if entry else []
    except ValueError:
        entry = None
    if entry is None:
        return f"unknown error 0x{data[:4].hex()}"
    if entry["name"] == "Error":
        return str(values[0])
    named = (
        f"{parameter['name']}={_shown(value)}"
        for parameter, value in zip(entry["inputs"], values, strict=True)
    )
    return f"{entry['name']}({', '.join(named)})"


@cache
def _errors() -> dict[bytes, Entry]:
    """Every custom error of the suite by selector: a call may fail in a contract behind the one it named."""
    entries = [
        *_BUILT_IN_ERRORS,
        *(entry for name in NAMES for entry in load(name).abi if entry["type"] == "error"),
    ]
    return {selector(entry): entry for entry in entries}


def selector(entry: Entry) -> bytes:
    """The first four bytes of a call or an error."""
    return bytes(keccak(signature(entry).encode())[:4])


def signature(entry: Entry) -> str:
    """A function, event or error as `name(type,type)`."""
    return f"{entry['name']}({','.join(_type(parameter) for parameter in entry['inputs'])})"


def _type(parameter: Entry) -> str:
    """The canonical type: structs are written out as their fields."""
    kind = str(parameter["type"])
    if not kind.startswith("tuple"):
        return kind
    fields = ",".join(_type(field) for field in parameter["components"])
    return f"({fields}){kind.removeprefix('tuple')}"


def _encode(parameters: Sequence[Entry], values: Sequence[Any]) -> bytes:
    from eth_abi.abi import encode

    if len(parameters) != len(values):
        raise TypeError(f"{len(parameters)} arguments expected, {len(values)} given")
    plain = [_plain(parameter, value) for parameter, value in zip(parameters, values, strict=True)]
    return encode([_type(parameter) for parameter in parameters], plain)


def _plain(parameter: Entry, value: Any) -> Any:
    """A value as eth_abi takes it."""
    kind = str(parameter["type"])
    if kind.endswith("]"):
        item = {**parameter, "type": kind[: kind.rindex("[")]}
        return [_plain(item, element) for element in value]
    if kind == "tuple":
        fields = parameter["components"]
        given = [value[field["name"]] for field in fields] if isinstance(value, Mapping) else value
        return tuple(_plain(field, element) for field, element in zip(fields, given, strict=True))
    if kind == "address":
        return str(value).lower()
    if kind.startswith("bytes"):
        return _raw(value)
    return value


def _raw(value: Any) -> bytes:
    if isinstance(value, Digest):
        return value.raw
    if isinstance(value, str):
        return bytes.fromhex(value.removeprefix("0x"))
    return bytes(value)


def _decode(parameters: Sequence[Entry], data: bytes) -> list[Any]:
    """The values in `data`; raises ValueError where it holds others."""
    from eth_abi.abi import decode
    from eth_abi.exceptions import DecodingError

    try:
        values = decode([_type(parameter) for parameter in parameters], data)
    except DecodingError as error:
        raise ValueError("no such values") from error
    return [_named(parameter, value) for parameter, value in zip(parameters, values, strict=True)]


def _named(parameter: Entry, value: Any) -> Any:
    """A decoded value with its structs as dicts by field name."""
    kind = str(parameter["type"])
    if not kind.startswith("tuple"):
        return value
    if kind.endswith("]"):
        item = {**parameter, "type": kind[: kind.rindex("[")]}
        return tuple(_named(item, element) for element in value)
    fields = parameter["components"]
    return {field["name"]: _named(field, element) for field, element in zip(fields, value, strict=True)}


def _shown(value: Any) -> str:
    return "0x" + value.hex() if isinstance(value, bytes) else str(value)

"""A blob's bytes in, the CID that IPFS gives them out; blocks that prove their own CIDs in, the bytes out.

The profile is unixfs-v1-2025 of IPIP-499: raw leaves of 1 MiB, at most 1,024 links a node, a balanced tree.
Any UnixFS file is read, whatever profile cut it.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from core.cid import DAG_PB, RAW, Cid, read_varint, varint
from core.errors import PeerBroke

CHUNK_BYTES = 1 << 20
MOST_LINKS = 1024
BLOCK_BYTES = 2 << 20
"""No block in IPFS is longer."""
_DEEPEST = 8
_BLOCKS = 1 << 17
"""Blocks of one file that are read, repeated ones counted: a small tree may unfold into a huge one."""

_DATA, _LINKS = 1, 2
_LINK_HASH, _LINK_NAME, _LINK_TOTAL = 1, 2, 3
_TYPE, _CONTENT, _SIZE, _SIZES = 1, 2, 3, 4
"""Protobuf's field numbers: of a dag-pb node, of a link in it, of UnixFS's message in its data."""
_FILE, _RAW_FILE = 2, 0
_VARINT, _BYTES = 0, 2
_FIXED_BYTES = {1: 8, 5: 4}
"""Bytes of protobuf's two kinds of numbers of fixed length."""


@dataclass(frozen=True)
class _Node:
    """A subtree: its root's CID, the bytes of the blob below it, and the bytes of all its blocks."""

    cid: Cid
    content: int
    total: int


def cid_of(data: bytes) -> Cid:
    """The CID of a whole blob; that of a blob of at most 1 MiB holds the blob's own SHA-256."""
    view = memoryview(data)
    return cid_of_chunks(view[at : at + CHUNK_BYTES] for at in range(0, len(data), CHUNK_BYTES))


def cid_of_chunks(chunks: Iterable[bytes | memoryview]) -> Cid:
    """The CID of a blob that comes in pieces of 1 MiB, the last one shorter; only one is held at a time."""
    nodes = [_Node(Cid.of(chunk), len(chunk), len(chunk)) for chunk in chunks]
    nodes = nodes or [_Node(Cid.of(b""), 0, 0)]
    while len(nodes) > 1:
        nodes = [_parent(nodes[at : at + MOST_LINKS]) for at in range(0, len(nodes), MOST_LINKS)]
    return nodes[0].cid


def _parent(children: list[_Node]) -> _Node:
    """A node in dag-pb: its links first, then UnixFS's own message with the sizes below each link."""
    content = sum(child.content for child in children)
    sizes = b"".join(_number(_SIZES, child.content) for child in children)
    message = _number(_TYPE, _FILE) + _number(_SIZE, content) + sizes
    block = b"".join(_field(_LINKS, _link_to(child)) for child in children) + _field(_DATA, message)
    return _Node(Cid.of(block, DAG_PB), content, len(block) + sum(child.total for child in children))


def _link_to(node: _Node) -> bytes:
    return _field(_LINK_HASH, bytes(node.cid)) + _field(_LINK_NAME, b"") + _number(_LINK_TOTAL, node.total)


def _field(number: int, value: bytes) -> bytes:
    return varint(number << 3 | _BYTES) + varint(len(value)) + value


def _number(number: int, value: int) -> bytes:
    return varint(number << 3 | _VARINT) + varint(value)


def read(root: Cid, block: Callable[[Cid], bytes], limit: int) -> Iterator[bytes]:
    """The bytes of the file under `root`, in order, each block checked against its CID before it is used.

    Args:
        root: of a raw block or of a UnixFS file.
        block: fetches the block of a CID.
        limit: bytes that the file may have.

    Raises:
        PeerBroke: a block does not have its CID, is no part of a file, or the file is longer than `limit`.
        YouCanFix: a CID has a hash that is not computed here.
    """
    waiting, length = [(root, 0)], 0
    for _ in range(_BLOCKS):
        if not waiting:
            return
        cid, depth = waiting.pop()
        links, content = _opened(cid, checked(cid, block(cid)))
        length += len(content)
        if length > limit or depth > _DEEPEST:
            raise PeerBroke(f"The file {root} is longer than {limit} bytes or nested too deeply.")
        waiting.extend((link, depth + 1) for link in reversed(links))
        yield content
    if waiting:
        raise PeerBroke(f"The file {root} has more than {_BLOCKS} blocks.")


def checked(cid: Cid, data: bytes) -> bytes:
    """The block `data`; raises PeerBroke unless it has the hash in `cid`."""
    if len(data) > BLOCK_BYTES or not cid.hash.fits(data):
        raise PeerBroke(f"Other bytes came for block {cid}.", "Ask another gateway.")
    return data


def _opened(cid: Cid, block: bytes) -> tuple[list[Cid], bytes]:
    """The links of a block and the part of the file that lies in it."""
    if cid.codec == RAW:
        return [], block
    fields = _fields(block) if cid.codec == DAG_PB else []
    message = _fields(b"".join(_parts(fields, _DATA)))
    if not any(number == _TYPE and value in {_FILE, _RAW_FILE} for number, value in message):
        raise PeerBroke(f"{cid} is not a file.", "Only files are read, no folders or records.")
    return [_target(link) for link in _parts(fields, _LINKS)], b"".join(_parts(message, _CONTENT))


def _target(link: bytes) -> Cid:
    for value in _parts(_fields(link), _LINK_HASH):
        return Cid.from_bytes(value)
    raise PeerBroke("A link among the blocks leads nowhere.")


def _parts(fields: list[tuple[int, int | bytes]], wanted: int) -> Iterator[bytes]:
    return (value for number, value in fields if number == wanted and isinstance(value, bytes))


def _fields(message: bytes) -> list[tuple[int, int | bytes]]:
    """The fields of a protobuf message in order; raises PeerBroke when they do not end with the message."""
    found: list[tuple[int, int | bytes]] = []
    at = 0
    while at < len(message):
        key, at = read_varint(message, at)
        value: int | bytes
        if key & 7 == _VARINT:
            value, at = read_varint(message, at)
        else:
            length, at = (
                read_varint(message, at) if key & 7 == _BYTES else (_FIXED_BYTES.get(key & 7, -1), at)
            )
            if not 0 <= length <= len(message) - at:
                raise PeerBroke("A block is cut short or is no message of fields.")
            value, at = message[at : at + length], at + length
        found.append((key >> 3, value))
    return found

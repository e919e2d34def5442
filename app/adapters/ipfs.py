"""Blobs in, pinned on an IPFS node, and back by digest or CID, from the node or from any HTTP gateway."""

import contextlib
import json
from collections.abc import Callable

import requests

from app.adapters.artifacts import Absent, verified
from app.adapters.locators import Locators
from app.adapters.remote import Answer, Limits, Remote, multipart, reason, retry_after
from core import unixfs
from core.cid import IDENTITY, RAW, SHA2_256, Cid, Multihash
from core.errors import ConfluxError, PeerBroke, TryAgain, YouCanFix
from core.values import Digest

NODE_URL = "http://127.0.0.1:5001"
"""Where a node of this machine listens unless told otherwise."""
_ANSWER_BYTES = 1 << 20
"""Of an answer that is no blob."""
_PROFILE = {
    "cid-version": "1",
    "hash": "sha2-256",
    "raw-leaves": "true",
    "chunker": f"size-{unixfs.CHUNK_BYTES}",
    "max-file-links": str(unixfs.MOST_LINKS),
    "trickle": "false",
    "inline": "false",
    "pin": "true",
    "progress": "false",
}
"""How a node is to cut a blob, whatever its own settings say, so that its CID is known before it answers."""


class IpfsNode:
    """A node of one's own, through Kubo's RPC; implements app.ports.BlobStore.

    Args:
        url: of the RPC, as http://127.0.0.1:5001; it gives full power over the node and is never public.
        session: carries the requests.
        locators: where CIDs are kept.
        limits: of one blob.
        authorization: whole value of the header, as "Bearer ...", where the node asks for one.
    """

    name = "ipfs"
    keeps = True

    def __init__(
        self,
        url: str,
        session: requests.Session,
        locators: Locators,
        limits: Limits | None = None,
        authorization: str = "",
    ) -> None:
        headers = {"Authorization": authorization} if authorization else {}
        self._node = Remote("the IPFS node", url, session, limits or Limits(), headers)
        self._locators = locators

    def put(self, data: bytes) -> Digest:
        """Add and pin `data`.

        Raises:
            PeerBroke: the node names it by another CID than the bytes have.
            TryAgain: it is away, too slow or cannot store it.
            YouCanFix: there is no Kubo node at this address, or it asks for another key.
        """
        digest, cid = Digest.of(data), unixfs.cid_of(data)
        body, content_type = multipart({}, data)
        answer = self._call("add", _PROFILE, self._node.deadline(), body, content_type)
        if _added(answer) != str(cid):
            raise PeerBroke(
                f"The IPFS node stored the blob as {_added(answer) or 'nothing'} instead of {cid}.",
                "Update the node: it must understand the profile unixfs-v1-2025.",
            )
        self._locators.prove(digest, cid)
        return digest

    def get(self, digest: Digest) -> bytes:
        """The bytes of `digest`, verified.

        Raises:
            TryAgain: absent, or the node is away or too slow.
            PeerBroke: the node sent other bytes, or too many.
        """
        until = self._node.deadline()
        return _first(
            _candidates(self._locators, digest),
            lambda cid: verified(
                digest,
                self._cat(cid, until),
                f"The IPFS node sent other bytes for {cid}.",
                "Ask another store.",
            ),
        )

    def fetch(self, cid: Cid) -> bytes:
        """The bytes of a CID, each block checked against it; raises as `get` does."""
        until = self._node.deadline()
        return _proven(cid, lambda block: self._block(block, until), self._node.limits, self._locators)

    def status(self) -> str:
        """The node's version; raises TryAgain when it is away."""
        answer = self._call("version", {}, self._node.deadline())
        return f"Kubo {reason(answer.document().get('Version'))} at {self._node.url}"

    def _cat(self, cid: Cid, until: float) -> bytes:
        answer = self._call(
            "cat", {"arg": str(cid), "progress": "false"}, until, limit=self._node.limits.size
        )
        promised = answer.headers.get("x-content-length", "")
        if promised.isdigit() and int(promised) != len(answer.body):  # an error after the first byte
            raise TryAgain(f"The IPFS node broke off after {len(answer.body)} of {promised} bytes of {cid}.")
        return answer.body

    def _block(self, cid: Cid, until: float) -> bytes:
        return self._call("block/get", {"arg": str(cid)}, until, limit=unixfs.BLOCK_BYTES).body

    def _call(
        self,
        command: str,
        options: dict[str, str],
        until: float,
        body: bytes = b"",
        content_type: str = "",
        limit: int = _ANSWER_BYTES,
    ) -> Answer:
        """One command of the RPC; the node itself gives up when its time is over."""
        query = {**options, "timeout": f"{max(1, int(self._node.left(until)))}s"}
        answer = self._node.ask(
            "POST",
            f"/api/v0/{command}",
            until,
            query=query,
            body=body,
            content_type=content_type,
            limit=limit,
        )
        if answer.status != requests.codes.ok:
            raise self._refusal(answer, options.get("arg", ""))
        return answer

    def _refusal(self, answer: Answer, cid: str) -> ConfluxError:
        """The error that an answer means (Kubo says 500 for almost everything)."""
        if answer.status in {401, 403}:
            return YouCanFix(
                f"The IPFS node at {self._node.url} refuses us.", "Give its authorization, or allow this app."
            )
        words = reason(answer.document().get("Message"))
        if answer.status != requests.codes.server_error or not words:
            return YouCanFix(
                f"{self._node.url} answers {answer.status}: it is not the RPC of a Kubo node.",
                f"Give the RPC's address, as {NODE_URL}.",
            )
        if cid and ("could not find" in words or "not found" in words or "deadline exceeded" in words):
            return Absent(f"The IPFS node cannot find {cid}.", "Ask another store.")
        return TryAgain(f"The IPFS node says: {words}.", "Look into the node's log.", retry_after(answer))


def _added(answer: Answer) -> str:
    """The CID that `add` names last: one JSON object a line, the root at the end."""
    lines = answer.body.splitlines() or [b""]
    with contextlib.suppress(ValueError, RecursionError, AttributeError):
        return reason(json.loads(lines[-1]).get("Hash"))
    return ""


class IpfsGateway:
    """A gateway of somebody else, read only and never believed; implements app.ports.BlobStore.

    Blobs come block by block, each checked against its CID before the next is asked for: a gateway that lies
    is found out at its first wrong block. Any gateway that knows raw blocks will do (Trustless Gateway).

    Args:
        url: of the gateway, as https://ipfs.io.
        session: carries the requests.
        locators: where CIDs are kept.
        limits: of one blob.
    """

    keeps = False

    def __init__(
        self, url: str, session: requests.Session, locators: Locators, limits: Limits | None = None
    ) -> None:
        headers = {"Accept": "application/vnd.ipld.raw"}
        self._gateway = Remote("the gateway", url, session, limits or Limits(), headers)
        self._locators = locators
        self.name = self._gateway.url

    def put(self, data: bytes) -> Digest:
        """Refused: a gateway only reads."""
        raise YouCanFix(
            f"The gateway {self.name} takes no blob of {len(data)} bytes: it only gives.",
            "Put it on a node of your own.",
        )

    def get(self, digest: Digest) -> bytes:
        """The bytes of `digest`, verified; raises TryAgain when absent or away, PeerBroke when altered."""
        until = self._gateway.deadline()
        return _first(
            _candidates(self._locators, digest),
            lambda cid: verified(
                digest,
                self._read(cid, until),
                f"The CID {cid} belongs to another blob.",
                "Whoever named it is wrong.",
            ),
        )

    def fetch(self, cid: Cid) -> bytes:
        """The bytes of a CID, each block checked against it; raises as `get` does."""
        until = self._gateway.deadline()
        return _proven(cid, lambda block: self._block(block, until), self._gateway.limits, self._locators)

    def status(self) -> str:
        """That it answers the specification's probe, a block of no bytes; raises TryAgain when it is away."""
        self._block(Cid(1, RAW, Multihash(IDENTITY, b"")), self._gateway.deadline())
        return "read only"

    def _read(self, cid: Cid, until: float) -> bytes:
        blocks = unixfs.read(cid, lambda block: self._block(block, until), self._gateway.limits.size)
        return b"".join(blocks)

    def _block(self, cid: Cid, until: float) -> bytes:
        answer = self._gateway.ask(
            "GET", f"/ipfs/{cid}", until, query={"format": "raw"}, limit=unixfs.BLOCK_BYTES
        )
        if answer.status == requests.codes.ok:
            return answer.body
        if answer.status in {404, 410, 451, 504}:
            raise Absent(f"The gateway {self.name} does not have {cid}.", "Ask another gateway.")
        if answer.status in {429, 500, 502, 503}:
            raise TryAgain(
                f"The gateway {self.name} answers {answer.status}.", "Try again later.", retry_after(answer)
            )
        raise YouCanFix(
            f"The gateway {self.name} answers {answer.status} to a request for a raw block.",
            "Use another gateway.",
        )


def _candidates(locators: Locators, digest: Digest) -> tuple[Cid, ...]:
    """The CIDs under which IPFS may have a blob; a blob of one block needs no locator."""
    known = tuple(cid for cid in locators.cids(digest) if cid.hash.code == SHA2_256)
    return known or (Cid.raw(digest),)


def _first(cids: tuple[Cid, ...], get: Callable[[Cid], bytes]) -> bytes:
    """What the first CID gives that gives anything; raises the last one's error."""
    for cid in cids[:-1]:
        with contextlib.suppress(PeerBroke, TryAgain):
            return get(cid)
    return get(cids[-1])


def _proven(cid: Cid, block: Callable[[Cid], bytes], limits: Limits, locators: Locators) -> bytes:
    if not cid.hash.is_computed:
        raise Absent(f"IPFS cannot prove bytes by {cid}.", "Say the blob's SHA-256 digest.")
    data = b"".join(unixfs.read(cid, block, limits.size))
    locators.prove(Digest.of(data), cid)
    return data

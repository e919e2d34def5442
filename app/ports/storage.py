"""Content-addressed blobs, here or on a storage network: what the roles ask of their stores."""

from collections.abc import Mapping
from typing import Protocol

from core.cid import Cid
from core.values import Digest


class ArtifactStore(Protocol):
    """Content-addressed bytes: models, specs, transcripts."""

    def put(self, data: bytes) -> Digest:
        """Store `data`; storing twice is harmless."""
        ...

    def get(self, digest: Digest) -> bytes:
        """The bytes of `digest`, verified. Raises TryAgain when absent, PeerBroke when altered."""
        ...


class BlobStore(ArtifactStore, Protocol):
    """One of several stores of the same blobs: a folder, a node, a service."""

    name: str
    """For messages, as "ipfs"."""

    keeps: bool
    """Whether blobs are put there; the others are only read."""

    def fetch(self, cid: Cid) -> bytes:
        """The bytes of a CID, proved by it. Raises as `get` does, and TryAgain for a CID it cannot check."""
        ...

    def status(self) -> str:
        """How it stands, in a few words. Raises TryAgain or YouCanFix when it cannot be used."""
        ...


class PublicArtifacts(ArtifactStore, Protocol):
    """Artifacts that a coordinator publishes and others find by what stands on chain."""

    def publish(self, title: str, parts: Mapping[str, bytes]) -> str:
        """Store the parts and a record of where they are; what to write on chain, CIDs between spaces."""
        ...

    def learn(self, written: str) -> Mapping[str, Digest]:
        """The digest of each part of what was published; from now on `get` finds them.

        Raises:
            TryAgain: the record is in no store that answers.
            PeerBroke: what stands on chain is no CID that proves the record, or the record is none.
        """
        ...

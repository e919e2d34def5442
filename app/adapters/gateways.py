"""Several stores of the same blobs in; one that asks them in turn and tells which failed, and why, out."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from app.adapters.artifacts import Absent, FolderArtifacts
from app.adapters.locators import Locators
from app.ports import BlobStore
from core.cid import Cid
from core.errors import ConfluxError, PeerBroke, Refused, TryAgain, YouCanFix
from core.publication import MOST_CIDS, Part, Publication
from core.values import Digest

REST_SECONDS = 60.0
"""For so long a store that failed is asked after the others."""
_MOST_WRITTEN = 2000
_FAILURES = (PeerBroke, Refused, TryAgain, YouCanFix)
"""What a store may raise and another may make good; a user's Cancelled goes through."""

_HOPEFUL: tuple[type[ConfluxError], ...] = (TryAgain, YouCanFix, Refused)
"""Kinds of failures, the one that heals soonest first; when none is left, all stores broke their word."""
_ABSENT = "Ask whoever stored it to store it again, or choose further stores in the settings."


@dataclass(frozen=True)
class Failure:
    """What a store could not do.

    Args:
        store: its name.
        error: why.
        at: when, by the gateways' clock.
    """

    store: str
    error: ConfluxError
    at: float


@dataclass(frozen=True)
class Stored:
    """Where a blob went.

    Args:
        digest: of the blob.
        kept: names of the stores that have it now.
        cids: under which it can be found, as far as stores name it by CIDs.
        failed: the stores that do not have it.
    """

    digest: Digest
    kept: tuple[str, ...]
    cids: tuple[Cid, ...]
    failed: tuple[Failure, ...]


@dataclass(frozen=True)
class Checked:
    """Whether a store gives a blob back as it was.

    Args:
        store: its name.
        keeps: whether blobs are put there.
        seconds: that it took.
        error: what was wrong; None when the bytes have their digest.
    """

    store: str
    keeps: bool
    seconds: float
    error: ConfluxError | None


class Gateways:
    """Stores asked one after the other; implements app.ports.PublicArtifacts.

    A blob is put to all that keep blobs, of which at least one must take it. It is got from the first that
    gives it unaltered; a store that failed lately is asked last.

    Args:
        stores: in the order in which they are asked.
        locators: where their CIDs are kept.
        cache: keeps what another store gave; None keeps nothing.
        told: called with each failure that another store made good.
        clock: seconds that never go back.
    """

    def __init__(
        self,
        stores: Sequence[BlobStore],
        locators: Locators,
        cache: FolderArtifacts | None = None,
        told: Callable[[Failure], None] = lambda _: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        if not stores:
            raise YouCanFix("No store for blobs is chosen.", "Name one in the settings, as folder.")
        self.stores = tuple(stores)
        self._locators = locators
        self._cache = cache
        self._told = told
        self._clock = clock
        self._failed: dict[str, Failure] = {}

    def put(self, data: bytes) -> Digest:
        """Store `data`; raises as put_to_all does."""
        return self.put_to_all(data).digest

    def put_to_all(self, data: bytes) -> Stored:
        """Store `data` in every store that keeps blobs.

        Raises:
            YouCanFix, TryAgain, Refused, PeerBroke: none of them took it; the reason of each is told.
        """
        kept, failed = [], []
        for store in self._keepers():
            try:
                store.put(data)
            except _FAILURES as error:
                failed.append(self._note(store, error))
            else:
                kept.append(store.name)
        digest = Digest.of(data)
        if not kept:
            raise _nobody(f"No store took the blob {digest}", failed)
        for failure in failed:
            self._told(failure)
        return Stored(digest, tuple(kept), self._locators.cids(digest), tuple(failed))

    def get(self, digest: Digest) -> bytes:
        """The bytes of `digest`, verified, from the first store that gives them.

        Raises:
            TryAgain: absent everywhere, or stores are away or too slow; the reason of each is told.
            PeerBroke: every store that answers sends other bytes.
        """
        return self._first(f"No store gives the blob {digest}", lambda store: store.get(digest))

    def fetch(self, cid: Cid, digest: Digest | None = None) -> bytes:
        """The bytes of a CID, proved by `digest`, by the digest that is known for it, or by itself.

        Raises as `get` does.
        """
        if digest:
            self._locators.learn(digest, cid)
        digest = digest or self.digest_of(cid)
        if digest:
            return self.get(digest)
        return self._first(f"No store gives {cid}", lambda store: store.fetch(cid))

    def digest_of(self, cid: Cid) -> Digest | None:
        """The digest of the blob that `cid` names; None where it does not hold it and is not known here."""
        return self._locators.digest(cid)

    def publish(self, title: str, parts: Mapping[str, bytes]) -> str:
        """Store the parts and a record of where they are; raises as put_to_all does.

        Returns:
            What to write on chain: the record's CIDs between spaces. The first holds the record's SHA-256, so
            the record is proved by it, whichever store gives it.
        """
        found = {}
        for name, data in parts.items():
            stored = self.put_to_all(data)
            found[name] = Part(stored.digest, len(data), stored.cids[:MOST_CIDS])
        record = self.put_to_all(Publication(title, found).to_bytes())
        return " ".join(dict.fromkeys(map(str, (Cid.raw(record.digest), *record.cids))))

    def learn(self, written: str) -> Mapping[str, Digest]:
        """The digest of each published part; from now on `get` finds them. `written` is what `publish` gave.

        Raises:
            PeerBroke: it is no CID that proves the record, or the record is none.
            TryAgain: no store gives the record.
        """
        digest, others = _parsed(written)
        for cid in others:
            self._locators.learn(digest, cid)
        published = Publication.from_bytes(self.get(digest))
        for part in published.parts.values():
            for cid in part.cids:
                self._locators.learn(part.digest, cid)
        return {name: part.digest for name, part in published.parts.items()}

    def failures(self) -> tuple[Failure, ...]:
        """The newest failure of each store that has not worked since."""
        return tuple(self._failed.values())

    def check(self, digest: Digest) -> tuple[Checked, ...]:
        """Every store asked for the whole blob."""
        return tuple(self._checked(store, digest) for store in self.stores)

    def _keepers(self) -> list[BlobStore]:
        keepers = [store for store in self.stores if store.keeps]
        if not keepers:
            raise YouCanFix("None of the chosen stores keeps blobs.", "Choose folder, ipfs or autodrive.")
        return keepers

    def _checked(self, store: BlobStore, digest: Digest) -> Checked:
        began = self._clock()
        try:
            store.get(digest)
        except _FAILURES as error:
            return Checked(store.name, store.keeps, self._clock() - began, error)
        return Checked(store.name, store.keeps, self._clock() - began, None)

    def _first(self, nobody: str, ask: Callable[[BlobStore], bytes]) -> bytes:
        failed: list[Failure] = []
        for store in self._in_order():
            try:
                data = ask(store)
            except _FAILURES as error:
                failed.append(self._note(store, error))
                continue
            self._failed.pop(store.name, None)
            for failure in failed:
                if not isinstance(failure.error, Absent):
                    self._told(failure)
            if failed and self._cache:
                self._cache.replace(data)
            return data
        raise _nobody(nobody, failed)

    def _in_order(self) -> list[BlobStore]:
        since = self._clock() - REST_SECONDS
        rests = {name for name, failure in self._failed.items() if failure.at > since}
        return sorted(self.stores, key=lambda store: store.name in rests)

    def _note(self, store: BlobStore, error: ConfluxError) -> Failure:
        failure = Failure(store.name, error, self._clock())
        if not isinstance(error, Absent):
            self._failed[store.name] = failure
        return failure


def _parsed(written: str) -> tuple[Digest, list[Cid]]:
    """The digest of a publication's record and the further CIDs of it."""
    try:
        first, *others = (Cid.parse(word) for word in written[:_MOST_WRITTEN].split()[:MOST_CIDS])
    except (ValueError, YouCanFix) as error:
        raise PeerBroke(f"{written[:80]!r} does not say where something was published.") from error
    if first.digest is None:
        raise PeerBroke(f"The CID {first} does not prove what was published.", "Tell the operator.")
    return first.digest, others


def _nobody(cause: str, failed: Sequence[Failure]) -> ConfluxError:
    """One error for those of all stores: of the one where there is one, else of what time may heal."""
    if len(failed) == 1:
        return failed[0].error
    told = "; ".join(f"{failure.store}: {failure.error.message.rstrip('.')}" for failure in failed)
    kind = next((kind for kind in _HOPEFUL if any(isinstance(one.error, kind) for one in failed)), PeerBroke)
    remedies = [failure.error.remedy for failure in failed if type(failure.error) is not Absent]
    return kind(f"{cause}: {told}.", next(filter(None, remedies), _ABSENT))

"""The outside world on one page: the protocols that the adapters implement and the roles call."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any, Protocol

from core.cid import Cid
from core.features.candles import CandleSeries, Gap
from core.features.coverage import Span, runs
from core.identity.keys import Account
from core.privacy.log_chain import LogCheck
from core.trading.broker import Fill
from core.trading.decision import Decision
from core.trading.epoch import Epoch
from core.trading.journal import DecisionLine, Tick, TradeLine
from core.trading.session import Book
from core.values import Digest, Symbol, Timeframe

Progress = Callable[[str, float], None]
"""Called as progress(stage, fraction of the whole in [0, 1]); raises Cancelled when the user cancelled."""


class Clock(Protocol):
    """The time that rounds, candles and limits go by."""

    def now(self) -> float:
        """UTC seconds since 1970; never goes back."""
        ...


class CandleSource(Protocol):
    """Public candles of one exchange."""

    def candles(
        self, symbol: Symbol, timeframe: Timeframe, since: int, until: int, progress: Progress | None = None
    ) -> CandleSeries:
        """Closed candles with since <= open time < until (UTC seconds); gaps stay gaps.

        Raises:
            YouCanFix: the exchange does not list the symbol or timeframe.
            TryAgain: the exchange is away, too slow or over its rate limit after retries.
        """
        ...


@dataclass(frozen=True, eq=False)
class CandlePage:
    """One answer of an exchange, put in order.

    Args:
        series: closed candles, oldest first; often empty.
        repeated: candles that stood twice with the same values, and were dropped once.
        is_unsorted: whether times went up and down.
        disputed: open times for which it held two different candles; they are not in `series`.
        broken: open times of what is no candle, as a high below the low; they are not in `series`.
    """

    series: CandleSeries
    repeated: int = 0
    is_unsorted: bool = False
    disputed: tuple[int, ...] = ()
    broken: tuple[int, ...] = ()


class CandleFeed(CandleSource, Protocol):
    """Public candles of one exchange in parts, so that a crash costs one part; for many threads."""

    def now(self) -> float:
        """The exchange's own time, UTC seconds; this machine's where it tells none."""
        ...

    def pages(
        self, symbol: Symbol, timeframe: Timeframe, since: int, until: int, progress: Progress | None = None
    ) -> Iterator[CandlePage]:
        """The candles of `candles`, oldest first, as they arrive; raises as that does."""
        ...


@dataclass(frozen=True)
class StoredCandles:
    """A stored series that is not empty, at a glance.

    Args:
        venue: where the candles come from.
        count: candles.
        first_at: open time of the first, UTC seconds.
        last_at: close time of the last.
        gaps: where candles are missing.
    """

    venue: str
    count: int
    first_at: int
    last_at: int
    gaps: tuple[Gap, ...]

    @classmethod
    def of(cls, series: CandleSeries) -> "StoredCandles":
        """That of a series."""
        first_at, last_at = int(series.open_at[0]), int(series.close_at[-1])
        return cls(series.venue, len(series), first_at, last_at, series.gaps())

    def between(self, since: int, until: int, step: int) -> "StoredCandles | None":
        """That of the candles with since <= open time < until; None where there are none.

        Args:
            since: UTC seconds, on the grid of the timeframe.
            until: the same.
            step: the timeframe in seconds.
        """
        held = runs(self.first_at, self.last_at, self.gaps, step)
        inside = [
            (max(start, since), min(end, until)) for start, end in held if start < until and since < end
        ]
        if not inside:
            return None
        gaps = tuple(
            Gap(end - step, start, (start - end) // step) for (_, end), (start, _) in pairwise(inside)
        )
        count = sum(end - start for start, end in inside) // step
        return StoredCandles(self.venue, count, inside[0][0], inside[-1][1], gaps)


@dataclass(frozen=True)
class CandleNotes:
    """What downloads learned of a series beside its candles.

    Args:
        absent: spans of open times for which the exchange, asked twice, had no candles; sorted.
        revised: by open time, the values (open to volume) that the exchange sent later than, and other than,
            those that are stored.
    """

    absent: tuple[Span, ...] = ()
    revised: Mapping[int, tuple[float, ...]] = field(default_factory=dict)


class CandleStore(Protocol):
    """Candles kept on this machine; for many threads and programs at once."""

    def save(self, series: CandleSeries) -> CandleSeries:
        """Merge `series` into what is stored for its symbol and timeframe; returns the merged series.

        Raises YouCanFix when a stored candle disagrees with a new one.
        """
        ...

    def add(self, series: CandleSeries) -> int:
        """As `save`, but returns how many candles were new, without reading all others."""
        ...

    def load(
        self, symbol: Symbol, timeframe: Timeframe, since: float | None = None, until: float | None = None
    ) -> CandleSeries:
        """The stored candles with since <= open time < until; raises YouCanFix when none at all are."""
        ...

    def overview(self, symbol: Symbol, timeframe: Timeframe) -> StoredCandles | None:
        """What is stored at a glance; None where nothing is."""
        ...

    def stored(self) -> tuple[tuple[Symbol, Timeframe], ...]:
        """What is stored, sorted."""
        ...

    def notes(self, symbol: Symbol, timeframe: Timeframe) -> CandleNotes:
        """What downloads learned beside candles."""
        ...

    def add_notes(self, symbol: Symbol, timeframe: Timeframe, notes: CandleNotes) -> None:
        """Keep `notes` beside those that are kept."""
        ...


@dataclass(frozen=True)
class FileReport:
    """What was made of one candle file.

    Args:
        file: its name.
        candles: how many were taken from it; none of a file that is refused.
        found: what it is, in pieces of a sentence: its kind, form of time, columns, pair, span, gaps.
        repaired: what was mended or left out, with the lines.
        refused: lines that are no candles, or why the whole file is refused.
        remedy: the next step for a file that is refused, else empty.
    """

    file: str
    candles: int = 0
    found: tuple[str, ...] = ()
    repaired: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    remedy: str = ""

    @property
    def notes(self) -> tuple[str, ...]:
        """What is not kept as it stands in the file, as sentences that name the file."""
        mended = (f"{self.file}: {text}." for text in self.repaired)
        return *mended, *(f"{self.file}, {text}" if self.candles else text for text in self.refused)


@dataclass(frozen=True, eq=False)
class ImportedCandles:
    """What a set of candle files holds.

    Args:
        series: one per venue, symbol and timeframe, merged over the files, sorted by those.
        files: what was found in each file, repaired and refused, in the order given.
    """

    series: tuple[CandleSeries, ...]
    files: tuple[FileReport, ...] = ()

    @property
    def notes(self) -> tuple[str, ...]:
        """What is not in the series as it is in the files, as sentences."""
        return tuple(note for file in self.files for note in file.notes)


class CandleFiles(Protocol):
    """Candle files of this machine: Parquet, Feather, CSV and JSON, also packed."""

    def read(
        self,
        paths: Sequence[Path],
        symbol: Symbol | None = None,
        timeframe: Timeframe | None = None,
        venue: str = "",
        progress: Progress | None = None,
        *,
        leaves_out_faulty: bool = False,
    ) -> ImportedCandles:
        """Read and merge files; equal duplicates drop. What is not given comes from names and columns.

        A file among several that is no table of spot candles, or holds a faulty line, is refused whole: its
        report says why and how to mend it, the others are read. Faulty lines become gaps where
        `leaves_out_faulty` says so.

        Raises:
            YouCanFix: no file at all could be read, or two of them disagree about a candle.
        """
        ...


@dataclass(frozen=True)
class Block:
    """A block's header, as far as the protocol needs it."""

    number: int
    hash: bytes
    timestamp: int


@dataclass(frozen=True)
class Receipt:
    """A mined transaction."""

    transaction: str
    block: int
    gas_used: int
    fee_wei: int


@dataclass(frozen=True)
class Event:
    """A decoded contract event."""

    name: str
    arguments: Mapping[str, Any]
    block: int
    transaction: str


class Chain(Protocol):
    """Contracts of one network, by the names of app.settings.CONTRACTS."""

    chain_id: int

    def read(self, contract: str, function: str, *arguments: Any) -> Any:
        """Call a view function; addresses are lower-case, raw bytes are bytes. Raises TryAgain, YouCanFix."""
        ...

    def send(
        self, account: Account, contract: str, function: str, *arguments: Any, value: int = 0
    ) -> Receipt:
        """Simulate, sign, send and wait for a transaction.

        Raises:
            Refused: the contract reverts; the custom error is named in the message.
            YouCanFix: not enough coins for gas.
            TryAgain: no node answers; the transaction may still be mined and a retry is safe.
        """
        ...

    def events(self, contract: str, name: str, since_block: int = 0, **filters: Any) -> tuple[Event, ...]:
        """Events in order, from `since_block` on, whose indexed arguments equal `filters`."""
        ...

    def block(self, number: int | None = None) -> Block | None:
        """Block `number`, None where it does not exist yet; the newest without an argument."""
        ...

    def balance_wei(self, address: str) -> int:
        """The chain's own coin of `address`."""
        ...

    def address(self, contract: str) -> str:
        """Lower-case address of a contract."""
        ...

    def fund(self, address: str) -> None:
        """Ask a local network's chain for practice coins; raises Refused on any other network."""
        ...


@dataclass(frozen=True)
class LogEntry:
    """One thing that the coordinator learnt or did.

    Args:
        round_id: the round it belongs to.
        position: 0, 1, 2 ... within the round.
        kind: what the body is; app.coordinator names the kinds.
        at: market time, UTC seconds.
        body: its bytes.
    """

    round_id: int
    position: int
    kind: str
    at: float
    body: bytes


class RoundLog(Protocol):
    """The coordinator's append-only log; everything it knows is derived from it."""

    def append(self, entry: LogEntry) -> None:
        """Keep `entry` on disk before returning.

        Raises TryAgain when the position is taken, or when another coordinator leads.
        """
        ...

    def entries(self, round_id: int, kind: str = "") -> tuple[LogEntry, ...]:
        """A round's entries in order, of one kind where it is given; empty for an unknown round."""
        ...

    def rounds(self) -> tuple[int, ...]:
        """The rounds that have entries, ascending."""
        ...

    def head(self) -> tuple[int, int]:
        """The newest round and how many entries it has; (0, 0) while the log is empty."""
        ...

    def queries(self) -> "RoundLog":
        """The log of the operator's questions, beside that of rounds; its numbers are those of questions."""
        ...


@dataclass(frozen=True)
class LeaseState:
    """Who drives the rounds of one log, as the log's database tells it.

    Args:
        term: 1, 2, 3 ... one more at each change of hands; 0 before the first.
        beat: grows with each sign of life within a term.
        holder: name of the coordinator that leads, "" after one that ended in order.
        is_anchored: whether the holder also has the store's anchor.
    """

    term: int = 0
    beat: int = 0
    holder: str = ""
    is_anchored: bool = False


class LeaseStore(Protocol):
    """One lease that several coordinators over one log share; raises TryAgain while its database is away."""

    def read(self) -> LeaseState:
        """The lease as it stands."""
        ...

    def swap(self, before: LeaseState, after: LeaseState) -> bool:
        """Put `after` in the place of `before`; False, and nothing changed, where it stands otherwise."""
        ...

    def anchor(self) -> bool:
        """Take what one living process at a time can have and loses only by its end; True while it is ours.

        False where another living process has it, and always where a store has no such thing.
        """
        ...

    def weigh_anchor(self) -> None:
        """Give it back; harmless without it."""
        ...


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


class SecretStore(Protocol):
    """Small secrets under names, in the system's keychain or an encrypted file."""

    def put(self, name: str, secret: bytes) -> None:
        """Keep `secret`; read back before returning."""
        ...

    def get(self, name: str) -> bytes | None:
        """The secret, None where there is none. Raises YouCanFix for a wrong password."""
        ...

    def delete(self, name: str) -> None:
        """Forget the secret; harmless where there is none."""
        ...


class CoordinatorGateway(Protocol):
    """The coordinator's HTTP API, as a client sees it. Every method raises TryAgain when it is away."""

    def json(self, path: str, **query: Any) -> Any:
        """GET a JSON document of the API under /v1."""
        ...

    def raw(self, path: str) -> bytes:
        """GET canonical bytes of the API under /v1. Raises PeerBroke when oversized."""
        ...

    def post(self, path: str, body: bytes) -> bytes:
        """POST canonical bytes; returns the answer's bytes. Raises Refused with the coordinator's reason."""
        ...


class AgentGateway(Protocol):
    """The agent's published journal."""

    def json(self, path: str, **query: Any) -> Any:
        """GET a JSON document of the agent's API under /v1. Raises TryAgain when it is away."""
        ...


class Worker(Protocol):
    """The one process that trains and differentiates; keys never enter it."""

    def call(
        self,
        task: str,
        arguments: Mapping[str, Any],
        progress: Progress | None = None,
        report: Callable[[Any], None] | None = None,
    ) -> Any:
        """Run a named task of app.worker_tasks in the worker process and wait for its result.

        Arguments and results are frozen data classes, numpy arrays, bytes and numbers. `report` is called
        with each partial result that the task tells, as the EpochReports of "train".

        Raises:
            Cancelled: `progress` raised it; the task is stopped within two seconds, the worker lives on.
            TryAgain: the worker died twice on this task.
        """
        ...

    def close(self) -> None:
        """Stop the process."""
        ...


LOG_ITSELF = "this log"
"""Destination of entries in which a log tells of itself: that it was begun, repaired, or cut off."""


@dataclass(frozen=True)
class SentField:
    """One field of what left this machine.

    Args:
        name: of the message's field, as "masked update", "symbol" or "Rounds.postJoins(root1)".
        size: bytes that it took.
        detail: what is public of its value, or how many parts it has; "" for neither.
    """

    name: str
    size: int
    detail: str = ""


@dataclass(frozen=True)
class SentRecord:
    """One request that left this machine.

    Args:
        number: 1, 2, 3 ... in the order of sending.
        at: UTC seconds by the system's clock.
        destination: whom it went to: "coordinator", "chain", "exchange", "agent", or a host.
        method: of HTTP; "CONNECT" for a TLS connection that is opened, which tells the server's name.
        path: with its query, at most 300 characters; what looks like a secret in it is left out.
        purpose: what it was for: a step of the round, a JSON-RPC method, or the last words of the path.
        size: bytes sent, headers included.
        digest: SHA-256 of those bytes.
        host: name or address and port that it went to.
        fields: what these bytes were; their sizes add up to `size`.
        epsilon: privacy budget that it used up, None where none applies.
        hash: of its entry in the log, which the next entry holds.
    """

    number: int
    at: float
    destination: str
    method: str
    path: str
    purpose: str
    size: int
    digest: str
    host: str = ""
    fields: tuple[SentField, ...] = ()
    epsilon: float | None = None
    hash: str = ""

    @property
    def is_note(self) -> bool:
        """Whether nothing was sent: the log tells of itself."""
        return self.destination == LOG_ITSELF


@dataclass(frozen=True)
class SentTotal:
    """All that left this machine for one purpose."""

    destination: str
    purpose: str
    requests: int
    size: int


class WireLog(Protocol):
    """What left this machine, written down before it leaves, chained by hashes; never shortened."""

    def entries(self, newest: int = 200) -> tuple[SentRecord, ...]:
        """The last `newest` requests of this run, oldest first."""
        ...

    def totals(self) -> tuple[SentTotal, ...]:
        """Requests and bytes of this run by destination and purpose, sorted."""
        ...

    @property
    def bytes_sent(self) -> int:
        """All bytes sent in this run."""
        ...

    def spending(self, epsilon: float) -> AbstractContextManager[None]:
        """While it lasts, what this thread sends is written down as using up so much privacy budget."""
        ...

    def history(self, after: int = -1) -> Iterator[SentRecord]:
        """All entries of this and earlier runs whose number is greater than `after`, oldest first."""
        ...

    def check(self, noted: str = "") -> LogCheck:
        """Whether the log is as it was written; `noted` is a head that the user wrote down earlier."""
        ...

    def close(self) -> None:
        """Close its files."""
        ...


@dataclass(frozen=True)
class SessionRecord:
    """A client's part in a round that is not over, as it was before its last message.

    Args:
        account: address of the trader.
        round_id: the round.
        step: the step whose message is being sent.
        state: sealed bytes of core.federated.client.ClientSession, which hold the round's secrets.
        saved_at: market time, UTC seconds.
    """

    account: str
    round_id: int
    step: str
    state: bytes
    saved_at: float


@dataclass(frozen=True)
class RoundRecord:
    """A round this trader took part in, as far as it came.

    Args:
        account: address of the trader.
        round_id: the round.
        phase: "sending", "waiting" for the horizon, "scored", "dropped" or "aborted".
        started_at: market time of joining.
        ended_at: market time of the last change.
        model_digest: of the global model it started from.
        clients: joined clients.
        survivors: clients whose updates are in the sum.
        bytes_sent: bytes this trader sent to the coordinator for the round.
        loss_before, loss_after: of the global model on the candles after the commitment; None until scored.
        scores: score by address, in nat; empty until scored.
        note: why the round ended early, or "".
        payable: this trader's score less what public directions earn; None while it is not known.
        state: of this trader's score: final, provisional, held or void; "" while it is not known.
    """

    account: str
    round_id: int
    phase: str
    started_at: float
    ended_at: float
    model_digest: str
    clients: int = 0
    survivors: int = 0
    bytes_sent: int = 0
    loss_before: float | None = None
    loss_after: float | None = None
    scores: Mapping[str, float] = field(default_factory=dict)
    note: str = ""
    payable: float | None = None
    state: str = ""


@dataclass(frozen=True)
class TransactionRecord:
    """A transaction that this trader signed.

    Args:
        account: address of the trader.
        at: market time, UTC seconds.
        text: decoded, as "Claim 12.30 PUSD".
        transaction: hash, 0x and 64 digits.
        fee_wei: paid for it, in the chain's own coin.
    """

    account: str
    at: float
    text: str
    transaction: str
    fee_wei: int


@dataclass(frozen=True)
class PrivacyCharge:
    """A noisy vector that left or may have left: what is needed to account for it.

    Args:
        network: whom it went to: chain and contract.
        dataset: what it was made from, as BTC/USDT.
        round_id, attempt: of what.
        noise_multiplier: z of the sum's noise, 0 without noise.
        threshold: t, the clients that are assumed honest.
        parameters: numbers of the vector.
        charged_at: market time, UTC seconds.
    """

    network: str
    dataset: str
    round_id: int
    attempt: int
    noise_multiplier: float
    threshold: int
    parameters: int
    charged_at: float


@dataclass(frozen=True)
class PrivacyLimit:
    """How much a user lets rounds show of each dataset.

    Args:
        epsilon, delta: of all rounds together, for each dataset.
        covers: "everything" that is published of an update, or the published "sum" alone.
    """

    epsilon: float
    delta: float
    covers: str


class TraderStore(Protocol):
    """What a trader's program must know after a restart; each write is on disk when it returns."""

    def save_session(self, record: SessionRecord) -> None:
        """Keep the newest state of a round; the older one is overwritten on disk."""
        ...

    def session(self, account: str, round_id: int) -> SessionRecord | None:
        """The state of a round that is not over."""
        ...

    def sessions(self, account: str) -> tuple[SessionRecord, ...]:
        """The states of all rounds of `account` that are not over, oldest first."""
        ...

    def end_session(self, account: str, round_id: int) -> None:
        """Erase the state of a round that is over; harmless where there is none."""
        ...

    def save_round(self, record: RoundRecord) -> None:
        """Keep what is known of a round, in place of what was known before."""
        ...

    def rounds(self, account: str) -> tuple[RoundRecord, ...]:
        """The rounds of `account`, oldest first."""
        ...

    def add_transaction(self, record: TransactionRecord) -> None:
        """Keep a transaction; storing the same hash twice is harmless."""
        ...

    def transactions(self, account: str) -> tuple[TransactionRecord, ...]:
        """The transactions of `account`, oldest first."""
        ...

    def charge_privacy(
        self,
        charge: PrivacyCharge,
        admits: Callable[[Sequence[PrivacyCharge], PrivacyLimit | None], bool],
    ) -> None:
        """Keep `charge` if `admits` says so of the dataset's charges and the limit; not where it raises.

        One step for all programs that share the store: nobody else charges in between.
        """
        ...

    def privacy_charges(self) -> tuple[PrivacyCharge, ...]:
        """All charges, in order."""
        ...

    def set_privacy_limit(self, limit: PrivacyLimit | None) -> None:
        """Keep this limit in place of the one before; None keeps none."""
        ...

    def privacy_limit(self) -> PrivacyLimit | None:
        """The limit; None where none was set."""
        ...

    def close(self) -> None:
        """Close its files."""
        ...


class AgentStore(Protocol):
    """The agent's journal, which only grows, and the state it resumes from; a write is on disk on return."""

    def save_epoch(self, epoch: Epoch) -> None:
        """Keep what is known of a round's epoch, in place of what was known before."""
        ...

    def epochs(self) -> tuple[Epoch, ...]:
        """All epochs, by round."""
        ...

    def save_tick(
        self, model: str, tick: Tick, decisions: Sequence[Decision], fills: Sequence[Fill], book: Book
    ) -> None:
        """Write a tick, its decisions worth a line, its fills, and the book after it: all or nothing.

        Raises YouCanFix when the tick was written before: two agents share one journal.
        """
        ...

    def book(self, round_id: int) -> tuple[int, Book] | None:
        """A round's newest book and the tick it stands at; None before the first tick."""
        ...

    def decisions(
        self, after: int | None, limit: int, symbol: Symbol | None = None
    ) -> tuple[DecisionLine, ...]:
        """At most `limit` lines, ascending: those after number `after`, or without one the newest."""
        ...

    def trades(self, after: int | None, limit: int, symbol: Symbol | None = None) -> tuple[TradeLine, ...]:
        """Fills, as `decisions` gives decisions."""
        ...

    def ticks(self, after_at: int | None, limit: int) -> tuple[Tick, ...]:
        """Ticks, ascending: those after the time `after_at`, or without one the newest."""
        ...

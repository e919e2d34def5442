"""The outside world on one page: the protocols that the adapters implement and the roles call."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from core.features.candles import CandleSeries
from core.identity.keys import Account

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


class CandleStore(Protocol):
    """Candles kept on this machine."""

    def save(self, series: CandleSeries) -> CandleSeries:
        """Merge `series` into what is stored for its symbol and timeframe; returns the merged series.

        Raises YouCanFix when a stored candle disagrees with a new one.
        """
        ...

    def load(self, symbol: Symbol, timeframe: Timeframe) -> CandleSeries:
        """The stored series; raises YouCanFix when there is none."""
        ...

    def stored(self) -> tuple[tuple[Symbol, Timeframe], ...]:
        """What is stored, sorted."""
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


class ArtifactStore(Protocol):
    """Content-addressed bytes: models, specs, transcripts."""

    def put(self, data: bytes) -> Digest:
        """Store `data`; storing twice is harmless."""
        ...

    def get(self, digest: Digest) -> bytes:
        """The bytes of `digest`, verified. Raises TryAgain when absent, PeerBroke when altered."""
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

    def call(self, task: str, arguments: Mapping[str, Any], progress: Progress | None = None) -> Any:
        """Run a named task of app.worker in the worker process and wait for its result.

        Arguments and results are frozen data classes, numpy arrays, bytes and numbers.

        Raises:
            Cancelled: `progress` raised it; the task is stopped within two seconds, the worker lives on.
            TryAgain: the worker died twice on this task.
        """
        ...

    def close(self) -> None:
        """Stop the process."""
        ...

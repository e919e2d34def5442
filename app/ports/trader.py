"""A trader's own rounds, secrets and budget: records of them, and the store that keeps them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from core.payments.movements import Movement


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

    def save_movement(self, movement: Movement) -> None:
        """Keep where a payment stands, in place of what was known before under its key."""
        ...

    def forget_movement(self, key: str) -> None:
        """Forget a payment that never left; harmless where there is none."""
        ...

    def movements(self, account: str) -> tuple[Movement, ...]:
        """The movements of `account`, oldest first."""
        ...

    def note_scanned(self, account: str, block: int) -> None:
        """Keep that transfers to `account` are known up to this block."""
        ...

    def scanned(self, account: str) -> int | None:
        """The block up to which they are known; None before the first look."""
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

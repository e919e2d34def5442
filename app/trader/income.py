"""All rounds' payout tables and the chain's claims in; where each coin of an account came from, out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.trader.claims import KINDS
from app.trader.wallet import COIN_DECIMALS, TOKEN_DECIMALS
from core.errors import PeerBroke
from core.values import Amount, ClientId

if TYPE_CHECKING:
    from app.ports import Chain, CoordinatorGateway, TraderStore
    from app.settings import Network
    from app.trader.rounds import RoundStatus
    from app.trader.wallet import Wallet
    from core.federated.terms import RoundSpec
    from core.rewards.payouts import PayoutTable
    from core.rewards.provenance import Piece, Taken
    from core.rewards.settlement import Payouts
    from core.rewards.standing_share import ShareEstimate

_PAGE = 50
"""Rounds in one answer of the coordinator."""
COIN = "ETH"
"""The chain's own coin, in which fees are paid."""


@dataclass(frozen=True)
class Claim:
    """A transaction that paid.

    Args:
        transaction: its hash.
        at: UTC seconds of its block.
        fee: that this account paid for it; None where somebody else sent it, or another machine.
    """

    transaction: str
    at: int
    fee: Amount | None


@dataclass(frozen=True)
class Income:
    """An amount that one round earned this account, and one claim fetched.

    Args:
        kind: "profit" (in the pool's asset) or "emission" (in CFX).
        amount: in smallest units, above 0.
        round_id: that earned it; 0 where no table that is known says it.
        score: payable, of that round, in nat.
        mean, error: of the scores up to that round, by which it was paid; the standard error is None of one.
        epoch: of the vault, in which the agent traded the round's model; 0 where the chain names none.
        claim: that fetched it; None before.
        is_paid: whether it was claimed, also where the claim's event is not to be had.
        is_proven: whether the round's table stood on chain as it was told.
    """

    kind: str
    amount: Amount
    round_id: int
    score: float | None
    mean: float | None
    error: float | None
    epoch: int
    claim: Claim | None
    is_paid: bool
    is_proven: bool


@dataclass(frozen=True)
class _Settled:
    """What a settled round says of one account."""

    round_id: int
    cumulative: Mapping[str, int]
    roots: Mapping[str, bytes]
    score: float | None
    mean: float | None
    error: float | None
    share: "ShareEstimate"


class IncomeBook:
    """Where each coin of the account in use came from.

    Every method asks the network. It raises TryAgain while it is away, and PeerBroke for an answer that is
    malformed or made for another contract.

    Args:
        network: of the account.
        chain: of the network; its events and sums are what counts.
        coordinator: publishes the payout tables.
        wallet: of the account.
        store: knows what this machine paid for its transactions.
    """

    def __init__(
        self,
        network: "Network",
        chain: "Chain",
        coordinator: "CoordinatorGateway",
        wallet: "Wallet",
        store: "TraderStore",
    ) -> None:
        self._network = network
        self._chain = chain
        self._coordinator = coordinator
        self._wallet = wallet
        self._store = store
        self._settled: dict[tuple[str, int], _Settled] = {}
        self._times: dict[int, int] = {}

    def read(self) -> tuple[Income, ...]:
        """Every amount that came or may be claimed, first those of the pool's asset, oldest first.

        Of each kind the claimed ones sum to what the contract paid, in smallest units.
        """
        address = self._wallet.state().address
        if not address:
            return ()
        rounds = self._rounds(ClientId(address))
        epochs = {
            int(event.arguments["round"]): int(event.arguments["epoch"])
            for event in self._chain.events("AgentVault", "EpochClosed")
        }
        return tuple(line for kind in KINDS for line in self._lines(kind, address, rounds, epochs))

    def share(self, round_id: int) -> "ShareEstimate | None":
        """This account's share of what a round paid; None where it is not shared out, or did not score it."""
        from app.trader.rounds import RoundStatus

        address = self._wallet.state().address
        key = address, round_id
        if key not in self._settled:
            status = RoundStatus.read(self._coordinator.json(f"rounds/{round_id}"))
            if status.step != "settled" or address not in status.payable:
                return None
            self._settled[key] = self._read_round(status, ClientId(address))
        return self._settled[key].share

    def _lines(
        self, kind: str, address: str, rounds: tuple[_Settled, ...], epochs: Mapping[int, int]
    ) -> Iterator[Income]:
        from core.rewards.provenance import Earned, trace

        contract = KINDS[kind]
        paid = int(self._chain.read(contract, "paid", address))
        taken, claims = self._claims(contract, address)
        earned = [Earned(one.round_id, one.cumulative[kind]) for one in rounds]
        activated = self._chain.events(contract, "Activated")
        roots = {bytes(event.arguments["root"]) for event in activated}
        by_round = {one.round_id: one for one in rounds}
        for piece in trace(earned, taken, paid):
            yield self._line(kind, piece, by_round.get(piece.round_id), claims, epochs, roots)

    def _line(
        self,
        kind: str,
        piece: "Piece",
        made: _Settled | None,
        claims: Mapping[str, Claim],
        epochs: Mapping[int, int],
        roots: set[bytes],
    ) -> Income:
        return Income(
            kind=kind,
            amount=self._money(kind, piece.units),
            round_id=piece.round_id,
            score=made.score if made else None,
            mean=made.mean if made else None,
            error=made.error if made else None,
            epoch=epochs.get(piece.round_id, 0) if kind == "profit" else 0,
            claim=claims.get(piece.transaction),
            is_paid=piece.is_paid,
            is_proven=made is not None and made.roots[kind] in roots,
        )

    def _money(self, kind: str, units: int) -> Amount:
        if kind == "profit":
            return Amount(units, self._network.asset_decimals, self._network.asset)
        return Amount(units, TOKEN_DECIMALS, "CFX")

    def _claims(self, contract: str, address: str) -> "tuple[list[Taken], dict[str, Claim]]":
        """What the distributor paid the account, by transaction."""
        from core.rewards.provenance import Taken

        fees = {record.transaction: record.fee_wei for record in self._store.transactions(address)}
        taken, claims = [], {}
        for event in self._chain.events(contract, "Claimed", account=address):
            amount, cumulative = int(event.arguments["amount"]), int(event.arguments["cumulative"])
            taken.append(Taken(event.transaction, amount, cumulative))
            fee = fees.get(event.transaction)
            claims[event.transaction] = Claim(
                event.transaction,
                self._time_of(event.block),
                None if fee is None else Amount(fee, COIN_DECIMALS, COIN),
            )
        return taken, claims

    def _time_of(self, number: int) -> int:
        if number not in self._times:
            block = self._chain.block(number)
            if block is None:
                raise PeerBroke(f"The node names an event of block {number}, which it does not have.")
            self._times[number] = block.timestamp
        return self._times[number]

    def _rounds(self, me: ClientId) -> tuple[_Settled, ...]:
        """The settled rounds that scored this account, ascending; without those that were taken back."""
        voided = {int(event.arguments["round"]) for event in self._chain.events("Rounds", "Voided")}
        found = []
        for status in self._statuses():
            key = str(me), int(status.round_id)
            if status.step != "settled" or str(me) not in status.payable or key[1] in voided:
                continue
            if key not in self._settled:
                self._settled[key] = self._read_round(status, me)
            found.append(self._settled[key])
        return tuple(reversed(found))

    def _statuses(self) -> "Iterator[RoundStatus]":
        """All rounds, newest first."""
        from app.trader.rounds import RoundStatus

        before = 0
        while True:
            page = self._coordinator.json("rounds", limit=_PAGE, before=before)
            try:
                views = list(page["rounds"])
            except (KeyError, TypeError) as error:
                raise PeerBroke(
                    "The coordinator's list of rounds is malformed.", "Update the app."
                ) from error
            found = [RoundStatus.read(view) for view in views]
            yield from found
            lowest = min((int(status.round_id) for status in found), default=0)
            if len(found) < _PAGE or lowest <= 1 or (before and lowest >= before):
                return
            before = lowest

    def _read_round(self, status: "RoundStatus", me: ClientId) -> _Settled:
        from core.federated.terms import RoundSpec
        from core.rewards.settlement import Payouts
        from core.rewards.shares import mean_and_error
        from core.rewards.standing_share import share_of

        number = int(status.round_id)
        payouts = Payouts.from_bytes(self._coordinator.raw(f"rounds/{number}/payouts"))
        spec = RoundSpec.from_bytes(self._coordinator.raw(f"rounds/{number}/spec"))
        self._check(number, payouts, spec)
        tables = {"profit": payouts.profit_table, "emission": payouts.emission_table}
        histories = {history.client: history.scores for history in payouts.histories}
        scored = [ClientId(one) for one in status.payable if ClientId(one) not in payouts.unpaid]
        own = histories.get(me, ())
        mean, error = mean_and_error(own) if own else (None, None)
        return _Settled(
            round_id=number,
            cumulative={kind: table.cumulative.get(me, 0) for kind, table in tables.items()},
            roots={kind: table.root if table.cumulative else b"" for kind, table in tables.items()},
            score=status.payable.get(str(me)),
            mean=mean,
            error=error if len(own) > 1 else None,
            share=share_of(me, histories, scored, spec.warm_up_rounds, spec.error_discount),
        )

    def _check(self, number: int, payouts: "Payouts", spec: "RoundSpec") -> None:
        """The documents are of this round, and the tables of this network's distributors."""
        tables: Mapping[str, PayoutTable] = {
            "profit": payouts.profit_table,
            "emission": payouts.emission_table,
        }
        for kind, table in tables.items():
            here = self._chain.chain_id, self._chain.address(KINDS[kind])
            if (table.chain_id, table.distributor) != here:
                raise PeerBroke(
                    f"The {kind} table of round {number} is made for another contract.",
                    "Tell the network's operator.",
                )
        if payouts.round_id != number or spec.round_id != number:
            raise PeerBroke(f"The payouts of round {number} are those of another round.")

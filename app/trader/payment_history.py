"""Payments noted on this machine and a node in; every one's state, confirmed, dropped or put back, out."""

import contextlib
import threading
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.trader.wallet import plain
from core.errors import Refused
from core.payments.movements import Movement, after, confirmations, is_final, needs_sending
from core.values import Amount

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.ports import Clock, PaymentNode, TraderStore, TransactionRecord, Transfer
    from app.trader.payments import Payments
    from app.trader.wallet import Wallet

LOCAL_CONFIRMATIONS = 3
"""A practice chain makes three empty blocks after the last transaction, and then waits for the next one."""
FIRST_LOOK_BLOCKS = 50_000
"""How far back transfers to an account are looked for when it is seen for the first time."""
GIVEN_UP_SECONDS = 86_400
"""Something received that no block holds any more, or a number that another program used, is asked about so
long; what was signed here and waits is asked about for ever."""


@dataclass(frozen=True)
class HistoryLine:
    """A line of the history.

    Args:
        movement: what moved.
        confirmations: blocks that stand on it.
        needed: blocks after which it is taken for final.
    """

    movement: Movement
    confirmations: int
    needed: int

    @property
    def standing(self) -> str:
        """pending, confirming, confirmed, failed, dropped or replaced."""
        if self.movement.state != "mined":
            return self.movement.state
        return "confirmed" if self.confirmations >= self.needed else "confirming"


class PaymentHistory:
    """What came and went; read anew only as far as it can still change.

    Args:
        wallet: whose account in use it is about.
        payments: knows the tokens and the names.
        node: asked for blocks, receipts and transfers.
        store: keeps what is known.
        clock: market time.
        needed: confirmations after which a transaction is final.
    """

    def __init__(
        self,
        wallet: "Wallet",
        payments: "Payments",
        node: "PaymentNode",
        store: "TraderStore",
        clock: "Clock",
        needed: "Callable[[], int]",
    ) -> None:
        self._wallet = wallet
        self._payments = payments
        self._node = node
        self._store = store
        self._clock = clock
        self._needed = needed
        self._lock = threading.Lock()
        self._head = 0
        self._sent_again: dict[str, int] = {}

    def lines(self) -> tuple[HistoryLine, ...]:
        """What is known without asking anybody, newest first."""
        address = self._wallet.box.state().address
        if not address:
            return ()
        needed = self._needed()
        head = self._head or self._store.scanned(address) or 0
        moved = self._store.movements(address)
        known = {one.transaction for one in moved}
        older = [
            HistoryLine(_from_record(record), needed, needed)
            for record in self._store.transactions(address)
            if record.transaction not in known
        ]
        newer = [HistoryLine(one, confirmations(one, head), needed) for one in moved]
        return tuple(sorted(older + newer, key=lambda line: line.movement.at)[::-1])

    def refresh(self) -> tuple[HistoryLine, ...]:
        """Ask the node about all that is not final, and for new transfers; then as `lines`.

        Raises:
            TryAgain: the node does not answer; what is known stays.
        """
        address = self._wallet.box.state().address
        if not address:
            return ()
        with self._lock:
            self._node.check_chain()
            self._head = self._node.head()
            self._receive(address)
            self._settle(address)
        return self.lines()

    def _receive(self, address: str) -> None:
        """Note transfers to the account since the last look; the newest blocks are looked at again."""
        scanned = self._store.scanned(address)
        since = max(0, self._head - FIRST_LOOK_BLOCKS if scanned is None else scanned + 1 - self._needed())
        tokens = {token: asset for asset, (token, _) in self._payments.assets().items() if token}
        known = {moved.key: moved for moved in self._store.movements(address)}
        places: dict[str, int] = {}
        for found in self._node.received(tuple(tokens), address, min(since, self._head), self._head):
            place = places[found.transaction] = places.get(found.transaction, -1) + 1
            before = known.get(f"{found.transaction}:{place}")
            if before is None or before.block_hash != found.block_hash:
                self._store.save_movement(self._received(found, place, tokens[found.token], address))
        self._store.note_scanned(address, self._head)

    def _received(self, found: "Transfer", place: int, asset: str, address: str) -> Movement:
        amount = Amount(found.units, self._payments.assets()[asset][1], asset)
        return Movement(
            key=f"{found.transaction}:{place}",
            account=address,
            direction="in",
            transaction=found.transaction,
            at=float(self._node.made_at(found.block)),
            text=f"Receive {plain(amount)} from {self._payments.named(found.sender)}",
            asset=asset,
            units=found.units,
            decimals=amount.decimals,
            party=found.sender,
            state="mined",
            block=found.block,
            block_hash=found.block_hash,
        )

    def _settle(self, address: str) -> None:
        """Ask about every transaction that is not final, and send again what a block no longer holds."""
        moved = self._store.movements(address)
        open_ = [one for one in moved if not self._is_settled(one, moved)]
        next_nonce = self._node.nonce(address, mined=True) if open_ else 0
        overtaken = {one.replaces for one in moved}
        for before in open_:
            now = after(before, self._node.seen(before.transaction), next_nonce)
            if now.direction == "in":  # the fee was another's
                now = replace(now, fee_wei=0)
            if now != before:
                self._store.save_movement(now)
            if needs_sending(now) and now.nonce >= next_nonce and now.transaction not in overtaken:
                self._send_again(now)

    def _is_settled(self, one: Movement, all_: tuple[Movement, ...]) -> bool:
        if one.state in {"mined", "failed"}:
            return is_final(one, self._head, self._needed())
        is_old = self._clock.now() - one.at > GIVEN_UP_SECONDS
        if one.state == "replaced":
            winners = [other for other in all_ if other.nonce == one.nonce and other.block]
            return is_old or any(is_final(other, self._head, self._needed()) for other in winners)
        return one.direction == "in" and is_old

    def _send_again(self, waiting: Movement) -> None:
        """Once for every new block; a node that has it already takes it as it is."""
        if self._sent_again.get(waiting.key) == self._head:
            return
        self._sent_again[waiting.key] = self._head
        with contextlib.suppress(Refused):  # another one with its number waits: it stays as it is
            self._node.broadcast(waiting.raw)


def _from_record(record: "TransactionRecord") -> Movement:
    """What an earlier version noted of a transaction, after it was mined."""
    return Movement(
        record.transaction, record.account, "out", record.transaction, record.at, record.text,
        state="mined", fee_wei=record.fee_wei,
    )  # fmt: skip

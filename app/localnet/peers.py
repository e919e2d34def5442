"""A network and seats in; headless traders that take part in every round out, sharing one training worker."""

import threading
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import structlog

from app.ports import Progress, Worker
from app.settings import Network
from app.trader import Trader
from app.trader.participation import RoundResult
from app.trader.profit import KINDS, Claimed
from core.errors import Cancelled, ConfluxError, PeerBroke, Refused, TryAgain
from core.features.private_columns import COLUMNS
from core.values import Amount, Symbol, Timeframe

log = structlog.get_logger("peers")

DEPOSIT = "10000"
"""PUSD that each practice trader puts into the vault; the faucet gave ten times as much."""
RETRY_SECONDS = 1.0
QUERY_SECONDS = 3.0
"""Between two looks at what the operator asks."""
PAID_SECONDS = 120
PAID_POLL_SECONDS = 0.5


def seat_setup(trader: Trader, seat: int, history_start_at: int) -> None:
    """Give a practice trader its account, coins, bond, deposit and candles; harmless when repeated.

    Args:
        trader: of a local network.
        seat: 0, 1, 2 ...; seat i trains on symbol i of the network.
        history_start_at: open time of its first candle, UTC seconds.

    Raises:
        TryAgain: the chain or the market is away.
    """
    wallet, network = trader.wallet, trader.network
    wallet.ensure_practice_account()
    if wallet.balances().coin.units == 0:
        trader.ports.chain.fund(wallet.address)
    wallet.ensure_bond()
    if not trader.ports.chain.events("AgentVault", "DepositRequested", account=wallet.address):
        wallet.request_deposit(Amount.parse(DEPOSIT, network.asset_decimals, network.asset))
    symbol = Symbol.parse(network.symbols[seat % len(network.symbols)])
    trader.candles.download(symbol, Timeframe(network.timeframe), history_start_at)


def silent_seats(seats: Sequence[int], drop: int, seed: int, round_number: int) -> frozenset[int]:
    """The seats that play a closed laptop in a round; another draw each round, never seat 0."""
    rng = np.random.default_rng([seed, round_number])
    candidates = [seat for seat in seats if seat]
    return frozenset(int(seat) for seat in rng.choice(candidates, size=drop, replace=False))


def claim_when_paid(trader: Trader, round_id: int, progress: Progress) -> tuple[Claimed, ...]:
    """Wait until a settled round's payout tables can be claimed from, then claim.

    Raises:
        TryAgain: the tables did not become active; a veto of the guardian looks like this.
    """
    coordinator, address = trader.ports.coordinator, trader.wallet.address

    def is_active(asset: str) -> bool:
        view = coordinator.json(f"payouts/{asset}/{address}")
        return bool(view["active"]) and int(view["round_id"] or 0) >= round_id

    patience = time.monotonic() + PAID_SECONDS
    while not all(map(is_active, KINDS)):
        progress("waiting for the payout tables", 0.0)
        if time.monotonic() > patience:
            raise TryAgain(f"Round {round_id} is not paid out yet.", "Claim later.")
        time.sleep(PAID_POLL_SECONDS)
    return trader.profit.claim()


class Peers:
    """The headless traders of a local network, one thread each.

    Args:
        network: whom they take part with.
        folder: one folder a seat is made in it.
        seats: their seats.
        worker: shared by all.
        drop, seed: drop-outs of each round, see `silent_seats`.
        history_start_at: first candle they train on.
        record_wire: keep every byte they send.
    """

    def __init__(
        self,
        network: Network,
        folder: Path,
        seats: Sequence[int],
        worker: Worker,
        drop: int,
        seed: int,
        history_start_at: int,
        *,
        record_wire: bool,
    ) -> None:
        from app.bootstrap import build_trader

        self._seats = tuple(seats)
        self._drop = drop
        self._seed = seed
        self._history_start_at = history_start_at
        self._stopping = threading.Event()
        self._traders = {
            seat: build_trader(network, folder / str(seat), worker, record_wire=record_wire) for seat in seats
        }
        self._ready = {seat: threading.Event() for seat in seats}
        self._threads = [
            threading.Thread(target=work, args=(seat,), name=f"{name}-{seat}")
            for name, work in (("peer", self._live), ("answer", self._answer_queries))
            for seat in self._seats
        ]

    def run(self) -> None:
        """Take part in every round until `stop`."""
        for thread in self._threads:
            thread.start()
        for thread in self._threads:
            thread.join()
        for trader in self._traders.values():
            trader.close()

    def stop(self) -> None:
        """Ask all threads to end; `run` returns when they have."""
        self._stopping.set()

    def _live(self, seat: int) -> None:
        trader = self._traders[seat]
        finished = 0
        is_set_up = False
        while not self._stopping.is_set():
            try:
                if not is_set_up:
                    seat_setup(trader, seat, self._history_start_at)
                    is_set_up = True
                    self._ready[seat].set()
                finished = self._take_part(seat, trader, finished)
            except Cancelled:
                return
            except (TryAgain, PeerBroke, Refused) as error:
                log.warning("peer retries", seat=seat, cause=error.message)
            except ConfluxError as error:
                log.exception("peer gives up this round", seat=seat, cause=error.message)
            self._stopping.wait(RETRY_SECONDS)

    def _answer_queries(self, seat: int) -> None:
        """Answer whatever the network's operator asks: a practice trader has nothing to hide."""
        trader = self._traders[seat]
        while not self._stopping.wait(QUERY_SECONDS):
            if not self._ready[seat].is_set():
                continue
            try:
                for column in COLUMNS:
                    trader.analytics.consents.allow_column(column)
                for report in trader.analytics.answer_all(self._progress):
                    log.info("query answered", seat=seat, question=report.number, status=report.status)
            except Cancelled:
                return
            except ConfluxError as error:
                log.warning("peer cannot answer a query", seat=seat, cause=error.message)

    def _take_part(self, seat: int, trader: Trader, finished: int) -> int:
        """Contribute to the current round unless that is done, and claim; returns the last round done."""
        resumed = trader.participation.resume(self._progress)
        if resumed:
            return self._finish(seat, trader, resumed)
        status = trader.participation.current()
        if status is None or status.round_id <= finished or status.step != "join":
            return finished
        silent = seat in silent_seats(self._seats, self._drop, self._seed, status.round_id)
        result = trader.contribute(self._progress, silent_after="share" if silent else None)
        return self._finish(seat, trader, result)

    def _finish(self, seat: int, trader: Trader, result: RoundResult) -> int:
        log.info("round finished", seat=seat, round=result.round_id, score=result.score)
        for claimed in claim_when_paid(trader, result.round_id, self._progress):
            log.info("claimed", seat=seat, kind=claimed.kind, amount=str(claimed.amount))
        return int(result.round_id)

    def _progress(self, _stage: str, _fraction: float) -> None:
        if self._stopping.is_set():
            raise Cancelled("The network stops.")

"""A local network and one trader in; the whole story lived through and checked, as one report, out."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from app.bootstrap import build_trader, build_wire_log, build_worker
from app.jobs import within
from app.localnet.network import LocalConfig, LocalNetwork
from app.localnet.peers import claim_when_paid, seat_setup
from app.ports import Progress
from app.trader import Trader
from app.trader.privacy_check import TrainingValues
from app.trader.round_files import RoundFiles, kept_update
from app.verification import PublishedRecord, save
from core.errors import TryAgain

SCORE_TOLERANCE = 0.05
"""Scores add up to the fall of the loss but for the quadrature and the rounding of the gradient."""
ROUND_SECONDS = 900
CLAIM_SECONDS = 120


@dataclass(frozen=True)
class Story:
    """What was lived through.

    Args:
        report: the figures, as `conflux demo --json` writes them.
        checks: name and verdict of each check of the story on itself.
    """

    report: dict[str, Any]
    checks: dict[str, bool] = field(default_factory=dict)

    @property
    def holds(self) -> bool:
        """Whether every check held."""
        return all(self.checks.values())


@contextmanager
def living_network(
    folder: Path, config: LocalConfig, progress: Progress
) -> Iterator[tuple[LocalNetwork, Trader]]:
    """A running local network and the first trader on it, both closed at the end."""
    with LocalNetwork(folder / "localnet", config) as local:
        network = local.start(within(progress, 0.0, 0.1))
        worker = build_worker()
        trader = build_trader(network, folder / "trader", worker, record_wire=config.record_wire)
        try:
            seat_setup(trader, 0, local.history_start_at)
            yield local, trader
        finally:
            trader.close()
            worker.close()


def live(local: LocalNetwork, trader: Trader, rounds: int, progress: Progress) -> Story:
    """Take part in `rounds` rounds, claim, and check everything that happened.

    Raises:
        TryAgain: a part of the network died or a round did not end.
        PeerBroke: somebody broke the protocol.
    """
    lived = []
    for number in range(rounds):
        part = within(progress, 0.1 + 0.85 * number / rounds, 0.1 + 0.85 * (number + 1) / rounds)
        lived.append(_live_round(local, trader, number, rounds, part))
    progress("claiming", 0.96)
    claim_when_paid(trader, lived[-1]["id"], lambda _stage, _fraction: local.check())
    _wait_for_claims(local, trader)
    progress("checking the story", 0.98)
    for status in lived:
        record = PublishedRecord(trader.ports.coordinator, status["id"])
        save(record, records_folder(local) / str(status["id"]))
    return _told(local, trader, lived)


def records_folder(local: LocalNetwork) -> Path:
    """Where a story leaves its rounds' public records, one folder a round, for `conflux verify`."""
    return local.folder.parent / "records"


def _live_round(
    local: LocalNetwork, trader: Trader, number: int, rounds: int, progress: Progress
) -> dict[str, Any]:
    started = time.monotonic()
    round_id = _wait_for_round(local, trader, number + 1)

    def tell(stage: str, fraction: float) -> None:
        local.check()
        progress(f"round {number + 1} of {rounds}: {stage}", fraction)

    trader.contribute(tell)
    status = _wait_for(
        local, lambda: _settled(trader, round_id), ROUND_SECONDS, f"Round {round_id} did not settle"
    )
    return {**status, "seconds": round(time.monotonic() - started, 1)}


def _wait_for_round(local: LocalNetwork, trader: Trader, at_least: int) -> int:
    def opened() -> int | None:
        current = trader.participation.current()
        if current is None or current.round_id < at_least or current.step != "join":
            return None
        return int(current.round_id)

    return int(_wait_for(local, opened, ROUND_SECONDS, f"Round {at_least} did not open"))


def _settled(trader: Trader, round_id: int) -> dict[str, Any] | None:
    status: dict[str, Any] = trader.ports.coordinator.json(f"rounds/{round_id}")
    if status["step"] == "aborted":
        raise TryAgain(f"Round {round_id} was aborted: {status['reason']}", "Run the demo again.")
    return status if status["step"] == "settled" else None


def _wait_for(local: LocalNetwork, look: Any, seconds: float, complaint: str) -> Any:
    patience = time.monotonic() + seconds
    while (found := look()) is None:
        local.check()
        if time.monotonic() > patience:
            raise TryAgain(
                f"{complaint} within {seconds:.0f} s.", f"The logs are in {local.folder / 'logs'}."
            )
        time.sleep(0.2)
    return found


def _wait_for_claims(local: LocalNetwork, trader: Trader) -> None:
    """Peers claim by themselves; wait until nothing of the active tables is left to claim."""
    chain = trader.ports.chain

    def all_claimed() -> bool | None:
        left = [
            name
            for name in ("ProfitDistributor", "EmissionDistributor")
            if chain.read(name, "total") != chain.read(name, "paidTotal")
        ]
        return None if left else True

    _wait_for(local, all_claimed, CLAIM_SECONDS, "Not every trader claimed")


def _told(local: LocalNetwork, trader: Trader, lived: list[dict[str, Any]]) -> Story:
    folders = [trader.ports.folder, *sorted((local.folder / "peers").iterdir())]
    rounds = [_round_report(trader, folders, status) for status in lived]
    agent = _agent_report(trader)
    money = money_report(trader)
    privacy = _privacy_report(folders)
    network, config = trader.network, local.config
    report = {
        "rounds": rounds,
        "agent": agent,
        "money": money,
        "privacy": privacy,
        "simulated": network.simulated,
        "paper": True,
    }
    checks = {
        "every sum is exact": all(item["sum_exact"] for item in rounds),
        "scores add up to the fall of the loss": all(_scores_add_up(item) for item in rounds),
        f"{config.drop} drop-outs a round were survived": all(
            item["dropped"] == config.drop for item in rounds
        ),
        "money is conserved": money["conserved"],
        "no training value is on the wire": privacy["training_values_on_wire"] == 0,
        "every log of what left is whole": privacy["logs_intact"],
    }
    if network.simulated and config.seed == LocalConfig.seed:
        checks["the agent traded"] = agent["trades"] >= 1
    return Story(report, checks)


def _scores_add_up(item: dict[str, Any]) -> bool:
    gain = item["loss_before"] - item["loss_after"]
    return bool(abs(item["scores_sum"] - gain) <= SCORE_TOLERANCE * abs(gain))


def _round_report(trader: Trader, folders: list[Path], status: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": status["id"],
        "clients": status["joined"],
        "dropped": status["dropped"],
        "rejected": status["rejected"],
        "sum_exact": _sum_is_exact(trader, folders, status["id"]),
        "loss_before": status["loss_before"],
        "loss_after": status["loss_after"],
        "scores": status["scores"],
        "scores_sum": sum(status["scores"].values()),
        "seconds": status["seconds"],
    }


def _sum_is_exact(trader: Trader, folders: list[Path], round_id: int) -> bool:
    """Whether the published sum is that of the plain updates; only the owner of all traders can tell."""
    published, survivors = trader.participation.published_sum(round_id)
    kept = [
        kept_update(folder, round_id) for folder in folders if RoundFiles(folder, round_id).has_integers()
    ]
    plain = [update for account, update in kept if account in survivors]
    return len(plain) == len(survivors) and bool(np.array_equal(np.sum(plain, axis=0), published))


def _agent_report(trader: Trader) -> dict[str, Any]:
    found = trader.profit.performance()
    return {
        "trades": found.trades,
        "return": found.total_return,
        "buy_and_hold": found.buy_and_hold,
        "max_drawdown": found.max_drawdown,
        "fees": found.fees,
    }


def money_report(trader: Trader) -> dict[str, Any]:
    """Where every unit of the pool's asset came from and went, from the chain's own records."""
    chain = trader.ports.chain

    def total(contract: str, event: str, field: str) -> int:
        return sum(int(found.arguments[field]) for found in chain.events(contract, event))

    deposited = total("AgentVault", "DepositRequested", "assets") - total(
        "AgentVault", "RequestsCancelled", "assets"
    )
    profit = total("AgentVault", "EpochClosed", "profit")
    withdrawn = total("AgentVault", "Withdrawn", "assets")
    claims = _claims(trader, "ProfitDistributor")
    unclaimed = int(chain.read("Asset", "balanceOf", chain.address("ProfitDistributor")))
    vault = (
        int(chain.read("Asset", "balanceOf", chain.address("AgentVault")))
        - int(chain.read("AgentVault", "bond"))
        + int(chain.read("AgentVault", "drawn"))
    )
    adds_up = deposited + profit == withdrawn + sum(claims.values()) + unclaimed + vault
    return {
        "deposited_wei": str(deposited),
        "profit_wei": str(profit),
        "claimed": {account: str(amount) for account, amount in sorted(claims.items())},
        "tokens_claimed": {
            account: str(amount) for account, amount in sorted(_claims(trader, "EmissionDistributor").items())
        },
        "unclaimed_wei": str(unclaimed),
        "conserved": adds_up and _balances_are_the_supply(trader),
    }


def _claims(trader: Trader, distributor: str) -> dict[str, int]:
    """What each account has claimed of a distributor, smallest units."""
    claims: dict[str, int] = {}
    for found in trader.ports.chain.events(distributor, "Claimed"):
        account = str(found.arguments["account"])
        claims[account] = claims.get(account, 0) + int(found.arguments["amount"])
    return claims


def _balances_are_the_supply(trader: Trader) -> bool:
    """The asset's balances over every account that ever held it, against its supply."""
    chain = trader.ports.chain
    holders = {str(found.arguments["to"]) for found in chain.events("Asset", "Transfer")}
    held = sum(int(chain.read("Asset", "balanceOf", holder)) for holder in holders)
    return held == int(chain.read("Asset", "totalSupply"))


def _privacy_report(folders: list[Path]) -> dict[str, Any]:
    """What a search of everything sent finds of each trader's own candles, features and updates."""
    from app.trader.privacy_log import PrivacyLog

    reports = [_own_values(folder).search(folder / "wire-bytes") for folder in folders]
    return {
        "bytes_sent_per_client": sum(report.recorded_bytes for report in reports) // len(folders),
        "training_values_on_wire": sum(report.found for report in reports),
        "finds": [find for report in reports for find in report.finds],
        "values": sum(report.values for report in reports),
        "patterns": sum(report.patterns for report in reports),
        "bytes_searched": sum(report.searched_bytes for report in reports),
        "left_out": sum(report.left_out for report in reports),
        "chance": sum(report.chance for report in reports),
        "logs_intact": all(PrivacyLog(build_wire_log(path / "wire")).check().is_intact for path in folders),
    }


def _own_values(folder: Path) -> TrainingValues:
    from app.adapters.candle_store import ParquetCandleStore

    store = ParquetCandleStore(folder / "candles")
    rounds = [RoundFiles(folder, int(path.name)) for path in (folder / "rounds").glob("*")]
    integers = [files.integers() for files in rounds if files.has_integers()]
    return TrainingValues(
        [store.load(symbol, timeframe) for symbol, timeframe in store.stored()],
        [*(files.update() for files in rounds), *integers],
    )

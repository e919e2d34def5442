"""A part's configuration in; one process of a local network serving until it is interrupted, its port out."""

import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.adapters.clock import FileClock
from app.settings import Network
from core.errors import YouCanFix
from core.values import Timeframe, utc_seconds

if TYPE_CHECKING:
    from app.coordinator.config import CoordinatorConfig
    from app.localnet.market import Market

Announce = Callable[[Mapping[str, Any]], None]
"""Tells the parent that the part serves, and where."""

HOST = "127.0.0.1"
ROUND_CANDLES = 168
"""Candles that score and trade one round: a week of hours."""
QUERY_WINDOW_SECONDS = 2 * 86_400
WINDOWS = {
    "share": 60,
    "mask": 20,
    "open_norm": 60,
    "agree": 60,
    "unmask": 60,
    "open_score": 120,
    "settle": 60,
}
"""Seconds of each step after `join`; `mask` is short because every drop-out makes everybody wait its end."""
RECORDED_HISTORY = 8760
"""Candles before the start that traders train on: a year of hours."""


def market(config: dict[str, Any], announce: Announce) -> None:
    """The exchange: answers as one does, and shows no candle before its time."""
    from app.localnet.market_server import serve

    played = _market(config["market"])
    oldest = min(int(series.open_at[0]) for series in played.series.values())
    history = max(oldest, played.start_at - RECORDED_HISTORY * played.timeframe.seconds)
    story = {
        "symbols": [str(symbol) for symbol in played.symbols],
        "start_at": played.start_at,
        "history_start_at": history,
        "notes": played.notes,
    }
    serve(played, FileClock(Path(config["clock_file"])), lambda port: announce({"port": port, **story}))


def _market(chosen: Mapping[str, Any]) -> "Market":
    from app.localnet.market import load_market, simulate_market

    timeframe = Timeframe(chosen["timeframe"])
    if chosen["candles"] is None:
        if chosen["start"]:
            raise YouCanFix("--start needs --candles.", "The simulated market has a start of its own.")
        return simulate_market(chosen["seed"], chosen["traders"], timeframe)
    if not chosen["start"]:
        raise YouCanFix(
            "--candles needs --start.", "Give the opening of the first round, as --start 2022-06-01."
        )
    rounds = chosen["rounds"] or 1
    horizon = rounds * (ROUND_CANDLES * timeframe.seconds + 4 * 3600) + timeframe.seconds
    return load_market(
        Path(chosen["candles"]), timeframe, utc_seconds(chosen["start"]), chosen["traders"], horizon
    )


def chain(config: dict[str, Any], announce: Announce) -> None:
    """The chain, with the contracts deployed at its first start."""
    from app.localnet.node import LocalAccounts, serve

    accounts = LocalAccounts.of(config["keys"])
    serve(0, Path(config["folder"]), Path(config["clock_file"]), accounts, announce)


def coordinator(config: dict[str, Any], announce: Announce) -> None:
    """The coordinator of the local network."""
    from app.bootstrap import build_coordinator
    from app.coordinator.api import build_app
    from app.service import serve

    network = Network.check(config["network"], "the local network")
    with build_coordinator(network, Path(config["folder"]), _key(config), _rounds(config)) as running:
        serve(
            running,
            build_app(running),
            HOST,
            _port(network.coordinator_url),
            lambda port: announce({"port": port}),
        )


def _rounds(config: Mapping[str, Any]) -> "CoordinatorConfig":
    """The local network's choices: small windows, and no warm-up, so that the first round already pays."""
    from app.coordinator.config import CoordinatorConfig
    from app.coordinator.query_rules import QueryRules
    from core.federated import analytics_terms

    return CoordinatorConfig(
        expected_clients=config["traders"],
        windows={"join": config["join_seconds"], **WINDOWS},
        evaluation_candles=ROUND_CANDLES,
        model_seed=config["seed"],
        rounds=config["rounds"],
        warm_up_rounds=0,
        error_discount=0.0,
        # The clock jumps a candle at a time while a round waits; neither a question nor an answer must be
        # late for that.
        queries=QueryRules(
            windows=dict.fromkeys(analytics_terms.WINDOWS, QUERY_WINDOW_SECONDS),
            fresh_seconds=QUERY_WINDOW_SECONDS,
        ),
    )


def agent(config: dict[str, Any], announce: Announce) -> None:
    """The agent, trading on paper against the local network's exchange account."""
    from app.agent.api import build_app
    from app.bootstrap import build_agent
    from app.service import serve

    network = Network.check(config["network"], "the local network")
    paper_exchange = bytes.fromhex(config["paper_exchange_key"])
    with build_agent(network, Path(config["folder"]), _key(config), paper_exchange) as running:
        serve(
            running, build_app(running), HOST, _port(network.agent_url), lambda port: announce({"port": port})
        )


def peers(config: dict[str, Any], announce: Announce) -> None:
    """The headless traders, sharing one training worker."""
    from app.bootstrap import build_worker
    from app.localnet.peers import Peers

    network = Network.check(config["network"], "the local network")
    worker = build_worker()
    running = Peers(
        network, Path(config["folder"]), config["seats"], worker, config["drop"], config["seed"],
        config["history_start_at"], record_wire=config["record_wire"],
    )  # fmt: skip
    runner = threading.Thread(target=running.run, name="peers")
    try:
        runner.start()
        announce({"traders": len(config["seats"])})
        threading.Event().wait()
    finally:
        running.stop()
        runner.join()
        worker.close()


def _key(config: Mapping[str, Any]) -> bytes:
    return bytes.fromhex(config["key"])


def _port(url: str) -> int:
    return int(url.rpartition(":")[2])

"""A folder and a market in; chain, market, coordinator, agent and peers out, stopped together."""

import json
import secrets
import socket
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from filelock import FileLock, Timeout

from app.adapters.clock import FileClock
from app.localnet.child import Child
from app.localnet.conductor import Conductor
from app.ports import Progress
from app.settings import Network, write_atomically
from core.errors import YouCanFix
from core.federated.graph import COMPLETE_UP_TO, threshold
from core.identity.keys import Account

HOST = "127.0.0.1"
PARTS = ("chain", "market", "coordinator", "agent", "peers")


@dataclass(frozen=True)
class LocalConfig:
    """What a local network is made of.

    Args:
        traders: all traders of the network, the user's included; 8 at least, 128 at most.
        user: True when the last seat is left to the user's own program, False when all are headless peers.
        rounds: rounds to run, 0 for no end.
        drop: peers that play a closed laptop in each round, between `share` and `mask`.
        seed: of the simulated market and of the drop-outs; keys are always random. The default is one of the
            seeds whose first two weeks the agent ends with a gain, so that there is something to claim.
        candles: a folder of real candles, or None for the simulated market.
        timeframe: of the candles.
        start: opening of the first round as ISO date, empty for the simulated market's own.
        record_wire: keep every byte that peers send, for the demo's search for training values.
        join_seconds: how long a round waits for all to join, the user included.
        pace_seconds: least time a candle, so that a person can watch; 0 goes as fast as the agent.
    """

    traders: int = 8
    user: bool = True
    rounds: int = 0
    drop: int = 0
    seed: int = 4
    candles: str | None = None
    timeframe: str = "1h"
    start: str = ""
    record_wire: bool = False
    join_seconds: int = 900
    pace_seconds: float = 0.0

    def __post_init__(self) -> None:
        if not 8 <= self.traders <= 128:  # noqa: PLR2004 - protocol.md: a cohort has 8 to 128 clients
            raise YouCanFix(
                f"A round needs 8 to 128 traders, not {self.traders}.",
                "Choose a number of traders in that range.",
            )
        most = survivable_dropouts(self.traders)
        if not 0 <= self.drop <= most:
            raise YouCanFix(
                f"{self.drop} drop-outs of {self.traders} traders leave too few to unmask the sum.",
                f"With {self.traders} traders at most {most} may drop out of a round.",
            )


def survivable_dropouts(traders: int) -> int:
    """How many of `traders` may vanish in a round whose sum can still be unmasked, whoever they are."""
    neighbours = min(traders, COMPLETE_UP_TO) - 1
    return neighbours - threshold(neighbours)


class LocalNetwork:
    """The processes of one local network; a context manager that stops them all on every way out."""

    def __init__(self, folder: Path, config: LocalConfig) -> None:
        self.folder = folder
        self.config = config
        self.network_file = folder / "network.json"
        self.clock = FileClock(folder / "clock.json")
        self._parts: dict[str, Child] = {}
        self._conductor: Conductor | None = None
        self._network: Network | None = None
        self._history_start_at = 0
        self._lock: FileLock | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self, progress: Progress | None = None) -> Network:
        """Start every part, or go on with what the folder holds from an earlier run.

        Raises:
            YouCanFix: the folder cannot be written, another network runs in it, or a part refuses its input.
            TryAgain: a part did not come up in time; its log is named.
        """
        tell = progress or (lambda _stage, _fraction: None)
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._lock = _lock_folder(self.folder)
        try:
            return self._start(tell)
        except BaseException:
            self.stop()
            raise

    @property
    def network(self) -> Network:
        """The running network."""
        if self._network is None:
            raise RuntimeError("the local network is not started")
        return self._network

    @property
    def history_start_at(self) -> int:
        """Open time of the first candle that the market shows, UTC seconds."""
        return self._history_start_at

    def _start(self, tell: Progress) -> Network:
        tell("starting the market", 0.0)
        market = self._start_part("market", market=asdict(self.config))
        story = market.ready()
        self._set_clock(story["start_at"])
        tell("starting the chain", 0.1)
        keys = _keys(self.folder / "keys.json")
        chain = self._start_part("chain", keys=_chain_keys(keys)).ready()
        network = Network(
            name="local",
            chain_id=chain["chain_id"],
            rpc_url=f"http://{HOST}:{chain['port']}",
            coordinator_url=f"http://{HOST}:{_free_port()}",
            agent_url=f"http://{HOST}:{_free_port()}",
            exchange="binance",
            exchange_url=f"http://{HOST}:{story['port']}",
            timeframe=self.config.timeframe,
            symbols=tuple(story["symbols"]),
            contracts=chain["contracts"],
            asset="PUSD",
            asset_decimals=6,
            simulated=self.config.candles is None,
            local=True,
            clock_file=str(self.clock.path),
        )
        network.save(self.network_file)
        tell("starting coordinator, agent and peers", 0.4)
        self._start_services(network, keys, story)
        for number, name in enumerate(("coordinator", "agent", "peers")):
            self._parts[name].ready()
            tell(f"{name} is up", 0.6 + 0.13 * number)
        self._conductor = self._start_conductor(network)
        self._network = network
        self._history_start_at = int(story["history_start_at"])
        tell("the local network is up", 1.0)
        return network

    def _start_services(self, network: Network, keys: dict[str, str], story: dict[str, Any]) -> None:
        described = asdict(network)
        config = self.config
        self._start_part(
            "coordinator", network=described, key=keys["coordinator"], traders=config.traders,
            join_seconds=config.join_seconds, rounds=config.rounds, seed=config.seed,
        )  # fmt: skip
        self._start_part(
            "agent", network=described, key=keys["agent"], paper_exchange_key=keys["paper_exchange"]
        )
        self._start_part(
            "peers", network=described, seats=self._peer_seats(), rounds=config.rounds, drop=config.drop,
            seed=config.seed, record_wire=config.record_wire, history_start_at=story["history_start_at"],
        )  # fmt: skip

    def _peer_seats(self) -> list[int]:
        """Seats of the headless peers; seat 0 is the user's where there is one."""
        return list(range(1 if self.config.user else 0, self.config.traders))

    def _start_conductor(self, network: Network) -> Conductor:
        import requests

        from app.adapters.coordinator_api import HttpAgent, HttpCoordinator
        from core.values import Timeframe

        session = requests.Session()
        session.trust_env = False  # loopback only: no proxy stands between
        conductor = Conductor(
            self.clock,
            HttpCoordinator(network.coordinator_url, session),
            HttpAgent(network.agent_url, session),
            Timeframe(network.timeframe).seconds,
            pace_seconds=self.config.pace_seconds,
        )
        conductor.start()
        return conductor

    def _set_clock(self, start_at: float) -> None:
        """A new network begins at its story's start; one that was stopped goes on from where it stood."""
        held = _held_time(self.clock.path)
        self.clock.write(max(start_at, held))

    def _start_part(self, name: str, **config: Any) -> Child:
        folder = self.folder / name
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        told = {"part": name, "folder": str(folder), "clock_file": str(self.clock.path), **config}
        self._parts[name] = Child(name, self.folder / "logs" / f"{name}.log", told)
        return self._parts[name]

    def check(self) -> None:
        """Raise TryAgain when a part has died or the market stands still."""
        for part in self._parts.values():
            part.check()

    def stop(self) -> None:
        """Stop every part; harmless when called twice."""
        if self._conductor:
            self._conductor.stop()
            self._conductor = None
        for name in reversed(PARTS):
            if name in self._parts:
                self._parts[name].close_input()
        for part in self._parts.values():
            part.join()
        self._parts.clear()
        if self._lock:
            self._lock.release()
            self._lock = None


def _lock_folder(folder: Path) -> FileLock:
    """Hold the folder for this process; two networks in one folder would overwrite each other's chain."""
    lock = FileLock(folder / "lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise YouCanFix(
            f"Another local network runs in {folder}.", "Stop it, or choose another folder with --data-dir."
        ) from None
    return lock


def _held_time(path: Path) -> float:
    """The market time that a stopped network left behind, 0 for a new one."""
    try:
        return float(json.loads(path.read_bytes())["market_at"])
    except (OSError, ValueError, KeyError, TypeError):
        return 0.0


def _keys(path: Path) -> dict[str, str]:
    """The network's own keys by role, hexadecimal; made at the first start, readable by the owner only."""
    from app.localnet.node import ROLES

    if path.exists():
        return dict(json.loads(path.read_text(encoding="utf-8")))
    keys = {role: secrets.token_hex(32) for role in ROLES}
    write_atomically(path, json.dumps(keys).encode())
    return keys


def _chain_keys(keys: dict[str, str]) -> dict[str, str]:
    """What the chain's process may know: two keys, and the addresses of all other roles."""
    owned = {"deployer", "faucet"}
    return {
        role: key if role in owned else Account.from_key(bytes.fromhex(key)).address
        for role, key in keys.items()
    }


def _free_port() -> int:
    with socket.create_server((HOST, 0)) as server:
        return int(server.getsockname()[1])

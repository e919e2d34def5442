"""A network and a folder in; Trader, Coordinator and Agent out, here and nowhere else made of adapters."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import requests

    from app.adapters.gateways import Failure, Gateways
    from app.adapters.wire import WireRecorder
    from app.agent.runner import Agent
    from app.coordinator.config import CoordinatorConfig
    from app.coordinator.rounds import Coordinator
    from app.events import EventBus
    from app.jobs import Jobs
    from app.ports import (
        BlobStore,
        CandleFeed,
        Clock,
        CoordinatorGateway,
        Exchanges,
        ExternalSigner,
        SecretStore,
        WireLog,
        Worker,
    )
    from app.settings import Network, StorageSettings
    from app.trader import Trader
    from app.trader.accounts import Accounts
    from app.trader.candles import Candles
    from app.trader.global_models import GlobalModel
    from app.trader.meeting import Finding
    from app.trader.personal import PersonalModels
    from app.trader.privacy_budget import PrivacyBudget
    from app.trader.quality import CandleQuality
    from app.trader.training import Training
    from app.user_settings import UserSettings
    from core.features.candles import CandleSeries
    from core.model.spec import TrainingConfig


def build_clock(network: "Network") -> "Clock":
    """Market time: the system's clock, or the clock file of a local network."""
    from app.adapters.clock import FileClock, SystemClock

    return FileClock(Path(network.clock_file)) if network.clock_file else SystemClock()


def build_worker(settings: "UserSettings | None" = None, bus: "EventBus | None" = None) -> "Worker":
    """The process that trains and differentiates; it starts at its first task.

    Args:
        settings: of the user whose machine it works on; None lets it measure how many threads are fastest.
        bus: told when the process ends by itself.
    """
    from app.adapters.worker import ProcessWorker

    threads = settings.value("training.threads") if settings else 0
    return ProcessWorker(threads=threads, told=bus.publish if bus else None)


def usual_training(settings: "UserSettings") -> "TrainingConfig":
    """How a user's programs train where nobody says more."""
    from core.model.spec import TrainingConfig

    return TrainingConfig(
        device=settings.value("training.device"), precision=settings.value("training.precision")
    )


def _recording(recorder: "WireRecorder", settings: "UserSettings") -> "requests.Session":
    """What a user's programs send through: as `settings` say, and written down."""
    from app.adapters.http import recording_session

    return recording_session(
        recorder, settings.value("network.timeout_seconds"), settings.value("network.proxy")
    )


def build_candle_source(network: "Network", session: "requests.Session | None" = None) -> "CandleFeed":
    """The public candles of the network's exchange."""
    from app.adapters.exchange import Exchange

    clock = build_clock(network)
    return Exchange(network.exchange, network.exchange_url, clock, session, venue_of(network))


def build_exchanges(network: "Network", own: "CandleFeed", session: "requests.Session") -> "Exchanges":
    """The network's exchange and every other that ccxt knows; the others go by this machine's clock."""
    from app.adapters.clock import SystemClock
    from app.adapters.exchange import Exchange
    from app.adapters.exchange_list import ExchangeList

    return ExchangeList(own, venue_of(network), lambda name: Exchange(name, "", SystemClock(), session))


def venue_of(network: "Network") -> str:
    """What the candles of the network's exchange are marked with."""
    return "simulated" if network.simulated else network.exchange


def build_candles(folder: Path, exchange: str = "binance", base_url: str = "") -> "Candles":
    """Candles of this machine's own, without a network: for `conflux data`."""
    from app.adapters.candle_files import LocalCandleFiles
    from app.adapters.candle_store import ParquetCandleStore
    from app.adapters.clock import SystemClock
    from app.adapters.exchange import Exchange
    from app.events import EventBus
    from app.trader.candles import Candles

    clock = SystemClock()
    store = ParquetCandleStore(folder / "candles")
    session = build_session(folder, {base_url: "exchange"})
    return Candles(Exchange(exchange, base_url, clock, session), store, clock, EventBus(), LocalCandleFiles())


def build_quality(folder: Path) -> "CandleQuality":
    """Reviews of the candles of this machine's own, without a network."""
    from app.adapters.candle_files import LocalCandleFiles
    from app.adapters.candle_store import ParquetCandleStore
    from app.adapters.clock import SystemClock
    from app.trader.quality import CandleQuality

    return CandleQuality(ParquetCandleStore(folder / "candles"), SystemClock(), LocalCandleFiles())


def read_candle_folder(folder: Path, timeframe: str) -> "tuple[CandleSeries, ...]":
    """All candles of a folder's files that have the timeframe, one series a symbol, by name.

    Raises:
        YouCanFix: a file is broken, no candles have the timeframe, or two venues have the same symbol.
    """
    from app.adapters.candle_files import candle_files, read_candle_files
    from core.errors import YouCanFix
    from core.values import Timeframe

    length = Timeframe(timeframe)
    series = [one for one in read_candle_files(candle_files(folder)).series if one.timeframe == length]
    names = [one.symbol for one in series]
    if not names:
        raise YouCanFix(f"{folder} holds no {length} candles.", "Give --timeframe, or another folder.")
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise YouCanFix(f"Two venues' candles of {twice} lie in {folder}.", "Keep one venue's files there.")
    return tuple(sorted(series, key=lambda one: str(one.symbol)))


def build_session(folder: Path, names: dict[str, str]) -> "requests.Session":
    """What a command of a user sends through: written down before it leaves, in folder/wire.

    Args:
        folder: of the user's data.
        names: what each service is called in the log, by its URL.
    """
    from app.adapters.wire import WireRecorder
    from app.user_settings import UserSettings

    return _recording(WireRecorder(names, folder / "wire"), UserSettings(folder))


def build_wire_log(folder: Path) -> "WireLog":
    """What left this machine, as the programs of a user's folder wrote it down: for `conflux privacy`."""
    from app.adapters.wire import WireRecorder

    return WireRecorder({}, folder)


STORAGE_SECRETS = {
    "autodrive-api-key": "CONFLUX_AUTODRIVE_API_KEY",
    "ipfs-authorization": "CONFLUX_IPFS_AUTHORIZATION",
}
"""Keys to storage services: their names in the secret store, and the variables that go before it."""


def storage_secrets(folder: Path, ask_password: "Callable[[], str] | None" = None) -> "SecretStore":
    """Where keys to storage services are kept: the system's keychain, else a sealed file in `folder`."""
    from app.adapters.secrets import FileSecrets, KeyringSecrets

    keychain = KeyringSecrets("conflux storage")
    if keychain.is_usable():
        return keychain
    return FileSecrets(folder / "secrets" / "storage.json", ask_password or _no_password)


def _no_password() -> str:
    from core.errors import YouCanFix

    raise YouCanFix(
        "This machine has no keychain, and nobody can be asked for the password of the file in its place.",
        f"Set {' or '.join(STORAGE_SECRETS.values())}.",
    )


def _storage_secret(name: str, folder: Path, ask_password: "Callable[[], str] | None") -> str:
    """A key to a storage service, empty where there is none."""
    import os

    return (
        os.environ.get(STORAGE_SECRETS[name])
        or (storage_secrets(folder, ask_password).get(name) or b"").decode()
    )


def log_storage_failure(failure: "Failure") -> None:
    """Write down, for a service's operator, that one store failed where another did not."""
    import structlog

    structlog.get_logger("storage").warning(
        "a store failed", store=failure.store, kind=type(failure.error).__name__, cause=failure.error.message
    )


def build_artifacts(
    settings: "StorageSettings",
    folder: Path,
    session: "requests.Session",
    coordinator: "CoordinatorGateway | None" = None,
    told: "Callable[[Failure], None]" = log_storage_failure,
    ask_password: "Callable[[], str] | None" = None,
) -> "Gateways":
    """The stores that `settings` choose, as one.

    Args:
        settings: which, and their addresses and limits.
        folder: for the files of the folder's store, and for what is known of where blobs are.
        session: carries all requests.
        coordinator: for a trader or an agent, who ask it right after the folder; never sent anything.
        told: called when a store fails and another does not.
        ask_password: of the sealed file with the keys, on a machine without a keychain.
    """
    from app.adapters.artifacts import CoordinatorArtifacts, FolderArtifacts
    from app.adapters.autodrive import AutoDrive
    from app.adapters.gateways import Gateways
    from app.adapters.ipfs import IpfsGateway, IpfsNode
    from app.adapters.locators import Locators
    from app.adapters.remote import Limits

    kept, locators = FolderArtifacts(folder / "artifacts"), Locators(folder / "locators")
    limits = Limits(settings.timeout_seconds, settings.size_limit_mib << 20)

    def ipfs() -> "BlobStore":
        authorization = _storage_secret("ipfs-authorization", folder, ask_password)
        return IpfsNode(settings.ipfs_url, session, locators, limits, authorization)

    def autodrive() -> "BlobStore":
        urls = settings.autodrive_url, settings.autodrive_download_url
        key = _storage_secret("autodrive-api-key", folder, ask_password)
        return AutoDrive(*urls, session, locators, key, limits)

    made: dict[str, Callable[[], BlobStore]] = {"folder": lambda: kept, "ipfs": ipfs, "autodrive": autodrive}
    stores = [made[name]() for name in settings.stores]
    if coordinator:
        stores.insert(kept in stores, CoordinatorArtifacts(kept, coordinator))
    stores.extend(IpfsGateway(url, session, locators, limits) for url in settings.gateways)
    return Gateways(stores, locators, kept if kept in stores else None, told)


@contextmanager
def build_storage(
    folder: Path,
    settings: "StorageSettings",
    told: "Callable[[Failure], None]",
    ask_password: "Callable[[], str] | None" = None,
) -> "Iterator[Gateways]":
    """This machine's own storage, without a network: for `conflux storage`; what it sends is written down."""
    names = {
        settings.ipfs_url: "ipfs",
        settings.autodrive_url: "autodrive",
        settings.autodrive_download_url: "autodrive",
    }
    with build_session(folder, names) as session:
        yield build_artifacts(settings, folder, session, told=told, ask_password=ask_password)


@contextmanager
def build_training(folder: Path, bus: "EventBus") -> Iterator["Training"]:
    """Training on the candles of this machine, without a network: for `conflux train`."""
    from app.adapters.candle_store import ParquetCandleStore
    from app.trader.training import Training
    from app.user_settings import UserSettings

    settings = UserSettings(folder)
    worker, usual = build_worker(settings), usual_training(settings)
    try:
        yield Training(worker, ParquetCandleStore(folder / "candles"), bus, folder / "training", usual)
    finally:
        worker.close()


@contextmanager
def build_personal(folder: Path) -> "Iterator[PersonalModels]":
    """Personal models from the candles of this machine: for `conflux personalise`."""
    from app.adapters.candle_store import ParquetCandleStore
    from app.trader.personal import PersonalModels
    from app.user_settings import UserSettings

    settings = UserSettings(folder)
    worker, usual = build_worker(settings), usual_training(settings)
    try:
        yield PersonalModels(worker, ParquetCandleStore(folder / "candles"), folder, usual)
    finally:
        worker.close()


def fetch_global_model(network: "Network", folder: Path, round_id: int = 0) -> "GlobalModel":
    """A global model of `network`, read as by a trader whose data lie in `folder`; the newest by default."""
    from app.trader.global_models import published_model
    from app.user_settings import UserSettings

    settings = UserSettings(folder)
    worker = build_worker(settings)
    trader = build_trader(
        network,
        folder / "networks" / network.name,
        worker,
        log_folder=folder / "wire",
        settings=settings,
    )
    try:
        return published_model(trader.ports, round_id)
    finally:
        trader.jobs.close()
        trader.close()
        worker.close()


def meet_network(network: "Network", folder: Path) -> "tuple[Finding, ...]":
    """What does not fit the file of `network` when the user of `folder` asks its parts who they are."""
    from app.user_settings import UserSettings

    settings = UserSettings(folder)
    worker, place = build_worker(settings), folder / "networks" / network.name
    trader = build_trader(network, place, worker, log_folder=folder / "wire", settings=settings)
    try:
        return trader.meet()
    finally:
        trader.jobs.close()
        trader.close()
        worker.close()


@contextmanager
def build_privacy_budget(folder: Path) -> "Iterator[PrivacyBudget]":
    """The privacy budget of the trader whose data lie in `folder`, to read and to limit."""
    from app.adapters.clock import SystemClock
    from app.adapters.trader_store import SqlTraderStore
    from app.trader.privacy_budget import PrivacyBudget

    store = SqlTraderStore(folder / "trader.db")
    try:
        yield PrivacyBudget(store, SystemClock(), "")
    finally:
        store.close()


@contextmanager
def build_accounts(
    network: "Network", folder: Path, ask_password: "Callable[[], str] | None" = None
) -> "Iterator[Accounts]":
    """The accounts of the trader of `network` whose data lie in `folder`, without asking the network.

    Args:
        network: whose accounts they are.
        folder: made when missing, for its owner only.
        ask_password: asks for the password of the file that takes the keychain's place, where there is none.
    """
    from app.adapters.secrets import secret_store
    from app.adapters.trader_store import SqlTraderStore
    from app.trader.account import AccountBox
    from app.trader.accounts import Accounts

    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    box = AccountBox(secret_store(network, folder / "secrets", ask_password))
    store = SqlTraderStore(folder / "trader.db")
    try:
        yield Accounts(box, store)
    finally:
        store.close()


def build_signer(settings: "UserSettings", session: "requests.Session") -> "ExternalSigner":
    """The program or device that the user's settings name for accounts whose keys are not here."""
    from app.adapters.clef import ClefSigner
    from app.adapters.json_rpc import HttpLine, JsonRpc, SocketLine

    place = str(settings.value("wallet.signer_address"))
    line = HttpLine(place, session) if place.startswith("http") else SocketLine(Path(place))
    return ClefSigner(JsonRpc(line, float(settings.value("wallet.signer_seconds"))))


def _fresh(settings: "UserSettings") -> "Callable[[str], Any]":
    """Reads a setting as it is now: another program, or the window, may have changed it."""

    def read(key: str) -> object:
        settings.reload()
        return settings.value(key)

    return read


@contextmanager
def build_payments(
    network: "Network", folder: Path, user_folder: Path, ask_password: "Callable[[], str] | None" = None
) -> "Iterator[Trader]":
    """A trader for `conflux wallet`: it pays and shows its history; its worker never starts.

    Args:
        network: whose account it is.
        folder: of the trader's data in it.
        user_folder: of the user's settings and of the log of what leaves.
        ask_password: as for `build_accounts`.
    """
    from app.user_settings import UserSettings

    settings = UserSettings(user_folder)
    worker = build_worker(settings)
    trader = build_trader(
        network,
        folder,
        worker,
        log_folder=user_folder / "wire",
        settings=settings,
        ask_password=ask_password,
    )
    try:
        yield trader
    finally:
        trader.jobs.close()
        trader.close()
        worker.close()


def build_trader(
    network: "Network",
    folder: Path,
    worker: "Worker",
    bus: "EventBus | None" = None,
    jobs: "Jobs | None" = None,
    *,
    record_wire: bool = False,
    log_folder: Path | None = None,
    settings: "UserSettings | None" = None,
    ask_password: "Callable[[], str] | None" = None,
) -> "Trader":
    """One participant of `network`, everything of it kept in `folder`.

    Args:
        network: whom it takes part with.
        folder: made when missing, for its owner only.
        worker: trains for it; may be shared.
        bus: told of everything that happens; a new one for a headless trader.
        jobs: the window's; new ones for a headless trader.
        record_wire: keep all bytes that it sends in folder/wire-bytes, for the search for training values.
        log_folder: of the log of what leaves, where several traders of one user share it; folder/wire else.
        settings: of the user; those that lie in `folder` else.
        ask_password: asks for the password of the file that takes the keychain's place, where there is none.
    """
    from app.adapters.candle_files import LocalCandleFiles
    from app.adapters.candle_store import ParquetCandleStore
    from app.adapters.chain import Web3Chain
    from app.adapters.coordinator_api import HttpAgent, HttpCoordinator
    from app.adapters.payment_node import JsonRpcNode
    from app.adapters.secrets import secret_store
    from app.adapters.trader_store import SqlTraderStore
    from app.adapters.wire import WireRecorder
    from app.events import EventBus
    from app.jobs import Jobs
    from app.trader import Trader, TraderPorts
    from app.user_settings import UserSettings

    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    settings = settings or UserSettings(folder)
    bus = bus or EventBus()
    wire = WireRecorder.for_network(
        network, log_folder or folder / "wire", folder / "wire-bytes" if record_wire else None, bus
    )
    session = _recording(wire, settings)
    coordinator = HttpCoordinator(network.coordinator_url, session)
    source = build_candle_source(network, session)
    ports = TraderPorts(
        network=network,
        clock=build_clock(network),
        chain=Web3Chain(network, session),
        coordinator=coordinator,
        agent=HttpAgent(network.agent_url, session),
        candle_source=source,
        exchanges=build_exchanges(network, source, session),
        candle_files=LocalCandleFiles(),
        candle_store=ParquetCandleStore(folder / "candles"),
        artifacts=build_artifacts(settings.storage, folder, session, coordinator),
        secrets=secret_store(network, folder / "secrets", ask_password),
        store=SqlTraderStore(folder / "trader.db"),
        wire_log=wire,
        worker=worker,
        folder=folder,
        usual_training=usual_training(settings),
        payment_node=JsonRpcNode(network, session),
        signer=build_signer(settings, session),
        setting=_fresh(settings),
    )
    return Trader(ports, bus, jobs or Jobs(bus))


@contextmanager
def build_coordinator(
    network: "Network", folder: Path, key: bytes, config: "CoordinatorConfig", database_url: str = ""
) -> "Iterator[Coordinator]":
    """The coordinator of `network`, its artifacts in `folder`; closed with its worker at the end.

    Several of them may share one log and one folder: one leads, the others stand by.

    Args:
        network: whose rounds it runs.
        folder: made when missing, for its owner only.
        key: 32 bytes, of the account that holds the coordinator's role.
        config: the operator's choices.
        database_url: of the log; empty for a SQLite file in `folder`.
    """
    import requests

    from app.adapters.artifacts import FolderArtifacts
    from app.adapters.chain import Web3Chain
    from app.adapters.coordinator_store import MIGRATIONS, NAME, TABLES, SqlLeaseStore, SqlRoundLog
    from app.adapters.database import Database, sqlite_url
    from app.coordinator.lease import Lease, own_name
    from app.coordinator.standby import LeasedCoordinator
    from app.user_settings import UserSettings
    from core.identity.keys import Account

    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    url = database_url or sqlite_url(folder / "coordinator.db")
    database, worker = Database(url, NAME, TABLES, MIGRATIONS), build_worker()
    lease = Lease(SqlLeaseStore(database), own_name())
    session = requests.Session()
    storage = UserSettings(folder).storage
    try:
        yield LeasedCoordinator(
            lease,
            SqlRoundLog(database, lambda: lease.term),
            network=network,
            chain=Web3Chain(network),
            candle_source=build_candle_source(network),
            worker=worker,
            artifacts=FolderArtifacts(folder / "artifacts"),
            public=build_artifacts(storage, folder, session),
            clock=build_clock(network),
            account=Account.from_key(key),
            config=config,
        )
    finally:
        session.close()
        worker.close()
        database.close()


@contextmanager
def build_agent(
    network: "Network", folder: Path, key: bytes, paper_exchange_key: bytes | None = None
) -> "Iterator[Agent]":
    """The agent of `network`, its journal in `folder`; closed with its worker at the end.

    Args:
        network: whose pool it trades, on paper.
        folder: made when missing, for its owner only.
        key: 32 bytes, of the account that holds the agent's role.
        paper_exchange_key: of a local network's exchange account; None moves no coins.
    """
    import requests

    from app.adapters.agent_store import NAME, TABLES, SqlAgentStore
    from app.adapters.artifacts import CoordinatorArtifacts, FolderArtifacts
    from app.adapters.chain import Web3Chain
    from app.adapters.coordinator_api import HttpCoordinator
    from app.adapters.database import Database
    from app.agent.runner import Agent
    from core.identity.keys import Account

    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    database, worker = Database.at(folder / "agent.db", NAME, TABLES), build_worker()
    coordinator = HttpCoordinator(network.coordinator_url, requests.Session())
    try:
        yield Agent(
            network,
            Web3Chain(network),
            build_candle_source(network),
            worker,
            SqlAgentStore(database),
            CoordinatorArtifacts(FolderArtifacts(folder / "artifacts"), coordinator),
            coordinator,
            build_clock(network),
            Account.from_key(key),
            Account.from_key(paper_exchange_key) if paper_exchange_key else None,
        )
    finally:
        worker.close()
        database.close()

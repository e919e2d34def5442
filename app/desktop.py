"""The user's folder in; what the window needs once it is on screen out: jobs, a local network, a trader."""

import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from app.bootstrap import build_trader, build_worker
from app.events import EventBus
from app.jobs import Jobs
from app.ports import Progress, Worker
from app.settings import Network
from app.trader.meeting import refuse_first
from app.trader.networks import Networks
from app.user_settings import UserSettings
from core.errors import YouCanFix

if TYPE_CHECKING:
    from collections.abc import Iterator

    from filelock import BaseFileLock

    from app.localnet.network import LocalNetwork
    from app.releases import ReleaseNews
    from app.trader import Trader

JOIN_SECONDS = 6 * 3600
"""A round of the sample market waits so long for its user."""
PACE_SECONDS = 0.12
"""A candle of the sample market takes at least so long, for a person to watch."""


@contextmanager
def open_trader(network: Network, folder: Path, log_folder: Path | None = None) -> "Iterator[Trader]":
    """The trader of `network` whose data lie in `folder`, as they are; closed with its worker at the end.

    Args:
        network: whom it takes part with.
        folder: of the trader.
        log_folder: of the log of what leaves, where a user's programs share one; the trader's own else.
    """
    worker = build_worker()
    trader = build_trader(network, folder, worker, log_folder=log_folder)
    try:
        yield trader
    finally:
        trader.jobs.close()
        trader.close()
        worker.close()


def hold_folder(folder: Path) -> "BaseFileLock":
    """Hold a data folder for one window: two would overwrite each other's round and keys.

    Raises:
        YouCanFix: another one holds it, or the folder cannot be written. Nothing in it was touched.
    """
    from filelock import FileLock, Timeout

    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = FileLock(folder / ".desktop.lock", timeout=0, mode=0o600, thread_local=False)
        lock.acquire()
    except Timeout:
        raise YouCanFix(
            f"Conflux is open already with the data in {folder}.",
            "Go to the other window. For a second one beside it, start Conflux with --data-dir and another "
            "folder.",
        ) from None
    except OSError as error:
        raise YouCanFix(
            f"The data folder {folder} cannot be written: {error.strerror}.",
            "Free disk space, or let your user write there.",
        ) from error
    return lock


class DesktopServices:
    """What the window is given; implements app.trader.onboarding.DesktopServices.

    Args:
        folder: of the user's data; held until `close`.

    Raises YouCanFix where another window holds it, or it cannot be written.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = hold_folder(folder)
        self.bus = EventBus()
        self.jobs = Jobs(self.bus)
        self._local: LocalNetwork | None = None
        self._worker: Worker | None = None
        self._traders: list[Trader] = []

    def start_local_network(self, progress: Progress) -> Network:
        """Start the sample market with everything around it, or go on with the one of last time.

        Raises:
            YouCanFix: another app runs it in the same folder, or the folder cannot be written.
            TryAgain: a part did not come up.
            Cancelled: `progress` raised it.
        """
        from app.localnet.network import LocalConfig, LocalNetwork

        if self._local is None:
            local = LocalNetwork(
                self.folder / "localnet",
                LocalConfig(drop=1, join_seconds=JOIN_SECONDS, pace_seconds=PACE_SECONDS),
            )
            network = local.start(progress)
            self._local = local
            return network
        return self._local.network

    def known_network(self, name: str) -> Network:
        """The network of a kept, signed file. Raises YouCanFix or PeerBroke."""
        return Networks(self.folder, time.time).network(name)

    def connect(self, network: Network) -> "Trader":
        """This machine's trader on `network`; on a practice network with coins, bond and candles.

        Raises:
            TryAgain: the network is away; one that was connected before is opened nevertheless.
            YouCanFix: the settings cannot be read, or a node serves another chain.
            PeerBroke: the coordinator is of another network, or none.
        """
        settings = UserSettings(self.folder)
        if self._worker is None:
            self._worker = build_worker(settings, self.bus)
        trader = build_trader(
            network,
            self.folder / "networks" / network.name,
            self._worker,
            self.bus,
            self.jobs,
            log_folder=self.folder / "wire",
            settings=settings,
        )
        self._traders.append(trader)
        if network.local and self._local is not None:
            from app.localnet.peers import seat_setup

            seat_setup(trader, 0, self._local.history_start_at)
        if not network.local:
            is_known = Networks(self.folder, time.time).in_use == network.name
            refuse_first(trader.meet(), is_known=is_known)
        return trader

    def look_for_release(self) -> "ReleaseNews":
        """Ask whether a later version is there; for whoever turned that on. Raises as ReleaseCheck.check."""
        from app.bootstrap import build_release_check

        return build_release_check(self.folder).check()

    def notify(self, title: str, body: str, level: str) -> None:
        """Tell the desktop; raises TryAgain where it takes no notifications."""
        from app.adapters.desktop_notices import notify

        notify(title, body, level)

    def close(self) -> None:
        """Stop the local network, the worker and all jobs; harmless when repeated."""
        self.jobs.close()
        while self._traders:
            self._traders.pop().close()
        if self._worker is not None:
            self._worker.close()
            self._worker = None
        if self._local is not None:
            self._local.stop()
            self._local = None
        self._lock.release()

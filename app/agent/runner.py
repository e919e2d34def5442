"""Time in, ticks out: what is due is traded, settled and published, candle by candle."""

import threading
from dataclasses import dataclass, field, replace

import structlog

from app.agent.epochs import Epochs
from app.agent.journal import Journal
from app.agent.market import Market, Watch
from app.agent.metrics import Metrics
from app.agent.rounds import RoundSource, TradedRound
from app.ports import AgentStore, ArtifactStore, CandleSource, Chain, Clock, CoordinatorGateway, Worker
from app.settings import Network
from core.errors import ConfluxError, TryAgain
from core.features.candles import utc
from core.identity.keys import Account
from core.trading.epoch import Epoch
from core.trading.session import Book, Rules
from core.trading.signal import Signal
from core.trading.tape import Tape, play
from core.values import Digest, Timeframe

log = structlog.get_logger("agent")


@dataclass(frozen=True)
class AgentConfig:
    """What an operator chooses.

    Args:
        rules: policy, limits and costs of every window; None takes the defaults for the network's candles.
        poll_seconds: wall time between two looks at the clock; 0 takes 0.02 on a local network, else 1.
        patience_seconds: market time to wait for a candle that an exchange publishes late; a local network's
            market is never late.
        retry_seconds: wall time before something that failed is tried again.
    """

    rules: Rules | None = None
    poll_seconds: float = 0.0
    patience_seconds: float = 60.0
    retry_seconds: float = 1.0


@dataclass(frozen=True)
class AgentState:
    """The agent at one moment.

    Args:
        state: waiting (for a window, or for whatever `problem` says), trading, paused (by a loss limit),
            settling, or halted (by a problem that time alone does not heal).
        processed_until: close time of the newest candle that everything was done for.
        epoch: that is traded or was traded last; None before the first.
        book: of it.
        problem: what it waits for or retries, empty when nothing.
        signals: of the newest candle that was decided on.
    """

    state: str = "waiting"
    processed_until: int = 0
    epoch: Epoch | None = None
    book: Book | None = None
    problem: str = ""
    signals: tuple[Signal, ...] = ()


@dataclass
class _Window:
    """The round that is being traded."""

    round: TradedRound
    epoch: Epoch
    book: Book
    next_at: int
    market: Market
    journal: Journal = field(repr=False)


class Agent:
    """Trades the pool with the global model, on paper; one program per network.

    Args:
        network: whose symbols and contracts.
        chain: read for rounds, sent to for epochs.
        candle_source: the public candles.
        worker: predicts.
        store: the journal.
        artifacts: models and terms by digest.
        coordinator: asked for a round's terms.
        clock: market time.
        account: holds the agent's role.
        paper_exchange: a local network's exchange account.
        config: see AgentConfig.
    """

    def __init__(
        self,
        network: Network,
        chain: Chain,
        candle_source: CandleSource,
        worker: Worker,
        store: AgentStore,
        artifacts: ArtifactStore,
        coordinator: CoordinatorGateway,
        clock: Clock,
        account: Account,
        paper_exchange: Account | None = None,
        config: AgentConfig | None = None,
    ) -> None:
        self.network = network
        self.store = store
        self.metrics = Metrics()
        self.config = config or AgentConfig()
        self._source = candle_source
        self._worker = worker
        self._artifacts = artifacts
        self._clock = clock
        self._seconds = Timeframe(network.timeframe).seconds
        self.rules = self.config.rules or Rules.for_candles(self._seconds)
        self._rounds = RoundSource(network, chain, coordinator, artifacts)
        self._epochs = Epochs(network, chain, account, paper_exchange, store, clock)
        self._window: _Window | None = None
        self._stopping = threading.Event()
        self._state = AgentState()
        self._look_up_unfinished = True

    @property
    def state(self) -> AgentState:
        """The agent as it is now; safe from any thread."""
        return self._state

    def now(self) -> float:
        """Market time."""
        return self._clock.now()

    def run(self) -> None:
        """Do what is due until `stop`; what time or an operator can heal is shown and tried again."""
        local = self.network.local
        poll = self.config.poll_seconds or (0.02 if local else 1.0)
        while not self._stopping.is_set():
            pause = poll
            try:
                self.advance()
            except ConfluxError as error:
                pause = self._trouble(error)
            self._stopping.wait(pause)

    def stop(self) -> None:
        """End `run` after the tick it is at."""
        self._stopping.set()

    def advance(self) -> None:
        """Do everything that is due now, in order: open a window, trade its candles, settle it.

        Raises:
            TryAgain, Refused, PeerBroke, YouCanFix: what stands in the way; calling again goes on from there.
        """
        boundary = int(self._clock.now() // self._seconds) * self._seconds
        if self._window is None and (boundary > self._state.processed_until or self._look_up_unfinished):
            self._window = self._open_window(boundary)
        if self._window is None:
            self._publish(processed_until=max(boundary, self._state.processed_until), state="waiting")
            return
        self._trade(self._window, boundary)
        if self._window.next_at > self._window.epoch.end_at:
            self._settle(self._window)

    def _open_window(self, boundary: int) -> _Window | None:
        """The window of an epoch that was left unfinished, else of the newest round when it is its time."""
        left = [epoch for epoch in self.store.epochs() if epoch.phase != "closed"]
        if left:
            return self._resume(self._rounds.of_epoch(left[0]), left[0])
        self._look_up_unfinished = False
        found = self._rounds.newest()
        if found is None or found.spec.round_id in {epoch.round_id for epoch in self.store.epochs()}:
            return None
        times = found.spec.evaluation
        if not times.start_at <= boundary < times.end_at:
            return None
        # A round that is found late is traded from now on: nobody trades in the past.
        return self._resume(found, found.epoch(boundary, self._seconds, self.network))

    def _resume(self, found: TradedRound, epoch: Epoch) -> _Window:
        market = self._market(found)
        if epoch.phase == "opening":
            epoch = self._epochs.open(epoch)
        journal = Journal(self.store, epoch)
        stored = journal.resume()
        next_at = stored[0] + self._seconds if stored else epoch.start_at
        book = stored[1] if stored else Book.start(epoch.paper_capital, self.rules.costs)
        self._publish(epoch=epoch, book=book, state="trading", processed_until=next_at - self._seconds)
        log.info("window", round=epoch.round_id, since=utc(next_at), until=utc(epoch.end_at))
        return _Window(found, epoch, book, next_at, market, journal)

    def _market(self, found: TradedRound) -> Market:
        weights = self._artifacts.get(Digest.parse(str(found.model)))
        return Market(self._source, self._worker, Watch.of_round(found.spec), weights)

    def _trade(self, window: _Window, boundary: int) -> None:
        """Every tick from where the window stands to `boundary` or its end."""
        until = min(boundary, window.epoch.end_at)
        if window.next_at > until:
            return
        with self.metrics.tick_seconds.time():
            window.market.fetch(until)
            self._check_complete(window.market, until)
            window.market.forecast()
            tape = window.market.tape(self.rules.policy)
            for at in range(window.next_at, until + 1, self._seconds):
                self._tick(window, at, tape)

    def _check_complete(self, market: Market, at: int) -> None:
        """Wait for an exchange that is late; past the patience a missing candle is a gap."""
        late = market.missing(at)
        if late and not self.network.local and self._clock.now() < at + self.config.patience_seconds:
            raise TryAgain(f"{self.network.exchange} has not published the candle of {late[0]} yet.")

    def _tick(self, window: _Window, at: int, tape: Tape) -> None:
        epoch = window.epoch
        done = play(window.book, at, tape, self.rules, epoch.start_at, epoch.end_at)
        window.journal.write(at, done)
        window.book, window.next_at = done.book, at + self._seconds
        self.metrics.count(done)
        state = "paused" if at < done.book.pause.until else "trading"
        signals = tuple(made.signal for made in done.decisions)
        self._publish(book=done.book, processed_until=at, state=state, epoch=epoch, signals=signals)

    def _settle(self, window: _Window) -> None:
        self._publish(state="settling")
        window.epoch = self._epochs.settle(self._unsettled(window), window.book)
        self._window = None
        self.metrics.epochs.inc()
        self._publish(state="waiting", epoch=window.epoch)

    def _unsettled(self, window: _Window) -> Epoch:
        """The epoch as the journal has it: an earlier try may have begun to move coins."""
        return next(one for one in self.store.epochs() if one.round_id == window.epoch.round_id)

    def _trouble(self, error: ConfluxError) -> float:
        """Show what went wrong; returns how long to wait before the next try."""
        text = str(error)
        if text != self._state.problem:
            log.warning("cannot go on", problem=text, kind=type(error).__name__)
        self.metrics.problems.labels(type(error).__name__).inc()
        heals = isinstance(error, TryAgain)
        self._state = replace(self._state, state="waiting" if heals else "halted", problem=text)
        return (error.retry_after if isinstance(error, TryAgain) else None) or self.config.retry_seconds

    def _publish(self, **changes: object) -> None:
        self._state = replace(self._state, problem="", **changes)  # type: ignore[arg-type]

"""Ports of one network in, what one participant can do out; the screens and the command line call this."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.user_settings import BY_KEY
from core.errors import YouCanFix

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from app import ports
    from app.events import EventBus
    from app.jobs import Jobs
    from app.settings import Network
    from app.trader.analytics import Analytics
    from app.trader.candles import Candles
    from app.trader.downloads import Downloads
    from app.trader.findings import Findings
    from app.trader.income import IncomeBook
    from app.trader.meeting import Finding
    from app.trader.participants import Participants
    from app.trader.participation import Participation, RoundResult, RoundStatus
    from app.trader.payment_history import PaymentHistory
    from app.trader.payments import Payments
    from app.trader.personal import PersonalModel, PersonalModels
    from app.trader.privacy_budget import PrivacyBudget
    from app.trader.privacy_log import PrivacyLog
    from app.trader.profit import AgentStatus, Claimable, Decision, EquityPoint, Profit
    from app.trader.quality import CandleQuality
    from app.trader.questions import Questions
    from app.trader.training import Training
    from app.trader.wallet import Balances, Wallet
    from core.model.spec import TrainingConfig
    from core.rewards.standing_share import ShareEstimate
    from core.values import Symbol


@dataclass(frozen=True)
class TraderPorts:
    """The outside world of one trader.

    Args:
        network: whom it takes part with.
        clock: market time.
        chain, coordinator, agent, candle_source: the network's services.
        exchanges: the network's own and all others, for downloads.
        candle_files, candle_store, artifacts, secrets, store, wire_log: what is kept on this machine.
        worker: the process that trains.
        folder: for the trader's own files; made with permissions for its owner only.
        usual_training: how to train where nobody says more.
        payment_node: the node of the chain, as payments ask it; None where nothing is paid.
        signer: has the keys of accounts whose keys are not here; None where there is none.
        setting: the value that a user's setting has now, by its key.
    """

    network: "Network"
    clock: "ports.Clock"
    chain: "ports.Chain"
    coordinator: "ports.CoordinatorGateway"
    agent: "ports.AgentGateway"
    candle_source: "ports.CandleFeed"
    exchanges: "ports.Exchanges"
    candle_files: "ports.CandleFiles"
    candle_store: "ports.CandleStore"
    artifacts: "ports.ArtifactStore"
    secrets: "ports.SecretStore"
    store: "ports.TraderStore"
    wire_log: "ports.WireLog"
    worker: "ports.Worker"
    folder: Path
    usual_training: "TrainingConfig | None" = None
    payment_node: "ports.PaymentNode | None" = None
    signer: "ports.ExternalSigner | None" = None
    setting: "Callable[[str], Any]" = lambda key: BY_KEY[key].default


@dataclass(frozen=True)
class TraderOverview:
    """Everything Home shows, read at one moment; what could not be read is None and named in `problems`.

    Args:
        network: its name.
        is_simulated: True when the market is computed, not recorded.
        is_paper: True while the agent trades on paper.
        address: of the trader's account, "" before it is made.
        is_locked: True when the account waits for its password.
        next_step: what the one button does: "contribute", "resume" or "claim".
        round: the current round of the network.
        last_score: of this trader's newest scored round, in nat.
        last_scored_round: its number.
        share: this trader's part of the newest scored round's positive scores, in [0, 1].
        balances: of the account.
        claimable: what the account may claim.
        agent: the agent's state.
        equity: the agent's equity curve.
        decisions: the agent's newest decisions, newest first.
        bytes_sent: all bytes that left this machine.
        problems: causes of what is missing, one sentence each.
        paid_share: this trader's share of what that round paid, with its error; None before it is shared out.
    """

    network: str
    is_simulated: bool
    is_paper: bool
    address: str
    is_locked: bool
    next_step: str
    round: "RoundStatus | None"
    last_score: float | None
    last_scored_round: int | None
    share: float | None
    balances: "Balances | None"
    claimable: "tuple[Claimable, ...]"
    agent: "AgentStatus | None"
    equity: "tuple[EquityPoint, ...]"
    decisions: "tuple[Decision, ...]"
    bytes_sent: int
    problems: tuple[str, ...]
    paid_share: "ShareEstimate | None" = None


class Trader:
    """One participant of one network.

    Args:
        ports: its outside world.
        bus: told of everything that happens.
        jobs: runs work off the caller's thread.

    Attributes:
        network, bus, jobs, wire_log: as given.
        candles: import, download and keep candles.
        downloads: candles of several pairs at once, from any exchange.
        quality: how good they are.
        training: train on one's own candles.
        personal: make the global model one's own; nothing of it leaves.
        participation: take part in rounds.
        findings: what rounds found of their clients.
        analytics: answer the operator's queries, with consent.
        questions: the same queries at a glance.
        wallet: account, balances, bond and deposits.
        payments: coins and tokens sent to others.
        payment_history: what came and went, and how sure it is.
        profit: shares, payouts, claims, and the agent's published journal.
        income: where each coin of the account came from.
        privacy_log: all that left this machine, in this and earlier runs.
        privacy_budget: what the network's rounds have shown of one's data, and the limit of that.
    """

    def __init__(self, ports: TraderPorts, bus: "EventBus", jobs: "Jobs") -> None:
        self.ports = ports
        self.network = ports.network
        self.wire_log = ports.wire_log
        self.bus = bus
        self.jobs = jobs

    def meet(self) -> "tuple[Finding, ...]":
        """Ask the network's parts who they are: what does not fit its file, and clocks that differ."""
        from app.trader.meeting import meet

        return meet(self.ports)

    @cached_property
    def candles(self) -> "Candles":
        """Import, download and keep candles."""
        from app.trader.candles import Candles

        ports = self.ports
        return Candles(ports.candle_source, ports.candle_store, ports.clock, self.bus, ports.candle_files)

    @cached_property
    def downloads(self) -> "Downloads":
        """Candles of several pairs at once, from any exchange."""
        from app.trader.downloads import Downloads

        return Downloads(self.ports.exchanges, self.ports.candle_store, self.bus, self.ports.folder)

    @cached_property
    def quality(self) -> "CandleQuality":
        """Review the candles that are stored."""
        from app.trader.quality import CandleQuality

        return CandleQuality(self.ports.candle_store, self.ports.clock, self.ports.candle_files)

    @cached_property
    def training(self) -> "Training":
        """Train on one's own candles."""
        from app.trader.training import Training

        ports = self.ports
        return Training(
            ports.worker, ports.candle_store, self.bus, ports.folder / "training", ports.usual_training
        )

    @cached_property
    def personal(self) -> "PersonalModels":
        """Make the global model one's own; nothing of it leaves."""
        from app.trader.personal import CONFIG, PersonalModels

        ports = self.ports
        usual = ports.usual_training or CONFIG
        return PersonalModels(ports.worker, ports.candle_store, ports.folder, usual)

    @cached_property
    def wallet(self) -> "Wallet":
        """Account, balances, bond and deposits."""
        from app.trader.wallet import Wallet

        ports = self.ports
        return Wallet(
            ports.network, ports.chain, ports.secrets, ports.store, ports.clock, self.bus, ports.signer
        )

    @cached_property
    def payments(self) -> "Payments":
        """Coins and tokens sent to others. Raises YouCanFix for a trader without a node to pay by."""
        from app.trader.address_book import AddressBook
        from app.trader.payments import Payments

        ports = self.ports
        book = AddressBook(ports.folder / "address_book.json")
        return Payments(
            self.wallet,
            self._payment_node,
            ports.network,
            ports.store,
            book,
            ports.clock,
            self.bus,
            lambda: float(ports.setting("wallet.confirm_above")),
        )

    @cached_property
    def payment_history(self) -> "PaymentHistory":
        """What came and went, and how sure it is."""
        from app.trader.payment_history import LOCAL_CONFIRMATIONS, PaymentHistory

        ports = self.ports

        def needed() -> int:
            chosen = int(ports.setting("wallet.confirmations"))
            return min(chosen, LOCAL_CONFIRMATIONS) if ports.network.local else chosen

        return PaymentHistory(
            self.wallet, self.payments, self._payment_node, ports.store, ports.clock, needed
        )

    @property
    def _payment_node(self) -> "ports.PaymentNode":
        if self.ports.payment_node is None:
            raise YouCanFix("This program has no node to pay by.")
        return self.ports.payment_node

    @cached_property
    def profit(self) -> "Profit":
        """Shares, payouts, claims, and the agent's published journal."""
        from app.trader.profit import Profit

        ports = self.ports
        return Profit(ports.network, ports.chain, ports.coordinator, ports.agent, self.wallet, ports.store)

    @cached_property
    def income(self) -> "IncomeBook":
        """Where each coin of the account came from."""
        from app.trader.income import IncomeBook

        ports = self.ports
        return IncomeBook(ports.network, ports.chain, ports.coordinator, self.wallet, ports.store)

    @cached_property
    def privacy_log(self) -> "PrivacyLog":
        """All that left this machine, in this and earlier runs."""
        from app.trader.privacy_log import PrivacyLog

        return PrivacyLog(self.wire_log)

    @cached_property
    def privacy_budget(self) -> "PrivacyBudget":
        """What the network's rounds have shown of one's data, and the limit of that."""
        from app.trader.privacy_budget import PrivacyBudget, network_key

        return PrivacyBudget(self.ports.store, self.ports.clock, network_key(self.network))

    @cached_property
    def participation(self) -> "Participation":
        """Take part in rounds."""
        from app.trader.participation import Participation

        return Participation(self.ports, self.training, self.wallet, self.privacy_budget, self.bus)

    @cached_property
    def findings(self) -> "Findings":
        """What rounds found of their clients."""
        from app.trader.findings import Findings

        return Findings(self.ports.coordinator, lambda: self.wallet.state().address)

    def participants(self) -> "Participants":
        """Who takes part in the network, how reliably, and whom the round waits for."""
        from app.trader.participants import participants

        return participants(self.ports.coordinator)

    @cached_property
    def analytics(self) -> "Analytics":
        """Answer the operator's queries, with consent, and see their results."""
        from app.trader.analytics import Analytics

        return Analytics(self.ports, self.wallet, self.privacy_budget, self.bus)

    @cached_property
    def questions(self) -> "Questions":
        """The operator's questions at a glance: open ones with their cost, past ones with their results."""
        from app.trader.questions import Questions

        return Questions(self.analytics, self.privacy_budget, self.ports.coordinator, self.wallet)

    def personalise(self, symbols: "Sequence[Symbol]", progress: "ports.Progress") -> "PersonalModel":
        """Fine-tune the network's newest global model on one's own candles; raises as its two parts do."""
        from app.trader.global_models import published_model

        progress("global model", 0.0)
        start = published_model(self.ports)
        return self.personal.personalise(symbols, start, progress, until_at=self.ports.clock.now())

    def contribute(
        self,
        progress: "ports.Progress",
        silent_after: str | None = None,
        config: "TrainingConfig | None" = None,
    ) -> "RoundResult":
        """Train, take part in a round and see it scored: resume, prepare, send and finish in one call.

        Waits until a round can be joined, and to its end; a window shows a preview before it sends.

        Args:
            progress: told of the stage and the fraction of the whole.
            silent_after: used by the demo to play a closed laptop: say nothing after this step of the round.
            config: the manner of training.

        Raises:
            Cancelled: `progress` raised it; a round already joined goes on with `participation.resume`.
            TryAgain: a service is away for longer than the retries.
            PeerBroke: the coordinator or a peer broke the protocol.
        """
        from app.jobs import within

        part = self.participation
        part.resume(within(progress, 0.0, 0.1))
        preparation = part.prepare(within(progress, 0.1, 0.5), config=config)
        round_id = part.send(preparation, within(progress, 0.5, 0.8), silent_after)
        return part.finish(round_id, within(progress, 0.8, 1.0))

    def close(self) -> None:
        """Close the trader's files; it may not be used afterwards."""
        self.ports.store.close()
        self.wire_log.close()

    def overview(self) -> TraderOverview:
        """What Home shows. Asks the network: call it from a job, never from the window's thread."""
        from app.trader.overview import overview

        return overview(self)

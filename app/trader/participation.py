"""A network's current round in; an update trained, sent, masked, scored and checked out."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from app import scoring
from app.chain_rounds import Phase
from app.jobs import within
from app.ports import RoundRecord
from app.trader.checking import check_round, survivors_on_chain
from app.trader.personal import PersonalModels
from app.trader.preparation import (
    check_standings,
    checked_terms,
    choose_candles,
    posted,
    preview,
    round_noise,
)
from app.trader.round_files import RoundFiles, round_that_took
from app.trader.rounds import Preparation, RoundResult, RoundStatus, SendPreview, SentField
from app.trader.session_box import SessionBox
from app.trader.taking_part import TakingPart, begin_session
from app.trader.watching import Watch
from core.errors import PeerBroke, Refused, TryAgain, YouCanFix
from core.federated.terms import STEPS, RoundSpec
from core.federated.views import Aggregate
from core.model.spec import TrainingConfig
from core.model.weights import Weights, delta
from core.privacy.fixed_point import Integers, integers_from_wire
from core.values import Digest, RoundId, Timeframe

if TYPE_CHECKING:
    from app.events import EventBus
    from app.ports import Progress
    from app.trader import TraderPorts
    from app.trader.privacy_budget import PrivacyBudget
    from app.trader.training import Training
    from app.trader.wallet import Wallet
    from core.model.results import PathGradient

__all__ = ["Participation", "Preparation", "RoundResult", "RoundStatus", "SendPreview", "SentField"]

_TO_UNMASK = STEPS[: STEPS.index("publish")]
_TO_HORIZON = STEPS[: STEPS.index("open_score")]


def order_of_its_own(config: TrainingConfig, round_id: int) -> TrainingConfig:
    """The manner of training with another order of windows in each round.

    A round that is aborted leaves its model current. The same seed would make the same update of it again,
    and openings and sums of two rounds would add up to more than one round may show.
    """
    return replace(config, seed=config.seed + round_id)


class Participation:
    """Takes part in rounds: prepare, send, finish; a round that was joined is never lost to a crash.

    Args:
        ports: of the trader.
        training: trains on its candles.
        wallet: bonds and delegates.
        budget: what updates may show.
        bus: told RoundMoved at each step.
    """

    def __init__(
        self,
        ports: "TraderPorts",
        training: "Training",
        wallet: "Wallet",
        budget: "PrivacyBudget",
        bus: "EventBus",
    ) -> None:
        self._ports = ports
        self._training = training
        self._wallet = wallet
        self._budget = budget
        self._watch = Watch(ports, bus)
        self._box = SessionBox(ports.secrets, ports.store)

    def current(self) -> RoundStatus | None:
        """The network's newest round, None before the first. Raises TryAgain while a service is away."""
        latest = int(self._ports.chain.read("Rounds", "latest"))
        return self._watch.status(latest) if latest else None

    def status(self, round_id: int) -> RoundStatus:
        """Where a round stands, as the coordinator publishes it."""
        return self._watch.status(round_id)

    def history(self) -> tuple[RoundRecord, ...]:
        """The rounds this trader took part in, oldest first."""
        address = self._wallet.state().address
        return self._ports.store.rounds(address) if address else ()

    def terms(self, round_id: int) -> RoundSpec:
        """The terms of a round, checked against the chain and the network."""
        data = self._ports.coordinator.raw(f"rounds/{round_id}/spec")
        spec = checked_terms(data, round_id, self._ports.network, self._ports.chain)
        check_standings(spec, self._ports.coordinator)
        return spec

    def published_sum(self, round_id: int) -> tuple[Integers, frozenset[str]]:
        """The published sum of a round's integers, and the addresses whose updates are in it."""
        view = Aggregate.from_bytes(self._ports.coordinator.raw(f"rounds/{round_id}/aggregate"))
        return integers_from_wire(view.total), frozenset(secret.of for secret in view.self_seeds)

    def prepare(
        self, progress: "Progress", symbol: str | None = None, config: TrainingConfig | None = None
    ) -> Preparation:
        """Wait for a round that can be joined and train for it, from the model on chain; nothing is sent.

        Args:
            progress: told stage and fraction; raises Cancelled to cancel.
            symbol: to train on, as BTC/USDT; the first with fitting candles by default.
            config: the manner of training.

        Raises:
            YouCanFix: no candles, or an old version.
            Refused: the privacy budget of these candles is spent.
            PeerBroke: the terms or the model are not those on chain.
        """
        status = self._watch.until(self._joinable, progress, "waiting for the next round", 0.0)
        spec = self.terms(status.round_id)
        timeframe = Timeframe(spec.evaluation.timeframe)
        pair = choose_candles(self._ports.candle_store.stored(), timeframe, symbol)
        clients = max(status.joined, status.needed)
        cost = self._budget.check(str(pair), round_noise(spec, clients))
        model = scoring.model_spec(spec)
        start = self._ports.artifacts.get(spec.model_digest)
        trained = self._training.train(
            pair,
            timeframe,
            feature_spec=scoring.feature_spec(spec),
            label_spec=scoring.label_spec(spec),
            model_spec=model,
            start=start,
            config=order_of_its_own(config or self._training.usual_in_rounds, int(spec.round_id)),
            progress=progress,
            round_id=int(spec.round_id),
            until_at=self._ports.clock.now(),
        )
        update = delta(Weights.from_bytes(trained.weights, model), Weights.from_bytes(start, model), model)
        return Preparation(
            spec=spec,
            update=update,
            norm=float(np.linalg.norm(update.astype(np.float64))),
            symbol=str(pair),
            timeframe=str(timeframe),
            report=trained.report,
            preview=preview(spec, self._ports.network.coordinator_url, clients, cost),
        )

    def _joinable(self) -> RoundStatus | None:
        """The current round, while it can be joined."""
        status = self.current()
        if status is None or status.step != "join" or self._is_spent(status.round_id):
            return None
        return status

    def send(
        self, preparation: Preparation, progress: "Progress", silent_after: str | None = None
    ) -> RoundId:
        """Bond where that is missing, join, and answer every step until the sum is unmasked.

        Args:
            preparation: from `prepare`; its preview is what this sends.
            progress: told step and fraction; after Cancelled, `resume` goes on.
            silent_after: used by the demo to play a closed laptop: say nothing after this step.

        Raises:
            Refused: the round can no longer be joined, or was aborted; or another round had this update, or
                this round had one, of which nothing else is known any more.
            YouCanFix: the bond is too small for a seat.
            TryAgain: a service is away for long; `resume` goes on.
            PeerBroke: the coordinator or a peer broke the protocol; this trader takes no further part.
        """
        progress("bond", 0.0)
        bond = self._wallet.ensure_bond(preparation.spec.least_bond)
        account = self._wallet.account()
        part = self._kept_part(preparation.round_id)
        if part is None:
            self._check_new(preparation)
            session = begin_session(self._ports, account, preparation.spec, bond.units)
            part = TakingPart(self._ports, self._box, account.address, session, self._budget)
            part.files.keep_update(account.address, preparation.symbol, preparation.update)
        part.reference(lambda _stage, fraction: progress("reference direction", 0.1 * fraction))
        self._follow(part, progress, silent_after)
        return preparation.round_id

    def _check_new(self, preparation: Preparation) -> None:
        """Raise Refused for a round or an update that was masked before: what both show of it adds up.

        And for an update that is a personal model.
        """
        if self._is_spent(preparation.round_id):
            raise Refused(
                f"An update was masked for round {preparation.round_id} before, and nobody remembers "
                "what was shown of it.",
                "Contribute to the next round.",
            )
        earlier = round_that_took(self._ports.folder, preparation.update)
        if earlier not in (None, int(preparation.round_id)):
            raise Refused(f"This very update was masked for round {earlier}.", "Train again.")
        self._check_not_personal(preparation)

    def _check_not_personal(self, preparation: Preparation) -> None:
        """Raise Refused for an update that would tell a personal model: it was made to stay here."""
        ports = self._ports
        models = PersonalModels(ports.worker, ports.candle_store, ports.folder)
        if not models.kept():
            return
        model = scoring.model_spec(preparation.spec)
        start = Weights.from_bytes(ports.artifacts.get(preparation.spec.model_digest), model)
        number = models.model_in(preparation.update, start, model)
        if number is not None:
            raise Refused(
                f"This update is your personal model {number}, which never leaves this machine.",
                "Contribute what was trained for the round.",
            )

    def _is_spent(self, round_id: int) -> bool:
        """Whether an update was masked for a round of which no session is left; it is never begun anew."""
        has_masked = RoundFiles(self._ports.folder, round_id).has_integers()
        return has_masked and round_id not in self.unfinished()

    def finish(self, round_id: int, progress: "Progress") -> RoundResult:
        """Wait for the horizon, open the score, and check what is published against one's own computation.

        Raises:
            TryAgain: a service is away for long; `resume` goes on.
            Refused: the round was aborted, or this trader has no part in it.
            PeerBroke: a published figure is not what this machine computes.
        """
        part = self._kept_part(round_id)
        if part is None:
            raise Refused(f"This trader has no part in round {round_id}.", "Contribute to the next one.")
        try:
            result = self._score(part, progress)
        except PeerBroke as error:
            self._end(part, "aborted", error.message)
            raise
        self._end(part, "scored" if result.is_survivor else "dropped", part.note, result)
        return result

    def unfinished(self) -> tuple[RoundId, ...]:
        """The rounds that were joined and are not finished, as after a crash; oldest first."""
        address = self._wallet.state().address
        return self._box.rounds(address) if address else ()

    def resume(self, progress: "Progress") -> RoundResult | None:
        """Go on with all unfinished rounds to their ends; the newest result, None where there is none."""
        result = None
        for round_id in self.unfinished():
            part = self._part_to_resume(round_id)
            try:
                if part:
                    self._follow(part, within(progress, 0.0, 0.5), None)
                    result = self.finish(round_id, within(progress, 0.5, 1.0))
            except Refused as error:
                if part:
                    self._give_up(part, error.message)
        return result

    def _give_up(self, part: TakingPart, reason: str) -> None:
        """End a part that was refused, where it is over; the coordinator's refusal alone ends nothing."""
        if part.is_over():
            self._end(part, "aborted", reason)
        else:
            part.note = reason
            self._note(part, "waiting")

    def _part_to_resume(self, round_id: int) -> TakingPart | None:
        """The kept part; one that cannot be opened any more is given up, so that it is complained of once."""
        try:
            return self._kept_part(round_id)
        except YouCanFix:
            self._box.end(self._wallet.address, round_id)
            raise

    def _kept_part(self, round_id: int) -> TakingPart | None:
        address = self._wallet.address
        session = self._box.load(address, round_id)
        return TakingPart(self._ports, self._box, address, session, self._budget) if session else None

    def _follow(self, part: TakingPart, progress: "Progress", silent_after: str | None) -> None:
        """Answer each step as it opens, until the sum is unmasked or `silent_after` was sent."""
        stage = ("joining", 0.0)

        def look() -> str | None:
            nonlocal stage
            status = self._alive(part)
            if part.session.attempt == 0 and status.step not in ("open", "join"):
                raise Refused("The round can no longer be joined.", "Contribute to the next one.")
            if status.step not in _TO_UNMASK:
                return status.step
            stage = status.step, _TO_UNMASK.index(status.step) / len(_TO_UNMASK)
            progress(*stage)
            sent = part.answer(status)
            if sent:
                self._note(part, "sending", status)
            return sent if sent and sent == silent_after else None

        try:
            self._watch.until(look, lambda *_: progress(*stage), "", 0.0)
        except PeerBroke as error:
            self._end(part, "aborted", error.message)
            raise
        self._note(part, "waiting")

    def _alive(self, part: TakingPart) -> RoundStatus:
        """The round's status.

        Raises:
            Refused: it was aborted.
            TryAgain: the coordinator says so, and the chain does not: what it says is not signed.
        """
        status = self._watch.status(part.spec.round_id)
        if status.step == "aborted":
            if not part.is_over():
                raise TryAgain(
                    f"The coordinator says that round {status.round_id} was aborted, and the chain does not.",
                    "Resume later: nothing of your part is lost.",
                )
            reason = status.reason or "The coordinator gives no reason."
            self._end(part, "aborted", reason)
            raise Refused(f"Round {status.round_id} was aborted: {reason}", "Contribute to the next one.")
        return status

    def _score(self, part: TakingPart, progress: "Progress") -> RoundResult:
        """Wait for the horizon, compute the gradient, open the score, wait for the end and check it."""
        spec, ports = part.spec, self._ports

        def horizon() -> dict[str, Any] | None:
            is_unmasked = self._alive(part).step not in _TO_UNMASK
            is_over = is_unmasked and ports.clock.now() >= spec.evaluation.end_at
            return posted(ports.chain, spec.round_id, Phase.CLOSED) if is_over else None

        record = self._watch.until(horizon, progress, "waiting for the horizon", 0.1, is_slow=True)
        before = ports.artifacts.get(spec.model_digest)
        after = ports.artifacts.get(Digest(record["modelAfter"]))
        gradient = self._gradient(spec, before, after, progress)
        self._open_score(part, gradient, progress)
        self._audit(part, progress)

        def settled() -> RoundStatus | None:
            status = self._alive(part)
            return status if status.step == "settled" else None

        status = self._watch.until(settled, progress, "waiting for the scores", 0.8)
        progress("checking the scores", 0.95)
        return check_round(ports, part, status, gradient, before, after)

    def _gradient(self, spec: RoundSpec, before: bytes, after: bytes, progress: "Progress") -> "PathGradient":
        """The gradient g from the models on chain and candles that this trader fetches itself."""
        source, clock = self._ports.candle_source, self._ports.clock
        series = self._watch.until(
            lambda: scoring.fetch_candles(spec, source, clock.now()), progress, "candles after the round", 0.2
        )
        return scoring.path_gradient(
            spec, before, after, series, self._ports.worker, within(progress, 0.3, 0.7)
        )

    def _open_score(self, part: TakingPart, gradient: "PathGradient", progress: "Progress") -> None:
        """Answer the score request, if my update is in the sum; what comes too late is noted."""
        ports, round_id = self._ports, part.spec.round_id

        def answer() -> bool | None:
            step = self._alive(part).step
            if step != "open_score":
                return None if step in _TO_HORIZON else True
            if part.account not in survivors_on_chain(ports.coordinator, ports.chain, round_id):
                return True
            part.open_score(ports.coordinator.raw(f"rounds/{round_id}/gradient"), gradient.gradient)
            return True

        try:
            self._watch.until(answer, progress, "opening the score", 0.75)
        except Refused as error:
            part.note = error.message

    def _audit(self, part: TakingPart, progress: "Progress") -> None:
        """Show the drawn edges when the scores stand on chain; what comes too late is noted."""

        def answer() -> bool | None:
            status = self._alive(part)
            if status.step != "settle":
                return None if status.step == "open_score" else True
            if not status.deadline_at:  # the scores do not stand on chain yet
                return None
            part.audit()
            return True

        if part.session.sent("open_score") is None:
            return
        try:
            self._watch.until(answer, progress, "showing the drawn edges", 0.78)
        except Refused as error:
            part.note = error.message

    def _note(self, part: TakingPart, phase: str, status: RoundStatus | None = None) -> None:
        """Keep how far this trader's part came."""
        store, now = self._ports.store, self._ports.clock.now()
        round_id = int(part.spec.round_id)
        kept = next((record for record in store.rounds(part.account) if record.round_id == round_id), None)
        record = kept or RoundRecord(part.account, round_id, phase, now, now, str(part.spec.model_digest))
        sent, part.bytes_sent = part.bytes_sent, 0
        record = replace(
            record, phase=phase, ended_at=now, bytes_sent=record.bytes_sent + sent, note=part.note
        )
        if status:
            record = replace(record, clients=status.joined, survivors=status.survivors)
        store.save_round(record)

    def _end(self, part: TakingPart, phase: str, note: str, result: RoundResult | None = None) -> None:
        """Keep how the round ended and erase its secrets."""
        part.note = note
        self._note(part, phase)
        store, round_id = self._ports.store, int(part.spec.round_id)
        if result:
            record = next(found for found in store.rounds(part.account) if found.round_id == round_id)
            store.save_round(
                replace(
                    record,
                    clients=result.clients,
                    survivors=len(result.survivors),
                    loss_before=result.loss_before,
                    loss_after=result.loss_after,
                    scores=result.scores,
                    payable=result.payable,
                    state=result.state,
                )
            )
        self._box.end(part.account, round_id)

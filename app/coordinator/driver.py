"""The time, the chain and the current round in; the round moved one step further out, again and again.

It keeps nothing that the round's journal does not: killed at any moment, it goes on where the journal ends.
"""

from dataclasses import dataclass

import structlog

from app import scoring, sharing
from app.chain_rounds import GIVEN_UP, Phase
from app.coordinator.config import CoordinatorConfig
from app.coordinator.journal import ATTEMPT, END, OPEN, OPENED, Excluded, Opened, Round
from app.coordinator.metrics import Metrics
from app.coordinator.register import Register
from app.coordinator.settlement import Treasury, agent_has_closed, request_scores
from app.coordinator.shelf import Shelf
from app.coordinator.terms import model_of, round_terms
from app.coordinator.views import step_of, view_of
from app.ports import ArtifactStore, CandleSource, Chain, Clock, Progress, PublicArtifacts, Worker
from app.settings import Network
from core.errors import PeerBroke, Refused, TryAgain, YouCanFix
from core.federated.aggregator import next_model
from core.federated.contribution import norm_request
from core.federated.round import RoundState
from core.federated.round_log import BEACON_POSTS, CLOSE
from core.federated.terms import RoundSpec
from core.identity.keys import Account
from core.model.weights import Weights, initial_weights, trained_part, with_trained_part
from core.privacy.fixed_point import integers_from_wire
from core.values import Digest, RoundId, Symbol, Timeframe

log = structlog.get_logger("coordinator.rounds")

SOON, LATER, IDLE = 0.1, 1.0, 5.0
"""Seconds until the next look; a message wakes the driver earlier."""
PROBED_CANDLES = 24


@dataclass(frozen=True)
class World:
    """What the driver acts on; see app.ports."""

    network: Network
    chain: Chain
    candle_source: CandleSource
    worker: Worker
    artifacts: ArtifactStore
    public: PublicArtifacts
    clock: Clock
    account: Account


class Driver:
    """Moves the current round.

    Args:
        world: the outside.
        config: the operator's choices.
        shelf: of the rounds.
        treasury: shares settled rounds out.
        metrics: counts what happens.
        alive: called during long work; raises Cancelled when the program ends.
    """

    def __init__(
        self,
        world: World,
        config: CoordinatorConfig,
        shelf: Shelf,
        treasury: Treasury,
        metrics: Metrics,
        alive: Progress,
    ) -> None:
        self._world = world
        self._config = config
        self._shelf = shelf
        self._treasury = treasury
        self._metrics = metrics
        self._alive = alive
        self._register = Register(world.chain, world.account)
        self._seen = ("", 0.0)

    def step(self) -> float:
        """Do the next thing that can be done; returns seconds until the next look.

        Raises any ConfluxError of the outside; the next call tries again.
        """
        round_ = self._shelf.current
        if round_ is None or round_.end is not None:
            return self._begin()
        if round_.opened is None:
            return self._open(round_)
        seconds = self._move(round_)
        self._measure(round_)
        return seconds

    def _begin(self) -> float:
        """Open the next round on disk, unless there were enough."""
        if self._config.rounds and self._shelf.settled() >= self._config.rounds:
            return IDLE
        self._abandon(self._register.latest())
        spec = self._terms(RoundId(self._register.latest() + 1))
        self._shelf.begin(spec, self._world.clock.now())
        log.info("round begins", round=spec.round_id, start_at=spec.evaluation.start_at)
        return 0.0

    def _abandon(self, round_id: RoundId) -> None:
        """Give up a round that is open on chain but not ours to finish: its log was lost."""
        if round_id and Phase.OPEN <= self._register.phase(round_id) < Phase.CLOSED:
            log.warning("an open round has no log here and is given up", round=round_id)
            self._register.abort(round_id, "the coordinator's log was lost")

    def _terms(self, round_id: RoundId) -> RoundSpec:
        """The terms of a round that opens now; raises TryAgain while the exchange lacks the candles."""
        world, model = self._world, self._model()
        now = world.clock.now()
        past = scoring.past_models(world.chain, round_id)
        self._treasury.go_on_from(sharing.newest_settled(world.chain, round_id))
        spec = round_terms(
            self._config,
            world.network,
            world.account.address,
            round_id,
            model,
            now,
            past,
            self._shelf.payouts,
        )
        since, timeframe = scoring.first_candle_at(spec), Timeframe(spec.evaluation.timeframe)
        until = since + PROBED_CANDLES * timeframe.seconds
        for symbol in map(Symbol.parse, spec.evaluation.symbols):
            if not len(world.candle_source.candles(symbol, timeframe, since, until)):
                raise TryAgain(
                    f"{spec.evaluation.venue} has no candles of {symbol} for the reference window yet.",
                    "Wait, or choose fewer reference days or other symbols.",
                )
        return spec

    def _model(self) -> Digest:
        """The model that the next round starts from; the first one is drawn from the operator's seed."""
        current = self._register.model()
        shape = model_of(self._config)
        if current is None:
            return self._world.artifacts.put(initial_weights(shape, self._config.model_seed).to_bytes())
        try:
            Weights.from_bytes(self._world.artifacts.get(current), shape)
        except PeerBroke as error:
            raise YouCanFix(
                "The network's model has another shape than the operator's settings.",
                "Set window, hidden, layers, architecture and further_label_candles as they were.",
            ) from error
        return current

    def _open(self, round_: Round) -> float:
        """Bring the round on chain; terms that have grown stale before they got there are made anew."""
        now = self._world.clock.now()
        if self._is_stale(round_.spec, now) and self._register.phase(round_.round_id) == Phase.NONE:
            round_.write(OPEN, self._terms(round_.round_id).to_bytes(), now)
        mined = self._register.open(round_.spec)
        self._metrics.posts.labels("open").inc()
        round_.write(OPENED, Opened(mined.block, mined.timestamp).to_bytes(), self._world.clock.now())
        log.info("round is open", round=round_.round_id, block=mined.block)
        return 0.0

    def _is_stale(self, spec: RoundSpec, now: float) -> bool:
        return self._is_late(spec, now) or self._register.model() not in (None, spec.model_digest)

    @staticmethod
    def _is_late(spec: RoundSpec, now: float) -> bool:
        """Whether an attempt that begins to share now can no longer commit before the first candle."""
        return now + spec.window("share") + spec.window("mask") >= spec.evaluation.start_at

    def _move(self, round_: Round) -> float:
        now = self._world.clock.now()
        if round_.state is None:
            round_.write(ATTEMPT, Excluded(()).to_bytes(), now)
        state = round_.attempted()
        if state.reference is None and not state.aborted:
            self._refer(round_)
        if state.aborted:
            return self._start_over(round_)
        if state.settled:
            return self._settle(round_, now)
        if state.awaits:
            return self._post_or_end(round_)
        if state.step == "open_score" and state.deadline_at is None:
            return self._score(round_, now)
        round_.change(lambda current: self._let_time_pass(round_, current, now), now)
        return SOON

    def _refer(self, round_: Round) -> None:
        """Publish the reference direction of an attempt; the worker remembers it from one to the next."""
        world, spec = self._world, round_.spec
        series = scoring.fetch_reference(spec, world.candle_source, self._alive)
        model = world.artifacts.get(spec.model_digest)
        found = scoring.reference_direction(spec, model, series, world.worker, self._alive)
        now = world.clock.now()
        round_.change(lambda state: state.publish_reference(norm_request(spec, found), now), now)

    def _let_time_pass(self, round_: Round, state: RoundState, now: float) -> None:
        if state.aborted or state.awaits:
            return
        expected = self._config.expected_clients
        if state.step == "join" and expected and len(state.clients) >= expected:
            state.close_joins(now)
        elif state.step == "join" and self._is_late(round_.spec, now):
            state.abort(f"{len(state.clients)} of {state.spec.min_cohort} clients came in time", now)
        else:
            state.tick(now)

    def _post_or_end(self, round_: Round) -> float:
        try:
            return self._post(round_)
        except Refused:
            phase = self._register.phase(round_.round_id)
            if phase not in GIVEN_UP:
                raise
            return self._end(round_, "aborted", f"The round was {phase.word} on chain.")

    def _post(self, round_: Round) -> float:
        """Make the chain show what the round waits for."""
        state = round_.attempted()
        (post,) = state.chain_posts()
        model = self._next_model(round_) if post.kind == CLOSE else None
        cid = self._publish(round_, model) if model else ""
        mined = self._register.post(round_.round_id, round_.attempt, post, model, cid)
        beacon = self._register.beacon(mined.block) if post.kind in BEACON_POSTS else b""
        now = self._world.clock.now()
        round_.change(
            lambda current: current.posted(post.kind, mined.block, mined.timestamp, now, beacon, model), now
        )
        self._metrics.posts.labels(post.kind).inc()
        if post.kind == CLOSE:
            self._count_close(state)
        return 0.0

    def _publish(self, round_: Round, model: Digest) -> str:
        """Put the new model and the transcript where others find them; the CIDs to write on chain."""
        artifacts = self._world.artifacts
        parts = {"model": artifacts.get(model), "transcript": round_.attempted().transcript().to_bytes()}
        return self._world.public.publish(f"round {round_.round_id}", parts)

    def _next_model(self, round_: Round) -> Digest:
        """The artifact of w_{t+1}; the same on every try."""
        spec, state = round_.spec, round_.attempted()
        model, total = scoring.model_spec(spec), integers_from_wire(state.aggregate.total)
        before = Weights.from_bytes(self._world.artifacts.get(spec.model_digest), model)
        after = next_model(trained_part(before, model), total, state.total_weight, spec.clip, spec.eta)
        return self._world.artifacts.put(with_trained_part(before, model, after).to_bytes())

    def _start_over(self, round_: Round) -> float:
        """A new attempt with fresh keys, while there are tries and time; otherwise the round's end."""
        state, now = round_.attempted(), self._world.clock.now()
        reason = state.aborted.reason if state.aborted else ""
        log.warning("attempt failed", round=round_.round_id, attempt=round_.attempt, reason=reason)
        is_closed = state.fact(CLOSE) is not None
        if not is_closed and round_.attempt < self._config.attempts and not self._is_late(round_.spec, now):
            convicted = sorted(state.excluded | {fault.client for fault in state.faults})
            round_.write(ATTEMPT, Excluded(tuple(convicted)).to_bytes(), now)
            self._metrics.attempts.inc()
            return 0.0
        self._register.abort(round_.round_id, reason)
        return self._end(round_, "aborted", reason)

    def _score(self, round_: Round, now: float) -> float:
        """After the horizon: publish the gradient and ask for openings."""
        evaluation, world = round_.spec.evaluation, self._world
        if now < evaluation.end_at:
            return SOON
        if self._is_voided(round_):
            return self._end(round_, "aborted", "The timelock voided the round.")
        request = request_scores(round_, world.candle_source, world.worker, world.artifacts, now, self._alive)
        now = world.clock.now()
        round_.change(lambda state: state.publish_request(request, now), now)
        log.info(
            "gradient is published", round=round_.round_id, fell_by=request.loss_before - request.loss_after
        )
        return 0.0

    def _settle(self, round_: Round, now: float) -> float:
        """Share the round out when the agent has closed its epoch, or has been waited for long enough."""
        if round_.payouts is None:
            if self._is_voided(round_):
                return self._end(round_, "aborted", "The timelock voided the round.")
            patience = round_.spec.evaluation.end_at + self._config.wait_for_agent_seconds
            if not agent_has_closed(self._world.chain, round_) and now < patience:
                return LATER
            payouts = self._treasury.share_out(round_, now)
            log.info("round is shared out", round=round_.round_id, profit_wei=str(payouts.profit_wei))
        return self._end(round_, "settled", "")

    def _is_voided(self, round_: Round) -> bool:
        return self._register.phase(round_.round_id) == Phase.VOIDED

    def _end(self, round_: Round, outcome: str, reason: str) -> float:
        view = view_of(round_, self._config.expected_clients, outcome, reason)
        round_.write(END, view.model_dump_json().encode(), self._world.clock.now())
        self._metrics.rounds.labels(outcome).inc()
        self._measure(round_)
        log.info("round has ended", round=round_.round_id, outcome=outcome, reason=reason)
        return 0.0

    def _count_close(self, state: RoundState) -> None:
        self._metrics.joins.inc(len(state.clients))
        self._metrics.drop_outs.inc(len(state.clients) - len(state.survivors_so_far))

    def _measure(self, round_: Round) -> None:
        """Tell the metrics when a step begins and how long the one before lasted."""
        step, since = self._seen
        current = step_of(round_)
        if step != current:
            now = self._world.clock.now()
            if step:
                self._metrics.step_seconds.labels(step).observe(now - since)
            self._seen = (current, now)
            self._metrics.at_step(round_.round_id, current)
            clients = len(round_.state.survivors_so_far) if round_.state else 0
            log.info("step", round=round_.round_id, attempt=round_.attempt, step=current, clients=clients)

"""An operator's choices, a network and a time in; message 0 of a round, the RoundSpec, out."""

from app.coordinator.config import CoordinatorConfig
from app.settings import Network
from core.features.dataset import default_spec
from core.federated.terms import STEPS, EvaluationFields, ModelFields, RoundSpec
from core.model.spec import RISK_WEIGHT, ModelSpec, trained_count
from core.rewards.settlement import Payouts, standings
from core.values import ClientId, Digest, RoundId, Timeframe, client_id

NEIGHBOURS = 76
"""k of the graph for cohorts of more than 77 clients (protocol.md)."""


def model_of(config: CoordinatorConfig) -> ModelSpec:
    """The model that this operator's rounds train."""
    features = len(default_spec().names)
    return ModelSpec(
        features,
        config.window,
        config.hidden,
        config.layers,
        config.architecture,
        config.trained,
        horizons=1 + len(config.further_label_candles),
    )


def round_terms(
    config: CoordinatorConfig,
    network: Network,
    coordinator: ClientId,
    round_id: RoundId,
    model_digest: Digest,
    opened_at: float,
    past_models: tuple[Digest, ...] = (),
    payouts: Payouts | None = None,
) -> RoundSpec:
    """The terms of a round that is opened at `opened_at`; raises YouCanFix where they are impossible.

    Args:
        config: the operator's choices.
        network: whom the round is for.
        coordinator: who signs receipts.
        round_id: the round's number.
        model_digest: of w_t.
        opened_at: market time.
        past_models: of the last steps (app.scoring.past_models).
        payouts: of the newest settled round, whose scores give the standings.
    """
    model = model_of(config)
    return RoundSpec(
        chain_id=network.chain_id,
        contract=client_id(network.contracts["Rounds"]),
        coordinator=coordinator,
        round_id=round_id,
        model_digest=model_digest,
        model=ModelFields(
            model.architecture, model.trained, model.features, model.window, model.hidden, model.layers
        ),
        parameters=trained_count(model),
        feature_spec_digest=default_spec().digest,
        clip=config.clip,
        eta=config.eta,
        neighbours=NEIGHBOURS,
        min_cohort=config.min_cohort,
        max_cohort=config.max_cohort,
        max_clients=config.max_clients,
        windows=tuple(config.windows.get(step, 0) for step in STEPS),
        evaluation=_evaluation(config, network, opened_at),
        bond_cap=config.bond_cap_wei,
        standings=standings(payouts.histories) if payouts else (),
        noise_multiplier=config.noise_multiplier,
        past_models=past_models,
        standings_round=payouts.round_id if payouts else 0,
        standings_digest=payouts.digest if payouts else None,
        emission_wei=config.emission_wei,
        warm_up_rounds=config.warm_up_rounds,
        error_discount=config.error_discount,
    )


def _evaluation(config: CoordinatorConfig, network: Network, opened_at: float) -> EvaluationFields:
    timeframe = Timeframe(network.timeframe)
    times, labels = config.times(opened_at, timeframe), config.labels(timeframe)
    return EvaluationFields(
        venue=network.exchange,
        symbols=network.symbols,
        timeframe=network.timeframe,
        horizon_candles=labels.horizon_candles,
        risk_candles=labels.risk_candles,
        start_at=times.start_at,
        end_at=times.end_at,
        reference_start_at=times.reference_start_at,
        reference_end_at=times.reference_end_at,
        risk_weight=RISK_WEIGHT,
        nodes=config.nodes,
        further_horizons=labels.further_horizons,
    )

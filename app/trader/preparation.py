"""A round's published terms in; the terms checked against the chain, and what they make one send, out."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from app import scoring, sharing
from app.chain_rounds import GIVEN_UP, Phase, phase_of
from app.trader.rounds import SendPreview, SentField
from core.errors import PeerBroke, Refused, TryAgain, YouCanFix
from core.values import Digest, Symbol, Timeframe

if TYPE_CHECKING:
    from app.ports import Chain, CoordinatorGateway
    from app.settings import Network
    from app.trader.privacy_budget import PrivacyCost, RoundNoise
    from core.federated.terms import RoundSpec

LEAST_PARAMETERS = 99
"""An update of fewer numbers would show more than a hundredth of itself in its norm openings; the head of the
smallest useful model has as many."""

_STAYS = (
    "Your candles, files and folders: no message has a place for them.",
    "Your trained model and its plain update: only the masked update leaves.",
    "Your account's key and your password.",
)


def posted(chain: "Chain", round_id: int, phase: Phase, attempt: int = 0) -> dict[str, Any]:
    """What the Rounds contract holds of a round, from this trader's own node.

    Args:
        chain: of the network.
        round_id: the round.
        phase: that it must have reached; OPEN of a round that was given up, too.
        attempt: that it must be of; 0 for any.

    Raises:
        TryAgain: the chain is not that far yet.
        Refused: the round was given up on chain.
    """
    record: dict[str, Any] = chain.read("Rounds", "round", round_id)
    stands = phase_of(record)
    if stands in GIVEN_UP and phase != Phase.OPEN:
        raise Refused(f"Round {round_id} was {stands.word} on chain.", "Contribute to the next one.")
    if stands < phase or (attempt and int(record["attempt"]) != attempt):
        raise TryAgain(f"Round {round_id} has not reached {phase.word!r} on chain yet.", retry_after=0.2)
    return record


def checked_terms(data: bytes, round_id: int, network: "Network", chain: "Chain") -> "RoundSpec":
    """The terms of canonical bytes, which a trader can go by; nothing of them is believed unchecked.

    Raises:
        PeerBroke: they are not those whose digest is on chain, or do not fit this network.
        YouCanFix: this version of Conflux knows another model or other features.
    """
    from core.federated.terms import RoundSpec
    from core.model.spec import trained_count

    spec = RoundSpec.from_bytes(data)
    record = posted(chain, round_id, Phase.OPEN)
    model = scoring.model_spec(spec)
    scoring.feature_spec(spec)
    evaluation = spec.evaluation
    rules = (
        (record["configHash"] == Digest.of(data).raw, "are not those whose digest is on chain"),
        (record["modelBefore"] == spec.model_digest.raw, "name another model than the chain"),
        (spec.round_id == round_id, "are those of another round"),
        (spec.chain_id == chain.chain_id, "are for another chain"),
        (spec.contract == chain.address("Rounds"), "are for another Rounds contract"),
        (spec.parameters == trained_count(model), "count the model's parameters wrongly"),
        (spec.parameters >= LEAST_PARAMETERS, "would show more than a hundredth of an update"),
        (evaluation.venue == network.exchange, f"score on {evaluation.venue}, not on {network.exchange}"),
        (evaluation.timeframe == network.timeframe, f"score on {evaluation.timeframe} candles"),
        (spec.past_models == scoring.past_models(chain, round_id), "name other past models than the chain"),
        (
            spec.standings_round == sharing.newest_settled(chain, round_id),
            "do not go on from the payouts of the newest settled round",
        ),
        (set(evaluation.symbols) <= set(network.symbols), "score on pairs that are not the network's"),
    )
    for holds, reason in rules:
        if not holds:
            raise PeerBroke(f"The terms of round {round_id} {reason}.", "Tell the network's operator.")
    return spec


def check_standings(spec: "RoundSpec", coordinator: "CoordinatorGateway") -> None:
    """Raise PeerBroke unless the standings of the terms are those of the payouts that they name."""
    from core.federated.verification import STANDING_TOLERANCE
    from core.rewards.settlement import Payouts, standings

    if not spec.standings_round:
        expected = {}
    else:
        payouts = Payouts.from_bytes(coordinator.raw(f"rounds/{spec.standings_round}/payouts"))
        if payouts.digest != spec.standings_digest:
            raise PeerBroke("The terms rest on other payouts than those published.", "Tell the operator.")
        expected = {standing.client: standing.z for standing in standings(payouts.histories)}
    told = {standing.client: standing.z for standing in spec.standings}
    if told.keys() != expected.keys() or any(
        abs(told[client] - z) > STANDING_TOLERANCE for client, z in expected.items()
    ):
        raise PeerBroke(
            f"The terms of round {spec.round_id} weigh traders otherwise than their scores do.",
            "Tell the network's operator.",
        )


def round_noise(spec: "RoundSpec", clients: int) -> "RoundNoise":
    """What the accounting needs of a round's noise, for a cohort of so many clients."""
    from app.trader.privacy_budget import RoundNoise
    from core.federated import graph

    threshold = graph.threshold(graph.degree(min(clients, spec.max_cohort), spec))
    return RoundNoise(spec.noise_multiplier, threshold, spec.parameters)


def preview(
    spec: "RoundSpec", destination: str, expected_clients: int, privacy: "PrivacyCost"
) -> SendPreview:
    """What taking part in a round sends, field by field.

    Args:
        spec: the terms.
        destination: URL of the coordinator.
        expected_clients: of the cohort; the number of neighbours follows from it.
        privacy: what sending shows of the dataset.
    """
    from core.federated import graph
    from core.federated.messages import BOX_LENGTH
    from core.identity.keys import SIGNATURE_LENGTH
    from core.privacy.norm_sketch import Sketch

    neighbours = graph.degree(max(expected_clients, spec.min_cohort), spec)
    d = spec.parameters
    box_keys = "Public halves of two fresh keys, for this attempt alone."
    delegation = "Your wallet's word that a session key signs for it in this round."
    sealed = f"Parts of two secrets for {neighbours} neighbours, sealed so that only each opens its own."
    masked = f"{d:,} numbers that look random; only the whole cohort's sum can be unmasked."
    revealed = "One share of each neighbour, never two of one: together enough to unmask the sum."
    sums = Sketch.of(bytes(32), d).width + 1
    norms = (
        f"Numbers that let everybody compute {sums} random sums of your {d:,}: its length, not its content."
    )
    drawn = "Seeds of a few edges, drawn by lot, that show the earlier numbers were true."
    products = "After the horizon: numbers that let everybody compute what your update was worth."
    fields = (
        SentField("join", "address and bond", 52, "Who takes part, and with how much at stake."),
        SentField("join", "box key and mask key", 64, box_keys),
        SentField("join", "delegation", 149, delegation),
        SentField("share", "sealed shares", neighbours * (BOX_LENGTH + 52), sealed),
        SentField("share", "hash of the self seed", 32, "A commitment; it says nothing of the seed."),
        SentField("mask", "masked update", 8 * d, masked),
        SentField("open_norm", "random sums of masks", 8 * sums * (neighbours + 1), norms),
        SentField("agree", "digest of the survivors", 32, "Your signature under who is in the sum."),
        SentField("unmask", "shares of neighbours' secrets", neighbours * 52, revealed),
        SentField("open_score", "products of masks", neighbours * 40, products),
        SentField("settle", "seeds of drawn edges", 52 * max(1, neighbours // 8), drawn),
        SentField("each", "signatures", 8 * SIGNATURE_LENGTH, "One a message, with the session key."),
    )
    return SendPreview(spec.round_id, destination, fields, _STAYS, privacy)


def choose_candles(
    stored: Sequence[tuple[Symbol, Timeframe]], timeframe: Timeframe, symbol: str | None
) -> Symbol:
    """The stored pair to train on: `symbol`, or the first one with candles of the round's length.

    Raises:
        YouCanFix: there are no such candles.
    """
    fitting = [pair for pair, length in stored if length == timeframe and symbol in (None, str(pair))]
    if not fitting:
        what = f"{symbol} {timeframe}" if symbol else timeframe
        raise YouCanFix(f"There are no {what} candles to train on.", "Import or download some under Market.")
    return fitting[0]

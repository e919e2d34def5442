"""A network's chain, coordinator and stores in; a published global model and its terms, checked, out."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app import scoring
from app.chain_rounds import STEPPED, phase_of
from app.trader.preparation import checked_terms
from core.errors import YouCanFix
from core.values import Digest, Timeframe

if TYPE_CHECKING:
    from app.trader import TraderPorts
    from core.features.dataset import FeatureSpec, LabelSpec
    from core.model.spec import ModelSpec


@dataclass(frozen=True)
class GlobalModel:
    """A model that one's own can grow from.

    Args:
        weights: safetensors.
        model: its shape.
        features: what it reads.
        labels: what it foresees.
        timeframe: of the candles that it reads.
        source: where it came from, for people.
        round_id: the round that published it; 0 for none.
        seen_until: what traders trained it on may reach to here, UTC seconds; 0 where that is not known.
    """

    weights: bytes
    model: "ModelSpec"
    features: "FeatureSpec"
    labels: "LabelSpec"
    timeframe: Timeframe
    source: str
    round_id: int = 0
    seen_until: int = 0

    @property
    def digest(self) -> str:
        """Of the weights."""
        return str(Digest.of(self.weights))


def current_digest(ports: "TraderPorts") -> str:
    """The digest of the network's newest global model, as it stands on chain; "" before the first round."""
    latest = int(ports.chain.read("Rounds", "latest"))
    return str(_published(ports, latest)) if latest else ""


def published_model(ports: "TraderPorts", round_id: int = 0) -> GlobalModel:
    """The global model that a round published, the newest by default; its bytes are checked by the chain.

    Raises:
        YouCanFix: there is no such round, it published no model, or this version is too old for it.
        TryAgain: a service is away.
        PeerBroke: the terms or the bytes are not those on chain.
    """
    latest = int(ports.chain.read("Rounds", "latest"))
    if not latest or not 0 <= round_id <= latest:
        raise YouCanFix(
            f"The network has {latest} rounds." if latest else "The network has no round yet.",
            "Name one of them, or wait for the first.",
        )
    chosen = round_id or latest
    if round_id and phase_of(ports.chain.read("Rounds", "round", round_id)) not in STEPPED:
        raise YouCanFix(f"Round {round_id} published no model.", "Name another round.")
    spec = checked_terms(ports.coordinator.raw(f"rounds/{chosen}/spec"), chosen, ports.network, ports.chain)
    return GlobalModel(
        weights=ports.artifacts.get(_published(ports, chosen)),
        model=scoring.model_spec(spec),
        features=scoring.feature_spec(spec),
        labels=scoring.label_spec(spec),
        timeframe=Timeframe(spec.evaluation.timeframe),
        source=f"{ports.network.name}, round {chosen}",
        round_id=chosen,
        seen_until=spec.evaluation.start_at,
    )


def _published(ports: "TraderPorts", round_id: int) -> Digest:
    """The model after a round; while there is none, the one that it starts from."""
    record = ports.chain.read("Rounds", "round", round_id)
    return Digest(record["modelAfter"] if phase_of(record) in STEPPED else record["modelBefore"])

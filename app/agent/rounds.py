"""The chain's newest closed round and the coordinator's bytes in, a checked window to trade out."""

from dataclasses import dataclass

from app.chain_rounds import STEPPED, phase_of
from app.ports import ArtifactStore, Chain, CoordinatorGateway
from app.settings import Network
from core.errors import PeerBroke
from core.federated.terms import RoundSpec
from core.trading.epoch import Epoch
from core.values import Amount, Digest

"""Phases of Rounds.sol in which a round's model is the global one."""


@dataclass(frozen=True)
class TradedRound:
    """A round whose model may trade.

    Args:
        spec: its terms; the window is [spec.evaluation.start_at, spec.evaluation.end_at).
        model: digest of the model that the round made.
    """

    spec: RoundSpec
    model: Digest

    def epoch(self, started_at: int, candle_seconds: int, network: Network) -> Epoch:
        """A new epoch of this round from `started_at` to the last candle time of its window."""
        return Epoch(
            round_id=self.spec.round_id,
            model=str(self.model),
            terms=str(Digest.of(self.spec.to_bytes())),
            start_at=started_at,
            end_at=self.spec.evaluation.end_at // candle_seconds * candle_seconds,
            capital=Amount(0, network.asset_decimals, network.asset),
        )


class RoundSource:
    """Finds the round to trade. The chain says which; what the coordinator sends must have its digests.

    Args:
        network: whose rounds.
        chain: read only.
        coordinator: asked for the terms.
        artifacts: keeps the terms, so that a restart needs no coordinator.
    """

    def __init__(
        self, network: Network, chain: Chain, coordinator: CoordinatorGateway, artifacts: ArtifactStore
    ) -> None:
        self._network = network
        self._chain = chain
        self._coordinator = coordinator
        self._artifacts = artifacts
        self._newest: TradedRound | None = None

    def newest(self) -> TradedRound | None:
        """The round that made the current global model; None before the first.

        Raises:
            PeerBroke: the coordinator's terms are not those that it committed to on chain.
            TryAgain: chain or coordinator are away.
        """
        number = int(self._chain.read("Rounds", "lastClosed"))
        if number == 0:
            return None
        record = self._chain.read("Rounds", "round", number)
        if phase_of(record) not in STEPPED:
            return None
        model = Digest(record["modelAfter"])
        if self._newest is None or (self._newest.spec.round_id, self._newest.model) != (number, model):
            terms = self._coordinator.raw(f"rounds/{number}/spec")
            if Digest.of(terms).raw != record["configHash"]:
                raise PeerBroke(f"The coordinator's terms of round {number} are not those on chain.")
            self._newest = TradedRound(self._checked(terms, number), model)
            self._artifacts.put(terms)
        return self._newest

    def of_epoch(self, epoch: Epoch) -> TradedRound:
        """The round of an epoch that was opened before, from this machine's own copy of its terms."""
        terms = self._artifacts.get(Digest.parse(epoch.terms))
        return TradedRound(self._checked(terms, epoch.round_id), Digest.parse(epoch.model))

    def _checked(self, terms: bytes, number: int) -> RoundSpec:
        spec, network = RoundSpec.from_bytes(terms), self._network
        mine = (network.chain_id, network.contracts["Rounds"].lower(), number, network.timeframe)
        theirs = (spec.chain_id, spec.contract, spec.round_id, spec.evaluation.timeframe)
        if mine != theirs:
            raise PeerBroke(f"The terms of round {number} are of another network: {theirs}, not {mine}.")
        venues = {network.exchange, "simulated"} if network.simulated else {network.exchange}
        if spec.evaluation.venue not in venues:
            raise PeerBroke(f"Round {number} is scored on {spec.evaluation.venue}, not {network.exchange}.")
        return spec

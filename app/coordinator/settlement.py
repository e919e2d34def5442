"""A published round, candles and the pool's profit in; the gradient that scores it and payouts out."""

from app import scoring, sharing
from app.coordinator.journal import CANDLES, PAYOUTS, Absent, Round
from app.coordinator.shelf import Shelf
from app.ports import ArtifactStore, CandleSource, Chain, Progress, Worker
from app.sharing import DISTRIBUTORS
from core.errors import Refused, YouCanFix
from core.federated.contribution import score_request
from core.federated.views import ScoreRequest
from core.identity.keys import Account
from core.privacy.fixed_point import integers_from_wire
from core.rewards.payouts import PayoutTable
from core.rewards.settlement import Before, Payouts, share_out
from core.values import ClientId, RoundId, client_id


def request_scores(
    round_: Round,
    source: CandleSource,
    worker: Worker,
    artifacts: ArtifactStore,
    now: float,
    progress: Progress,
) -> ScoreRequest:
    """What the clients of a round are asked to open: g, from the candles after the commitment.

    The candles are fetched once and kept, so that a restart asks the same, whatever the exchange says then.
    """
    spec, state = round_.spec, round_.attempted()
    closed = state.fact("close")
    if closed is None or closed.model is None:
        raise Refused(f"Round {spec.round_id} has no new model to score.")
    if round_.candles is None:
        fetched = scoring.fetch_candles(spec, source, now, progress)
        digest = artifacts.put(scoring.pack_candles(spec, fetched))
        round_.write(CANDLES, digest.raw, now)
    candles = scoring.unpack_candles(spec, artifacts.get(round_.candles_digest()))
    before, after = artifacts.get(spec.model_digest), artifacts.get(closed.model)
    found = scoring.path_gradient(spec, before, after, candles, worker, progress)
    directions = scoring.past_steps(spec, artifacts.get)
    if state.reference is not None and state.reference.reference is not None:
        directions.append(integers_from_wire(state.reference.reference))
    losses, packed = (found.loss_before, found.loss_after), round_.candles_digest()
    return score_request(spec, state.attempt, found.gradient, *losses, packed, directions)


def agent_has_closed(chain: Chain, round_: Round) -> bool:
    """Whether the agent has closed the epoch in which it traded this round's model."""
    since = round_.opened.block if round_.opened else 0
    return bool(chain.events("AgentVault", "EpochClosed", since, round=round_.round_id))


class Treasury:
    """Shares settled rounds out and brings the tables on chain: propose, wait out the challenge, activate.

    A root that the guardian vetoed is never proposed again; the next round's table takes its place.

    Args:
        chain: of the network.
        account: holds the coordinator's role.
        shelf: holds how rounds were shared out.
    """

    def __init__(self, chain: Chain, account: Account, shelf: Shelf) -> None:
        self._chain = chain
        self._account = account
        self._shelf = shelf
        self._active: dict[str, bytes] = {}

    def table(self, asset: str) -> PayoutTable:
        """What everybody has earned of "profit" or "emission"."""
        if self._shelf.payouts is None:
            return PayoutTable(self._chain.chain_id, self.distributor(asset))
        return self._shelf.payouts.profit_table if asset == "profit" else self._shelf.payouts.emission_table

    def distributor(self, asset: str) -> ClientId:
        """Address of the contract that pays it."""
        return client_id(self._chain.address(DISTRIBUTORS[asset]))

    def is_active(self, asset: str) -> bool:
        """Whether the newest table can be claimed from."""
        return self._active.get(asset) == self.table(asset).root

    def go_on_from(self, round_id: int) -> None:
        """Let the tables of the newest round that is settled on chain be those that go on.

        They are another's where the timelock voided a round after it was shared out.

        Raises:
            YouCanFix: they are lost; without them nobody's earlier earnings are known.
        """
        if round_id == self.latest_round():
            return
        payouts = self._kept(RoundId(round_id))
        if round_id and payouts is None:
            raise YouCanFix(
                f"How round {round_id} was shared out is not in this log.",
                "Restore the coordinator's database.",
            )
        self._shelf.payouts = payouts

    def _kept(self, round_id: RoundId) -> Payouts | None:
        try:
            return self._shelf.round(round_id).payouts if round_id else None
        except Absent:
            return None

    def share_out(self, round_: Round, now: float) -> Payouts:
        """Write down how a scored round is shared: what is funded and nobody's yet, by standing."""
        histories = self._shelf.payouts.histories if self._shelf.payouts else ()
        before = Before(histories, self.table("profit"), self.table("emission"))
        profit = sharing.profit_to_share(self._funded("profit"), before.profit.total)
        emission = sharing.emission_to_share(round_.spec, self._funded("emission"), before.emission.total)
        payouts = share_out(round_.spec, round_.attempted().judged, before, profit, emission)
        round_.write(PAYOUTS, payouts.to_bytes(), now)
        self._shelf.payouts = payouts
        return payouts

    def _funded(self, asset: str) -> int:
        return int(self._chain.read(DISTRIBUTORS[asset], "funded"))

    def step(self, now: float) -> bool:
        """Bring the newest tables one step further; True while there is more to do."""
        for asset in DISTRIBUTORS:
            if not self.is_active(asset) and self._advance(asset, now):
                self._active[asset] = self.table(asset).root
        return not all(map(self.is_active, DISTRIBUTORS))

    def _advance(self, asset: str, now: float) -> bool:
        """One step of one table; True when it is active, or there is nothing to pay."""
        contract, table = DISTRIBUTORS[asset], self.table(asset)
        if not table.total or bytes(self._chain.read(contract, "root")) == table.root:
            return True
        pending = bytes(self._chain.read(contract, "pendingRoot"))
        if any(pending):
            if now > int(self._chain.read(contract, "activeAt")):
                self._chain.send(self._account, contract, "activate")
                return pending == table.root
            return False
        if self._chain.events(contract, "Vetoed", root=table.root):
            raise Refused(
                f"The guardian vetoed the {asset} table of round {self.latest_round()}.",
                "Find out why; the next round's table takes its place.",
            )
        self._chain.send(self._account, contract, "propose", table.root, table.total)
        return False

    def latest_round(self) -> int:
        """The round of the newest table, 0 before the first."""
        return self._shelf.payouts.round_id if self._shelf.payouts else 0

"""The chain's books and how a round was shared out in; what there was to share, and whose turn it is, out.

Coordinator, trader and verifier use these same few lines, so that all of them share the same amounts.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from app.chain_rounds import Phase, phase_of
from app.ports import Chain
from core.errors import PeerBroke
from core.federated.terms import RoundSpec
from core.rewards.payouts import PayoutTable
from core.rewards.settlement import Payouts

PROFIT, EMISSION = "ProfitDistributor", "EmissionDistributor"
DISTRIBUTORS: Mapping[str, str] = {"profit": PROFIT, "emission": EMISSION}


def newest_settled(chain: Chain, round_id: int) -> int:
    """The newest round before `round_id` that is settled on chain, 0 where there is none.

    Its payouts give the standings of the round's terms, and its tables are those that go on.
    """
    for number in range(round_id - 1, 0, -1):
        if phase_of(chain.read("Rounds", "round", number)) == Phase.SETTLED:
            return number
    return 0


def profit_to_share(funded: int, earlier: int) -> int:
    """What the distributor was ever given and no earlier table gave anybody."""
    return max(0, funded - earlier)


def emission_to_share(spec: RoundSpec, funded: int, earlier: int) -> int:
    """Likewise of CFX, and no more than the terms say."""
    return min(spec.emission_wei, profit_to_share(funded, earlier))


@dataclass(frozen=True)
class _Asset:
    """One distributor's part of how a round was shared out."""

    contract: str
    told: int
    before: int
    after: PayoutTable


def check_amounts(chain: Chain, spec: RoundSpec, payouts: Payouts, earlier: Payouts | None) -> str:
    """What a settled round shared out is what the distributors held then and nobody had earned; a line.

    The round was shared out between its settling and the proposal of its table. Where a distributor was paid
    in meanwhile, what it held before and what it held after are both right.

    Args:
        chain: a node of the checker's own choice.
        spec: the round's terms.
        payouts: of the round.
        earlier: those of `spec.standings_round`; None before the first.

    Raises:
        PeerBroke: another amount was shared out, or a table is for another contract.
    """
    profit = _Asset(
        PROFIT, payouts.profit_wei, earlier.profit_table.total if earlier else 0, payouts.profit_table
    )
    emission = _Asset(
        EMISSION, payouts.emission_wei, earlier.emission_table.total if earlier else 0, payouts.emission_table
    )
    if phase_of(chain.read("Rounds", "round", spec.round_id)) != Phase.SETTLED:
        raise PeerBroke(f"Round {spec.round_id} is shared out, but not settled on chain.")
    for asset in (profit, emission):
        if asset.after.distributor != chain.address(asset.contract):
            raise PeerBroke(
                f"A payout table is for {asset.after.distributor}, not for the {asset.contract}.",
                "Tell the network's operator.",
            )
        held = _held(chain, spec, asset)
        due = {profit_to_share(funded, asset.before) for funded in held}
        if asset is emission:
            due = {emission_to_share(spec, funded, asset.before) for funded in held}
        if asset.told not in due:
            raise PeerBroke(
                f"The payouts share out {asset.told} of the {asset.contract}, where there were {max(due)}.",
                "Tell the network's operator.",
            )
    return f"profit {profit.told} and emission {emission.told} smallest units, as the distributors held them"


def _held(chain: Chain, spec: RoundSpec, asset: _Asset) -> set[int]:
    """All that a distributor was ever given, at each moment at which the round may have been shared out."""
    settled = int(chain.read("Rounds", "round", spec.round_id)["settled"]["number"])
    proposed = chain.events(asset.contract, "Proposed", settled, root=asset.after.root)
    given = [event for event in chain.events(asset.contract, "Funded", settled) if event.block > settled]
    if not given:
        return {int(chain.read(asset.contract, "funded"))}
    first = given[0].arguments
    until = proposed[0].block if proposed else given[-1].block
    meanwhile = {int(event.arguments["funded"]) for event in given if event.block <= until}
    return {int(first["funded"]) - int(first["amount"])} | meanwhile

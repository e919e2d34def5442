"""A query and what its earlier sums told in; message 0 of its next protected sum, the QuerySpec, out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, ClassVar

from core import merkle
from core.errors import PeerBroke, YouCanFix
from core.federated.analytics import MOST_ROUNDS, MOST_TRADERS, Query
from core.federated.analytics_search import Answered, History, is_complete
from core.federated.codec import Limit, Seconds
from core.federated.messages import Signed
from core.federated.terms import STEPS, Canonical, SumTerms
from core.identity.keys import Account, recover_body, sign_body
from core.values import ClientId, Digest, RoundId

CLIP = 1.0
"""A vector of the norm 1 has the norm UNIT in the ring: a query's longest."""

FIRST_NUMBER = 1 << 40
"""Sums of queries are numbered from here on, so that no message fits both a query and a training round."""

MOST_JOIN_SECONDS = 7 * 86_400
"""A delegation must outlast the sum, and lasts thirty days at most."""

REJOIN_SECONDS = 300
"""Who answered a sum is still there for the next one."""

WINDOWS: Mapping[str, int] = {
    "share": 300,
    "mask": 300,
    "open_norm": 180,
    "agree": 180,
    "unmask": 300,
}
"""Seconds of each step's window but the first, which the ask names: no training goes before an answer."""


@dataclass(frozen=True)
class Ask(Canonical):
    """An operator's word that it asks a query on its network; signed, so that traders know who asks.

    Args:
        chain_id, contract: the network: its chain and its Rounds contract.
        asked_at: UTC seconds; makes two asks of one query two questions.
        join_seconds: how long traders may join the first sum.
        enough_traders: joins after which it begins at once; 0 waits the time out.
        query: what is asked.
    """

    KIND: ClassVar[str] = "ask"

    chain_id: Annotated[int, Limit(1, 2**63)]
    contract: ClientId
    asked_at: Seconds
    join_seconds: Annotated[int, Limit(1, MOST_JOIN_SECONDS)]
    enough_traders: Annotated[int, Limit(0, MOST_TRADERS)]
    query: Query

    def __post_init__(self) -> None:
        if not 1 <= self.join_seconds <= MOST_JOIN_SECONDS:
            raise YouCanFix(
                f"Traders cannot join for {self.join_seconds} seconds.", f"Give 1 to {MOST_JOIN_SECONDS}."
            )
        if self.enough_traders and not self.query.least_traders <= self.enough_traders <= MOST_TRADERS:
            raise YouCanFix(
                f"{self.enough_traders} traders cannot be enough.",
                f"Give {self.query.least_traders} to {MOST_TRADERS}, or 0 to wait the time out.",
            )


def sign_ask(account: Account, ask: Ask) -> Signed:
    """The ask with the operator's signature."""
    body = ask.to_bytes()
    return Signed(body, sign_body(account, ask.chain_id, ask.contract, Digest.of(body).raw))


def read_ask(signed: Signed, chain_id: int, contract: ClientId, operator: ClientId) -> Ask:
    """The ask; raises PeerBroke unless `operator` signed it for this network."""
    ask = Ask.from_bytes(signed.body)
    if (ask.chain_id, ask.contract) != (chain_id, contract):
        raise PeerBroke("The query is asked on another network.")
    signer = recover_body(chain_id, contract, signed.body_digest.raw, signed.signature)
    if signer != operator:
        raise PeerBroke(f"The query is asked by {signer}, not by the operator {operator}.")
    return ask


@dataclass(frozen=True)
class QuerySpec(SumTerms):
    """Message 0 of one protected sum of a query.

    Every trader weighs the same, all are neighbours of all, and no norm is opened: a query's vector is so
    short, or so empty, that a few random sums of it would show it. Nothing is posted on chain: root1 follows
    from the list of joins, the beacons from the roots, and that does where nobody can choose neighbours.

    Args:
        ask: digest of the operator's ask.
        query: what is asked.
        history: what earlier sums of the same query told, for a quantile.
    """

    KIND: ClassVar[str] = "open query"

    ask: Digest
    query: Query
    history: Annotated[tuple[Answered, ...], Limit(0, MOST_ROUNDS - 1)]

    def _rules(self) -> tuple[tuple[bool, str], ...]:
        query = self.query
        return (
            *super()._rules(),
            (self.round_id >= FIRST_NUMBER, f"sums of queries are numbered from {FIRST_NUMBER}"),
            (self.parameters == query.parameters, "a query's vector has the query's length"),
            (self.clip == CLIP, "a query's vector has the norm 1 at most"),
            (self.noise_multiplier == query.noise_multiplier, "the noise is the query's"),
            (self.bond_cap == 1 and not self.standings, "every trader weighs the same"),
            (self.min_cohort >= query.least_traders, "no fewer traders than the query's floor"),
            (self.max_clients == self.max_cohort <= MOST_TRADERS, "all traders are neighbours of all"),
            (query.quantile is not None or not self.history, "a query of this kind takes one sum"),
            (not is_complete(query, self.history), "the query is answered in full"),
        )

    @property
    def opens_norms(self) -> bool:
        """Never: see the class."""
        return False


def query_terms(
    signed: Signed, coordinator: ClientId, number: int, history: History, windows: Mapping[str, int]
) -> QuerySpec:
    """The terms of a question's next sum.

    Args:
        signed: the operator's ask, checked before.
        coordinator: who signs receipts.
        number: of the question, from 1.
        history: what its earlier sums told.
        windows: seconds of each step but the first.
    """
    ask = Ask.from_bytes(signed.body)
    query = ask.query
    join_seconds = min(ask.join_seconds, REJOIN_SECONDS) if history else ask.join_seconds
    return QuerySpec(
        chain_id=ask.chain_id,
        contract=ask.contract,
        coordinator=coordinator,
        round_id=sum_number(number, len(history)),
        parameters=query.parameters,
        clip=CLIP,
        neighbours=MOST_TRADERS - 1,
        min_cohort=query.least_traders,
        max_cohort=MOST_TRADERS,
        max_clients=MOST_TRADERS,
        windows=tuple(join_seconds if step == "join" else windows.get(step, 0) for step in STEPS),
        bond_cap=1,
        standings=(),
        noise_multiplier=query.noise_multiplier,
        ask=signed.body_digest,
        query=query,
        history=tuple(history),
    )


def sum_number(question: int, sums: int) -> RoundId:
    """The number, among all rounds of a network, of a question's sum after `sums` others."""
    return RoundId(FIRST_NUMBER + question * MOST_ROUNDS + sums)


def beacon(root: bytes) -> bytes:
    """What stands for a block's hash where nothing is posted on chain: it follows from what it comes after.

    The coordinator could try many lists of joins, but with all neighbours of all there is nothing to choose.
    """
    return merkle.leaf(b"conflux.query beacon|" + root)

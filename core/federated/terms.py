"""What a round goes by in, from an operator's choices; its canonical bytes and checked numbers out."""

from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Annotated, ClassVar, Self

from core.errors import YouCanFix
from core.federated.codec import LATER, Count, Limit, Name, Names, Seconds, Wei, decode, encode
from core.privacy.fixed_point import least_bond
from core.values import MOST_HORIZONS, ClientId, Digest, RoundId

PROTOCOL_VERSION = 3
STEPS = (
    "open",
    "join",
    "share",
    "mask",
    "open_norm",
    "agree",
    "unmask",
    "publish",
    "open_score",
    "settle",
)
"""The steps of a round in order, under the same names in code, on the wire and on screen."""

LEAST_COHORT = 8
MOST_COHORT = 128
MOST_CLIENTS = 100_000
MOST_PAST_MODELS = 3
NEIGHBOURS = 76
"""k of cohorts in which not everybody is everybody's neighbour. With fewer, a few seats around a client are
enough to read its update, and audits cut the graph to pieces: no coordinator may choose that."""
MOST_NOISE = 1 << 18
"""Of z^2 d for each client of the floor, and t is more than a third of the floor: so a product of a noisy
update with g stays below 2^63 (threats.md)."""
STANDING_ONE = 1 << 20
"""The integer standing that stands for z = 1."""

Parameters = Annotated[int, Limit(1, 2**27)]
Cohort = Annotated[int, Limit(LEAST_COHORT, MOST_COHORT)]
Vector = Annotated[bytes, Limit(8, 2**30)]
"""Ring words or signed 64-bit integers, little-endian."""
Factor = Annotated[int, Limit(-(2**20), 2**20)]


class Canonical:
    """What has exactly one sequence of bytes; subclasses are frozen data classes with a KIND."""

    KIND: ClassVar[str]

    def to_bytes(self) -> bytes:
        """The canonical bytes."""
        return encode(self.KIND, PROTOCOL_VERSION, self)

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """What `data` says; raises PeerBroke unless it is canonical and of this kind and version."""
        return decode(cls.KIND, PROTOCOL_VERSION, cls, data)

    @cached_property
    def digest(self) -> Digest:
        """SHA-256 of the canonical bytes."""
        return Digest.of(self.to_bytes())


@dataclass(frozen=True)
class ModelFields:
    """The network's shape: numbers and names of the app's own lists, never code.

    Args:
        architecture: of the app's list.
        trained: which part an update changes: "all" or "head".
        features, window, hidden, layers: sizes.
    """

    architecture: Name
    trained: Name
    features: Count
    window: Count
    hidden: Count
    layers: Count


@dataclass(frozen=True)
class EvaluationFields:
    """Which public candles score the round, and how.

    Args:
        venue: the exchange, by ccxt's name.
        symbols: pairs, as BTC/USDT.
        timeframe: as 1h.
        horizon_candles: candles ahead that the direction head is asked about; of several horizons the first,
            on which the agent trades.
        risk_candles: candles ahead over which variance is realised.
        start_at, end_at: labels lie wholly in [start_at, end_at), UTC seconds.
        reference_start_at: candles from here to start_at fit each symbol's normaliser.
        reference_end_at: the candles of the reference direction r lie in [reference_start_at,
            reference_end_at); all are closed when the round opens.
        risk_weight: weight of the risk head's loss.
        nodes: Gauss-Legendre nodes of the path integral.
        further_horizons: candles of the direction's further horizons; L takes the mean over all of them.
    """

    venue: Name
    symbols: Names
    timeframe: Name
    horizon_candles: Count
    risk_candles: Count
    start_at: Seconds
    end_at: Seconds
    reference_start_at: Seconds
    reference_end_at: Seconds
    risk_weight: float
    nodes: Annotated[int, Limit(1, 8)]
    further_horizons: Annotated[tuple[Count, ...], Limit(0, MOST_HORIZONS - 1)] = field(
        default=(), metadata=LATER
    )

    @property
    def horizons(self) -> tuple[int, ...]:
        """Candles of each horizon of the direction, rising."""
        return (self.horizon_candles, *self.further_horizons)


@dataclass(frozen=True)
class Standing:
    """A client's z, the standardised mean of its past scores; 2^20 for 1. Who is not listed has 0."""

    client: ClientId
    z: Factor


@dataclass(frozen=True)
class SumTerms(Canonical):
    """What every private sum goes by, whatever it is a sum of.

    Args:
        chain_id, contract: the network: its chain and its Rounds contract.
        coordinator: who signs receipts.
        round_id: the number of the round.
        parameters: d, the length of a client's vector.
        clip: C, the greatest norm of a vector.
        neighbours: k of the graph for more than 77 clients, always 76; even.
        min_cohort, max_cohort: clients that a cohort has at least and at most.
        max_clients: joins after which the round is full.
        windows: seconds of each step, in the order of STEPS; 0 for steps without a wait.
        bond_cap: bond in wei above which the weight grows no more.
        standings: z of the clients that have one, in the order of addresses.
        noise_multiplier: of the sum's noise, in clips; 0 without noise (core.privacy.differential).
    """

    chain_id: Annotated[int, Limit(1, 2**63)]
    contract: ClientId
    coordinator: ClientId
    round_id: RoundId
    parameters: Parameters
    clip: float
    neighbours: Annotated[int, Limit(2, 76)]
    min_cohort: Cohort
    max_cohort: Cohort
    max_clients: Annotated[int, Limit(LEAST_COHORT, MOST_CLIENTS)]
    windows: tuple[Seconds, ...]
    bond_cap: Wei
    standings: tuple[Standing, ...]
    noise_multiplier: float

    def __post_init__(self) -> None:
        for holds, reason in self._rules():
            if not holds:
                raise YouCanFix(f"The round's terms are impossible: {reason}.", "Correct the configuration.")

    def _rules(self) -> tuple[tuple[bool, str], ...]:
        rated = [standing.client for standing in self.standings]
        return (
            (self.round_id >= 0, "a round's number is not negative"),
            (0 < self.clip < 2.0**32, "the clip must be positive"),
            (self.neighbours % 2 == 0, "the number of neighbours must be even"),
            (
                self.max_cohort <= NEIGHBOURS + 1 or self.neighbours == NEIGHBOURS,
                "in cohorts of more than 77 clients each has 76 neighbours",
            ),
            (
                LEAST_COHORT <= self.min_cohort <= self.max_cohort <= MOST_COHORT,
                "a cohort has 8 to 128 clients",
            ),
            (
                self.min_cohort <= self.max_clients
                and (self.max_clients <= self.max_cohort or self.max_cohort >= 2 * self.min_cohort),
                "more clients than one cohort takes need cohorts of at least twice the floor",
            ),
            (len(self.windows) == len(STEPS), "there is one window for each step"),
            (self.bond_cap > 0, "the bond cap must be positive"),
            (rated == sorted(set(rated)), "standings are in the order of addresses, each once"),
            (0 <= self.noise_multiplier <= 100, "the noise multiplier lies in 0 to 100"),  # noqa: PLR2004 - sanity
            (
                # a product becomes infinite where a power of a stranger's number raises OverflowError
                self.noise_multiplier * self.noise_multiplier * self.parameters
                <= MOST_NOISE * self.min_cohort,
                "so much noise would overflow the products that scores come from",
            ),
        )

    def window(self, step: str) -> int:
        """Seconds that a step of STEPS stays open."""
        return self.windows[STEPS.index(step)]

    def standing(self, client: ClientId) -> int:
        """The z of a client, 2^20 for 1."""
        return self._standings.get(client, 0)

    @cached_property
    def _standings(self) -> dict[ClientId, int]:
        return {standing.client: standing.z for standing in self.standings}

    @property
    def least_bond(self) -> int:
        """The bond in wei without which nobody takes a seat: a crowd of seats shall not be for nothing."""
        return least_bond(self.bond_cap)

    @property
    def commit_before(self) -> int | None:
        """When the commitments must stand on chain; None where nothing hangs on the time."""
        return None

    @property
    def opens_norms(self) -> bool:
        """Whether sketches of each vector are opened; False where they would show too much of it."""
        return True

    @property
    def purpose(self) -> str:
        """What keeps the masks of one kind of round from those of another."""
        return self.KIND


@dataclass(frozen=True)
class RoundSpec(SumTerms):
    """Message 0 of a training round; its digest is the config hash on chain.

    Args:
        model_digest: artifact of the global model w_t; a client trains from no other.
        past_models: w_{t-1}, w_{t-2}, w_{t-3} as far as there are; their steps are public directions.
        standings_round: the settled round whose payouts gave the standings; 0 before the first.
        standings_digest: of those payouts; None before the first.
        model: the network's shape.
        feature_spec_digest: the feature set that all participants share.
        eta: server's step size.
        evaluation: the candles that score.
        emission_wei: tokens given out for the round.
        warm_up_rounds, error_discount: how scores become payable.
    """

    KIND: ClassVar[str] = "open"

    model_digest: Digest
    past_models: Annotated[tuple[Digest, ...], Limit(0, MOST_PAST_MODELS)]
    standings_round: Count
    standings_digest: Digest | None
    model: ModelFields
    feature_spec_digest: Digest
    eta: float
    evaluation: EvaluationFields
    emission_wei: Wei
    warm_up_rounds: Count
    error_discount: float

    def _rules(self) -> tuple[tuple[bool, str], ...]:
        evaluation = self.evaluation
        return (
            *super()._rules(),
            (0 < self.eta <= 2.0**16, "eta must be positive"),
            (bool(self.standings_round) == (self.standings_digest is not None), "standings have one source"),
            (0 <= self.error_discount <= 100, "the error discount lies in 0 to 100"),  # noqa: PLR2004 - sanity
            (0 <= evaluation.risk_weight <= 100, "the risk weight lies in 0 to 100"),  # noqa: PLR2004 - sanity
            (
                all(near < far for near, far in pairwise(evaluation.horizons)),
                "each horizon is longer than the one before",
            ),
            (len(set(evaluation.symbols)) == len(evaluation.symbols) > 0, "symbols must be given once each"),
            (
                evaluation.reference_start_at < evaluation.reference_end_at <= evaluation.start_at
                and evaluation.start_at < evaluation.end_at,
                "the evaluation must start after its reference and before its end",
            ),
        )

    @property
    def commit_before(self) -> int | None:
        """The first candle that scores: who commits later has seen the future."""
        return self.evaluation.start_at

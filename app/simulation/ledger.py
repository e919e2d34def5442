"""Posts of a round in; the facts that a chain would show of them, simulated in this process, out."""

from collections.abc import Mapping
from types import MappingProxyType

from app.chain_rounds import BEACON_BLOCKS
from app.simulation.world import secret
from core.errors import Refused, TryAgain
from core.federated.round_log import BEACON_POSTS
from core.federated.views import Posted
from core.values import ClientId, Digest


class Ledger:
    """A simulated chain: the posts of one round, bonds, block times and hashes. No chain stands behind it.

    It keeps the rules of the Rounds contract that clients rely on: what stands, stands, and a new attempt
    ends the one before.

    Args:
        seed: of the block hashes.
    """

    kind = "simulated"

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._facts: dict[tuple[int, str], Posted] = {}
        self._bonds: dict[ClientId, int] = {}
        self._height = 1

    @property
    def bonds(self) -> Mapping[ClientId, int]:
        """Bonds in wei by wallet."""
        return MappingProxyType(self._bonds)

    @property
    def survivor_sets(self) -> frozenset[bytes]:
        """Each H(U) that was posted, in any attempt."""
        return frozenset(fact.roots[0] for (_, kind), fact in self._facts.items() if kind == "survivors")

    def bond(self, client: ClientId, bond_wei: int) -> None:
        """A wallet's bond from now on."""
        self._bonds[client] = bond_wei

    def post(
        self, attempt: int, kind: str, roots: tuple[bytes, ...], now: float, model: Digest | None = None
    ) -> Posted:
        """Mine a post; the same one again changes nothing.

        Raises:
            Refused: another one stands there, or a later attempt has begun.
        """
        standing = self._facts.get((attempt, kind))
        if standing is not None and standing.roots == roots:
            return standing
        if standing is not None or any(posted > attempt for posted, _ in self._facts):
            raise Refused(f"The chain holds another {kind!r} for this attempt, or a later attempt.")
        self._height += 1 + BEACON_BLOCKS
        block = self._height - BEACON_BLOCKS
        beacon = self.block_hash(block + BEACON_BLOCKS) if kind in BEACON_POSTS else b""
        self._facts[attempt, kind] = Posted(kind, roots, block, int(now), beacon, model)
        return self._facts[attempt, kind]

    def fact(self, attempt: int, kind: str) -> Posted:
        """What stands on chain of an attempt; raises TryAgain before it does."""
        if (attempt, kind) not in self._facts:
            raise TryAgain(f"The chain holds no {kind!r} of attempt {attempt} yet.", retry_after=1.0)
        return self._facts[attempt, kind]

    def block_hash(self, number: int) -> bytes:
        """The hash of a block, which nobody could foresee on a real chain."""
        return secret("block", self._seed, number)

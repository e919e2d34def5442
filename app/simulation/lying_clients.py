"""A client's duties in; clients that send too much, the opposite, garbage or false openings out."""

import numpy as np
from numpy.typing import NDArray

from app.simulation.attack import Attack, Malicious, Scene
from app.simulation.ledger import Ledger
from app.simulation.parties import Client, Message, View
from app.simulation.report import Outcome
from app.simulation.world import World
from core.federated.messages import MaskedUpload, NormOpening, ScoreOpening, Signed, read
from core.federated.norms import NormTerms
from core.federated.views import NormRequest
from core.privacy.fixed_point import Integers, ring_from_wire, to_ring, to_wire
from core.values import ClientId, Digest

EXCESS = 10.0
"""How many times its bound an inflated update has."""

LIE = 1 << 40
"""How much of a product a liar moves from its neighbour to itself."""

AWAY = 2
"""One client of so many is kept away from `open_score`."""

MOST_TRIES = 8
"""Rounds in which a liar hopes that the audit misses its edges."""

CROWD = 20
"""From this many clients on an attack sends all its kinds of liars; below, as many as the rest survives."""


class Spread(Malicious):
    """Sends a vector that is ten times too long in every coordinate."""

    def integers(self) -> Integers:
        """See Client."""
        rng = np.random.default_rng([self.world.seed, self.index, 5])
        x = rng.standard_normal(self.world.terms.parameters)
        x *= EXCESS * self.session.cohort.norm_bound(self.client) / max(float(np.linalg.norm(x)), 1e-30)
        return np.rint(x).astype(np.int64)

    def _quantised(self, _update: NDArray[np.float32]) -> Integers:
        return self.integers()


class Sparse(Spread):
    """Hides the same excess in a single coordinate."""

    def integers(self) -> Integers:
        """See Client."""
        x = np.zeros(self.world.terms.parameters, np.int64)
        x[self.index % len(x)] = int(EXCESS * self.session.cohort.norm_bound(self.client))
        return x


class Flipped(Malicious):
    """Sends the opposite of what it learned."""

    def update(self) -> NDArray[np.float32]:
        """See Client."""
        return -super().update()


class Unfinished(Client):
    """Follows the protocol, but its training ended in NaN."""

    def update(self) -> NDArray[np.float32]:
        """See Client."""
        update = super().update()
        update[self.index % len(update)] = np.nan
        return update


class Noise(Spread):
    """Sends integers that fill the whole ring."""

    def integers(self) -> Integers:
        """See Client."""
        rng = np.random.default_rng([self.world.seed, self.index, 6])
        size = self.world.terms.parameters
        return rng.integers(-(2**63), 2**63 - 1, size, np.int64, endpoint=True)


class _OtherVector(Malicious):
    """Replaces its masked update after masking."""

    def message(self, step: str, view: View) -> Message:
        """See Client."""
        message = super().message(step, view)
        return self._replaced(message) if isinstance(message, MaskedUpload) else message

    def _replaced(self, upload: MaskedUpload) -> MaskedUpload:
        raise NotImplementedError

    def _committed(self, upload: MaskedUpload, masked: bytes) -> MaskedUpload:
        """A vector under a commitment of its own."""
        signed = self.forged(upload.signed, masked=Digest.of(masked))
        self.believe("mask", signed)
        return MaskedUpload(signed, masked)


class NotANumber(_OtherVector):
    """Commits to the bytes of floating-point NaN in place of ring words."""

    def _replaced(self, upload: MaskedUpload) -> MaskedUpload:
        return self._committed(upload, np.full(len(upload.masked) // 8, np.nan).tobytes())


class Garbled(_OtherVector):
    """Commits to random words."""

    def _replaced(self, upload: MaskedUpload) -> MaskedUpload:
        return self._committed(upload, np.random.default_rng(self.index).bytes(len(upload.masked)))


class Swapped(_OtherVector):
    """Sends another vector than it commits to."""

    def _replaced(self, upload: MaskedUpload) -> MaskedUpload:
        return MaskedUpload(upload.signed, upload.masked[::-1])


class Truncated(_OtherVector):
    """Commits to a vector without its last word, or with one more when it has only one."""

    def _replaced(self, upload: MaskedUpload) -> MaskedUpload:
        return self._committed(upload, upload.masked[:-8] or upload.masked * 2)


class Oversized(_OtherVector):
    """Commits to a vector twice as long."""

    def _replaced(self, upload: MaskedUpload) -> MaskedUpload:
        return self._committed(upload, upload.masked * 2)


class FalseSelf(Spread):
    """Sends ten times too much, and opens its own mask so that a short vector seems to be left."""

    def message(self, step: str, view: View) -> Message:
        """See Client."""
        message = super().message(step, view)
        if step != "open_norm" or not isinstance(message, Signed):
            return message
        body = read(message)
        if not isinstance(body, NormOpening):
            return message
        told = to_wire(ring_from_wire(body.self_sums) + self._excess(view))
        forged = self.forged(message, self_sums=told)
        self.believe(step, forged)
        return forged

    def _excess(self, view: View) -> NDArray[np.uint64]:
        """The sums of what must not be seen: nine tenths of x."""
        request = NormRequest.from_bytes(view.show("norm_request"))
        terms = NormTerms(self.session.cohort, view.fact("masked").beacon, request)
        x = self.integers()
        return terms.of_vector(to_ring(x - np.rint(x / (2 * EXCESS)).astype(np.int64)))


class FalseEdge(FalseSelf):
    """Sends ten times too much, and hides it in the opening of one edge."""

    def message(self, step: str, view: View) -> Message:
        """See Client."""
        message = Spread.message(self, step, view)
        if step != "open_norm" or not isinstance(message, Signed):
            return message
        body = read(message)
        if not isinstance(body, NormOpening):
            return message
        excess = self._excess(view)
        words = ring_from_wire(body.edge_sums).copy()
        neighbour = min(self.session.neighbours)
        words[: len(excess)] += excess if neighbour > self.client else np.negative(excess)
        forged = self.forged(message, edge_sums=to_wire(words))
        self.believe(step, forged)
        return forged


class FalseScore(Malicious):
    """Opens its edges to chosen neighbours so that their products become its own."""

    def __init__(self, world: World, index: int, ledger: Ledger) -> None:
        super().__init__(world, index, ledger)
        self.victims: frozenset[ClientId] = frozenset()

    def message(self, step: str, view: View) -> Message:
        """See Client."""
        message = super().message(step, view)
        if step != "open_score" or not isinstance(message, Signed):
            return message
        body = read(message)
        if not isinstance(body, ScoreOpening):
            return message
        words = ring_from_wire(body.products).reshape(len(self.session.neighbours), -1).copy()
        for place, neighbour in enumerate(sorted(self.session.neighbours)):
            if neighbour in self.victims:
                words[place] += np.uint64(LIE)
        forged = self.forged(message, products=to_wire(words))
        self.believe(step, forged)
        return forged


class _Liars(Attack):
    """An attack of malicious clients alone: the first ones, one of each kind."""

    kinds: tuple[type[Client], ...] = ()
    kinds_in_small_rounds = 2

    def member(self, world: World, index: int, ledger: Ledger) -> Client:
        """See Attack."""
        kinds = self.kinds
        if world.terms.max_clients < CROWD:
            kinds = kinds[: self.kinds_in_small_rounds]
        kind = kinds[index] if index < len(kinds) else Client
        return kind(world, index, ledger)

    def failed_to_show(self, outcome: Outcome) -> str:
        """See Attack."""
        taken = sorted(set(outcome.malicious) & set(outcome.survivors))
        return f"The update of {taken[0]} is in the sum." if taken else ""


class NormInflation(_Liars):
    """Updates of ten times the bound: spread over all coordinates, and in one alone."""

    name = "norm"
    kinds: tuple[type[Client], ...] = (Spread, Sparse)

    def failed_to_show(self, outcome: Outcome) -> str:
        """See Attack."""
        missed = [client for client in outcome.malicious if client not in outcome.rejected]
        return f"{missed[0]} was not rejected." if missed and not outcome.aborted else ""


class SignFlip(NormInflation):
    """The opposite of an honest update."""

    name = "flip"
    kinds = (Flipped,)


class NaNAttack(_Liars):
    """A model that holds NaN, integers that fill the ring, and the bytes of NaN in place of a vector."""

    name = "nan"
    kinds = (Unfinished, Noise, NotANumber)


class GarbledVector(_Liars):
    """Random words, another vector than the one committed to, a shorter and a longer one."""

    name = "garbled"
    kinds = (Garbled, Swapped, Truncated, Oversized)


class FalseOpening(_Liars):
    """False openings, in three rounds and more: of the own mask, then of edges, before and after the sum."""

    name = "false-opening"
    kinds = (FalseSelf,)

    def failed_to_show(self, outcome: Outcome) -> str:
        """See Attack."""
        convicted = {fault.client for fault in outcome.faults if fault.step == "open_norm"}
        missed = sorted(set(outcome.malicious) - convicted)
        return f"The false opening of {missed[0]} was not found." if missed and outcome.reasons else ""

    def again(self, _outcome: Outcome) -> Attack:
        """See Attack."""
        return FalseEdges()


class FalseEdges(_Liars):
    """False openings of edges: to any neighbour in open_norm, to one who is kept away in open_score.

    The audit draws some edges of each client; a false one that it misses stays. So there are more rounds,
    until a liar was drawn.

    Args:
        tries: rounds before this one.
    """

    name = FalseOpening.name
    kinds = (FalseScore, FalseEdge)
    kinds_in_small_rounds = 1

    def __init__(self, tries: int = 0) -> None:
        self._tries = tries

    def carry(self, scene: Scene, client: Client, step: str, data: bytes) -> tuple[bytes, ...]:
        """Keep back the score openings of every second client, so that the liar has the only word."""
        if step == "open_score" and client.client in self._away(scene):
            return ()
        return (data,)

    def show(self, scene: Scene, client: Client, _name: str, honest: bytes) -> bytes:
        """Tell the liar who is kept away."""
        if isinstance(client, FalseScore):
            client.victims = self._away(scene)
        return honest

    @staticmethod
    def _away(scene: Scene) -> frozenset[ClientId]:
        return frozenset(c.client for c in scene.clients if c.is_honest and c.index % AWAY == AWAY - 1)

    def again(self, outcome: Outcome) -> Attack | None:
        """See Attack."""
        is_drawn = any(fault.step == "open_score" for fault in outcome.faults)
        return None if is_drawn or self._tries + 1 >= MOST_TRIES else FalseEdges(self._tries + 1)

    def failed_to_show(self, outcome: Outcome) -> str:
        """Who opens its norm truly may be in the sum; who opens it falsely may not."""
        taken = set(outcome.malicious) & set(outcome.survivors)
        return "An inflated update is in the sum." if len(taken) > 1 else ""

    def note(self, outcome: Outcome) -> str:
        """See Attack."""
        if any(fault.step == "open_score" for fault in outcome.faults):
            return "The audit drew an edge that was opened falsely: its opener is convicted and unpaid."
        return "The audit's lots missed the edges that were opened falsely."


CLIENT_ATTACKS: tuple[type[Attack], ...] = (
    NormInflation,
    SignFlip,
    NaNAttack,
    GarbledVector,
    FalseOpening,
)

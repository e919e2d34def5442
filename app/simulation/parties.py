"""A client's own machine in the simulation: what it is shown in, the messages of its real session out."""

from collections.abc import Callable, Mapping
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from app.simulation.ledger import Ledger
from app.simulation.usage import Meter
from app.simulation.world import OPENED_AT, World, secret
from core.federated.admission import DELEGATION_SLACK_SECONDS
from core.federated.client import ClientSession
from core.federated.messages import MaskedUpload, Signed
from core.federated.session_state import SessionState
from core.federated.views import Posted
from core.identity.keys import MAX_DELEGATION_SECONDS, Account, Delegation, SessionKey, sign_delegation
from core.privacy.fixed_point import Integers
from core.privacy.noise import SecretStream, skellam_noise
from core.values import ClientId

Message = Signed | MaskedUpload


class View(Protocol):
    """What a client sees of a round: the coordinator's words, and its own node's."""

    attempt: int
    now: float

    def show(self, name: str) -> bytes:
        """What the coordinator shows under a name."""

    def fact(self, kind: str) -> Posted:
        """What the client's own node reads from the chain."""

    @property
    def posted_sets(self) -> frozenset[bytes]:
        """Each H(U) that the client's own node saw posted in the round."""

    @property
    def bonds(self) -> Mapping[ClientId, int]:
        """Bonds, from the client's own node."""


class Client:
    """An honest trader: an unmodified ClientSession with real keys, and an update that a seed makes again.

    Nothing as long as the model is kept between two steps.

    Args:
        world: what everybody knows.
        index: which client.
        ledger: the chain that holds its bond.

    Attributes:
        is_honest: whether it follows the protocol.
        session: the session; a crash replaces it by what was saved.
        meter: CPU seconds of its session by step.
        sent_bytes: of all its messages.
    """

    is_honest = True

    def __init__(self, world: World, index: int, ledger: Ledger) -> None:
        self.world = world
        self.index = index
        self.meter = Meter()
        self.wallet = Account.create(secret("wallet", world.seed, index))
        self.key = SessionKey.create(secret("session", world.seed, index))
        self.session = self._begin()
        self.sent_bytes = 0
        self._joined = 0
        ledger.bond(self.wallet.address, self.bond_wei)

    def _begin(self) -> ClientSession:
        terms = self.world.terms
        since = int(OPENED_AT) - DELEGATION_SLACK_SECONDS
        delegation = Delegation(self.key.address, since, since + MAX_DELEGATION_SECONDS, self.index)
        signature = sign_delegation(self.wallet, terms.chain_id, terms.contract, delegation)
        return ClientSession.begin(terms, self.wallet.address, self.bond_wei, self.key, delegation, signature)

    @property
    def client(self) -> ClientId:
        """Its wallet's address."""
        return self.wallet.address

    @property
    def bond_wei(self) -> int:
        """Its bond."""
        return self.world.bond(self.index)

    @property
    def name(self) -> str:
        """How reports call it."""
        return f"client {self.index}"

    def resume(self) -> None:
        """Start again from the saved session."""
        self.session = ClientSession.from_bytes(self.session.to_bytes())

    def memory(self) -> SessionState:
        """Everything that its session remembers."""
        return SessionState.from_bytes(self.session.to_bytes())

    def update(self) -> NDArray[np.float32]:
        """What it trained."""
        return self.world.update(self.index)

    def integers(self) -> Integers:
        """The x of the current attempt; the same whenever it is asked for."""
        return self._quantised(self.update())

    def _quantised(self, update: NDArray[np.float32]) -> Integers:
        session, terms = self.session, self.world.terms
        rng = np.random.default_rng([self.world.seed, self.index, 4, session.attempt])
        noise = None
        if terms.noise_multiplier:
            stream = SecretStream(secret("noise", self.world.seed, self.index, session.attempt))
            noise = skellam_noise(stream, session.noise_variance, terms.parameters)
        return session.quantise(update, rng, noise)

    def message(self, step: str, view: View) -> Message:
        """Its message of a step; raises what its session raises."""
        answers: Mapping[str, Callable[[View], Message]] = {
            "join": self._join,
            "share": self._share,
            "mask": self._mask,
            "open_norm": self._open_norm,
            "agree": self._agree,
            "unmask": self._unmask,
            "open_score": self._open_score,
            "settle": self._audit,
        }
        return answers[step](view)

    def receive(self, step: str, reply: bytes) -> None:
        """Check the coordinator's receipt."""
        with self.meter.on(step):
            self.session.receipt(step, reply)

    def _join(self, view: View) -> Signed:
        self._joined += 1
        fresh = secret("attempt", self.world.seed, self.index, view.attempt, self._joined)
        with self.meter.on("join"):
            return self.session.join(view.attempt, fresh, view.now)

    def _share(self, view: View) -> Signed:
        roster, fact = view.show("roster"), view.fact("joins")
        with self.meter.on("share"):
            return self.session.share(roster, fact.roots[0], fact.beacon, view.bonds, view.now)

    def _mask(self, view: View) -> MaskedUpload:
        inbox = view.show("inbox")
        update = self.update()
        with self.meter.on("mask"):
            return self.session.mask(inbox, self._quantised(update))

    def _open_norm(self, view: View) -> Signed:
        masked, request, fact = view.show("masked"), view.show("norm_request"), view.fact("masked")
        reference = self.world.reference
        with self.meter.on("open_norm"):
            return self.session.open_norm(
                masked, request, fact.roots[0], fact.timestamp, fact.beacon, reference
            )

    def _agree(self, view: View) -> Signed:
        norms, fact = view.show("norms"), view.fact("masked")
        with self.meter.on("agree"):
            return self.session.agree(norms, fact.roots[0], view.posted_sets)

    def _unmask(self, view: View) -> Signed:
        survivors, fact = view.show("survivors"), view.fact("survivors")
        with self.meter.on("unmask"):
            return self.session.unmask(survivors, *fact.roots)

    def _open_score(self, view: View) -> Signed:
        request, fact = view.show("score_request"), view.fact("asked")
        gradient, directions = self.world.gradient, self.world.directions
        with self.meter.on("open_score"):
            return self.session.open_score(request, fact.roots[0], gradient, view.now, directions)

    def _audit(self, view: View) -> Signed:
        agreed, digest, fact = view.show("agreed"), view.fact("survivors").roots[0], view.fact("scores")
        with self.meter.on("settle"):
            return self.session.audit(agreed, digest, fact.beacon)

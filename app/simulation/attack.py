"""A running simulation in; lies of a coordinator, and clients that break the protocol, out: the harness."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Protocol

from app.simulation.desk import Desk
from app.simulation.ledger import Ledger
from app.simulation.parties import Client, Message
from app.simulation.report import Outcome
from app.simulation.world import World
from core.federated.client import ClientSession
from core.federated.messages import Body, Signed, read, sign
from core.federated.views import Posted
from core.values import ClientId


class Scene(Protocol):
    """What an attacker sees of the simulation, and what it can do there besides lying when it is asked.

    Attributes:
        world, ledger, desk: terms and public vectors, the chain, the honest state machine.
        clients: all, by index.
        attempt, now: the current ones.
    """

    world: World
    ledger: Ledger
    desk: Desk
    clients: list[Client]
    attempt: int
    now: float

    def honest_view(self, client: Client, name: str) -> bytes:
        """What the unmodified coordinator shows a client."""

    def ask(
        self,
        client: Client,
        step: str,
        shown: Mapping[str, bytes] | None = None,
        facts: Mapping[str, Posted] | None = None,
        attempt: int | None = None,
    ) -> Message | None:
        """Put a question to a client, with these views and chain facts in place of the usual ones.

        What it answers counts as released; what it refuses is in the report, and None comes back.
        """

    def heard(self, step: str, attempt: int | None = None) -> Mapping[ClientId, Signed]:
        """What clients have said to the coordinator in a step, of the current attempt or of another."""

    def send(self, client: Client, step: str, data: bytes) -> bool:
        """Hand bytes to the honest coordinator as a client's message; whether it took them."""


class Attack:
    """Nobody's ill will: the base of all attacks, whose methods are the places where one can lie.

    A malicious coordinator is the real one behind a liar: every word between it, the chain and the clients
    passes these methods. A malicious client is one that `member` made.

    Attributes:
        name: on the command line.
    """

    name = "none"

    def member(self, world: World, index: int, ledger: Ledger) -> Client:
        """Client number `index`."""
        return Client(world, index, ledger)

    def show(self, _scene: Scene, _client: Client, _name: str, honest: bytes) -> bytes:
        """What a client is shown in place of the coordinator's own bytes."""
        return honest

    def fact(self, _scene: Scene, _client: Client, honest: Posted) -> Posted:
        """What a client's own node tells it; otherwise than the chain only if that node lies."""
        return honest

    def roots(self, _scene: Scene, _kind: str, roots: tuple[bytes, ...]) -> tuple[bytes, ...]:
        """What is posted on chain in place of the coordinator's own roots."""
        return roots

    def carry(self, _scene: Scene, _client: Client, _step: str, data: bytes) -> tuple[bytes, ...]:
        """What reaches the honest coordinator of a client's message; nothing, when it is kept back."""
        return (data,)

    def probe(self, _scene: Scene, _step: str) -> None:
        """All have answered the step, whose window is still open: the time to ask for more."""

    def after(self, _scene: Scene) -> None:
        """The round is over: the time to ask for more."""

    def failed_to_show(self, _outcome: Outcome) -> str:
        """What the outcome lacks that this attack must end in, besides the invariant; "" where nothing."""
        return ""

    def again(self, _outcome: Outcome) -> "Attack | None":
        """What the attack tries in a further round after this one; None when it has shown all."""
        return None

    def note(self, _outcome: Outcome) -> str:
        """What else is to say about how it ended."""
        return ""


class Malicious(Client):
    """A client that breaks the protocol, with a real session at hand; subclasses override what they bend."""

    is_honest = False

    def signed(self, body: Body) -> Signed:
        """Any body, signed with my session's key."""
        return sign(self.world.terms, self.key, body)

    def forged(self, message: Signed, **changes: Any) -> Signed:
        """My own message with other fields, signed anew."""
        return self.signed(replace(read(message), **changes))

    def believe(self, step: str, signed: Signed) -> None:
        """Make my session take `signed` for what it answered, so that it goes on after a lie."""
        state = self.memory()
        answers = tuple(
            replace(answer, signed=signed) if answer.step == step else answer for answer in state.answers
        )
        self.session = ClientSession(replace(state, answers=answers))


def honest_clients(scene: Scene) -> list[Client]:
    """The clients that follow the protocol."""
    return [client for client in scene.clients if client.is_honest]

"""A storm and a coordinator's lies in; the round that comes of it, as honest clients play it, out."""

from dataclasses import replace

from core.errors import ConfluxError
from core.federated.views import SurvivorSet, norm_root
from tests.adversarial.storm import Schedule, Storm

VIEWS = (
    "roster",
    "inbox",
    "masked",
    "norm_request",
    "norms",
    "survivors",
    "agreed",
    "score_request",
)


class Villain(Storm):
    """A coordinator that shows clients what it likes; the state machine behind it is the real one.

    Args:
        schedule: what goes wrong besides.
        tell: gives what client `index` is shown under a name, from this storm, the index, the name and the
            true bytes, which are empty where there are none yet.
        chain: gives what client `index` reads on chain, from this storm, the index and the true fact. Where
            it is not the same for all, the client's own node lies too.
    """

    def __init__(self, schedule=None, tell=None, chain=None, **changes):
        self.tell = tell or (lambda _storm, _index, _name, honest: honest)
        self.chain = chain or (lambda _storm, _index, fact: fact)
        super().__init__(schedule or Schedule(), **changes)

    def message(self, index, step):
        """What a client answers to what it is told."""
        state = self.state
        self.state = Told(self, state, index)
        try:
            return super().message(index, step)
        finally:
            self.state = state

    def ask(self, index, step, tell=None, chain=None):
        """Ask a client once more, with other lies; its answer has left, or None with its refusal noted."""
        before = self.tell, self.chain
        self.tell, self.chain = tell or self.tell, chain or self.chain
        try:
            message = self.message(index, step)
        except ConfluxError as error:
            self.refusals.append((index, step, error))
            return None
        finally:
            self.tell, self.chain = before
        self.witness.left(self.sessions[index], message)
        return message

    def words(self, step, index=None):
        """Why clients refused a step."""
        return [str(error) for who, at, error in self.refusals if at == step and index in (None, who)]


class Told:
    """The coordinator's state as one client is told of it."""

    def __init__(self, storm, state, index):
        self._storm, self._state, self._index = storm, state, index

    def __getattr__(self, name):
        found = getattr(self._state, name)
        if name in VIEWS:
            return lambda *arguments: self._told(name, found, arguments)
        if name == "fact":
            return lambda kind: self._storm.chain(self._storm, self._index, found(kind))
        return found

    def _told(self, name, view, arguments):
        """A lie is told in any step; the truth when the round has come so far."""
        try:
            honest = view(*arguments)
        except ConfluxError:
            honest = b""
        return self._storm.tell(self._storm, self._index, name, honest) or view(*arguments)


def without(norms, victim):
    """A list of norm openings whose survivors lack one."""
    return replace(norms, survivors=tuple(client for client in norms.survivors if client != victim))


def claimed(norms, root3):
    """What a client signs that is shown a list of norm openings."""
    return SurvivorSet(norms.round_id, norms.attempt, norms.survivors, root3, norm_root(norms.entries))

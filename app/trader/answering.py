"""A question's open sum in; this trader's part in it, step by step: its private answer, masked, out."""

import secrets as entropy
from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.errors import PeerBroke, Refused
from core.federated.analytics_answers import answer
from core.federated.analytics_terms import QuerySpec, beacon
from core.federated.client import ClientSession
from core.federated.cohort import Cohort
from core.federated.messages import MaskedUpload, Signed
from core.federated.views import MaskedList, NormList, NormRequest, Roster, Survivors, join_root, masked_root
from core.identity.keys import MAX_DELEGATION_SECONDS, Delegation, SessionKey, Signer, sign_delegation
from core.privacy.noise import SecretStream, skellam_noise
from core.values import ClientId

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from contextlib import AbstractContextManager

    from app.trader import TraderPorts
    from app.trader.consents import Consents
    from app.trader.privacy_budget import PrivacyBudget
    from core.features.private_columns import PrivateRows
    from core.privacy.fixed_point import Integers

_SLACK_SECONDS = 3600
"""A delegation begins a little before now and ends a little after the last answer is due."""
_ATTEMPTS = 4
_POSTED_AT = 0
"""Nothing of a query is posted on chain, and nothing hangs on when it would have been."""


@dataclass(frozen=True)
class Asked:
    """Where the question's sum stands, as the coordinator tells it.

    Args:
        number: of the question.
        sum: from 1.
        attempt: of the sum.
        step: that is open.
    """

    number: int
    sum: int
    attempt: int
    step: str


class Answering:
    """One trader's part in one sum; it lives in memory alone: after a crash the trader is a drop-out.

    Nothing is lost by that: an answer costs no training. What must not be forgotten, which sums it helped to
    open and what they cost of the privacy budget, is on disk before a message leaves.

    Args:
        ports: of the trader.
        account: signs the delegation.
        bond_wei: what the trader has at stake.
        spec: terms of the sum, checked.
        rows: the trader's private rows that are asked for.
        datasets: what the rows are made of, as BTC/USDT, for the privacy budget.
        consents: keeps which sums were opened.
        budget: charged before a masked answer leaves.

    Attributes:
        note: why the last step was sat out, "" when none was.
        epsilon: what the masked answers that left cost, in all.
        bytes_sent: of messages.
    """

    def __init__(
        self,
        ports: "TraderPorts",
        account: Signer,
        bond_wei: int,
        spec: QuerySpec,
        rows: "PrivateRows",
        datasets: tuple[str, ...],
        consents: "Consents",
        budget: "PrivacyBudget",
    ) -> None:
        self._ports = ports
        self.spec = spec
        self._rows = rows
        self._datasets = datasets
        self._consents = consents
        self._budget = budget
        self._session = _begin(ports, account, bond_wei, spec)
        self._vectors: dict[int, Integers] = {}
        self._done: set[tuple[int, str]] = set()
        self.note = ""
        self.epsilon = 0.0
        self.bytes_sent = 0
        self._answers: Mapping[str, Callable[[Asked], Signed | MaskedUpload]] = {
            "join": self._join,
            "share": self._share,
            "mask": self._mask,
            "open_norm": self._open_norm,
            "agree": self._agree,
            "unmask": self._unmask,
        }

    @property
    def client(self) -> ClientId:
        """Who answers."""
        return self._session.client

    def answer(self, asked: Asked) -> str:
        """Send what the open step asks of this trader; the step when it was sent now, else "".

        Raises:
            TryAgain: a service is away, or the step is not quite open yet: ask again.
            PeerBroke: the coordinator or a peer broke the protocol: take no further part.
        """
        place = (asked.attempt, asked.step)
        is_mine = asked.step == "join" or asked.attempt == self._session.attempt
        if asked.step not in self._answers or place in self._done or not is_mine:
            return ""
        try:
            self._send(asked, self._answers[asked.step](asked))
        except Refused as error:  # too late, too few, or a sum that must not be opened: sit it out
            self.note = error.message
            self._done.add(place)
            return ""
        self._done.add(place)
        return asked.step

    def _send(self, asked: Asked, message: Signed | MaskedUpload) -> None:
        body = message.to_bytes()
        with self._spending(asked):
            reply = self._ports.coordinator.post(f"queries/{asked.number}/{asked.step}", body)
        self._session.receipt(asked.step, reply)
        self.bytes_sent += len(body)

    def _spending(self, asked: Asked) -> "AbstractContextManager[Any]":
        """A masked answer is written down with what it costs."""
        cost = self._charge(asked) if asked.step == "mask" else 0.0
        return self._ports.wire_log.spending(cost) if cost else nullcontext()

    def _charge(self, asked: Asked) -> float:
        """Charge the budget of each dataset; the greatest epsilon, 0 without noise."""
        from app.trader.privacy_budget import RoundNoise

        spec = self.spec
        # The whole noise of the sum, as from a threshold of one: of a query nothing but the sum is published.
        noise = RoundNoise(spec.noise_multiplier, 1, spec.parameters)
        round_id = int(spec.round_id)
        costs = [
            self._budget.charge(name, round_id, asked.attempt, noise).epsilon_round for name in self._datasets
        ]
        cost = max(costs) if spec.noise_multiplier else 0.0
        self.epsilon += cost
        return cost

    def _raw(self, asked: Asked, part: str) -> bytes:
        return self._ports.coordinator.raw(f"queries/{asked.number}/{part}")

    def _join(self, asked: Asked) -> Signed:
        return self._session.join(asked.attempt, entropy.token_bytes(32), self._ports.clock.now())

    def _share(self, asked: Asked) -> Signed:
        roster, now = self._raw(asked, "roster"), self._ports.clock.now()
        view = Roster.from_bytes(roster)
        root1 = join_root(view.joins)
        found = beacon(root1)
        cohort = Cohort.checked(self.spec, view, found, now, self.client)
        if len(cohort.clients) != len(view.joins):
            raise PeerBroke("The traders of the query are not all neighbours of all.")
        return self._session.share(roster, root1, found, self._bonds(cohort), now)

    def _bonds(self, cohort: Cohort) -> dict[ClientId, int]:
        """Bond of each neighbour in wei, from this trader's own node; 0 for one that revoked its session."""
        read = self._ports.chain.read
        return {
            client: 0
            if int(read("Rounds", "revokedAt", client, cohort.joins[client].session))
            else int(read("StakeManager", "bondOf", client))
            for client in cohort.graph[self.client]
        }

    def _mask(self, asked: Asked) -> MaskedUpload:
        inbox = self._raw(asked, f"inbox/{self.client}")
        if asked.attempt not in self._vectors:
            self._vectors = {asked.attempt: self._private()}
        return self._session.mask(inbox, self._vectors[asked.attempt])

    def _private(self) -> "Integers":
        """This trader's vector, with its share of the noise; fresh for each attempt."""
        x = answer(self.spec.query, self._rows, self.spec.history)
        variance = self._session.noise_variance
        return x + skellam_noise(SecretStream(entropy.token_bytes(32)), variance, len(x)) if variance else x

    def _open_norm(self, asked: Asked) -> Signed:
        masked = self._raw(asked, "masked")
        root3, request = self._root3(masked), self._no_reference.to_bytes()
        return self._session.open_norm(masked, request, root3, _POSTED_AT, beacon(root3), None)

    def _root3(self, masked: bytes) -> bytes:
        return masked_root(self._no_reference.digest, MaskedList.from_bytes(masked).entries)

    @property
    def _no_reference(self) -> NormRequest:
        """What is asked of the masks of a query: nothing."""
        return NormRequest(self.spec.round_id, None, 0.0)

    def _agree(self, asked: Asked) -> Signed:
        norms, masked = self._raw(asked, "norms"), self._raw(asked, "masked")
        self._consents.may_tell(self.spec.query, NormList.from_bytes(norms).survivors)
        return self._session.agree(norms, self._root3(masked))

    def _unmask(self, asked: Asked) -> Signed:
        view = self._raw(asked, f"survivors/{self.client}")
        agreed = Survivors.from_bytes(view).agreed
        signed = self._session.unmask(view, agreed.digest.raw, agreed.root4)
        self._consents.tell(self.spec.query, agreed.survivors)
        return signed


def _begin(ports: "TraderPorts", account: Signer, bond_wei: int, spec: QuerySpec) -> ClientSession:
    """A session for one sum under a fresh key, delegated for as long as its attempts may last."""
    now = int(ports.clock.now())
    key = SessionKey.create(entropy.token_bytes(32))
    lasting = min(_ATTEMPTS * sum(spec.windows) + 2 * _SLACK_SECONDS, MAX_DELEGATION_SECONDS)
    nonce = int.from_bytes(entropy.token_bytes(16), "big")
    delegation = Delegation(key.address, now - _SLACK_SECONDS, now - _SLACK_SECONDS + lasting, nonce)
    signature = sign_delegation(account, spec.chain_id, spec.contract, delegation)
    return ClientSession.begin(spec, account.address, bond_wei, key, delegation, signature)

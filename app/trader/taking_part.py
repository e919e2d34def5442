"""A round's published steps in; this trader's messages, each kept on disk before it leaves, out."""

import secrets as entropy
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

import numpy as np

from app import scoring
from app.chain_rounds import BEACON_BLOCKS, GIVEN_UP, Phase, phase_of
from app.trader.preparation import posted
from app.trader.privacy_budget import RoundNoise
from app.trader.round_files import RoundFiles
from app.trader.rounds import RoundStatus
from core.errors import PeerBroke, Refused, TryAgain
from core.federated.admission import DELEGATION_SLACK_SECONDS
from core.federated.client import ClientSession
from core.federated.contribution import quantise_direction
from core.federated.messages import MaskedUpload, Signed
from core.federated.terms import RoundSpec
from core.identity.keys import MAX_DELEGATION_SECONDS, Delegation, SessionKey, Signer, sign_delegation
from core.privacy.noise import SecretStream, skellam_noise
from core.values import ClientId

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from contextlib import AbstractContextManager

    from numpy.typing import NDArray

    from app.ports import Progress
    from app.trader import TraderPorts
    from app.trader.privacy_budget import PrivacyBudget
    from app.trader.session_box import SessionBox
    from core.privacy.fixed_point import Integers


def begin_session(ports: "TraderPorts", account: Signer, spec: RoundSpec, bond_wei: int) -> ClientSession:
    """A session for one round under a fresh key, delegated for as long as the round lasts."""
    now = int(ports.clock.now())
    key = SessionKey.create(entropy.token_bytes(32))
    ends_at = max(now, spec.evaluation.end_at) + sum(spec.windows) + DELEGATION_SLACK_SECONDS
    not_before = now - DELEGATION_SLACK_SECONDS
    delegation = Delegation(
        key.address,
        not_before,
        min(ends_at, not_before + MAX_DELEGATION_SECONDS),
        int.from_bytes(entropy.token_bytes(16), "big"),
    )
    signature = sign_delegation(account, spec.chain_id, spec.contract, delegation)
    return ClientSession.begin(spec, account.address, bond_wei, key, delegation, signature)


class TakingPart:
    """One trader's part in one round: answers what the round asks and remembers what it answered.

    Args:
        ports: of the trader.
        box: keeps the session.
        account: address of the trader.
        session: begun, or restored from the store after a crash.
        budget: charged before a masked update leaves.

    Attributes:
        bytes_sent: of bodies sent to the coordinator, since it was last noted.
        note: why the last step was sat out, "" when none was.
    """

    def __init__(
        self,
        ports: "TraderPorts",
        box: "SessionBox",
        account: str,
        session: ClientSession,
        budget: "PrivacyBudget",
    ) -> None:
        self._ports = ports
        self._box = box
        self._budget = budget
        self.account = account
        self.session = session
        self.files = RoundFiles(ports.folder, session.spec.round_id)
        self.bytes_sent = 0
        self.note = ""
        self._done: set[tuple[int, str]] = set()
        self._reference: NDArray[np.float64] | None = None
        self._answers: dict[str, Callable[[int], Signed | MaskedUpload]] = {
            "join": self._join,
            "share": self._share,
            "mask": self._mask,
            "open_norm": self._open_norm,
            "agree": self._agree,
            "unmask": self._unmask,
        }

    @property
    def spec(self) -> RoundSpec:
        """The round's terms."""
        terms = self.session.spec
        if not isinstance(terms, RoundSpec):
            raise PeerBroke("A session of another kind was kept for this training round.")
        return terms

    def is_over(self) -> bool:
        """Whether the chain shows that the round was given up, or nothing that I could sign counts any more.

        Nothing less ends my part: with the session go the counts that keep an update hidden, and the seeds
        that its score is opened with.
        """
        record = self._ports.chain.read("Rounds", "round", self.spec.round_id)
        return phase_of(record) in GIVEN_UP or self._ports.clock.now() > self.session.ends_at

    def reference(self, progress: "Progress | None" = None) -> "NDArray[np.float64]":
        """The reference direction r, from the model on chain and candles that this trader fetches itself."""
        if self._reference is None:
            ports, spec = self._ports, self.spec
            series = scoring.fetch_reference(spec, ports.candle_source, progress)
            model = ports.artifacts.get(spec.model_digest)
            self._reference = scoring.reference_direction(spec, model, series, ports.worker, progress)
        return self._reference

    def answer(self, status: RoundStatus) -> str:
        """Send what the round's open step asks of this trader; the step when it was sent now, else "".

        Raises:
            TryAgain: a service is away, or the step is not quite open yet: ask again.
            PeerBroke: the coordinator or a peer broke the protocol: take no further part.
        """
        step = status.step
        place = (status.attempt, step)
        is_mine = step == "join" or status.attempt == self.session.attempt
        is_open = status.deadline_at > 0  # before, the chain does not show yet what it follows from
        if step not in self._answers or place in self._done or not (is_mine and is_open):
            return ""
        try:
            message = self._answers[step](status.attempt)
            with self._charged(status.attempt, step):
                self._send(step, message)
        except Refused as error:  # too late, or too few neighbours: sit it out, a new attempt may come
            self.note = error.message
            self._done.add(place)
            return ""
        self._done.add(place)
        return step

    def _charged(self, attempt: int, step: str) -> "AbstractContextManager[None]":
        """Charge the budget for a masked update, once an attempt; raises Refused where it is spent."""
        if step != "mask":
            return nullcontext()
        noise = RoundNoise(self.spec.noise_multiplier, self.session.threshold, self.spec.parameters)
        cost = self._budget.charge(self.files.dataset(), int(self.spec.round_id), attempt, noise)
        if not noise.noise_multiplier:
            return nullcontext()
        return self._ports.wire_log.spending(cost.epsilon_round)

    def open_score(self, request: bytes, gradient: "NDArray[np.float64]") -> None:
        """Answer the score request, once; raises PeerBroke unless its g is mine, Refused when too late."""
        directions = scoring.past_steps(self.spec, self._ports.artifacts.get)
        directions.append(quantise_direction(self.reference())[0])
        record, now = posted(self._ports.chain, self.spec.round_id, Phase.ASKED), self._ports.clock.now()
        signed = self.session.open_score(request, record["requestDigest"], gradient, now, directions)
        self._send("open_score", signed)

    def audit(self) -> bool:
        """Show the edges that the beacon after the scores draws, where the score was opened; once."""
        if self.session.sent("open_score") is None:
            return False
        record = posted(self._ports.chain, self.spec.round_id, Phase.SETTLED)
        beacon = self._beacon(record["settled"])
        self._send("settle", self.session.audit(self._raw("agreed"), record["survivorsHash"], beacon))
        return True

    def _beacon(self, post: "Mapping[str, Any]") -> bytes:
        """The hash of the second block after a post, from this trader's own node."""
        block = self._ports.chain.block(int(post["number"]) + BEACON_BLOCKS)
        if block is None:
            raise TryAgain("The block of the beacon does not exist yet.", retry_after=0.2)
        return block.hash

    def _send(self, step: str, message: "Signed | MaskedUpload") -> None:
        """Keep the session, send, and check the coordinator's receipt."""
        self._box.save(self.account, self.session, step, self._ports.clock.now())
        body = message.to_bytes()
        reply = self._ports.coordinator.post(f"rounds/{self.spec.round_id}/{step}", body)
        self.session.receipt(step, reply)
        self.bytes_sent += len(body)

    def _raw(self, part: str) -> bytes:
        return self._ports.coordinator.raw(f"rounds/{self.spec.round_id}/{part}")

    def _join(self, attempt: int) -> Signed:
        """A new attempt, while the chain could hold one: it erases the seeds of the attempt before."""
        record = self._ports.chain.read("Rounds", "round", self.spec.round_id)
        if phase_of(record) > Phase.AGREED:
            raise Refused(f"Round {self.spec.round_id} has its sum on chain or was given up there.")
        return self.session.join(attempt, entropy.token_bytes(32), self._ports.clock.now())

    def _share(self, attempt: int) -> Signed:
        record = posted(self._ports.chain, self.spec.round_id, Phase.JOINED, attempt)
        beacon, roster = self._beacon(record["joined"]), self._raw("roster")
        now = self._ports.clock.now()
        return self.session.share(roster, record["root1"], beacon, self._bonds(roster, beacon, now), now)

    def _bonds(self, roster: bytes, beacon: bytes, now: float) -> dict[ClientId, int]:
        """Bond of each neighbour in wei, from this trader's own node; 0 for one that revoked its session."""
        from core.federated.cohort import Cohort
        from core.federated.views import Roster

        cohort = Cohort.checked(self.spec, Roster.from_bytes(roster), beacon, now, self.session.client)
        read = self._ports.chain.read
        return {
            client: 0
            if int(read("Rounds", "revokedAt", client, cohort.joins[client].session))
            else int(read("StakeManager", "bondOf", client))
            for client in cohort.graph[self.session.client]
        }

    def _mask(self, _attempt: int) -> MaskedUpload:
        inbox = self._raw(f"inbox/{self.account}")
        if self.session.sent("mask") is None:
            rng = np.random.default_rng(int.from_bytes(entropy.token_bytes(32), "big"))
            self.files.keep_integers(self.session.quantise(self.files.update(), rng, self._noise()))
        return self.session.mask(inbox, self.files.integers())

    def _noise(self) -> "Integers | None":
        """This client's share of the noise that the terms ask for, fresh for each attempt."""
        if not self.spec.noise_multiplier:
            return None
        stream = SecretStream(entropy.token_bytes(32))
        return skellam_noise(stream, self.session.noise_variance, self.spec.parameters)

    def _open_norm(self, attempt: int) -> Signed:
        record = posted(self._ports.chain, self.spec.round_id, Phase.MASKED, attempt)
        return self.session.open_norm(
            self._raw("masked"),
            self._raw("norm-request"),
            record["root3"],
            int(record["masked"]["timestamp"]),
            self._beacon(record["masked"]),
            self.reference(),
        )

    def _agree(self, attempt: int) -> Signed:
        record = posted(self._ports.chain, self.spec.round_id, Phase.MASKED, attempt)
        posted_sets = [
            bytes(event.arguments["survivorsHash"])
            for event in self._ports.chain.events(
                "Rounds", "Agreed", int(record["opened"]["number"]), round=self.spec.round_id
            )
        ]
        return self.session.agree(self._raw("norms"), record["root3"], posted_sets)

    def _unmask(self, attempt: int) -> Signed:
        record = posted(self._ports.chain, self.spec.round_id, Phase.AGREED, attempt)
        view = self._raw(f"survivors/{self.account}")
        return self.session.unmask(view, record["survivorsHash"], record["root4"])

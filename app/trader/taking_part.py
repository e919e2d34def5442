"""A round's published steps in; this trader's messages, each kept on disk before it leaves, out."""

import secrets as entropy
from typing import TYPE_CHECKING

import numpy as np

from app.trader.preparation import posted
from app.trader.round_files import RoundFiles
from app.trader.rounds import RoundStatus
from core.errors import Refused, TryAgain, YouCanFix
from core.federated.client import ClientSession
from core.federated.messages import RoundSpec, Signed
from core.identity.keys import MAX_DELEGATION_SECONDS, Account, Delegation, SessionKey, sign_delegation
from core.privacy.fixed_point import quantise, weight
from core.values import ClientId

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from app.trader import TraderPorts
    from app.trader.session_box import SessionBox

BEACON_BLOCKS = 2
"""The beacon is the hash of so many blocks after the one that holds root1 (protocol.md)."""
_SLACK_SECONDS = 3600
"""A delegation begins a little before now and ends a little after the last answer is due."""


def begin_session(ports: "TraderPorts", account: Account, spec: RoundSpec, bond_wei: int) -> ClientSession:
    """A session for one round under a fresh key, delegated for as long as the round lasts."""
    now = int(ports.clock.now())
    key = SessionKey.create(entropy.token_bytes(32))
    ends_at = max(now, spec.evaluation.end_at) + spec.window("open_score") + _SLACK_SECONDS
    not_before = now - _SLACK_SECONDS
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

    Attributes:
        bytes_sent: of bodies sent to the coordinator, since it was last noted.
        note: why the last step was sat out, "" when none was.
    """

    def __init__(self, ports: "TraderPorts", box: "SessionBox", account: str, session: ClientSession) -> None:
        self._ports = ports
        self._box = box
        self.account = account
        self.session = session
        self.files = RoundFiles(ports.folder, session.spec.round_id)
        self.bytes_sent = 0
        self.note = ""
        self._done: set[tuple[int, str]] = set()
        self._answers: dict[str, Callable[[int], Signed]] = {
            "join": self._join,
            "share": self._share,
            "mask": self._mask,
            "agree": self._agree,
            "unmask": self._unmask,
        }

    @property
    def spec(self) -> RoundSpec:
        """The round's terms."""
        return self.session.spec

    def answer(self, status: RoundStatus) -> str:
        """Send what the round's open step asks of this trader; the step when it was sent now, else "".

        Raises:
            TryAgain: a service is away, or the step is not quite open yet: ask again.
            PeerBroke: the coordinator or a peer broke the protocol: take no further part.
        """
        step = status.step
        place = (status.attempt, step)
        is_mine = step == "join" or status.attempt == self.session.attempt
        if step not in self._answers or place in self._done or not is_mine:
            return ""
        try:
            self._send(step, self._answers[step](status.attempt))
        except Refused as error:  # too late, or too few neighbours: sit it out, a new attempt may come
            self.note = error.message
            self._done.add(place)
            return ""
        self._done.add(place)
        return step

    def open_score(self, request: bytes, gradient: "NDArray[np.float64]") -> None:
        """Answer the score request, once; raises PeerBroke unless its g is mine, Refused when too late."""
        signed = self.session.open_score(request, gradient, self._ports.clock.now())
        self._send("open_score", signed)

    def _send(self, step: str, signed: Signed) -> None:
        """Keep the session, send, and check the coordinator's receipt."""
        self._box.save(self.account, self.session, step, self._ports.clock.now())
        body = signed.to_bytes()
        reply = self._ports.coordinator.post(f"rounds/{self.spec.round_id}/{step}", body)
        self.session.receipt(step, reply)
        self.bytes_sent += len(body)

    def _raw(self, part: str) -> bytes:
        return self._ports.coordinator.raw(f"rounds/{self.spec.round_id}/{part}")

    def _join(self, attempt: int) -> Signed:
        return self.session.join(attempt, entropy.token_bytes(32), self._ports.clock.now())

    def _share(self, attempt: int) -> Signed:
        chain = self._ports.chain
        record = posted(chain, self.spec.round_id, "joined", attempt)
        beacon = chain.block(int(record["joined"]["number"]) + BEACON_BLOCKS)
        if beacon is None:
            raise TryAgain("The block of the beacon does not exist yet.", retry_after=0.2)
        roster = self._raw("roster")
        bonds = self._bonds(roster)
        return self.session.share(roster, record["root1"], beacon.hash, bonds, self._ports.clock.now())

    def _bonds(self, roster: bytes) -> dict[ClientId, int]:
        """Bond of each joined client in wei, from this trader's own node."""
        from core.federated.messages import Join, read
        from core.federated.views import Roster

        bodies = [read(signed) for signed in Roster.from_bytes(roster).joins]
        clients = [body.client for body in bodies if isinstance(body, Join)]
        return {client: int(self._ports.chain.read("StakeManager", "bondOf", client)) for client in clients}

    def _mask(self, _attempt: int) -> Signed:
        inbox = self._raw(f"inbox/{self.account}")
        if before := self.session.sent("mask"):
            return before
        update = self.files.update()
        seed = int.from_bytes(entropy.token_bytes(32), "big")
        q = weight(self._own_bond(), self.spec.bond_cap)
        # The same generator twice: x is what the session masks, and is kept to check the score later.
        integers = quantise(update, q, self.spec.clip, np.random.default_rng(seed))
        signed = self.session.mask(inbox, update, np.random.default_rng(seed))
        self.files.keep_integers(integers)
        return signed

    def _own_bond(self) -> int:
        from core.federated.messages import Join, read

        joined = self.session.sent("join")
        body = read(joined) if joined else None
        if not isinstance(body, Join):
            raise YouCanFix("This round was not joined.", "Take part in the next one.")
        return body.bond_wei

    def _agree(self, attempt: int) -> Signed:
        record = posted(self._ports.chain, self.spec.round_id, "masked", attempt)
        posted_at = int(record["masked"]["timestamp"])
        return self.session.agree(self._raw("masked"), record["root3"], posted_at)

    def _unmask(self, attempt: int) -> Signed:
        record = posted(self._ports.chain, self.spec.round_id, "agreed", attempt)
        return self.session.unmask(self._raw("survivors"), record["survivorsHash"], record["root4"])

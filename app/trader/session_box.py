"""A client's session in; its sealed bytes on disk, and the session again after a crash, out."""

import secrets as entropy
import threading
from typing import TYPE_CHECKING, Any

from app.ports import SessionRecord
from core.errors import PeerBroke, YouCanFix
from core.federated.client import ClientSession
from core.values import RoundId

if TYPE_CHECKING:
    from app.ports import SecretStore, TraderStore

SECRET_NAME = "round sessions"  # noqa: S105 - the name of a secret, not one
_KEY_BYTES, _NONCE_BYTES = 32, 12


class SessionBox:
    """Keeps sessions of rounds under way, sealed by a key of the secret store: they hold the masks' seeds.

    Args:
        secrets: keeps the key.
        store: keeps the sealed sessions.
    """

    def __init__(self, secrets: "SecretStore", store: "TraderStore") -> None:
        self._secrets = secrets
        self._store = store
        self._lock = threading.Lock()
        self._key: bytes | None = None

    def save(self, account: str, session: ClientSession, step: str, now: float) -> None:
        """Keep the session as it is before `step` is sent; on disk when this returns."""
        round_id = int(session.spec.round_id)
        nonce = entropy.token_bytes(_NONCE_BYTES)
        sealed = nonce + self._cipher().encrypt(nonce, session.to_bytes(), _label(account, round_id))
        self._store.save_session(SessionRecord(account, round_id, step, sealed, now))

    def load(self, account: str, round_id: int) -> ClientSession | None:
        """The session of a round that is not over; raises YouCanFix when it cannot be opened any more."""
        from cryptography.exceptions import InvalidTag

        kept = self._store.session(account, round_id)
        if kept is None:
            return None
        nonce, box = kept.state[:_NONCE_BYTES], kept.state[_NONCE_BYTES:]
        try:
            return ClientSession.from_bytes(self._cipher().decrypt(nonce, box, _label(account, round_id)))
        except (InvalidTag, PeerBroke) as error:  # another key, or another version's bytes
            raise YouCanFix(
                f"What this machine kept of round {round_id} cannot be opened.", "Sit this round out."
            ) from error

    def rounds(self, account: str) -> tuple[RoundId, ...]:
        """The rounds of `account` that are not over, oldest first."""
        return tuple(RoundId(kept.round_id) for kept in self._store.sessions(account))

    def end(self, account: str, round_id: int) -> None:
        """Erase the session of a round that is over."""
        self._store.end_session(account, round_id)

    def _cipher(self) -> Any:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        with self._lock:
            if self._key is None:
                self._key = self._secrets.get(SECRET_NAME)
            if self._key is None:
                key = entropy.token_bytes(_KEY_BYTES)
                self._secrets.put(SECRET_NAME, key)
                self._key = key
            return AESGCM(self._key)


def _label(account: str, round_id: int) -> bytes:
    return f"conflux session|{account}|{round_id}".encode()

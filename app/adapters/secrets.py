"""Small secrets in, kept in the system's keychain or a sealed file, and out again."""

import base64
import json
import os
import secrets as entropy
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.settings import write_atomically
from core.errors import Damaged, Refused, TryAgain, YouCanFix

if TYPE_CHECKING:
    from app.ports import SecretStore
    from app.settings import Network

PRACTICE_LABEL = "not password protected - practice network only"
_PASSWORD_LABEL = "sealed with a password (Argon2id, AES-256-GCM)"  # noqa: S105 - a label
_NOTES_LABEL = "notes, no secrets"
_PROBE = "probe"
_NONCE_BYTES = 12
_KEY_BYTES = 32


def secret_store(
    network: "Network", folder: Path, ask_password: Callable[[], str] | None = None
) -> "SecretStore":
    """The safest place that this machine has for the secrets of `network`.

    A local network's keys own practice coins only, often in a folder that is thrown away, so they never enter
    the user's keychain: they are in a file that says that it is not protected. Otherwise it is the system's
    keychain, and where there is none, a file sealed with a password.

    Args:
        network: whose secrets they are.
        folder: for the file.
        ask_password: asks the user for the file's password; called at the first use.
    """
    if network.local:
        return PracticeSecrets(folder, network)
    keychain = KeyringSecrets(f"conflux {network.chain_id} {network.contracts['Rounds']}")
    if keychain.is_usable():
        return keychain
    return FileSecrets(folder / "secrets.json", ask_password)


class KeyringSecrets:
    """Secrets in the system's keychain; implements app.ports.SecretStore.

    Args:
        service: under which the keychain shows them.
    """

    def __init__(self, service: str) -> None:
        self._service = service

    def is_usable(self) -> bool:
        """Whether the keychain really keeps a secret: some pretend to, some keep it in plain text."""
        import keyring
        from keyring.errors import KeyringError

        if type(keyring.get_keyring()).__module__.startswith("keyrings.alt"):
            return False
        try:
            secret = entropy.token_bytes(8)
            self.put(_PROBE, secret)
            self.delete(_PROBE)
        except (KeyringError, TryAgain):
            return False
        return True

    def put(self, name: str, secret: bytes) -> None:
        """Keep `secret`; read back before returning. Raises TryAgain when the keychain does not keep it."""
        import keyring

        with _keychain():
            keyring.set_password(self._service, name, base64.b64encode(secret).decode())
        if self.get(name) != secret:
            raise TryAgain("The system's keychain did not keep the secret.", "Unlock it, then try again.")

    def get(self, name: str) -> bytes | None:
        """The secret, None where there is none. Raises TryAgain while the keychain is locked."""
        import keyring

        with _keychain():
            text = keyring.get_password(self._service, name)
        try:
            return base64.b64decode(text, validate=True) if text else None
        except ValueError as error:
            raise Damaged(
                f"What the keychain has as {name!r} is damaged.", "Restore it from its back-up."
            ) from error

    def delete(self, name: str) -> None:
        """Forget the secret; harmless where there is none."""
        import keyring

        if self.get(name) is not None:
            with _keychain():
                keyring.delete_password(self._service, name)

    def put_aside(self, name: str) -> None:
        """Keep what cannot be read under another name; harmless where there is nothing."""
        import keyring

        with _keychain():
            text = keyring.get_password(self._service, name)
            if text is not None:
                keyring.set_password(self._service, f"{name} {_aside()}", text)
                keyring.delete_password(self._service, name)

    def waits_for(self) -> str:
        """Nothing: it opens by itself."""
        return ""

    def unlock(self, password: str) -> None:
        """Nothing waits for a password."""

    def notes(self) -> "SecretStore":
        """Itself: it opens by itself."""
        return self


class _keychain:  # noqa: N801 - reads as a word at its uses
    """Turns what the keychain complains about into an error to act on."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        from keyring.errors import KeyringError

        if isinstance(error, KeyringError):
            raise TryAgain("The system's keychain does not answer.", "Unlock it, then try again.") from error


class FileSecrets:
    """Secrets in one file sealed with a password; implements app.ports.SecretStore.

    Args:
        path: of the file; made at the first `put`, for its owner only.
        ask_password: called at most once, when the password is first needed; without it `unlock` comes first.
    """

    def __init__(self, path: Path, ask_password: Callable[[], str] | None = None) -> None:
        self._path = path
        self._ask_password = ask_password
        self._password: str | None = None
        self._lock = threading.Lock()

    def put(self, name: str, secret: bytes) -> None:
        """Keep `secret`; read back before returning. Raises YouCanFix for a wrong password or a full disk."""
        with self._lock:
            self._write({**self._read(), name: secret})
            if self._read().get(name) != secret:
                raise TryAgain(f"{self._path} did not keep the secret.", "Check the disk.")

    def get(self, name: str) -> bytes | None:
        """The secret, None where there is none. Raises YouCanFix for a wrong password."""
        with self._lock:
            return self._read().get(name)

    def delete(self, name: str) -> None:
        """Forget the secret; harmless where there is none."""
        with self._lock:
            kept = self._read()
            if kept.pop(name, None) is not None:
                self._write(kept)

    def put_aside(self, name: str) -> None:
        """Keep what cannot be read under another name: the secret, or the whole file if that is damaged."""
        with self._lock:
            try:
                kept = self._read()
            except Damaged:
                self._path.replace(self._path.with_name(f"{self._path.name} {_aside()}"))
                return
            if name in kept:
                kept[f"{name} {_aside()}"] = kept.pop(name)
                self._write(kept)

    def waits_for(self) -> str:
        """A password, where nobody can be asked for it."""
        if self._ask_password is not None or self._password is not None:
            return ""
        return "password" if self._path.exists() else "new password"

    def unlock(self, password: str) -> None:
        """Open the file, or name the password of the one that the first `put` makes. Raises YouCanFix."""
        with self._lock:
            self._password = password
            self._read()

    def notes(self) -> "SecretStore":
        """A file beside it that is not sealed."""
        return FileNotes(self._path.with_name("notes.json"))

    def _secret_password(self) -> str:
        if self._password is None:
            if self._ask_password is None:
                raise YouCanFix(
                    "This machine has no keychain, and the password of the file in its place is not given.",
                    "Unlock it on the Wallet screen.",
                )
            self._password = self._ask_password()
        return self._password

    def _read(self) -> dict[str, bytes]:
        from core.identity.vault import open_sealed

        document = _document(self._path, _PASSWORD_LABEL)
        if document is None:
            return {}
        try:
            sealed = bytes.fromhex(document["sealed"])
        except (KeyError, ValueError, TypeError) as error:
            raise _damaged(self._path) from error
        try:
            plain = open_sealed(self._secret_password(), sealed)
        except YouCanFix:
            self._password = None
            raise
        return {name: bytes.fromhex(value) for name, value in json.loads(plain).items()}

    def _write(self, kept: dict[str, bytes]) -> None:
        from core.identity.vault import seal

        plain = json.dumps({name: value.hex() for name, value in sorted(kept.items())}).encode()
        sealed = seal(self._secret_password(), plain, entropy.token_bytes(28))
        write_atomically(self._path, json.dumps({"kind": _PASSWORD_LABEL, "sealed": sealed.hex()}).encode())


class FileNotes:
    """Notes that are no secrets, a file that anybody of this account can read; implements SecretStore.

    Args:
        path: of the file; made at the first `put`.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def put(self, name: str, secret: bytes) -> None:
        """Keep a note. Raises YouCanFix when the disk is full."""
        self._write({**self._read(), name: secret.hex()})

    def get(self, name: str) -> bytes | None:
        """The note, None where there is none. Raises Damaged."""
        try:
            text = self._read().get(name)
            return None if text is None else bytes.fromhex(text)
        except (ValueError, TypeError) as error:
            raise _damaged(self._path) from error

    def delete(self, name: str) -> None:
        """Forget a note."""
        kept = self._read()
        if kept.pop(name, None) is not None:
            self._write(kept)

    def put_aside(self, name: str) -> None:  # noqa: ARG002 - the file is whole or it is not
        """Begin a new file; the old one stays under another name."""
        if self._path.exists():
            self._path.replace(self._path.with_name(f"{self._path.name} {_aside()}"))

    def waits_for(self) -> str:
        """Nothing: it opens by itself."""
        return ""

    def unlock(self, password: str) -> None:
        """Nothing waits for a password."""

    def notes(self) -> "SecretStore":
        """Itself: it opens by itself."""
        return self

    def _read(self) -> dict[str, str]:
        document = _document(self._path, _NOTES_LABEL)
        notes = document.get("notes") if document else {}
        if not isinstance(notes, dict):
            raise _damaged(self._path)
        return dict(notes)

    def _write(self, kept: dict[str, str]) -> None:
        write_atomically(self._path, json.dumps({"kind": _NOTES_LABEL, "notes": kept}).encode())


class PracticeSecrets:
    """Secrets of a local practice network, in a file beside its own key; implements app.ports.SecretStore.

    Whoever can read the folder can read the secrets: the file says so, and any other network is refused.

    Args:
        folder: for both files; made at the first `put`, readable by its owner only.
        network: whose secrets they are; raises Refused unless it is a local one.
    """

    def __init__(self, folder: Path, network: "Network") -> None:
        if not network.local:
            raise Refused(
                f"Keys of {network.name} must not lie in a file without a password.", "Set a password first."
            )
        self._key_path = folder / "practice.key"
        self._path = folder / "practice-secrets.json"
        self._lock = threading.Lock()

    def put(self, name: str, secret: bytes) -> None:
        """Keep `secret`; read back before returning. Raises YouCanFix when the disk is full."""
        with self._lock:
            nonce = entropy.token_bytes(_NONCE_BYTES)
            sealed = nonce + self._cipher().encrypt(nonce, secret, name.encode())
            self._write({**self._read(), name: sealed.hex()})
        if self.get(name) != secret:
            raise TryAgain(f"{self._path} did not keep the secret.", "Check the disk.")

    def get(self, name: str) -> bytes | None:
        """The secret, None where there is none. Raises YouCanFix for a damaged file."""
        from cryptography.exceptions import InvalidTag

        with self._lock:
            text = self._read().get(name)
            if text is None:
                return None
            try:
                sealed = bytes.fromhex(text)
                box = sealed[_NONCE_BYTES:]
                return bytes(self._cipher().decrypt(sealed[:_NONCE_BYTES], box, name.encode()))
            except (InvalidTag, ValueError, TypeError) as error:
                raise Damaged(
                    f"{self._path} does not fit its key file {self._key_path.name}.",
                    "Restore from a back-up, or start the local network in another folder.",
                ) from error

    def delete(self, name: str) -> None:
        """Forget the secret; harmless where there is none."""
        with self._lock:
            kept = self._read()
            if kept.pop(name, None) is not None:
                self._write(kept)

    def put_aside(self, name: str) -> None:
        """Keep what cannot be read under another name: the secret, or the whole file if that is damaged."""
        with self._lock:
            try:
                kept = self._read()
                self._cipher()
            except Damaged:
                for path in (self._path, self._key_path):
                    if path.exists():
                        path.replace(path.with_name(f"{path.name} {_aside()}"))
                return
            if name in kept:
                kept[f"{name} {_aside()}"] = kept.pop(name)
                self._write(kept)

    def waits_for(self) -> str:
        """Nothing: it opens by itself."""
        return ""

    def unlock(self, password: str) -> None:
        """Nothing waits for a password."""

    def notes(self) -> "SecretStore":
        """Itself: it opens by itself."""
        return self

    def _cipher(self) -> Any:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        if not self._key_path.exists():
            write_atomically(self._key_path, entropy.token_bytes(_KEY_BYTES))
        key = self._key_path.read_bytes()
        if len(key) != _KEY_BYTES:
            raise _damaged(self._key_path)
        return AESGCM(key)

    def _read(self) -> dict[str, str]:
        document = _document(self._path, PRACTICE_LABEL)
        if document is None:
            return {}
        if not isinstance(document.get("secrets"), dict):
            raise _damaged(self._path)
        return dict(document["secrets"])

    def _write(self, kept: dict[str, str]) -> None:
        document = {"kind": PRACTICE_LABEL, "secrets": kept}
        write_atomically(self._path, json.dumps(document, indent=1).encode())


def _document(path: Path, kind: str) -> dict[str, Any] | None:
    """The JSON object in `path`, None where there is no file; raises YouCanFix unless it is of `kind`."""
    try:
        document = json.loads(path.read_bytes())
    except FileNotFoundError:
        return None
    except OSError as error:
        raise YouCanFix(f"{path} cannot be read: {os.strerror(error.errno or 0)}.") from error
    except (ValueError, RecursionError) as error:
        raise _damaged(path) from error
    if not isinstance(document, dict) or document.get("kind") != kind:
        raise YouCanFix(f"{path} is not a file of secrets that is {kind}.", "Choose another data folder.")
    return document


def _damaged(path: Path) -> Damaged:
    return Damaged(f"{path} is damaged.", "Restore the wallet from its back-up.")


def _aside() -> str:
    """The end of a name under which nothing is kept yet."""
    return f"damaged {entropy.token_hex(4)}"

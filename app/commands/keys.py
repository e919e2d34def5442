"""A key file in; the private key in it, when nobody else may read it, out."""

import stat
from pathlib import Path

from core.errors import YouCanFix

KEY_BYTES = 32


def private_key(path: Path) -> bytes:
    """The private key in a file; its text is never shown.

    Raises:
        YouCanFix: the file cannot be read, others may read it, or it holds no key.
    """
    try:
        mode, text = path.stat().st_mode, path.read_text(encoding="ascii").strip()
        key = bytes.fromhex(text.removeprefix("0x"))
    except OSError as error:
        raise YouCanFix(f"The key file {path} cannot be read: {error.strerror}.") from error
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise YouCanFix(f"{path} holds no private key.", "Write 64 hexadecimal digits into it, nothing else.")
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise YouCanFix(f"Others may read the key file {path}.", f"Run: chmod 600 {path}")
    return key

"""A key file that stays offline and a release in; a new key, or the signed notice of that release, out.

python -m resources.packaging.sign new-key FILE
python -m resources.packaging.sign notice FILE --version 0.2.0 --serial 7 --page https://… --notes notes.txt
"""

import argparse
import os
import sys
import time
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from core.errors import ConfluxError
from core.releases import Release, sign

DAY_SECONDS = 86_400


def main() -> int:
    """One of two words; 1 with a sentence where it cannot be done."""
    parser = argparse.ArgumentParser(prog="python -m resources.packaging.sign")
    words = parser.add_subparsers(dest="word", required=True)
    words.add_parser("new-key").add_argument("key", type=Path)
    notice = words.add_parser("notice")
    notice.add_argument("key", type=Path)
    notice.add_argument("--version", required=True)
    notice.add_argument("--serial", type=int, required=True, help="greater than that of the notice before")
    notice.add_argument("--page", required=True, help="where people get it")
    notice.add_argument("--notes", type=Path, required=True, help="a file of plain text")
    notice.add_argument("--days", type=int, default=90, help="how long the notice says something")
    options = parser.parse_args()
    try:
        written = _new_key(options.key) if options.word == "new-key" else _notice(options)
    except (ConfluxError, OSError, ValueError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(written)
    return 0


def _new_key(file: Path) -> str:
    """The public key of a new private key, which is written for its owner alone; no file is overwritten."""
    key = Ed25519PrivateKey.generate()
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as out:
        out.write(f"{key.private_bytes_raw().hex()}\n")
    return f"{key.public_key().public_bytes_raw().hex()}\n"


def _notice(options: argparse.Namespace) -> str:
    """The notice of now."""
    key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(options.key.read_text(encoding="ascii")))
    now = int(time.time())
    until, notes = now + options.days * DAY_SECONDS, options.notes.read_text(encoding="utf-8").strip()
    return sign(Release(options.version, options.serial, now, until, notes, options.page), key).decode()


if __name__ == "__main__":
    sys.exit(main())

"""A file, a CID or a digest in; the blob stored, fetched or checked in the stores of the settings, out."""

import os
import sys
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.commands.console import (
    DataDirOption,
    JsonOption,
    command,
    data_folder,
    screen,
)
from app.commands.keys import private_key
from app.settings import write_atomically
from app.user_settings import UserSettings
from core.errors import YouCanFix
from core.values import Digest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.adapters.gateways import Checked, Failure, Gateways
    from app.commands.console import Report
    from app.ports import BlobStore
    from core.cid import Cid

storage = typer.Typer(
    no_args_is_help=True,
    help="Store, fetch and check blobs: in a folder, on an IPFS node, on Auto Drive.",
    rich_markup_mode=None,
)

StoreOption = Annotated[
    str,
    typer.Option("--store", help="Only this store: folder, ipfs or autodrive. All chosen ones otherwise."),
]
BlobArgument = Annotated[
    str, typer.Argument(metavar="CID_OR_DIGEST", help="A CID, or 64 hexadecimal digits of SHA-256.")
]


@storage.command()
def put(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What to store.")],
    to: Annotated[
        list[str] | None,
        typer.Option("--to", metavar="PUBLIC_KEY", help="Seal it first, to this recipient; may be repeated."),
    ] = None,
    store: StoreOption = "",
    json_file: JsonOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """Store a file and print its digest and its CIDs.

    Without --to it is stored as it is: on IPFS and Auto Drive anybody can read it, and it cannot be taken
    back. With --to only the holders of the named keys can read it; it is sealed on this machine.
    """
    with command(json_file) as report, _storage(data_dir, store) as gateways:
        from core.identity.envelope import ENTROPY_BYTES, Recipient, seal

        recipients = tuple(Recipient.parse(text) for text in to or ())
        data = _read(file)
        if recipients:
            data = seal(data, recipients, os.urandom(ENTROPY_BYTES))
        elif any(one.keeps and one.name != "folder" for one in gateways.stores):
            screen.print("Stored as it is: whoever knows its CID can read it. --to seals it.")
        stored = gateways.put_to_all(data)
        report.update(
            digest=stored.digest,
            size=len(data),
            recipients=[str(one) for one in sorted(set(recipients))],
            cids=[str(cid) for cid in stored.cids],
            kept=stored.kept,
            failed=[_told(failure) for failure in stored.failed],
        )
        report.paper.print(f"Digest {stored.digest}", soft_wrap=True)
        for cid in stored.cids:
            report.paper.print(f"CID    {cid}", soft_wrap=True)
        report.paper.print(f"{len(data):,} bytes in {', '.join(stored.kept)}", soft_wrap=True)


@storage.command()
def get(
    blob: BlobArgument,
    out: Annotated[
        Path, typer.Option("--out", metavar="FILE", help="Where to write it; replaced in one step.")
    ],
    key: Annotated[
        Path | None,
        typer.Option("--key", metavar="FILE", help="Key file that opens it, where it is sealed."),
    ] = None,
    digest: Annotated[
        str, typer.Option(metavar="DIGEST", help="SHA-256 of the blob, for a CID that does not prove it.")
    ] = "",
    store: StoreOption = "",
    json_file: JsonOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """Fetch a blob from the first store that gives it unaltered, and write it to a file.

    What comes back is checked against the digest, or block by block against the CID; nothing unchecked is
    written.
    """
    with command(json_file) as report, _storage(data_dir, store) as gateways:
        from core.identity.envelope import EnvelopeKey, is_envelope, open_envelope

        opener = EnvelopeKey(private_key(key)) if key else None
        data = _fetched(gateways, blob, digest)
        report.update(digest=Digest.of(data), sealed=is_envelope(data))
        if opener:
            data = open_envelope(data, opener)
        elif report["sealed"]:
            screen.print("It is sealed, and written as it is. --key FILE opens it.")
        write_atomically(out, data)
        report.update(size=len(data), file=out, opened=opener is not None)
        report.paper.print(f"{len(data):,} bytes in {out}", soft_wrap=True)


@storage.command()
def check(
    blob: BlobArgument,
    store: StoreOption = "",
    json_file: JsonOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """Ask every store for a blob and check what it gives.

    The exit code is 1 when a store to which blobs are put does not give it back as it was.
    """
    with command(json_file) as report, _storage(data_dir, store, told=False) as gateways:
        given, cid = _parsed(blob)
        digest = gateways.digest_of(cid) if cid else given
        if digest is None:
            raise YouCanFix(f"{blob} does not tell the digest of its blob.", "Give the SHA-256 digest.")
        checks = gateways.check(digest)
        report.update(digest=digest, stores=[_described(one) for one in checks])
        report.failed = any(one.error and one.keeps for one in checks)
        for one in checks:
            detail = one.error.message if one.error else f"whole, in {one.seconds:.1f} s"
            _line(report, one.store, detail, is_good=one.error is None)


@storage.command()
def status(store: StoreOption = "", json_file: JsonOption = None, data_dir: DataDirOption = None) -> None:
    """Show which stores are chosen and how each stands; the exit code is 1 when one cannot be used."""
    with command(json_file) as report, _storage(data_dir, store) as gateways:
        rows = [_standing(one) for one in gateways.stores]
        report.update(stores=rows)
        report.failed = not all(row["ok"] for row in rows)
        for row in rows:
            _line(report, row["store"], row["detail"], is_good=row["ok"])


@storage.command()
def key(
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="A new file, readable by you alone.")],
    json_file: JsonOption = None,
) -> None:
    """Make a key that opens sealed blobs, and print its public key for those who seal to you."""
    with command(json_file) as report:
        from core.identity.envelope import KEY_BYTES, EnvelopeKey

        made = EnvelopeKey(os.urandom(KEY_BYTES))
        _write_new(out, made.key.hex().encode())
        report.update(file=out, public_key=str(made.recipient))
        report.paper.print(f"Public key {made.recipient}", soft_wrap=True)
        report.paper.print(
            f"The secret key is in {out}. Keep a copy: nothing opens without it.", soft_wrap=True
        )


@storage.command()
def login(
    json_file: JsonOption = None,
    data_dir: DataDirOption = None,
) -> None:
    """Keep Auto Drive's API key in this system's keychain, or in a sealed file where there is none.

    It is asked for without being shown, or read from standard input. An empty one forgets the key.
    """
    with command(json_file) as report:
        from app.bootstrap import storage_secrets

        secrets = storage_secrets(data_folder(data_dir), _ask_password)
        secret = _asked("API key of Auto Drive")
        if secret:
            secrets.put("autodrive-api-key", secret.encode())
        else:
            secrets.delete("autodrive-api-key")
        report.update(kept=bool(secret))
        report.paper.print("Kept." if secret else "Forgotten.")


@contextmanager
def _storage(data_dir: Path | None, store: str, *, told: bool = True) -> "Iterator[Gateways]":
    """The stores of the settings, or the one that was named; a failure that another makes good is told."""
    from app.bootstrap import build_storage

    folder = data_folder(data_dir)
    settings = UserSettings(folder).storage
    if store:
        settings = replace(settings, stores=(store,), gateways=())
    with build_storage(folder, settings, _warn if told else _ignore, _ask_password) as gateways:
        yield gateways


def _warn(failure: "Failure") -> None:
    from rich.markup import escape

    screen.print(f"[bold]{escape(failure.store)}:[/] {escape(failure.error.message)}", soft_wrap=True)


def _ignore(_failure: "Failure") -> None:
    """A command that shows every store itself."""


def _ask_password() -> str:
    if not sys.stdin.isatty():
        raise YouCanFix(
            "This machine has no keychain, and nobody is here to type the password of the file in its place.",
            "Set CONFLUX_AUTODRIVE_API_KEY.",
        )
    return str(typer.prompt("Password of the file with your keys", hide_input=True, err=True))


def _asked(what: str) -> str:
    if sys.stdin.isatty():
        return str(typer.prompt(what, hide_input=True, default="", show_default=False, err=True)).strip()
    return sys.stdin.readline().strip()


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise YouCanFix(f"{file} cannot be read: {error.strerror}.") from error


def _write_new(path: Path, data: bytes) -> None:
    """Write a file that was not there, for its owner alone."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise YouCanFix(f"{path} cannot be made: {error.strerror}.", "Choose another file.") from error
    with os.fdopen(descriptor, "wb") as file:
        file.write(data + b"\n")


def _parsed(text: str) -> "tuple[Digest | None, Cid | None]":
    """A digest, or a CID."""
    from core.cid import Cid

    if len(text.removeprefix("0x")) == 2 * len(Digest.of(b"").raw):
        return Digest.parse(text), None
    try:
        return None, Cid.parse(text)
    except YouCanFix as error:
        raise YouCanFix(
            f"{text[:80]!r} is neither a CID nor a digest.",
            "Give a CID like bafkrei..., or 64 hexadecimal digits.",
        ) from error


def _fetched(gateways: "Gateways", blob: str, proof: str) -> bytes:
    """The blob, proved by its digest, or by its CID alone."""
    digest, cid = _parsed(blob)
    if digest:
        return gateways.get(digest)
    assert cid  # noqa: S101 - it is one of both
    return gateways.fetch(cid, Digest.parse(proof) if proof else None)


def _told(failure: "Failure") -> dict[str, str]:
    error = failure.error
    return {
        "store": failure.store,
        "kind": type(error).__name__,
        "message": error.message,
        "remedy": error.remedy,
    }


def _described(checked: "Checked") -> dict[str, Any]:
    error = checked.error
    return {
        "store": checked.store,
        "keeps": checked.keeps,
        "ok": error is None,
        "seconds": round(checked.seconds, 3),
        "error": f"{error}" if error else "",
    }


def _standing(store: "BlobStore") -> dict[str, Any]:
    """How a store stands, in words."""
    from core.errors import ConfluxError

    row = {"store": store.name, "keeps": store.keeps}
    try:
        return {**row, "ok": True, "detail": store.status()}
    except ConfluxError as error:
        return {**row, "ok": False, "detail": str(error)}


def _line(report: "Report", name: str, detail: str, *, is_good: bool) -> None:
    from rich.markup import escape

    word = "[green]ok    [/]" if is_good else "[bold red]failed[/]"
    report.paper.print(f"{word} {escape(name)}: {escape(detail)}", soft_wrap=True)

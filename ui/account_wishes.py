"""A wish about the wallet's accounts in; the form that asks for it, and its fulfilment by the trader, out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ui.dialogs.form import Field, Form
from ui.translation import tr

if TYPE_CHECKING:
    from app.trader import Trader

_NAME = Field("name", tr("Name (may be left empty)"), may_be_empty=True)
_WALLET = Field("password", tr("Password of the wallet"), is_secret=True)
_NEW = Field("new", tr("New password (10 characters at least)"), is_secret=True, is_new=True)

FORMS: dict[str, Form] = {
    "rename": Form(tr("Rename the account"), "", tr("Rename"), (Field("name", tr("Name")),)),
    "key": Form(
        tr("Import a private key"),
        tr("64 hexadecimal digits. Your seed words do not cover it: keep the key, or a back-up file."),
        tr("Import"),
        (Field("key", tr("Private key"), is_secret=True), _NAME),
    ),
    "keystore": Form(
        tr("Import a key file"),
        tr("A keystore file of version 3, as geth and other wallets write."),
        tr("Import"),
        (Field("file_password", tr("Password of the file"), is_secret=True), _NAME),
    ),
    "watch": Form(
        tr("Watch an account"),
        tr("It is shown, and signs nothing: its key stays where it is."),
        tr("Watch"),
        (Field("address", tr("Address")), _NAME),
    ),
    "connect": Form(
        tr("Connect an external signer"),
        tr(
            "The key stays in Clef, or in the Ledger or Trezor behind it, which asks you there whenever this "
            "account signs. Its address is in Settings, Wallet."
        ),
        tr("Connect"),
        (Field("address", tr("Address of its account")), _NAME),
    ),
    "write": Form(
        tr("Back up to a file"),
        tr(
            "All accounts in one file, sealed with this password. Keep it on another machine. "
            "Nobody can bring a lost password back."
        ),
        tr("Write the file"),
        (_NEW,),
    ),
    "restore_file": Form(
        tr("Restore from a file"),
        tr("The file's password is the wallet's from then on."),
        tr("Restore"),
        (Field("file_password", tr("Password of the file"), is_secret=True),),
    ),
    "restore_words": Form(
        tr("Restore from words"),
        tr("12 to 24 seed words, or a private key of 64 hexadecimal digits."),
        tr("Restore"),
        (Field("words", tr("Seed words or private key"), is_secret=True), _NEW),
    ),
    "create": Form(
        tr("Create a wallet"),
        tr("Fresh seed words, sealed with a password. Back them up next."),
        tr("Create"),
        (_NEW,),
    ),
}
"""What is asked for each wish that needs words."""

_RESEALS = frozenset({"key", "keystore", "write"})
"""Wishes for which a sealed wallet's password is asked."""


@dataclass(frozen=True)
class Wish:
    """What to do with the accounts.

    Args:
        kind: a key of FORMS, or "use", "add", "forget".
        address: of the account meant.
        path: of the file meant.
        values: what was typed; never shown when printed.
    """

    kind: str
    address: str = ""
    path: str = ""
    values: Mapping[str, str] = field(default_factory=dict, repr=False)


def form_of(kind: str, *, has_password: bool) -> Form | None:
    """What to ask for a wish; None where nothing is."""
    form = FORMS.get(kind)
    if form is not None and has_password and kind in _RESEALS:
        return replace(form, fields=(*form.fields, _WALLET))
    return form


def fulfil(trader: "Trader", wish: Wish) -> str:
    """Do what is wished; says in a sentence what was done. Raises ConfluxError as the accounts do."""
    accounts, given = trader.wallet.accounts, wish.values
    box, path, name = accounts.box, Path(wish.path), given.get("name", "")
    work: dict[str, Callable[[], object]] = {
        "use": lambda: accounts.use(wish.address),
        "add": box.add,
        "forget": lambda: box.forget(wish.address),
        "rename": lambda: box.rename(wish.address, name),
        "key": lambda: accounts.import_key(given["key"], name, given.get("password", "")),
        "keystore": lambda: accounts.import_keystore(
            path, given["file_password"], name, given.get("password", "")
        ),
        "watch": lambda: box.watch(given["address"], name),
        "connect": lambda: trader.wallet.connect(given["address"], name),
        "write": lambda: accounts.write_backup(path, given["new"], given.get("password", "")),
        "restore_file": lambda: accounts.restore_backup(path, given["file_password"]),
        "restore_words": lambda: box.restore(given["words"], password=given["new"]),
        "create": lambda: box.create(given["new"]),
    }
    work[wish.kind]()
    return tr("Written to {name}, and opened again.").format(name=path.name) if wish.kind == "write" else ""

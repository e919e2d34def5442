"""Where the wallet stands in; the words for its password, back-up and accounts, out."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.identity.key_ring import ELSEWHERE
from ui import formatting
from ui.dialogs.accounts_sheet import AccountRow
from ui.translation import tr

if TYPE_CHECKING:
    from app.trader.account import AccountState
    from app.trader.claims import Claimable
    from app.trader.payment_history import HistoryLine
    from app.trader.wallet import Balances
    from core.identity.key_ring import AccountLine

NO_BACKUP = tr("It is made with the first contribution, or here.")


@dataclass(frozen=True)
class WalletData:
    """What a load found."""

    account: "AccountState"
    lines: "tuple[AccountLine, ...]"
    under_way: tuple[int, ...]
    balances: "Balances | None"
    claims: "tuple[Claimable, ...]"
    history: "tuple[HistoryLine, ...]"
    now: float
    network_problem: str = ""


def password_button(account: "AccountState") -> tuple[str, str]:
    """What the button about the password says, and what it asks for."""
    if account.store_waits:
        is_new = account.store_waits == "new password"
        return (tr("Set a password"), "new store") if is_new else (tr("Open"), "store")
    if not account.address or ((account.is_watched or account.is_external) and not account.has_password):
        return "", ""
    if account.is_locked:
        return tr("Unlock"), "unlock"
    return (tr("Lock"), "lock") if account.has_password else (tr("Set a password"), "set")


def backup_words(latest: WalletData, *, hidden: bool) -> tuple[str, str]:
    """How the account in use is backed up, and how that sounds."""
    account, balances = latest.account, latest.balances
    plain = (
        (
            account.store_waits,
            tr("No keychain here: the file in its place waits for its password"),
            "warning",
        ),
        (account.damage, tr("The wallet is damaged: restore it from its back-up"), "danger"),
        (account.is_watched, tr("Watched only"), "muted"),
        (account.is_external, tr("The key is in the external signer"), "muted"),
        (not account.address, NO_BACKUP, "muted"),
        (account.is_backed_up, tr("Backed up"), "good"),
    )
    for is_so, words, tone in plain:
        if is_so:
            return words, tone
    if balances is None:
        return tr("Not backed up"), "warning"
    at_risk = balances.asset + balances.shares_value
    return tr("Not backed up: {amount} at risk").format(
        amount=formatting.amount(at_risk, hidden=hidden)
    ), "warning"


def shown_address(address: str) -> str:
    """An address with its checksum; nothing for none."""
    from core.identity.addresses import checksummed

    return checksummed(address) if address else ""


def account_rows(latest: WalletData) -> tuple[AccountRow, ...]:
    """The accounts in words."""
    return tuple(
        AccountRow(
            line.name,
            shown_address(line.address),
            _key_words(line),
            formatting.ABSENT if line.source in ELSEWHERE else "yes" if line.is_backed_up else tr("not yet"),
            "" if line.is_backed_up else "warning",
            line.address == latest.account.address,
            line.source in ELSEWHERE,
        )
        for line in latest.lines
    )


def _key_words(line: "AccountLine") -> str:
    words = {"key": tr("its own"), "watch": tr("watched only"), "external": tr("external signer")}
    return words.get(line.source, tr("words, no. {index}").format(index=line.index + 1))


def why_not(latest: WalletData, *, is_contributing: bool) -> str:
    """Why another account cannot come into use now."""
    if not latest.under_way:
        busy = tr("{name} contributes now. Another can be used when that is over.").format(
            name=latest.account.name
        )
        return busy if is_contributing else ""
    rounds = ", ".join(str(number) for number in latest.under_way)
    return tr("{name} takes part in round {rounds}. Another can be used when that is over.").format(
        name=latest.account.name, rounds=rounds
    )

"""Words about money typed after `conflux wallet` in; payments shown, signed, followed and replaced out."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.console import DataDirOption, JsonOption, command
from app.commands.typed_secrets import say, typed_secret
from app.commands.wallet import PASSWORD, NetworkOption, chosen_network, file_password
from core.errors import YouCanFix

if TYPE_CHECKING:
    from app.commands.console import Report
    from app.trader import Trader
    from app.trader.payment_history import HistoryLine
    from app.trader.payments import Payment
    from core.payments.fees import Fee, Speed

_GWEI = 10**9

YesOption = Annotated[
    bool, typer.Option("--yes", help="Do not ask; a large amount must be typed all the same.")
]
FeeOption = Annotated[str, typer.Option("--fee", help="slow, normal or fast.")]
MaxFeeOption = Annotated[
    float, typer.Option("--max-fee", metavar="GWEI", help="Pay at most this for a unit of gas.")
]
TipOption = Annotated[float, typer.Option("--tip", metavar="GWEI", help="Of it for who makes the block.")]
TransactionArgument = Annotated[
    str, typer.Argument(metavar="TRANSACTION", help="Its hash, or the first characters of it.")
]


def add_to(wallet: typer.Typer) -> None:
    """Make these commands part of `conflux wallet`."""
    wallet.command("send")(send)
    wallet.command("receive")(receive)
    wallet.command("history")(history)
    wallet.command("speed-up")(speed_up)
    wallet.command("cancel")(cancel)


@contextmanager
def opened(network_file: Path | None, data_dir: Path | None) -> Iterator["Trader"]:
    """The trader of the data folder; its account may be locked."""
    from app.bootstrap import build_payments

    network, place, folder = chosen_network(network_file, data_dir)
    with build_payments(network, place, folder, lambda: file_password(place)) as trader:
        yield trader


def unlock(trader: "Trader") -> None:
    """Ask for the wallet's password where it is locked."""
    if trader.wallet.state().is_locked:
        trader.wallet.box.unlock(typed_secret(PASSWORD))


def send(
    to: Annotated[str, typer.Argument(help="An address, an ethereum: request, or a name of your book.")],
    amount: Annotated[str, typer.Argument(help="As 12.30, or `all`.")],
    asset: Annotated[str, typer.Argument(help="The coin or token, as CFX.")],
    fee: FeeOption = "normal",
    max_fee: MaxFeeOption = 0.0,
    tip: TipOption = 0.0,
    yes: YesOption = False,
    network_file: NetworkOption = None,
    data_dir: DataDirOption = None,
    json_file: JsonOption = None,
) -> None:
    """Pay somebody: tried against the chain, shown, and signed only after your yes."""
    from app.trader.payments import Draft

    with command(json_file) as report, opened(network_file, data_dir) as trader:
        everything = amount.lower() == "all"
        draft = Draft(
            to, asset.upper(), "" if everything else amount, everything, _speed(fee), _fee(max_fee, tip)
        )
        payment = trader.payments.prepare(draft)
        _sign(report, trader, payment, yes=yes)


def _speed(text: str) -> "Speed":
    from core.payments.fees import SPEEDS

    if text not in SPEEDS:
        raise YouCanFix(f"There is no fee {text[:20]!r}.", f"Choose one of {', '.join(SPEEDS)}.")
    return text


def _fee(max_fee: float, tip: float) -> "Fee | None":
    from core.payments.fees import Fee

    if not max_fee and not tip:
        return None
    return Fee(round(max_fee * _GWEI), round(tip * _GWEI))


def _sign(report: "Report", trader: "Trader", payment: "Payment", *, yes: bool) -> None:
    """Show a payment, ask, sign and send it."""
    _show(report, payment)
    typed = ""
    if payment.must_type:
        typed = typed_secret("This is a large amount. Type it again, or the word send")
    elif not yes and not typer.confirm("Sign and send this?", err=True):
        raise YouCanFix("Nothing was signed.")
    unlock(trader)
    if trader.wallet.state().is_external:
        say("Look at the external signer: it asks you there.")
    sent = trader.payments.send(payment, typed)
    report.update(transaction=sent.transaction)
    report.paper.print(f"Sent as {sent.transaction}. Follow it with: conflux wallet history")


def _show(report: "Report", payment: "Payment") -> None:
    from app.trader.wallet import plain
    from core.identity.addresses import checksummed

    report.update(
        text=payment.text,
        to=checksummed(payment.call.to),
        value_wei=str(payment.call.value),
        data="0x" + payment.call.data.hex(),
        gas=payment.gas,
        nonce=payment.nonce,
        max_fee_per_gas_wei=payment.fee.most_wei,
        tip_per_gas_wei=payment.fee.tip_wei,
        fee_most_wei=str(payment.fee_most.units),
        warnings=payment.warnings,
        changes=[
            {"whose": one.whose, "before": plain(one.before), "after": plain(one.after)}
            for one in payment.changes
        ],
    )
    say(payment.text)
    say(f"Fee: at most {plain(payment.fee_most)} ({payment.gas:,} gas at {_gwei(payment.fee.most_wei)} gwei)")
    for change in payment.changes:
        say(f"  {_whose(change.whose)}: {plain(change.before)} -> {plain(change.after)}")
    for warning in payment.warnings:
        say(f"Careful: {warning}")


def _whose(whose: str) -> str:
    from core.identity.addresses import checksummed

    return "you" if whose == "you" else checksummed(whose)


def _gwei(wei: int) -> str:
    return f"{wei / _GWEI:.9f}".rstrip("0").rstrip(".")


def receive(
    network_file: NetworkOption = None, data_dir: DataDirOption = None, json_file: JsonOption = None
) -> None:
    """Show the address of the account in use, and the request that others can scan or paste."""
    with command(json_file) as report, opened(network_file, data_dir) as trader:
        from core.identity.addresses import checksummed
        from core.payments.request import request_uri

        address = checksummed(trader.wallet.address)
        request = request_uri(address, trader.network.chain_id)
        report.update(address=address, request=request, chain_id=trader.network.chain_id)
        report.paper.print(address)
        report.paper.print(request)


def history(
    offline: Annotated[bool, typer.Option("--offline", help="Show what is known; ask no node.")] = False,
    network_file: NetworkOption = None,
    data_dir: DataDirOption = None,
    json_file: JsonOption = None,
) -> None:
    """Show what came and went, newest first, and how sure each is."""
    with command(json_file) as report, opened(network_file, data_dir) as trader:
        from rich.table import Table

        account = trader.payment_history
        lines = account.lines() if offline else account.refresh()
        report["movements"] = [_line(line) for line in lines]
        if not lines:
            report.paper.print("Nothing came or went yet.")
            return
        table = Table(box=None)
        for heading, width in (("time (UTC)", 16), ("state", 14), ("what", 20), ("transaction", 12)):
            table.add_column(heading, min_width=width, overflow="fold")
        for line in lines:
            moved = line.movement
            at = datetime.fromtimestamp(moved.at, UTC).strftime("%Y-%m-%d %H:%M")
            table.add_row(at, in_words(line), moved.text, moved.transaction)
        report.paper.print(table)


def in_words(line: "HistoryLine") -> str:
    """How sure a line is."""
    words = {
        "pending": "waits",
        "confirming": f"{line.confirmations} of {line.needed}",
        "dropped": "dropped by a reorganisation",
        "failed": "failed",
        "replaced": "replaced",
    }
    return words.get(line.standing, line.standing)


def _line(line: "HistoryLine") -> dict[str, object]:
    moved = line.movement
    return {
        "transaction": moved.transaction,
        "direction": moved.direction,
        "state": line.standing,
        "confirmations": line.confirmations,
        "needed": line.needed,
        "at": moved.at,
        "text": moved.text,
        "block": moved.block,
        "fee_wei": str(moved.fee_wei),
        "replaces": moved.replaces,
    }


def speed_up(
    transaction: TransactionArgument,
    max_fee: MaxFeeOption = 0.0,
    tip: TipOption = 0.0,
    yes: YesOption = False,
    network_file: NetworkOption = None,
    data_dir: DataDirOption = None,
    json_file: JsonOption = None,
) -> None:
    """Send a waiting transaction again with a higher fee."""
    with command(json_file) as report, opened(network_file, data_dir) as trader:
        _replace(report, trader, transaction, _fee(max_fee, tip), cancel=False, yes=yes)


def cancel(
    transaction: TransactionArgument,
    max_fee: MaxFeeOption = 0.0,
    tip: TipOption = 0.0,
    yes: YesOption = False,
    network_file: NetworkOption = None,
    data_dir: DataDirOption = None,
    json_file: JsonOption = None,
) -> None:
    """Put a payment of nothing to yourself in the place of a waiting transaction."""
    with command(json_file) as report, opened(network_file, data_dir) as trader:
        _replace(report, trader, transaction, _fee(max_fee, tip), cancel=True, yes=yes)


def _replace(
    report: "Report", trader: "Trader", transaction: str, fee: "Fee | None", *, cancel: bool, yes: bool
) -> None:
    lines = trader.payment_history.refresh()
    found = [line.movement for line in lines if line.movement.transaction.startswith(transaction.lower())]
    if len(found) != 1:
        raise YouCanFix(
            f"There is no one transaction {transaction[:70]}.", "conflux wallet history lists them."
        )
    _sign(report, trader, trader.payments.replacement(found[0], cancel=cancel, fee=fee), yes=yes)

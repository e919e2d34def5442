"""What the user wants to send in; the form, the tried payment and its sending in words, without Qt, out."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.trader.payments import Draft, Payment
from app.trader.wallet import plain
from core.errors import YouCanFix
from core.identity.addresses import checksummed
from core.payments.fees import SPEEDS, Fee
from ui import formatting
from ui.translation import tr

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from app.trader import Trader
    from core.payments.fees import Speed
    from core.payments.movements import Movement
    from ui.background import Failure
    from ui.session import Session

OWN_FEE = "own"
_GWEI = 10**9


@dataclass(frozen=True)
class PaymentForm:
    """What is typed.

    Args:
        recipient: an address, an `ethereum:` request or a name of the address book.
        asset: ticker.
        amount: as typed.
        everything: all of it.
        speed: of SPEEDS, or OWN_FEE.
        most_gwei, tip_gwei: of the own fee, as typed.
    """

    recipient: str = ""
    asset: str = ""
    amount: str = ""
    everything: bool = False
    speed: str = "normal"
    most_gwei: str = ""
    tip_gwei: str = ""


@dataclass(frozen=True)
class PaymentState:
    """What is on the sheet.

    Args:
        step: "form" or "review".
        is_busy: the chain is asked, or a signature is made.
        sentence, tone: what is wrong, or what is waited for.
        assets: to choose from.
        contacts: names to complete.
        fees: in words, by speed.
        form: what a request filled in; the sheet takes it over when it changes.
        title: of the payment, decoded.
        lines: name and value of what is reviewed.
        warnings: to read before signing.
        must_type: the amount to be typed again, "" where none is.
    """

    step: str = "form"
    is_busy: bool = False
    sentence: str = ""
    tone: str = "muted"
    assets: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()
    fees: tuple[tuple[str, str], ...] = ()
    form: PaymentForm = PaymentForm()
    title: str = ""
    lines: tuple[tuple[str, str], ...] = ()
    warnings: tuple[str, ...] = ()
    must_type: str = ""


class PaymentPresenter:
    """Keeps the sheet; signs only what it has shown.

    Args:
        session: the trader and its threads.
        render: draws a state.
        close: takes the sheet away once the payment is sent.
    """

    def __init__(
        self, session: "Session", render: "Callable[[PaymentState], None]", close: "Callable[[], None]"
    ) -> None:
        self._session = session
        self._render = render
        self._close = close
        self.state = PaymentState()
        self._payment: Payment | None = None

    def open(self, recipient: str = "") -> None:
        """Begin with an empty form, and ask what it offers."""
        trader = self._session.trader
        if trader is None:
            return
        self._payment = None
        assets = tuple(trader.payments.assets())
        form = PaymentForm(recipient, assets[0])
        self._change(PaymentState(assets=assets, form=form, sentence=tr("Asking for the fees\u2026")))
        self._session.run(tr("Fees"), lambda _progress: _offers(trader), self._offered, self._no_fees)

    def _offered(self, found: "tuple[Mapping[Speed, Fee], tuple[str, ...]]") -> None:
        fees, contacts = found
        shown = tuple((speed, _fee_words(speed, fee)) for speed, fee in fees.items())
        self._set(fees=(*shown, (OWN_FEE, tr("Own fee"))), contacts=contacts, sentence="")

    def _no_fees(self, failure: "Failure") -> None:
        self._set(sentence=f"{failure.message} {failure.remedy}".strip(), tone="warning")

    def read_request(self, form: PaymentForm) -> None:
        """Fill in what a pasted request asks for."""
        trader = self._session.trader
        if trader is not None and form.recipient.strip().lower().startswith("ethereum:"):
            self._session.run(
                tr("Request"), lambda _progress: _filled(trader, form), self._filled_in, self._failed
            )

    def _filled_in(self, form: PaymentForm) -> None:
        self._set(form=form, sentence=tr("Filled in from the request. Look at it."), tone="muted")

    def prepare(self, form: PaymentForm) -> None:
        """Try the payment against the chain."""
        trader = self._session.trader
        if trader is None or self.state.is_busy:
            return
        try:
            draft = _draft(form)
        except YouCanFix as error:
            self._set(form=form, sentence=str(error), tone="warning")
            return
        self._set(form=form, is_busy=True, sentence=tr("Trying it against the chain\u2026"), tone="muted")
        work = trader.payments.prepare
        self._session.run(
            tr("Trying the payment"), lambda _progress: work(draft), self._prepared, self._failed
        )

    def replace(self, sent: "Movement", *, cancel: bool) -> None:
        """Prepare what takes the place of a waiting transaction."""
        trader = self._session.trader
        if trader is None:
            return
        self._change(PaymentState(step="review", is_busy=True, sentence=tr("Asking for the fees\u2026")))
        work = trader.payments.replacement
        self._session.run(
            tr("Replacing"), lambda _progress: work(sent, cancel=cancel), self._prepared, self._failed
        )

    def _prepared(self, payment: Payment) -> None:
        self._payment = payment
        self._set(
            step="review",
            is_busy=False,
            sentence="",
            title=payment.text,
            lines=_lines(payment, hidden=self._session.hides_amounts),
            warnings=payment.warnings,
            must_type=plain(payment.amount) if payment.must_type else "",
        )

    def back(self) -> None:
        """Change the form again; nothing was signed."""
        self._payment = None
        self._set(step="form", sentence="", title="", lines=(), warnings=(), must_type="")

    def send(self, typed: str) -> None:
        """Sign and send what is shown."""
        trader, payment = self._session.trader, self._payment
        if trader is None or payment is None or self.state.is_busy:
            return
        is_external = trader.wallet.state().is_external
        asks = tr("The external signer asks you now. Look there.") if is_external else tr("Sending\u2026")
        self._set(is_busy=True, sentence=asks, tone="muted")
        self._session.run(
            tr("Sending"),
            lambda _progress: trader.payments.send(payment, typed),
            self._sent,
            self._failed,
            is_shown=True,
        )

    def _sent(self, _movement: object) -> None:
        self._payment = None
        self._set(is_busy=False)
        self._close()

    def _failed(self, failure: "Failure") -> None:
        words = f"{failure.message} {failure.remedy}".strip()
        self._set(is_busy=False, sentence=words, tone="danger")

    def _set(self, **values: object) -> None:
        from dataclasses import replace

        self._change(replace(self.state, **values))  # type: ignore[arg-type]

    def _change(self, state: PaymentState) -> None:
        self.state = state
        self._render(state)


def _offers(trader: "Trader") -> "tuple[Mapping[Speed, Fee], tuple[str, ...]]":
    names = tuple(contact.name for contact in trader.payments.book.contacts())
    return trader.payments.fees(), names


def _filled(trader: "Trader", form: PaymentForm) -> PaymentForm:
    """The form with what its request asks for; raises what the request's checks do."""
    from dataclasses import replace

    from core.values import Amount

    asked = trader.payments.request(form.recipient)
    asset = trader.payments.asset_of(asked)
    decimals = trader.payments.assets()[asset][1]
    amount = plain(Amount(asked.units, decimals, asset)).split()[0] if asked.units is not None else ""
    return replace(form, recipient=checksummed(asked.recipient), asset=asset, amount=amount)


def _draft(form: PaymentForm) -> Draft:
    fee, speed = None, form.speed
    if form.speed == OWN_FEE:
        fee, speed = Fee(_wei(form.most_gwei), _wei(form.tip_gwei)), "normal"
    if not form.recipient.strip():
        raise YouCanFix(
            tr("Nobody was chosen to send to."), tr("Paste an address, or type a contact's name.")
        )
    known = next(found for found in SPEEDS if found == speed)
    return Draft(form.recipient, form.asset, form.amount, form.everything, known, fee)


def _wei(gwei: str) -> int:
    """Gwei as typed, in wei: exact, at most nine digits after the point."""
    from core.values import Amount

    return Amount.parse(gwei or "0", 9, "GWEI").units


def _fee_words(speed: str, fee: Fee) -> str:
    names = {"slow": tr("Slow"), "normal": tr("Normal"), "fast": tr("Fast")}
    words = tr("{name}: at most {most} gwei, tip {tip}")
    return words.format(name=names[speed], most=_gwei(fee.most_wei), tip=_gwei(fee.tip_wei))


def _gwei(wei: int) -> str:
    return f"{wei / _GWEI:.4g}"


def _lines(payment: Payment, *, hidden: bool) -> tuple[tuple[str, str], ...]:
    """What will be signed, and what it changes; balances may be hidden, what is signed never is."""
    gas = tr("{gas} gas at {most} gwei at most, of it {tip} as tip").format(
        gas=f"{payment.gas:,}", most=_gwei(payment.fee.most_wei), tip=_gwei(payment.fee.tip_wei)
    )
    changes = [
        (
            tr("You") if change.whose == "you" else tr("Recipient"),
            formatting.HIDDEN if hidden else f"{plain(change.before)}  \u2192  {plain(change.after)}",
        )
        for change in payment.changes
    ]
    call = tr("{contract}, {size} bytes of data").format(
        contract=checksummed(payment.call.to), size=len(payment.call.data)
    )
    return (
        (tr("To"), checksummed(payment.recipient)),
        *changes,
        (tr("Fee at most"), plain(payment.fee_most)),
        (tr("Gas"), gas),
        (tr("Transaction"), tr("number {nonce}; {call}").format(nonce=payment.nonce, call=call)),
    )

"""Where each coin came from, on Wallet: empty, loading, filled, hidden, old, failed, and as a file."""

from decimal import Decimal

import pytest
from PySide6.QtWidgets import QFileDialog

from app.events import RoundMoved
from app.trader.day_prices import DayPrice
from app.trader.profit_books import ProfitBooks
from app.trader.tax_layouts import Books, Valued
from core.errors import TryAgain
from core.features.private_columns import OwnFill
from core.values import Symbol
from tests.app.trader.test_tax_layouts import AT, KOINLY, income
from ui import formatting
from ui.coin_rows import COIN_COLUMNS
from ui.coins_card import CoinsCard, CoinsPart, CoinsPresenter
from ui.contribution import Contribution
from ui.screens.wallet import WalletPage

PRICE = DayPrice(Decimal("0.92"), AT - 60, "binance EUR/USDT 1h")
LINES = (
    Valued(income(1_250_000), PRICE),
    Valued(income(750_000, round_id=5, error=None), PRICE),
    Valued(income(10**18, round_id=5, kind="emission", claim=None, is_proven=False, epoch=0), None),
    Valued(income(7, round_id=0, claim=None, is_paid=True, score=None, mean=None), None),
)


class Book:
    """What `trader.income` tells."""

    def __init__(self, *lines):
        self.lines, self.is_away = lines, False

    def read(self):
        if self.is_away:
            raise TryAgain("No node answers.", "Try again later.")
        return tuple(line.income for line in self.lines)


@pytest.fixture
def came(monkeypatch):
    """Lets the presenter find these amounts."""

    def say(*lines, sideless=0, problem="", fills=()):
        books = ProfitBooks(Books(tuple(lines), tuple(fills), "EUR", "local"), sideless, problem)
        monkeypatch.setattr("app.trader.profit_books.profit_books", lambda _trader, _currency: books)

    return say


@pytest.fixture
def presenter(session, frames):
    session.keep("profit.currency", "EUR")
    return CoinsPresenter(session, frames)


def test_without_a_network_it_says_so_and_while_it_loads_too(presenter, frames):
    assert presenter.state.notice.kind == "loading"
    presenter.show()
    assert frames.last.notice.text == "No network yet"


def test_before_anything_came_nothing_is_invented(presenter, frames, connected, came):
    came()
    presenter.show()
    assert (frames.last.notice.text, frames.last.may_export) == ("No coin came yet", False)


def test_each_amount_has_its_round_score_epoch_claim_and_worth(presenter, frames, connected, came):
    came(*LINES)
    presenter.show()
    emission, second, first, unknown = frames.last.rows
    assert (first.round, first.score, first.mean) == ("3", "\u22120.01250", "+0.01000 \u00b1 0.00200")
    assert (first.epoch, first.amount, first.worth) == ("2", "1.2500 PUSD", "1.15 EUR")
    assert first.price_hint == "0.92 EUR for one PUSD at 2023-11-14 23:59, binance EUR/USDT 1h"
    assert (first.claim, first.time) == ("0xaa", "2023-11-15 00:00")
    assert "stood on chain" in first.claim_hint
    assert second.mean == "+0.01000 \u00b1 \u2013"
    assert (emission.worth, emission.claim, emission.epoch) == ("\u2013", "not claimed yet", "\u2013")
    assert "not found on chain" in emission.claim_hint
    assert (unknown.round, unknown.score, unknown.claim) == ("\u2013", "\u2013", "claimed, event not known")
    assert frames.last.note == "2.0000 PUSD \u00b7 valued 1.84 EUR"


def test_where_no_price_is_known_the_cell_says_so(presenter, frames, connected, came):
    came(Valued(income(5), None))
    presenter.show()
    assert frames.last.rows[0].worth == "no price known"
    assert "PUSD was worth in EUR" in frames.last.rows[0].price_hint.replace("what ", "")


def test_an_amount_in_the_currency_itself_needs_no_candle(presenter, frames, connected, came):
    came(Valued(income(2_000_000), DayPrice(Decimal(1), AT, "")))
    presenter.show()
    assert (frames.last.rows[0].worth, frames.last.rows[0].price_hint) == (
        "2.00 EUR", "The amount is in EUR itself.",
    )  # fmt: skip


def test_hidden_amounts_are_bullets_also_in_totals_and_hints(presenter, frames, connected, came):
    came(*LINES)
    connected.prefer(hides_amounts=True)
    presenter.show()
    first = frames.last.rows[2]
    assert first.amount == f"{formatting.HIDDEN} PUSD"
    assert first.worth == f"{formatting.HIDDEN} EUR"
    assert "1.25" not in frames.last.note
    amount = next(column for column in COIN_COLUMNS if column.title == "Amount")
    assert amount.hint(first) == ""


def test_what_was_known_stays_when_the_chain_is_away_and_is_called_old(presenter, frames, connected, trader):
    trader.__dict__["income"] = book = Book(LINES[0])
    presenter.show()
    assert frames.last.rows
    book.is_away = True
    presenter.on_event(RoundMoved(3, "settle"))
    assert (frames.last.note, frames.last.tone) == ("Not up to date. No node answers.", "warning")
    assert frames.last.rows


def test_a_first_load_that_fails_says_why_instead_of_rows(presenter, frames, connected, trader):
    trader.__dict__["income"] = book = Book()
    book.is_away = True
    presenter.show()
    assert (frames.last.notice.kind, frames.last.notice.text) == ("error", "No node answers.")


def test_another_currency_looks_prices_up_anew(presenter, frames, connected, trader):
    trader.__dict__["income"] = Book(LINES[0])
    connected.on_change(presenter.recompute)
    presenter.show()
    assert presenter._latest.books.currency == "EUR"
    connected.keep("profit.currency", "USD")
    assert presenter._latest.books.currency == "USD"


def test_prices_that_could_not_be_asked_for_are_said(presenter, frames, connected, came):
    came(LINES[0], problem="The exchange cannot be reached.")
    presenter.show()
    assert frames.last.note.endswith("some prices could not be asked for")


def test_an_export_writes_the_layout_and_says_how_many(presenter, frames, connected, came, tmp_path):
    fill = OwnFill(AT, Symbol("BTC", "USDT"), 1.0, 2.0, "buy")
    came(*LINES, sideless=2, fills=[fill])
    file = tmp_path / "koinly.csv"
    presenter.export("koinly", file)  # nothing is loaded yet
    assert not file.exists()
    presenter.show()
    presenter.export("koinly", file)
    assert file.read_text().splitlines()[0] == KOINLY
    assert frames.last.note.startswith("2 lines written to")
    assert "2 own trades without a side left out" in frames.last.note
    assert frames.last.tone == "good"


def test_the_card_asks_for_a_file_of_the_layout_that_was_chosen(
    app, qtbot, session, came, monkeypatch, tmp_path
):
    part = CoinsPart(session)
    qtbot.addWidget(part.widget)
    file = str(tmp_path / "profit.csv")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (file, ""))
    for action in part.widget.button.menu().actions():
        with qtbot.waitSignal(part.widget.export_asked) as asked:
            action.trigger()
        assert asked.args == [action.data(), file]
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    with qtbot.assertNotEmitted(part.widget.export_asked):
        part.widget.ask_file("full")


def test_the_card_draws_each_state(app, qtbot, presenter, came, connected):
    card = CoinsCard()
    qtbot.addWidget(card)
    card.resize(900, 300)
    card.show()
    card.render_coins(presenter.state)
    came(*LINES)
    presenter.show()
    card.render_coins(presenter.state)
    assert card.table.records() == presenter.state.rows
    assert card.button.isEnabled()
    for number in range(len(COIN_COLUMNS)):
        card.table.sortByColumn(number, card.table.horizontalHeader().sortIndicatorOrder())
    card.grab()


def test_wallet_shows_and_hides_the_card_with_itself(app, qtbot, connected, trader):
    trader.__dict__["income"] = Book(LINES[0])
    page = WalletPage(connected, Contribution(connected), lambda _key: None)
    qtbot.addWidget(page.widget)
    page.widget.show()
    page.presenter.show()
    assert page.coins.presenter.is_shown
    assert len(page.coins.widget.table.records()) == 1
    connected.prefer(hides_amounts=True)
    page.presenter.recompute()
    assert formatting.HIDDEN in page.coins.widget.table.records()[0].amount
    page.presenter.hide()
    assert not page.coins.presenter.is_shown

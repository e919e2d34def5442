"""Market: what is stored, what is shown, imports, downloads, and why a trade was made."""

import pytest

from app.events import CandlesArrived
from core.errors import YouCanFix
from tests.ui.conftest import HOUR, START, CandlesInMemory, Exchange, Gateway, SteppedClock, candles
from ui.contribution import Contribution
from ui.dialogs.decision_card import NO_DECISION
from ui.screens.market import MarketPage, MarketPresenter


@pytest.fixture
def presenter(session, frames):
    return MarketPresenter(session, frames)


def test_without_a_network_it_says_so(presenter, frames):
    presenter.show()
    assert "network" in frames.last.notice.text


def test_the_first_pair_is_shown_with_its_trades_and_gaps(session, make_trader, presenter, frames):
    session.connect(make_trader(series=candles(gap_at=100), clock=SteppedClock(START + 305 * HOUR)))
    presenter.show()
    state = frames.last
    assert (state.symbol, state.timeframe, state.timeframes) == ("BTC/USDT", "1h", ("1h",))
    assert [pair.is_stored for pair in state.pairs] == [True, False]
    assert [mark.side for mark in state.marks] == ["buy", "sell"]
    assert "5 missing in 1 gap" in state.note
    assert state.note.startswith("simulated")
    assert state.notice is None


def test_nothing_stored_says_what_to_do(session, make_trader, presenter, frames):
    session.connect(make_trader(series=()))
    presenter.show()
    assert "No candles yet" in frames.last.notice.text
    assert len(frames.last.pairs) == 2


def test_a_pair_that_is_not_stored_is_downloaded_when_it_is_chosen(presenter, frames, connected):
    presenter.show()
    presenter.choose_symbol("ETH/USDT")
    assert frames.last.symbol == "ETH/USDT"
    assert frames.last.chart is not None
    assert "300 candles are stored" in frames.last.message
    assert [mark.number for mark in frames.last.marks] == [3]


def test_new_candles_of_the_networks_pair_are_fetched(session, make_trader, presenter, frames):
    trader = make_trader(
        series=candles(200),
        candle_source=Exchange(candles(300), at=START + 250 * HOUR),
        clock=SteppedClock(START + 250 * HOUR),
    )
    session.connect(trader)
    presenter.show()
    assert len(frames.last.chart) == 250


def test_an_exchange_that_is_away_leaves_old_candles_and_says_so(session, make_trader, presenter, frames):
    exchange = Exchange()
    session.connect(make_trader(series=candles(200), candle_source=exchange))
    presenter.show()
    assert len(frames.last.chart) == 200
    assert (frames.last.message_tone, "old" in frames.last.message) == ("warning", True)


def test_an_agent_that_is_away_leaves_the_chart(session, make_trader, presenter, frames):
    session.connect(make_trader(agent=Gateway()))
    presenter.show()
    assert frames.last.chart is not None
    assert "not up to date" in frames.last.message


def test_the_series_is_prepared_again_only_when_it_changed(presenter, frames, connected, trader):
    presenter.show()
    before = frames.last.chart
    presenter.refresh()
    assert frames.last.chart is before
    trader.ports.candle_store.save(candles(310))
    presenter.on_event(CandlesArrived("BTC/USDT", "1h"))
    assert len(frames.last.chart) == 310


class Files:
    """The port that reads candle files."""

    def __init__(self, *series):
        self.series = series

    def read(self, paths, symbol=None, timeframe=None, venue="", progress=None):
        if not self.series:
            raise YouCanFix(f"{paths[0].name} has no column 'open'.", "Name the columns.")
        from types import SimpleNamespace

        return SimpleNamespace(series=self.series, notes=("left out one line",))


def test_an_import_says_what_it_did_and_shows_it(session, make_trader, presenter, frames):
    files = Files(candles(50, symbol="SOL/USDT"))
    session.connect(make_trader(candle_files=files))
    presenter.show()
    presenter.import_files(["/somewhere/SOLUSDT-1h.csv"])
    assert frames.last.symbol == "SOL/USDT"
    assert frames.last.message == "Added 50 candles to SOL/USDT 1h. left out one line"
    presenter.import_files([])


def test_a_wrong_file_reaches_the_failure_dialog(session, make_trader, presenter):
    session.connect(make_trader(candle_files=Files()))
    presenter.show()
    with pytest.raises(YouCanFix, match="no column"):  # the inline runner has no dialog to show it in
        presenter.import_files(["/somewhere/x.csv"])


def test_a_timeframe_can_be_chosen(session, make_trader, presenter, frames):
    store = CandlesInMemory(candles(), candles(timeframe="1d", start=START // 86_400 * 86_400))
    session.connect(make_trader(candle_store=store, clock=SteppedClock(START + 301 * 86_400)))
    presenter.show()
    presenter.choose_timeframe("1d")
    assert (frames.last.timeframe, len(frames.last.chart)) == ("1d", 300)
    presenter.choose_symbol("BTC/USDT")
    assert frames.last.timeframe == "1d"


def test_the_card_gives_the_decision_just_before_the_trade_or_says_that_there_was_none(presenter, connected):
    presenter.show()
    card = presenter.card(1)
    assert card.title == "\u25b2 Buy BTC/USDT"
    assert dict(card.lines)["Limit that changed it"] == "position"
    assert card.reason == "The trend is up."
    assert presenter.card(3).reason == NO_DECISION
    assert presenter.card(99) is None


def test_the_screen_lets_choose_and_opens_the_card(app, qtbot, connected):
    page = MarketPage(connected, Contribution(connected), lambda _key: None)
    qtbot.addWidget(page.widget)
    page.widget.resize(1200, 800)
    page.widget.show()
    page.presenter.show()
    page.widget._list.setCurrentRow(1)
    assert page.presenter.state.symbol == "ETH/USDT"
    page.widget.chart.mark_chosen.emit(1)
    assert page.widget._why.isVisible()
    assert "trend is up" in page.widget._why._reason.text()
    page.widget._card.action_asked.emit()

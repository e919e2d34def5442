"""The sheet that downloads several pairs, against servers that answer as exchanges do."""

import threading
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt

from app.adapters.candle_store import ParquetCandleStore
from app.adapters.exchange import Exchange
from app.adapters.exchange_list import ExchangeList
from app.adapters.pace import Pace
from app.events import EventBus
from app.jobs import Jobs
from app.localnet.market import Market
from app.localnet.market_server import MarketServer
from core.errors import TryAgain, YouCanFix
from core.values import Symbol
from tests.app.adapters.exchanges import kraken, serve
from tests.strategies import BTC, HOUR, START, random_candles
from tests.ui.conftest import SteppedClock
from ui.background import Background
from ui.contribution import Contribution
from ui.dialogs.download_sheet import Downloading, PairsEdit
from ui.download import NO_NETWORK, NOTHING, DownloadPresenter, Form
from ui.live import Live
from ui.screens.market import MarketPage

ETH = Symbol("ETH", "USDT")
WHOLE = {BTC: random_candles(1, 120), ETH: random_candles(2, 120, symbol=ETH)}
NOW = float(WHOLE[BTC].close_at[-1])
PATIENCE = 60_000
"""Milliseconds: importing ccxt alone takes many on a busy machine."""
FORM = Form("binance", "BTC/USDT, ETH/USDT", "1h", "2021-01-01")


@pytest.fixture
def binance():
    """A server with both pairs, whose clock stands at their end."""
    market = Market(HOUR, START, WHOLE, simulated=False)
    with MarketServer(market, SteppedClock(NOW)) as server:
        yield server.url


@pytest.fixture
def real(make_trader, session, tmp_path, binance):
    """A session whose work runs on threads, over a store on disk and exchanges on this machine."""
    bus = EventBus()
    jobs, live = Jobs(bus), Live()
    live.listen(bus)
    background = Background(jobs, live)
    session.run_with(background.run)
    urls = {"binance": binance}
    exchanges = ExchangeList(
        opened("binance", binance), "binance", lambda name: opened(name, urls.get(name, "http://127.0.0.1:9"))
    )
    store = ParquetCandleStore(tmp_path / "candles")
    trader = make_trader(bus=bus, jobs=jobs, exchanges=exchanges, candle_store=store, clock=SteppedClock(NOW))
    session.connect(trader)
    session.urls = urls
    yield session
    background.forget_all()
    live.close()
    jobs.close()


def opened(name, url):
    return Exchange(name, url, SteppedClock(NOW), pace=Pace(lambda: 0.0, lambda _seconds: None))


@pytest.fixture
def downloading(app, qtbot, real):
    from PySide6.QtWidgets import QWidget

    host = QWidget()
    host.resize(1200, 800)
    qtbot.addWidget(host)
    host.show()
    made = Downloading(real, host)
    made.open(["BTC/USDT"])
    qtbot.waitUntil(lambda: made.presenter.state.exchanges != (), timeout=PATIENCE)
    return made


def wait_for_the_end(qtbot, downloading):
    qtbot.waitUntil(lambda: not downloading.presenter.state.is_running, timeout=PATIENCE)
    return downloading.presenter.state


def stored(session, symbol):
    return session.trader.ports.candle_store.load(symbol, HOUR)


def test_it_offers_ccxts_exchanges_and_the_pairs_that_the_exchange_lists(qtbot, downloading):
    sheet = downloading.sheet
    assert sheet.exchange.currentText() == "binance"
    assert sheet.exchange.findText("kraken") > 0
    assert sheet.pairs.text() == "BTC/USDT"
    assert sheet.focusWidget() is sheet.pairs
    assert sheet._body._stack.currentWidget() is not sheet.table  # nothing is fetched: a notice
    sheet.ask.click()
    qtbot.waitUntil(lambda: downloading.presenter.state.listed != (), timeout=PATIENCE)
    assert downloading.presenter.state.listed == ("BTC/USDT", "ETH/USDT")
    assert sheet.listing.text() == "binance lists 2 spot pairs: type to choose."
    sheet.pairs.setText("BTC/USDT, et")
    completer = sheet.pairs.completer()
    completer.setCompletionPrefix(completer.splitPath(sheet.pairs.text())[0])
    assert completer.completionCount() == 1
    assert completer.pathFromIndex(completer.completionModel().index(0, 0)) == "BTC/USDT, ETH/USDT"


def test_enter_downloads_all_pairs_and_the_table_says_what_came(qtbot, downloading, real):
    sheet = downloading.sheet
    sheet.pairs.setText("BTC/USDT, eth-usdt")
    sheet.since.setText("2021-01-01")
    qtbot.keyClick(sheet.pairs, Qt.Key.Key_Return)
    state = wait_for_the_end(qtbot, downloading)
    assert [(line.market, line.state, line.done, line.added) for line in state.lines] == [
        ("BTC/USDT 1h", "whole", "100 %", "120"),
        ("ETH/USDT 1h", "whole", "100 %", "120"),
    ]
    assert (state.sentence, state.tone) == ("240 new candles of 2 series.", "good")
    assert [stored(real, symbol) for symbol in WHOLE] == list(WHOLE.values())
    assert sheet.table.records() == state.lines
    assert sheet._body._stack.currentWidget() is sheet.table
    assert sheet.bar.isHidden()
    assert sheet.start.isEnabled()


def test_a_pair_that_fails_says_why_and_is_asked_for_again_the_next_time(qtbot, downloading, real):
    downloading.presenter.start(Form("binance", "FOO/USDT, ETH/USDT", "1h", "2021-01-01"))
    state = wait_for_the_end(qtbot, downloading)
    foo, eth = state.lines
    assert (foo.state, eth.state) == ("not whole", "whole")
    assert foo.found == "binance does not list the spot pair FOO/USDT. Check the spelling, as BTC/USDT."
    assert "1 not whole" in state.sentence
    assert state.tone == "warning"
    again = Downloading(real, downloading.sheet.parentWidget())
    again.open([])
    qtbot.waitUntil(lambda: again.presenter.state.exchanges != (), timeout=PATIENCE)
    assert again.sheet.form() == Form("binance", "FOO/USDT, ETH/USDT", "1h", "2021-01-01")
    assert "not finished" in again.sheet.sentence.text()


def test_stop_keeps_what_arrived_and_download_goes_on_from_there(qtbot, downloading, real, monkeypatch):
    """Kraken's recorded answers, of which the candles wait until the test lets them go."""
    go, asked = threading.Event(), threading.Event()
    answer = kraken(WHOLE[BTC], int(NOW))

    def slow(path, query):
        if path.endswith("OHLC"):
            asked.set()
            go.wait(60)
        return answer(path, query)

    class Ending(Jobs):
        def close(self):  # the stop has arrived: the answer may too
            go.set()
            super().close()

    monkeypatch.setattr("app.trader.side_by_side.Jobs", Ending)
    sheet = downloading.sheet
    with serve(slow) as (url, _asked):
        real.urls["kraken"] = url
        sheet.exchange.setCurrentText("kraken")
        sheet.pairs.setText("BTC/USDT")
        sheet.since.setText("2021-01-01")
        sheet.start.click()
        qtbot.waitUntil(asked.is_set, timeout=PATIENCE)
        assert not sheet.start.isEnabled()
        assert sheet.cancel.isEnabled()
        assert not sheet.bar.isHidden()
        sheet.cancel.click()
        state = wait_for_the_end(qtbot, downloading)
        assert state.sentence.startswith("Stopped. What arrived is kept")
        assert [line.state for line in state.lines] == ["stopped"]
        sheet.start.click()
        state = wait_for_the_end(qtbot, downloading)
    assert [line.state for line in state.lines] == ["whole"]
    assert len(stored(real, BTC)) == 120
    assert real.trader.downloads.unfinished() is None


def test_one_button_brings_all_that_is_stored_up_to_date(qtbot, downloading, real):
    for series in WHOLE.values():
        real.trader.ports.candle_store.save(series.rows(0, 100))
    downloading.sheet.update_all.click()
    state = wait_for_the_end(qtbot, downloading)
    assert [(line.market, line.added, line.stored) for line in state.lines] == [
        ("BTC/USDT 1h", "20", "120"),
        ("ETH/USDT 1h", "20", "120"),
    ]
    assert [stored(real, symbol) for symbol in WHOLE] == list(WHOLE.values())


def test_a_time_without_candles_is_no_success(qtbot, downloading, real):
    downloading.presenter.start(Form("binance", "BTC/USDT", "1h", "2021-06-01"))
    (line,) = wait_for_the_end(qtbot, downloading).lines
    assert (line.state, line.tone, line.found) == (
        "nothing there",
        "warning",
        "The exchange has no candles of that time.",
    )


def test_an_exchange_that_is_away_is_told_with_what_to_do(qtbot, downloading):
    downloading.presenter.ask_listed("Coinbase ")
    qtbot.waitUntil(lambda: not downloading.presenter.state.is_asking, timeout=PATIENCE)
    assert "127.0.0.1:9" in downloading.sheet.listing.text()
    downloading.presenter.start(Form("coinbase", "BTC/USDT", "1h", "2021-01-01"))
    state = wait_for_the_end(qtbot, downloading)
    assert state.tone == "danger"
    assert "127.0.0.1:9" in state.sentence
    assert state.notice is NOTHING


def test_escape_closes_the_sheet_and_the_download_goes_on(qtbot, downloading, real):
    downloading.presenter.start(FORM)
    qtbot.keyClick(downloading.sheet, Qt.Key.Key_Escape)
    assert downloading.sheet.isHidden()
    wait_for_the_end(qtbot, downloading)
    downloading.open([])
    assert [line.state for line in downloading.sheet.table.records()] == ["whole", "whole"]
    assert len(stored(real, BTC)) == 120


@pytest.mark.parametrize(
    ("form", "what"),
    [
        (Form("binance", "", "1h", "2021-01-01"), "No pair was named"),
        (Form("binance", "bitcoin", "1h", "2021-01-01"), "BTC/USDT"),
        (Form("binance", "BTC/USDT", "1y", "2021-01-01"), "1y"),
        (Form("binance", "BTC/USDT", "1h", "yesterday"), "is not a time"),
        (Form("mtgox", "BTC/USDT", "1h", "2021-01-01"), "no exchange 'mtgox'"),
    ],
)
def test_words_that_cannot_be_read_are_told_and_stay(qtbot, downloading, form, what):
    downloading.presenter.start(form)
    state = wait_for_the_end(qtbot, downloading)
    assert what in state.sentence
    assert state.tone == "danger"
    assert downloading.sheet.form() == form
    assert state.lines == ()


def test_without_a_network_it_says_so(session, frames):
    presenter = DownloadPresenter(session, frames)
    presenter.open()
    assert frames.last.notice is NO_NETWORK
    presenter.start(FORM)
    presenter.update(FORM)
    presenter.ask_listed("binance")
    presenter.cancel()
    assert not frames.last.is_running


def test_another_network_has_exchanges_of_its_own(connected, frames, make_trader):
    connected.trader.__dict__["downloads"] = SimpleNamespace(names=lambda: ("one",), unfinished=lambda: None)
    presenter = DownloadPresenter(connected, frames)
    presenter.open(["BTC/USDT"])
    presenter.open(["ETH/USDT"])
    assert (frames.last.exchanges, frames.last.form.pairs) == (("one",), "BTC/USDT")
    other = make_trader()
    other.__dict__["downloads"] = SimpleNamespace(names=lambda: ("two",), unfinished=lambda: None)
    connected.connect(other)
    presenter.open(["ETH/USDT"])
    assert (frames.last.exchanges, frames.last.form.pairs) == (("two",), "ETH/USDT")


def test_names_that_cannot_be_read_are_told(connected, frames):
    class Broken:
        def names(self):
            raise YouCanFix("ccxt is not installed.", "Install it.")

    connected.trader.__dict__["downloads"] = Broken()
    presenter = DownloadPresenter(connected, frames)
    presenter.open()
    assert (frames.last.notice.kind, frames.last.notice.detail) == ("error", "Install it.")


def test_progress_says_how_far_and_how_long(connected, frames):
    from app.trader.side_by_side import PairProgress

    class Stepping:
        def fetch(self, _request, progress, watch):
            watch((PairProgress(BTC, HOUR, "running", "BTC/USDT 1h waiting 3 s, busy", 0.25),
                   PairProgress(ETH, HOUR, "waiting")))  # fmt: skip
            progress("BTC/USDT 1h (0 of 2 done)", 0.125)
            raise TryAgain("The exchange is away.", "Try again.")

    connected.trader.__dict__["downloads"] = Stepping()
    presenter = DownloadPresenter(connected, frames)
    presenter.start(FORM)
    (moved,) = (state for state in frames if state.is_running and state.lines)
    assert [(line.state, line.done, line.found) for line in moved.lines] == [
        ("fetching", "25 %", "waiting 3 s, busy"),
        ("waits", "0 %", ""),
    ]
    assert (moved.fraction, moved.left) == (0.125, "12 %")
    assert [line.state for line in frames.last.lines] == ["stopped", "stopped"]
    assert frames.last.sentence == "The exchange is away. Try again."


def test_the_time_left_is_told(connected, frames):
    connected.run_with(lambda *_given, **_options: SimpleNamespace(seconds_left=185.0))
    presenter = DownloadPresenter(connected, frames)
    presenter.start(FORM)
    presenter._moved("BTC/USDT 1h", 0.4)
    assert frames.last.left == "40 % \u00b7 3 min left"


def test_the_first_word_is_completed_too(app, qtbot):
    edit = PairsEdit()
    qtbot.addWidget(edit)
    edit.offer(("BTC/USDT", "ETH/USDT"))
    edit.setText("btc")
    completer = edit.completer()
    completer.setCompletionPrefix(completer.splitPath("btc")[0])
    assert completer.pathFromIndex(completer.completionModel().index(0, 0)) == "BTC/USDT"


def test_market_opens_it_with_its_pairs(app, qtbot, real):
    page = MarketPage(real, Contribution(real), lambda _key: None)
    qtbot.addWidget(page.widget)
    page.widget.resize(1200, 800)
    page.widget.show()
    page.presenter.show()
    qtbot.waitUntil(lambda: page.presenter.has_loaded, timeout=PATIENCE)
    page.widget.several_asked.emit()
    qtbot.waitUntil(lambda: page.downloads.presenter.state.exchanges != (), timeout=PATIENCE)
    assert page.downloads.sheet.isVisible()
    assert page.downloads.sheet.pairs.text() == "BTC/USDT, ETH/USDT"

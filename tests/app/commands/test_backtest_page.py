import html
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from app.commands.backtest_page import page
from app.commands.backtest_report import described, reckoning
from core.trading.backtest import backtest
from core.trading.broker import Costs
from core.trading.decision import RiskLimits
from core.trading.montecarlo import monte_carlo
from core.trading.session import Rules
from core.trading.signal import Policy
from core.trading.tape import Tape
from core.values import Symbol, Timeframe
from tests.core.trading.markets import market, opinions

LENGTH = Timeframe("1h")
RULES = Rules(Policy(6, 24), RiskLimits(stale_seconds=7200, drawdown=1.0))


def made(rules=RULES, hours=1500):
    """A report with its JSON and its page."""
    symbol = Symbol("BTC", "USDT")
    series = market(hours, 5, symbol)
    tape = Tape({symbol: series}, {symbol: opinions(series, 5)}, rules.policy)
    found = backtest(tape, rules, 10_000.0, int(series.close_at[50]), int(series.close_at[-1]))
    luck = monte_carlo(found.trips, 10_000.0, 100, 7)
    report = described(found, luck, (symbol,), LENGTH, rules, 10_000.0)
    report["model"] = {"digest": "ab" * 32, "source": "<trained> & kept"}
    return found, report, page(report, found, luck).decode()


class Balanced(HTMLParser):
    """Fails on an end that does not fit its beginning."""

    def __init__(self):
        super().__init__()
        self.open = []

    def handle_starttag(self, tag, attrs):
        if tag != "meta":
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        pass

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_the_page_needs_nothing_from_anywhere():
    _, _, text = made()
    assert "default-src 'none'" in text
    assert not re.search(r"<script|<link|<img|https?://|url\(|@import", text)
    assert "prefers-color-scheme: dark" in text


def test_the_page_is_whole_and_every_picture_is_drawn():
    _, _, text = made()
    reader = Balanced()
    reader.feed(text)
    assert reader.open == []
    pictures = re.findall(r"<svg.*?</svg>", text, re.DOTALL)
    assert len(pictures) == 6
    for one in pictures:
        assert ET.fromstring(one).get("aria-label")


def test_the_page_says_what_the_json_says():
    found, report, text = made()
    for line in (*report["reckoning"], *report["notes"]):
        assert html.escape(line) in text
    for figure in ("total_return", "hold_alike"):
        assert f"{report[figure]:+.2%}" in text
    assert html.escape("<trained> & kept") in text
    assert text.count(f"<td>{report['symbols'][0]}</td>") == len(found.trips)
    assert "Return by month" in text


def test_the_months_make_the_whole():
    _, report, text = made()
    start = text.index("Return by month")
    cells = re.findall(r"<td>([-+][\d.]+)%</td>", text[start : text.index("</table>", start)])
    months = np.array([float(one) for one in cells])
    *single, year = months[:-2]  # 2023 in one row, 2024 in the next with a single month
    assert np.prod([1 + one / 100 for one in (year, months[-1])]) == pytest.approx(
        1 + report["total_return"], abs=2e-3
    )
    assert np.prod([1 + one / 100 for one in single]) == pytest.approx(1 + year / 100, abs=2e-3)


def test_the_json_is_plain_and_adds_up():
    found, report, _ = made(replace(RULES, costs=Costs(funding_bps=2.0, volume_share=0.2)))
    again = json.loads(json.dumps(report, allow_nan=False))
    assert sum(one["profit"] for one in again["round_trips"]) == pytest.approx(
        again["equity"][-1][1] - 10_000
    )
    assert again["funding"] == pytest.approx(sum(one["funding"] for one in again["round_trips"]))
    assert again["trip_figures"]["round_trips"] == len(again["round_trips"])
    assert again["monte_carlo"]["drawdown"] <= again["max_drawdown"]
    assert len(again["decisions"]) == len(found.decisions)


def test_without_a_trade_nothing_is_divided_by_nothing():
    found, report, text = made(replace(RULES, costs=Costs(fee_bps=900.0)), hours=200)
    assert found.trips == ()
    assert report["monte_carlo"] is None
    assert report["notes"] == ["Nothing was traded: no trend was larger than a round trip costs."]
    assert text.count("<svg") == 3


def test_a_stop_for_good_is_told():
    _, report, _ = made(replace(RULES, limits=replace(RULES.limits, drawdown=0.01, position=1.0)))
    assert any("stopped trading for good" in note for note in report["notes"])


@pytest.mark.parametrize(
    ("costs", "words"),
    [
        (Costs(), "No funding: a spot pair pays none."),
        (Costs(funding_bps=1.0), "Funding of 1 basis points"),
        (Costs(order="limit"), "trades through that price"),
        (Costs(impact=0.5), "0.5 x daily volatility x root"),
        (Costs(volume_share=0.25), "at most 0.25 of its candle's volume"),
    ],
)
def test_every_model_of_cost_is_put_in_words(costs, words):
    assert words in " ".join(reckoning(Rules(costs=costs), LENGTH))

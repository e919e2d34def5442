"""A book and the candles ahead in; how far nothing is filled, and the book at the end of that, out.

Most candles change nothing but the value of what is held. A backtest of a million of them is quick because
the rule is asked about many at once, with the account as it stands; up to the first candle at which it acts,
each of them is what `session.step` would have made of it, to the last bit.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.trading.broker import FUNDING_SECONDS
from core.trading.decision import LIMIT_NAMES, PAUSED, Decision, Verdict, told, weigh
from core.trading.journal import worth_a_line
from core.trading.portfolio import DAY_SECONDS, Portfolio
from core.trading.session import FOR_GOOD, Book, Rules, with_orders
from core.trading.tape import Ahead, Tape
from core.values import Symbol

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Quiet:
    """Candle times at which nothing was filled and no loss limit was met; orders only at the last.

    Args:
        book: after the last of them.
        equity: float64[times], in the quote asset.
        decisions: those worth a line (see core.trading.journal), oldest first.
    """

    book: Book
    equity: Floats
    decisions: tuple[Decision, ...]


@dataclass(frozen=True)
class _Marks:
    """An untouched account at each of some times, float64[times]; see Portfolio for the names."""

    equity: Floats
    peak: Floats
    drawdown: Floats
    day_open: Floats

    @property
    def day_return(self) -> Floats:
        return self.equity / self.day_open - 1


def quiet(book: Book, at: NDArray[np.int64], tape: Tape, rules: Rules, limits: dict[Symbol, str]) -> Quiet:
    """As many of the times `at` as pass until something is ordered; none where a loss limit comes first.

    Args:
        book: in the first of them, its orders filled and its funding paid (`session.begin`), none waiting.
        at: candle times in a row, UTC seconds.
        tape: what is known at each.
        rules: of the window.
        limits: the limit that each symbol met last; brought up to date.
    """
    ahead = tape.ahead(at)
    at = ahead.outlook.at
    with np.errstate(divide="ignore", invalid="ignore"):  # a ruined account stops at its ruin
        marks = _marks(book.portfolio, at, ahead)
        verdict = _verdict(book, at, ahead, marks, rules)
        stops = _stops(book, at, ahead, marks, rules, tape.candle_seconds)
    still = _first(stops | (verdict.action != 0).any(axis=0))
    is_ordering = still < len(at) and not stops[still]
    count = still + is_ordering
    if count == 0:
        return Quiet(book, marks.equity[:0], ())
    decisions = list(_met(verdict, still, book, ahead, tape, rules, limits))
    after = _after(book, at, ahead, marks, count)
    if is_ordering:
        made = tuple(_told(verdict, row, still, book, ahead, tape, rules) for row in range(len(ahead.names)))
        after = with_orders(after, made, rules.costs)
        decisions.extend(worth_a_line(made, limits))
    return Quiet(after, marks.equity[:count], tuple(decisions))


def _marks(account: Portfolio, at: NDArray[np.int64], ahead: Ahead) -> _Marks:
    """What `Portfolio.mark` says at each time, in the same order of arithmetic."""
    total = np.zeros(len(at))
    for name, held in account.positions.items():
        total = total + held.quantity * ahead.closes[name]
    equity = account.cash + total
    peak = np.maximum(np.maximum.accumulate(equity), account.peak)
    day = (at - 1) // DAY_SECONDS
    before = np.concatenate([[account.equity], equity[:-1]])
    began = np.maximum.accumulate(np.where(_changed(day, account.day), np.arange(len(at)), -1))
    return _Marks(
        equity=equity,
        peak=peak,
        drawdown=np.maximum(0.0, 1 - equity / peak),
        day_open=np.where(began >= 0, before[began], account.day_open),
    )


def _verdict(book: Book, at: NDArray[np.int64], ahead: Ahead, marks: _Marks, rules: Rules) -> Verdict:
    """What the rule says at each time of an account that is not touched."""
    current = np.zeros((len(ahead.names), len(at)))
    for row, name in enumerate(ahead.names):
        held = book.portfolio.positions.get(name)
        if held:
            current[row] = held.quantity * ahead.closes[name] / marks.equity
    sent = np.where(at // DAY_SECONDS == book.orders_day, book.orders_today, 0)
    paused = at < book.pause.until
    return weigh(ahead.outlook, current, rules.policy, rules.limits, rules.costs, paused, sent)


def _stops(
    book: Book, at: NDArray[np.int64], ahead: Ahead, marks: _Marks, rules: Rules, candle_seconds: int
) -> NDArray[np.bool_]:
    """Times at which more than marking is due: a loss limit, funding, a symbol's first candle, ruin."""
    stops: NDArray[np.bool_] = marks.equity <= 0
    if book.pause.until != FOR_GOOD:
        stops |= marks.drawdown >= rules.limits.drawdown
        stops |= (marks.day_return <= -rules.limits.daily_loss) & (at >= book.pause.until)
    for name, present in ahead.present.items():  # of the first time, both are done already
        if name not in book.benchmark.entries:
            stops[1:] |= present[1:]
        if rules.costs.funding and name in book.portfolio.positions:
            due = at // FUNDING_SECONDS > (at - candle_seconds) // FUNDING_SECONDS
            stops[1:] |= (present & due)[1:]
    return stops


def _first(stops: NDArray[np.bool_]) -> int:
    """Place of the first that is set, the length where none is."""
    place = int(stops.argmax())
    return place if stops[place] else len(stops)


def _met(
    verdict: Verdict, count: int, book: Book, ahead: Ahead, tape: Tape, rules: Rules,
    limits: dict[Symbol, str],
) -> Iterator[Decision]:  # fmt: skip
    """Decisions worth a line (see core.trading.journal), oldest first."""
    if count == 0:
        return
    codes = verdict.limit[:, :count]
    last = [_code(limits.get(name, ""), book.pause.limit) for name in ahead.names]
    changed = np.array([_changed(one, before) for one, before in zip(codes, last, strict=True)])
    if not changed.any():
        return
    for column, row in np.argwhere(changed.T).tolist():
        made = _told(verdict, row, column, book, ahead, tape, rules)
        limits[made.symbol] = made.limit
        yield made


def _told(
    verdict: Verdict, row: int, column: int, book: Book, ahead: Ahead, tape: Tape, rules: Rules
) -> Decision:
    signal = tape.signal(ahead.names[row], int(ahead.turns[row, column]))
    at = int(ahead.outlook.at[column])
    return told(verdict, row, column, signal, at, rules.policy, rules.limits, rules.costs, book.pause)


def _changed(values: NDArray[Any], before: int) -> NDArray[np.bool_]:
    """Which differ from the one before them."""
    changed = np.empty(len(values), np.bool_)
    changed[0] = values[0] != before
    np.not_equal(values[1:], values[:-1], out=changed[1:])
    return changed


def _code(limit: str, paused_by: str) -> int:
    """Place of a limit's name in LIMIT_NAMES; a pause that is over has none, and differs from all."""
    if limit in LIMIT_NAMES:
        return LIMIT_NAMES.index(limit)
    return PAUSED if limit == paused_by else -1


def _after(book: Book, at: NDArray[np.int64], ahead: Ahead, marks: _Marks, count: int) -> Book:
    """The book when `count` times have passed."""
    account, last = book.portfolio, count - 1
    seen = {name: float(ahead.closes[name][last]) for name, one in ahead.present.items() if one[:count].any()}
    deepest = (1 - marks.equity[:count] / marks.peak[:count]).max()
    marked = replace(
        account,
        prices={**account.prices, **seen},
        peak=float(marks.peak[last]),
        max_drawdown=max(account.max_drawdown, float(deepest)),
        day=int((at[last] - 1) // DAY_SECONDS),
        day_open=float(marks.day_open[last]),
    )
    day = int(at[last] // DAY_SECONDS)
    sent = book.orders_today if day == book.orders_day else 0
    return replace(book, portfolio=marked, orders_day=day, orders_today=sent)

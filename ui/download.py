"""Pairs, an exchange and a time, as typed, in; their download as a sheet shows it, pair by pair, out."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from app.trader.downloads import DownloadRequest
from core.errors import YouCanFix
from core.values import Symbol, Timeframe, utc_seconds
from ui import formatting
from ui.background import explain
from ui.telling import Telling
from ui.translation import tr
from ui.widgets.card import Notice

if TYPE_CHECKING:
    from app.jobs import Job
    from app.trader import Trader
    from app.trader.download import DownloadReport
    from app.trader.side_by_side import PairProgress
    from ui.background import Failure
    from ui.session import Session

NOTHING = Notice(
    tr("Nothing is being fetched"),
    tr("Name pairs and press Download, or bring all that is stored up to date."),
)
LOADING = Notice(tr("Reading the list of exchanges\u2026"), kind="loading")
NO_NETWORK = Notice(tr("No network yet"), tr("Candles are kept per network; connect to one first."))
_WORDS = {
    "waiting": "waits", "running": "fetching", "stopped": "stopped", "done": "whole",
    "empty": tr("nothing there"), "failed": tr("not whole"),
}  # fmt: skip
_TONES = {
    "waiting": "muted", "running": "", "stopped": "warning", "done": "good", "empty": "warning",
    "failed": "danger",
}  # fmt: skip


@dataclass(frozen=True)
class PairLine:
    """One pair of the table, ready to show."""

    market: str
    state: str
    tone: str
    done: str
    added: str
    stored: str
    missing: str
    found: str


@dataclass(frozen=True)
class Form:
    """What is typed."""

    exchange: str = ""
    pairs: str = ""
    timeframe: str = "1h"
    since: str = ""


@dataclass(frozen=True)
class DownloadState:
    """What is on the sheet.

    Args:
        exchanges: names to choose from.
        form: what to write into the fields; they are written anew when it changes.
        listed: pairs that the exchange lists, for completion; empty until it was asked.
        listing: what is known of that list, in words.
        lines: a line a pair.
        notice: in place of the lines.
        sentence: what happens, or what came of it, with its remedy.
        tone: its tone.
        fraction: done of all.
        left: that as a percentage, and the time left.
        is_running: a download is under way.
        is_asking: the exchange is asked for its pairs.
    """

    exchanges: tuple[str, ...] = ()
    form: Form = Form()
    listed: tuple[str, ...] = ()
    listing: str = ""
    lines: tuple[PairLine, ...] = ()
    notice: Notice | None = LOADING
    sentence: str = ""
    tone: str = "muted"
    fraction: float = 0.0
    left: str = ""
    is_running: bool = False
    is_asking: bool = False


class DownloadPresenter:
    """Keeps the sheet's state; a download goes on while the sheet is closed.

    Args:
        session: trader and runner.
        render: draws a state.
    """

    def __init__(self, session: "Session", render: Callable[[DownloadState], None]) -> None:
        self._session = session
        self._render = render
        self._trader: Trader | None = None
        self._job: Job[Any] | None = None
        self._pairs: tuple[PairProgress, ...] = ()
        self.state = DownloadState()

    def open(self, pairs: Sequence[str] = ()) -> None:
        """The sheet is shown; a download that was stopped stands in its fields, else `pairs`."""
        trader = self._session.trader
        if trader is not self._trader and not self.state.is_running:
            self.state, self._trader = DownloadState(), trader
        if trader is None:
            self._change(notice=NO_NETWORK)
        elif self.state.is_running or self.state.exchanges:
            self._change()
        else:
            self._change(notice=LOADING)
            self._session.run(
                tr("Reading the list of exchanges"),
                lambda _progress: _known(trader, pairs),
                self._opened,
                lambda failure: self._change(notice=Notice(failure.message, failure.remedy, "error")),
            )

    def _opened(self, found: tuple[tuple[str, ...], Form, bool]) -> None:
        names, form, is_unfinished = found
        sentence = (
            tr("This download was not finished: Download goes on where it ended.") if is_unfinished else ""
        )
        self._change(exchanges=names, form=form, notice=NOTHING, sentence=sentence, tone="warning")

    def ask_listed(self, exchange: str) -> None:
        """Ask an exchange over the network which pairs it lists."""
        trader, name = self._session.trader, exchange.strip().lower()
        if trader is None or self.state.is_asking:
            return
        self._change(is_asking=True, listed=(), listing=tr("Asking {name}…").format(name=name))
        self._session.run(
            tr("Asking {name} for its pairs").format(name=name),
            lambda _progress: trader.downloads.listed(name),
            lambda symbols: self._listed(name, symbols),
            lambda failure: self._change(
                is_asking=False, listing=f"{failure.message} {failure.remedy}".strip()
            ),
            cancelled=lambda: self._change(is_asking=False, listing=""),
        )

    def _listed(self, name: str, symbols: Sequence[Symbol]) -> None:
        count = tr("{n} spot pair(s)", "", len(symbols))
        self._change(
            is_asking=False,
            listed=tuple(map(str, symbols)),
            listing=tr("{name} lists {count}: type to choose.").format(name=name, count=count),
        )

    def start(self, form: Form) -> None:
        """Fetch what is typed; a word that cannot be read is told, and nothing is asked for."""
        trader = self._session.trader
        if trader is None or self.state.is_running:
            return
        try:
            request = _request(form)
        except YouCanFix as error:
            self._change(form=form, sentence=str(error), tone="danger")
            return
        self._run(
            tr("Downloading {pairs}").format(pairs=tr("{n} pair(s)", "", len(request.symbols))),
            lambda progress: trader.downloads.fetch(request, progress, self._watch),
            form,
            Telling("market", _result_words, "download", asdict(form), goes_on=True),
        )

    def update(self, form: Form) -> None:
        """Fetch what closed since the last candle of everything that is stored."""
        trader = self._session.trader
        if trader is not None and not self.state.is_running:
            self._run(
                tr("Updating candles"),
                lambda progress: trader.downloads.update(progress, self._watch),
                form,
                Telling("market", _result_words, "update", goes_on=True),
            )

    def cancel(self) -> None:
        """Stop; what arrived is kept."""
        if self._job is not None:
            self._job.cancel()

    def _run(
        self,
        name: str,
        work: "Callable[[Any], tuple[DownloadReport, ...]]",
        form: Form,
        telling: Telling,
    ) -> None:
        self._pairs = ()
        self._change(
            form=form,
            is_running=True,
            fraction=0.0,
            left="",
            sentence=f"{name}\u2026",
            tone="muted",
            lines=(),
        )
        self._job = self._session.run(
            name,
            work,
            self._done,
            self._failed,
            cancelled=self._cancelled,
            moved=self._moved,
            is_shown=True,
            telling=telling,
        )
        if not self.state.is_running:  # it has ended already
            self._job = None

    def _watch(self, pairs: "tuple[PairProgress, ...]") -> None:
        """Called off the window's thread: only noted here, drawn by `_moved`."""
        self._pairs = pairs

    def _moved(self, stage: str, fraction: float) -> None:
        left = self._job.seconds_left if self._job else None
        words = [formatting.percent(fraction, 0)]
        words += [tr("{left} left").format(left=formatting.duration(left))] if left is not None else []
        self._draw_pairs(
            fraction=fraction, left=" \u00b7 ".join(words), sentence=stage or self.state.sentence
        )

    def _draw_pairs(self, **values: Any) -> None:
        lines = tuple(map(_line, self._pairs))
        self._change(lines=lines, notice=None if lines else self.state.notice, **values)

    def _done(self, reports: "Sequence[DownloadReport]") -> None:
        failed = any(report.failure is not None for report in reports)
        self._end(_result_words(reports), "warning" if failed else "good")

    def _failed(self, failure: "Failure") -> None:
        self._pairs = tuple(map(_stopped, self._pairs))
        self._end(f"{failure.message} {failure.remedy}".strip(), "danger")

    def _cancelled(self) -> None:
        self._pairs = tuple(map(_stopped, self._pairs))
        self._end(tr("Stopped. What arrived is kept; Download goes on from there."), "warning")

    def _end(self, sentence: str, tone: str) -> None:
        self._job = None
        self._draw_pairs(is_running=False, left="", sentence=sentence, tone=tone)
        if not self.state.lines:
            self._change(notice=NOTHING)

    def _change(self, **values: Any) -> None:
        self.state = replace(self.state, **values)
        self._render(self.state)


def _result_words(reports: "Sequence[DownloadReport]") -> str:
    """What a download came to."""
    added = tr("{n} new candle(s)", "", sum(report.added for report in reports))
    failed = sum(report.failure is not None for report in reports)
    whole = tr("{added} of {series}.").format(added=added, series=tr("{n} series", "", len(reports)))
    if failed:
        whole += tr(" {failed} not whole: the table says why. Download goes on where it ended.").format(
            failed=failed
        )
    return whole


def _known(trader: "Trader", pairs: Sequence[str]) -> tuple[tuple[str, ...], Form, bool]:
    """Exchanges' names, what to write into the form, and whether that is a download which was stopped."""
    names, unfinished = trader.downloads.names(), trader.downloads.unfinished()
    if unfinished is not None:
        form = Form(
            unfinished.exchange,
            ", ".join(map(str, unfinished.symbols)),
            str(unfinished.timeframe),
            formatting.utc_time(unfinished.since, "%Y-%m-%d %H:%M").removesuffix(" 00:00"),
        )
        return names, form, True
    year_ago = formatting.utc_time(trader.ports.clock.now() - 365 * 86_400, "%Y-%m-%d")
    return names, Form(names[0], ", ".join(pairs), trader.network.timeframe, year_ago), False


def _request(form: Form) -> DownloadRequest:
    """What the fields ask for; raises YouCanFix for the first that cannot be read."""
    pairs = tuple(Symbol.parse(text.strip()) for text in form.pairs.split(",") if text.strip())
    if not pairs:
        raise YouCanFix(tr("No pair was named."), tr("Name some, as BTC/USDT, with commas between."))
    timeframe, since = Timeframe(form.timeframe.strip()), utc_seconds(form.since.strip())
    return DownloadRequest(form.exchange.strip().lower(), tuple(dict.fromkeys(pairs)), timeframe, since)


def _stopped(pair: "PairProgress") -> "PairProgress":
    """A pair of a download that ended before it."""
    return pair if pair.report else replace(pair, state="stopped", stage="")


def _line(pair: "PairProgress") -> PairLine:
    report = pair.report
    kept = report.kept if report else None
    state = "empty" if pair.state == "done" and kept is None else pair.state
    return PairLine(
        market=f"{pair.symbol} {pair.timeframe}",
        state=_WORDS[state],
        tone=_TONES[state],
        done=formatting.percent(pair.fraction, 0),
        added=f"{report.added:,}" if report else formatting.ABSENT,
        stored=f"{report.stored:,}" if report else formatting.ABSENT,
        missing=f"{kept.missing:,}" if kept else formatting.ABSENT,
        found=_found(pair),
    )


def _found(pair: "PairProgress") -> str:
    """What was wrong, or what is done now."""
    report = pair.report
    if report is None:
        return pair.stage.removeprefix(f"{pair.symbol} {pair.timeframe}").strip()
    failure = explain(report.failure) if report.failure else None
    words = [f"{failure.message} {failure.remedy}".strip()] if failure else []
    if failure is None and report.kept is None:
        words = [tr("The exchange has no candles of that time.")]
    return " ".join([*words, *report.notes])

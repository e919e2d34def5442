"""The chart, its buttons and its presenter in; what its sheet, its box and its exports ask for, done, out."""

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtWidgets import QFileDialog

from ui.chart_export import file_name, picture_bytes, with_ending
from ui.dialogs.indicator_sheet import IndicatorSheet
from ui.translation import tr

if TYPE_CHECKING:
    from ui.chart_source import ChartWish
    from ui.chart_tools import ChartTools
    from ui.widgets.candle_chart import CandleChart
    from ui.widgets.candle_data import CandleData
    from ui.widgets.chart_frame import ChartStyle
    from ui.widgets.timeframe_box import TimeframeBox


class ChartState(Protocol):
    """What is drawn."""

    @property
    def chart(self) -> "CandleData | None":
        """The candles."""
        ...

    @property
    def wish(self) -> "ChartWish":
        """How."""
        ...


class ChartPresenter(Protocol):
    """What keeps that state; each method as in ui.screens.market."""

    @property
    def state(self) -> ChartState:
        """What is drawn now."""
        ...

    def choose_timeframe(self, timeframe: str, /) -> None:
        """Show another timeframe."""
        ...

    def type_timeframe(self, text: str, /) -> str:
        """Show a typed one; why not, where that cannot be."""
        ...

    def choose_style(self, style: "ChartStyle", /) -> None:
        """Draw candles another way."""
        ...

    def choose_lines(self, keys: tuple[str, ...], /) -> None:
        """Draw other lines."""
        ...

    def show_parts(self, wanted: bool, /) -> None:  # noqa: FBT001 - a slot of a tick
        """Tint what the last training saw."""
        ...

    def save_csv(self, rows: tuple[int, int], path: Path, /) -> None:
        """Write candles to a file."""
        ...

    def save_picture(self, data: bytes, path: Path, /) -> None:
        """Write a picture to a file."""
        ...


class ChartDesk:
    """Wires what stands around the chart to the presenter."""

    def __init__(
        self, chart: "CandleChart", tools: "ChartTools", box: "TimeframeBox", presenter: ChartPresenter
    ) -> None:
        self._chart = chart
        self._box = box
        self._presenter = presenter
        self.indicators: IndicatorSheet | None = None
        tools.timeframe_asked.connect(presenter.choose_timeframe)
        tools.style_asked.connect(presenter.choose_style)
        tools.parts_asked.connect(presenter.show_parts)
        tools.indicators_asked.connect(self._ask_indicators)
        tools.export_asked.connect(self._ask_export)
        box.entered.connect(self._typed)

    def _typed(self, text: str) -> None:
        """A timeframe was typed: show it, or say why not."""
        problem = self._presenter.type_timeframe(text)
        if problem:
            self._box.say(problem)
        else:
            self._box.leave()

    def _ask_indicators(self) -> None:
        """Open the sheet of lines."""
        if self.indicators is None:
            self.indicators = IndicatorSheet(self._chart.window())
            self.indicators.chosen.connect(self._presenter.choose_lines)
        self.indicators.ask(self._presenter.state.wish.keys)

    def _ask_export(self, kind: str) -> None:
        """Ask for a file and write what was asked into it."""
        chart, data = self._chart, self._presenter.state.chart
        if data is None:
            return
        ending = "png" if kind == "png" else "csv"
        picture = picture_bytes(chart.picture()) if kind == "png" else b""
        rows = chart.rows_in_view if kind == "view" else (0, len(data))
        suggested = str(Path.home() / file_name(data, ending))
        found, _ = QFileDialog.getSaveFileName(
            chart, tr("Export"), suggested, f"{ending.upper()} (*.{ending})"
        )
        if found and kind == "png":
            self._presenter.save_picture(picture, with_ending(found, ending))
        elif found:
            self._presenter.save_csv(rows, with_ending(found, ending))

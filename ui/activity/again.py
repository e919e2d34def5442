"""A job that ended before its work was done in; the same begun again, by the screen it belongs to, out."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, cast

from core.errors import YouCanFix
from core.values import RoundId
from ui.dialogs.import_sheet import ImportWish
from ui.download import Form
from ui.translation import tr

if TYPE_CHECKING:
    from app.activity.job_record import JobEntry
    from ui.activity.host import Host
    from ui.screens.market import MarketPage
    from ui.screens.rounds import RoundsPage
    from ui.screens.train import TrainPage

Arguments = Mapping[str, str]


class Again:
    """Knows how each kind of job is begun.

    Args:
        window: whose screens begin them.
    """

    def __init__(self, window: "Host") -> None:
        self._window = window
        self._ways: dict[str, Callable[[Arguments], None]] = {
            "contribution": self._contribute,
            "round": self._resume_round,
            "training": self._train,
            "personal": self._personalise,
            "download": self._download,
            "update": self._update,
            "pair": self._download_pair,
            "import": self._import,
            "verification": self._verify,
        }

    def begin(self, entry: "JobEntry") -> None:
        """Begin it again; raises YouCanFix where this version does not know how."""
        way = self._ways.get(entry.kind)
        if way is None:
            raise YouCanFix(
                tr("This version of Conflux cannot begin {name!r} again.").format(name=entry.name),
                tr("Start it on its screen."),
            )
        try:
            way(entry.arguments)
        except KeyError as missing:
            raise YouCanFix(
                tr("The record of {name!r} does not say its {missing}.").format(
                    name=entry.name, missing=missing
                ),
                tr("Start it on its screen."),
            ) from None

    def _contribute(self, _arguments: Arguments) -> None:
        self._window.go_to("home")
        self._window.contribution.start()

    def _resume_round(self, _arguments: Arguments) -> None:
        self._window.go_to("home")
        self._window.contribution.resume()

    def _train(self, arguments: Arguments) -> None:
        until_at = float(arguments["until_at"]) if arguments.get("until_at") else None
        model, pair, coarser = arguments["model"], arguments["pair"], arguments["coarser"]
        cast("TrainPage", self._page("train")).presenter.train_alone(model, pair, coarser, until_at)

    def _personalise(self, arguments: Arguments) -> None:
        cast("TrainPage", self._page("train")).personal.presenter.make_of(arguments["pairs"].split(","))

    def _download(self, arguments: Arguments) -> None:
        form = Form(arguments["exchange"], arguments["pairs"], arguments["timeframe"], arguments["since"])
        self._market().begin_download(form)

    def _update(self, _arguments: Arguments) -> None:
        self._market().begin_download(None)

    def _download_pair(self, arguments: Arguments) -> None:
        self._market().presenter.download_pair(arguments["symbol"], arguments["timeframe"])

    def _import(self, arguments: Arguments) -> None:
        files = tuple(arguments["files"].splitlines())
        gone = [name for name in files if not Path(name).exists()]
        if gone:
            raise YouCanFix(
                tr("The file {gone} is not there any more.").format(gone=gone[0]),
                tr("Import it from where it is now."),
            )
        wish = ImportWish(files, arguments["zone"], arguments["leaves_out_faulty"] == "yes")
        self._market().presenter.import_files(wish)

    def _verify(self, arguments: Arguments) -> None:
        cast("RoundsPage", self._page("rounds")).presenter.verify(RoundId(int(arguments["round"])))

    def _market(self) -> "MarketPage":
        return cast("MarketPage", self._page("market"))

    def _page(self, key: str) -> object:
        self._window.go_to(key)
        return self._window.page(key)

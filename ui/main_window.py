"""A data folder in, and services once they are loaded; the window with its screens, sheets and keys out."""

import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QIcon, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from app.trader.onboarding import Onboarding
from core.errors import ConfluxError
from resources import path
from ui import formatting, motion, theme
from ui.actions import ACTIONS, screen_actions
from ui.activity.hub import Activity
from ui.background import Background, Failure, explain
from ui.contribution import Contribution, ContributionState
from ui.dialogs.help import HelpDialog, HelpPanel
from ui.dialogs.onboarding import OnboardingPresenter, OnboardingSheet
from ui.dialogs.palette import Entry, Palette
from ui.first_steps import FirstSteps
from ui.icons import picture
from ui.idle_lock import IdleLock
from ui.live import Live
from ui.palette_entries import palette_entries
from ui.release_bar import ReleaseBar
from ui.screens import SCREENS, Page
from ui.session import Runner, Session
from ui.sidebar import Sidebar
from ui.status_bar import StatusBar, StatusPresenter, StatusState
from ui.suspend_lock import SuspendLock
from ui.translation import tr

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.events import EventBus
    from app.jobs import Job, Jobs
    from app.trader import Trader
    from app.trader.onboarding import DesktopServices
    from ui.dialogs.failure import FailureDialog
    from ui.dialogs.send_sheet import SendSheet
    from ui.dialogs.settings import SettingsPresenter
    from ui.link_desk import LinkDesk
    from ui.screens.market import MarketPage
    from ui.screens.wallet import WalletPage

SMALLEST = (640, 480)
"""Pixels; in less than 1024 x 700 the screens scroll and the sidebar keeps its icons only."""
_NARROW = 1000
_LOCAL_REFRESH_MS = 2500
_REFRESH_MS = 15_000
"""What is in view is asked for anew this often; the servers of an operator less often than one's own."""


class MainWindow(QMainWindow):
    """Everything on screen, wired together; it starts without services, so that it paints at once.

    Args:
        folder: of the user's data.
        asks_first: False leaves the first run out; used with a trader that is connected already.
    """

    restart_asked = Signal()
    """Another network was chosen: everything begins anew with it."""

    def __init__(self, folder: Path, *, asks_first: bool = True) -> None:
        super().__init__()
        self.setWindowTitle("Conflux")
        self.setWindowIcon(QIcon(picture(path("conflux.svg"), 64)))
        self.setMinimumSize(*SMALLEST)
        self.resize(1440, 900)
        self.live = Live(self)
        self.session = Session(folder)
        self.contribution = Contribution(self.session)
        self._background: Background | None = None
        self._help: HelpDialog | HelpPanel | None = None
        self._send_sheet: SendSheet | None = None
        self._settings: SettingsPresenter | None = None
        self._links: LinkDesk | None = None
        self._worn = _dress(self.session)
        formatting.show_times_in(self.session.preferences.time_zone)
        self._idle = IdleLock(self, self._lock_when_idle)
        self._suspend: SuspendLock | None = None
        self._idle.wait(self.session.preferences.lock_after_minutes)
        self._pages: dict[str, Page] = {}
        self._key = ""
        self._sidebar = Sidebar()
        self._stack = QStackedWidget()
        self._status_bar = StatusBar()
        self._panel = HelpPanel()
        self._palette: Palette | None = None
        self._release = ReleaseBar(self, self.session)
        self._lay_out()
        self._sheet = OnboardingSheet(self)
        machine = Onboarding(folder, time.time)
        self.onboarding = OnboardingPresenter(
            machine, self.session, self._sheet.render_state, self.restart_asked.emit
        )
        self._first_steps = FirstSteps(self, self.session, self._sheet.prepare)
        self._status = StatusPresenter(
            self.session, self._shown_jobs, lambda: self.onboarding.is_starting, self._render_status
        )
        self.activity = Activity(self, folder)
        self._clock = QTimer(self)
        self._clock.setInterval(_LOCAL_REFRESH_MS)
        self._clock.timeout.connect(self.refresh)
        self._wire()
        self._make_shortcuts()
        self.go_to("home")
        self._status.refresh()
        if asks_first:
            self.onboarding.draw()

    def _lay_out(self) -> None:
        content = QWidget()
        content.setObjectName("content")
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self._release)
        right.addWidget(self._stack, 1)
        right.addWidget(self._status_bar)
        whole = QHBoxLayout(content)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._sidebar)
        whole.addLayout(right, 1)
        whole.addWidget(self._panel)
        self.setCentralWidget(content)

    def _wire(self) -> None:
        self._sidebar.screen_asked.connect(self.go_to)
        self._sidebar.settings_asked.connect(self.show_settings)
        QApplication.styleHints().colorSchemeChanged.connect(self._follow_system)
        self._status_bar.cancel_asked.connect(self._status.cancel)
        self._status_bar.hide_asked.connect(self.toggle_amounts)
        self._status_bar.theme_asked.connect(self.toggle_theme)
        self._status_bar.zone_asked.connect(self.next_zone)
        self._status_bar.lock_asked.connect(self._lock)
        self._status_bar.help_asked.connect(self.show_help)
        self._status_bar.jobs_asked.connect(self.activity.toggle)
        self._status_bar.news_asked.connect(partial(self.activity.toggle, "news"))
        self.activity.unread_changed.connect(self._status_bar.show_unread)
        self._sheet.ticked.connect(self.onboarding.tick)
        self._sheet.continue_asked.connect(self.onboarding.go_on)
        self._sheet.choice_made.connect(self.onboarding.choose)
        self._sheet.cancel_asked.connect(self.onboarding.cancel)
        self._sheet.file_chosen.connect(self.onboarding.open_file)
        self._sheet.stay_asked.connect(self.onboarding.stay)
        self._sheet.operator.confirmed.connect(self.onboarding.confirm)
        self._sheet.operator.declined.connect(self.onboarding.decline)
        self._sheet.prepare.finished.connect(self.onboarding.prepared)
        self._first_steps.wallet_wanted.connect(self._go_on_at_wallet)
        self.live.happened.connect(self._on_event)
        self.contribution.on_change(self._contribution_changed)
        self.session.on_change(self._session_changed)
        self.session.on_network(self._status.refresh)

    def _make_shortcuts(self) -> None:
        self._does: dict[str, Callable[[], object]] = {
            **{f"go {screen.key}": partial(self.go_to, screen.key) for screen in SCREENS},
            "palette": self.show_palette,
            "settings": self.show_settings,
            "help": self.show_help,
            "refresh": self.refresh,
            "amounts": self.toggle_amounts,
            "lock": self._lock,
            "theme": self.toggle_theme,
            "zone": self.next_zone,
            "network": self.change_network,
            "jobs": self.activity.toggle,
            "news": partial(self.activity.toggle, "news"),
            "quit": self.close,
        }
        for action in (*screen_actions(SCREENS), *ACTIONS):
            if action.key and not action.screen:
                QShortcut(QKeySequence(action.key), self).activated.connect(self._does[action.name])

    def show_palette(self) -> None:
        """Find an action, a screen, a setting, a help page or a pair, unless a sheet waits for an answer."""
        if self._sheet.isVisible():
            return
        if self._palette is None:
            self._palette = Palette(self)
            self._palette.chosen.connect(self._run_entry)
        self._palette.ask(palette_entries(self, self._does))

    def _run_entry(self, entry: Entry) -> None:
        entry.run()

    def find_setting(self, title: str) -> None:
        """Open the settings at one of them."""
        self.show_settings()
        if self._settings is not None:
            self._settings.search(title)

    def show_pair(self, symbol: str) -> None:
        """Show a pair on Market."""
        self.go_to("market")
        cast("MarketPage", self._pages["market"]).presenter.choose_symbol(symbol)

    def shown_pairs(self) -> tuple[str, ...]:
        """The pairs that Market lists, once it was shown."""
        if "market" not in self._pages:
            return ()
        return tuple(pair.symbol for pair in cast("MarketPage", self._pages["market"]).presenter.state.pairs)

    def press_on_market(self, name: str) -> None:
        """Do something with the chart, as its own button does."""
        self.go_to("market")
        tools = cast("MarketPage", self._pages["market"]).widget.tools
        {"indicators": tools.indicators.click, "export": tools.export.click, "log": tools.log.trigger}[name]()

    def next_zone(self) -> None:
        """Times in UTC, in this machine's zone, in the chosen zone: the next of them."""
        self._prefer(time_zone=formatting.zone_after(self.session.preferences.time_zone))

    def attach(self, services: "DesktopServices") -> None:
        """Services are loaded: go on with the network of last time, or with a choice made meanwhile."""
        self.session.attach(services, self._bridge(services.bus, services.jobs))
        self._suspend = SuspendLock(self, self._lock_now)
        self.onboarding.start()
        self._release.presenter.look(services)

    def attach_trader(self, trader: "Trader") -> None:
        """Show a trader that is connected already, without the first run."""
        self.session.run_with(self._bridge(trader.bus, trader.jobs))
        self.session.connect(trader)

    def _bridge(self, bus: "EventBus", jobs: "Jobs") -> "Runner":
        self.activity.load()
        self.live.listen(bus)
        self._background = Background(jobs, self.live, self, self.activity.jobs)
        self._background.changed.connect(self._status.refresh)
        self._background.unexpected.connect(self.show_failure)
        return self._background.run

    def go_to(self, key: str) -> None:
        """Show the screen `key`."""
        if key == self._key:
            return
        if self._key:
            self._pages[self._key].presenter.hide()
        if key not in self._pages:
            entry = next(screen for screen in SCREENS if screen.key == key)
            self._pages[key] = entry.build(self.session, self.contribution, self.go_to)
            self._stack.addWidget(self._pages[key].widget)
        self._key = key
        self._stack.setCurrentWidget(self._pages[key].widget)
        self._sidebar.show_chosen(key)
        self._pages[key].widget.setFocus()
        if self._panel.isVisible():
            self._panel.show_page(key)
        if self.isVisible():
            self._pages[key].presenter.show()

    @property
    def stack(self) -> QStackedWidget:
        """Where the screens are."""
        return self._stack

    def _go_on_at_wallet(self) -> None:
        """The keychain's place waits for its password, which Wallet asks for."""
        self.onboarding.prepared()
        self.go_to("wallet")

    def change_network(self) -> None:
        """Choose another network, unless something runs that would be cut short."""
        jobs = self._shown_jobs()
        if jobs:
            self.show_failure(
                Failure(
                    tr("{job} is under way.").format(job=jobs[0].name),
                    tr("Wait for its end, or cancel it, then change the network."),
                )
            )
        elif self.session.trader is not None:
            self.onboarding.change()

    def page(self, key: str) -> Page:
        """The page of a screen that was shown before."""
        return self._pages[key]

    def refresh(self) -> None:
        """Load what is on screen anew."""
        if self.isVisible() and not self.isMinimized():
            self._pages[self._key].presenter.refresh()
            self._status.load()
        self.activity.news.look()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow window keeps the sidebar's icons only."""
        super().resizeEvent(event)
        self._sidebar.fold(self.width() < _NARROW)

    def showEvent(self, event: QShowEvent) -> None:
        """Connect the screen to what it shows."""
        super().showEvent(event)
        self._tell_of_settings()
        self._pages[self._key].presenter.show()
        self._clock.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Disconnect it."""
        super().hideEvent(event)
        self._clock.stop()
        self._pages[self._key].presenter.hide()

    def release(self) -> None:
        """Hear and tell nothing any more; the window is about to be deleted."""
        self.activity.close()
        self.live.close()
        if self._background:
            self._background.forget_all()

    def _on_event(self, event: object) -> None:
        self._status.on_event(event)
        self.activity.on_event(event)
        self._first_steps.on_event(event)
        for page in self._pages.values():
            page.presenter.on_event(event)

    def _session_changed(self) -> None:
        self._wear()
        motion.apply(cast("QApplication", QApplication.instance()), self.session.preferences.motion)
        self._idle.wait(self.session.preferences.lock_after_minutes)
        trader = self.session.trader
        if trader is not None:
            self._clock.setInterval(_LOCAL_REFRESH_MS if trader.network.local else _REFRESH_MS)
        self._status.refresh()
        for page in self._pages.values():
            page.presenter.recompute()
        self.activity.redraw()
        self.refresh()
        self._first_steps.refresh()

    def _contribution_changed(self, state: ContributionState) -> None:
        if state.phase == "review" and state.preview is not None:
            self._open_send_sheet().ask(state.preview)

    def _open_send_sheet(self) -> "SendSheet":
        from ui.dialogs.send_sheet import SendSheet

        if self._send_sheet is None:
            self._send_sheet = SendSheet(self)
            self._send_sheet.send_asked.connect(self.contribution.send)
            self._send_sheet.decline_asked.connect(self.contribution.decline)
        return self._send_sheet

    def _shown_jobs(self) -> "tuple[Job[object], ...]":
        return self._background.shown() if self._background else ()

    def _render_status(self, state: StatusState) -> None:
        self._status_bar.render_status(state)
        self._sidebar.render_status(state)

    def toggle_amounts(self) -> None:
        """Hide money, or show it again."""
        self._prefer(hides_amounts=not self.session.hides_amounts)

    def toggle_theme(self) -> None:
        """Change from dark to light and back."""
        self._prefer(theme="light" if theme.tokens().name == "dark" else "dark")

    def _prefer(self, **values: object) -> None:
        """Change a preference; one that cannot be kept counts while the window is open, and that is told."""
        try:
            self.session.prefer(**values)
        except ConfluxError as error:
            self.show_failure(explain(error))

    def _wear(self) -> None:
        """Dress the window anew where the preferences say so; in another zone its times are drawn anew."""
        worn = _dress(self.session), self.session.preferences.time_zone
        if worn != (self._worn, formatting.shown_zone()):
            self._worn = worn[0]
            formatting.show_times_in(worn[1])
            theme.apply(cast("QApplication", QApplication.instance()), *self._worn)

    def _follow_system(self) -> None:
        """The desktop changed from dark to light or back; a wish of one's own goes before it."""
        if self._worn[0] == "system":
            theme.apply(cast("QApplication", QApplication.instance()), *self._worn)
            self._status.refresh()

    def show_settings(self) -> None:
        """Open the settings."""
        from ui.dialogs.settings import SettingsPresenter, SettingsSheet

        if self._settings is None:
            sheet = SettingsSheet(self)
            self._settings = SettingsPresenter(self.session, sheet.render_state)
            sheet.connect_to(self._settings)
            sheet.help_asked.connect(partial(self.show_help, "settings"))
        self._settings.open()

    def open_link(self, text: str) -> None:
        """Say what a conflux:// link asks for, and ask whether to do it."""
        from ui.link_desk import LinkDesk

        if self._links is None:
            self._links = LinkDesk(self, self.session, self.go_to, self.page, self.show_failure)
        self._links.ask(text)

    def _tell_of_settings(self) -> None:
        """Say once that the file of settings cannot be read."""
        problem, self.session.settings_problem = self.session.settings_problem, None
        if problem is not None:
            QTimer.singleShot(0, self, partial(self.show_failure, explain(problem)))

    def _lock(self) -> None:
        """Lock the account; with the key at hand there is nothing to unlock from here but Wallet."""
        if self._status.is_locked:
            self.go_to("wallet")
        else:
            self._status.lock()

    def _lock_when_idle(self) -> bool:
        """Lock the account unless a job of the user runs, which may have to sign; False asks again soon."""
        if self._shown_jobs():
            return False
        self._lock_now()
        return True

    def _lock_now(self) -> None:
        """Lock the account and close what shows a secret: the machine sleeps, or nobody is there."""
        if "wallet" in self._pages:
            cast("WalletPage", self._pages["wallet"]).widget.forget_secrets()
        self._status.lock()

    def show_help(self, page: str = "") -> None:
        """Open a help page beside the screen: by default its own, or the settings' while they are open."""
        is_setting = self._settings is not None and self._settings.is_open
        here = "jobs" if self.activity.has_keyboard else self._key
        wanted = page or ("settings" if is_setting else here)
        if not is_setting:
            self._help = self._panel
            if self._panel.isVisible() and not page and self._panel.view.page == wanted:
                self._panel.hide()  # the same key closes it
                return
        elif not isinstance(self._help, HelpDialog):
            self._help = HelpDialog(self)
        self._help.show_page(wanted)

    def show_failure(self, failure: Failure) -> "FailureDialog":
        """Say what did not work in a dialog of its own, which is answered."""
        from ui.dialogs.failure import FailureDialog

        dialog = FailureDialog(failure, self)
        dialog.open()
        return dialog


def _dress(session: Session) -> tuple[str, str]:
    """The theme and the colours of gains and losses that are preferred."""
    return session.preferences.theme, session.preferences.colors

"""The window in; its jobs, notifications and log followed, kept, shown in the drawer and told, out."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from app.activity.job_record import JobRecord
from app.activity.notifications import LEVELS, Notification, Notifications
from core.errors import ConfluxError, YouCanFix
from ui import formatting
from ui.activity.job_desk import JobDesk
from ui.activity.keeper import Keeper
from ui.activity.news_desk import NewsDesk
from ui.background import Failure, explain
from ui.screens import SCREENS
from ui.translation import tr

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.activity.drawer import Drawer
    from ui.activity.host import Host
    from ui.activity.log_page import LogPresenter

    Notify = Callable[[str, str, str], None]
    """Tells the desktop title, body and level; may raise TryAgain."""

_TITLES = {screen.key: screen.title for screen in SCREENS}


class Activity(QObject):
    """What stands behind the drawer.

    Args:
        window: whose it is.
        folder: of the user's data.
    """

    unread_changed = Signal(int)

    def __init__(self, window: "Host", folder: Path) -> None:
        super().__init__(window.stack)
        self._window = window
        self._session = window.session
        self._folder = folder
        self.record = JobRecord(folder)
        self.notifications = Notifications(folder)
        self.jobs = JobDesk(self.record, self._network)
        self.news = NewsDesk(self._session, self.notifications, self._told)
        self.drawer: Drawer | None = None
        self._log: LogPresenter | None = None
        self._notify: Notify | None = None
        self._keeper = Keeper(self._session, self._save, window.show_failure, self)
        self.jobs.on_change(self._jobs_changed)
        self.jobs.on_end(self.news.job_ended)
        self._session.on_change(self.jobs.refresh)
        self._session.on_network(self.news.network_changed)

    def load(self) -> None:
        """Read what earlier runs left."""
        self.record.load()
        self.notifications.load()
        self._draw_jobs()
        self._draw_news()

    def tell_desktop_with(self, notify: "Notify") -> None:
        """Hand notifications to the desktop from now on, as the settings say."""
        self._notify = notify

    def on_event(self, event: object) -> None:
        """Something happened in the program."""
        self.news.on_event(event)

    def close(self) -> None:
        """Write what is left."""
        self._keeper.close()

    def toggle(self, tab: str = "jobs") -> None:
        """Open the drawer at that tab, or close it there."""
        self._opened_drawer().toggle(tab)

    @property
    def has_keyboard(self) -> bool:
        """Whether the drawer is what the user is at."""
        focused = QApplication.focusWidget()
        return self.drawer is not None and focused is not None and self.drawer.isAncestorOf(focused)

    def redraw(self) -> None:
        """Draw anew, as when amounts are hidden or another zone is shown."""
        self._draw_jobs()
        self._draw_news()

    def _opened_drawer(self) -> "Drawer":
        from ui.activity.drawer import Drawer
        from ui.activity.log_page import LogPresenter

        if self.drawer is None:
            self.drawer = drawer = Drawer(self._window.stack, self._folder)
            self._log = LogPresenter(self._session, drawer.log.render_log)
            drawer.jobs.cancel_asked.connect(self.jobs.cancel)
            drawer.jobs.again_asked.connect(self.begin_again)
            drawer.jobs.clear_asked.connect(self.jobs.forget_ended)
            drawer.jobs.screen_asked.connect(self._go_to)
            drawer.news.screen_asked.connect(self._go_to)
            drawer.news.read_asked.connect(self._mark_read)
            drawer.news.clear_asked.connect(self._clear_news)
            drawer.log.wished.connect(self._log.wish)
            drawer.log.refresh_asked.connect(self._log.refresh)
            drawer.closed.connect(self._drawer_closed)
            self.redraw()
        return self.drawer

    def begin_again(self, number: int) -> None:
        """Begin a job again that was cut off, cancelled or failed."""
        from ui.activity.again import Again

        entry = self.jobs.wanted_again(number)
        if entry is None:
            return
        newest = self.record.newest
        try:
            Again(self._window).begin(entry)
            if self.record.newest == newest:
                raise YouCanFix(
                    tr("{job} was not begun again: its screen is busy.").format(job=entry.name),
                    tr("Wait for what runs there, or cancel it, and try again."),
                )
        except ConfluxError as error:
            self._window.show_failure(explain(error))
        else:
            self.jobs.followed(number)

    def _network(self) -> str:
        return self._session.trader.network.name if self._session.trader else ""

    def _jobs_changed(self) -> None:
        self._keeper.changed()
        self._draw_jobs()

    def _draw_jobs(self) -> None:
        if self.drawer is not None:
            self.drawer.jobs.render_jobs(self.jobs.lines(hides_amounts=self._session.hides_amounts))

    def _draw_news(self) -> None:
        unread = self.notifications.unread
        self.unread_changed.emit(unread)
        if self.drawer is not None:
            from ui.activity.news_page import news_rows

            rows = news_rows(self.notifications.all(), hides_amounts=self._session.hides_amounts)
            self.drawer.news.render_news(rows)
            self.drawer.show_unread(unread)

    def _go_to(self, screen: str) -> None:
        self._window.go_to(screen)

    def _mark_read(self) -> None:
        self.notifications.mark_read()
        self._keeper.changed()
        self._draw_news()

    def _clear_news(self) -> None:
        self.notifications.clear()
        self._keeper.changed()
        self._draw_news()

    def _drawer_closed(self) -> None:
        """What was in view is read."""
        if self.drawer is not None and self.drawer.tab == "news":
            self._mark_read()

    def _told(self, made: Notification) -> None:
        self._keeper.changed()
        self._draw_news()
        self._tell_desktop(made)

    def _tell_desktop(self, made: Notification) -> None:
        """As the settings say, and not while the window is in front."""
        settings = self._session.settings
        is_loud = LEVELS.index(made.level) >= LEVELS.index(settings.value("notifications.least_level"))
        wanted = settings.value("notifications.desktop") and is_loud and not _is_in_front(self._window)
        notify = self._notify
        if notify is None or not wanted or not self._session.can_run:
            return
        text = f"{made.text} {made.amount}".strip()
        if self._session.hides_amounts:
            text = formatting.without_amounts(made.text)
        title = _TITLES.get(made.screen, "Conflux")
        self._session.run(
            tr("Telling the desktop"),
            lambda _progress: notify(title, text, made.level),
            failed=self._desktop_is_silent,
        )

    def _desktop_is_silent(self, failure: Failure) -> None:
        """There is no such service here: the list in the window has it, and the log says why."""
        import structlog

        structlog.get_logger("notifications").info(tr("the desktop was not told"), cause=failure.message)
        self._notify = None

    def _save(self) -> None:
        self.record.save()
        self.notifications.save()


def _is_in_front(window: "Host") -> bool:
    return window.isActiveWindow() and not window.isMinimized()

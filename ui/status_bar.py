"""Running jobs, network and mode in; the bar that is always visible, with its buttons, out."""

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar

from app.events import NetworkChanged
from ui import formatting, theme
from ui.actions import hint
from ui.theme import GRID
from ui.translation import tr
from ui.widgets.parts import Button, Label, Pill

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.jobs import Job
    from app.trader import Trader
    from app.trader.account import AccountState
    from app.trader.meeting import Finding
    from ui.session import Session

_STEPS = 1000
_MEET_SECONDS = 600.0
"""Clocks are compared this often; somebody may set one while the window is open."""


@dataclass(frozen=True)
class StatusState:
    """What the bar and the sidebar's foot show.

    Args:
        network: one line about the connection.
        network_tone: its tone.
        network_remedy: what to do about what the line says, "" for nothing.
        detail: a second line, as the chain's number.
        mode: "Paper", "" before a network is known.
        market: "Simulated market" or "".
        job: name and stage of the running job, "" for none.
        fraction: how much of it is done.
        job_note: per cent and time left.
        may_cancel: False once its end was asked for.
        hides_amounts: money is shown as bullets.
        is_light: the light theme is worn.
        zone: that times are shown in.
        lock: "locked", "unlocked" or "" where there is no password yet.
    """

    network: str = tr("Not connected")
    network_tone: str = "muted"
    network_remedy: str = ""
    detail: str = ""
    mode: str = ""
    market: str = ""
    job: str = ""
    fraction: float = 0.0
    job_note: str = ""
    may_cancel: bool = False
    hides_amounts: bool = False
    is_light: bool = False
    zone: str = "UTC"
    lock: str = ""


class StatusPresenter:
    """Follows jobs, network events and preferences; uses no Qt.

    Args:
        session: trader and preferences.
        shown_jobs: running jobs that the user started.
        is_starting: tells whether a network is being connected.
        render: draws a state.
    """

    def __init__(
        self,
        session: "Session",
        shown_jobs: "Callable[[], tuple[Job[object], ...]]",
        is_starting: "Callable[[], bool]",
        render: "Callable[[StatusState], None]",
    ) -> None:
        self._session = session
        self._shown_jobs = shown_jobs
        self._is_starting = is_starting
        self._render = render
        self._away = ""
        self._lock = ""
        self._clock: tuple[str, str] = ("", "")
        self._met_at = -_MEET_SECONDS

    @property
    def is_locked(self) -> bool:
        """The account waits for its password."""
        return self._lock == "locked"

    def on_event(self, event: object) -> None:
        """The network came or went."""
        if isinstance(event, NetworkChanged):
            self._away = "" if event.connected else event.detail or tr("the network does not answer")
            self.refresh()

    def refresh(self) -> None:
        """Draw the state as it is now."""
        self._render(self._state())

    def load(self) -> None:
        """Read whether the account is locked; called now and then."""
        trader = self._session.trader
        if trader is not None:
            self._session.run(
                tr("Reading the account"), lambda _progress: trader.wallet.state(), self._account_read, _keep
            )
            self._compare_clocks(trader)

    def _compare_clocks(self, trader: "Trader") -> None:
        """Ask an operator's network for the time now and then; a practice network's is its own."""
        now = time.monotonic()
        if not trader.network.local and now - self._met_at >= _MEET_SECONDS:
            self._met_at = now
            self._session.run(
                tr("Comparing clocks"), lambda _progress: trader.meet(), self._clocks_compared, _keep
            )

    def _clocks_compared(self, findings: "tuple[Finding, ...]") -> None:
        """A clock that is wrong is said until it is right; a part that is away is said by the screens."""
        wrong = next((one.error for one in findings if one.part == "clock"), None)
        if wrong is None and any(one.is_absence for one in findings):
            return
        said = (wrong.message, wrong.remedy) if wrong is not None else ("", "")
        if said != self._clock:
            self._clock = said
            self.refresh()

    def lock(self) -> None:
        """Lock the account, where a password would bring it back."""
        trader = self._session.trader
        if trader is not None and self._lock == "unlocked":
            self._session.run(
                tr("Locking"), lambda _progress: trader.wallet.box.lock(), lambda _none: self.load()
            )

    def _account_read(self, account: "AccountState") -> None:
        word = "" if not account.has_password else "locked" if account.is_locked else "unlocked"
        if word != self._lock:
            self._lock = word
            self.refresh()

    def cancel(self) -> None:
        """Cancel the job that is shown."""
        jobs = self._shown_jobs()
        if jobs:
            jobs[0].cancel()

    def _state(self) -> StatusState:
        trader, preferences = self._session.trader, self._session.preferences
        text, tone = (
            (tr("Connecting\u2026"), "muted") if self._is_starting() else (tr("Not connected"), "muted")
        )
        if trader is not None:
            text, tone = (
                tr("{capitalize} network connected").format(capitalize=trader.network.name.capitalize()),
                "good",
            )
            away = self._away or self._session.network_problem
            if away or self._clock[0]:
                text, tone = away or self._clock[0], "warning"
        jobs = self._shown_jobs()
        job = jobs[0] if jobs else None
        return StatusState(
            network=text,
            network_tone=tone,
            network_remedy=self._clock[1] if text == self._clock[0] else "",
            detail=tr("Chain {chain_id}").format(chain_id=trader.network.chain_id) if trader else "",
            mode=tr("Paper") if trader else "",
            market=tr("Simulated market") if trader and trader.network.simulated else "",
            hides_amounts=preferences.hides_amounts,
            is_light=preferences.theme == "light"
            or (preferences.theme == "system" and theme.tokens().name == "light"),
            zone=formatting.zone_label(preferences.time_zone),
            lock=self._lock,
            job=_job_name(job, len(jobs)) if job else "",
            fraction=job.fraction if job else 0.0,
            job_note=_job_note(job) if job else "",
            may_cancel=job is not None and job.stage != "cancelling",
        )


def _keep(_failure: object) -> None:
    """What was known of the account stays; Wallet says what is wrong with it."""


def _job_name(job: "Job[object]", count: int) -> str:
    stage = f" \u00b7 {job.stage}" if job.stage else ""
    more = f" (+{count - 1})" if count > 1 else ""
    return f"{job.name}{stage}{more}"


def _job_note(job: "Job[object]") -> str:
    left = job.seconds_left
    return f"{job.fraction * 100:.0f} %" + (
        tr(" · {left} left").format(left=formatting.duration(left)) if left else ""
    )


class StatusBar(QFrame):
    """Draws a StatusState."""

    cancel_asked = Signal()
    hide_asked = Signal()
    theme_asked = Signal()
    zone_asked = Signal()
    lock_asked = Signal()
    help_asked = Signal()
    jobs_asked = Signal()
    news_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("statusbar")
        self.setFixedHeight(36)
        self._mode = Pill()
        self._mode.setToolTip(tr("The agent trades on paper: no order reaches an exchange."))
        self._market = Pill(tone="warning")
        self._market.setToolTip(tr("Prices are computed by this machine, not recorded at an exchange."))
        self._job = Button("", role="quiet", hint=hint("jobs", tr("All jobs")))
        self._bar = QProgressBar()
        self._bar.setRange(0, _STEPS)
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(140)
        self._bar.setAccessibleName(tr("Progress of the running job"))
        self._note = Label()
        self._cancel = Button("", "x", "quiet", tr("Cancel the running job"))
        self._jobs = Button("", "list-checks", "quiet", hint("jobs"))
        self._news = Button("", "bell", "quiet", hint("news"))
        self._hide = Button("", "eye", "quiet", hint("amounts"))
        self._zone = Button("UTC", role="quiet", hint=hint("zone"))
        self._theme = Button("", "sun", "quiet", hint("theme"))
        self._lock = Button("", "lock-open", "quiet", hint("lock", tr("Lock the wallet")))
        self._help = Button("", "circle-help", "quiet", hint("help"))
        self._cancel.clicked.connect(self.cancel_asked)
        self._job.clicked.connect(self.jobs_asked)
        self._jobs.clicked.connect(self.jobs_asked)
        self._news.clicked.connect(self.news_asked)
        self._hide.clicked.connect(self.hide_asked)
        self._zone.clicked.connect(self.zone_asked)
        self._theme.clicked.connect(self.theme_asked)
        self._lock.clicked.connect(self.lock_asked)
        self._help.clicked.connect(self.help_asked)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2 * GRID, 0, GRID, 0)
        layout.setSpacing(GRID)
        for widget in (self._mode, self._market, self._job, self._bar, self._note, self._cancel):
            layout.addWidget(widget)
        layout.addStretch(1)
        always = (self._jobs, self._news, self._zone, self._hide, self._lock, self._theme, self._help)
        for widget in always:
            layout.addWidget(widget)
        self.render_status(StatusState())

    def show_unread(self, count: int) -> None:
        """How many notifications are new."""
        self._news.setText(str(count) if count else "")
        words = tr("{n} new notification(s) (Ctrl+Shift+J)", "", count)
        self._news.setAccessibleName(words)
        self._news.setToolTip(words)

    def render_status(self, state: StatusState) -> None:
        """Show `state`."""
        self._mode.show_text(state.mode)
        self._mode.setVisible(bool(state.mode))
        self._market.show_text(state.market, "warning")
        self._market.setVisible(bool(state.market))
        for widget in (self._job, self._bar, self._note, self._cancel):
            widget.setVisible(bool(state.job))
        self._job.setText(state.job)
        self._bar.setValue(round(state.fraction * _STEPS))
        self._note.show_text(state.job_note)
        self._cancel.setEnabled(state.may_cancel)
        self._hide.show_icon("eye-off" if state.hides_amounts else "eye")
        self._zone.setText(state.zone)
        self._theme.show_icon("moon" if state.is_light else "sun")
        self._lock.setVisible(bool(state.lock))
        self._lock.show_icon("lock" if state.lock == "locked" else "lock-open")

"""A round's number in; a job that checks it again on this machine, and its checks as rows, out."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from ui.round_rows import check_rows
from ui.telling import Telling
from ui.translation import tr
from ui.widgets.card import Notice

if TYPE_CHECKING:
    from app.trader import Trader
    from core.federated.verification import Check
    from ui.background import Failure
    from ui.session import Session

NO_CHECKS = Notice(
    tr("No round was verified yet"), tr("Verify computes a round again from its public transcript.")
)


class RoundCheck:
    """Checks one round at a time.

    Args:
        session: runs the job.
        change: told the fields `checks`, `checks_title`, `checks_notice` and `may_verify` of a state.
    """

    def __init__(self, session: "Session", change: Callable[..., None]) -> None:
        self._session = session
        self._change = change
        self.is_running = False

    def verify(self, round_id: int) -> None:
        """Repeat every check of a round; does nothing while another one is checked."""
        trader = self._session.trader
        if trader is None or self.is_running:
            return
        self.is_running = True
        self._change(
            checks=(),
            checks_title=tr("Verify round {round_id}").format(round_id=round_id),
            checks_notice=Notice(
                tr("Checking\u2026"), tr("Everything is computed again on this machine."), "loading"
            ),
            may_verify=False,
        )
        self._session.run(
            tr("Verifying round {round_id}").format(round_id=round_id),
            lambda progress: verify_round(trader, round_id, progress),
            lambda checks: self._verified(round_id, checks),
            self._failed,
            cancelled=self._cancelled,
            is_shown=True,
            telling=Telling("rounds", _verdict, "verification", {"round": str(int(round_id))}),
        )

    def _verified(self, round_id: int, checks: "tuple[Check, ...]") -> None:
        self.is_running = False
        self._change(
            checks=check_rows(checks),
            checks_title=tr("Round {round_id}: {verdict}").format(
                round_id=round_id, verdict=_verdict(checks)
            ),
            checks_notice=None,
            may_verify=True,
        )

    def _failed(self, failure: "Failure") -> None:
        self.is_running = False
        self._change(checks_notice=Notice(failure.message, failure.remedy, "error"), may_verify=True)

    def _cancelled(self) -> None:
        self.is_running = False
        self._change(checks_notice=Notice(tr("The check was cancelled.")), may_verify=True)


def verify_round(
    trader: "Trader", round_id: int, progress: Callable[[str, float], None]
) -> "tuple[Check, ...]":
    """Every check of a published round, made again by this machine; nothing of it is believed."""
    from app import verification

    ports = trader.ports
    record = verification.PublishedRecord(ports.coordinator, round_id)
    return verification.verify_round(round_id, record, ports.worker, ports.chain, progress).checks


def _verdict(checks: "tuple[Check, ...]") -> str:
    """How many checks there were, and whether they hold."""
    failed = sum(not check.ok for check in checks)
    words = tr("all hold") if not failed else tr("{failed} failed").format(failed=failed)
    return f"{tr('{n} check(s)', '', len(checks))}, {words}"

"""How to personalise a model and what came of it, as frozen figures with intervals; without torch."""

from dataclasses import dataclass, fields

from core.errors import YouCanFix
from core.model.forecast_scores import Interval
from core.model.spec import MOST_PROXIMAL

LOWER_IS_BETTER = ("loss", "log_loss", "qlike")


@dataclass(frozen=True)
class PersonalPlan:
    """How a model is fine-tuned, and by which candles that is chosen and judged.

    Args:
        mus: strengths of the pull towards the global model that are tried: 0 is plain fine-tuning, 0.001
            hardly pulls, 1 holds almost still.
        learning_rate: of fine-tuning; lower than that of a training from scratch, as it has less far to go.
        test_share: newest part of the windows, which nothing is chosen on.
        validation_share: newest part of the rest, which chooses mu and the epoch.
        embargo_candles: left out between the parts, beyond the purge.
    """

    mus: tuple[float, ...] = (0.0, 0.001, 0.01, 0.1, 1.0)
    learning_rate: float = 5e-4
    test_share: float = 0.2
    validation_share: float = 0.2
    embargo_candles: int = 0

    def __post_init__(self) -> None:
        if not self.mus or len(set(self.mus)) < len(self.mus):
            raise YouCanFix("The strengths to try are none, or one of them twice.", "Use 0, 0.01 and 1.")
        if not all(0 <= mu <= MOST_PROXIMAL for mu in self.mus):
            raise YouCanFix("One of these strengths cannot be.", "Use 0, or 0.001 to 10.")
        if not (0.05 <= self.test_share <= 0.5 and 0.05 <= self.validation_share <= 0.5):  # noqa: PLR2004
            raise YouCanFix("Test and validation each take 0.05 to 0.5 of the windows.", "Use 0.2.")
        if self.embargo_candles < 0:
            raise YouCanFix("An embargo cannot be negative.", "Use 0 or more.")


@dataclass(frozen=True)
class Attempt:
    """One fine-tuning.

    Args:
        mu: of its pull.
        epoch: its best, at least 1.
        validation_loss: L there, in nats.
        epochs: passes before it stopped.
    """

    mu: float
    epoch: int
    validation_loss: float
    epochs: int


@dataclass(frozen=True)
class Figures:
    """A model on the test, or two models' difference there, each with its 95 % interval.

    Args:
        loss: L: direction log-loss, the mean of all horizons, + risk weight x risk likelihood loss (nats).
        log_loss: of the direction at the first horizon, on which agents trade (nats).
        auc: likewise.
        qlike: of the next day's realised variance, whose forecast is the mean of the log-normal told.
        risk_r2: share of the log realised variance's own variance that is explained.
    """

    loss: Interval
    log_loss: Interval
    auc: Interval
    qlike: Interval
    risk_r2: Interval


FIGURES = tuple(field.name for field in fields(Figures))


@dataclass(frozen=True)
class PersonalReport:
    """Global, local-only and personal model on candles that none of them was fitted to or chosen by here.

    Args:
        attempts: one for each mu, in the plan's order.
        mu: of the attempt chosen by validation; None where none was better than the global model.
        epoch: of that; 0 likewise.
        global_validation_loss, local_validation_loss, personal_validation_loss: L on the validation part;
            with mu None the last is that of the global model, which the personal one then is.
        local_epoch: of the training from scratch; 0 where it learned nothing.
        training_windows, validation_windows, test_windows: of the parts.
        test_since_at, test_until_at: when the test's first and last window end, UTC seconds.
        global_test, local_test, personal_test: figures on the test.
        less_global, less_local: the personal model's figures less the others', paired draw by draw.
    """

    attempts: tuple[Attempt, ...]
    mu: float | None
    epoch: int
    global_validation_loss: float
    local_validation_loss: float
    personal_validation_loss: float
    local_epoch: int
    training_windows: int
    validation_windows: int
    test_windows: int
    test_since_at: int
    test_until_at: int
    global_test: Figures
    local_test: Figures
    personal_test: Figures
    less_global: Figures
    less_local: Figures

    @property
    def chosen(self) -> str:
        """By the validation part alone: "personal" or "global"."""
        return "global" if self.mu is None else "personal"

    @property
    def recommended(self) -> str:
        """What to use: "personal" where the untouched test confirms validation's choice, else "global"."""
        return "personal" if self.mu is not None and self.less_global.loss.high < 0 else "global"


@dataclass(frozen=True)
class PersonalResult:
    """What the worker's task "personalise" gives back.

    Args:
        weights: safetensors of the personal model; the start's own where report.mu is None.
        report: of the comparison.
    """

    weights: bytes
    report: PersonalReport

"""What an operator chooses in, a checked CoordinatorConfig and the times of a round out."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from types import MappingProxyType
from typing import Any

from app.coordinator.query_rules import QueryRules, read_rules
from core.errors import YouCanFix
from core.features.dataset import LabelSpec
from core.federated.terms import LEAST_COHORT, MOST_COHORT
from core.values import Timeframe

DAY = 86_400
WINDOWS = {
    "join": 1800,
    "share": 300,
    "mask": 900,
    "open_norm": 180,
    "agree": 180,
    "unmask": 300,
    "open_score": 3 * DAY,
    "settle": 3 * DAY,
}
"""Seconds of each step's window: they fit desktops that sleep (protocol.md)."""

_AFTER_HORIZON = ("open_score", "settle")


@dataclass(frozen=True)
class RoundTimes:
    """When a round is scored; UTC seconds, candles that open in [start_at, end_at).

    The reference direction comes from candles before reference_end_at, the last that every exchange shows.
    """

    reference_start_at: int
    reference_end_at: int
    start_at: int
    end_at: int


@dataclass(frozen=True)
class CoordinatorConfig:
    """The numbers of an operator's rounds; all that clients depend on goes into message 0.

    Args:
        expected_clients: the join window ends early when so many joined; 0 waits for its end.
        min_cohort: joins below which a round does not start; 8 at least.
        max_cohort: clients of one cohort; more joins are dealt into several.
        max_clients: joins after which the next one is told to wait for the next round.
        windows: seconds of each step's window, market time.
        attempts: how often a round starts over before it is aborted.
        margin_seconds: between the last window and the first evaluation candle.
        evaluation_candles: length of the horizon that scores and trades a round.
        reference_days: of candles before it, from which the normaliser is fitted.
        label_candles: horizon of the direction label; 0 takes the features' own.
        further_label_candles: further horizons of the direction, each longer than the one before.
        risk_candles: horizon of the risk label; 0 takes the features' own, a day.
        window: candles that the model sees.
        hidden: units of a layer.
        layers: of the model.
        architecture: of the model, a name that every participant's version knows.
        trained: the part that rounds train: "all" or "head", which differential privacy suits.
        model_seed: of the initial model.
        clip: bound of an update's norm.
        eta: step of the global model along the mean update.
        nodes: of the path integral.
        bond_cap_wei: bond from which on a client's weight does not grow; a seat needs a 1,024th of it.
        emission_wei: CFX that a round gives out.
        warm_up_rounds: rounds before a client's score pays.
        error_discount: standard errors taken off a score.
        noise_multiplier: noise of the sum in clips, for differential privacy; 0 without.
        rounds: stop opening after so many rounds; 0 never stops.
        wait_for_agent_seconds: after the horizon, for the agent's epoch to close.
        queries: what may be asked of all traders.
    """

    expected_clients: int = 0
    min_cohort: int = LEAST_COHORT
    max_cohort: int = MOST_COHORT
    max_clients: int = 1_024
    windows: Mapping[str, int] = field(default_factory=lambda: MappingProxyType(WINDOWS))
    attempts: int = 3
    margin_seconds: int = 60
    evaluation_candles: int = 168
    reference_days: int = 60
    label_candles: int = 0
    further_label_candles: tuple[int, ...] = ()
    risk_candles: int = 0
    window: int = 48
    hidden: int = 32
    layers: int = 1
    architecture: str = "lstm"
    trained: str = "all"
    model_seed: int = 1
    clip: float = 1.0
    eta: float = 1.0
    nodes: int = 4
    bond_cap_wei: int = 1_000 * 10**18
    emission_wei: int = 1_000 * 10**18
    warm_up_rounds: int = 3
    error_discount: float = 0.5
    noise_multiplier: float = 0.0
    rounds: int = 0
    wait_for_agent_seconds: int = 3600
    queries: QueryRules = field(default_factory=QueryRules)

    def __post_init__(self) -> None:
        if not LEAST_COHORT <= self.min_cohort <= self.max_cohort <= MOST_COHORT:
            raise YouCanFix(
                f"A cohort of {self.min_cohort} to {self.max_cohort} is not possible.",
                f"Choose {LEAST_COHORT} to {MOST_COHORT}: fewer clients would not hide each other.",
            )
        if self.expected_clients and not self.min_cohort <= self.expected_clients <= self.max_clients:
            raise YouCanFix(
                f"{self.expected_clients} expected clients do not fit a round of {self.min_cohort} "
                f"to {self.max_clients}.",
                "Expect as many as a round may have, or 0 to wait out the join window.",
            )
        wrong = [name for name in WINDOWS if self.windows.get(name, 0) < 1]
        if wrong:
            raise YouCanFix(f"The window of {wrong[0]!r} is missing or shorter than a second.")
        self._check_numbers()

    def _check_numbers(self) -> None:
        for name in ("attempts", "evaluation_candles", "reference_days", "nodes"):
            if getattr(self, name) < 1:
                raise YouCanFix(f"{name} = {getattr(self, name)} is too small.", "Use 1 or more.")
        for name in ("clip", "eta"):
            if not 0 < getattr(self, name) < float("inf"):
                raise YouCanFix(f"{name} = {getattr(self, name)} is not a positive number.")

    def labels(self, timeframe: Timeframe) -> LabelSpec:
        """How far the model looks ahead: the features' own horizons, unless chosen."""
        own = LabelSpec.default(timeframe)
        return LabelSpec(
            self.label_candles or own.horizon_candles,
            self.risk_candles or own.risk_candles,
            further_horizons=self.further_label_candles,
        )

    def times(self, opened_at: float, timeframe: Timeframe) -> RoundTimes:
        """When a round opened at `opened_at` is scored.

        The first evaluation candle opens after every window of every attempt, so that the masked updates
        are on chain before anybody knows the candles that score them.
        """
        if DAY % timeframe.seconds:
            raise YouCanFix(
                f"Rounds cannot be scored on {timeframe} candles.", "Use candles of a day or less."
            )
        if self.evaluation_candles <= self.labels(timeframe).reach:
            raise YouCanFix(
                f"{self.evaluation_candles} candles hold no label of {self.labels(timeframe).reach} candles.",
                "Choose a longer evaluation.",
            )
        steps = sum(seconds for name, seconds in self.windows.items() if name not in _AFTER_HORIZON)
        earliest = opened_at + self.attempts * steps + self.margin_seconds
        start_at = -(-int(earliest + 1) // timeframe.seconds) * timeframe.seconds
        return RoundTimes(
            reference_start_at=start_at - self.reference_days * DAY,
            reference_end_at=int(opened_at) // timeframe.seconds * timeframe.seconds - timeframe.seconds,
            start_at=start_at,
            end_at=start_at + self.evaluation_candles * timeframe.seconds,
        )


def load_config(path: Path) -> CoordinatorConfig:
    """The choices in a TOML file, defaults for the rest; raises YouCanFix with the field that is wrong."""
    try:
        chosen = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise YouCanFix(f"The configuration {path} cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise YouCanFix(f"The configuration {path} is not TOML: {error}.") from error
    return CoordinatorConfig(**{name: _checked(path, name, value) for name, value in chosen.items()})


def _checked(path: Path, name: str, value: Any) -> Any:
    """A value of a file, with the windows that it leaves out."""
    kinds = {each.name: type(each.default) for each in fields(CoordinatorConfig)}
    if name == "windows" and isinstance(value, dict) and set(value) <= set(WINDOWS):
        value = {**WINDOWS, **value}
        if all(type(seconds) is int for seconds in value.values()):
            return MappingProxyType(value)
    elif name == "queries" and isinstance(value, dict):
        return read_rules(str(path), value)
    elif name in kinds and name != "windows":
        if kinds[name] is float and type(value) is int:
            return float(value)
        if kinds[name] is int and name.endswith("_wei") and isinstance(value, str) and value.isdigit():
            return int(value)  # TOML's integers end at 64 bits
        if kinds[name] is tuple and isinstance(value, list) and all(type(one) is int for one in value):
            return tuple(value)
        if type(value) is kinds[name]:
            return value
    known = ", ".join(sorted(kinds))
    raise YouCanFix(f"{path}: {name!r} is unknown or of the wrong type.", f"There are: {known}.")

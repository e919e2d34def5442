"""One seed's split in; what every method forecasts for each trader's test rows out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from app.jobs import within
from app.ports import Progress
from app.study.market import Rows
from app.study.networks import Recipe, Trained, loss_of, train_alone, train_together, without_layers
from app.study.split import TraderRows
from core.features.candles import Floats
from core.features.matrix import Normaliser
from core.model import risk_baselines
from core.model.boosting import Boosted, boost_direction, boost_risk
from core.model.feedforward import NetworkTraining
from core.model.risk_baselines import Har

RISK = Recipe("risk", hidden=64, members=4, training=NetworkTraining(), epochs=20, clip=4.0)
DIRECTION = Recipe(
    "direction",
    hidden=8,
    members=4,
    training=NetworkTraining(learning_rate=5e-4, dropout=0.2),
    epochs=12,
    clip=4.0,
)
LSTM = Recipe(
    "direction",
    hidden=32,
    members=1,
    training=NetworkTraining(learning_rate=5e-4),
    epochs=20,
    clip=4.0,
    window=32,
)
DIRECTIONS = {"layers": DIRECTION, "lstm": LSTM}
"""What may foretell the direction, by name."""


@dataclass(eq=False)
class Forecasts:
    """What the methods of one seed say of each trader's test rows.

    Args:
        traders: with the test rows.
        risk: log of the expected variance, by method and trader.
        logit: logit of a rise, by method and trader.
        score: what orders rows by the chance of a rise without being a probability, by method and trader.
        kept: epochs, rounds or trees that validation chose, and updates refused, by method.
    """

    traders: Sequence[TraderRows]
    risk: dict[str, list[Floats]] = field(default_factory=dict)
    logit: dict[str, list[Floats]] = field(default_factory=dict)
    score: dict[str, list[Floats]] = field(default_factory=dict)
    kept: dict[str, list[int]] = field(default_factory=dict)

    def say(self, task: str, method: str, said: Callable[[int, Rows], Floats]) -> None:
        """Keep a method's forecasts; `said` takes a trader's number and its test rows."""
        table = {"risk": self.risk, "direction": self.logit, "score": self.score}[task]
        table[method] = [said(number, trader.test) for number, trader in enumerate(self.traders)]


def forecast_all(
    traders: Sequence[TraderRows],
    public: Rows,
    seed: int,
    progress: Progress,
    recipes: Mapping[str, Recipe] | None = None,
) -> Forecasts:
    """Fit every method on the traders' training rows, choose on their validation rows, forecast the test's.

    Args:
        traders: and their rows.
        public: candles that everybody has.
        seed: of starts, orders and keys.
        progress: told the stage and the fraction that is done.
        recipes: by task; RISK and DIRECTION by default.
    """
    recipes = recipes or {"risk": RISK, "direction": DIRECTION}
    found = Forecasts(traders)
    _standards(found)
    for number, (task, recipe) in enumerate(recipes.items()):
        _networks(found, recipe, public, seed, within(progress, number / 2, number / 2 + 0.35))
        progress(f"{task}: boosted trees", number / 2 + 0.35)
        _boosted(found, task)
    progress("logistic regression", 0.9)
    line = train_together(without_layers(DIRECTION), traders, public, seed, lambda _done: None)
    _keep(found, "direction", "logistic", [line])
    return found


def _standards(found: Forecasts) -> None:
    """What needs no network: EWMA, the last day, HAR, the rule, the last return and the base rate."""
    traders = found.traders
    found.say("risk", "ewma", lambda _number, rows: risk_baselines.ewma(rows.volatility))
    found.say("risk", "last_day", lambda _number, rows: risk_baselines.last_day(rows.volatility))
    local = [Har.fit(trader.training.volatility, trader.training.log_variance) for trader in traders]
    everything = Rows.joined([trader.training for trader in traders])
    pooled = Har.fit(everything.volatility, everything.log_variance)
    found.say("risk", "har", lambda number, rows: local[number].forecast(rows.volatility))
    found.say("risk", "har_pooled", lambda _number, rows: pooled.forecast(rows.volatility))
    rates = [float(np.clip(trader.training.up.mean(), 0.01, 0.99)) for trader in traders]
    found.say(
        "direction",
        "base_rate",
        lambda number, rows: np.full(len(rows), np.log(rates[number] / (1 - rates[number]))),
    )
    found.say("score", "rule", lambda _number, rows: rows.rule)
    found.say("score", "last_return", lambda _number, rows: rows.last_return)


def _networks(found: Forecasts, recipe: Recipe, public: Rows, seed: int, progress: Progress) -> None:
    """The same network alone, together and pooled."""
    traders, task = found.traders, recipe.task
    progress(f"{task}: alone", 0.0)
    alone = [train_alone(recipe, trader.training, trader.validation, seed) for trader in traders]
    _keep(found, task, "local", alone)
    together = train_together(
        recipe, traders, public, seed, lambda done: progress(f"{task}: rounds", 0.2 + 0.6 * done)
    )
    _keep(found, task, "federated", [together])
    progress(f"{task}: pooled", 0.8)
    training, validation = (
        Rows.joined([getattr(trader, part) for trader in traders]) for part in ("training", "validation")
    )
    _keep(found, task, "pooled", [train_alone(recipe, training, validation, seed)])


def _keep(found: Forecasts, task: str, method: str, trained: Sequence[Trained]) -> None:
    """One network for all traders, or one for each."""
    found.say(task, method, lambda number, rows: trained[number % len(trained)].said(rows))
    found.kept[f"{method} {task}"] = [one.best for one in trained]
    found.kept[f"{method} {task} refused"] = [sum(one.rejected for one in trained)]


def _boosted(found: Forecasts, task: str) -> None:
    """Boosted trees of each trader, and of everybody's rows, on the network's own inputs."""
    everybody = [
        Rows.joined([getattr(trader, part) for trader in found.traders])
        for part in ("training", "validation")
    ]
    normaliser = Normaliser.fit(everybody[0].inputs(task))  # trees do not need it; it clips as for the rest

    def shown(rows: Rows) -> NDArray[np.float32]:
        return normaliser.apply(rows.inputs(task))

    def fit(training: Rows, validation: Rows) -> Boosted:
        def loss(output: Floats) -> float:
            return float(loss_of(task, validation, _said(task, validation, output)).mean())

        boost = boost_risk if task == "risk" else boost_direction
        return boost(shown(training), training.target(task), shown(validation), loss)

    alone = [fit(trader.training, trader.validation) for trader in found.traders]
    pooled = fit(*everybody)
    found.say(task, "boosting", lambda number, rows: _said(task, rows, alone[number].said(shown(rows))))
    found.say(task, "boosting_pooled", lambda _number, rows: _said(task, rows, pooled.said(shown(rows))))
    found.kept[f"boosting {task}"] = [one.trees for one in alone]
    found.kept[f"boosting_pooled {task}"] = [pooled.trees]


def _said(task: str, rows: Rows, output: Floats) -> Floats:
    return output + rows.anchor if task == "risk" else output

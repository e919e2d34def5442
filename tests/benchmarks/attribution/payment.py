"""Scores round by round in; what identities are paid by the product's rules, and how sure a score is, out."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from core.rewards.shares import CAP, WHOLE, shares, standing
from core.values import ClientId, client_id

Rounds = Sequence[Mapping[str, float | None]]
"""For each round the score of every identity; None where it has none."""

ONE_SIDED_95 = 1.645


@dataclass(frozen=True)
class Rules:
    """How scores become payable: rounds that pay nothing yet, standard errors taken off, the most of one."""

    warm_up: int = 3
    discount: float = 0.5
    cap: int = CAP


def paid(rounds: Rounds, rules: Rules) -> dict[str, float]:
    """The mean share of the whole that each identity is paid, over the rounds after the warm-up."""
    names = sorted({name for scores in rounds for name in scores})
    keys = {name: _key(index) for index, name in enumerate(names)}
    histories: dict[str, list[float]] = {name: [] for name in names}
    totals = dict.fromkeys(names, 0)
    for scores in rounds:
        for name, score in scores.items():
            if score is not None:
                histories[name].append(score)
        standings = {
            keys[name]: standing(histories[name], rules.warm_up, rules.discount)
            for name, score in scores.items()
            if score is not None
        }
        parts = shares(standings, rules.cap)
        for name in names:
            totals[name] += parts.get(keys[name], 0)
    paying = max(1, len(rounds) - rules.warm_up)
    return {name: total / WHOLE / paying for name, total in totals.items()}


def split(rounds: Rounds, name: str, parts: int) -> list[dict[str, float | None]]:
    """The same rounds with one identity as `parts` of them, each with an equal part of its bond and score."""
    return [
        {key: score for key, score in scores.items() if key != name}
        | {
            f"{name} part {part}": None if scores[name] is None else scores[name] / parts
            for part in range(parts)
        }
        for scores in rounds
    ]


@dataclass(frozen=True)
class Certainty:
    """How far a mean score stands from 0, which is what an idle client gets.

    Args:
        mean, error: of a round's score and its standard error.
        t: mean / error.
        rounds_needed: until the mean would be 1.645 standard errors above 0, if it and the spread stay.
    """

    mean: float
    error: float
    t: float
    rounds_needed: float


def certainty(scores: Sequence[float]) -> Certainty:
    """Of the scores of some rounds, taken as independent."""
    values = np.asarray(scores, np.float64)
    mean, spread = float(values.mean()), float(values.std(ddof=1)) if len(values) > 1 else 0.0
    error = spread / math.sqrt(len(values))
    if not spread:
        return Certainty(
            mean, 0.0, math.copysign(math.inf, mean) if mean else 0.0, 1 if mean > 0 else math.inf
        )
    needed = (ONE_SIDED_95 * spread / mean) ** 2 if mean > 0 else math.inf
    return Certainty(mean, error, mean / error, needed)


def _key(index: int) -> ClientId:
    return client_id(f"0x{index:040x}")

"""Runs in; the study's tables as Markdown, and whether its bars hold, out."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from statistics import mean, median

import numpy as np

from core.rewards.shares import CAP, WHOLE
from tests.benchmarks.attribution.cohort import Played
from tests.benchmarks.attribution.conduct import COHORTS, PROBE
from tests.benchmarks.attribution.payment import Rounds, Rules, certainty, paid, split
from tests.benchmarks.attribution.shapley import pearson, spearman
from tests.benchmarks.attribution.study import Run

LEAST_PEARSON = 0.99
NATS = 1e4
"""Scores are printed in units of 1e-4 nat."""
EARLY = 6
"""So many of the first rounds make a model of noise a model; the later ones find little more."""
LEAST_GAIN = 1.001
LEAST_SEAT = 2 * PROBE
"""Seats of less weight are probes."""
KINDS = (("simulated", True), ("real", False))
RULES = ("raw", "off r", "off three steps", "payable", "off all and the last g", "novel")
REPLAYS = (
    "replays the last step",
    "replays it under noise",
    "replays r",
    "replays r of a horizon before",
    "replays the last -g",
)
USELESS = ("random noise", "the same noise each round", "hedge: +R each round", "hedge: -R each round")


def tables(runs: Sequence[Run], rules: Rules) -> str:
    """All tables, each under a heading."""
    parts = [
        ("Exact Shapley values", exactness(runs)),
        ("What each conduct earns", conducts(runs, rules)),
        ("Probes beside the honest seat with the same candles", twins(runs)),
        ("What the projection costs and brings", projections(runs)),
        ("How sure the scores are", certainties(runs)),
        ("One trader as several", sybils(runs, rules)),
        ("Warm-up and error discount", discounts(runs, rules)),
        ("The checks before the sum", checks(runs)),
    ]
    return "\n\n".join(f"### {title}\n\n{table}" for title, table in parts)


def shortcomings(runs: Sequence[Run]) -> list[str]:
    """The bars that are missed, as sentences; empty where all hold."""
    found = []
    for run in runs:
        where = f"{run.stage}, {run.cohort}"
        if not all(played.is_exact for played in run.played):
            found.append(f"{where}: a product through masks is not the plain one.")
        if run.cohort == "quality" and (path := _correlations(run, "raw")[0]) < LEAST_PEARSON:
            found.append(f"{where}: Pearson {path:.4f} with exact Shapley, the bar is {LEAST_PEARSON}.")
        for name in ("idle", "replays r", "replays the last step"):
            for seat in _seats(run, name):
                rule = "raw" if name == "idle" else "payable"
                largest = max(abs(played.scores[rule][seat]) for played in run.played)
                scale = max(abs(score) for played in run.played for score in played.scores["raw"])
                if largest > (0 if name == "idle" else 1e-5 * scale):
                    found.append(f"{where}: {name!r} earns {largest:.2g}.")
    return found


def exactness(runs: Sequence[Run]) -> str:
    """Correlations with exact Shapley values, and what they cost."""
    rows = []
    for run in runs:
        exact = [played for played in run.played if "exact" in played.values]
        if not exact:
            continue
        gain = sum(played.gain for played in exact)
        missed = sum(abs(sum(played.scores["raw"]) - played.gain) for played in exact)
        each = [pearson(np.array(played.scores["raw"]), np.array(played.values["exact"])) for played in exact]
        path_s, exact_s = (mean(played.cpu_s[name] for played in exact) for name in ("path", "exact"))
        alone = _correlations(run, "leave-one-out")
        mean_game = "exact, coalition's own mean"
        rows.append(
            [
                run.stage,
                run.cohort,
                len(exact),
                f"{NATS * gain:.0f}",
                *(f"{value:.4f}" for value in _correlations(run, "raw")),
                f"{min(each):.3f}",
                *(f"{value:.3f}" for value in alone),
                f"{_correlations(run, 'raw', mean_game)[0]:.3f}" if mean_game in exact[0].values else "",
                f"{missed / sum(abs(played.gain) for played in exact):.0e}",
                f"{path_s:.2f}",
                f"{exact_s / path_s:.0f} x",
                f"{mean(played.cpu_s['leave-one-out'] for played in exact) / path_s:.1f} x",
            ]
        )
    return _table(
        [
            "market", "cohort", "rounds", "gain", "path: Pearson", "Spearman", "worst round",
            "leave-one-out: Pearson", "Spearman", "path to mean game", "sum missed by", "path CPU s",
            "exact", "leave-one-out cost",
        ],
        rows,
    )  # fmt: skip


def _correlations(run: Run, name: str, truth: str = "exact") -> tuple[float, float]:
    """Pearson and Spearman of summed scores with summed exact values."""
    exact = [played for played in run.played if truth in played.values]
    told = np.sum([played.scores.get(name) or played.values[name] for played in exact], axis=0)
    true = np.sum([played.values[truth] for played in exact], axis=0)
    return pearson(told, true), spearman(told, true)


def conducts(runs: Sequence[Run], rules: Rules) -> str:
    """Scores and pay of every conduct for a weight of 1, beside the honest seats of its cohort."""
    names = list(dict.fromkeys((run.cohort, seat) for run in _main(runs) for seat in run.seats))
    header = ["cohort", "conduct"]
    rows: list[list[str]] = [list(name) for name in names]
    for kind, simulated in KINDS:
        if not any(run.simulated == simulated for run in runs):
            continue
        header += [f"{kind}: raw", "payable", "paid by raw", "paid by payable"]
        for row, (cohort, name) in zip(rows, names, strict=True):
            chosen = [run for run in _main(runs) if (run.cohort, run.simulated) == (cohort, simulated)]
            row.extend(_conduct(chosen, name, rules))
    return _table(header, rows)


def _conduct(runs: Sequence[Run], name: str, rules: Rules) -> list[str]:
    cells = []
    for rule in ("raw", "payable"):
        found = certainty([score for run in runs for score in _scores(run, name, rule)])
        cells.append(f"{NATS * found.mean:.2f} ± {NATS * found.error:.2f}")
    for rule in ("raw", "payable"):
        own, honest = (
            mean(share for run in runs for share in _shares(run, seat, rule, rules))
            for seat in (name, "honest")
        )
        cells.append(f"{100 * own:.1f} %" + (f" ({own / honest:.2f})" if honest else ""))
    return cells


def twins(runs: Sequence[Run]) -> str:
    """What each probe scores above the honest seat that has its candles, for a weight of 1."""
    probes = [(at, seat) for at, seat in enumerate(COHORTS["honest"]) if seat.bond == PROBE]
    header, rows = ["probe"], [[seat.name] for _, seat in probes]
    for kind, simulated in KINDS:
        chosen = [run for run in runs if (run.cohort, run.simulated) == ("honest", simulated)]
        if not chosen:
            continue
        header += [f"{kind}: raw, above its twin", "payable, above its twin"]
        for row, (at, seat) in zip(rows, probes, strict=True):
            for rule in ("raw", "payable"):
                pairs = [
                    mine - other
                    for run in chosen
                    for mine, other in zip(
                        _series(run, at, rule), _series(run, seat.twin(at), rule), strict=True
                    )
                ]
                found = certainty(pairs)
                row.append(f"{NATS * found.mean:.2f} ± {NATS * found.error:.2f}")
    return _table(header, rows)


def projections(runs: Sequence[Run]) -> str:
    """For each rule, what it leaves of honest scores and gives for replays, against honest raw scores."""
    rows = []
    for kind, simulated in KINDS:
        honest = [run for run in runs if run.cohort == "honest" and run.simulated == simulated]
        for phase, part in (("first", slice(0, EARLY)), ("later", slice(EARLY, None))):
            shorter = [replace(run, played=run.played[part]) for run in honest if run.played[part]]
            rows += [[kind, phase, rule, *_projection(shorter, rule)] for rule in RULES if shorter]
    return _table(
        ["market", "rounds", "rule", "an honest seat", "spread of a round", "t of the honest sum", *REPLAYS],
        rows,
    )


def _projection(runs: Sequence[Run], rule: str) -> list[str]:
    found = certainty(
        [mean(_one_round(played, run, "honest", rule)) for run in runs for played in run.played]
    )
    replays = (mean(score for run in runs for score in _scores(run, name, rule)) for name in REPLAYS)
    return [
        f"{NATS * found.mean:.2f}",
        f"{NATS * found.error * math.sqrt(sum(len(run.played) for run in runs)):.2f}",
        f"{found.t:.1f}",
        *(f"{NATS * score:.1f}" for score in replays),
    ]


def certainties(runs: Sequence[Run]) -> str:
    """How soon honest seats stand off an idle one, by horizon and by rule."""
    rows = []
    for run in runs:
        if run.cohort != "honest":
            continue
        longer = [name for name in run.played[0].values if name.startswith("raw ")]
        for name in ("raw", "payable", *longer):
            each = [certainty(_series(run, seat, name)) for seat in _seats(run, "honest")]
            totals = [sum(_one_round(played, run, "honest", name)) for played in run.played]
            needed = median(found.rounds_needed for found in each)
            rows.append(
                [
                    run.stage,
                    name,
                    f"{NATS * mean(found.mean for found in each):.2f}",
                    f"{NATS * mean(found.error for found in each) * math.sqrt(len(totals)):.2f}",
                    f"{sum(total > 0 for total in totals)} of {len(totals)}",
                    f"{sum(found.mean > 0 for found in each)} of {len(each)}",
                    f"{sum(found.t > 1.645 for found in each)} of {len(each)}",
                    f"{needed:.0f}" if needed < math.inf else "never",
                ]
            )
    return _table(
        [
            "market", "score", "mean of a round", "spread of a round", "rounds with a gain",
            "seats above 0", "seats above 0 by 1.645 errors", "rounds needed (median)",
        ],
        rows,
    )  # fmt: skip


def sybils(runs: Sequence[Run], rules: Rules) -> str:
    """What each seat of a whole bond gains by coming as two or four, by raw scores, with and without cap."""
    rows = []
    for kind, simulated in KINDS:
        chosen = [run for run in _main(runs) if run.simulated == simulated]
        for parts in (2, 4) if chosen else ():
            changed = max(played.split for run in chosen for played in run.played)
            cells: list[object] = [kind, parts, f"{changed:.0e}"]
            for cap in (WHOLE, CAP):
                own = Rules(rules.warm_up, rules.discount, cap)
                gains = [_split_gain(run, seat, parts, own) for run in chosen for seat in _whole_bonds(run)]
                cells.append(_gains([gain for gain in gains if gain is not None]))
            rows.append(cells)
    return _table(["market", "identities", "its product changes by", "paid, no cap", "paid, cap 25 %"], rows)


def _gains(gains: Sequence[float]) -> str:
    if not gains:
        return "nobody is paid"
    gained = sum(gain > LEAST_GAIN for gain in gains)
    return f"{mean(gains):.3f} x; {gained} of {len(gains)} gain, at most {max(gains):.2f} x"


def _whole_bonds(run: Run) -> list[int]:
    return [seat for seat, weight in enumerate(run.weights) if weight == 1]


def _split_gain(run: Run, seat: int, parts: int, rules: Rules) -> float | None:
    """Pay as several over pay as one; None for who is paid nothing."""
    rounds = _rounds(run, "raw")
    name = _identity(run, seat)
    one = paid(rounds, rules)[name]
    several = paid(split(rounds, name, parts), rules)
    return (
        sum(share for key, share in several.items() if key.startswith(f"{name} part")) / one if one else None
    )


def discounts(runs: Sequence[Run], rules: Rules) -> str:
    """What useless probes are paid for a weight of 1 against an honest seat, by raw and by payable scores."""
    rows = []
    for kind, simulated in KINDS:
        chosen = [run for run in runs if run.simulated == simulated and run.cohort == "honest"]
        for warm_up, discount in (
            ((0, 0.0), *((rules.warm_up, discount) for discount in (0.0, 0.5, 1.0, 2.0))) if chosen else ()
        ):
            own = Rules(warm_up, discount)
            cells = [
                f"{100 * _mean_share(chosen, names, rule, own):.1f} %"
                for rule in ("raw", "payable")
                for names in (("honest",), USELESS)
            ]
            rows.append([kind, warm_up, discount, *cells])
    return _table(
        [
            "market", "warm-up", "errors taken off", "raw: an honest seat", "a useless seat",
            "payable: an honest seat", "a useless seat",
        ],
        rows,
    )  # fmt: skip


def _mean_share(runs: Sequence[Run], names: Sequence[str], rule: str, rules: Rules) -> float:
    return mean(share for run in runs for name in names for share in _shares(run, name, rule, rules))


def checks(runs: Sequence[Run]) -> str:
    """Lengths before the clip, refusals by the norm check, and cosines with r, by conduct."""
    rows = []
    names = dict.fromkeys(seat for run in _main(runs) for seat in run.seats)
    for name in names:
        found = [
            (played.norms[seat], played.refused[seat], played.along[seat])
            for run in _main(runs)
            for seat in _seats(run, name)
            for played in run.played
            if played.norms[seat] > 0
        ]
        if found:
            norms, refused, along = (np.array(column) for column in zip(*found, strict=True))
            rows.append(
                [
                    name,
                    len(found),
                    f"{np.median(norms):.2f}",
                    f"{refused.sum()}",
                    f"{np.median(along):.2f} ({along.min():.2f} to {along.max():.2f})",
                ]
            )
    return _table(["conduct", "updates", "norm before the clip, in C", "refused", "cosine with r"], rows)


def _main(runs: Iterable[Run]) -> list[Run]:
    """The runs under the study's own terms."""
    return [run for run in runs if "," not in run.cohort]


def _seats(run: Run, name: str) -> list[int]:
    return [seat for seat, other in enumerate(run.seats) if other == name]


def _identity(run: Run, seat: int) -> str:
    return f"{seat} {run.seats[seat]}"


def _entry(played: Played, name: str) -> Sequence[float]:
    return played.scores[name] if name in played.scores else played.values[name]


def _series(run: Run, seat: int, name: str) -> list[float]:
    """A seat's scores for a weight of 1."""
    return [_entry(played, name)[seat] / run.weights[seat] for played in run.played]


def _scores(run: Run, conduct: str, name: str) -> list[float]:
    return [score for seat in _seats(run, conduct) for score in _series(run, seat, name)]


def _one_round(played: Played, run: Run, conduct: str, name: str) -> list[float]:
    return [_entry(played, name)[seat] for seat in _seats(run, conduct)]


def _rounds(run: Run, rule: str, guest: int | None = None) -> Rounds:
    """The scores that are paid: of all seats but probes, and of one probe as if its weight were 1."""
    scale = {seat: 1.0 for seat in range(len(run.seats)) if not _is_probe(run, seat)}
    if guest is not None and _is_probe(run, guest):
        scale[guest] = 1 / run.weights[guest]
    return [
        {
            _identity(run, seat): None if played.refused[seat] else factor * played.scores[rule][seat]
            for seat, factor in scale.items()
        }
        for played in run.played
    ]


def _is_probe(run: Run, seat: int) -> bool:
    return run.weights[seat] < LEAST_SEAT


def _shares(run: Run, conduct: str, rule: str, rules: Rules) -> list[float]:
    """What each seat of a conduct is paid for a weight of 1."""
    found = []
    for seat in _seats(run, conduct):
        share = paid(_rounds(run, rule, guest=seat), rules)[_identity(run, seat)]
        found.append(share if _is_probe(run, seat) else share / run.weights[seat])
    return found


def _table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Markdown, padded so that it reads as text too."""
    cells = [list(header), *[list(map(str, row)) for row in rows]]
    widths = [max(len(row[column]) for row in cells) for column in range(len(header))]
    lines = [
        "| " + " | ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)) + " |"
        for row in cells
    ]
    return "\n".join([lines[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *lines[1:]])

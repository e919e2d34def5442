"""The protocol's parameters in; every tail bound that the security document states out, as its tables.

    python -m tests.parameters            print the tables
    python -m tests.parameters --write    put them into resources/docs/dev/threats.md

Probabilities of draws without replacement are exact rationals; chi-square tails with whole degrees are closed
forms; small supports are counted out. "Some client" is the sum over clients, so an upper bound.
"""

import argparse
import math
import random
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

import numpy as np

from core.federated.aggregator import LIMIT as LONGEST
from core.federated.graph import COMPLETE_UP_TO, MOST_NEIGHBOURS, threshold
from core.federated.losses import DETERRENT
from core.privacy.fixed_point import FRACTION_BITS
from core.privacy.masking import BLOCK
from core.privacy.norm_sketch import MOST_BUCKETS, MOST_REPETITIONS, Sketch, limit_factor
from core.rewards.settlement import MOST_SCORES
from core.rewards.shares import CAP, WHOLE, standing

DOCUMENT = Path(__file__).resolve().parents[1] / "resources/docs/dev/threats.md"
SUMS = MOST_BUCKETS * MOST_REPETITIONS
LIMIT = limit_factor(SUMS)
LEAST_COSINE = 0.2
GRADIENT_BITS = 24
WORD_BITS = 63
PRODUCTS = 1 + 5
"""With r in a norm opening; with g and u_1..u_4 in a score opening."""

BOND = 10
"""In largest payables of a round."""

SEATS, LIE = 8, 4.0
"""Of a small round; and what a liar claims, in payables of an honest trader."""

FACTORS = (2, 3, 5, 10)
MALICIOUS = (0.05, 0.10, 0.20, 0.25, 0.33)
DROPPED = (0.05, 0.20, 0.30)
COHORTS = (8, 20, 77, 100, 128)


@dataclass(frozen=True)
class Table:
    """A table of the document: its marker, its head and its rows."""

    name: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]

    def text(self) -> str:
        """As Markdown."""
        head, *rows = ["| " + " | ".join(line) + " |" for line in (self.head, *self.rows)]
        return "\n".join([head, "|" + "---|" * len(self.head), *rows]) + "\n"


def tables() -> list[Table]:
    """Every table, in the document's order."""
    return [
        shown(),
        honest(),
        too_long(),
        small(),
        turned(),
        neighbours(),
        absent(),
        partition(),
        audits(),
        silence(),
        hidden(),
        wrong_shares(),
        room(),
    ]


def probability(value: float | Fraction) -> str:
    """Two digits; a sum over clients is at most 1."""
    value = min(1.0, float(value))
    if value in (0.0, 1.0):
        return f"{value:.0f}"
    if value < 1e-3:
        return f"{value:.1e}"
    if value >= 0.995:
        return "> 99 %"
    return f"{100 * value:.2g} %"


def percent(share: float) -> str:
    """A given share."""
    return f"{100 * share:.0f} %"


# What is shown of an update -----------------------------------------------------------------------------


def shown() -> Table:
    """How many linear sums of an update become public, against its length."""
    rows = []
    for d in (100, 1_000, 3_200, 6_400, 19_200, 100_000, 1_000_000):
        sketch = Sketch.of(bytes(32), d)
        openings = max(1, min(3, d // 6_400))
        most = openings * (sketch.width + 1) + PRODUCTS - 1
        sums = f"{sketch.repetitions} x {sketch.buckets}"
        rows.append((f"{d:,}", sums, str(openings), str(most), f"{100 * most / d:.2g} %"))
    return Table("shown", ("d", "sums an opening", "openings at most", "numbers at most", "of d"), rows)


# The norm check -----------------------------------------------------------------------------------------


def chi_square_tail(value: float, degrees: int) -> float:
    """P(chi-square > value): the closed forms for even and for odd degrees."""
    half = value / 2
    if degrees % 2 == 0:
        return math.exp(-half) * math.fsum(half**j / math.factorial(j) for j in range(degrees // 2))
    terms = (half ** (j - 0.5) / math.gamma(j + 0.5) for j in range(1, (degrees + 1) // 2))
    return math.erfc(math.sqrt(half)) + math.exp(-half) * math.fsum(terms)


def chi_square_below(value: float, degrees: int) -> float:
    """P(chi-square <= value) with all its digits: the series of the incomplete gamma function."""
    half, order = value / 2, degrees / 2
    if value > degrees:
        return 1 - chi_square_tail(value, degrees)
    term = total = 1 / order
    index = 0
    while term > 1e-17 * total:
        index += 1
        term *= half / (order + index)
        total += term
    return math.exp(order * math.log(half) - half - math.lgamma(order)) * total


def at_most(
    units: float, singles: int, larger: Sequence[int] = (), repetitions: int = MOST_REPETITIONS
) -> float:
    """P(mean energy of the repetitions <= units) of words in a random bucket each, with random signs.

    Args:
        units: the energy that is allowed, in squares of a single word.
        singles: equal words.
        larger: at most two more words, in single words.
        repetitions: with buckets and signs of their own.
    """
    most = math.floor(repetitions * units + 1e-9)
    if most < 0:
        return 0.0
    once = _energies(most, singles, larger)
    total = once
    for _ in range(repetitions - 1):
        total = np.convolve(total, once)[: most + 1]
    return float(total.sum())


def _energies(most: int, singles: int, larger: Sequence[int]) -> np.ndarray:
    """By energy, up to `most`: its probability in one repetition."""
    if len(larger) < 2:
        return _spread(most, singles, larger)
    one, other = larger
    together = (_spread(most, singles, [one + other]) + _spread(most, singles, [abs(one - other)])) / 2
    return np.asarray(together / MOST_BUCKETS + (1 - 1 / MOST_BUCKETS) * _spread(most, singles, larger))


def _spread(most: int, singles: int, larger: Sequence[int]) -> np.ndarray:
    """The same with each larger word in a bucket of its own."""
    ways = None
    for extra in [*larger, *[0] * (MOST_BUCKETS - len(larger))]:
        bucket = _bucket(singles, most, extra)
        ways = bucket if ways is None else _times(ways, bucket)
    return np.asarray(ways[singles] * math.factorial(singles) / float(MOST_BUCKETS) ** singles)


@lru_cache(maxsize=64)
def _bucket(count: int, most: int, extra: int) -> np.ndarray:
    """By words in the bucket and its energy: the probability over j!, with a word `extra` beside them."""
    ways = np.zeros((count + 1, most + 1))
    for j in range(count + 1):
        for pluses in range(j + 1):
            energy = (2 * pluses - j + extra) ** 2
            if energy <= most:
                ways[j, energy] += math.comb(j, pluses) / 2.0**j / math.factorial(j)
    return ways


def _times(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    product = np.zeros_like(one)
    for j, energy in zip(*np.nonzero(other), strict=True):
        product[j:, energy:] += other[j, energy] * one[: len(one) - j, : one.shape[1] - energy]
    return product


def over_first_stage(chance: Callable[[float], float]) -> float:
    """The mean of `chance` over the energy that the first stage leaves a long dense vector.

    It is near normal with mean 1 and variance 2/16,384: nine nodes are plenty.
    """
    nodes, weights = np.polynomial.hermite_e.hermegauss(9)
    energies = 1 + math.sqrt(2 / BLOCK) * nodes
    return float(sum(w * chance(e) for w, e in zip(weights, energies, strict=True)) / weights.sum())


def honest() -> Table:
    """How often an update of exactly the greatest honest norm is refused."""
    rows = []
    for support in (1, 2, 3, 4, 8, 16, 64):
        refused = 1 - at_most(LIMIT**2 * support, support)
        rows.append((_words(support), probability(refused if refused > 1e-12 else 0.0)))
    rows.append(("many words", probability(chi_square_tail(SUMS * LIMIT**2, SUMS))))
    return Table("honest", ("update at the bound", "refused"), rows)


def too_long() -> Table:
    """How often an update of rho times the greatest honest norm passes one opening, d far above 16,384."""
    rows = [
        (_words(support), *(probability(passes(support, factor)) for factor in FACTORS))
        for support in (1, 2, 3, 4, 6, 8, 16)
    ]
    rows.append(("many words", *(probability(_dense_passes(factor)) for factor in FACTORS)))
    wrapping = 1 / BLOCK + float(MOST_BUCKETS) ** -MOST_REPETITIONS
    rows.append(("2 words of 2^63", *([probability(wrapping)] * len(FACTORS))))
    return Table("too-long", ("update", *(f"rho = {factor}" for factor in FACTORS)), rows)


def _words(support: int) -> str:
    return "1 word" if support == 1 else f"{support} equal words"


def passes(support: int, factor: float) -> float:
    """P(the estimate stays below the limit), at most: equal words, each in a block of its own.

    Words that share a cell of the first stage are one word to all repetitions: none or two of a pair, one or
    three of a triple. More than two words too few in the cells are counted as passed.
    """
    units = support * (LIMIT / factor) ** 2

    def passed(missing: int, *larger: int) -> float:
        left = support - missing
        return at_most(units, left, larger) if left >= 0 else 0.0

    pair = (passed(2) + passed(2, 2)) / 2
    two_pairs = (passed(4) + 2 * passed(4, 2) + passed(4, 2, 2)) / 4
    triple = (3 * passed(2) + passed(3, 3)) / 4
    return (
        passed(0)
        + math.comb(support, 2) / BLOCK * pair
        + (3 * math.comb(support, 4) * two_pairs + math.comb(support, 3) * triple) / BLOCK**2
        + _groupings(support, support - 3) / BLOCK**3
    )


def _groupings(words: int, groups: int) -> int:
    """The ways to put words into groups that are not empty (Stirling numbers of the second kind)."""
    if groups < 1 or words < groups:
        return int(words == groups)
    return groups * _groupings(words - 1, groups) + _groupings(words - 1, groups - 1)


def _dense_passes(factor: float) -> float:
    return over_first_stage(lambda energy: chi_square_below(SUMS * (LIMIT / factor) ** 2 / energy, SUMS))


def small() -> Table:
    """The same for vectors of many equal words that are too short for 64 sums."""
    rows = []
    for d in (100, 500, 1_000, 2_000, 3_200, 6_400):
        sketch = Sketch.of(bytes(32), d)
        limit = limit_factor(sketch.width)
        refused = chi_square_tail(sketch.width * limit**2, sketch.width)
        passed = [chi_square_below(sketch.width * (limit / factor) ** 2, sketch.width) for factor in FACTORS]
        sums = f"{sketch.repetitions} x {sketch.buckets}"
        rows.append((f"{d:,}", sums, f"{limit:.2f}", *map(probability, (refused, *passed))))
    head = ("d", "sums", "limit", "honest refused", *(f"rho = {factor}" for factor in FACTORS))
    return Table("small", head, rows)


def turned() -> Table:
    """How often the reference check refuses an update of many words, by its true cosine with r."""
    rows = [
        (f"{-cosine:.2f}", probability(chi_square_below(SUMS * (cosine / LEAST_COSINE) ** 2, SUMS)))
        for cosine in (0.10, 0.15, 0.18, 0.20, 0.22, 0.25, 0.30)
    ]
    return Table("turned", ("true cosine with r", "refused"), [("0 or more", "0"), *rows])


# Graph, cohorts, drop-outs ------------------------------------------------------------------------------


def drawn_at_least(least: int, marked: int, population: int, draws: int) -> Fraction:
    """P(at least `least` marked ones among `draws` of a population, without replacement)."""
    ways = sum(
        math.comb(marked, count) * math.comb(population - marked, draws - count)
        for count in range(max(least, 0), min(marked, draws) + 1)
    )
    return Fraction(ways, math.comb(population, draws))


def degree(clients: int) -> int:
    """The number of neighbours in a cohort."""
    return clients - 1 if clients <= COMPLETE_UP_TO else MOST_NEIGHBOURS


def counted(share: float, clients: int) -> int:
    """A share of the clients, rounded half up."""
    return math.floor(share * clients + 0.5)


def neighbours() -> Table:
    """The chance that malicious clients are many enough around some honest one."""
    rows = []
    for clients in COHORTS:
        k = degree(clients)
        t = threshold(k)
        for name, least in (("2t - k", 2 * t - k), ("t", t)):
            chances = [
                (clients - bad) * drawn_at_least(least, bad, clients - 1, k)
                for bad in (counted(share, clients) for share in MALICIOUS)
            ]
            rows.append((str(clients), str(k), str(t), f"{name} = {least}", *map(probability, chances)))
    head = ("n", "k", "t", "malicious neighbours", *(f"{percent(share)} malicious" for share in MALICIOUS))
    return Table("neighbours", head, rows)


def absent() -> Table:
    """The chance that drop-outs leave the secret of some client with fewer than t holders."""
    rows = []
    for clients in COHORTS:
        k = degree(clients)
        t = threshold(k)
        chances = []
        for share in DROPPED:
            gone = counted(share, clients)
            short = k - t + 1
            present = (clients - gone) * drawn_at_least(short, gone, clients - 1, k)
            missing = gone * drawn_at_least(short, gone - 1, clients - 1, k) if gone else Fraction(0)
            chances.append(present + missing)
        rows.append((str(clients), str(k), str(t), *map(probability, chances)))
    return Table("absent", ("n", "k", "t", *(f"{percent(share)} absent" for share in DROPPED)), rows)


def partition() -> Table:
    """The chance that of 8 cohorts of 125 some has more than a third, or a fourth, malicious clients."""
    rows = []
    for share in MALICIOUS:
        bad = counted(share, 1_000)
        chances = [8 * drawn_at_least(125 // part + 1, bad, 1_000, 125) for part in (4, 3, 2)]
        rows.append((percent(share), *map(probability, chances)))
    head = ("malicious of 1,000", "some cohort above 1/4", "above 1/3", "above 1/2")
    return Table("partition", head, rows)


# Openings and shares ------------------------------------------------------------------------------------


def audits() -> Table:
    """The chance that drawn edges hit a liar's false ones, and what the lie then costs on average."""
    rows = []
    for k in (7, 19, 76):
        shown_edges = max(1, k // 8)
        for false in (1, 2, 4, 8, 16, 32):
            if false <= k:
                caught = drawn_at_least(1, false, k, shown_edges)
                loss = f"{float(BOND * caught):.1f}"
                rows.append((str(k), str(shown_edges), str(false), probability(caught), loss))
    head = ("k", "edges drawn", "false edges", "found", "mean loss / greatest gain")
    return Table("audits", head, rows)


def silence() -> Table:
    """What silence at a drawn edge costs a liar and an honest trader, by the price of a hidden edge.

    Eight clients; the honest are worth 1 each. The liar is idle and claims LIE of them by one false edge a
    round, and says nothing where it is drawn. The sleepers miss one audit of round 20 of 80.
    """
    rows = []
    for price in (0, 1, DETERRENT, 2 * DETERRENT):
        kept, fresh = (_liar(price, is_fresh=is_fresh) for is_fresh in (False, True))
        slept = [_lost(_loss(price, worth, beside)) for worth, beside in ((1.0, 1.0), (1.0, 0.5))]
        liars = [f"{100 * gain:.1f} %" for gain in (kept, fresh)]
        rows.append((str(price), *liars, *(f"{rounds:.1f}" for rounds in (_lost(0.0), *slept))))
    return Table(
        "silence",
        ("price", "a silent liar", "with a new wallet each time", "asleep, neighbours awake",
         "asleep beside an equal", "asleep beside one of half its worth"),
        rows,
    )  # fmt: skip


def _loss(price: float, claim: float, beside: float) -> float:
    """What a history takes where two of one weight stay silent at their edge (core.federated.losses)."""
    fair = (claim + beside) / 2
    return min(0.0, fair - price * (SEATS - 1) * max(0.0, claim - max(0.0, fair)))


def _pay(history: Sequence[float]) -> float:
    """Its part of a round in which the other seats are worth 1 each."""
    worth = max(0.0, standing(history, 3, 0.5)) if history else 0.0
    return min(CAP / WHOLE, worth / (worth + SEATS - 1))


def _liar(price: float, *, is_fresh: bool) -> float:
    """The mean part of a round of 50 silent liars over 100 rounds."""
    lots, gained = random.Random(7), 0.0
    for _ in range(50):
        history: list[float] = []
        for _ in range(100):
            if lots.random() < 1 / (SEATS - 1):
                history = [] if is_fresh else [*history, _loss(price, LIE, -LIE)]
            else:
                history.append(LIE)
                gained += _pay(history[-MOST_SCORES:])
    return gained / 5_000


def _lost(loss: float) -> float:
    """How many rounds' pay one silent audit costs an honest trader."""
    history, paid = [1.0] * 19 + [loss] * (loss < 0), 0.0
    for _ in range(60):
        history.append(1.0)
        paid += _pay(history[-MOST_SCORES:]) * SEATS
    return 61 - paid


def hidden() -> Table:
    """What audits leave of the edges between honest clients, and so the least component of them."""
    rows = []
    for clients, bad, gone in ((8, 0, 0), (8, 2, 0), (8, 2, 2), (20, 6, 0), (20, 6, 6), (128, 25, 25)):
        k = degree(clients)
        most = max(1, k // 8)
        friends = k - gone - min(bad, k)
        rows.append(tuple(map(str, (clients, bad, gone, friends, most, friends - most + 1))))
    head = (
        "n",
        "malicious",
        "absent",
        "honest neighbours left",
        "of them shown at most",
        "a component at least",
    )
    return Table("hidden", head, rows)


def wrong_shares() -> Table:
    """How many wrong shares are corrected, and the chance that some secret of 128 clients meets more."""
    k, t, clients = MOST_NEIGHBOURS, threshold(MOST_NEIGHBOURS), 128
    liars = (0.05, 0.10, 0.15, 0.20)
    rows = []
    for share in (0.0, 0.05, 0.10, 0.20):
        answers = k - math.ceil(share * k)
        corrected = (answers - t) // 2
        chances = [
            clients * drawn_at_least(corrected + 1, counted(lying, clients), clients - 1, answers)
            for lying in liars
        ]
        rows.append((percent(share), str(answers), str(corrected), *map(probability, chances)))
    head = ("absent", "answers", "wrong ones corrected", *(f"{percent(lying)} lie" for lying in liars))
    return Table("wrong-shares", head, rows)


def room() -> Table:
    """The greatest honest numbers and what is left below 2^63, in bits."""
    longest = LONGEST * (2.0**FRACTION_BITS + math.sqrt(2**27))
    gradient = 2.0**GRADIENT_BITS + math.sqrt(2**27) / 2
    sizes = (
        (f"word of an update, {LONGEST} times the bound", longest),
        ("word of a sum of 128", 128 * longest),
        ("word of a sum of 100,000", 1e5 * longest),
        ("bucket of a sketch", longest * math.sqrt(2**27 / MOST_BUCKETS)),
        ("product of an update with g, r or u", longest * gradient),
        ("product of 128 updates together", 128 * longest * gradient),
    )
    rows = [(name, f"{math.log2(size):.1f}", f"{WORD_BITS - math.log2(size):.1f}") for name, size in sizes]
    return Table("room", ("number, without noise", "bits", "to spare"), rows)


# The document -------------------------------------------------------------------------------------------


def written(document: str) -> str:
    """The document with every table between its markers made anew."""
    for table in tables():
        pattern = re.compile(rf"(<!-- table {table.name} -->\n).*?(<!-- end -->)", re.DOTALL)
        document, count = pattern.subn(rf"\g<1>{table.text()}\g<2>", document)
        if count != 1:
            raise SystemExit(f"{DOCUMENT.name} has {count} places for the table {table.name!r}, not one.")
    return document


def main() -> int:
    """Print the tables or write them into the document."""
    parser = argparse.ArgumentParser(prog="python -m tests.parameters", description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true", help="put the tables into threats.md")
    if parser.parse_args().write:
        DOCUMENT.write_text(written(DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8")
        return 0
    print("\n".join(f"## {table.name}\n\n{table.text()}" for table in tables()))
    return 0


if __name__ == "__main__":
    sys.exit(main())

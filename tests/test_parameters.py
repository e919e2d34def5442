"""The figures of the security document: those that the script prints, and right."""

import hashlib
import itertools
import math

import numpy as np
import pytest

from core.privacy.fixed_point import from_ring, to_ring
from core.privacy.norm_sketch import Sketch, is_too_long
from tests import parameters


def test_the_document_holds_the_tables_that_the_script_prints():
    document = parameters.DOCUMENT.read_text(encoding="utf-8")
    assert document == parameters.written(document), "run `python -m tests.parameters --write`"


def test_a_document_without_a_place_for_a_table_is_refused():
    with pytest.raises(SystemExit, match="0 places for the table 'shown'"):
        parameters.written("<!-- table honest -->\n<!-- end -->\n")


@pytest.mark.parametrize(("support", "factor"), [(3, 1.4), (4, 1.4), (8, 1.3)])
def test_real_sketches_pass_as_often_as_was_counted_out(support, factor):
    """Equal words at random places of 6,400, over 400 draws of the beacon."""
    x = np.zeros(6_400, np.int64)
    x[np.arange(support) * 701] = 2**20
    bound = 2**20 * math.sqrt(support) / factor
    passed = []
    for index in range(400):
        sketch = Sketch.of(hashlib.sha256(index.to_bytes(4, "big")).digest(), len(x))
        passed.append(not is_too_long(sketch, from_ring(sketch.sums(to_ring(x))), bound))
    expected = parameters.at_most(support * (parameters.LIMIT / factor) ** 2, support)
    error = math.sqrt(expected * (1 - expected) / len(passed))
    assert 0.1 < expected < 0.9
    assert np.mean(passed) == pytest.approx(expected, abs=4 * error)


@pytest.mark.parametrize("larger", [(), (2,), (3,), (2, 2), (2, 3)])
def test_energies_are_those_of_every_way_to_place_the_words(larger, monkeypatch):
    monkeypatch.setattr(parameters, "MOST_BUCKETS", 3)
    words = [1, 1, *larger]
    energies = []
    for places in itertools.product(range(3), repeat=len(words)):
        for signs in itertools.product((1, -1), repeat=len(words)):
            sums = [0, 0, 0]
            for place, sign, word in zip(places, signs, words, strict=True):
                sums[place] += sign * word
            energies.append(sum(value**2 for value in sums))
    for units in (0, 1, 2, 5, 9, 30):
        expected = sum(energy <= units for energy in energies) / len(energies)
        assert parameters.at_most(units, 2, larger, repetitions=1) == pytest.approx(expected)


def test_the_mean_of_the_repetitions_is_over_every_combination_of_their_energies(monkeypatch):
    monkeypatch.setattr(parameters, "MOST_BUCKETS", 2)
    once = [0] * 1 + [2] * 2 + [4] * 1  # two words: together against, apart, together
    sums = [sum(draw) for draw in itertools.product(once, repeat=3)]
    for units in (0, 1, 4 / 3, 2, 3, 4):
        expected = np.mean([total <= 3 * units + 1e-9 for total in sums])
        assert parameters.at_most(units, 2, repetitions=3) == pytest.approx(expected)


def test_two_words_pass_when_they_cancel_in_one_cell_or_in_all_repetitions():
    assert parameters.passes(2, 10) == pytest.approx(2**-15 + 2**-20)


def test_no_energy_is_below_nothing():
    assert parameters.at_most(-1, 0) == 0
    assert parameters.at_most(0, 0) == 1


@pytest.mark.parametrize("degrees", [1, 2, 5, 16, 64])
@pytest.mark.parametrize("share", [0.01, 0.3, 1, 1.7])
def test_what_is_below_and_the_tail_are_all_there_is(degrees, share):
    below = parameters.chi_square_below(degrees * share, degrees)
    assert 0 < below < 1
    assert below + parameters.chi_square_tail(degrees * share, degrees) == pytest.approx(1, abs=1e-12)


@pytest.mark.parametrize("degrees", [1, 2, 5, 16, 64])
def test_the_tail_is_the_integral_of_the_density(degrees):
    start = math.sqrt(degrees * 1.3)
    points = np.linspace(start, start + 14, 100_001)
    density = np.exp((degrees - 1) * np.log(points) - points**2 / 2 - math.lgamma(degrees / 2)) * 2
    density *= 2.0 ** (-degrees / 2)
    expected = float(((density[1:] + density[:-1]) / 2).sum() * (points[1] - points[0]))
    assert parameters.chi_square_tail(degrees * 1.3, degrees) == pytest.approx(expected, rel=1e-6)


def test_draws_without_replacement_are_counted():
    sets = list(itertools.combinations(range(9), 4))
    for least in range(5):
        expected = sum(sum(one < 3 for one in drawn) >= least for drawn in sets) / len(sets)
        assert float(parameters.drawn_at_least(least, 3, 9, 4)) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (3, "1"),
        (0.00031, "3.1e-04"),
        (0.0123, "1.2 %"),
        (0.36, "36 %"),
        (0.9949, "99 %"),
        (0.9999, "> 99 %"),
    ],
)
def test_probabilities_are_written_with_two_digits(value, text):
    assert parameters.probability(value) == text

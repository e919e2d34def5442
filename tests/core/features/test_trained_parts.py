"""The borders of a training, found again from its report, are those that the dataset had."""

import pytest

from core.features.dataset import build_dataset, default_spec
from core.features.labels import LabelSpec
from core.features.trained_parts import trained_parts
from core.values import Timeframe
from tests.strategies import random_candles

WINDOW = 24
LABELS = LabelSpec.default(Timeframe("1h"))


def borders(series):
    """When the dataset's last training window and first validation window close, and how many there are."""
    made = build_dataset(series, default_spec(), LABELS, WINDOW)
    at = made.end_at
    return (int(at[made.training].max()), int(at[made.validation].min())), len(made.validation)


@pytest.mark.parametrize("missing", [None, (700, 703), (900, 960)])
def test_both_borders_are_those_of_the_dataset(missing):
    series = random_candles(3, 1200)
    if missing is not None:
        series = series.rows(0, missing[0]).merge(series.rows(missing[1], 1200))
    expected, count = borders(series)
    found = trained_parts(series, LABELS, WINDOW, count)
    assert (found.training_until_at, found.validation_since_at) == expected


@pytest.mark.parametrize("count", [0, 1200, 400])
def test_a_report_of_other_candles_gives_no_borders(count):
    assert trained_parts(random_candles(3, 400), LABELS, WINDOW, count) is None


def test_a_training_part_that_would_be_empty_gives_no_borders():
    series = random_candles(3, 200)
    assert trained_parts(series, LABELS, WINDOW, 140) is None

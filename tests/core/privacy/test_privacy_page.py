"""The help page on differential privacy: its figures are what the code computes."""

import math

import pytest

from core.privacy.differential import Accountant, own_release, sum_release
from resources import path

COHORTS = {10: (10, 7), 100: (100, 51), 1000: (125, 51)}
"""Traders: clients of a cohort, and their threshold."""


def rows(columns):
    """The cells of the page's table of so many columns, without its head."""
    text = path("docs/differential_privacy.md").read_text(encoding="utf-8")
    lines = [line.strip("|").split("|") for line in text.splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in line] for line in lines if len(line) == columns]
    return [line for line in cells if line[0].replace(",", "").isdigit()]


def epsilon(release, rounds):
    accountant = Accountant()
    accountant.step(release, rounds)
    return f"{accountant.epsilon(1e-5):.2f}"


TABLES = [line for line in rows(5) if "/" not in line[2]], [line for line in rows(5) if "/" in line[2]]


@pytest.mark.parametrize("line", TABLES[0], ids=str)
def test_epsilons_are_the_accountants(line):
    z, rounds = float(line[0]), int(line[1])
    releases = sum_release(z, 1000), own_release(z, 7, 1000), own_release(z, 51, 1000)
    assert line[2:] == [epsilon(release, rounds) for release in releases]


@pytest.mark.parametrize("line", TABLES[1], ids=str)
def test_noise_is_as_long_as_said(line):
    d = int(line[0].replace(",", ""))
    for traders, cell in zip(COHORTS, line[2:], strict=True):
        clients, threshold = COHORTS[traders]
        counted = math.sqrt(d) / traders
        added = counted * math.sqrt(traders / clients) * math.sqrt(clients / threshold)
        assert [float(part) for part in cell.split("/")] == [
            pytest.approx(counted, rel=0.06),
            pytest.approx(added, rel=0.06),
        ]


def test_both_tables_are_whole():
    assert [len(table) for table in TABLES] == [10, 4]


def test_the_page_promises_no_more_than_an_epsilon():
    assert "anonym" not in path("docs/differential_privacy.md").read_text(encoding="utf-8").lower()

"""What a trader lets itself be asked, and what it remembers to have helped open, across restarts."""

import json
from dataclasses import replace

import pytest

from app.trader.consents import DENIED, GIVEN, OPEN, STANDING, Consents, Standing
from core.errors import Refused, YouCanFix
from core.values import Digest, client_id
from tests.core.federated.analytics_samples import ask

QUERY = ask("mean")
ASK = Digest.of(b"ask")
WALLETS = [client_id(f"0x{number:040x}") for number in range(1, 30)]


@pytest.fixture
def consents(tmp_path):
    return Consents(tmp_path)


def test_without_a_word_nothing_is_agreed_to(consents):
    assert consents.state(ASK, QUERY) == OPEN
    with pytest.raises(Refused, match="not agreed to a query about volatility"):
        consents.check(ASK, QUERY)


def test_a_column_stands_for_all_its_queries_from_some_noise_on(consents, tmp_path):
    consents.allow_column("volatility", 0.5)
    kept = Consents(tmp_path)
    assert kept.standing() == (Standing("volatility", 0.5),)
    assert kept.state(ASK, QUERY) == OPEN
    assert kept.state(ASK, replace(QUERY, noise_multiplier=0.5)) == STANDING
    assert kept.state(ASK, ask("mean", column="hourly_range", noise_multiplier=1.0)) == OPEN
    kept.forbid_column("volatility")
    assert consents.standing() == ()


def test_a_word_on_one_question_goes_before_that_on_its_column(consents):
    consents.allow_column("volatility")
    consents.check(ASK, QUERY)
    consents.decide(ASK, is_allowed=False)
    assert consents.state(ASK, QUERY) == DENIED
    with pytest.raises(Refused):
        consents.check(ASK, QUERY)
    consents.decide(ASK, is_allowed=True)
    assert consents.state(ASK, QUERY) == GIVEN
    assert consents.state(Digest.of(b"another"), QUERY) == STANDING


@pytest.mark.parametrize(
    ("column", "noise"), [("password", 0.0), ("volatility", -1.0), ("volatility", 101.0)]
)
def test_a_word_that_means_nothing_is_refused(consents, column, noise):
    with pytest.raises(YouCanFix):
        consents.allow_column(column, noise)


def test_what_was_opened_is_remembered_after_a_restart(consents, tmp_path):
    consents.tell(QUERY, WALLETS[:20])
    consents.tell(QUERY, WALLETS[:20])
    kept = Consents(tmp_path)
    assert len(kept.told()) == 1
    with pytest.raises(Refused, match="with 1 other traders"):
        kept.tell(ask("histogram"), WALLETS[:19])
    assert len(kept.told()) == 1
    kept.tell(ask("histogram"), WALLETS[:20])


def test_a_damaged_memory_is_not_taken_for_an_empty_one(consents, tmp_path):
    consents.tell(QUERY, WALLETS[:20])
    path = tmp_path / "analytics" / "consents.json"
    document = json.loads(path.read_text())
    path.write_text(json.dumps(document)[:-5])
    with pytest.raises(YouCanFix, match="cannot be read"):
        Consents(tmp_path).told()
    assert path.stat().st_mode & 0o077 == 0

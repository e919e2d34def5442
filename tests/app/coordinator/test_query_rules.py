"""The operator's allow-list: from its file, and what it refuses."""

import pytest

from app.coordinator.config import load_config
from app.coordinator.query_rules import QueryRules
from core.errors import Refused, YouCanFix
from core.federated.analytics_terms import WINDOWS, Ask
from core.values import client_id
from tests.core.federated.analytics_samples import ask

CONTRACT = client_id("0x" + "c0" * 20)


def asked(query):
    return Ask(31337, CONTRACT, 0, 60, 0, query)


def test_an_operator_writes_its_rules_into_its_configuration(tmp_path):
    file = tmp_path / "coordinator.toml"
    file.write_text(
        'eta = 1\n[queries]\ncolumns = ["volatility"]\nkinds = ["mean"]\nleast_noise = 1\n'
        "most_open = 2\nattempts = 1\nfresh_seconds = 60\nwindows = { share = 20 }\n"
    )
    rules = load_config(file).queries
    assert (rules.columns, rules.kinds, rules.least_noise) == (("volatility",), ("mean",), 1.0)
    assert (rules.most_open, rules.attempts, rules.fresh_seconds) == (2, 1, 60)
    assert dict(rules.windows) == {**WINDOWS, "share": 20}


@pytest.mark.parametrize(
    "text",
    [
        'columns = ["password"]',
        'columns = "volatility"',
        'kinds = ["median"]',
        "most_open = 0",
        'least_noise = "much"',
        "windows = { join = 5 }",
        "other = 1",
    ],
)
def test_a_rule_that_is_none_is_refused_with_what_there_is(tmp_path, text):
    file = tmp_path / "coordinator.toml"
    file.write_text(f"[queries]\n{text}\n")
    with pytest.raises(YouCanFix):
        load_config(file)


@pytest.mark.parametrize(
    ("rules", "what"),
    [
        (QueryRules(columns=("hourly_range",)), "the column volatility"),
        (QueryRules(columns=()), "the column volatility"),
        (QueryRules(kinds=("mean",)), "a count"),
        (QueryRules(least_noise=0.5), "noise of 0"),
    ],
)
def test_what_is_not_on_the_list_is_refused(rules, what):
    with pytest.raises(Refused, match=f"allow-list does not have {what}"):
        rules.check(asked(ask("count")))
    QueryRules().check(asked(ask("count")))

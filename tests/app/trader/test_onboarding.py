"""The first run: what it asks, what it remembers, how it fails."""

import json
from types import SimpleNamespace

import pytest

from app.settings import CONTRACTS, Network
from app.trader.onboarding import RISKS, SAMPLE, Onboarding, open_network
from core.errors import Cancelled, TryAgain, YouCanFix


def network(**changes):
    values = {
        "name": "local", "chain_id": 31337, "rpc_url": "http://127.0.0.1:1", "coordinator_url": "http://127.0.0.1:2",
        "agent_url": "http://127.0.0.1:3", "exchange": "binance", "exchange_url": "", "timeframe": "1h",
        "symbols": ("BTC/USDT",), "contracts": dict.fromkeys(CONTRACTS, "0x" + "1" * 40), "asset": "PUSD",
        "asset_decimals": 6, "simulated": True, "local": True,
    }  # fmt: skip
    return Network(**{**values, **changes})


def accepted(folder, at=100.0):
    first_run = Onboarding(folder, lambda: at)
    for risk in RISKS:
        first_run.tick(risk, is_accepted=True)
    first_run.go_on()
    return first_run


def test_it_begins_with_the_risks_and_goes_on_only_when_both_are_ticked(tmp_path):
    first_run = Onboarding(tmp_path, lambda: 0.0)
    assert first_run.state.page == "risks"
    with pytest.raises(YouCanFix):
        first_run.go_on()
    first_run.tick("paper", is_accepted=True)
    assert not first_run.state.may_continue
    first_run.tick("review", is_accepted=True)
    first_run.tick("paper", is_accepted=False)
    with pytest.raises(YouCanFix):
        first_run.go_on()
    first_run.tick("paper", is_accepted=True)
    first_run.go_on()
    assert first_run.state.page == "market"


def test_nothing_is_written_before_the_risks_are_accepted(tmp_path):
    Onboarding(tmp_path, lambda: 0.0).tick("paper", is_accepted=True)
    assert list(tmp_path.iterdir()) == []


def test_consent_is_kept_with_its_time_and_not_asked_again(tmp_path):
    accepted(tmp_path, at=1234.5)
    assert json.loads((tmp_path / "onboarding.json").read_text())["accepted_at"] == 1234.5
    assert Onboarding(tmp_path, lambda: 0.0).state.page == "market"


def test_a_connected_network_is_opened_at_once_the_next_time(tmp_path):
    first_run = accepted(tmp_path)
    first_run.choose(SAMPLE)
    assert first_run.state.page == "starting"
    first_run.progressed("starting the chain", 0.3)
    assert (first_run.state.stage, first_run.state.fraction) == ("starting the chain", 0.3)
    first_run.connected()
    assert first_run.state.page == "done"
    again = Onboarding(tmp_path, lambda: 0.0)
    assert (again.state.page, again.state.choice) == ("starting", SAMPLE)


def test_a_failed_start_says_why_and_asks_again_without_remembering_the_choice(tmp_path):
    first_run = accepted(tmp_path)
    first_run.choose(SAMPLE)
    first_run.failed("The chain did not start.", "Try again.")
    assert (first_run.state.page, first_run.state.problem) == ("market", "The chain did not start.")
    first_run.progressed("late", 0.9)
    assert first_run.state.stage == ""
    assert Onboarding(tmp_path, lambda: 0.0).state.page == "market"
    first_run.choose(SAMPLE)
    assert first_run.state.problem == ""


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"accepted": ["paper"], "choice": "sample"}', '{"choice": "x"}']
)
def test_a_damaged_or_partial_record_asks_for_the_risks_again(tmp_path, content):
    (tmp_path / "onboarding.json").write_text(content)
    assert Onboarding(tmp_path, lambda: 0.0).state.page == "risks"


def test_an_unreadable_record_names_the_file(tmp_path):
    (tmp_path / "onboarding.json").mkdir()
    with pytest.raises(YouCanFix, match="onboarding"):
        Onboarding(tmp_path, lambda: 0.0)


def test_steps_out_of_order_are_bugs(tmp_path):
    first_run = Onboarding(tmp_path, lambda: 0.0)
    with pytest.raises(RuntimeError):
        first_run.choose(SAMPLE)
    with pytest.raises(RuntimeError):
        first_run.connected()
    with pytest.raises(ValueError, match="no risk"):
        first_run.tick("other", is_accepted=True)


class Services(SimpleNamespace):
    """The port of the window's services, told what to answer."""

    def start_local_network(self, progress):
        progress("starting the market", 0.1)
        return network()

    def connect(self, found):
        if found.chain_id != 31337:
            raise TryAgain("The chain is away.")
        return ("trader", found.name)


def test_the_sample_market_is_started_and_connected():
    told = []
    trader = open_network(Services(), SAMPLE, lambda stage, fraction: told.append((stage, fraction)))
    assert trader == ("trader", "local")
    assert [fraction for _, fraction in told] == sorted(fraction for _, fraction in told)
    assert told[-1] == ("connected", 1.0)


def test_a_networks_file_is_read_and_its_faults_are_named(tmp_path):
    path = tmp_path / "network.json"
    network(name="club").save(path)
    assert open_network(Services(), str(path), lambda *_: None) == ("trader", "club")
    path.write_text("{}")
    with pytest.raises(YouCanFix, match="name"):
        open_network(Services(), str(path), lambda *_: None)
    with pytest.raises(YouCanFix, match="cannot be read"):
        open_network(Services(), str(tmp_path / "absent.json"), lambda *_: None)


def test_cancelling_the_start_stops_it_at_the_next_word():
    def cancel(stage, fraction):
        raise Cancelled("The start was cancelled.")

    with pytest.raises(Cancelled):
        open_network(Services(), SAMPLE, cancel)

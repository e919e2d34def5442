"""Settings of a data folder in; what the programs do by them out: threads, device, precision, connections."""

from dataclasses import replace
from pathlib import Path
from typing import ClassVar

import keyring
import pytest
import typer
from keyring.backends import fail
from typer.testing import CliRunner

from app import desktop
from app.adapters.worker import ProcessWorker
from app.bootstrap import build_personal, build_session, build_trader, build_training, build_worker
from app.events import EventBus
from app.settings import CONTRACTS, Network
from app.user_settings import UserSettings
from core.errors import TryAgain, YouCanFix
from core.values import Symbol, Timeframe
from tests.app.adapters.conftest import served  # noqa: F401 - a fixture

NETWORK = Network(
    name="far", chain_id=31337, rpc_url="http://127.0.0.1:1",
    coordinator_url="http://coordinator.example", agent_url="http://127.0.0.1:3",
    exchange="binance", exchange_url="", timeframe="1h", symbols=("BTC/USDT",),
    contracts=dict.fromkeys(CONTRACTS, "0x" + "1" * 40), asset="PUSD", asset_decimals=6, simulated=False,
    local=False,
)  # fmt: skip
TRAINING = '[training]\nthreads = 3\ndevice = "cpu"\nprecision = "bfloat16"\n'


class Hired:
    """Stands in for the worker process: notes how it was started and what it was asked to do."""

    all_asked: ClassVar = []

    def __init__(self, niceness=5, threads=0, told=None):
        self.threads = threads

    def call(self, task, arguments, progress=None, report=None):
        self.all_asked.append((task, arguments))
        raise TryAgain("Enough.")

    def close(self):
        pass


@pytest.fixture
def hired(monkeypatch):
    monkeypatch.setattr("app.adapters.worker.ProcessWorker", Hired)


def write(folder, text):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "settings.toml").write_text(text)


def test_trainings_use_the_chosen_threads_device_and_precision(hired, tmp_path, make_series):
    from app.adapters.candle_store import ParquetCandleStore

    write(tmp_path, TRAINING)
    ParquetCandleStore(tmp_path / "candles").save(make_series(count=300))
    with build_training(tmp_path, EventBus()) as training:
        with pytest.raises(TryAgain, match="Enough"):
            training.train_alone(Symbol.parse("BTC/USDT"), Timeframe("1h"), "lstm", lambda *_: None)
        worker = training._worker
    config = Hired.all_asked[-1][1]["config"]
    assert (worker.threads, config.device, config.precision) == (3, "cpu", "bfloat16")
    with build_personal(tmp_path) as personal:
        assert (personal.usual.epochs, personal.usual.precision) == (24, "bfloat16")


@pytest.mark.parametrize(
    ("words", "precision"),
    [((), "bfloat16"), (("--precision", "float32"), "float32"), (("--private",), "float32")],
)
def test_the_command_goes_by_the_settings_where_it_says_nothing_itself(
    hired, tmp_path, make_series, words, precision
):
    from app.adapters.candle_store import ParquetCandleStore
    from app.commands.train import train

    write(tmp_path, TRAINING)
    ParquetCandleStore(tmp_path / "candles").save(make_series(count=300))
    Hired.all_asked.clear()
    program = typer.Typer()
    program.command()(train)
    result = CliRunner().invoke(program, ["--symbol", "BTC/USDT", "--data-dir", str(tmp_path), *words])
    config = Hired.all_asked[0][1]["config"]
    assert (result.exit_code, config.device, config.precision) == (1, "cpu", precision)


def test_rounds_are_trained_in_float32_whatever_the_settings_say(hired, tmp_path):
    write(tmp_path, TRAINING)
    with build_training(tmp_path, EventBus()) as training:
        assert training.usual_in_rounds == replace(training.usual, precision="float32")
        assert training.usual_in_rounds.device == "cpu"


def test_the_process_really_uses_the_chosen_threads(tmp_path):
    write(tmp_path, TRAINING)
    worker = build_worker(UserSettings(tmp_path))
    assert isinstance(worker, ProcessWorker)
    try:
        worker.call("initial_weights", {"model_spec": _spec(), "seed": 0})
        assert worker.threads == 3
    finally:
        worker.close()


def _spec():
    from core.model.spec import ModelSpec

    return ModelSpec(4, window=4, hidden=2)


@pytest.fixture
def no_keychain():
    before = keyring.get_keyring()
    keyring.set_keyring(fail.Keyring())
    yield
    keyring.set_keyring(before)


def test_a_trader_of_the_window_goes_by_the_settings_of_the_data_folder(
    hired,
    served,  # noqa: F811 - the fixture
    no_keychain,
    tmp_path,
    monkeypatch,
):
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    write(
        tmp_path,
        TRAINING + f'[network]\nproxy = "{served.url}"\n[storage]\nstores = ["ipfs"]\n',
    )
    monkeypatch.setattr("app.trader.Trader.meet", lambda _trader: ())  # there is nobody to meet here
    services = desktop.DesktopServices(tmp_path)
    try:
        trader = services.connect(NETWORK)
        assert trader.training.usual.precision == trader.personal.usual.precision == "bfloat16"
        assert services._worker.threads == 3
        assert [store.name for store in trader.ports.artifacts.stores] == ["coordinator", "ipfs"]
        served.answers["GET http://coordinator.example/v1/network"] = (200, {}, b"{}")
        trader.ports.coordinator.raw("network")
        assert served.seen[-1][1] == "http://coordinator.example/v1/network"
    finally:
        services.close()


def test_a_trader_without_a_window_goes_by_its_own_folder(hired, tmp_path):
    write(tmp_path / "trader", '[training]\nprecision = "bfloat16"\n')
    trader = build_trader(NETWORK, tmp_path / "trader", build_worker())
    try:
        assert trader.training.usual.precision == "bfloat16"
    finally:
        trader.jobs.close()
        trader.close()


def test_a_silent_service_is_given_up_after_the_chosen_time(tmp_path, monkeypatch):
    import socket

    import requests

    write(tmp_path, "[network]\ntimeout_seconds = 1\n")
    with (
        socket.create_server(("127.0.0.1", 0)) as listener,
        build_session(tmp_path, {}) as session,
        pytest.raises(requests.Timeout, match="read timeout=1"),
    ):
        session.get(f"http://127.0.0.1:{listener.getsockname()[1]}/")


def test_programs_refuse_to_begin_with_settings_that_are_wrong(tmp_path):
    write(tmp_path, '[training]\ndevice = "tpu"\n')
    with pytest.raises(YouCanFix, match=r"line 2: training.device"), build_training(tmp_path, EventBus()):
        pass
    with pytest.raises(YouCanFix, match=r"training.device"):
        desktop.DesktopServices(Path(tmp_path)).connect(NETWORK)

"""`conflux wallet` as it is used from outside: secrets by standard input, accounts as JSON."""

import json

import eth_account
import keyring
import pytest
from keyring.backends import fail
from typer.testing import CliRunner

from app.commands.wallet import wallet
from app.settings import CONTRACTS

WORDS = "test test test test test test test test test test test junk"
FIRST, SECOND = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266", "0x70997970C51812dc3A010C7d01b50e0d17dc79C8"
KEY = "7a28b5ba57c53603b0b07b56bba752f7784bf506fa95edc395f5cf6c7514fe9d"
PASSWORD = "correct horse battery"


@pytest.fixture
def network_file(tmp_path):
    path = tmp_path / "network.json"
    path.write_text(
        json.dumps(
            {
                "name": "local",
                "chain_id": 31337,
                "rpc_url": "http://127.0.0.1:1",
                "local": True,
                "coordinator_url": "http://127.0.0.1:2",
                "agent_url": "http://127.0.0.1:3",
                "exchange": "binance",
                "exchange_url": "http://127.0.0.1:4",
                "timeframe": "1h",
                "symbols": ["BTC/USDT"],
                "contracts": dict.fromkeys(CONTRACTS, "0x" + "1" * 40),
                "asset": "PUSD",
                "asset_decimals": 6,
                "simulated": True,
            }
        )
    )
    return path


@pytest.fixture
def run(tmp_path, network_file):
    def invoke(*words, typed=()):
        report = tmp_path / "report.json"
        options = ["--network", str(network_file), "--data-dir", str(tmp_path), "--json", str(report)]
        lines = "".join(f"{line}\n" for line in typed)
        result = CliRunner().invoke(wallet, [*words, *options], input=lines, env={"COLUMNS": "200"})
        for line in typed:
            assert line not in report.read_text()
            assert line not in result.stdout
        return result, json.loads(report.read_text())

    return invoke


def test_a_wallet_is_restored_grows_and_is_listed(run):
    assert run("list")[1]["accounts"] == []
    assert run("restore", typed=[WORDS, PASSWORD])[1]["in_use"] == FIRST
    assert run("add", "--name", "Trading", typed=[PASSWORD])[1]["in_use"] == FIRST
    result, report = run("use", "trading")
    assert report["in_use"] == SECOND
    assert run("rename", "Trading", "Second")[1]["accounts"][1]["name"] == "Second"
    assert [line.split()[-1] for line in result.stdout.splitlines()[1:3]] == ["yes", "yes"]
    assert result.stdout.splitlines()[2].split()[:3] == ["*", "Trading", SECOND]


def test_keys_come_from_files_and_from_standard_input(run, tmp_path):
    run("restore", typed=[WORDS, PASSWORD])
    path = tmp_path / "UTC--key"
    other = "ab" * 32
    path.write_text(json.dumps(eth_account.Account.encrypt(bytes.fromhex(other), "foobar", iterations=2)))
    assert run("import-key", "--name", "Old", typed=[KEY, PASSWORD])[1]["accounts"][1]["name"] == "Old"
    assert (
        "password is wrong"
        in run("import-keystore", str(path), typed=["foobaz", PASSWORD])[1]["error"]["message"]
    )
    accounts = run("import-keystore", str(path), typed=["foobar", PASSWORD])[1]["accounts"]
    assert [account["source"] for account in accounts] == ["words", "key", "key"]


def test_accounts_are_watched_and_forgotten(run):
    run("create", typed=[PASSWORD])
    assert "checksum" in run("watch", FIRST.replace("Fd", "fd"))[1]["error"]["message"]
    assert run("watch", FIRST, "--name", "Cold")[1]["accounts"][1]["source"] == "watch"
    assert len(run("forget", "Cold")[1]["accounts"]) == 1


def test_a_wallet_is_backed_up_and_comes_back_on_another_machine(run, tmp_path):
    made = run("create", typed=[PASSWORD])[1]
    assert not made["accounts"][0]["is_backed_up"]
    file = str(tmp_path / "wallet.backup")
    assert run("backup", file, typed=[PASSWORD, "another password"])[1]["accounts"][0]["is_backed_up"]
    assert (
        "never overwritten" in run("backup", file, typed=[PASSWORD, "another password"])[1]["error"]["remedy"]
    )
    (tmp_path / "networks" / "local" / "secrets" / "practice-secrets.json").write_bytes(b"{half")
    assert "damaged" in run("list")[1]["error"]["message"]
    back = run("restore-backup", file, typed=["another password"])[1]
    assert (back["in_use"], back["has_password"]) == (made["in_use"], True)


def test_wrong_words_are_no_back_up_and_are_named(run):
    run("create", typed=[PASSWORD])
    report = run("words", typed=[PASSWORD, "zero", "zero", "zero"])[1]
    assert "Not the words" in report["error"]["message"]
    assert not run("list")[1]["accounts"][0]["is_backed_up"]


def test_words_asked_back_are_a_back_up(run, monkeypatch):
    monkeypatch.setattr("app.trader.word_drill.ASKED", 1)
    run("restore", typed=[WORDS, PASSWORD])
    monkeypatch.setattr(
        "app.trader.word_drill.entropy.SystemRandom", type("First", (), {"sample": lambda *_: [11]})
    )
    result, report = run("words", typed=[PASSWORD])
    assert "standard input" in report["error"]["remedy"]
    assert "junk" in result.stderr
    assert run("words", typed=[PASSWORD, " JUNK"])[0].exit_code == 0


def test_the_fourth_wrong_password_waits(run):
    run("create", typed=[PASSWORD])
    messages = [run("add", typed=["incorrect horse"])[1]["error"]["message"] for _ in range(4)]
    assert "password is wrong" in messages[2]
    assert "3 wrong passwords in a row" in messages[3]


@pytest.mark.parametrize(("words", "typed"), [(("create",), ["tiny"]), (("restore",), [WORDS, "tiny"])])
def test_a_short_password_makes_nothing(run, words, typed):
    assert "too short" in run(*words, typed=typed)[1]["error"]["message"]
    assert run("list")[1]["accounts"] == []


def test_without_a_keychain_the_file_of_secrets_is_sealed_with_a_typed_password(run, network_file, tmp_path):
    before = keyring.get_keyring()
    keyring.set_keyring(fail.Keyring())
    try:
        document = json.loads(network_file.read_text()) | {"local": False, "name": "operated"}
        network_file.write_text(json.dumps(document))
        made = run("create", typed=[PASSWORD, "file password"])[1]
        assert made["accounts"][0]["name"] == "Account 1"
        assert run("list", typed=["file password"])[1]["in_use"] == made["in_use"]
        assert "password is wrong" in run("list", typed=["other password"])[1]["error"]["message"]
    finally:
        keyring.set_keyring(before)
    assert (tmp_path / "networks" / "operated" / "secrets" / "secrets.json").exists()

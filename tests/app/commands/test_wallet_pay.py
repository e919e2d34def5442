"""`conflux wallet send`, `receive`, `history`, `book`, `connect` and `sign-in` against a real local chain."""

import json
import time
from datetime import UTC, datetime

import pytest
import typer
from typer.testing import CliRunner

from app.adapters.chain import Web3Chain
from app.commands import wallet_book, wallet_pay, wallet_sign
from app.commands.wallet import wallet
from app.localnet.node import ROLES, LocalAccounts, LocalNode
from core.identity.addresses import checksummed
from core.identity.keys import Account, recover_digest, text_digest
from core.payments.sign_in import SignIn
from tests.app.trader.clef_server import ClefOverHttp, ClefUser
from tests.app.trader.conftest import network_of

KEY = "7a28b5ba57c53603b0b07b56bba752f7784bf506fa95edc395f5cf6c7514fe9d"
ME = Account(bytes.fromhex(KEY)).address
FRIEND = checksummed("0x" + "ab" * 20)
PASSWORD = "correct horse battery"


@pytest.fixture(scope="module")
def program():
    made = typer.Typer()
    made.add_typer(wallet, name="wallet")
    pay = typer.Typer()
    wallet_pay.add_to(pay)
    wallet_sign.add_to(pay)
    pay.add_typer(wallet_book.book, name="book")
    made.add_typer(pay, name="pay")
    return made


@pytest.fixture(scope="module")
def network():
    keys = {role: Account.create(role.encode() * 8).key.hex() for role in ROLES}
    with LocalNode(0, None, time.time, LocalAccounts.of(keys)) as node:
        found = network_of(node)
        Web3Chain(found).fund(ME)
        yield found


@pytest.fixture
def run(tmp_path, network, program):
    from dataclasses import replace

    file = tmp_path / "network.json"
    replace(network, clock_file="").save(file)

    def invoke(*words, typed="", group="pay"):
        report = tmp_path / "report.json"
        options = ["--network", str(file), "--data-dir", str(tmp_path), "--json", str(report)]
        result = CliRunner().invoke(program, [group, *words, *options], input=typed, env={"COLUMNS": "300"})
        found = json.loads(report.read_text())
        assert KEY not in result.output + report.read_text()
        assert PASSWORD not in result.output + report.read_text()
        return result, found

    invoke("restore", typed=f"{KEY}\n{PASSWORD}\n", group="wallet")
    return invoke


def test_a_payment_is_shown_confirmed_unlocked_sent_and_followed(run):
    run("book", "add", "Ann", FRIEND, "--note", "rent")
    result, report = run("send", "ann", "12.30", "pusd", typed=f"y\n{PASSWORD}\n")
    assert report["text"] == f"Send 12.3 PUSD to Ann ({FRIEND})"
    assert report["warnings"] == []
    assert "Send 12.3 PUSD" in result.output
    lines = run("history")[1]["movements"]
    sent = next(line for line in lines if line["transaction"] == report["transaction"])
    assert (sent["direction"], sent["state"]) == ("out", "confirming")
    assert run("history", "--offline")[1]["movements"][0]["transaction"] in {
        one["transaction"] for one in lines
    }
    assert "still waits" in run("speed-up", report["transaction"], "--yes")[1]["error"]["message"]


def test_without_a_yes_or_the_amount_nothing_is_signed(run):
    _, report = run("send", FRIEND, "1", "CFX", typed="n\n")
    assert report["error"]["message"] == "Nothing was signed."
    _, report = run("send", FRIEND, "5000", "CFX", "--yes", typed=f"4000\n{PASSWORD}\n")
    assert "not typed again" in report["error"]["message"]
    assert "transaction" not in report
    _, report = run("send", FRIEND, "5000", "CFX", "--yes", typed=f"5000\n{PASSWORD}\n")
    assert report["transaction"].startswith("0x")


def test_a_fee_by_hand_and_a_wrong_one(run):
    _, report = run(
        "send", FRIEND, "1", "CFX", "--max-fee", "9", "--tip", "2", "--yes", typed=f"{PASSWORD}\n"
    )
    assert (report["max_fee_per_gas_wei"], report["tip_per_gas_wei"]) == (9 * 10**9, 2 * 10**9)
    assert "no fee" in run("send", FRIEND, "1", "CFX", "--fee", "warp")[1]["error"]["message"]


def test_an_address_to_receive_at(run):
    _, report = run("receive")
    assert report["request"] == f"ethereum:{checksummed(ME)}@31337"


def test_the_book_is_filed_and_read_again(run, tmp_path):
    run("book", "add", "Ann", FRIEND)
    assert run("book", "export", str(tmp_path / "book.csv"))[1]["written"] == 1
    run("book", "change", "Ann", "--name", "Anna", "--note", "rent")
    _, report = run("book", "import", str(tmp_path / "book.csv"))
    assert "stands under Anna" in report["error"]["message"]
    run("book", "remove", "Anna")
    _, report = run("book", "import", str(tmp_path / "book.csv"))
    assert (report["added"], report["contacts"]) == (1, [{"name": "Ann", "address": FRIEND, "note": ""}])
    assert "exists" in run("book", "export", str(tmp_path / "book.csv"))[1]["error"]["message"]


def request(**changes):
    now = datetime.fromtimestamp(time.time(), UTC).isoformat(timespec="seconds")
    fields = {
        "domain": "app.example.org", "address": checksummed(ME), "uri": "https://app.example.org/login",
        "chain_id": 31337, "nonce": "abcdef12", "issued_at": now, **changes,
    }  # fmt: skip
    return str(SignIn(**fields))


def test_a_sign_in_request_is_shown_and_signed(run, tmp_path):
    file = tmp_path / "request.txt"
    file.write_text(request() + "\n")
    result, report = run("sign-in", "app.example.org", "--file", str(file), typed=f"y\n{PASSWORD}\n")
    assert "site: app.example.org" in result.output
    signature = bytes.fromhex(report["signature"][2:])
    assert recover_digest(text_digest(request()), signature) == ME


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"domain": "evil.org"}, "comes from evil.org"),
        ({"chain_id": 1}, "chain 1"),
        ({"expiration_time": "2020-01-01T00:00:00Z"}, "valid until"),
        ({"uri": "https://evil.org/"}, "is for evil.org"),
    ],
)
def test_a_sign_in_request_that_does_not_fit_is_refused(run, tmp_path, changes, words):
    file = tmp_path / "request.txt"
    file.write_text(request(**changes))
    _, report = run("sign-in", "app.example.org", "--file", str(file), "--yes", typed=f"{PASSWORD}\n")
    assert words in report["error"]["message"]
    assert "signature" not in report


def test_an_account_of_an_external_signer_is_connected_and_pays(run, network, monkeypatch):
    user = ClefUser(b"\x31" * 32)
    server = ClefOverHttp(user)
    monkeypatch.setenv("CONFLUX_WALLET_SIGNER_ADDRESS", server.address)
    Web3Chain(network).fund(user.own)
    assert run("connect")[1]["offered"] == [user.own]
    assert "has no account" in run("connect", FRIEND)[1]["error"]["message"]
    assert run("connect", user.own, "--name", "Ledger")[1]["connected"]["name"] == "Ledger"
    run("use", "Ledger", group="wallet")
    result, report = run("send", FRIEND, "2", "CFX", "--yes")
    assert "it asks you there" in result.output
    assert report["transaction"].startswith("0x")
    user.denies = True
    assert "You said no" in run("send", FRIEND, "2", "CFX", "--yes")[1]["error"]["message"]
    server.stop()

"""The local chain's process: JSON-RPC as other nodes speak it, practice coins, restarts."""

import json
import os
import signal
import socket
import subprocess
import sys
import time

import pytest
import requests

from app.adapters.clock import FileClock
from app.localnet.node import GIFT_PUSD, PAPER_EXCHANGE_PUSD, ROLES, LocalAccounts, LocalNode
from core.errors import YouCanFix
from core.identity.keys import Account

KEYS = {role: (bytes([number]) * 32).hex() for number, role in enumerate(ROLES, start=1)}
ACCOUNTS = LocalAccounts.of(KEYS)
SOMEBODY = "0x" + "ab" * 20


@pytest.fixture(scope="module")
def node():
    with LocalNode(0, None, time.time, ACCOUNTS) as running:
        yield running


@pytest.fixture
def ask(node):
    """Sends a request; returns the whole answer."""

    def send(method, *parameters):
        body = {"jsonrpc": "2.0", "id": 7, "method": method, "params": list(parameters)}
        return requests.post(node.url, json=body, timeout=10).json()

    return send


def erc20(node, token, function, *arguments):
    from app.adapters.abi import abi

    call = {"to": node.contracts[token], "data": "0x" + abi(token).call(function, *arguments).hex()}
    return abi(token).result(function, bytes.fromhex(node.rpc("eth_call", call)[2:]))


def test_it_says_what_it_is(ask):
    assert ask("eth_chainId") == {"jsonrpc": "2.0", "id": 7, "result": "0x7a69"}
    assert ask("net_version")["result"] == "31337"
    assert ask("web3_clientVersion")["result"].startswith("conflux-local")
    assert int(ask("eth_gasPrice")["result"], 16) > 0


def test_a_method_it_does_not_have_is_named(ask):
    answer = ask("eth_accounts")

    assert answer["error"]["code"] == -32_601
    assert "eth_accounts" in answer["error"]["message"]


@pytest.mark.parametrize(
    ("method", "parameters"),
    [
        ("eth_getBalance", ["hello"]),
        ("eth_getBalance", ["0x12"]),
        ("eth_getBalance", []),
        ("eth_getBalance", [SOMEBODY, "soon"]),
        ("eth_getBalance", [5]),
        ("eth_call", [{"to": SOMEBODY, "data": "0xzz"}]),
        ("eth_call", ["x"]),
        ("eth_getBlockByNumber", [{}]),
        ("eth_sendRawTransaction", ["0x12"]),
        ("eth_getLogs", [{"fromBlock": "x"}]),
        ("eth_feeHistory", ["0x1", "latest", [], 4]),
        ("conflux_fund", ["me"]),
    ],
)
def test_parameters_that_make_no_sense_are_errors_of_the_caller(ask, method, parameters):
    assert ask(method, *parameters)["error"]["code"] in {-32_602, -32_000}


def test_requests_come_in_batches(node):
    batch = [{"jsonrpc": "2.0", "id": number, "method": "eth_chainId"} for number in range(3)]

    answers = requests.post(node.url, json=[*batch, "nonsense"], timeout=10).json()

    assert [answer.get("result") for answer in answers] == ["0x7a69"] * 3 + [None]
    assert answers[3]["error"]["code"] == -32_600


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (b"{}", {"Content-Type": "text/plain"}, 415),
        (b" " * (2 * 1024 * 1024 + 1), {"Content-Type": "application/json"}, 413),
    ],
)
def test_what_a_web_page_could_send_and_what_is_too_large_is_turned_away(node, body, headers, status):
    try:
        answer = requests.post(node.url, data=body, headers=headers, timeout=10)
    except requests.ConnectionError:
        assert status == 413  # the server hangs up on the rest of the body
    else:
        assert answer.status_code == status


def test_what_is_no_json_is_told(node):
    answer = requests.post(node.url, data=b"{", headers={"Content-Type": "application/json"}, timeout=10)

    assert answer.json()["error"]["code"] == -32_700


def test_a_block_links_to_its_parent_and_lists_its_transaction(ask):
    newest = ask("eth_getBlockByNumber", "latest", False)["result"]
    parent = ask("eth_getBlockByHash", newest["parentHash"], True)["result"]

    assert int(parent["number"], 16) == int(newest["number"], 16) - 1
    first = ask("eth_getBlockByNumber", "0x1", False)["result"]
    (transaction,) = first["transactions"]
    assert ask("eth_getTransactionByHash", transaction)["result"]["blockHash"] == first["hash"]
    assert ask("eth_getTransactionReceipt", transaction)["result"]["contractAddress"] is not None
    assert ask("eth_getBlockByNumber", "earliest", False)["result"]["number"] == "0x0"


def test_what_is_not_there_is_null(ask):
    nothing = "0x" + "12" * 32

    assert ask("eth_getBlockByNumber", "0xffffff", False)["result"] is None
    assert ask("eth_getBlockByHash", nothing, False)["result"] is None
    assert ask("eth_getTransactionReceipt", nothing)["result"] is None
    assert ask("eth_getTransactionByHash", nothing)["result"] is None


def test_topics_filter_logs_as_ethereum_has_it(node, ask):
    ask("conflux_fund", SOMEBODY)
    everything = ask("eth_getLogs", {"fromBlock": "earliest"})["result"]
    first = everything[0]
    (transfer, *_) = first["topics"]

    def count(topics, **more):
        return len(ask("eth_getLogs", {"fromBlock": "earliest", "topics": topics, **more})["result"])

    assert count([]) == count([None]) == len(everything)
    assert 0 < count([transfer]) == count([[transfer, "0x" + "12" * 32]]) < len(everything)
    assert count(["0x" + "12" * 32]) == 0
    assert count([None] * 5) == 0
    in_block = ask("eth_getLogs", {"blockHash": first["blockHash"]})["result"]
    assert {log["blockHash"] for log in in_block} == {first["blockHash"]}


def test_a_fee_history_has_the_next_fee_too(ask):
    history = ask("eth_feeHistory", "0x4", "latest", [])["result"]

    assert len(history["baseFeePerGas"]) == 5
    assert len(history["gasUsedRatio"]) == 4


def test_practice_coins_are_given_every_time_they_are_asked_for(node, ask):
    who = "0x" + "cd" * 20
    for _ in range(2):
        assert ask("conflux_fund", who)["result"] is True

    assert erc20(node, "Asset", "balanceOf", who) == 2 * GIFT_PUSD


def test_the_paper_exchange_has_practice_coins(node):
    assert erc20(node, "Asset", "balanceOf", ACCOUNTS.addresses["paper_exchange"]) == PAPER_EXCHANGE_PUSD


def test_empty_blocks_come_by_themselves(node, ask):
    ask("conflux_fund", SOMEBODY)
    after = int(ask("eth_blockNumber")["result"], 16)
    deadline = time.monotonic() + 60
    while int(ask("eth_blockNumber")["result"], 16) < after + 3 and time.monotonic() < deadline:
        time.sleep(0.05)

    assert int(ask("eth_blockNumber")["result"], 16) == after + 3


def test_a_port_in_use_is_told(node):
    with pytest.raises(YouCanFix, match=f"Port {node.port} cannot be used"):
        LocalNode(node.port, None, time.time, ACCOUNTS)


def test_a_second_start_goes_on_with_the_same_contracts(tmp_path):
    with LocalNode(0, tmp_path, time.time, ACCOUNTS) as first:
        first.rpc("conflux_fund", SOMEBODY)
        contracts, head = first.contracts, first.chain.head().block_number
    with LocalNode(0, tmp_path, time.time, ACCOUNTS) as second:
        assert second.contracts == contracts
        assert second.chain.head().block_number >= head
        assert erc20(second, "Asset", "balanceOf", SOMEBODY) == GIFT_PUSD


def test_a_start_that_was_interrupted_is_started_over(tmp_path):
    with LocalNode(0, tmp_path, time.time, ACCOUNTS):
        pass
    (tmp_path / "contracts.json").unlink()

    with LocalNode(0, tmp_path, time.time, ACCOUNTS) as again:
        assert erc20(again, "Asset", "totalSupply") == PAPER_EXCHANGE_PUSD


@pytest.mark.parametrize(
    ("name", "content"), [("contracts.json", b"{"), ("contracts.json", b"[]"), ("chain.sqlite", None)]
)
def test_a_damaged_folder_is_told(tmp_path, name, content):
    with LocalNode(0, tmp_path, time.time, ACCOUNTS):
        pass
    if content is None:
        (tmp_path / name).unlink()
    else:
        (tmp_path / name).write_bytes(content)

    with pytest.raises(YouCanFix, match="damaged"):
        LocalNode(0, tmp_path, time.time, ACCOUNTS)


def test_a_chain_that_cannot_be_kept_stops_answering(tmp_path):
    with LocalNode(0, tmp_path, time.time, ACCOUNTS) as node:
        connection = node.chain._store._connection
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages}")
        body = {"jsonrpc": "2.0", "id": 1, "method": "conflux_fund", "params": [SOMEBODY]}
        for _ in range(9):
            answer = requests.post(node.url, json=body, timeout=10).json()
        body["method"], body["params"] = "eth_blockNumber", []
        later = requests.post(node.url, json=body, timeout=10).json()

    assert answer["error"]["code"] == later["error"]["code"] == -32_603
    assert "disk is full" in later["error"]["message"]


@pytest.mark.parametrize(
    ("keys", "cause"),
    [
        ({role: key for role, key in KEYS.items() if role != "faucet"}, "no account for faucet"),
        ({**KEYS, "agent": KEYS["guardian"]}, "share a key"),
        ({**KEYS, "agent": ACCOUNTS.addresses["coordinator"]}, "share a key"),
    ],
)
def test_accounts_that_are_missing_or_shared_are_refused(keys, cause):
    with pytest.raises(YouCanFix, match=cause):
        LocalAccounts.of(keys)


def test_the_chain_needs_no_key_of_the_other_roles():
    addresses = {role: Account(bytes.fromhex(key)).address for role, key in KEYS.items()}
    own = {role: KEYS[role] for role in ("deployer", "faucet")}

    assert LocalAccounts.of({**addresses, **own}) == ACCOUNTS


def test_the_process_announces_itself_once_and_ends_on_an_interrupt(tmp_path):
    FileClock(tmp_path / "clock.json").write(1_700_000_000.0)
    program = (
        "import json, sys; from pathlib import Path; from app.localnet.node import LocalAccounts, serve\n"
        "say = lambda told: print(json.dumps(told), flush=True)\n"
        "here = Path(sys.argv[1])\n"
        "serve(0, here / 'chain', here / 'clock.json', LocalAccounts.of(json.loads(sys.argv[2])), say)\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path), json.dumps(KEYS)],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    told = json.loads(process.stdout.readline())
    request = {"jsonrpc": "2.0", "id": 1, "method": "eth_getBlockByNumber", "params": ["latest", False]}
    block = requests.post(f"http://127.0.0.1:{told['port']}", json=request, timeout=10).json()["result"]
    os.kill(process.pid, signal.SIGINT)

    assert told["chain_id"] == 31_337
    assert set(told["contracts"]) >= {"Rounds", "AgentVault", "Roles"}
    assert int(block["timestamp"], 16) < 1_700_000_100
    assert process.wait(10) != 0
    process.stdout.close()
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", told["port"])) != 0

"""Contracts are read, written to and listened to, on the local chain and on anvil."""

import os
import shutil
import socket
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
import requests

from app.adapters.chain import Web3Chain
from app.localnet.deploy import Plan, Sender, deploy, node_at
from app.localnet.node import GIFT_CFX_WEI, GIFT_ETHER_WEI, GIFT_PUSD, ROLES, LocalAccounts, LocalNode
from app.settings import Network
from core.errors import Refused, TryAgain, YouCanFix
from core.identity.keys import Account

CFX = 10**18
ONE, TWO = b"\1" * 32, b"\2" * 32
KEYS = {role: bytes([number]) * 32 for number, role in enumerate(ROLES, start=1)}
ACCOUNTS = {role: Account(key) for role, key in KEYS.items()}


def network(url, contracts, *, local):
    return Network(
        name="test", chain_id=31_337, rpc_url=url, coordinator_url="", agent_url="", exchange="binance",
        exchange_url="", timeframe="1h", symbols=(), contracts=contracts, asset="PUSD", asset_decimals=6,
        simulated=True, local=local,
    )  # fmt: skip


@pytest.fixture(scope="module")
def local():
    """A local chain in memory, behind its real server."""
    accounts = LocalAccounts.of({role: key.hex() for role, key in KEYS.items()})
    with LocalNode(0, None, time.time, accounts) as node:
        yield network(node.url, node.contracts, local=True)


def _anvil_program():
    program = os.environ.get("CONFLUX_ANVIL") or shutil.which("anvil")
    if not program:
        pytest.skip("anvil is neither on PATH nor named by CONFLUX_ANVIL")
    return program


@pytest.fixture(scope="module")
def anvil():
    """A real anvil with the contracts on it; the faucet gives what conflux_fund would."""
    program = _anvil_program()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process = subprocess.Popen([program, "--port", str(port), "--silent"], stdout=subprocess.DEVNULL)
    try:
        url = f"http://127.0.0.1:{port}"
        rpc = node_at(url)
        _await_node(rpc)
        for account in ACCOUNTS.values():
            rpc("anvil_setBalance", account.address, hex(1_000 * CFX))
        at = {role: account.address for role, account in ACCOUNTS.items()}
        plan = Plan(at["governor"], at["guardian"], at["coordinator"], at["agent"], at["faucet"],
                    faucet=at["faucet"])  # fmt: skip
        yield network(url, deploy(rpc, ACCOUNTS["deployer"], plan), local=False)
    finally:
        process.terminate()
        process.wait()


def _await_node(rpc):
    for _ in range(100):
        try:
            rpc("eth_chainId")
        except TryAgain:
            time.sleep(0.05)
        else:
            return


@pytest.fixture(scope="module", params=["local", "anvil"])
def deployed(request):
    """A network of each kind of node."""
    return request.getfixturevalue(request.param)


@pytest.fixture
def chain(deployed):
    """The adapter on each kind of node."""
    return Web3Chain(deployed)


@pytest.fixture
def trader(chain):
    """A fresh account with practice coins."""
    return funded(chain)


def funded(chain):
    account = Account(os.urandom(32))
    if chain._network.local:
        chain.fund(account.address)
    else:
        sender = Sender(node_at(chain._network.rpc_url), ACCOUNTS["faucet"])
        sender.pay(account.address, GIFT_ETHER_WEI)
        sender.call(chain.address("Asset"), "Asset", "mint", account.address, GIFT_PUSD)
        sender.call(chain.address("ConfluxToken"), "ConfluxToken", "transfer", account.address, GIFT_CFX_WEI)
    return account


def test_values_are_read_as_plain_python(chain):
    record = chain.read("Rounds", "round", 999)

    assert chain.read("Asset", "decimals") == 6
    assert chain.read("StakeManager", "token") == chain.address("ConfluxToken")
    assert record["phase"] == 0
    assert record["opened"] == {"number": 0, "timestamp": 0}
    assert record["configHash"] == bytes(32)
    assert chain.read("AgentVault", "requestsOf", "0x" + "0" * 40) == (0, 0)


def test_a_transaction_is_mined_and_paid_for(chain, trader):
    before = chain.balance_wei(trader.address)

    receipt = chain.send(trader, "ConfluxToken", "approve", chain.address("StakeManager"), 5 * CFX)

    assert chain.read("ConfluxToken", "allowance", trader.address, chain.address("StakeManager")) == 5 * CFX
    assert receipt.gas_used > 21_000
    assert chain.balance_wei(trader.address) == before - receipt.fee_wei
    assert chain.block(receipt.block).number == receipt.block


def test_events_are_found_by_their_indexed_arguments(chain, trader):
    chain.send(trader, "ConfluxToken", "approve", chain.address("StakeManager"), 5 * CFX)
    receipt = chain.send(trader, "StakeManager", "stake", 5 * CFX)

    (event,) = chain.events("StakeManager", "Staked", account=trader.address.upper().replace("0X", "0x"))

    assert event.arguments == {"account": trader.address, "amount": 5 * CFX, "bond": 5 * CFX}
    assert (event.block, event.transaction) == (receipt.block, receipt.transaction)
    assert chain.events("StakeManager", "Staked", account="0x" + "1" * 40) == ()
    assert chain.events("StakeManager", "Staked", receipt.block + 1) == ()
    with pytest.raises(KeyError):
        chain.events("StakeManager", "Staked", amount=5)


def test_a_revert_is_refused_by_its_name_before_it_costs(chain, trader):
    before = chain.balance_wei(trader.address)

    with pytest.raises(Refused, match=r"AgentVault\.draw is refused: NotAllowed\(account=0x.*, role=3\)"):
        chain.send(trader, "AgentVault", "draw", 1)
    with pytest.raises(Refused, match="ERC20InsufficientAllowance"):
        chain.send(trader, "StakeManager", "stake", 5 * CFX)
    with pytest.raises(Refused, match="NotAllowed"):
        chain.read("Roles", "check", 0, trader.address)

    assert chain.balance_wei(trader.address) == before


def test_an_account_without_coins_is_told_to_get_some(chain):
    with pytest.raises(YouCanFix, match="wei for gas"):
        chain.send(Account(os.urandom(32)), "Rounds", "revokeSession", "0x" + "1" * 40)


def test_one_account_sends_from_many_threads(chain, trader):
    sessions = [f"0x{number:040x}" for number in range(1, 9)]

    with ThreadPoolExecutor(4) as pool:
        receipts = list(
            pool.map(lambda session: chain.send(trader, "Rounds", "revokeSession", session), sessions)
        )

    assert len({receipt.transaction for receipt in receipts}) == 8
    assert len(chain.events("Rounds", "SessionRevoked", wallet=trader.address)) == 8


def test_two_programs_with_one_account_do_not_stop_each_other(chain, trader):
    other = Web3Chain(chain._network)
    started = threading.Barrier(2)

    def send(through, first):
        started.wait()
        for number in range(first, first + 5):
            through.send(trader, "Rounds", "revokeSession", f"0x{number:040x}")

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(send, chain, 1), pool.submit(send, other, 100)]:
            done.result()

    assert len(chain.events("Rounds", "SessionRevoked", wallet=trader.address)) == 10


def test_many_events_are_asked_for_in_windows(chain, trader, monkeypatch):
    monkeypatch.setattr("app.adapters.chain.LOG_BLOCKS", 2)
    for number in range(1, 6):
        chain.send(trader, "Rounds", "revokeSession", f"0x{number:040x}")

    events = chain.events("Rounds", "SessionRevoked", wallet=trader.address)

    assert [int(event.arguments["session"], 16) for event in events] == [1, 2, 3, 4, 5]


def test_a_block_that_is_not_there_yet_is_none(chain):
    newest = chain.block()

    assert chain.block(newest.number + 1_000) is None
    assert chain.block(newest.number) == newest
    assert len(newest.hash) == 32


def test_a_node_of_another_chain_is_refused(chain):
    wrong = Web3Chain(replace(chain._network, chain_id=5))

    with pytest.raises(YouCanFix, match="serves chain 31337, not 5"):
        wrong.block()


def test_an_address_without_contract_is_told(chain):
    moved = {**chain._network.contracts, "Rounds": "0x" + "9" * 40}

    with pytest.raises(YouCanFix, match="no Rounds contract"):
        Web3Chain(replace(chain._network, contracts=moved)).read("Rounds", "latest")


def test_practice_coins_are_given_on_a_local_network_only(local):
    chain = Web3Chain(local)
    trader = Account(os.urandom(32))
    chain.fund(trader.address)

    assert chain.balance_wei(trader.address) == GIFT_ETHER_WEI
    assert chain.read("Asset", "balanceOf", trader.address) == GIFT_PUSD
    assert chain.read("ConfluxToken", "balanceOf", trader.address) == GIFT_CFX_WEI
    with pytest.raises(Refused, match="no practice coins"):
        Web3Chain(replace(local, local=False)).fund(trader.address)


def test_a_dead_node_is_tried_again_later(local):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    dead = Web3Chain(replace(local, rpc_url=f"http://127.0.0.1:{port}"))

    with pytest.raises(TryAgain, match="No answer"):
        dead.read("Rounds", "latest")


def test_what_is_no_node_is_tried_again_later(local, served):
    served.answers["POST /"] = (200, {}, b"<html>hello</html>")

    with pytest.raises(TryAgain, match="No answer"):
        Web3Chain(replace(local, rpc_url=served.url)).block()


class Losing(requests.Session):
    """A wire that delivers a transaction and loses the answer."""

    def __init__(self, lost):
        super().__init__()
        self.lost = lost
        self.raw = []

    def post(self, url, data=None, **kwargs):
        answer = super().post(url, data=data, **kwargs)
        if b"eth_sendRawTransaction" in data:
            self.raw.append(data)
        if self.lost and any(method in data for method in self.lost):
            raise requests.ConnectionError("lost")
        return answer


def test_a_lost_answer_does_not_make_a_transaction_happen_twice(local):
    wire = Losing({b"eth_getTransactionReceipt"})
    chain = Web3Chain(local, wire)
    trader = funded(Web3Chain(local))
    with pytest.raises(TryAgain):
        chain.send(trader, "Rounds", "revokeSession", "0x" + "1" * 40)
    wire.lost = set()

    receipt = chain.send(trader, "Rounds", "revokeSession", "0x" + "1" * 40)

    (event,) = chain.events("Rounds", "SessionRevoked", wallet=trader.address)
    assert event.transaction == receipt.transaction


def test_an_unfinished_transaction_is_finished_before_the_next(local):
    wire = Losing({b"eth_sendRawTransaction", b"eth_getTransactionReceipt"})
    chain = Web3Chain(local, wire)
    trader = funded(Web3Chain(local))
    with pytest.raises(TryAgain):
        chain.send(trader, "Rounds", "revokeSession", "0x" + "1" * 40)
    wire.lost = set()

    chain.send(trader, "Rounds", "revokeSession", "0x" + "2" * 40)

    events = chain.events("Rounds", "SessionRevoked", wallet=trader.address)
    assert [int(event.arguments["session"][-1]) for event in events] == [1, 2]


def test_all_bytes_pass_the_given_session(local):
    wire = Losing(set())

    Web3Chain(local, wire).send(funded(Web3Chain(local)), "Rounds", "revokeSession", "0x" + "1" * 40)

    assert len(wire.raw) == 1

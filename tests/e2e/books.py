"""A network whose programs were killed in; what chain, log and traders say, checked against each other."""

from collections import Counter
from contextlib import ExitStack

import requests

from app.bootstrap import build_trader, build_worker
from app.localnet.story import _sum_is_exact, money_report
from tests.e2e.crash import DISTRIBUTORS

ONCE = ("open", "opened", "candles", "payouts", "end")
"""Kinds of log entries of which a settled round has one."""


def check_rounds(net):
    """Every settled round was settled once on chain and in the log, and its sum is that of plain updates."""
    chain, log = net.chain(), net.log()
    settled = [view for view in _views(net) if view["step"] == "settled"]
    for view in settled:
        posts = {
            name: len(chain.events("Rounds", name, round=view["id"]))
            for name in ("Opened", "Closed", "Settled", "Aborted", "Voided")
        }
        assert posts == {"Opened": 1, "Closed": 1, "Settled": 1, "Aborted": 0, "Voided": 0}, posts
        entries = log.entries(view["id"])
        kinds = Counter(entry.kind for entry in entries)
        assert {kind: kinds[kind] for kind in ONCE} == dict.fromkeys(ONCE, 1), kinds
        assert kinds["attempt"] == view["attempt"]
    for number in log.rounds():
        positions = [entry.position for entry in log.entries(number)]
        assert positions == list(range(len(positions))), f"round {number} has gaps"
    return settled


def check_money(net):
    """Nobody was paid twice, everybody in full, and every coin is where it should be."""
    chain = net.chain()
    for asset, contract in DISTRIBUTORS.items():
        claims = chain.events(contract, "Claimed")
        paid = Counter()
        for claim in claims:
            paid[str(claim.arguments["account"]).lower()] += int(claim.arguments["amount"])
        due = {account: _due(net, asset, account) for account in _accounts(net)}
        assert paid == Counter({account: amount for account, amount in due.items() if amount}), asset
        assert (
            sum(paid.values()) == int(chain.read(contract, "paidTotal")) == int(chain.read(contract, "total"))
        )
        assert int(chain.read(contract, "paidTotal")) <= int(chain.read(contract, "funded"))
        roots = [bytes(event.arguments["root"]) for event in chain.events(contract, "Activated")]
        assert len(roots) == len(set(roots)), "a table was activated twice"


def check_sums(settled, observer, folders):
    """Each sum is that of the survivors' plain updates, and no coin was made or lost."""
    assert [_sum_is_exact(observer, folders, view["id"]) for view in settled] == [True] * len(settled)
    assert money_report(observer)["conserved"]


def claim_left(trader):
    """Claim as a trader does when it is started again; a headless one claims once and does not wait long."""
    assert trader.participation.resume(lambda _stage, _fraction: None) is None
    trader.profit.claim()


def check_all(net):
    """Wait for the last table, end all traders, have each claim what is left, and check it all.

    Returns the settled rounds' views, newest first.
    """
    net.wait_until_payable()
    folders = net.end_traders()
    worker = build_worker()
    with ExitStack() as stack:
        stack.callback(worker.close)
        traders = [build_trader(net.network, folder, worker) for folder in folders]
        for trader in traders:
            stack.callback(trader.close)
            claim_left(trader)
        settled = check_rounds(net)
        check_money(net)
        check_sums(settled, traders[0], folders)
    return settled


def _views(net):
    answer = requests.get(f"{net.door.url}/v1/rounds", timeout=10)
    return [net.status(f"rounds/{view['id']}") for view in answer.json()["rounds"]]


def _accounts(net):
    return {account for view in _views(net) for account in view["scores"]}


def _due(net, asset, account):
    return int(net.status(f"payouts/{asset}/{account}")["cumulative_wei"])

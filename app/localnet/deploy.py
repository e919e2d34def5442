"""A deployer's account and a plan in, the addresses of a deployed contract suite out; no power left over."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import requests

from app.adapters.abi import abi
from contracts import load
from core.errors import Refused, TryAgain, YouCanFix
from core.identity.keys import Account
from core.values import ClientId

Rpc = Callable[..., Any]
"""Called as rpc(method, *parameters): a JSON-RPC node, in this process or behind HTTP."""

CFX = 10**18
DAY_SECONDS = 86_400
RECEIPT_SECONDS = 120.0
TIMEOUT_SECONDS = (4.0, 20.0)


@dataclass(frozen=True)
class Plan:
    """What a network's contracts are deployed with.

    Args:
        governor: schedules what the timelock does.
        guardian: pauses and vetoes.
        coordinator: posts rounds and proposes payouts.
        agent: trades the vault.
        holder: receives the first CFX beyond the emission.
        asset: the vault's token; empty deploys PracticeUSD, minted by `faucet`.
        faucet: mints PracticeUSD on a local network.
        timelock_seconds: between schedule and execution of an admin's act.
        payout_challenge_seconds: before a proposed payout table is active.
        round_challenge_seconds: after a close, in which the timelock can void it.
        unbonding_seconds: between unstake and withdrawal of a bond.
        max_epoch_seconds: after which anybody may close a vault's epoch.
        fee_bps: of the profit above the highest price so far, for the traders.
        custody_limit: what the agent may draw beyond its bond, in the asset's smallest unit.
        cap_wei: most CFX there can ever be.
        first_mint_wei: CFX minted at once.
        emission_wei: of these, paid into the EmissionDistributor.
    """

    governor: ClientId
    guardian: ClientId
    coordinator: ClientId
    agent: ClientId
    holder: ClientId
    asset: str = ""
    faucet: str = ""
    timelock_seconds: int = 3 * DAY_SECONDS
    payout_challenge_seconds: int = 3 * DAY_SECONDS
    round_challenge_seconds: int = 3 * DAY_SECONDS
    unbonding_seconds: int = 7 * DAY_SECONDS
    max_epoch_seconds: int = 90 * DAY_SECONDS
    fee_bps: int = 2_000
    custody_limit: int = 0
    cap_wei: int = 100_000_000 * CFX
    first_mint_wei: int = 11_000_000 * CFX
    emission_wei: int = 1_000_000 * CFX

    def check(self, deployer: ClientId) -> None:
        """Raise YouCanFix where one key holds two offices, or a mint does not fit."""
        offices = [deployer, self.governor, self.guardian, self.coordinator, self.agent]
        if len({office.lower() for office in offices}) < len(offices):
            raise YouCanFix(
                "Deployer, governor, guardian, coordinator and agent must be different keys.",
                "Give each office an account of its own.",
            )
        if bool(self.asset) == bool(self.faucet):
            raise YouCanFix("Give the vault's asset, or the faucet that mints PracticeUSD, and not both.")
        if not self.emission_wei <= self.first_mint_wei <= self.cap_wei:
            raise YouCanFix("The emission must be within the first mint, and that within the cap.")


def deploy(rpc: Rpc, deployer: Account, plan: Plan) -> dict[str, str]:
    """Deploy everything; returns addresses by the names of app.settings.CONTRACTS, and Roles.

    The deployer gets no role at any moment: each contract is born with the timelock as its admin. It holds
    the first CFX until the last two transactions, which give all of it away.

    Raises:
        YouCanFix: two offices share a key, or the plan's numbers do not fit.
        Refused: a transaction failed.
    """
    plan.check(deployer.address)
    sender = Sender(rpc, deployer)
    at = {"Timelock": sender.create("Timelock", plan.timelock_seconds, plan.governor, plan.guardian)}
    at["Roles"] = sender.create("Roles", at["Timelock"], plan.guardian, plan.coordinator, plan.agent)
    at["ConfluxToken"] = sender.create(
        "ConfluxToken", at["Roles"], plan.cap_wei, deployer.address, plan.first_mint_wei
    )
    at["Asset"] = plan.asset or sender.create("PracticeUSD", plan.faucet)
    at["StakeManager"] = sender.create(
        "StakeManager", at["Roles"], at["ConfluxToken"], at["Timelock"], plan.unbonding_seconds
    )
    at["Rounds"] = sender.create("Rounds", at["Roles"], plan.round_challenge_seconds)
    for name, token in (("ProfitDistributor", "Asset"), ("EmissionDistributor", "ConfluxToken")):
        at[name] = sender.create(name, at["Roles"], at[token], plan.payout_challenge_seconds)
    at["AgentVault"] = sender.create(
        "AgentVault", at["Roles"], at["Asset"], at["ProfitDistributor"],
        plan.fee_bps, plan.custody_limit, plan.max_epoch_seconds,
    )  # fmt: skip
    _give_away(sender, at, plan)
    return at


def _give_away(sender: "Sender", at: dict[str, str], plan: Plan) -> None:
    token = at["ConfluxToken"]
    if plan.emission_wei:
        sender.call(token, "ConfluxToken", "approve", at["EmissionDistributor"], plan.emission_wei)
        sender.call(at["EmissionDistributor"], "EmissionDistributor", "fund", plan.emission_wei)
    rest = plan.first_mint_wei - plan.emission_wei
    if rest:
        sender.call(token, "ConfluxToken", "transfer", plan.holder, rest)


class Sender:
    """Sends one account's transactions in order, through a bare JSON-RPC node.

    Args:
        rpc: the node.
        account: pays and signs.
    """

    def __init__(self, rpc: Rpc, account: Account) -> None:
        self._rpc = rpc
        self._account = account
        self._chain_id = int(rpc("eth_chainId"), 16)

    def create(self, name: str, *arguments: Any) -> str:
        """Deploy a contract; returns its lower-case address."""
        receipt = self._send({"data": abi(name).creation(*arguments)}, f"deploying {load(name).name}")
        return str(receipt["contractAddress"]).lower()

    def call(self, to: str, name: str, function: str, *arguments: Any) -> None:
        """Call a function of the contract `name` at `to` and wait."""
        self._send({"to": _raw(to), "data": abi(name).call(function, *arguments)}, f"{name}.{function}")

    def pay(self, to: str, amount_wei: int) -> None:
        """Send the chain's own coin and wait."""
        self._send({"to": _raw(to), "value": amount_wei}, f"a payment to {to}")

    def _send(self, fields: dict[str, Any], what: str) -> dict[str, Any]:
        raw = self._account.sign_transaction(self._prepared(fields))
        receipt = self._receipt(self._rpc("eth_sendRawTransaction", "0x" + raw.hex()))
        if int(receipt["status"], 16) != 1:
            raise Refused(f"The chain refused {what}.", "Start anew: what was sent so far is incomplete.")
        return receipt

    def _prepared(self, fields: dict[str, Any]) -> dict[str, Any]:
        sender = self._account.address
        call = {"from": sender} | {key: _quoted(value) for key, value in fields.items()}
        base_fee = int(self._rpc("eth_getBlockByNumber", "latest", False)["baseFeePerGas"], 16)
        tip = int(self._rpc("eth_maxPriorityFeePerGas"), 16)
        return {
            "value": 0,
            **fields,
            "type": 2,
            "chainId": self._chain_id,
            "nonce": int(self._rpc("eth_getTransactionCount", sender, "pending"), 16),
            "gas": int(self._rpc("eth_estimateGas", call), 16) * 6 // 5,
            "maxFeePerGas": 2 * base_fee + tip,
            "maxPriorityFeePerGas": tip,
        }

    def _receipt(self, transaction: str) -> dict[str, Any]:
        deadline = time.monotonic() + RECEIPT_SECONDS
        while True:
            receipt = self._rpc("eth_getTransactionReceipt", transaction)
            if receipt is not None:
                return dict(receipt)
            if time.monotonic() > deadline:
                raise TryAgain(f"Transaction {transaction} was not mined within {RECEIPT_SECONDS:.0f} s.")
            time.sleep(0.2)


def node_at(url: str) -> Rpc:
    """The JSON-RPC node behind `url`; its calls raise TryAgain where it is away, Refused where it says no."""
    session = requests.Session()

    def call(method: str, *parameters: Any) -> Any:
        body = {"jsonrpc": "2.0", "id": 1, "method": method, "params": list(parameters)}
        try:
            response = session.post(url, json=body, timeout=TIMEOUT_SECONDS)
            response.raise_for_status()
            answer = response.json()
        except requests.RequestException as error:
            raise TryAgain(f"No answer from the chain's node at {url}.", "Is it running?") from error
        if "error" in answer:
            raise Refused(f"The chain's node refuses {method}: {answer['error'].get('message')}.")
        return answer["result"]

    return call


def _raw(address: str) -> bytes:
    return bytes.fromhex(address.removeprefix("0x"))


def _quoted(value: bytes | int) -> str:
    """A number or bytes as JSON-RPC writes it."""
    return hex(value) if isinstance(value, int) else "0x" + value.hex()

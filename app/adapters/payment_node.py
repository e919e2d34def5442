"""What a payment needs to know in; one node's answers, checked, out: JSON-RPC without web3."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import requests

from app.adapters.abi import describe_error
from app.adapters.json_rpc import HttpLine, JsonRpc, RpcFault
from app.ports import Transfer
from app.settings import Network
from core.errors import PeerBroke, Refused, TryAgain, YouCanFix
from core.payments.calls import TRANSFER_TOPIC, Call
from core.payments.fees import HISTORY_BLOCKS, PERCENTILES, FeeHistory
from core.payments.movements import Seen
from core.values import client_id

LOG_BLOCKS = 2_000
"""Blocks asked for at once for events; halved when a node finds it too many."""
_REVERTED = 3
_WORD_DIGITS = 64
_TOPICS = 3
_TAKEN = ("already known", "already imported", "known transaction")


class JsonRpcNode:
    """app.ports.PaymentNode over HTTP.

    Args:
        network: its RPC URL and pinned chain id.
        session: carries all requests, so that what leaves is written down.
    """

    def __init__(self, network: Network, session: requests.Session) -> None:
        self._network = network
        self._rpc = JsonRpc(HttpLine(network.rpc_url, session))

    def check_chain(self) -> None:
        """Ask for the chain id anew: a node may be moved, or lie, between two transactions."""
        served = self._number("eth_chainId")
        if served != self._network.chain_id:
            raise YouCanFix(
                f"The node at {self._network.rpc_url} says that it serves chain {served}, "
                f"and {self._network.name} is on chain {self._network.chain_id}. Nothing was signed.",
                "Choose a node that you trust, or ask the operator.",
            )

    def fee_history(self) -> FeeHistory:
        """The base fee of the next block, and what tips the last twenty blocks with transactions took."""
        with self._faults("the fees"):
            found = self._rpc.ask("eth_feeHistory", hex(HISTORY_BLOCKS), "latest", list(PERCENTILES))
        with _shaped("fees"):
            bases = [_int(value) for value in found["baseFeePerGas"]]
            ratios, rewards = found["gasUsedRatio"], found.get("reward") or []
            tips = [
                tuple(_int(tip) for tip in block)
                for block, ratio in zip(rewards, ratios, strict=False)
                if ratio > 0
            ]
            return FeeHistory(bases[-1], tips, self._usual_tip())

    def _usual_tip(self) -> int:
        """What the node proposes; a gwei for one that has no opinion."""
        try:
            return self._number("eth_maxPriorityFeePerGas")
        except (TryAgain, Refused):
            return 10**9

    def try_call(self, sender: str, call: Call) -> bytes:
        """What the call would return in the newest block's state; Refused names a revert's reason."""
        with self._faults("the simulation"):
            return _bytes(self._rpc.ask("eth_call", _request(sender, call), "latest"))

    def gas(self, sender: str, call: Call) -> int:
        """The node's estimate, which runs the call; Refused names a revert's reason."""
        with self._faults("the simulation"):
            return _int(self._rpc.ask("eth_estimateGas", _request(sender, call)))

    def nonce(self, address: str, *, mined: bool = False) -> int:
        """Transactions of the account, those that wait included unless `mined`."""
        return self._number("eth_getTransactionCount", address, "latest" if mined else "pending")

    def has_code(self, address: str) -> bool:
        """Whether a contract is at `address`."""
        with self._faults("an address"):
            return bool(_bytes(self._rpc.ask("eth_getCode", address, "latest")))

    def coins_wei(self, address: str) -> int:
        """The chain's own coin of `address`."""
        return self._number("eth_getBalance", address, "latest")

    def broadcast(self, raw: bytes) -> None:
        """Hand a signed transaction over; raises Refused with the node's reason."""
        try:
            self._rpc.ask("eth_sendRawTransaction", "0x" + raw.hex())
        except RpcFault as fault:
            if not any(words in fault.message.lower() for words in _TAKEN):
                raise Refused(
                    f"The node does not take the transaction: {fault.message}.", "Nothing was sent."
                ) from fault

    def seen(self, transaction: str) -> Seen | None:
        """The receipt's block; None where no block of the chain holds it now."""
        with self._faults("a transaction"):
            receipt = self._rpc.ask("eth_getTransactionReceipt", transaction)
        if receipt is None:
            return None
        with _shaped("a receipt"):
            fee = _int(receipt["gasUsed"]) * _int(receipt["effectiveGasPrice"])
            is_done = _int(receipt["status"]) == 1
            return Seen(_int(receipt["blockNumber"]), str(receipt["blockHash"]), is_done, fee)

    def head(self) -> int:
        """Number of the newest block."""
        return self._number("eth_blockNumber")

    def made_at(self, block: int) -> int:
        """A block's time stamp."""
        with self._faults("a block"):
            found = self._rpc.ask("eth_getBlockByNumber", hex(block), False)
        with _shaped("a block"):
            return _int(found["timestamp"])

    def received(self, tokens: Sequence[str], address: str, since: int, until: int) -> tuple[Transfer, ...]:
        """Transfers in order, in windows of blocks that shrink where a node finds them too large."""
        found: list[Transfer] = []
        span = LOG_BLOCKS
        while since <= until:
            last = min(until, since + span - 1)
            try:
                logs = self._rpc.ask("eth_getLogs", _query(tokens, address, since, last))
            except RpcFault as fault:
                if span == 1:
                    raise TryAgain(f"The node lists no events: {fault.message}.") from fault
                span //= 2
                continue
            with _shaped("events"):
                found.extend(_transfer(log) for log in logs if len(log["topics"]) == _TOPICS)
            since = last + 1
        return tuple(found)

    def _number(self, method: str, *parameters: Any) -> int:
        with self._faults(method):
            return _int(self._rpc.ask(method, *parameters))

    @contextmanager
    def _faults(self, what: str) -> Iterator[None]:
        """Turn what the node raises into errors that a person can act on."""
        try:
            yield
        except RpcFault as fault:
            if fault.code == _REVERTED or fault.data or "revert" in fault.message.lower():
                reason = describe_error(fault.data) if fault.data else fault.message
                raise Refused(f"It would fail: {reason}.", "Nothing was signed.") from fault
            if "insufficient funds" in fault.message.lower():
                raise Refused(f"It would fail: {fault.message}.", "Send less, or get coins.") from fault
            raise TryAgain(f"The chain's node failed at {what}: {fault.message}.") from fault


def _request(sender: str, call: Call) -> dict[str, str]:
    return {"from": sender, "to": call.to, "value": hex(call.value), "data": "0x" + call.data.hex()}


def _query(tokens: Sequence[str], address: str, since: int, until: int) -> dict[str, Any]:
    receiver = "0x" + address[2:].rjust(_WORD_DIGITS, "0")
    return {
        "address": list(tokens),
        "topics": [TRANSFER_TOPIC, None, receiver],
        "fromBlock": hex(since),
        "toBlock": hex(until),
    }


def _transfer(log: Mapping[str, Any]) -> Transfer:
    return Transfer(
        token=client_id(log["address"]),
        sender=client_id("0x" + log["topics"][1][-40:]),
        units=_int(log["data"]),
        transaction=str(log["transactionHash"]),
        place=_int(log["logIndex"]),
        block=_int(log["blockNumber"]),
        block_hash=str(log["blockHash"]),
    )


@contextmanager
def _shaped(what: str) -> Iterator[None]:
    """Refuse an answer of another shape than Ethereum's."""
    try:
        yield
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise PeerBroke(f"The chain's node answers nonsense where it is asked for {what}.") from error


def _int(value: Any) -> int:
    if not isinstance(value, str) or not value.startswith("0x"):
        raise PeerBroke("The chain's node answers nonsense where a number is due.")
    try:
        return int(value, 16)
    except ValueError as error:
        raise PeerBroke("The chain's node answers nonsense where a number is due.") from error


def _bytes(value: Any) -> bytes:
    if not isinstance(value, str) or not value.startswith("0x"):
        raise PeerBroke("The chain's node answers nonsense where bytes are due.")
    try:
        return bytes.fromhex(value[2:])
    except ValueError as error:
        raise PeerBroke("The chain's node answers nonsense where bytes are due.") from error

"""Contract calls in, values, receipts and events of one network's chain out; the only door to web3."""

import contextlib
import json
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import requests

from app.adapters.abi import Abi, abi, describe_error
from app.ports import Block, Event, Receipt
from app.settings import Network
from core.errors import ConfluxError, PeerBroke, Refused, TryAgain, YouCanFix
from core.identity.keys import Signer
from core.recursion import kept_recursion_limit

if TYPE_CHECKING:
    from web3 import Web3

TIMEOUT_SECONDS = (4.0, 20.0)
"""To connect, and between two packets of an answer."""
RECEIPT_SECONDS = 120.0
"""How long `send` waits to be mined before it says so."""
LOG_BLOCKS = 10_000
"""Blocks asked for at once for events; halved when a node finds it too many."""
_MOST_BLOCKS = 10**9
"""More than any chain has."""
_POLL_SECONDS = (0.02, 1.0)
_GAS_MARGIN = (6, 5)
"""Gas limit against the estimate: state may move between the two."""
_SEND_TRIES = 3
_REMEDIES = {
    "ERC20InsufficientBalance": "The account holds too few coins for this.",
    "ERC20InsufficientAllowance": "Approve the amount first.",
    "NothingToClaim": "Everything earned so far was paid already.",
    "NotAllowed": "This account does not have the role for it.",
    "Paused": "The guardian has paused the vault; ways out stay open.",
    "StillUnbonding": "Wait until the unbonding time is over.",
    "TooEarly": "Wait until the challenge time is over.",
}


@dataclass(frozen=True)
class _Unfinished:
    """A transaction that was signed but not seen mined; sent again as it is, never anew."""

    call: bytes
    raw: bytes
    hash: str


class Web3Chain:
    """app.ports.Chain over JSON-RPC; safe for many threads, one transaction at a time per account.

    Args:
        network: its RPC URLs, pinned chain id and contract addresses.
        session: carries all requests, so that a trader's bytes can be recorded; a plain one without it.
    """

    def __init__(self, network: Network, session: requests.Session | None = None) -> None:
        self.chain_id = network.chain_id
        self._network = network
        self._session = session or requests.Session()
        self._opened: Web3 | None = None
        self._node_url = network.rpc_url
        self._open_lock = threading.Lock()
        self._account_locks: dict[str, threading.Lock] = {}
        self._unfinished: dict[str, _Unfinished] = {}

    def read(self, contract: str, function: str, *arguments: Any) -> Any:
        """Call a view function; structs are dicts by name, several results a tuple, addresses lower-case."""
        address, coder = self._contract(contract)
        call: Any = {"to": address, "data": _hex(coder.call(function, *arguments))}
        with self._faults(f"{contract}.{function}"):
            data = bytes(self._web3().eth.call(call))
            if data or not coder.returns(function):
                return coder.result(function, data)
        raise YouCanFix(
            f"There is no {contract} contract at {self.address(contract)}.",
            "The network file is old or of another network; ask the operator for a new one.",
        )

    def send(self, account: Signer, contract: str, function: str, *arguments: Any, value: int = 0) -> Receipt:
        """Simulate, sign, send and wait for a transaction; see app.ports.Chain."""
        address, coder = self._contract(contract)
        call: dict[str, Any] = {"to": address, "data": _hex(coder.call(function, *arguments)), "value": value}
        with self._account_lock(account.address), self._faults(f"{contract}.{function}"):
            earlier = self._finish_earlier(account.address, call)
            return earlier or self._send(account, call, f"{contract}.{function}")

    def events(self, contract: str, name: str, since_block: int = 0, **filters: Any) -> tuple[Event, ...]:
        """Events in order, from `since_block` on, whose indexed arguments equal `filters`."""
        address, coder = self._contract(contract)
        topics = coder.topics(name, filters)
        found: list[Event] = []
        with self._faults(f"the events {contract}.{name}"):
            for log in self._logs(address, topics, since_block):
                arguments = coder.event(name, [bytes(topic) for topic in log["topics"]], bytes(log["data"]))
                found.append(Event(name, arguments, int(log["blockNumber"]), _hex(log["transactionHash"])))
        return tuple(found)

    def block(self, number: int | None = None) -> Block | None:
        """Block `number`, None where it does not exist yet; the newest without an argument."""
        from web3.exceptions import BlockNotFound

        with self._faults("a block"):
            try:
                found = self._web3().eth.get_block("latest" if number is None else number)
            except BlockNotFound:
                return None
            return Block(int(found["number"]), bytes(found["hash"]), int(found["timestamp"]))

    def balance_wei(self, address: str) -> int:
        """The chain's own coin of `address`."""
        with self._faults("a balance"):
            return int(self._web3().eth.get_balance(_checksum(address)))

    def address(self, contract: str) -> str:
        """Lower-case address of a contract."""
        return self._network.contracts[contract].lower()

    def code_hash(self, contract: str) -> str:
        """Keccak-256 of the code that lies at a contract's address, as "0x" and 64 digits."""
        from eth_hash.auto import keccak

        with self._faults(f"the code of {contract}"):
            return _hex(keccak(bytes(self._web3().eth.get_code(_checksum(self.address(contract))))))

    def fund(self, address: str) -> None:
        """Ask a local network's chain for practice coins; raises Refused on any other network."""
        if not self._network.local:
            raise Refused(
                f"{self._network.name} gives no practice coins.",
                "Only a local network does; buy or ask for coins.",
            )
        with self._faults("the faucet"):
            answer = self._web3().provider.make_request(_text("conflux_fund"), [address])
        if "error" in answer:
            raise Refused(f"The local chain gives no practice coins: {answer['error']}.")

    def _contract(self, name: str) -> tuple[str, Abi]:
        return _checksum(self.address(name)), abi(name)

    def _web3(self) -> "Web3":
        """The connection, opened at its first use; refuses a node of another chain."""
        with self._open_lock:
            if self._opened is None:
                self._opened = self._open()
            return self._opened

    def _open(self) -> "Web3":
        """The first node that serves the network's chain; a lie is told before an absence where none does."""
        faults: list[ConfluxError] = []
        for url in (self._network.rpc_url, *self._network.other_rpc_urls):
            try:
                return self._open_node(url)
            except ConfluxError as error:
                faults.append(error)
        raise next((error for error in faults if not isinstance(error, TryAgain)), faults[0])

    def _open_node(self, url: str) -> "Web3":
        with self._faults("the chain's number", url):
            opened = _connect(url, self._session)
            served = int(opened.eth.chain_id)
        self._check_chain(served, url)
        self._node_url = url
        return opened

    def _check_chain(self, served: int, url: str) -> None:
        if served != self.chain_id:
            raise YouCanFix(
                f"The node at {url} serves chain {served}, not {self.chain_id}. Nothing was signed.",
                "Choose a node of this network's chain that you trust, or ask the operator.",
            )

    def _account_lock(self, address: str) -> threading.Lock:
        with self._open_lock:
            return self._account_locks.setdefault(address, threading.Lock())

    def _finish_earlier(self, sender: str, call: Mapping[str, Any]) -> Receipt | None:
        """Bring a transaction that was left waiting to its end; its receipt where it is the same call."""
        waiting = self._unfinished.get(sender)
        if waiting is None:
            return None
        if self._receipt(waiting.hash) is None and not self._broadcast(waiting.raw):
            del self._unfinished[sender]  # another transaction has its number: this one can never be mined
            return None
        receipt = self._wait(sender, waiting.hash)
        return self._checked(receipt, "the earlier transaction") if waiting.call == _key(call) else None

    def _send(self, account: Signer, call: Mapping[str, Any], name: str) -> Receipt:
        for attempt in range(_SEND_TRIES):
            transaction = self._prepare(account.address, call)
            raw = account.sign_transaction(transaction)
            waiting = _Unfinished(_key(call), raw, _hash(raw))
            # Noted before it leaves: an answer that gets lost must not make it be signed twice.
            self._unfinished[account.address] = waiting
            if self._broadcast(raw) or self._receipt(waiting.hash) is not None:
                return self._checked(self._wait(account.address, waiting.hash), name)
            # The number was taken meanwhile: by another program with this account, or the node lagged.
            del self._unfinished[account.address]
            time.sleep(_POLL_SECONDS[1] * attempt)
        raise TryAgain(
            f"The node takes no transaction of {account.address}.", "Is the account used elsewhere?"
        )

    def _prepare(self, sender: str, call: Mapping[str, Any]) -> dict[str, Any]:
        """The transaction to sign; its estimate is the simulation that finds a revert before it costs."""
        eth = self._web3().eth
        self._check_chain(
            int(eth.chain_id), self._node_url
        )  # anew: a node may be moved, or lie, between two transactions
        request: Any = {"from": _checksum(sender), **call}
        gas = int(eth.estimate_gas(request)) * _GAS_MARGIN[0] // _GAS_MARGIN[1]
        fees, price = self._fees()
        self._check_funds(sender, gas * price + int(call["value"]))
        nonce = int(eth.get_transaction_count(_checksum(sender), "pending"))
        return {**call, "chainId": self.chain_id, "nonce": nonce, "gas": gas, **fees}

    def _fees(self) -> tuple[dict[str, int], int]:
        """Fee fields, and the most that a unit of gas costs; legacy where a chain has no base fee."""
        eth = self._web3().eth
        base = eth.get_block("latest").get("baseFeePerGas")
        if base is None:
            price = int(eth.gas_price)
            return {"gasPrice": price}, price
        tip = int(eth.max_priority_fee)
        price = 2 * int(base) + tip
        return {"maxFeePerGas": price, "maxPriorityFeePerGas": tip, "type": 2}, price

    def _check_funds(self, sender: str, needed: int) -> None:
        held = self.balance_wei(sender)
        if held < needed:
            raise YouCanFix(
                f"{sender} holds {held} wei for gas, and this needs up to {needed}.",
                f"Send some of the coin of {self._network.name} to it.",
            )

    def _broadcast(self, raw: bytes) -> bool:
        """Hand a signed transaction to the node; False when its number is taken."""
        from web3.exceptions import Web3RPCError

        try:
            self._web3().eth.send_raw_transaction(raw)
        except Web3RPCError as error:
            text = str(error).lower()
            if "already known" in text or "already imported" in text:
                return True
            if "nonce" in text or "underpriced" in text:
                return False
            raise
        return True

    def _wait(self, sender: str, transaction: str) -> Mapping[str, Any]:
        """The receipt, as soon as it is mined; forgets that the transaction was waiting."""
        deadline = time.monotonic() + RECEIPT_SECONDS
        pause = _POLL_SECONDS[0]
        while (receipt := self._receipt(transaction)) is None:
            if time.monotonic() > deadline:
                raise TryAgain(
                    f"Transaction {transaction} is not mined yet.", "Try again: it will not be sent twice."
                )
            time.sleep(pause)
            pause = min(2 * pause, _POLL_SECONDS[1])
        self._unfinished.pop(sender, None)
        return receipt

    def _receipt(self, transaction: str) -> Mapping[str, Any] | None:
        from web3.exceptions import TransactionNotFound

        try:
            return dict(self._web3().eth.get_transaction_receipt(_text(transaction)))
        except TransactionNotFound:
            return None

    def _checked(self, receipt: Mapping[str, Any], name: str) -> Receipt:
        transaction = _hex(receipt["transactionHash"])
        gas = int(receipt["gasUsed"])
        if receipt["status"] != 1:
            raise Refused(
                f"{name} was mined in {transaction} but reverted.", "Something else came first; look again."
            )
        return Receipt(transaction, int(receipt["blockNumber"]), gas, gas * int(receipt["effectiveGasPrice"]))

    def _logs(self, address: str, topics: list[str | None], since: int) -> Iterator[Any]:
        """Logs in windows of blocks that shrink where a node finds them too large."""
        from web3.exceptions import Web3RPCError

        eth = self._web3().eth
        newest = int(eth.block_number)
        if newest - since > _MOST_BLOCKS:
            raise ValueError(newest)  # nonsense, by which the windows would never end
        span = LOG_BLOCKS
        while since <= newest:
            until = min(newest, since + span - 1)
            query: Any = {"address": address, "topics": topics, "fromBlock": since, "toBlock": until}
            try:
                logs = eth.get_logs(query)
            except Web3RPCError:
                if span == 1:
                    raise
                span //= 2
                continue
            yield from logs
            since = until + 1

    @contextlib.contextmanager
    def _faults(self, what: str, url: str = "") -> Iterator[None]:
        """Turn what web3 and the wire raise into errors that a person can act on."""
        from web3.exceptions import ContractLogicError, Web3Exception

        node = url or self._network.rpc_url
        try:
            yield
        except ContractLogicError as error:
            reason = _reason(error)
            raise Refused(
                f"{what} is refused: {reason}.", _REMEDIES.get(reason.partition("(")[0], "")
            ) from error
        except (requests.RequestException, json.JSONDecodeError) as error:
            if self._network.other_rpc_urls:
                self._opened = None  # the next call asks the other nodes
            raise TryAgain(
                f"No answer from the chain's node at {node}.", "Is it running, and are you online?"
            ) from error
        except Web3Exception as error:
            raise TryAgain(f"The chain's node failed at {what}: {error}.") from error
        except (ValueError, TypeError, KeyError, AttributeError, OverflowError) as error:
            raise PeerBroke(
                f"The chain's node at {node} answers nonsense when asked for {what}.",
                "Ask the operator for another node of this network.",
            ) from error


def _connect(url: str, session: requests.Session) -> "Web3":
    with kept_recursion_limit():
        from web3 import HTTPProvider, Web3
    from web3.providers.rpc.utils import ExceptionRetryConfiguration

    retries = ExceptionRetryConfiguration(
        errors=(requests.ConnectionError, requests.Timeout), retries=3, backoff_factor=0.2
    )
    provider = HTTPProvider(
        url, {"timeout": TIMEOUT_SECONDS}, session=session, exception_retry_configuration=retries
    )
    # A revert could otherwise make web3 fetch an address that the contract names (EIP-3668).
    provider.global_ccip_read_enabled = False
    return Web3(provider, middleware=[])


def _reason(error: Any) -> str:
    """The named error of a revert, wherever the node put its data."""
    data = error.data
    if isinstance(data, Mapping):
        data = data.get("data") or data.get("result")
    if isinstance(data, str) and data.startswith("0x"):
        return describe_error(bytes.fromhex(data[2:]))
    return str(error.message or "no reason given")


def _key(call: Mapping[str, Any]) -> bytes:
    return f"{call['to']}|{call['value']}|{call['data']}".encode()


def _hash(raw: bytes) -> str:
    from eth_hash.auto import keccak

    return _hex(keccak(raw))


def _hex(data: Any) -> str:
    return "0x" + bytes(data).hex()


def _text(value: str) -> Any:
    """A method's name or a hash; web3 has types of its own for them, to us they are text."""
    return value


def _checksum(address: str) -> Any:
    from eth_utils.address import to_checksum_address

    return to_checksum_address(address)

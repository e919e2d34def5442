"""Signed transactions in; blocks, state, receipts and logs of one machine's own chain out, kept in a file."""

import secrets
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eth._utils.address import generate_contract_address
from eth.chains.base import MiningChain
from eth.consensus.applier import ConsensusApplier
from eth.consensus.noproof import NoProofConsensus
from eth.constants import BLANK_ROOT_HASH
from eth.db.atomic import AtomicDB
from eth.db.backends.memory import MemoryDB
from eth.exceptions import HeaderNotFound, PyEVMError, Revert, TransactionNotFound
from eth.vm.forks.cancun import CancunVM
from eth.vm.spoof import SpoofTransaction
from eth_utils.exceptions import ValidationError
from rlp.exceptions import RLPException  # type: ignore[import-untyped]

from app.localnet.chain_store import ChainStore, Log

CHAIN_ID = 31_337
"""The id that development chains share."""
GAS_LIMIT = 30_000_000
TIP_WEI = 1_000_000_000
IDLE_BLOCKS = 3
"""Empty blocks after the last transaction: the protocol's beacon is the second of them."""

Header = Any
"""py-evm's block header."""
Transaction = Any
"""py-evm's signed transaction."""

_ZERO_ADDRESS = bytes(20)
_RICH_WEI = 10**30
_CREATED_STATUS = b"\x01"


class Reverted(Exception):  # noqa: N818 - reads as what happened
    """A simulated call failed; `data` is what the contract returned with it."""

    def __init__(self, message: str, data: bytes) -> None:
        super().__init__(message)
        self.data = data


class NotAccepted(Exception):  # noqa: N818
    """A transaction that can never be in the next block: a wrong number, too little money, garbage."""


@dataclass(frozen=True)
class Call:
    """A call to simulate; `to` is empty for a creation."""

    sender: bytes
    to: bytes
    data: bytes
    value: int
    gas: int | None = None


@dataclass(frozen=True)
class Mined:
    """A transaction with its block and receipt; each is alone in its block."""

    header: Header
    transaction: Transaction
    receipt: Any

    @property
    def price_wei(self) -> int:
        """What a unit of gas cost."""
        transaction = self.transaction
        tip = min(
            transaction.max_priority_fee_per_gas, transaction.max_fee_per_gas - self.header.base_fee_per_gas
        )
        return int(self.header.base_fee_per_gas + tip)

    @property
    def created(self) -> bytes:
        """Address of the contract that a creation made."""
        return bytes(generate_contract_address(self.transaction.sender, self.transaction.nonce))

    @property
    def succeeded(self) -> bool:
        """Whether the transaction did what it asked."""
        return bool(self.receipt.state_root == _CREATED_STATUS)


class _Recorded(MemoryDB):
    """py-evm's key-value store, which notes what changed since the last block was kept."""

    def __init__(self, entries: dict[bytes, bytes]) -> None:
        super().__init__(entries)
        self.changed: dict[bytes, bytes | None] = {}

    def __setitem__(self, key: bytes, value: bytes) -> None:
        super().__setitem__(key, value)
        self.changed[key] = value

    def __delitem__(self, key: bytes) -> None:
        super().__delitem__(key)
        self.changed[key] = None


class _Chain(MiningChain):
    chain_id = CHAIN_ID
    vm_configuration = ConsensusApplier(NoProofConsensus).amend_vm_configuration(((0, CancunVM),))

    def create_header_from_parent(self, parent_header: Header, **fields: Any) -> Header:
        """The next header; the gas limit stays."""
        return super().create_header_from_parent(
            parent_header, **{**fields, "gas_limit": parent_header.gas_limit}
        )


class LocalChain:
    """An EVM chain (fork Cancun) of this machine: a block a transaction, time from a clock; thread-safe.

    Args:
        path: its file, or None to live in memory.
        now: the market clock, UTC seconds; a block's time is its parent's plus one at least.
        balances_wei: of the first block, by 0x-address; later starts ignore them.
    """

    def __init__(self, path: Path | None, now: Callable[[], float], balances_wei: Mapping[str, int]) -> None:
        self._now = now
        self._lock = threading.RLock()
        self._store = ChainStore(path)
        entries = self._store.load()
        self._entries = _Recorded(entries)
        database = AtomicDB(self._entries)
        # py-evm wraps every number and byte string in a type of its own; here they are plain.
        self._chain: Any
        if entries:
            self._chain = _Chain(database)
        else:
            self._chain = _Chain.from_genesis(database, self._genesis(), _accounts(balances_wei))
            self._store.save(self._entries.changed, ())
        self._entries.changed.clear()
        self._pending: Any = None
        self._idle = IDLE_BLOCKS

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._store.close()

    def _genesis(self) -> dict[str, Any]:
        return {
            "coinbase": _ZERO_ADDRESS,
            "difficulty": 0,
            "extra_data": b"",
            "gas_limit": GAS_LIMIT,
            "mix_hash": bytes(32),
            "nonce": bytes(8),
            "receipt_root": BLANK_ROOT_HASH,
            "transaction_root": BLANK_ROOT_HASH,
            "timestamp": int(self._now()),
        }

    def submit(self, raw: bytes) -> bytes:
        """Mine a signed transaction in a block of its own; returns its hash. Mined once, it stays mined.

        Raises:
            NotAccepted: it is malformed, of another chain, out of order or not paid for.
        """
        with self._lock:
            try:
                transaction = self._vm().get_transaction_builder().decode(raw)
                sender = transaction.sender
            except (PyEVMError, RLPException, ValidationError, ValueError, IndexError) as error:
                raise NotAccepted(f"not a signed transaction: {error}") from error
            if self.mined(transaction.hash) is not None:
                raise NotAccepted("already known")
            self._check(transaction, sender)
            self._mine([transaction])
            self._idle = 0
            return bytes(transaction.hash)

    def tick(self) -> bool:
        """Mine an empty block where the last transaction has too few after it; False when it has enough."""
        with self._lock:
            if self._idle >= IDLE_BLOCKS:
                return False
            self._mine([])
            self._idle += 1
            return True

    def _check(self, transaction: Transaction, sender: bytes) -> None:
        """Refuse with the words that other nodes use: programs look for them."""
        if transaction.chain_id != CHAIN_ID:  # py-evm does not compare it
            raise NotAccepted(f"invalid chain id: {transaction.chain_id}, expected {CHAIN_ID}")
        expected = self._vm().state.get_nonce(sender)
        if transaction.nonce != expected:
            side = "low" if transaction.nonce < expected else "high"
            raise NotAccepted(f"nonce too {side}: {transaction.nonce}, expected {expected}")
        needed = transaction.gas * transaction.max_fee_per_gas + transaction.value
        if self._vm().state.get_balance(sender) < needed:
            raise NotAccepted("insufficient funds for gas * price + value")

    def _mine(self, transactions: list[Transaction]) -> None:
        head = self._chain.get_canonical_head()
        self._chain.header = self._next_header(head)
        try:
            result, receipts, _ = self._chain.mine_all(transactions)
        except ValidationError as error:
            self._entries.changed.clear()
            raise NotAccepted(str(error)) from error
        self._pending = None
        self._store.save(self._entries.changed, _logs(result.imported_block, transactions, receipts))
        self._entries.changed.clear()

    def _next_header(self, head: Header) -> Header:
        header = self._chain.create_header_from_parent(head, coinbase=_ZERO_ADDRESS)
        # The mix hash makes the block's hash, the protocol's beacon, a draw.
        time = max(head.timestamp + 1, int(self._now()))
        return header.copy(timestamp=time, mix_hash=secrets.token_bytes(32))

    def head(self) -> Header:
        """The newest block's header."""
        with self._lock:
            return self._chain.get_canonical_head()

    def header(self, block: int | bytes) -> Header | None:
        """A block's header by number or hash, None where there is none."""
        with self._lock:
            try:
                if isinstance(block, bytes):
                    return self._chain.get_block_header_by_hash(block)
                return self._chain.get_canonical_block_header_by_number(block)
            except HeaderNotFound:
                return None

    def transactions(self, header: Header) -> Sequence[Transaction]:
        """The transactions of a block."""
        with self._lock:
            return tuple(self._chain.get_block_by_header(header).transactions)

    def mined(self, transaction_hash: bytes) -> Mined | None:
        """A mined transaction, None where there is none of that hash."""
        with self._lock:
            database = self._chain.chaindb
            try:
                number, index = database.get_transaction_index(transaction_hash)
            except TransactionNotFound:
                return None
            header = self._chain.get_canonical_block_header_by_number(number)
            receipt = self._chain.get_transaction_receipt_by_index(number, index)
            return Mined(header, self._chain.get_canonical_transaction_by_index(number, index), receipt)

    def logs(self, since: int, until: int, addresses: Sequence[bytes]) -> list[Log]:
        """Logs of blocks `since` to `until`, of any address without `addresses`."""
        with self._lock:
            return self._store.logs(since, until, addresses)

    def balance(self, address: bytes, block: int | None = None) -> int:
        """Wei of `address`, now or after a block."""
        with self._lock:
            return int(self._vm(block).state.get_balance(address))

    def nonce(self, address: bytes, block: int | None = None) -> int:
        """Transactions that `address` has sent."""
        with self._lock:
            return int(self._vm(block).state.get_nonce(address))

    def code(self, address: bytes, block: int | None = None) -> bytes:
        """The code at `address`, empty where there is no contract."""
        with self._lock:
            return bytes(self._vm(block).state.get_code(address))

    def call(self, call: Call, block: int | None = None) -> bytes:
        """What a call would return in the next block, or after `block`; raises Reverted."""
        with self._lock:
            computation = self._simulate(call, call.gas or GAS_LIMIT, block)
            return bytes(computation.output)

    def estimate(self, call: Call) -> int:
        """Gas with which the call succeeds in the next block; raises Reverted.

        One run tells what it burns; a contract passes on 63 of 64 parts only, so a second proves the limit.
        """
        with self._lock:
            burnt = _burnt(self._simulate(call, GAS_LIMIT, None), GAS_LIMIT)
            limit = burnt + burnt // 32
            while limit < GAS_LIMIT:
                try:
                    self._simulate(call, limit, None)
                except Reverted:
                    limit *= 2
                else:
                    return limit
            return GAS_LIMIT

    def _simulate(self, call: Call, gas: int, block: int | None) -> Any:
        """Run a call as a transaction whose sender can pay for it, and undo it."""
        vm = self._vm(block)
        state = vm.state
        snapshot = state.snapshot()
        try:
            state.set_balance(call.sender, state.get_balance(call.sender) + _RICH_WEI)
            computation = state.apply_transaction(_spoofed(vm, call, gas))
        except ValidationError as error:
            raise Reverted(str(error), b"") from error
        finally:
            state.revert(snapshot)
        if computation.is_error:
            fault = computation.error
            data = bytes(fault.args[0]) if isinstance(fault, Revert) and fault.args else b""
            raise Reverted("execution reverted" if isinstance(fault, Revert) else repr(fault), data)
        return computation

    def _vm(self, block: int | None = None) -> Any:
        """The machine with the state after `block`; by default one that is about to make the next block."""
        head = self._chain.get_canonical_head()
        if block is not None and block < head.block_number:
            return self._chain.get_vm(self._chain.get_canonical_block_header_by_number(block))
        now = max(head.timestamp + 1, int(self._now()))
        if self._pending is None or self._pending.get_header().timestamp != now:
            self._pending = self._chain.get_vm(self._next_header(head))
        return self._pending


def _accounts(balances_wei: Mapping[str, int]) -> Any:
    return {
        bytes.fromhex(address[2:]): {"balance": balance, "nonce": 0, "code": b"", "storage": {}}
        for address, balance in balances_wei.items()
    }


def _spoofed(vm: Any, call: Call, gas: int) -> Any:
    base_fee = vm.get_header().base_fee_per_gas
    unsigned = vm.get_transaction_builder().new_unsigned_dynamic_fee_transaction(
        chain_id=CHAIN_ID,
        nonce=vm.state.get_nonce(call.sender),
        max_priority_fee_per_gas=0,
        max_fee_per_gas=base_fee,
        gas=gas,
        to=call.to,
        value=call.value,
        data=call.data,
        access_list=(),
    )
    return SpoofTransaction(unsigned, from_=call.sender)


def _burnt(computation: Any, gas: int) -> int:
    return gas - int(computation.get_gas_remaining())


def _logs(block: Any, transactions: Sequence[Transaction], receipts: Sequence[Any]) -> list[Log]:
    found: list[Log] = []
    for transaction, receipt in zip(transactions, receipts, strict=True):
        for log in receipt.logs:
            topics = tuple(topic.to_bytes(32, "big") for topic in log.topics)
            found.append(
                Log(
                    block.number,
                    len(found),
                    block.hash,
                    transaction.hash,
                    log.address,
                    topics,
                    bytes(log.data),
                )
            )
    return found

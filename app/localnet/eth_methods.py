"""JSON-RPC parameters in, a local chain's answers in Ethereum's JSON out."""

from collections.abc import Callable
from typing import Any

from app.localnet.chain import CHAIN_ID, TIP_WEI, Call, LocalChain, Mined, NotAccepted, Reverted
from app.localnet.chain_store import Log
from app.localnet.rpc import INVALID_PARAMS, RpcError

CLIENT_VERSION = "conflux-local/1"
_SERVER_ERROR = -32_000
_REVERTED = 3
_NOW = ("latest", "pending", "safe", "finalized")
_MAX_HISTORY = 1_024


def eth_methods(chain: LocalChain) -> dict[str, Callable[..., Any]]:
    """Every Ethereum method that a local chain serves, by name."""
    eth = _Eth(chain)
    return {
        "web3_clientVersion": lambda: CLIENT_VERSION,
        "net_version": lambda: str(CHAIN_ID),
        "eth_chainId": lambda: hex(CHAIN_ID),
        "eth_blockNumber": lambda: hex(chain.head().block_number),
        "eth_gasPrice": eth.gas_price,
        "eth_maxPriorityFeePerGas": lambda: hex(TIP_WEI),
        "eth_feeHistory": eth.fee_history,
        "eth_getBlockByNumber": eth.block_by_number,
        "eth_getBlockByHash": eth.block_by_hash,
        "eth_getBalance": lambda address, block="latest": hex(
            chain.balance(_raw(address, 20), eth.number(block))
        ),
        "eth_getTransactionCount": lambda address, block="latest": hex(
            chain.nonce(_raw(address, 20), eth.number(block))
        ),
        "eth_getCode": lambda address, block="latest": _hex(chain.code(_raw(address, 20), eth.number(block))),
        "eth_call": eth.call,
        "eth_estimateGas": eth.estimate,
        "eth_sendRawTransaction": eth.submit,
        "eth_getTransactionReceipt": eth.receipt,
        "eth_getTransactionByHash": eth.transaction,
        "eth_getLogs": eth.logs,
    }


class _Eth:
    def __init__(self, chain: LocalChain) -> None:
        self._chain = chain

    def number(self, block: str) -> int | None:
        """The number of a block parameter, None for the newest state."""
        if block in _NOW:
            return None
        number = 0 if block == "earliest" else int(block, 16)
        if number > self._chain.head().block_number:
            raise RpcError(_SERVER_ERROR, f"block {number} not found")
        return number

    def gas_price(self) -> str:
        return hex(self._chain.head().base_fee_per_gas + TIP_WEI)

    def fee_history(
        self, count: str | int, newest: str, percentiles: list[float] | None = None
    ) -> dict[str, Any]:
        last = self.number(newest)
        last = self._chain.head().block_number if last is None else last
        size = min(int(count, 16) if isinstance(count, str) else int(count), _MAX_HISTORY, last + 1)
        headers = [self._chain.header(number) for number in range(last - size + 1, last + 1)]
        found = [header for header in headers if header is not None]
        fees = [hex(header.base_fee_per_gas) for header in found]
        return {
            "oldestBlock": hex(last - size + 1),
            "baseFeePerGas": [*fees, fees[-1]],
            "gasUsedRatio": [header.gas_used / header.gas_limit for header in found],
            **({"reward": [self._tips(header, len(percentiles)) for header in found]} if percentiles else {}),
        }

    def _tips(self, header: Any, count: int) -> list[str]:
        """What the one transaction of a block paid its maker for a unit of gas, at every percentile."""
        sent = self._chain.transactions(header) if header.gas_used else ()
        tip = (
            min(sent[0].max_priority_fee_per_gas, sent[0].max_fee_per_gas - header.base_fee_per_gas)
            if sent
            else 0
        )
        return [hex(tip)] * count

    def block_by_number(self, block: str, full: Any = None) -> dict[str, Any] | None:
        if block not in _NOW and block != "earliest" and int(block, 16) > self._chain.head().block_number:
            return None
        number = self.number(block)
        header = self._chain.head() if number is None else self._chain.header(number)
        return self._block(header, full) if header else None

    def block_by_hash(self, block_hash: str, full: Any = None) -> dict[str, Any] | None:
        header = self._chain.header(_raw(block_hash, 32))
        return self._block(header, full) if header else None

    def _block(self, header: Any, full: Any) -> dict[str, Any]:
        transactions = self._chain.transactions(header) if header.gas_used else ()
        return {
            "number": hex(header.block_number),
            "hash": _hex(header.hash),
            "parentHash": _hex(header.parent_hash),
            "timestamp": hex(header.timestamp),
            "mixHash": _hex(header.mix_hash),
            "nonce": _hex(header.nonce),
            "sha3Uncles": _hex(header.uncles_hash),
            "logsBloom": _hex(header.bloom.to_bytes(256, "big")),
            "stateRoot": _hex(header.state_root),
            "transactionsRoot": _hex(header.transaction_root),
            "receiptsRoot": _hex(header.receipt_root),
            "miner": _hex(header.coinbase),
            "difficulty": hex(header.difficulty),
            "extraData": _hex(header.extra_data),
            "gasLimit": hex(header.gas_limit),
            "gasUsed": hex(header.gas_used),
            "baseFeePerGas": hex(header.base_fee_per_gas),
            "size": hex(0),
            "uncles": [],
            "transactions": [
                self.transaction(_hex(item.hash)) if full else _hex(item.hash) for item in transactions
            ],
        }

    def call(self, request: dict[str, Any], block: str = "latest") -> str:
        try:
            return _hex(self._chain.call(_call(request), self.number(block)))
        except Reverted as error:
            raise RpcError(_REVERTED, str(error), _hex(error.data)) from error

    def estimate(self, request: dict[str, Any], _block: str = "latest") -> str:
        try:
            return hex(self._chain.estimate(_call(request)))
        except Reverted as error:
            raise RpcError(_REVERTED, str(error), _hex(error.data)) from error

    def submit(self, raw: str) -> str:
        try:
            return _hex(self._chain.submit(_raw(raw)))
        except NotAccepted as error:
            raise RpcError(_SERVER_ERROR, str(error)) from error

    def receipt(self, transaction_hash: str) -> dict[str, Any] | None:
        mined = self._chain.mined(_raw(transaction_hash, 32))
        if mined is None:
            return None
        number = mined.header.block_number
        return {
            **_place(mined),
            "from": _hex(mined.transaction.sender),
            "to": _hex(mined.transaction.to) if mined.transaction.to else None,
            "contractAddress": None if mined.transaction.to else _hex(mined.created),
            "status": hex(mined.succeeded),
            "gasUsed": hex(mined.header.gas_used),
            "cumulativeGasUsed": hex(mined.header.gas_used),
            "effectiveGasPrice": hex(mined.price_wei),
            "logsBloom": _hex(mined.header.bloom.to_bytes(256, "big")),
            "logs": [_log(log) for log in self._chain.logs(number, number, ())],
        }

    def transaction(self, transaction_hash: str) -> dict[str, Any] | None:
        mined = self._chain.mined(_raw(transaction_hash, 32))
        if mined is None:
            return None
        sent = mined.transaction
        return {
            **_place(mined),
            "hash": _hex(sent.hash),
            "chainId": hex(CHAIN_ID),
            "nonce": hex(sent.nonce),
            "from": _hex(sent.sender),
            "to": _hex(sent.to) if sent.to else None,
            "value": hex(sent.value),
            "gas": hex(sent.gas),
            "gasPrice": hex(mined.price_wei),
            "maxFeePerGas": hex(sent.max_fee_per_gas),
            "maxPriorityFeePerGas": hex(sent.max_priority_fee_per_gas),
            "input": _hex(sent.data),
            "accessList": [],
            "v": hex(sent.y_parity),
            "yParity": hex(sent.y_parity),
            "r": hex(sent.r),
            "s": hex(sent.s),
        }

    def logs(self, query: dict[str, Any]) -> list[dict[str, Any]]:
        head = self._chain.head().block_number
        since, until = (_bound(query.get(key, "latest"), head) for key in ("fromBlock", "toBlock"))
        if "blockHash" in query:
            header = self._chain.header(_raw(query["blockHash"], 32))
            if header is None:
                raise RpcError(_SERVER_ERROR, "block not found")
            since = until = header.block_number
        wanted = query.get("address") or []
        addresses = [_raw(address, 20) for address in ([wanted] if isinstance(wanted, str) else wanted)]
        topics = query.get("topics") or []
        return [_log(log) for log in self._chain.logs(since, until, addresses) if _matches(log, topics)]


def _bound(block: str, head: int) -> int:
    if block in _NOW:
        return head
    return 0 if block == "earliest" else int(block, 16)


def _matches(log: Log, topics: list[Any]) -> bool:
    """Ethereum's topic filter: None is any, a list is one of."""
    if len(topics) > len(log.topics):
        return False
    for topic, wanted in zip(log.topics, topics, strict=False):
        allowed = [wanted] if isinstance(wanted, str) else wanted
        if allowed and _hex(topic) not in {item.lower() for item in allowed}:
            return False
    return True


def _log(log: Log) -> dict[str, Any]:
    return {
        "address": _hex(log.address),
        "topics": [_hex(topic) for topic in log.topics],
        "data": _hex(log.data),
        "blockNumber": hex(log.block),
        "blockHash": _hex(log.block_hash),
        "transactionHash": _hex(log.transaction_hash),
        "transactionIndex": "0x0",
        "logIndex": hex(log.position),
        "removed": False,
    }


def _place(mined: Mined) -> dict[str, Any]:
    return {
        "transactionHash": _hex(mined.transaction.hash),
        "transactionIndex": "0x0",
        "blockNumber": hex(mined.header.block_number),
        "blockHash": _hex(mined.header.hash),
        "type": "0x2" if getattr(mined.transaction, "type_id", None) == 2 else "0x0",  # noqa: PLR2004 - EIP-1559
    }


def _call(request: dict[str, Any]) -> Call:
    return Call(
        sender=_raw(request["from"], 20) if request.get("from") else bytes(20),
        to=_raw(request["to"], 20) if request.get("to") else b"",
        data=_raw(request.get("data") or request.get("input") or "0x"),
        value=int(request.get("value", "0x0"), 16),
        gas=int(request["gas"], 16) if request.get("gas") else None,
    )


def _raw(text: str, length: int | None = None) -> bytes:
    if not isinstance(text, str) or not text.startswith("0x"):
        raise RpcError(INVALID_PARAMS, f"not 0x-hexadecimal: {str(text)[:80]}")
    data = bytes.fromhex(text[2:])
    if length is not None and len(data) != length:
        raise RpcError(INVALID_PARAMS, f"{length} bytes expected, {len(data)} given")
    return data


def _hex(data: bytes) -> str:
    return "0x" + bytes(data).hex()

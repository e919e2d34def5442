"""A real local chain in; a JSON-RPC server before it that lets wait, forks and lies on demand, out."""

import contextlib

from eth.db.atomic import AtomicDB

from app.localnet import chain as local_chain
from app.localnet.rpc import RpcError, RpcServer
from core.payments.signed import read_signed


class MoodyNode:
    """Passes everything on to `node`, a LocalNode whose own ticker is asleep.

    Attributes:
        holds: True keeps transactions in the waiting room until `mine`.
        chain_id: what it says; None says the truth.
        asked: the methods, in order.
    """

    def __init__(self, node):
        self._node = node
        self.holds = False
        self.chain_id = None
        self.asked = []
        self.waiting = {}
        methods = dict(node._methods)
        methods.update(
            eth_chainId=self._chain_id,
            eth_sendRawTransaction=self._submit,
            eth_getTransactionCount=self._count,
        )
        noted = {name: self._noting(name, method) for name, method in methods.items()}
        self._server = RpcServer(0, noted)
        self.url = f"http://127.0.0.1:{self._server.port}"

    def _noting(self, name, method):
        def call(*parameters):
            self.asked.append(name)
            return method(*parameters)

        return call

    def stop(self):
        self._server.stop()

    def _chain_id(self):
        return hex(self.chain_id or local_chain.CHAIN_ID)

    def _submit(self, raw):
        found = read_signed(bytes.fromhex(raw[2:]))
        if not self.holds:
            return self._node.rpc("eth_sendRawTransaction", raw)
        place = found.signer, found.nonce
        if place in self.waiting:
            before = read_signed(bytes.fromhex(self.waiting[place][2:]))
            if before.hash == found.hash:
                raise RpcError(-32_000, "already known")
            enough = [(found.most_wei, before.most_wei), (found.tip_wei, before.tip_wei)]
            if any(10 * new < 11 * old for new, old in enough):
                raise RpcError(-32_000, "replacement transaction underpriced")
        self.waiting[place] = raw
        return found.hash

    def _count(self, address, block="latest"):
        mined = int(self._node.rpc("eth_getTransactionCount", address, "latest"), 16)
        own = sum(signer == address.lower() for signer, _ in self.waiting) if block == "pending" else 0
        return hex(mined + own)

    def mine(self):
        """Mine what waits, in order."""
        for place in sorted(self.waiting):
            with contextlib.suppress(RpcError):
                self._node.rpc("eth_sendRawTransaction", self.waiting.pop(place))

    def blocks(self, count):
        """Empty blocks on top."""
        for _ in range(count):
            with self._node.chain._lock:
                self._node.chain._mine([])

    def mark(self):
        """The chain as it is, to go back to."""
        return dict(self._node.chain._entries.kv_store), self._node.chain.head().block_number

    def fork(self, mark, blocks):
        """A reorganisation: the blocks since `mark` never were, and so many empty ones are there instead."""
        entries, number = mark
        chain = self._node.chain
        with chain._lock:
            chain._entries.kv_store.clear()
            chain._entries.kv_store.update(entries)
            chain._chain = local_chain._Chain(AtomicDB(chain._entries))
            chain._pending = None
            chain._entries.changed.clear()
            chain._store._connection.execute("DELETE FROM logs WHERE block > ?", (number,))
        self.blocks(blocks)

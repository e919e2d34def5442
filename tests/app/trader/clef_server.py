"""A key and a mood in; a server that speaks Clef's external API over HTTP or a socket file, out.

Written from the published documentation of the protocol (geth.ethereum.org/docs/clef/apis), not from Clef.
"""

import json
import socket
import threading
from pathlib import Path

from eth_account import Account as EthAccount
from eth_account.messages import encode_defunct, encode_typed_data

from app.localnet.rpc import RpcError, RpcServer


class ClefUser:
    """What the signer answers; the tests change its mind.

    Attributes:
        denies: its user presses no.
        key: signs; another one than the account's for a swapped device.
        changes: fields of a transaction that its user edits before approving.
        asked: methods and parameters, in order.
        answers: raw answers by method, instead of the signer's own.
    """

    def __init__(self, key):
        self.key = key
        self.own = EthAccount.from_key(key).address
        self.denies = False
        self.changes = {}
        self.asked = []
        self.answers = {}
        self.waits = None

    def methods(self):
        made = {
            "account_version": lambda: "6.1.0",
            "account_list": lambda: [self.own],
            "account_signTransaction": self._transaction,
            "account_signTypedData": self._typed,
            "account_signData": self._data,
        }
        return {name: self._asked(name, method) for name, method in made.items()}

    def _asked(self, name, method):
        def call(*parameters):
            self.asked.append((name, *parameters))
            if self.waits is not None:
                self.waits.wait(10)
            if name in self.answers:
                return self.answers[name]
            if self.denies:
                raise RpcError(-32_000, "Request denied")
            return method(*parameters)

        return call

    def _transaction(self, asked, _signature=None):
        if EthAccount.from_key(self.key).address != asked["from"] and self.key_is_own():
            raise RpcError(-32_000, "unknown account")
        texts = ("from", "to", "data")
        numbers = {name: int(value, 16) for name, value in asked.items() if name not in texts}
        fields = {**numbers, "to": asked["to"], "data": asked["data"], **self.changes}
        signed = EthAccount.sign_transaction(fields, self.key)
        return {"raw": "0x" + bytes(signed.raw_transaction).hex(), "tx": {"hash": "0x" + signed.hash.hex()}}

    def key_is_own(self):
        return EthAccount.from_key(self.key).address == self.own

    def _typed(self, _address, data):
        return self._sign(encode_typed_data(full_message=json.loads(json.dumps(data))))

    def _data(self, kind, _address, data):
        assert kind == "text/plain"
        return self._sign(encode_defunct(hexstr=data))

    def _sign(self, message):
        return "0x" + bytes(EthAccount.sign_message(message, self.key).signature).hex()


class ClefOverHttp(RpcServer):
    def __init__(self, user):
        super().__init__(0, user.methods())
        self.address = f"http://127.0.0.1:{self.port}"


class ClefOverSocket:
    """The same over a socket file: one request a connection, answered without an end mark."""

    def __init__(self, user, path: Path):
        self.address = str(path)
        self._methods = user.methods()
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._socket.bind(self.address)
        self._socket.listen()
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self):
        while True:
            try:
                line, _ = self._socket.accept()
            except OSError:
                return
            with line, line.makefile("rb") as lines:
                asked = lines.readline()
                if not asked:
                    continue
                request = json.loads(asked)
                try:
                    answer = {"result": self._methods[request["method"]](*request["params"])}
                except RpcError as error:
                    answer = {"error": {"code": error.code, "message": error.message}}
                data = json.dumps({"jsonrpc": "2.0", "id": request["id"], **answer}).encode()
                line.sendall(data[: len(data) // 2])
                line.sendall(data[len(data) // 2 :] + b"\n")

    def stop(self):
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join()

"""A server that speaks Kubo's RPC as its source defines it: commands, options, errors, streams; on loopback.

It cuts blobs itself, by the options of the request, with code of its own: a client that leaves an option out
gets the CID that a real node would give it (CIDv0, 256 KiB, 174 links).
"""

import hashlib
import json
import re
import sys
import threading
from base64 import b32encode
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def varint(number):
    return (
        b""
        if number is None
        else (bytes([number]) if number < 128 else bytes([number % 128 + 128]) + varint(number // 128))
    )


def cid_bytes(version, codec, block):
    head = bytes([1, codec]) if version else b""
    return head + b"\x12\x20" + hashlib.sha256(block).digest()


def cid_text(cid):
    if cid[0] == 1:
        return "b" + b32encode(cid).decode().lower().rstrip("=")
    number, text = int.from_bytes(cid, "big"), ""
    while number:
        number, digit = divmod(number, 58)
        text = BASE58[digit] + text
    return text


def message(*fields):
    """A protobuf message of (number, bytes or integer)."""
    return b"".join(
        varint(number * 8) + varint(value)
        if isinstance(value, int)
        else varint(number * 8 + 2) + varint(len(value)) + value
        for number, value in fields
    )


class Blockstore:
    """Blocks by CID, and files made of them."""

    def __init__(self):
        self.blocks = {}
        self.children = {}
        self.pins = set()
        self.lock = threading.Lock()

    def keep(self, version, codec, block, children=()):
        cid = cid_text(cid_bytes(version, codec, block))
        with self.lock:
            self.blocks[cid] = block
            self.children[cid] = tuple(children)
        return cid

    def add(self, data, options):
        version = int(options.get("cid-version", "0"))
        raw = options.get("raw-leaves", "true" if version else "false") == "true"
        size = int(options.get("chunker", "size-262144").removeprefix("size-"))
        most = int(options.get("max-file-links", "174"))
        row = [self._leaf(version, data[at : at + size], raw=raw) for at in range(0, max(1, len(data)), size)]
        while len(row) > 1:
            row = [self._node(version, row[at : at + most]) for at in range(0, len(row), most)]
        return row[0][0]

    def _leaf(self, version, chunk, *, raw):
        if raw:
            return self.keep(1, 0x55, chunk), cid_bytes(1, 0x55, chunk), len(chunk), len(chunk)
        content = ((2, chunk),) if chunk else ()
        block = message((1, message((1, 2), *content, (3, len(chunk)))))
        return self.keep(version, 0x70, block), cid_bytes(version, 0x70, block), len(chunk), len(block)

    def _node(self, version, children):
        links = [(2, message((1, cid), (2, b""), (3, total))) for _, cid, _, total in children]
        sizes = [(4, content) for *_, content, _ in children]
        content = sum(content for *_, content, _ in children)
        block = message(*links, (1, message((1, 2), (3, content), *sizes)))
        name = self.keep(version, 0x70, block, [child[0] for child in children])
        return name, cid_bytes(version, 0x70, block), content, len(block) + sum(c[3] for c in children)

    def cat(self, cid):
        """The pieces of a file; None in the place of one that is not here."""
        block = self.blocks.get(cid)
        if block is None:
            return [None]
        if self.children[cid]:
            return [piece for child in self.children[cid] for piece in self.cat(child)]
        if cid.startswith("bafkrei"):
            return [block]
        return [unwrapped(block)]


def unwrapped(block):
    """The content of a dag-pb leaf: field 2 of the message in field 1."""
    inner = field(block, 1)
    return field(inner, 2)


def field(block, wanted):
    at = 0
    while at < len(block):
        key, at = read_varint(block, at)
        value, at = read_varint(block, at)
        if key % 8 == 2:
            if key // 8 == wanted:
                return block[at : at + value]
            at += value
    return b""


def read_varint(block, at):
    number, shift = 0, 0
    while True:
        byte = block[at]
        number, shift, at = number | (byte & 127) << shift, shift + 7, at + 1
        if byte < 128:
            return number, at


class KuboServer:
    """A running node with its RPC, and a gateway over the same blocks.

    `fault` spoils what blobs are answered with: "alter", "truncate" (the line breaks), "stream-error" (the
    node fails after its first bytes, as the trailer X-Stream-Error says), "drip", "flood", "hang".
    """

    def __init__(self, authorization=""):
        self.store = Blockstore()
        self.authorization = authorization
        self.fault = ""
        self.refusal = ""
        self.seen = []
        self.closing = threading.Event()
        self._servers = [
            serve(Rpc, self),
            serve(Gateway, self),
        ]
        self.url, self.gateway_url = (f"http://127.0.0.1:{server.server_port}" for server, _ in self._servers)

    def close(self):
        self.closing.set()
        for server, thread in self._servers:
            server.shutdown()
            thread.join()
            server.server_close()


def form(content_type, body):
    """Name and content of each part of a form (RFC 7578); none where the body is no form."""
    border = re.fullmatch(r"multipart/form-data; boundary=([^;]+)", content_type)
    parts = body.split(b"--" + border[1].encode())[1:-1] if border else []
    for part in parts:
        head, _, content = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        yield re.search(rb' name="([^"]+)"', head)[1].decode(), content.removesuffix(b"\r\n")


class Server(ThreadingHTTPServer):
    """Tells every error of its own; a client that hung up is none."""

    def handle_error(self, request, client_address):
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


def serve(handler, node):
    """A server of its own on loopback, and the thread that it runs on."""
    server = Server(("127.0.0.1", 0), handler)
    server.node = node
    server.daemon_threads = True
    server.block_on_close = False
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    return server, thread


class BlobHandler(BaseHTTPRequestHandler):
    """What both kinds of answers share: blobs, spoilt when the node is told to."""

    protocol_version = "HTTP/1.1"
    timeout = 10

    @property
    def node(self):
        """The running node or service."""
        return self.server.node

    def log_message(self, *_):
        pass

    def answer(self, status, body, kind="text/plain; charset=utf-8", **headers):
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def spoilt(self, data):
        """The blob as it leaves; None when the line was broken instead."""
        fault = self.node.fault
        if fault == "alter" and data:
            return bytes([data[0] ^ 1]) + data[1:]
        if fault == "flood":
            return data + bytes(4 << 20)
        if fault == "hang":
            self.node.closing.wait(10)
            return self.broken()
        if fault == "truncate":
            self.send_response(200)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data[: len(data) // 2])
            return self.broken()
        if fault == "drip":
            self.send_response(200)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            for at in range(len(data)):
                self.wfile.write(data[at : at + 1])
                if self.node.closing.wait(0.02):
                    break
            return self.broken()
        return data

    def broken(self):
        self.close_connection = True


class Gateway(BlobHandler):
    """Trustless Gateway: GET /ipfs/{cid}?format=raw, one block an answer."""

    def do_GET(self):
        self.node.seen.append(("GET", self.path, dict(self.headers), b""))
        place = urlsplit(self.path)
        wants_raw = "format=raw" in place.query or "vnd.ipld.raw" in self.headers.get("Accept", "")
        cid = place.path.removeprefix("/ipfs/")
        if not wants_raw:
            return self.answer(406, b"only raw blocks and CARs are given here\n")
        block = b"" if cid == "bafkqaaa" else self.node.store.blocks.get(cid)
        if self.node.refusal or block is None:
            return self.answer(int(self.node.refusal or 404), b"ipld: could not find " + cid.encode() + b"\n")
        block = self.spoilt(block)
        if block is not None:
            self.answer(200, block, "application/vnd.ipld.raw", **{"X-Ipfs-Path": place.path})
        return None


class Rpc(BlobHandler):
    """Kubo's RPC: POST /api/v0/COMMAND?arg=...&option=..., answered as go-ipfs-cmds answers."""

    def do_GET(self):
        self.answer(405, b"405 - Method Not Allowed\n", Allow="OPTIONS, POST")

    def do_POST(self):
        body = self.body()
        place = urlsplit(self.path)
        options = {name: values[0] for name, values in parse_qs(place.query).items()}
        self.node.seen.append((self.command, self.path, dict(self.headers), body))
        command = {
            "/api/v0/add": self.add,
            "/api/v0/cat": self.cat,
            "/api/v0/block/get": self.block_get,
            "/api/v0/pin/ls": self.pin_ls,
            "/api/v0/version": self.version,
        }.get(place.path)
        if "Mozilla" in self.headers.get("User-Agent", ""):
            return self.answer(403, b"403 - Forbidden\n")
        if self.headers.get("Authorization", "") != self.node.authorization:
            return self.answer(403, b"Kubo RPC Access Denied: Please provide a valid authorization token\n")
        if command is None:
            return self.answer(404, b"404 page not found\n")
        if self.node.refusal:
            return self.error(self.node.refusal)
        return command(options, body)

    def body(self):
        if self.headers.get("Transfer-Encoding") != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))
        data = b""
        while size := int(self.rfile.readline().split(b";")[0], 16):
            data += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return data

    def error(self, words, code=0):
        document = {"Message": words, "Code": code, "Type": "error"}
        self.answer(400 if code == 1 else 500, json.dumps(document).encode() + b"\n", "application/json")

    def emit(self, *documents):
        lines = b"".join(json.dumps(document).encode() + b"\n" for document in documents)
        self.answer(200, lines, "application/json", Trailer="X-Stream-Error")

    def files(self, body):
        return [data for _, data in form(self.headers.get("Content-Type", ""), body)]

    def add(self, options, body):
        files = self.files(body)
        if not files:
            return self.answer(400, b"file argument 'path' is required\n")
        size = re.fullmatch(r"size-([0-9]+)", options.get("chunker", "size-262144"))
        if not size or int(size[1]) > 2 * 1024 * 1024 - 256:
            return self.error("chunker parameters may not exceed the maximum chunk size")
        cid = self.node.store.add(files[0], options)
        if options.get("pin", "true") == "true":
            self.node.store.pins.add(cid)
        return self.emit({"Name": cid, "Hash": cid, "Size": str(len(files[0]))})

    def missing(self, cid, options):
        """An online node looks for a block until the time of the request is over."""
        seconds = float(re.fullmatch(r"([0-9]+)s", options.get("timeout", "600s"))[1])
        self.node.closing.wait(min(0.05, seconds))
        self.error(f"block was not found locally (offline): ipld: could not find {cid}")

    def cat(self, options, _body):
        if "arg" not in options:
            return self.answer(400, b'argument "ipfs-path" is required\n')
        pieces = self.node.store.cat(options["arg"])
        if pieces[0] is None:
            return self.missing(options["arg"], options)
        data = b"".join(piece for piece in pieces if piece is not None)
        fails = None in pieces or self.node.fault == "stream-error"
        data = self.spoilt(data)
        if data is None:
            return None
        return self.stream(data[: len(data) // 2] if fails else data, len(data), fails=fails)

    def stream(self, data, length, *, fails):
        """Chunked, with the length beside it; an error after the first byte goes into the trailer."""
        self.send_response(200)
        for name, value in {
            "Content-Type": "text/plain",
            "X-Content-Length": str(length),
            "X-Stream-Output": "1",
            "Trailer": "X-Stream-Error",
            "Transfer-Encoding": "chunked",
        }.items():
            self.send_header(name, value)
        self.end_headers()
        for at in range(0, len(data), 1 << 18):
            piece = data[at : at + (1 << 18)]
            self.wfile.write(b"%x\r\n%b\r\n" % (len(piece), piece))
        trailer = b"X-Stream-Error: block was not found\r\n" if fails else b""
        self.wfile.write(b"0\r\n" + trailer + b"\r\n")

    def block_get(self, options, _body):
        block = self.node.store.blocks.get(options.get("arg"))
        if block is None:
            return self.missing(options.get("arg"), options)
        block = self.spoilt(block)
        if block is not None:
            self.answer(200, block, "application/vnd.ipld.raw", **{"X-Stream-Output": "1"})
        return None

    def pin_ls(self, options, _body):
        cid = options.get("arg")
        if cid not in self.node.store.pins:
            return self.error(f"path '/ipfs/{cid}' is not pinned")
        return self.emit({"Keys": {cid: {"Type": "recursive", "Name": ""}}})

    def version(self, _options, _body):
        self.emit(
            {
                "Version": "0.39.0",
                "Commit": "",
                "Repo": "18",
                "System": "amd64/linux",
                "Golang": "go1.25.4",
            }
        )

"""A server that speaks Auto Drive's API as its backend defines it: uploads, downloads, errors; on loopback.

One thing differs, and no client can see it: the hash in its CIDs is SHA-256 in the place of BLAKE3, under
BLAKE3's number.
"""

import hashlib
import json
import threading
import uuid
from base64 import b32encode

from tests.app.adapters.kubo_server import BlobHandler, form, serve

API_KEY = "0123456789abcdef0123456789abcdef"


def cid_of(name, data):
    """A CID in the form of Auto Drive's: version 1, raw, 0x1f; its root node holds the file's name too."""
    node = hashlib.sha256(name.encode() + b"\0" + data).digest()
    return "b" + b32encode(b"\x01\x55\x1f\x20" + node).decode().lower().rstrip("=")


class Upload:
    """One session of an upload."""

    def __init__(self, name):
        self.name = name
        self.parts = {}
        self.status = "pending"
        self.cid = ""


class AutoDriveServer:
    """The API and the download gateway, as one server under /api.

    `fault` spoils downloads, as KuboServer's does; so many completions are `busy` before one succeeds; `lost`
    requests are carried out and their answers never arrive.
    """

    def __init__(self, credit=1 << 30):
        self.objects = {}
        self.uploads = {}
        self.credit = credit
        self.fault = ""
        self.refusal = 0
        self.busy = 0
        self.lost = 0
        self.seen = []
        self.closing = threading.Event()
        self._server, self._thread = serve(Handler, self)
        self.url = f"http://127.0.0.1:{self._server.server_port}/api"

    def close(self):
        self.closing.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class Handler(BlobHandler):
    def do_GET(self):
        self.route("GET", b"")

    def do_POST(self):
        self.route("POST", self.rfile.read(int(self.headers.get("Content-Length") or 0)))

    def route(self, method, body):
        self.node.seen.append((method, self.path, dict(self.headers), body))
        words = self.path.split("?")[0].split("/")[1:]
        if self.node.lost:
            self.node.lost -= 1
            self.wfile = _Nowhere()
            self.close_connection = True
        match (method, *words):
            case "GET", "api", "health":
                self.send_response(204)
                self.end_headers()
            case _ if self.node.refusal:
                self.error(self.node.refusal, "Internal server error")
            case "POST", "api", "uploads", "file":
                self.if_known(self.open, body)
            case "POST", "api", "uploads", "file", upload, "chunk":
                self.if_known(self.chunk, upload, body)
            case "POST", "api", "uploads", upload, "complete":
                self.if_known(self.complete, upload)
            case "GET", "api", "downloads", cid:
                self.if_known(self.download, cid)
            case "GET", "api", "objects", cid, "summary":
                self.summary(cid)
            case "GET", "api", "accounts", "@me":
                self.if_known(self.me)
            case _:
                self.answer(404, b"<!DOCTYPE html><pre>Cannot find it</pre>", "text/html")

    def error(self, status, words):
        self.document({"error": words}, status)

    def document(self, document, status=200):
        self.answer(status, json.dumps(document).encode(), "application/json; charset=utf-8")

    def if_known(self, handle, *arguments):
        """The order of checks is the backend's: a token, a provider, then the user they name."""
        words = self.headers.get("Authorization", "").split(" ")
        if len(words) < 2 or not self.headers.get("X-Auth-Provider"):
            return self.error(401, "Missing or invalid access token")
        if (self.headers["X-Auth-Provider"], words[1]) != ("apikey", API_KEY):
            return self.error(401, "Failed to authenticate user")
        return handle(*arguments)

    def open(self, body):
        asked = json.loads(body)
        if not isinstance(asked.get("filename"), str):
            return self.error(400, "Missing or invalid field: filename")
        if "uploadOptions" not in asked or not isinstance(asked["uploadOptions"], dict | None):
            return self.error(400, "Invalid upload options")
        number = str(uuid.uuid4())
        self.node.uploads[number] = Upload(asked["filename"])
        return self.document(
            {
                "id": number, "rootId": number, "relativeId": None, "type": "file", "status": "pending",
                "fileTree": None, "name": asked["filename"], "mimeType": asked.get("mimeType"),
                "oauthProvider": "google", "oauthUserId": "1", "uploadOptions": asked["uploadOptions"],
            }
        )  # fmt: skip

    def chunk(self, number, body):
        fields = dict(form(self.headers.get("Content-Type", ""), body))
        upload = self.node.uploads.get(number)
        if "file" not in fields:
            return self.error(400, "Missing chunk: expected formData entry in field `file`")
        if not fields.get("index", b"").isdigit():
            return self.error(400, "Invalid index")
        if upload is None:
            return self.error(500, "Failed to upload chunk: Upload not found")
        index = int(fields["index"])
        if upload.parts.setdefault(index, fields["file"]) != fields["file"]:
            words = f"Cannot replace already-processed part {index} with different content"
            return self.error(500, f"Failed to upload chunk: {words}")
        return self.document({"message": "Chunk uploaded"})

    def complete(self, number):
        upload = self.node.uploads.get(number)
        if upload is None:
            return self.error(500, "Failed to complete upload: Upload not found")
        if self.node.busy:
            self.node.busy -= 1
            words = f"Upload {number} is already being completed; retry once it finishes"
            return self.error(500, f"Failed to complete upload: {words}")
        if upload.status == "migrating":
            return self.document({"cid": upload.cid})
        missing = set(range(max(upload.parts, default=-1) + 1)) - set(upload.parts)
        if missing:
            words = "Cannot complete upload: parts stored but not processed (gap in sequence)"
            return self.error(500, f"Failed to complete upload: {words}")
        data = b"".join(upload.parts[index] for index in sorted(upload.parts))
        if self.node.credit < len(data):
            return self.error(500, "Failed to complete upload: Not enough upload credits")
        self.node.credit -= len(data)
        upload.status, upload.cid = "migrating", cid_of(upload.name, data)
        self.node.objects[upload.cid] = data
        return self.document({"cid": upload.cid})

    def download(self, cid):
        data = self.node.objects.get(cid)
        if data is None:
            return self.error(404, f"Object with cid={cid} not found")
        data = self.spoilt(data)
        if data is not None:
            self.answer(200, data, "application/octet-stream", **{"X-Content-Type-Options": "nosniff"})
        return None

    def summary(self, cid):
        if cid not in self.node.objects:
            return self.error(404, "Metadata not found")
        return self.document({"headCid": cid, "type": "file", "size": len(self.node.objects[cid])})

    def me(self):
        self.document(
            {
                "id": "1", "organizationId": "1", "uploadLimit": 1 << 30, "downloadLimit": 1 << 30,
                "model": "monthly", "pendingUploadCredits": self.node.credit, "pendingDownloadCredits": 5,
            }
        )  # fmt: skip


class _Nowhere:
    """Where the answer to a lost request goes."""

    def write(self, data):
        return len(data)

    def flush(self):
        pass

    def close(self):
        pass

    closed = False

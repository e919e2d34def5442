"""Blobs in, uploaded in chunks to Autonomys Auto Drive, and back by digest from its download gateway."""

from collections.abc import Callable

import requests

from app.adapters.artifacts import Absent, verified
from app.adapters.locators import Locators
from app.adapters.remote import Answer, Limits, Remote, multipart, reason, retry_after
from core.cid import RAW, Cid
from core.errors import ConfluxError, PeerBroke, Refused, TryAgain, YouCanFix
from core.values import Digest

API_URL = "https://mainnet.auto-drive.autonomys.xyz/api"
DOWNLOAD_URL = "https://public.auto-drive.autonomys.xyz/api"
CHUNK_BYTES = 1 << 20
"""Of one request of an upload, as the service's own software sends them."""

_BLAKE3 = frozenset({0x1E, 0x1F})
"""BLAKE3 in the table of multihashes, and the number under which Auto Drive writes it."""
_ANSWER_BYTES = 1 << 20
_BUSY_SECONDS = 0.5
_ALREADY = "already being completed"
_NO_CREDIT = "credit"


class AutoDrive:
    """Autonomys Auto Drive through its HTTP API; implements app.ports.BlobStore.

    Its CIDs are BLAKE3 over its own tree of nodes: they say where a blob is, and the SHA-256 digest says
    whether it is the blob.

    Args:
        api_url: where uploads go.
        download_url: where blobs come from.
        session: carries the requests.
        locators: where CIDs are kept: without one a blob cannot be found there.
        api_key: from its website; empty reads only what its gateway gives to everybody.
        limits: of one blob.
    """

    name = "autodrive"
    keeps = True

    def __init__(
        self,
        api_url: str,
        download_url: str,
        session: requests.Session,
        locators: Locators,
        api_key: str = "",
        limits: Limits | None = None,
    ) -> None:
        limits = limits or Limits()
        headers = {"Authorization": f"Bearer {api_key}", "X-Auth-Provider": "apikey"} if api_key else {}
        self._api = Remote("Auto Drive", api_url, session, limits, headers)
        self._gateway = Remote("Auto Drive's gateway", download_url, session, limits, headers)
        self._locators = locators
        self._has_key = bool(api_key)

    def put(self, data: bytes) -> Digest:
        """Upload `data`, unless it is there: uploads cost credit.

        Raises:
            YouCanFix: no API key, or a wrong one.
            Refused: not enough credit, or the blob is too long for the service.
            TryAgain: the service is away, busy or too slow.
            PeerBroke: the service's answer makes no sense.
        """
        if not self._has_key:
            raise YouCanFix(
                "Auto Drive takes blobs only with an API key.",
                "Make one on its website, then run: conflux storage login",
            )
        digest, until = Digest.of(data), self._api.deadline()
        if not any(self._is_there(cid, until) for cid in self._cids(digest)):
            self._locators.prove(digest, self._upload(digest, data, until))
        return digest

    def get(self, digest: Digest) -> bytes:
        """The bytes of `digest`, verified; raises TryAgain when absent or away, PeerBroke when altered."""
        cids, until = self._cids(digest), self._gateway.deadline()
        if not cids:
            raise Absent(f"Under which CID Auto Drive may have {digest} is not known.", "Ask another store.")
        for cid in cids[:-1]:
            try:
                return self._download(digest, cid, until)
            except (PeerBroke, TryAgain):  # whoever named this CID was wrong; the last one's error tells
                continue
        return self._download(digest, cids[-1], until)

    def fetch(self, cid: Cid) -> bytes:
        """The bytes of a CID that this machine uploaded; raises TryAgain for any other: it proves nothing."""
        digest = self._locators.digest(cid) if _is_ours(cid) else None
        if digest is None:
            raise Absent(f"{cid} does not tell the digest of its blob.", "Say the SHA-256 digest.")
        return self.get(digest)

    def status(self) -> str:
        """What the account may still upload; raises TryAgain when the service is away."""
        until = self._api.deadline()
        if not self._has_key:
            self._call(self._gateway, "GET", "/health", until)
            return "read only: no API key"
        answer = self._call(self._api, "GET", "/accounts/@me", until)
        left = answer.document().get("pendingUploadCredits")
        return f"{left:,} bytes of upload credit left" if isinstance(left, int) else "account open"

    def _cids(self, digest: Digest) -> tuple[Cid, ...]:
        return tuple(cid for cid in self._locators.cids(digest) if _is_ours(cid))

    def _is_there(self, cid: Cid, until: float) -> bool:
        """Whether the service still has an object; it may have been deleted since."""
        answer = self._api.ask("GET", f"/objects/{cid}/summary", until, limit=_ANSWER_BYTES)
        return bool(answer.status == requests.codes.ok)

    def _upload(self, digest: Digest, data: bytes, until: float) -> Cid:
        """Open an upload, send its chunks, complete it; a chunk that is sent twice counts once."""
        name = str(digest).encode()
        opening = b'{"filename":"%b","mimeType":"application/octet-stream","uploadOptions":{}}' % name
        opened = self._call(self._api, "POST", "/uploads/file", until, opening, "application/json")
        upload = reason(opened.document().get("id"))
        if not upload:
            raise PeerBroke("Auto Drive opened an upload without a number.")
        for index in range(max(1, -(-len(data) // CHUNK_BYTES))):
            chunk = data[index * CHUNK_BYTES : (index + 1) * CHUNK_BYTES]
            body, content_type = multipart({"index": str(index)}, chunk)
            self._call(self._api, "POST", f"/uploads/file/{upload}/chunk", until, body, content_type)
        return self._complete(upload, until)

    def _complete(self, upload: str, until: float) -> Cid:
        """The CID of a whole upload; while the service still works on it, it is asked again."""
        while True:
            path = f"/uploads/{upload}/complete"
            answer = self._api.ask("POST", path, until, limit=_ANSWER_BYTES)
            if answer.status == requests.codes.ok:
                return _cid(answer)
            if not _is_busy(answer):
                raise _refusal(self._api, answer)
            self._api.pause(_BUSY_SECONDS, until)

    def _download(self, digest: Digest, cid: Cid, until: float) -> bytes:
        answer = self._gateway.ask("GET", f"/downloads/{cid}", until, query={"ignoreEncoding": "true"})
        if answer.status == requests.codes.not_found:
            raise Absent(f"Auto Drive does not have {cid}, or not yet.", "Try again in some minutes.")
        if answer.status != requests.codes.ok:
            raise _refusal(self._gateway, answer)
        return verified(
            digest, answer.body, f"Auto Drive sent other bytes for {cid}.", "Ask another store for it."
        )

    def _call(
        self, remote: Remote, method: str, path: str, until: float, body: bytes = b"", content_type: str = ""
    ) -> Answer:
        answer = remote.ask(method, path, until, body=body, content_type=content_type, limit=_ANSWER_BYTES)
        if answer.status not in {requests.codes.ok, requests.codes.no_content}:
            raise _refusal(remote, answer)
        return answer


def _is_ours(cid: Cid) -> bool:
    """Whether a CID has the form that Auto Drive writes."""
    return cid.codec == RAW and cid.hash.code in _BLAKE3


def _cid(answer: Answer) -> Cid:
    text = reason(answer.document().get("cid"))
    try:
        cid = Cid.parse(text)
    except YouCanFix as error:
        raise PeerBroke(f"Auto Drive names the blob {text!r}, which is no CID.") from error
    if not _is_ours(cid):
        raise PeerBroke(f"Auto Drive names the blob {cid}, which is not in its own form.", "Update the app.")
    return cid


def _is_busy(answer: Answer) -> bool:
    """A completion that another call of ours began; some versions say so with 500 and words."""
    return bool(answer.status == requests.codes.conflict) or _ALREADY in _words(answer)


def _refusal(remote: Remote, answer: Answer) -> ConfluxError:
    """The error that an answer means."""
    words = _words(answer)
    if answer.status >= requests.codes.server_error and _NO_CREDIT in words:
        return Refused(f"{remote.name} says: {words}.", "Buy upload credit on its website.")
    make = _ERRORS.get(answer.status)
    if make:
        return make(f"{remote.name} answers {answer.status}{f': {words}' if words else ''}.")
    return TryAgain(
        f"{remote.name} answers {answer.status}{f': {words}' if words else ''}.",
        "Try again later.",
        retry_after(answer),
    )


def _words(answer: Answer) -> str:
    return reason(answer.document().get("error")).rstrip(".")


_ERRORS: dict[int, Callable[[str], ConfluxError]] = {
    400: lambda cause: PeerBroke(cause, "Update the app."),
    401: lambda cause: YouCanFix(cause, "Give a valid API key: conflux storage login"),
    402: lambda cause: Refused(cause, "Give an API key, or buy credit."),
    403: lambda cause: Refused(cause, "Use an API key of the account that owns it."),
    406: lambda cause: Refused(cause, "Ask another store."),
    413: lambda cause: Refused(cause, "Use another store for a blob of this size."),
    451: lambda cause: Refused(cause, "Ask another store."),
}
"""Which error a status means; any other is one that time may heal."""

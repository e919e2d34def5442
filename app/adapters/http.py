"""A recorder in, a `requests` session out: all of a trader's traffic passes it, timed and written down."""

import ipaddress
from collections.abc import Mapping, MutableMapping
from http.cookiejar import DefaultCookiePolicy
from typing import Any, Protocol
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from requests.utils import get_environ_proxies
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection

_CONNECT_SECONDS = 5.0
_ANSWER_SECONDS = 30.0
"""Between two packets of an answer, where the caller says nothing."""
_CONNECTIONS = 8


class Recorder(Protocol):
    """Told of each request before it leaves; app.adapters.wire.WireRecorder is one."""

    def record(self, origin: str, method: str, path: str, *sent: bytes, via: str = "") -> None:
        """Write down the bytes of one request to `origin`; what raises here keeps it from being sent."""
        ...


def recording_session(
    recorder: Recorder, answer_seconds: float = _ANSWER_SECONDS, proxy: str = ""
) -> requests.Session:
    """A session whose every connection tells `recorder` what it sends, headers and body, before TLS.

    Give it to everything that talks for a trader: the coordinator's and the agent's API, web3's HTTPProvider,
    ccxt's `session`. Loopback never goes through a proxy; cookies and .netrc are not used.

    Args:
        recorder: told of each request before it leaves.
        answer_seconds: between two packets of an answer, where the caller says nothing.
        proxy: for every other machine; "" takes the environment's.
    """
    return _RecordingSession(recorder, answer_seconds, proxy)


class _RecordingSession(requests.Session):
    def __init__(self, recorder: Recorder, answer_seconds: float, proxy: str) -> None:
        super().__init__()
        self._timeout = (_CONNECT_SECONDS, answer_seconds)
        self._proxy = proxy
        self.trust_env = False
        self.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        self.headers["User-Agent"] = "conflux"
        for scheme in ("http://", "https://"):
            self.mount(scheme, _RecordingAdapter(recorder))

    def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:
        """Send with a timeout, always."""
        if kwargs.get("timeout") is None:
            kwargs["timeout"] = self._timeout
        return super().send(request, **kwargs)

    def merge_environment_settings(self, url: Any, proxies: Any, stream: Any, verify: Any, cert: Any) -> Any:
        """The chosen proxy or the environment's, but never for this machine itself."""
        given: MutableMapping[str, str] = dict(proxies or {})
        if is_loopback(str(url)):
            given.clear()
        else:
            own = dict.fromkeys(("http", "https"), self._proxy) if self._proxy else {}
            given = {**(own or get_environ_proxies(str(url))), **given}
        return super().merge_environment_settings(url, given, stream, verify, cert)


def is_loopback(url: str) -> bool:
    """True when `url` names this machine."""
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class _RecordingAdapter(HTTPAdapter):
    """Makes connections that record; also those to a proxy."""

    def __init__(self, recorder: Recorder) -> None:
        self._pools = _recording_pools(recorder)
        super().__init__(pool_maxsize=_CONNECTIONS)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self._use_pools(self.poolmanager)

    def proxy_manager_for(self, *args: Any, **kwargs: Any) -> Any:
        manager = super().proxy_manager_for(*args, **kwargs)
        self._use_pools(manager)
        return manager

    def _use_pools(self, manager: PoolManager) -> None:
        manager.pool_classes_by_scheme = dict(self._pools)


def _recording_pools(recorder: Recorder) -> Mapping[str, type[HTTPConnectionPool]]:
    """Connection pools by scheme whose connections tell `recorder` what they send."""

    class RecordedHTTP(_Recorded, HTTPConnection):
        wire = recorder
        scheme = "http"

    class RecordedHTTPS(_Recorded, HTTPSConnection):
        wire = recorder
        scheme = "https"

    class HTTPPool(HTTPConnectionPool):
        ConnectionCls = RecordedHTTP

    class HTTPSPool(HTTPSConnectionPool):
        ConnectionCls = RecordedHTTPS

    return {"http": HTTPPool, "https": HTTPSPool}


class _Recorded:
    """What both kinds of connection add: a request is held back until it is written down as a whole."""

    wire: Recorder
    scheme: str
    host: str
    port: int

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._held: list[bytes] | None = None

    def connect(self) -> None:
        if self.scheme == "https":  # TLS tells the server's name before any request is sent
            self.wire.record(self._origin(""), "CONNECT", "", via=self._via(""))
        super().connect()  # type: ignore[misc]

    def send(self, data: Any) -> None:
        if self._held is None:
            super().send(data)  # type: ignore[misc]
        else:
            self._held.append(data.encode("latin-1") if isinstance(data, str) else bytes(data))

    def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> None:
        held: list[bytes] = []
        self._held = held
        try:
            super().request(method, url, *args, **kwargs)  # type: ignore[misc]
        finally:
            self._held = None
        self.wire.record(self._origin(url), method, _path(url), *held, via=self._via(url))
        for part in held:
            self.send(part)

    def _origin(self, url: str) -> str:
        """Whom a request is for, also when it goes through a proxy."""
        if url.startswith(("http://", "https://")):
            return url
        host = getattr(self, "_tunnel_host", None) or self.host
        port = getattr(self, "_tunnel_port", None) or self.port
        return f"{self.scheme}://{_bracketed(host)}:{port}"

    def _via(self, url: str) -> str:
        """The proxy that a request goes to first, "" for none."""
        is_proxied = url.startswith(("http://", "https://")) or getattr(self, "_tunnel_host", None)
        return f"{_bracketed(self.host)}:{self.port}" if is_proxied else ""


def _bracketed(host: str) -> str:
    """A host as it stands in a URL."""
    return f"[{host}]" if ":" in host and not host.startswith("[") else host


def _path(url: str) -> str:
    """Path and query, also of a whole URL as a proxy is asked for it."""
    parts = urlsplit(url)
    return f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"

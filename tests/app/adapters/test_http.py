"""Requests to a real local server in, what the wire log and the recorded bytes say of them out."""

import hashlib
import json
import socket
import stat
import threading

import pytest
import requests

from app.adapters.http import is_loopback, recording_session
from app.adapters.wire import WireRecorder
from app.events import BytesSent, EventBus
from core.errors import YouCanFix


@pytest.fixture
def recorder(served, tmp_path):
    recorder = WireRecorder({served.url: "coordinator"}, tmp_path / "log", tmp_path / "bytes")
    yield recorder
    recorder.close()


@pytest.fixture
def session(recorder):
    with recording_session(recorder) as session:
        yield session


def test_every_byte_of_a_request_is_counted_and_kept(served, session, recorder, tmp_path):
    served.answers["POST /v1/rounds/7/join"] = (200, {}, b"{}")
    session.post(f"{served.url}/v1/rounds/7/join", data=b"body of the join")
    sent = (tmp_path / "bytes" / "coordinator.bin").read_bytes()
    [entry] = recorder.entries()

    assert sent.startswith(b"POST /v1/rounds/7/join HTTP/1.1\r\n")
    assert sent.endswith(b"\r\n\r\nbody of the join")
    assert (entry.destination, entry.method, entry.purpose) == ("coordinator", "POST", "join")
    assert entry.digest == hashlib.sha256(sent).hexdigest()
    assert entry.size == len(sent) == recorder.bytes_sent


def test_what_a_raw_socket_receives_is_what_was_recorded(recorder, tmp_path):
    received = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def answer():
            connection, _ = listener.accept()
            with connection:
                data = b""
                while not data.endswith(b"the end"):
                    data += connection.recv(4096)
                received.append(data)
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")

        thread = threading.Thread(target=answer)
        thread.start()
        with recording_session(recorder) as session:
            session.post(f"http://127.0.0.1:{listener.getsockname()[1]}/a", data=b"x" * 100_000 + b"the end")
        thread.join()

    assert (tmp_path / "bytes" / "127.0.0.1.bin").read_bytes() == received[0]


@pytest.mark.parametrize(
    ("path", "body", "purpose"),
    [
        ("/v1/rounds/12/roster", None, "roster"),
        ("/v1/rounds/12", None, "rounds"),
        ("/v1/payouts/profit/0x" + "ab" * 20, None, "profit"),
        ("/v1/artifacts/" + "0f" * 32, None, "artifacts"),
        ("/api/v3/klines?symbol=BTCUSDT", None, "klines"),
        ("/", b'{"jsonrpc": "2.0", "method": "eth_call", "params": []}', "eth_call"),
        ("/", None, "/"),
    ],
)
def test_the_purpose_of_a_request_is_read_from_it(served, session, recorder, path, body, purpose):
    session.request("POST" if body else "GET", served.url + path, data=body)

    assert recorder.entries()[-1].purpose == purpose


def test_totals_add_up_by_destination_and_purpose(served, session, recorder):
    for _ in range(3):
        session.get(served.url + "/v1/rounds/1/roster")
    session.get(served.url + "/v1/network")
    totals = recorder.totals()

    assert [(total.purpose, total.requests) for total in totals] == [("network", 1), ("roster", 3)]
    assert sum(total.size for total in totals) == recorder.bytes_sent


def test_the_log_file_is_private_and_holds_every_request(served, session, recorder, tmp_path):
    for _ in range(4):
        session.get(served.url + "/v1/network")
    [log] = (tmp_path / "log").iterdir()
    lines = [json.loads(line) for line in log.read_text().splitlines()]

    assert stat.S_IMODE(log.stat().st_mode) == 0o600
    assert [line["number"] for line in lines] == [1, 2, 3, 4]


def test_listeners_are_told_of_each_request(served, tmp_path):
    bus, heard = EventBus(), []
    bus.subscribe(heard.append)
    with recording_session(WireRecorder({served.url: "agent"}, bus=bus)) as session:
        session.get(served.url + "/v1/status")

    assert [(event.destination, event.what) for event in heard] == [("agent", "status")]
    assert isinstance(heard[0], BytesSent)


def test_requests_of_many_threads_are_all_recorded(served, session, recorder, tmp_path):
    threads = [
        threading.Thread(target=lambda: [session.get(served.url + "/v1/network") for _ in range(10)])
        for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(recorder.entries()) == 60
    assert recorder.bytes_sent == (tmp_path / "bytes" / "coordinator.bin").stat().st_size


def test_a_silent_server_is_given_up_even_when_nobody_set_a_timeout(recorder, monkeypatch):
    monkeypatch.setattr("app.adapters.http.TIMEOUT_SECONDS", (0.5, 0.2))
    with (
        socket.create_server(("127.0.0.1", 0)) as listener,
        recording_session(recorder) as session,
        pytest.raises(requests.Timeout),
    ):
        session.get(f"http://127.0.0.1:{listener.getsockname()[1]}/")

    assert recorder.entries()[-1].method == "GET"


def test_loopback_never_goes_through_a_proxy(served, session, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    served.answers["GET /v1/network"] = (200, {}, b"{}")

    assert session.get(served.url + "/v1/network").status_code == 200


def test_other_hosts_go_through_the_proxy_and_are_recorded_by_their_own_name(
    served, session, recorder, monkeypatch
):
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("http_proxy", served.url)
    session.get("http://exchange.example/api/v3/time")

    assert served.seen[-1][1] == "http://exchange.example/api/v3/time"
    assert recorder.entries()[-1].destination == "exchange.example"


def test_no_cookie_is_ever_sent_back(served, session):
    served.answers["GET /"] = (200, {"Set-Cookie": "who=you"}, b"")
    session.get(served.url + "/")
    session.get(served.url + "/")

    assert "Cookie" not in served.seen[-1][2]


def test_a_log_that_cannot_be_written_stops_the_sending(served, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("")
    with (
        recording_session(WireRecorder({}, blocked / "log")) as session,
        pytest.raises(YouCanFix, match="written"),
    ):
        session.get(served.url + "/v1/network")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://127.0.0.1:80/x", True),
        ("http://localhost/", True),
        ("http://[::1]:9/", True),
        ("http://127.evil.example/", False),
        ("https://10.0.0.1/", False),
    ],
)
def test_loopback_is_told_from_the_rest(url, expected):
    assert is_loopback(url) == expected

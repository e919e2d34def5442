"""Requests to a real local server in, what the wire log and the recorded bytes say of them out."""

import hashlib
import io
import socket
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


def test_the_log_on_disk_holds_every_request_and_outlives_the_program(served, session, recorder, tmp_path):
    for _ in range(4):
        session.get(served.url + "/v1/network")
    again = WireRecorder({}, tmp_path / "log")
    begun, *records = again.history()

    assert begun.is_note
    assert [record.number for record in records] == [1, 2, 3, 4]
    assert again.check().is_intact
    assert again.entries() == ()


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


def test_a_silent_server_is_given_up_even_when_a_request_sets_no_timeout(recorder):
    with (
        socket.create_server(("127.0.0.1", 0)) as listener,
        recording_session(recorder, answer_seconds=0.2) as session,
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


def test_a_chosen_proxy_goes_before_the_environments_and_is_not_used_for_this_machine(
    served, recorder, monkeypatch
):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    monkeypatch.setenv("no_proxy", "exchange.example")
    served.answers["GET /v1/network"] = (200, {}, b"{}")
    with recording_session(recorder, proxy=served.url) as session:
        session.get("http://exchange.example/api/v3/time")
        assert session.get(served.url + "/v1/network").status_code == 200

    assert [path for _, path, *_ in served.seen] == ["http://exchange.example/api/v3/time", "/v1/network"]


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

    assert served.seen == []


def test_a_request_is_on_disk_before_its_first_byte_leaves(served, session, recorder, tmp_path):
    found = []

    def answer(_handler, _body):
        found.append([record.path for record in WireRecorder({}, tmp_path / "log").history()][-1])
        return 200, {}, b"{}"

    served.answers["GET /v1/network"] = answer
    session.get(served.url + "/v1/network")

    assert found == ["/v1/network"]


def test_a_request_to_nobody_is_written_down_all_the_same(session, recorder):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(requests.ConnectionError):
        session.get(f"http://127.0.0.1:{port}/x")

    assert [(entry.path, entry.host) for entry in recorder.entries()] == [("/x", f"127.0.0.1:{port}")]


@pytest.mark.parametrize("body", [b"short", b"x" * 70_000, io.BytesIO(b"a file")])
def test_a_body_of_any_kind_arrives_whole_and_is_recorded(served, session, recorder, body, tmp_path):
    served.answers["POST /a"] = (200, {}, b"{}")
    session.post(served.url + "/a", data=body)
    recorded = (tmp_path / "bytes" / "coordinator.bin").read_bytes()

    assert served.seen[-1][3] == (body if isinstance(body, bytes) else body.getvalue())
    assert recorded.endswith(served.seen[-1][3])
    assert len(recorded) == recorder.bytes_sent


def test_a_body_sent_in_chunks_is_recorded_with_them(session, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/a"
        with pytest.raises(requests.Timeout):
            session.post(url, data=iter([b"in ", b"chunks"]), timeout=0.2)
    recorded = (tmp_path / "bytes" / "127.0.0.1.bin").read_bytes()

    assert recorded.endswith(b"\r\n3\r\nin \r\n6\r\nchunks\r\n0\r\n\r\n")


def test_a_connection_under_tls_is_written_down_before_it_is_opened(session, recorder):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        listener.close()
        with pytest.raises(requests.ConnectionError):
            session.get(f"https://localhost:{port}/secret-path")
    [entry] = recorder.entries()

    assert (entry.method, entry.purpose, entry.size) == ("CONNECT", "connect", 0)
    assert entry.host == f"localhost:{port}"
    assert [(field.name, field.detail) for field in entry.fields] == [("server name", "localhost")]


def test_a_tunnel_through_a_proxy_is_written_down_with_the_proxy(served, session, recorder, monkeypatch):
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("https_proxy", served.url)
    with pytest.raises(requests.ConnectionError):
        session.get("https://exchange.example/api")
    proxy = served.url.removeprefix("http://")

    assert recorder.entries()[0].destination == "exchange.example"
    assert recorder.entries()[0].host == f"exchange.example:443 via {proxy}"


def test_an_address_of_version_6_is_written_with_its_port():
    recorder = WireRecorder({"http://[::1]:80": "chain"})
    recorder.record("http://[::1]:80", "GET", "/", b"x")

    assert (recorder.entries()[0].destination, recorder.entries()[0].host) == ("chain", "[::1]:80")


def test_secrets_of_a_query_are_not_written_down(served, session, recorder, tmp_path):
    session.get(served.url + "/order?symbol=BTCUSDT&apiKey=1234&signature=abcd")
    [entry] = recorder.entries()

    assert entry.path == "/order?symbol=BTCUSDT&apiKey=hidden&signature=hidden"
    assert b"1234" not in (tmp_path / "log" / "sent.jsonl").read_bytes().replace(entry.digest.encode(), b"")


def test_a_request_within_a_budget_carries_it_and_no_other_does(served, recorder):
    recorder.record(served.url, "POST", "/a", b"1")
    with recorder.spending(0.25):
        recorder.record(served.url, "POST", "/a", b"2")
        other = threading.Thread(target=recorder.record, args=(served.url, "POST", "/a", b"3"))
        other.start()
        other.join()
    with recorder.spending(float("inf")):
        recorder.record(served.url, "POST", "/a", b"4")

    assert [record.epsilon for record in recorder.history() if not record.is_note] == [None, 0.25, None, None]


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

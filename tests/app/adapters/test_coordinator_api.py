"""A real local server with every kind of answer in, values or errors in words out."""

import socket

import pytest

from app.adapters import coordinator_api
from app.adapters.coordinator_api import HttpAgent, HttpCoordinator
from app.adapters.http import recording_session
from app.adapters.wire import WireRecorder
from core.errors import PeerBroke, Refused, TryAgain, YouCanFix

PROBLEM = b'{"error": "The round is full.", "remedy": "Join the next one."}'


@pytest.fixture
def session():
    with recording_session(WireRecorder({})) as session:
        yield session


@pytest.fixture
def coordinator(served, session):
    return HttpCoordinator(served.url, session)


def test_json_is_fetched_below_v1_with_its_query(served, coordinator):
    served.answers["GET /v1/rounds"] = (200, {}, b'{"rounds": []}')

    assert coordinator.json("rounds", after=3) == {"rounds": []}
    assert served.seen[-1][1] == "/v1/rounds?after=3"


def test_bytes_are_posted_as_cbor_and_the_answer_comes_back(served, coordinator):
    served.answers["POST /v1/rounds/1/join"] = (200, {}, b"\xa0receipt")

    assert coordinator.post("/rounds/1/join", b"\xa1body") == b"\xa0receipt"
    assert served.seen[-1][2]["Content-Type"] == "application/cbor"
    assert served.seen[-1][3] == b"\xa1body"


@pytest.mark.parametrize(
    ("status", "kind"),
    [(400, YouCanFix), (404, TryAgain), (409, Refused), (413, Refused), (422, PeerBroke), (503, TryAgain)],
)
def test_each_status_is_the_error_it_means_with_the_other_sides_words(served, coordinator, status, kind):
    served.answers["POST /v1/rounds/1/join"] = (status, {}, PROBLEM)

    with pytest.raises(kind, match="The round is full") as caught:
        coordinator.post("rounds/1/join", b"x")
    assert caught.value.remedy == "Join the next one."


def test_an_error_without_words_names_the_status(served, coordinator):
    served.answers["GET /v1/network"] = (500, {}, b"<html>oops</html>")

    with pytest.raises(TryAgain, match="answered 500"):
        coordinator.json("network")


def test_when_to_try_again_is_passed_on(served, coordinator):
    served.answers["GET /v1/network"] = (503, {"Retry-After": "7"}, PROBLEM)

    with pytest.raises(TryAgain) as caught:
        coordinator.json("network")
    assert caught.value.retry_after == 7.0


def test_a_connection_that_breaks_is_tried_again(served, coordinator):
    answers = iter([None, None, (200, {}, b"{}")])
    served.answers["GET /v1/network"] = lambda *_: next(answers)

    assert coordinator.json("network") == {}
    assert len(served.seen) == 3


def test_an_answer_cut_short_is_tried_again_and_never_taken_for_whole(served, coordinator):
    def cut(handler, _body):
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")

    served.answers["GET /v1/rounds/1/spec"] = cut

    with pytest.raises(TryAgain, match="cannot be reached"):
        coordinator.raw("rounds/1/spec")
    assert len(served.seen) == 4


def test_a_dead_coordinator_is_named_with_what_to_check(session):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

    with pytest.raises(TryAgain, match=f"127.0.0.1:{port}") as caught:
        HttpCoordinator(f"http://127.0.0.1:{port}", session).json("network")
    assert "Check that it runs" in caught.value.remedy


def test_a_silent_coordinator_is_given_up():
    with (
        socket.create_server(("127.0.0.1", 0)) as listener,
        recording_session(WireRecorder({}), answer_seconds=0.2) as session,
        pytest.raises(TryAgain, match="not answer"),
    ):
        HttpCoordinator(f"http://127.0.0.1:{listener.getsockname()[1]}", session).raw("rounds/1/spec")


@pytest.mark.parametrize("encoding", [{}, {"Content-Encoding": "gzip"}])
def test_an_oversized_answer_is_cut_off_also_when_it_unpacks_to_it(
    served, coordinator, monkeypatch, encoding
):
    import gzip

    monkeypatch.setattr(coordinator_api, "RAW_LIMIT", 10_000)
    body = bytes(1_000_000)
    served.answers["GET /v1/rounds/1/masked"] = (200, encoding, gzip.compress(body) if encoding else body)

    with pytest.raises(PeerBroke, match="more than 10000 bytes"):
        coordinator.raw("rounds/1/masked")


def test_a_coordinator_that_drips_is_not_waited_for(served, coordinator, monkeypatch):
    monkeypatch.setattr(coordinator_api, "ANSWER_SECONDS", -1)
    served.answers["GET /v1/rounds/1/masked"] = (200, {}, b"drip")

    with pytest.raises(TryAgain, match="too slow"):
        coordinator.raw("rounds/1/masked")


def test_a_redirect_is_not_followed(served, coordinator):
    served.answers["POST /v1/rounds/1/join"] = (307, {"Location": "/elsewhere"}, b"")

    with pytest.raises(TryAgain, match="answered 307"):
        coordinator.post("rounds/1/join", b"x")
    assert len(served.seen) == 1


def test_what_is_no_json_is_the_peers_fault(served, session):
    served.answers["GET /v1/status"] = (200, {}, b"<html>")

    with pytest.raises(PeerBroke, match="not JSON"):
        HttpAgent(served.url, session).json("status")

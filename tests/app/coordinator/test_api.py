"""Requests over ASGI in; what the coordinator's API answers, refuses and counts out."""

import json

import pytest

from core.federated.terms import RoundSpec
from core.federated.transcript import Transcript
from core.values import Digest
from tests.app.coordinator.conftest import Stage

CBOR = "application/cbor"


@pytest.fixture
def api(stage):
    """The API of a stage that has just opened a round."""
    stage.drive()
    http = stage.http()
    stage.api = http
    yield http
    http.close()


@pytest.fixture(scope="module")
def quiet(node, market, tmp_path_factory):
    """An API over a round that nobody touches, shared by the tests that only ask."""
    stage = Stage(node, market, tmp_path_factory.mktemp("quiet"))
    stage.drive()
    http = stage.http()
    http.stage = stage
    yield http
    http.close()
    stage.close()


def problem(response):
    body = response.json()
    assert set(body) == {"error", "remedy"}
    return response.status_code, body["error"]


def test_a_whole_round_over_http(stage, api):
    def send(round_id, step, body):
        response = api.post(f"/v1/rounds/{round_id}/{step}", body)
        assert (response.status_code, response.headers["content-type"]) == (200, CBOR), response.text
        return response.content

    stage.ask, stage.send = api, send
    view = stage.play("publish")
    stage.clock.at = view.end_at + 1
    stage.play("settle")
    stage.agent_closes()
    stage.play("settled")

    current = api.get("/v1/rounds/current").json()
    assert (current["step"], current["survivors"], len(current["scores"])) == ("settled", 8, 8)
    assert api.get(f"/v1/rounds/{view.id}").json() == current
    assert api.get("/v1/rounds").json()["rounds"][0] == current
    transcript = Transcript.from_bytes(api.raw(f"rounds/{view.id}/transcript"))
    assert len(transcript.openings) == 8
    for part in (
        "roster",
        "masked",
        "agreed",
        "norms",
        "norm-request",
        "aggregate",
        "openings",
        "gradient",
        "scores",
        "candles",
        "payouts",
    ):
        assert api.raw(f"rounds/{view.id}/{part}")
    latest = api.get("/v1/models/latest").json()
    assert latest["digest"] == current["next_model_digest"]
    assert Digest.of(api.raw(f"artifacts/{latest['digest']}")) == Digest.parse(latest["digest"])
    payout = api.get(f"/v1/payouts/emission/{stage.wallet(0)}").json()
    assert payout["distributor"] == stage.chain.address("EmissionDistributor")
    metrics = api.get("/metrics").text
    assert 'conflux_rounds_total{outcome="settled"} 1.0' in metrics
    assert "conflux_joins_total 8.0" in metrics
    assert 'conflux_messages_total{outcome="accepted",step="mask"} 8.0' in metrics
    assert 'conflux_round_step{step="settled"} 1.0' in metrics


def test_the_service_tells_who_and_how_it_is(stage, api):
    health = api.get("/health")
    assert (health.status_code, health.json()["status"], health.json()["step"]) == (200, "ok", "join")
    network = api.get("/v1/network").json()
    assert network["coordinator"] == stage.spec().coordinator
    assert network["contracts"] == dict(stage.network.contracts)
    view = stage.view()
    assert RoundSpec.from_bytes(api.raw(f"rounds/{view.id}/spec")).round_id == view.id


def test_a_stopped_driver_is_no_longer_healthy(stage, api):
    stage.coordinator.stop()
    stage.coordinator.run()
    assert api.get("/health").status_code == 503


def test_the_openapi_document_names_every_route_and_its_answers(quiet):
    document = quiet.get("/openapi.json").json()
    paths = document["paths"]
    assert {
        "/health", "/metrics", "/v1/network", "/v1/clients", "/v1/rounds", "/v1/rounds/current",
        "/v1/rounds/{round_id}", "/v1/rounds/{round_id}/{part}", "/v1/rounds/{round_id}/{part}/{address}",
        "/v1/rounds/{round_id}/{step}", "/v1/artifacts/{digest}",
        "/v1/payouts/{asset}/{address}", "/v1/models/latest",
    } == {path for path in paths if not path.startswith("/v1/queries")}  # fmt: skip
    for path, methods in paths.items():
        for operation in methods.values():
            assert operation["responses"]["200"]["content"], path
            assert operation.get("summary") or operation.get("description"), path
    assert "422" in paths["/v1/rounds/{round_id}/{step}"]["post"]["responses"]
    assert {"RoundView", "PayoutView", "Health", "ErrorView"} <= set(document["components"]["schemas"])


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/v1/rounds/0", 400),
        ("/v1/rounds/abc", 400),
        ("/v1/rounds/999999", 404),
        ("/v1/rounds/999999/transcript", 404),
        ("/v1/rounds/1/secrets", 400),
        ("/v1/rounds?limit=9999", 400),
        ("/v1/artifacts/xyz", 400),
        (f"/v1/artifacts/{'0' * 64}", 404),
        ("/v1/payouts/gold/0x" + "1" * 40, 400),
        ("/v1/payouts/profit/me", 400),
        ("/nothing", 404),
    ],
)
def test_a_wrong_address_is_told_in_words(quiet, path, status):
    found, error = problem(quiet.get(path))
    assert found == status
    assert error


def test_what_is_not_there_yet_asks_to_come_again(quiet):
    response = quiet.get(f"/v1/rounds/{quiet.stage.view().id}/aggregate")
    assert problem(response)[0] == 503
    assert int(response.headers["retry-after"]) >= 1


@pytest.mark.parametrize("body", [b"", b"\x00", b"not cbor", b"\x83\x01fsigned\xa0", b"\xd8\x25\x40" * 50])
def test_a_malformed_body_is_a_broken_peer(quiet, body):
    assert problem(quiet.post(f"/v1/rounds/{quiet.stage.view().id}/join", body))[0] == 422


def test_bodies_of_another_kind_or_size_are_refused_before_they_are_read(quiet):
    path = f"/v1/rounds/{quiet.stage.view().id}/join"
    assert problem(quiet.post(path, json.dumps({}).encode(), "application/json"))[0] == 415
    assert problem(quiet.post(path, bytes(quiet.stage.coordinator.largest_body_bytes + 1)))[0] == 413

    async def endless():
        while True:
            yield bytes(1 << 16)

    assert problem(quiet.post(path, endless()))[0] == 413


def test_an_unknown_step_is_refused(quiet):
    assert problem(quiet.post(f"/v1/rounds/{quiet.stage.view().id}/publish", b"x"))[0] == 400


def test_a_late_join_is_refused_with_the_reason(stage, api):
    stage.traders[7].silent_from = "join"
    stage.everybody()
    late = stage.traders[7]
    late.silent_from, late.session = None, late._begin(stage.view().id)
    stage.coordinator._shelf.current.change(lambda state: state.abort("a test", 0.0), 0.0)
    signed = late.session.join(1, b"s" * 32, stage.clock.now())

    assert problem(api.post(f"/v1/rounds/{stage.view().id}/join", signed.to_bytes())) == (
        409,
        "The attempt is over: a test",
    )


def test_nothing_secret_is_logged(stage, api, capsys):
    stage.play("publish")
    printed = "".join(capsys.readouterr())
    keys = [trader.wallet.key.hex() for trader in stage.traders]
    assert printed
    assert not [key for key in keys if key in printed]

import asyncio
import socket
import threading

import httpx
import pytest

from app.agent.api import build_app
from app.service import serve
from core.errors import YouCanFix
from core.model.novelty import RARE

from .conftest import HOUR, SYMBOLS


def get(agent, path, **query):
    async def ask():
        transport = httpx.ASGITransport(app=build_app(agent))
        async with httpx.AsyncClient(transport=transport, base_url="http://agent") as client:
            return await client.get(path, params=query)

    return asyncio.run(ask())


@pytest.fixture
def trading(scene):
    """An agent in the middle of a window."""
    scene.deposit(2_000)
    spec = scene.publish_round()
    agent = scene.agent()
    scene.step_to(agent, spec.evaluation.start_at + 12 * HOUR)
    yield agent
    scene.step_to(agent, spec.evaluation.end_at)


def test_the_published_journal_is_what_happened(trading):
    status = get(trading, "/v1/status").json()
    assert (status["paper"], status["simulated"], status["state"]) == (True, True, "trading")
    assert status["round_id"] == trading.state.epoch.round_id
    assert status["processed_until"] == trading.state.processed_until
    assert status["equity"] == trading.state.book.portfolio.equity

    seen = {str(one.symbol): one.novelty for one in trading.state.signals}
    assert set(seen) == set(map(str, SYMBOLS))
    assert status["novelty"] == max(seen.values()) > 0
    assert status["unseen"] == [name for name, novelty in seen.items() if novelty > RARE]

    decisions = get(trading, "/v1/decisions").json()["decisions"]
    trades = get(trading, "/v1/trades").json()["trades"]
    assert all(0 <= one["novelty"] <= 1 and one["ewma_volatility"] > 0 for one in decisions)
    assert [one["number"] for one in decisions] == list(range(1, len(decisions) + 1))
    assert all(one["reason"] for one in decisions)
    assert {one["symbol"] for one in trades} <= set(map(str, SYMBOLS))
    assert trades[0]["side"] == "buy"
    assert trades[0]["realised"] is None

    equity = get(trading, "/v1/equity").json()["equity"]
    assert len(equity) == 13
    assert equity[-1]["equity"] == status["equity"]
    assert equity[-1]["exposure"] == pytest.approx(status["exposure"])
    assert all(0 <= point["exposure"] <= 1 for point in equity)

    positions = get(trading, "/v1/positions").json()
    value = sum(one["value"] for one in positions["positions"])
    assert positions["cash"] + value == pytest.approx(status["equity"])

    (epoch,) = get(trading, "/v1/epochs").json()["epochs"]
    assert (epoch["phase"], epoch["profit_wei"]) == ("trading", None)
    summary = get(trading, "/v1/performance").json()
    assert summary["trades"] == len(trades)
    assert summary["total_return"] == trading.state.book.portfolio.total_return


def test_lines_are_paged_by_their_number_and_filtered_by_symbol(trading):
    every = get(trading, "/v1/decisions").json()["decisions"]
    first = every[0]["number"]
    assert get(trading, "/v1/decisions", after=first).json()["decisions"] == every[1:]
    assert get(trading, "/v1/decisions", limit=1).json()["decisions"] == every[-1:]
    assert get(trading, "/v1/decisions", after=0, limit=1).json()["decisions"] == every[:1]
    symbol = every[0]["symbol"]
    mine = get(trading, "/v1/decisions", symbol=symbol).json()["decisions"]
    assert mine == [one for one in every if one["symbol"] == symbol]


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/v1/decisions", {"limit": 0}),
        ("/v1/decisions", {"after": "x"}),
        ("/v1/trades", {"symbol": "nonsense"}),
    ],
)
def test_a_bad_question_gets_a_cause_and_a_remedy(scene, path, query):
    answer = get(scene.agent(), path, **query)
    assert answer.status_code == 400
    assert answer.json()["error"]
    assert answer.json()["remedy"]


def test_an_unknown_page_is_an_error_document_too(scene):
    answer = get(scene.agent(), "/v1/nothing")
    assert (answer.status_code, set(answer.json())) == (404, {"error", "remedy"})


def test_a_young_agent_answers_everything_with_nothing(scene):
    agent = scene.agent()
    assert get(agent, "/v1/status").json()["processed_until"] == 0
    for name in ("decisions", "trades", "equity", "epochs", "positions"):
        assert get(agent, f"/v1/{name}").json()[name] == []


def test_health_tells_a_halt_from_a_wait(scene):
    agent = scene.agent()
    assert get(agent, "/health").status_code == 200
    agent._trouble(YouCanFix("No coins for gas.", "Send some."))
    answer = get(agent, "/health")
    assert (answer.status_code, answer.json()["status"]) == (503, "halted")
    assert "No coins" in answer.json()["problem"]


def test_metrics_are_in_prometheus_text(trading):
    text = get(trading, "/metrics").text
    assert "conflux_agent_tick_seconds_count" in text
    assert 'conflux_agent_fills_total{side="buy"}' in text


def test_the_api_documents_every_answer(scene):
    document = get(scene.agent(), "/openapi.json").json()
    answers = [one["get"]["responses"]["200"] for path, one in document["paths"].items() if "/v1/" in path]
    assert len(answers) == 7
    assert all("$ref" in answer["content"]["application/json"]["schema"] for answer in answers)


def test_the_service_runs_its_driver_and_ends_with_it(scene):
    agent, port = scene.agent(), []

    def ready(number):
        port.append(number)
        threading.Thread(target=ask_then_stop).start()

    found = []

    def ask_then_stop():
        while not found or found[-1]["processed_until"] == 0:
            found.append(httpx.get(f"http://127.0.0.1:{port[0]}/v1/status", timeout=5).json())
        agent.stop()

    serve(agent, build_app(agent), "127.0.0.1", 0, ready)
    assert found[-1]["state"] == "waiting"


def test_a_port_in_use_is_said_in_words(scene):
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(YouCanFix, match="cannot be used"):
        serve(scene.agent(), build_app(scene.agent()), "127.0.0.1", taken.getsockname()[1], lambda _: None)

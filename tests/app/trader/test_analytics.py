"""An operator asks, eight traders answer over HTTP through a real coordinator, anybody checks the sums."""

import contextlib
import json
import threading
from dataclasses import replace

import numpy as np
import pytest
from typer.testing import CliRunner

from app.adapters.chain import Web3Chain
from app.adapters.clock import FileClock
from app.commands.analytics import analytics
from app.trader import watching
from app.trader.query_results import PublicQueries, moment
from app.trader.questions import Questions
from core.errors import Cancelled, PeerBroke, Refused
from core.features.private_columns import COLUMNS, daily_volatility
from core.federated.analytics_terms import Ask, sign_ask
from core.values import client_id
from tests.app.trader.conftest import KEYS, SteppedClock, network_of, start_chain
from tests.app.trader.stage import DAY, SEATS, START, SYMBOLS, World
from tests.core.federated.analytics_samples import ask

PAIRS = tuple(map(str, SYMBOLS))
SPAN = {"since": int(START) - 20 * DAY, "until": int(START)}
EXACT = ask("variance", pairs=PAIRS, lower=0.0, upper=0.2, row_cap=100, **SPAN)
QUANTILE = ask(
    "quantile",
    pairs=PAIRS,
    lower=1e-4,
    upper=1.0,
    is_log=True,
    parts=8,
    tolerance=1e-4,
    noise_multiplier=0.02,
    **SPAN,
)
TOP = ask("top_k", column="stored_pair", candidates=PAIRS, k=2, width=32, depth=4, **SPAN)
QUESTIONS = {"exact": EXACT, "quantile": QUANTILE, "top": TOP}


def quiet(*_):
    """No progress."""


class Asking:
    """A world in which an operator asks; questions by name, and each trader's reports."""

    def __init__(self, world):
        self.world = world
        self.traders = [world.seat(seat) for seat in range(SEATS)]
        self.gateway = self.traders[0].ports.coordinator
        self.public = PublicQueries(self.gateway, world.chain, world.network)
        self.reports = {}

    def ask(self, query, account=KEYS["coordinator"], **changes):
        """POST a signed query; its number."""
        network = self.world.network
        contract = client_id(network.contracts["Rounds"])
        fields = {"asked_at": int(self.world.clock.now()), "join_seconds": 600, "enough_traders": SEATS}
        body = Ask(network.chain_id, contract, query=query, **(fields | changes))
        return json.loads(self.gateway.post("queries", sign_ask(account, body).to_bytes()))["id"]

    def answer(self, number, traders=None):
        """Let traders answer a question at the same time; their reports or errors."""
        found = {}
        threads = [
            threading.Thread(target=self._answer, args=(trader, number, found))
            for trader in traders or self.traders
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(240)
        return [found[trader.wallet.address] for trader in traders or self.traders]

    def pass_time(self, number, absent):
        """Move the clock whenever only `absent` is waited for, until a question has ended."""
        queries, refused = self.world.coordinator.queries, 0
        while (view := queries.view(number)).status == "open":
            missing = set(self._missing(number))
            refused = refused + 1 if view.step == "agree" else 0  # who refuses to agree sends nothing
            is_alone = missing == {absent}
            if view.step == "join":
                is_alone = view.attempt > 1 and view.joined == SEATS - 1
            if is_alone or refused > 5:
                self.world.clock.move(700)
            threading.Event().wait(0.5)

    def _missing(self, number):
        state = self.world.coordinator.queries.question(number).state
        return state.missing() if state else ()

    @staticmethod
    def _answer(trader, number, found):
        try:
            found[trader.wallet.address] = trader.analytics.answer(number, quiet)
        except Exception as error:  # noqa: BLE001 - shown by the test that looks at the report
            found[trader.wallet.address] = error


@pytest.fixture(scope="module")
def asking(tmp_path_factory):
    """Three questions, answered by everybody."""
    patch, clock = pytest.MonkeyPatch(), SteppedClock()
    patch.setattr(watching, "POLL_SECONDS", 0.05)
    with start_chain(clock) as node:
        folder = tmp_path_factory.mktemp("asking")
        with contextlib.closing(
            World(network_of(node), Web3Chain(network_of(node)), clock, KEYS, folder)
        ) as world:
            asking = Asking(world)
            while not int(world.chain.read("Rounds", "latest")):
                threading.Event().wait(0.05)
            for trader in asking.traders:
                trader.analytics.consents.allow_column("volatility")
                trader.analytics.consents.allow_column("stored_pair")
            for name, query in QUESTIONS.items():
                asking.reports[name] = asking.answer(asking.ask(query))
            yield asking
    patch.undo()


def own_values(asking):
    """Each trader's daily volatility within the span, as it is on its disk."""
    for trader in asking.traders:
        store = trader.ports.candle_store
        series = [store.load(pair, length) for pair, length in store.stored()]
        rows = [daily_volatility(one) for one in series]
        yield np.concatenate(
            [row.values[(row.at > SPAN["since"]) & (row.at <= SPAN["until"])] for row in rows]
        )


def test_a_variance_of_all_rows_is_that_of_the_pooled_rows(asking):
    pooled = np.concatenate(list(own_values(asking)))
    for report in asking.reports["exact"]:
        variance, _, mean = report.result.estimates
        assert (report.status, report.sums, report.epsilon) == ("answered", 1, 0.0)
        assert report.result.count == len(pooled)
        assert variance.low <= pooled.var() <= variance.high
        assert variance.value == pytest.approx(pooled.var(), rel=1e-5)
        assert mean.value == pytest.approx(pooled.mean(), rel=1e-6)


def test_a_quantile_takes_several_sums_and_each_costs_budget(asking):
    values = [*own_values(asking)]
    weights = np.concatenate([np.full(len(each), 1 / len(each)) for each in values])
    pooled = np.concatenate(values)
    order = np.argsort(pooled)
    median = pooled[order][np.searchsorted(np.cumsum(weights[order]), weights.sum() / 2)]
    for trader, report in zip(asking.traders, asking.reports["quantile"], strict=True):
        (told,) = report.result.estimates
        assert report.status == "answered"
        assert report.sums == report.result.sums > 1
        assert (
            told.low * 0.7 <= median <= told.high * 1.4
        )  # noise from secrets: 95 % would fail a run of twenty
        spent = [state for state in trader.privacy_budget.states() if state.updates]
        assert [state.updates for state in spent] == [report.sums]
        assert report.epsilon > 0


def test_the_most_stored_pairs_come_with_their_shares(asking):
    for report in asking.reports["top"]:
        assert {told.label for told in report.result.estimates} == {*PAIRS, "(other)"}
        assert [told.value for told in report.result.estimates[:2]] == pytest.approx([0.5, 0.5], abs=1e-6)


def test_masked_answers_are_in_the_privacy_log_with_what_they_cost(asking):
    sent = [entry for entry in asking.traders[0].wire_log.entries(5000) if "/queries/" in entry.path]
    masked = [entry for entry in sent if entry.purpose == "mask"]
    noisy = asking.reports["quantile"][0].sums
    assert [entry.epsilon is not None for entry in masked] == [False, *[True] * noisy, False]
    assert "masked update" in {field.name for field in masked[0].fields}


def test_everybody_can_check_every_result(asking):
    for found in asking.public.results():
        if found.number <= len(QUESTIONS):
            assert found.status == "answered"
            assert found.checks[-1] == "the result follows from the sums"


class Lying:
    """The coordinator's API with one answer changed."""

    def __init__(self, gateway, path, change):
        self._gateway, self._path, self._change = gateway, path, change

    def json(self, path, **query):
        found = self._gateway.json(path, **query)
        return self._change(found) if path == self._path else found

    def raw(self, path):
        found = self._gateway.raw(path)
        return self._change(found) if path == self._path else found


def inflated(view):
    view["result"]["estimates"][0]["value"] *= 1.001
    return view


@pytest.mark.parametrize(
    ("path", "change", "reason"),
    [
        ("queries/1", inflated, "other figures"),
        ("queries/1", lambda view: view | {"result": {"estimates": [{}]}}, "malformed"),
        ("queries/1", lambda view: view | {"result": {"estimates": []}}, "other figures"),
        ("queries/1/sums/1", lambda data: data[:-1], "CBOR"),
        ("queries?", None, "list of questions is malformed"),
    ],
)
def test_a_coordinator_that_lies_about_a_result_is_caught(asking, path, change, reason):
    world = asking.world
    if change is None:
        path, change = "queries", lambda _: {"queries": [1]}
    public = PublicQueries(Lying(asking.gateway, path, change), world.chain, world.network)
    with pytest.raises(PeerBroke, match=reason):
        public.results() if path == "queries" else public.check(1)


def test_the_record_of_another_sum_is_not_taken_for_this_one(asking):
    other = asking.gateway.raw("queries/3/sums/1")
    lying = Lying(asking.gateway, "queries/1/sums/1", lambda _: other)
    public = PublicQueries(lying, asking.world.chain, asking.world.network)
    with pytest.raises(PeerBroke, match="that of another one"):
        public.check(1)


def test_terms_of_another_query_are_not_answered(asking):
    number = asking.ask(ask("count", pairs=PAIRS, upper=0.5, **SPAN))
    analytics_of = asking.traders[1].analytics
    signed, _ = analytics_of.public.ask(1)
    with pytest.raises(PeerBroke, match="of another query"):
        analytics_of.terms(number, signed, [])
    with pytest.raises(PeerBroke, match="public records do not show"):
        analytics_of.terms(number, analytics_of.public.ask(number)[0], analytics_of.public.sums(1, 1, EXACT))


def test_the_same_ask_is_the_same_question(asking):
    at = int(asking.world.clock.now()) - 1
    assert asking.ask(EXACT, asked_at=at) == asking.ask(EXACT, asked_at=at)


def test_a_stranger_cannot_ask(asking):
    with pytest.raises(PeerBroke, match="not by the operator"):
        asking.ask(EXACT, account=KEYS["agent"])


def test_an_old_ask_is_not_taken_again(asking):
    with pytest.raises(Refused, match="signed at another time"):
        asking.ask(EXACT, asked_at=int(asking.world.clock.now()) - 4000)


def test_a_column_beside_the_allow_list_is_refused(asking):
    queries = asking.world.coordinator.queries
    rules, queries._rules = queries._rules, replace(queries._rules, columns=("quote_volume",))
    try:
        with pytest.raises(Refused, match="allow-list does not have the column volatility"):
            asking.ask(EXACT, asked_at=int(asking.world.clock.now()) - 2)
    finally:
        queries._rules = rules


def test_without_consent_nothing_is_answered(asking):
    trader = asking.traders[0]
    number = asking.ask(ask("mean", column="hourly_range", pairs=PAIRS, **SPAN))
    before = trader.wire_log.entries(5000)
    with pytest.raises(Refused, match="not agreed to a query about hourly_range"):
        trader.analytics.answer(number, quiet)
    posts = [entry for entry in trader.wire_log.entries(5000)[len(before) :] if entry.method == "POST"]
    assert [entry for entry in posts if entry.destination == "coordinator"] == []


def test_an_open_question_is_shown_with_what_it_means_for_this_trader(asking):
    number = asking.ask(ask("count", pairs=PAIRS, reason="A question that is only looked at.", **SPAN))
    found = next(each for each in asking.traders[3].analytics.open() if each.number == number)
    assert (found.consent, found.step, found.needed) == ("standing", "join", 8)
    assert found.rows == len(list(own_values(asking))[3])
    assert "A question that is only looked at." in found.text


def overview(asking, seat):
    return asking.traders[seat].questions.overview("http://127.0.0.1:2", asking.world.clock.now())


def test_results_are_shown_with_whether_my_answer_is_in_them(asking):
    found = {each.found.number: each for each in overview(asking, 2).past}
    for number, name in enumerate(QUESTIONS, 1):
        (report, *_) = asking.reports[name]
        assert found[number].sums_with_mine == len(found[number].found.traders) == report.sums
        assert found[number].found.result == report.result
        assert found[number].consent == "standing"


def test_what_an_answer_would_send_and_cost_is_known_before(asking):
    noisy = ask("quantile", pairs=PAIRS, lower=1e-4, upper=1.0, parts=8, noise_multiplier=2.0, **SPAN)
    number = asking.ask(noisy)
    trader = asking.traders[4]
    offer = next(each for each in overview(asking, 4).offers if each.question.number == number)

    assert (offer.question.operator, offer.most_sums) == (KEYS["coordinator"].address, 32)
    assert offer.epsilon == pytest.approx(2.2, abs=0.05)  # as the table of analytics.md has it
    assert offer.epsilon_after > offer.epsilon
    assert next(field.size for field in offer.fields if field.step == "mask") == 8 * noisy.parameters
    assert offer.size == sum(field.size for field in offer.fields)
    assert (offer.obstacle, offer.is_ready, offer.waits_for_me) == ("", True, False)
    trader.analytics.consents.decide(offer.question.digest, is_allowed=False)
    refused = next(each for each in overview(asking, 4).offers if each.question.number == number)
    assert (refused.question.consent, refused.is_ready) == ("denied", False)


def test_what_stands_in_the_way_of_an_answer_is_named(asking):
    trader = asking.traders[5]
    exact = asking.ask(ask("mean", column="hourly_range", pairs=PAIRS, **SPAN))
    fills = asking.ask(ask("mean", column="trade_size", pairs=("ETH/USDT",), **SPAN))
    trader.privacy_budget.set_limit(3.0)
    found = {each.question.number: each for each in overview(asking, 5).offers}
    trader.privacy_budget.remove_limit()

    assert "adds no noise" in found[exact].obstacle
    assert not found[exact].waits_for_me
    assert "no rows of trade_size" in found[fills].obstacle
    assert next(each for each in overview(asking, 5).offers if each.question.number == exact).waits_for_me


def test_looking_again_asks_for_the_list_alone(asking):
    trader = asking.traders[6]
    overview(asking, 6)
    before = len(trader.wire_log.entries(5000))
    overview(asking, 6)
    assert [entry.path for entry in trader.wire_log.entries(5000)[before:]] == ["/v1/queries?limit=50"]


def test_a_result_that_does_not_stand_is_named_and_the_others_stay(asking):
    lying = Lying(asking.gateway, "queries/1", inflated)
    trader = asking.traders[0]
    public = PublicQueries(lying, asking.world.chain, asking.world.network)
    patch = pytest.MonkeyPatch()
    patch.setattr(trader.analytics, "public", public)
    found = Questions(trader.analytics, trader.privacy_budget, asking.gateway, trader.wallet).overview(
        "", 0.0
    )
    patch.undo()

    assert [(each.number, each.is_open) for each in found.doubtful] == [(1, False)]
    assert "other figures" in found.doubtful[0].reason
    assert {2, 3} <= {each.found.number for each in found.past}


@pytest.mark.parametrize("told", ["soon", -1.0, float("inf"), [1]])
def test_a_deadline_that_is_no_time_is_the_coordinators_fault(told):
    with pytest.raises(PeerBroke, match="malformed"):
        moment({"deadline_at": told}, "deadline_at")


def test_a_deadline_that_is_not_known_is_none_yet():
    assert (moment({}, "deadline_at"), moment({"deadline_at": 7}, "deadline_at")) == (0.0, 7.0)


def test_everything_that_can_be_asked_about_is_listed_with_my_word(asking):
    words = {word.column.name: word for word in asking.traders[1].questions.columns()}
    assert list(words) == list(COLUMNS)
    assert words["volatility"].standing.least_noise == 0.0
    assert (words["trade_size"].standing, words["trade_size"].has_fills) == (None, False)
    assert words["hourly_range"].has_fills


def test_a_trader_without_rows_is_told_so(asking):
    trader = asking.traders[0]
    trader.analytics.consents.allow_column("trade_size")
    number = asking.ask(ask("mean", column="trade_size", pairs=("BTC/USDT",), **SPAN))
    with pytest.raises(Refused, match="no rows of trade_size"):
        trader.analytics.answer(number, quiet)


def test_a_coordinator_that_starts_anew_again_and_again_answers_all_the_same(asking):
    queries, stopped = asking.world.coordinator.queries, threading.Event()
    number = asking.ask(ask("mean", pairs=PAIRS, upper=0.2, **SPAN))

    def restart():
        while not stopped.wait(0.2):
            queries.forget()

    restarts = threading.Thread(target=restart)
    restarts.start()
    try:
        reports = asking.answer(number)
    finally:
        stopped.set()
        restarts.join()
    values = [each.mean() for each in own_values(asking)]
    for report in reports:
        assert report.result.estimates[0].value == pytest.approx(np.mean(values), rel=1e-6)


@pytest.fixture
def typed(asking, tmp_path):
    """What `conflux analytics` says and reports, typed on the machine of the operator and of seat 0."""
    network = tmp_path / "network.json"
    network.write_text(json.dumps(vars(asking.world.network), default=list))
    key = tmp_path / "operator.key"
    key.touch(mode=0o600)
    key.write_text(KEYS["coordinator"].key.hex())
    (tmp_path / "networks").mkdir()
    (tmp_path / "networks" / "local").symlink_to(asking.world.folder / "0")

    def invoke(*words):
        file = tmp_path / "report.json"
        keys = ["--key-file", str(key)] if words[0] == "ask" else []
        common = ["--network", str(network), "--data-dir", str(tmp_path), "--json", str(file)]
        result = CliRunner().invoke(analytics, [*words, *keys, *common])
        return result, json.loads(file.read_text())

    clock = {"market_at": asking.world.clock.now(), "wall_at": 0.0}
    patch = pytest.MonkeyPatch()
    patch.chdir(tmp_path)
    patch.setattr(FileClock, "now", lambda _: clock["market_at"])
    yield invoke
    patch.undo()


def test_the_operator_asks_and_traders_answer_on_the_command_line(asking, typed):
    day = "2023-10-20"
    words = ["histogram", "hourly_range", "--reason", "How wide are the hours?", "--since", day]
    asked, told = typed("ask", *words, "--upper", "0.1", "--bins", "5", "--enough", "8", "--no-wait")
    assert asked.exit_code == 0, asked.output
    number = told["question"]
    shown, told = typed("answer", str(number))
    assert shown.exit_code == 0, shown.output
    assert [(each["number"], each["consent"]) for each in told["open"]] == [(number, "not given")]
    assert told["answered"] == []
    others = {}
    threads = [
        threading.Thread(target=asking._answer, args=(trader, number, others))
        for trader in asking.traders[1:]
    ]
    for trader, thread in zip(asking.traders[1:], threads, strict=True):
        trader.analytics.consents.allow_column("hourly_range")
        thread.start()
    answered, told = typed("answer", str(number), "--yes")
    for thread in threads:
        thread.join(60)
    assert answered.exit_code == 0, answered.output
    assert told["answered"][0]["status"] == "answered"
    read, told = typed("results", str(number))
    assert read.exit_code == 0, read.output
    (found,) = told["results"]
    assert found["result"]["edges"] == pytest.approx([0, 0.02, 0.04, 0.06, 0.08, 0.1])
    assert sum(each["value"] for each in found["result"]["estimates"]) == pytest.approx(1.0)
    assert "How wide are the hours?" in read.output


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("ask", "mean", "password", "--reason", "To know it."), "no column 'password'"),
        (("ask", "mean", "volatility", "--reason", "Short."), "reason"),
        (("answer", "--yes"), "not said which question"),
        (("answer", "--always", "everything"), "no column 'everything'"),
        (("results", "999"), "no question 999"),
    ],
)
def test_a_mistake_on_the_command_line_is_named(typed, words, reason):
    result, told = typed(*words)
    assert result.exit_code == 1
    assert reason in told["error"]["message"]


def test_a_column_is_agreed_to_and_taken_back_on_the_command_line(typed):
    result, told = typed("answer", "--always", "quote_volume", "--least-noise", "0.5")
    assert result.exit_code == 0, result.output
    assert {"column": "quote_volume", "least_noise": 0.5} in told["standing"]
    _, told = typed("answer", "--never", "quote_volume")
    assert "quote_volume" not in {each["column"] for each in told["standing"]}


def test_own_trades_are_imported_on_the_command_line(typed, tmp_path):
    file = tmp_path / "trades.csv"
    file.write_text("at,symbol,quantity,price\n2023-11-01T10:00Z,BTC/USDT,0.5,34000\n")
    result, told = typed("answer", "--fills", str(file))
    assert result.exit_code == 0, result.output
    assert told["fills"] == 1


def test_when_a_trader_drops_out_of_eight_nothing_is_opened(asking):
    number = asking.ask(ask("mean", pairs=PAIRS, **SPAN))
    canceller, *others = asking.traders
    found = {}

    def cancel_at_share(stage, _):
        if "share" in stage:
            raise Cancelled("closed")

    def answer_and_leave():
        with contextlib.suppress(Cancelled):
            canceller.analytics.answer(number, cancel_at_share)

    threads = [threading.Thread(target=answer_and_leave)]
    threads += [threading.Thread(target=asking._answer, args=(trader, number, found)) for trader in others]
    for thread in threads:
        thread.start()
    asking.pass_time(number, canceller.wallet.address)
    for thread in threads:
        thread.join(60)
    view = asking.public.view(number)
    assert (view["status"], view["sums"]) == ("failed", [])
    assert "7 of 8 traders came in time" in view["reason"]
    assert {report.sums for report in found.values()} == {0}
    assert any("8 must" in report.note for report in found.values())

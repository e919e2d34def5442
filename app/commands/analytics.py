"""Words about queries typed after `conflux analytics` in; a query asked, answered or its result shown out."""

import json
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.commands.console import NO_NETWORK, DataDirOption, JsonOption, command, data_folder, progress_bar
from app.commands.keys import private_key
from app.commands.query_words import query_of
from core.errors import YouCanFix
from core.values import utc_seconds

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import requests
    from rich.console import Console

    from app.commands.console import Report
    from app.ports import Progress
    from app.settings import Network
    from app.trader import Trader
    from app.trader.analytics import Analytics, OpenQuestion
    from app.trader.analytics import Report as AnswerReport
    from app.trader.query_results import CheckedResult
    from core.federated.analytics import Query
    from core.federated.analytics_results import Result
    from core.identity.keys import Account

analytics = typer.Typer(
    no_args_is_help=True,
    help="Ask all traders at once, answer with consent, and see the public results.",
    rich_markup_mode=None,
)

DAY = 86_400
POLL_SECONDS = 1.0
WATCH_SECONDS = 5.0

NetworkOption = Annotated[
    Path | None,
    typer.Option(
        "--network",
        metavar="FILE",
        help="The network's file; the network in use otherwise (`conflux network`).",
    ),
]


@analytics.callback()
def _describe() -> None:
    """Ask all traders at once, answer with consent, and see the public results."""


@analytics.command()
def ask(
    kind: Annotated[
        str, typer.Argument(metavar="KIND", help="count, mean, variance, histogram, quantile or top_k.")
    ],
    column: Annotated[
        str,
        typer.Argument(
            metavar="COLUMN",
            help="volatility, hourly_range, quote_volume, trade_size, stored_pair or traded_pair.",
        ),
    ],
    reason: Annotated[
        str, typer.Option(help="What you want it for: the traders read it. 10 letters or more.")
    ],
    pairs: Annotated[
        list[str] | None, typer.Option("--pair", help="Of these pairs; all of the network's otherwise.")
    ] = None,
    since: Annotated[
        str, typer.Option(help="Rows after this time, as 2026-01-01; UTC. 30 days ago by default.")
    ] = "",
    until: Annotated[str, typer.Option(help="Rows up to this time; now by default.")] = "",
    rows: Annotated[
        int,
        typer.Option(help="Let each row count, so many of a trader at most; 0: each trader counts as one."),
    ] = 0,
    lower: Annotated[float | None, typer.Option(help="Start of the range of values.")] = None,
    upper: Annotated[float | None, typer.Option(help="End of the range of values.")] = None,
    log: Annotated[bool, typer.Option("--log", help="Bins, or a quantile's steps, on a log scale.")] = False,
    bins: Annotated[int, typer.Option(help="Of a histogram.")] = 20,
    level: Annotated[float, typer.Option(help="Of a quantile; 0.5 is the median.")] = 0.5,
    tolerance: Annotated[
        float, typer.Option(help="How narrow a quantile is found, in the column's unit; 0: 1 % of the range.")
    ] = 0.0,
    parts: Annotated[
        int, typer.Option(help="Pieces that a quantile's interval is cut into by each sum; 2 is bisection.")
    ] = 16,
    top: Annotated[int, typer.Option("--top", help="Items of a top_k.")] = 5,
    candidates: Annotated[
        list[str] | None, typer.Option("--item", help="Candidates of a top_k; the network's pairs otherwise.")
    ] = None,
    hashed: Annotated[
        int, typer.Option(help="Bits of a hashed domain instead of candidates; buckets are counted then.")
    ] = 0,
    width: Annotated[int, typer.Option(help="Cells in a row of a top_k's sketch.")] = 256,
    depth: Annotated[int, typer.Option(help="Rows of a top_k's sketch.")] = 4,
    noise: Annotated[float, typer.Option(help="Noise of the sum, in one trader's answer; 0 for none.")] = 0.0,
    least: Annotated[int, typer.Option(help="No result from fewer traders; 8 to 77.")] = 8,
    enough: Annotated[int, typer.Option(help="Begin when so many joined; 0 waits the time out.")] = 0,
    join_seconds: Annotated[int, typer.Option(help="How long traders may join.")] = 3_600,
    wait: Annotated[bool, typer.Option("--wait/--no-wait", help="Wait for the result.")] = True,
    network_file: NetworkOption = None,
    key_file: Annotated[
        Path | None,
        typer.Option("--key-file", metavar="FILE", help="Private key of the coordinator's account."),
    ] = None,
    data_dir: DataDirOption = None,
    json_file: JsonOption = None,
) -> None:
    """Ask all traders a question, as the operator of the network; the result is public.

    Nobody sees a single answer: a protected sum of at least 8 traders is opened, and nothing else. Without
    --noise the sum is exact.
    """
    with command(json_file) as report:
        folder = data_folder(data_dir)
        network = _network(network_file, folder)
        now = _now(network)
        found = query_of(
            network, kind, column, reason=reason, pairs=pairs, rows=rows, noise=noise, least=least,
            since=utc_seconds(since) if since else int(now) - 30 * DAY,
            until=utc_seconds(until) if until else int(now),
            span=(lower, upper, log), bins=bins, quantile=(level, tolerance, parts),
            sketch=(top, candidates, hashed, width, depth),
        )  # fmt: skip
        operator = _operator_key(key_file, network_file, folder)
        number = _ask(network, folder, operator, found, now, join_seconds, enough)
        report.update(question=number)
        report.write()
        report.paper.print(f"Question {number} is open.")
        if wait:
            _wait_and_show(report, _public(network, folder), number)


def _network(path: Path | None, folder: Path) -> "Network":
    from app.trader.networks import chosen_network

    return chosen_network(folder, path, NO_NETWORK)


def _now(network: "Network") -> float:
    from app.bootstrap import build_clock

    return build_clock(network).now()


def _operator_key(path: Path | None, network_file: Path | None, folder: Path) -> "Account":
    """The operator's key; that of a local network of one's own is known."""
    from core.identity.keys import Account

    local = folder / "localnet" / "keys.json"
    if path is not None:
        return Account.from_key(private_key(path))
    if network_file is None and local.exists():
        return Account.from_key(bytes.fromhex(json.loads(local.read_text())["coordinator"]))
    raise YouCanFix("A query is signed by the operator's key.", "Give --key-file FILE.")


def _ask(
    network: "Network",
    folder: Path,
    operator: "Account",
    query: "Query",
    now: float,
    join_seconds: int,
    enough: int,
) -> int:
    """Sign and send the query; the question's number."""
    from app.trader.query_results import whole
    from core.federated.analytics_terms import Ask, sign_ask
    from core.values import client_id

    contract = client_id(network.contracts["Rounds"])
    asked = Ask(network.chain_id, contract, int(now), join_seconds, enough, query)
    gateway = _gateway(network, _session(network, folder))
    reply = json.loads(gateway.post("queries", sign_ask(operator, asked).to_bytes()))
    return whole(reply, "id")


def _session(network: "Network", folder: Path) -> "requests.Session":
    """What is sent through it is written down in the user's log."""
    from app.bootstrap import build_session

    return build_session(folder, {network.coordinator_url: "coordinator", network.rpc_url: "chain"})


def _gateway(network: "Network", session: "requests.Session") -> Any:
    from app.adapters.coordinator_api import HttpCoordinator

    return HttpCoordinator(network.coordinator_url, session)


def _public(network: "Network", folder: Path) -> Any:
    from app.adapters.chain import Web3Chain
    from app.trader.query_results import PublicQueries

    session = _session(network, folder)
    return PublicQueries(_gateway(network, session), Web3Chain(network, session), network)


def _wait_and_show(report: "Report", public: Any, number: int) -> None:
    with progress_bar(f"Question {number}") as progress:
        while (view := public.view(number)).get("status") == "open":
            progress(f"sum {view.get('sum')}: {view.get('step') or 'between two sums'}", 0.0)
            time.sleep(POLL_SECONDS)
        progress("checking the sums", 0.9)
        found = public.check(number)
        progress("done", 1.0)
    report.update(_described(found))
    report.failed = found.status != "answered"
    _show(report.paper, found)


@analytics.command()
def answer(
    question: Annotated[int, typer.Argument(metavar="[QUESTION]", help="Only this one.")] = 0,
    yes: Annotated[bool, typer.Option("--yes", help="Agree to QUESTION, and answer it.")] = False,
    no: Annotated[bool, typer.Option("--no", help="Refuse QUESTION.")] = False,
    always: Annotated[
        list[str] | None, typer.Option(metavar="COLUMN", help="Agree to every query about COLUMN.")
    ] = None,
    least_noise: Annotated[
        float, typer.Option(help="With --always: only to queries with so much noise.")
    ] = 0.0,
    never: Annotated[
        list[str] | None, typer.Option(metavar="COLUMN", help="Take back what you agreed to with --always.")
    ] = None,
    fills: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Import your own trades first: CSV with at, symbol, quantity, price."
        ),
    ] = None,
    watch: Annotated[bool, typer.Option("--watch", help="Go on answering until you stop it.")] = False,
    network_file: NetworkOption = None,
    data_dir: DataDirOption = None,
    json_file: JsonOption = None,
) -> None:
    """Show the operator's open questions, and answer those that you agreed to.

    Without your word nothing is answered. An answer leaves masked: only the sum of all answers is opened.
    With --always, --never, --fills or --no it only notes what you said, unless you --watch.
    """
    with command(json_file) as report:
        if (yes or no) and not question:
            raise YouCanFix("It is not said which question.", "Name it: conflux analytics answer 3 --yes")
        folder = data_folder(data_dir)
        with _trader(_network(network_file, folder), folder) as trader:
            mine = trader.analytics
            if fills:
                report["fills"] = mine.fills.import_csv(fills)
            for column in always or ():
                mine.consents.allow_column(column, least_noise)
            for column in never or ():
                mine.consents.forbid_column(column)
            if yes or no:
                mine.consents.decide(mine.question(question).digest, is_allowed=yes)
            _list(report, mine, question)
            if watch or not (always or never or fills or no):
                _answer(report, trader, question, watch=watch)


@contextmanager
def _trader(network: "Network", folder: Path) -> "Iterator[Trader]":
    """The trader of this data folder, unlocked."""
    from app.bootstrap import build_trader, build_worker
    from app.user_settings import UserSettings

    settings = UserSettings(folder)
    worker = build_worker(settings)
    trader = build_trader(
        network, folder / "networks" / network.name, worker, log_folder=folder / "wire", settings=settings
    )
    try:
        if trader.wallet.state().store_waits:
            question = "Password of the file of secrets (this machine has no keychain)"
            trader.wallet.box.open_store(typer.prompt(question, hide_input=True))
        if trader.wallet.state().is_locked:
            trader.wallet.box.unlock(typer.prompt("Password of your account", hide_input=True))
        yield trader
    finally:
        trader.jobs.close()
        trader.close()
        worker.close()


def _list(report: "Report", mine: "Analytics", question: int) -> None:
    """The open questions in words, and what this trader says to each."""
    found = [each for each in mine.open() if question in (0, each.number)]
    report.update(
        standing=mine.consents.standing(),
        open=[_open_question(each) for each in found],
    )
    for each in found:
        report.paper.print(f"{each.number}. {each.text}", markup=False)
        report.paper.print(
            f"   Your word: {each.consent}. Rows of yours: {each.rows:,}. "
            f"Traders: {each.joined} of {each.needed} needed.",
            markup=False,
        )
    if not found:
        report.paper.print("No question is open.")


def _open_question(found: "OpenQuestion") -> dict[str, Any]:
    return {
        "number": found.number, "kind": found.query.kind, "column": found.query.column.name,
        "text": found.text, "consent": found.consent, "rows": found.rows, "step": found.step,
        "joined": found.joined, "needed": found.needed,
    }  # fmt: skip


def _answer(report: "Report", trader: "Trader", question: int, *, watch: bool) -> None:
    """Answer what may be answered; with --watch again and again, until it is stopped."""
    report["answered"] = []
    while True:
        with progress_bar("Answer") as progress:
            done = _answer_once(trader.analytics, question, progress)
        for each in done:
            report["answered"].append({**vars(each), "result": each.result})
            report.paper.print(
                f"Question {each.number}: {each.status}; your answer is in {each.sums} sums. {each.note}",
                markup=False,
            )
            if each.result:
                _show_result(report.paper, each.result)
        if not watch:
            return
        report.write()
        time.sleep(WATCH_SECONDS)


def _answer_once(mine: "Analytics", question: int, progress: "Progress") -> "Sequence[AnswerReport]":
    from app.trader.consents import GIVEN, STANDING

    if not question:
        return mine.answer_all(progress)
    is_agreed = mine.question(question).consent in (GIVEN, STANDING)
    return (mine.answer(question, progress),) if is_agreed else ()


@analytics.command()
def results(
    question: Annotated[int, typer.Argument(metavar="[QUESTION]", help="Only this one.")] = 0,
    limit: Annotated[int, typer.Option(min=1, max=200, help="How many, the newest first.")] = 10,
    network_file: NetworkOption = None,
    data_dir: DataDirOption = None,
    json_file: JsonOption = None,
) -> None:
    """Show results, each computed again on this machine from the public record of its sums."""
    with command(json_file) as report:
        folder = data_folder(data_dir)
        public = _public(_network(network_file, folder), folder)
        found = (public.check(question),) if question else public.results(limit)
        report.update(results=[_described(each) for each in found])
        for each in found:
            _show(report.paper, each)
        if not found:
            report.paper.print("Nothing was asked yet.")


def _described(found: "CheckedResult") -> dict[str, Any]:
    return {
        "question": found.number, "status": found.status, "reason": found.reason, "text": found.text,
        "result": found.result, "checks": found.checks,
    }  # fmt: skip


def _show(paper: "Console", found: "CheckedResult") -> None:
    paper.print(f"{found.number}. {found.text}", markup=False)
    paper.print(f"   {found.status.capitalize()}. {found.reason}".rstrip(), markup=False)
    if found.result:
        _show_result(paper, found.result)


def _show_result(paper: "Console", found: "Result") -> None:
    """The figures of a result as a table, with what one must know to read them."""
    from rich.table import Table

    table = Table("", found.unit, "low", "high", title=f"{found.count:,.0f} {found.counted}")
    for each in found.estimates:
        table.add_row(each.label, f"{each.value:.6g}", f"{each.low:.6g}", f"{each.high:.6g}")
    paper.print(table)
    for note in found.notes:
        paper.print(f"   {note}", markup=False)

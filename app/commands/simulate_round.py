"""A round's size, drop-outs and an attack in; how real clients and a real coordinator fared out."""

from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.console import JsonOption, command, progress_bar

if TYPE_CHECKING:
    from rich.console import Console

    from app.simulation.report import Outcome

NAMED = 3
"""Of many who noticed the same, so many are named on paper; the JSON names all."""


def simulate_round(
    clients: Annotated[int, typer.Option(min=1, max=100_000, help="Traders that take part.")] = 50,
    params: Annotated[int, typer.Option(min=1, max=2**27, help="Parameters of the model.")] = 100_000,
    drop: Annotated[
        float, typer.Option(min=0.0, max=1.0, help="Part of the clients that fall silent after message 2.")
    ] = 0.05,
    attack: Annotated[str, typer.Option(metavar="NAME", help="Who lies, and how, as survivor-lie.")] = "",
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same round.")] = 0,
    json_file: JsonOption = None,
) -> None:
    """Play a round with real keys, signatures and masks, and check that its sum and scores are exact.

    Coordinator and clients are the program's own; the coordinator runs in a process of its own and keeps the
    masked updates on disk. The chain is simulated. The exit code is 1 when the round ends otherwise than in
    the exact sum of the survivors or a clean abort, or when a single update could be learned.
    """
    with command(json_file) as report:
        from app.simulation.acts import report as json_of
        from app.simulation.acts import simulate

        with progress_bar(f"Round of {clients} x {params}") as progress:
            outcomes = simulate(clients, params, drop, attack, seed, progress)
        report.update(json_of(outcomes))
        report.failed = bool(report["breach"])
        for outcome in outcomes:
            _print(report.paper, outcome)


def _print(console: "Console", outcome: "Outcome") -> None:
    from rich.markup import escape

    console.print(_summary(outcome), soft_wrap=True)
    for noticed in outcome.noticed:
        more = f" and {len(noticed.by) - NAMED} more" if len(noticed.by) > NAMED else ""
        who = ", ".join(noticed.by[:NAMED]) + more
        console.print(f"  {noticed.step}: {escape(who)} noticed: {escape(noticed.error)}", soft_wrap=True)
    for client, reason in outcome.rejected.items():
        console.print(f"  {client} was rejected: {escape(reason)}", soft_wrap=True)
    for fault in outcome.faults:
        console.print(f"  {fault.client} is convicted: {escape(fault.reason)}", soft_wrap=True)
    for reason in outcome.reasons:
        console.print(f"  Aborted: {escape(reason)}", soft_wrap=True)
    if outcome.breach:
        console.print(f"[bold red]Broken:[/] {escape(outcome.breach)}", soft_wrap=True)
    if outcome.note:
        console.print(f"  {escape(outcome.note)}", soft_wrap=True)
    server = outcome.server
    console.print(
        f"CPU seconds: {sum(outcome.client_steps.values()):.2f} a client, {server.cpu_s:.2f} coordinator; "
        f"coordinator's peak {server.peak_mib:.0f} MiB; at most {outcome.upload_bytes:,} bytes sent a client",
        soft_wrap=True,
    )


def _summary(outcome: "Outcome") -> str:
    here = f"{len(outcome.clients)} clients, {outcome.dropped} dropped"
    if outcome.aborted:
        return f"{here}: aborted, no update shown."
    exact = "exact" if outcome.sum_exact and outcome.scores_exact else "not exact"
    return (
        f"{here}, {len(outcome.survivors)} in the sum of attempt {outcome.attempt} "
        f"({len(outcome.cohorts)} cohorts): sum and scores {exact}."
    )

"""A round's size, drop-outs and an attack's name in; the outcome of each round that the attack takes out."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from app.simulation.attacks import attack_named
from app.simulation.faults import Faults
from app.simulation.report import Outcome
from app.simulation.simulation import ATTEMPTS, Simulation
from app.simulation.world import simulated_terms

if TYPE_CHECKING:
    from app.simulation.attack import Attack

Progress = Callable[[str, float], None]


def simulate(
    clients: int,
    parameters: int,
    drop: float = 0.0,
    attack: str = "",
    seed: int = 0,
    progress: Progress | None = None,
    *,
    in_process: bool = False,
) -> list[Outcome]:
    """Play a round, and with an attack that takes several all of them; the last outcome is the main one.

    Args:
        clients: traders that take part.
        parameters: d.
        drop: part of the clients that fall silent after message 2, in every attempt.
        attack: its name, empty for none.
        seed: of everything; a further round has the next one.
        progress: told the stage and the fraction that is done.
        in_process: see Simulation.

    Raises:
        YouCanFix: no attack has this name, or terms of this size are impossible.
    """
    outcomes: list[Outcome] = []
    next_attack: Attack | None = attack_named(attack)
    while next_attack is not None:
        faults = [Faults.dropping(clients, drop, seed)] * ATTEMPTS
        terms = simulated_terms(clients, parameters, seed)
        with Simulation(
            terms, clients, seed, faults, next_attack, in_process=in_process, progress=progress
        ) as simulation:
            outcomes.append(simulation.run())
        next_attack, seed = next_attack.again(outcomes[-1]), seed + 1
    return outcomes


def report(outcomes: list[Outcome]) -> dict[str, object]:
    """The JSON of the last round, with those before it under `acts`, and the first breach of any."""
    acts = [outcome.as_json() for outcome in outcomes]
    breaches = [outcome.breach for outcome in outcomes if outcome.breach]
    return {
        **acts[-1],
        "faults": [fault for act in acts for fault in act["faults"]],
        "leaked": any(act["leaked"] for act in acts),
        "breach": breaches[0] if breaches else "",
        "acts": acts[:-1],
    }

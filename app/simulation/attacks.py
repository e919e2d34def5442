"""The name of an attack in; the malicious parties that carry it out, out."""

from collections.abc import Mapping

from app.simulation.attack import Attack
from app.simulation.lying_clients import CLIENT_ATTACKS
from app.simulation.lying_coordinators import COORDINATOR_ATTACKS
from core.errors import YouCanFix

ATTACKS: Mapping[str, type[Attack]] = {
    attack.name: attack for attack in (*COORDINATOR_ATTACKS, *CLIENT_ATTACKS)
}
"""All attacks by their names on the command line."""


def attack_named(name: str) -> Attack:
    """The attack of a name, an empty name for none; raises YouCanFix for a name that no attack has."""
    if not name:
        return Attack()
    if name not in ATTACKS:
        raise YouCanFix(f"No attack is called {name!r}.", f"Choose one of: {', '.join(ATTACKS)}.")
    return ATTACKS[name]()

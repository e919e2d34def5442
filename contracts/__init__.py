"""A contract's name in, its compiled artifact (ABI and creation bytecode) out; no compiler is needed."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
"""Where the sources, the artifacts and the gas figures lie."""

NAMES = (
    "AgentVault",
    "ConfluxToken",
    "PracticeUSD",
    "RewardDistributor",
    "Roles",
    "Rounds",
    "StakeManager",
    "Timelock",
)
"""Contracts with a committed artifact."""

ARTIFACT_OF = {
    "ProfitDistributor": "RewardDistributor",
    "EmissionDistributor": "RewardDistributor",
    "Asset": "PracticeUSD",
}
"""Artifact of what a network lists under another name; of an asset we use ERC-20 and permit only."""


@dataclass(frozen=True)
class Artifact:
    """A compiled contract.

    Args:
        name: of the contract, as in src/.
        abi: entries of its JSON ABI; read only.
        bytecode: creation code, without constructor arguments.
    """

    name: str
    abi: tuple[dict[str, Any], ...]
    bytecode: bytes


@cache
def load(name: str) -> Artifact:
    """The artifact of a contract, by its own name or by the name a network lists it under.

    Raises:
        KeyError: there is no such contract.
    """
    own = ARTIFACT_OF.get(name, name)
    if own not in NAMES:
        raise KeyError(name)
    data = json.loads((FOLDER / "artifacts" / f"{own}.json").read_text(encoding="utf-8"))
    return Artifact(own, tuple(data["abi"]), bytes.fromhex(data["bytecode"].removeprefix("0x")))

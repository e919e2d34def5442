"""A network's chain and coordinator in; what they say that does not fit its file, and wrong clocks, out."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from core.clocks import ClockFinding, compare_clocks
from core.errors import ConfluxError, PeerBroke, TryAgain, YouCanFix
from core.federated.terms import PROTOCOL_VERSION

if TYPE_CHECKING:
    from app.settings import Network
    from app.trader import TraderPorts

Part = Literal["chain", "coordinator", "clock"]


@dataclass(frozen=True)
class Finding:
    """Something that stands against taking part.

    Args:
        part: of the network where it was met.
        error: the cause and what to do about it.
    """

    part: Part
    error: ConfluxError

    @property
    def is_absence(self) -> bool:
        """The part is away and may come back; it said nothing wrong."""
        return isinstance(self.error, TryAgain)


def meet(ports: "TraderPorts") -> tuple[Finding, ...]:
    """Ask the network's chain and coordinator who they are; asks only, signs and sends nothing.

    Returns:
        What is wrong or away, chain first; nothing where all fits.
    """
    findings, block_at = [], None
    try:
        block_at = _meet_chain(ports)
    except ConfluxError as error:
        findings.append(Finding("chain", error))
    try:
        clock = _meet_coordinator(ports, block_at)
    except ConfluxError as error:
        findings.append(Finding("coordinator", error))
    else:
        if clock is not None:
            findings.append(Finding("clock", _clock_error(clock, ports.network)))
    return tuple(findings)


def refuse_first(findings: tuple[Finding, ...], *, is_known: bool) -> None:
    """Raise what forbids a connection: anything but a clock at the first one, only lies at later ones."""
    for finding in findings:
        if finding.part != "clock" and not (is_known and finding.is_absence):
            raise finding.error


def _meet_chain(ports: "TraderPorts") -> float:
    """The time of the newest block, once the chain's number and its contracts' code are the pinned ones."""
    network = ports.network
    for contract, expected in network.code_hashes.items():
        found = ports.chain.code_hash(contract)
        if found != expected:
            raise YouCanFix(
                f"At the address of {contract} ({network.contracts[contract]}) lies other code than the "
                f"network file of {network.name} says.",
                "Do not send anything to it. Ask the operator for a new file, or of whom this node is.",
            )
    block = ports.chain.block()
    if block is None:
        raise TryAgain("The chain has no block yet.", "Try again later.")
    return block.timestamp


def _meet_coordinator(ports: "TraderPorts", block_at: float | None) -> ClockFinding | None:
    network, url = ports.network, ports.network.coordinator_url
    said = ports.coordinator.json("network")
    values = _values(said, url)
    if values["protocol_version"] != PROTOCOL_VERSION:
        raise YouCanFix(
            f"The coordinator of {network.name} speaks version {values['protocol_version']} of the protocol, "
            f"this app speaks {PROTOCOL_VERSION}.",
            "Update the older one of both.",
        )
    ours = {name: address.lower() for name, address in network.contracts.items()}
    theirs = {name: str(address).lower() for name, address in values["contracts"].items()}
    differing = sorted(name for name in ours if theirs.get(name) != ours[name])
    if values["chain_id"] != network.chain_id or differing:
        what = f"the contract {differing[0]}" if differing else f"chain {values['chain_id']}"
        raise PeerBroke(
            f"The coordinator at {url} serves another network than {network.name}: {what} differs.",
            "Ask the operator for a new network file.",
        )
    if network.clock_file:
        return None  # a practice network's time is its own
    return compare_clocks(ports.clock.now(), float(values["now"]), block_at)


_KINDS: dict[str, tuple[type, ...]] = {
    "protocol_version": (int,),
    "chain_id": (int,),
    "contracts": (dict,),
    "now": (int, float),
}


def _values(said: Any, url: str) -> dict[str, Any]:
    """The fields of a coordinator's answer that are needed; raises PeerBroke for nonsense."""
    if isinstance(said, dict) and all(type(said.get(name)) in kinds for name, kinds in _KINDS.items()):
        return said
    raise PeerBroke(
        f"What answers at {url} is no coordinator: it does not say of which network it is.",
        "Check the address, or ask the operator for a new network file.",
    )


def _clock_error(found: ClockFinding, network: "Network") -> ConfluxError:
    if found.whose == "coordinator":
        return TryAgain(
            f"The clock of {network.name}'s coordinator is wrong: yours is {found.words} it, and the chain "
            "agrees with yours.",
            "Tell the operator. Nothing is wrong with this computer.",
        )
    witness = " and the chain's" if found.whose == "own" else ""
    return YouCanFix(
        f"This computer's clock is {found.words} the coordinator's{witness}.",
        "Set it right, best by switching on automatic time, or rounds will not accept what you send.",
    )

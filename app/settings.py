"""Networks in from JSON, checked; where a user's data lie, where blobs are kept, and whole files, out."""

import ipaddress
import json
import os
import re
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from core.errors import YouCanFix
from core.values import client_id

if TYPE_CHECKING:
    from core.network_file import NetworkFile

CONTRACTS = (
    "ConfluxToken",
    "StakeManager",
    "Rounds",
    "AgentVault",
    "ProfitDistributor",
    "EmissionDistributor",
    "Timelock",
    "Asset",
)
"""Names under which a network lists its contracts; both distributors are RewardDistributor instances."""


@dataclass(frozen=True)
class Network:
    """One Conflux network, as a program needs to know it to take part.

    Args:
        name: shown on screen, as "local".
        chain_id: pinned; a node that answers another is refused.
        rpc_url: JSON-RPC of a node.
        coordinator_url: HTTP base URL of the coordinator.
        agent_url: HTTP base URL of the agent's published journal.
        exchange: ccxt's name of the exchange whose public candles score the rounds.
        exchange_url: base URL of that exchange's API, empty for the exchange's own.
        timeframe: of those candles.
        symbols: pairs traded and scored.
        contracts: address by contract name (see CONTRACTS).
        asset: ticker of the pool's asset.
        asset_decimals: its digits after the point.
        simulated: True when the market is computed, not recorded; shown wherever its numbers are.
        local: True for a network of this machine only, whose chain gives out practice coins.
        clock_file: path of the local market clock, empty for the system's clock.
        other_rpc_urls: nodes that are asked where the first one is away.
        code_hashes: keccak-256 of the code at a contract's address, by contract name, where it is known.
    """

    name: str
    chain_id: int
    rpc_url: str
    coordinator_url: str
    agent_url: str
    exchange: str
    exchange_url: str
    timeframe: str
    symbols: tuple[str, ...]
    contracts: dict[str, str]
    asset: str
    asset_decimals: int
    simulated: bool
    local: bool
    clock_file: str = ""
    other_rpc_urls: tuple[str, ...] = ()
    code_hashes: dict[str, str] = field(default_factory=dict)

    def save(self, path: Path) -> None:
        """Write the network to `path` in one step."""
        write_atomically(path, json.dumps(asdict(self), indent=2).encode())

    @classmethod
    def load(cls, path: Path) -> "Network":
        """Read a network file, plain or signed by its operator.

        Raises:
            YouCanFix: it cannot be read, or a field of it is wrong.
            PeerBroke: it was changed after it was signed.
        """
        try:
            raw = path.read_bytes()
            data = json.loads(raw)
        except OSError as error:
            raise YouCanFix(f"The network file {path} cannot be read: {error.strerror}.") from error
        except (ValueError, RecursionError) as error:
            raise YouCanFix(
                f"The network file {path} is not JSON.", "Ask the operator for a new one."
            ) from error
        if isinstance(data, dict) and "signature" in data:
            from core.network_file import NetworkFile

            return cls.from_signed(NetworkFile.from_bytes(raw))
        return cls.check(data, str(path))

    @classmethod
    def from_signed(cls, file: "NetworkFile") -> "Network":
        """The network that an operator describes; raises YouCanFix where a contract is missing."""
        described: dict[str, Any] = asdict(file.network)
        described["rpc_url"], *described["other_rpc_urls"] = described.pop("rpc_urls")
        described["symbols"] = list(described["symbols"])
        del described["valid_from"]
        return cls.check({**described, "local": False}, f"The network file of {file.network.name}")

    @classmethod
    def check(cls, data: Any, source: str) -> "Network":
        """A network from decoded JSON; raises YouCanFix with the field that is wrong."""
        if not isinstance(data, dict):
            raise YouCanFix(f"{source} does not describe a network.")
        values: dict[str, Any] = {}
        for one in fields(cls):
            if one.name in _OPTIONAL and one.name not in data:
                continue
            value = data.get(one.name)
            kind = _KINDS.get(one.name, str)
            if type(value) is not kind:
                raise YouCanFix(f"{source}: {one.name!r} is missing or not of type {kind.__name__}.")
            values[one.name] = tuple(map(str, value)) if isinstance(value, list) else value
        if not _NETWORK_NAME.fullmatch(values["name"]):  # a folder of the user's data is called so
            raise YouCanFix(f"{source}: {values['name'][:60]!r} is no name of a network.")
        missing = [name for name in CONTRACTS if name not in values["contracts"]]
        if missing:
            raise YouCanFix(f"{source}: no address for {', '.join(missing)}.")
        for address in values["contracts"].values():
            client_id(str(address))
        if values["local"]:
            _check_local(values, source)
        return cls(**values)


_KINDS: dict[str, type] = {
    "chain_id": int,
    "asset_decimals": int,
    "simulated": bool,
    "local": bool,
    "contracts": dict,
    "symbols": list,
    "other_rpc_urls": list,
    "code_hashes": dict,
}
"""What a field of a network is in JSON, where it is no text."""
_OPTIONAL = ("clock_file", "other_rpc_urls", "code_hashes")
_NETWORK_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")


def _check_local(values: dict[str, Any], source: str) -> None:
    """A local network keeps its keys unprotected, for practice coins: it never leaves this machine."""
    for name in ("rpc_url", "coordinator_url", "agent_url", "exchange_url"):
        host = urlsplit(values[name]).hostname or "localhost"
        try:
            is_here = host == "localhost" or ipaddress.ip_address(host).is_loopback
        except ValueError:
            is_here = False
        if not is_here:
            raise YouCanFix(
                f"{source}: {name!r} is not on this machine, as all of a local network has to be.",
                "Ask the operator for a signed network file.",
            )


@dataclass(frozen=True)
class StorageSettings:
    """Where blobs are kept: the section storage of app.user_settings.

    Keys to services never stand here: see app.bootstrap.

    Args:
        stores: of folder, ipfs and autodrive, in the order in which they are asked; blobs are put to all.
        gateways: addresses of HTTP gateways of IPFS, only read, asked after the stores.
        ipfs_url: RPC of one's own IPFS node.
        autodrive_url: API of Auto Drive.
        autodrive_download_url: where Auto Drive gives blobs back.
        timeout_seconds: for one blob and store.
        size_limit_mib: of one blob.
    """

    stores: tuple[str, ...] = ("folder",)
    gateways: tuple[str, ...] = ()
    ipfs_url: str = "http://127.0.0.1:5001"
    autodrive_url: str = "https://mainnet.auto-drive.autonomys.xyz/api"
    autodrive_download_url: str = "https://public.auto-drive.autonomys.xyz/api"
    timeout_seconds: float = 120.0
    size_limit_mib: int = 1024

    def __post_init__(self) -> None:
        strange = [name for name in self.stores if name not in STORES]
        if strange or not self.stores or len(set(self.stores)) != len(self.stores):
            raise YouCanFix(
                f"{', '.join(strange or self.stores) or 'Nothing'} is no choice of stores.",
                f"Name one or more of {', '.join(STORES)}, each once.",
            )
        if not 0 < self.timeout_seconds <= 86_400 or not 0 < self.size_limit_mib <= 1 << 16:  # noqa: PLR2004
            raise YouCanFix(
                "A store has no time or no room.", "Set timeout_seconds and size_limit_mib above 0."
            )


STORES = ("folder", "ipfs", "autodrive")


def user_folder() -> Path:
    """Where this system keeps a user's data."""
    import platformdirs

    return Path(platformdirs.user_data_dir("conflux", appauthor=False))


def write_atomically(path: Path, data: bytes) -> None:
    """Write `data` to `path` so that a crash leaves the old file or the new one, never half of one.

    Raises:
        YouCanFix: the disk is full or the folder may not be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise YouCanFix(
            f"{path} cannot be written: {error.strerror}.", "Free disk space or choose another folder."
        ) from error

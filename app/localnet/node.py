"""A folder, a port and keys in; a local network's chain out: JSON-RPC, deployment, faucet, idle blocks."""

import contextlib
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from app.adapters.clock import FileClock
from app.localnet.chain import CHAIN_ID, LocalChain
from app.localnet.chain_store import ChainBroken
from app.localnet.deploy import CFX, Plan, Sender, deploy
from app.localnet.eth_methods import eth_methods
from app.localnet.rpc import INTERNAL_ERROR, INVALID_PARAMS, RpcError, RpcServer
from app.settings import write_atomically
from core.errors import ConfluxError, YouCanFix
from core.identity.keys import Account
from core.values import ClientId, client_id

ROLES = ("deployer", "governor", "guardian", "coordinator", "agent", "paper_exchange", "faucet")
"""Accounts of a local network, each with a key of its own."""

TICK_SECONDS = 0.3
ETHER = 10**18
PUSD = 10**6
GIFT_ETHER_WEI = ETHER
GIFT_PUSD = 100_000 * PUSD
GIFT_CFX_WEI = 10_000 * CFX
PAPER_EXCHANGE_PUSD = 100_000_000 * PUSD
CUSTODY_LIMIT = 10_000_000 * PUSD
_CHAIN_FILE = "chain.sqlite"
_CONTRACTS_FILE = "contracts.json"

Announce = Callable[[Mapping[str, Any]], None]


@dataclass(frozen=True)
class LocalAccounts:
    """What the chain's process knows of the network's accounts: two keys, addresses of the rest.

    Args:
        deployer: deploys at the first start and has no power afterwards.
        faucet: gives practice coins.
        addresses: of every role of ROLES.
    """

    deployer: Account
    faucet: Account
    addresses: Mapping[str, ClientId]

    @classmethod
    def of(cls, keys: Mapping[str, str]) -> "LocalAccounts":
        """From keys in hexadecimal; a role other than deployer and faucet may give its address instead."""
        missing = [role for role in ROLES if role not in keys]
        if missing:
            raise YouCanFix(f"The local network has no account for {', '.join(missing)}.")
        addresses = {role: _address(keys[role]) for role in ROLES}
        if len(set(addresses.values())) < len(ROLES):
            raise YouCanFix("Two roles of the local network share a key.", "Give each a key of its own.")
        return cls(_account(keys["deployer"]), _account(keys["faucet"]), addresses)

    def plan(self) -> Plan:
        """The local network's contracts; its delays are seconds, for nobody should wait on practice."""
        at = self.addresses
        return Plan(
            governor=at["governor"], guardian=at["guardian"], coordinator=at["coordinator"],
            agent=at["agent"],
            holder=at["faucet"], faucet=at["faucet"], timelock_seconds=2, payout_challenge_seconds=2,
            round_challenge_seconds=60, unbonding_seconds=60, custody_limit=CUSTODY_LIMIT,
            max_epoch_seconds=10 * 365 * 86_400,
        )  # fmt: skip


class LocalNode:
    """A running local chain; a context manager that stops it on every way out.

    Args:
        port: of its JSON-RPC, 0 for any that is free.
        folder: keeps the chain between starts, None for one that lives in memory.
        now: the market clock.
        accounts: of the network.

    Raises:
        YouCanFix: the port is in use, or the folder's chain is damaged.
    """

    def __init__(
        self, port: int, folder: Path | None, now: Callable[[], float], accounts: LocalAccounts
    ) -> None:
        self._accounts = accounts
        self._funding = threading.Lock()
        self._stopped = threading.Event()
        self._failure: ConfluxError | None = None
        kept = _kept_contracts(folder)
        self.chain = LocalChain(folder and folder / _CHAIN_FILE, now, _first_balances(accounts))
        self._methods = {**eth_methods(self.chain), "conflux_fund": self._fund}
        try:
            self.contracts = kept or self._deploy(folder)
            self._server = RpcServer(port, self._guarded())
        except BaseException:
            self.chain.close()
            raise
        self._ticker = threading.Thread(target=self._tick, name="idle-blocks")
        self._ticker.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def url(self) -> str:
        """Where its JSON-RPC listens."""
        return f"http://127.0.0.1:{self._server.port}"

    @property
    def port(self) -> int:
        """The port it listens on."""
        return self._server.port

    def stop(self) -> None:
        """Stop serving and close the chain's file."""
        self._stopped.set()
        self._server.stop()
        self._ticker.join()
        self.chain.close()

    def rpc(self, method: str, *parameters: Any) -> Any:
        """Call a method without HTTP."""
        return self._methods[method](*parameters)

    def _deploy(self, folder: Path | None) -> dict[str, str]:
        contracts = deploy(self.rpc, self._accounts.deployer, self._accounts.plan())
        faucet = Sender(self.rpc, self._accounts.faucet)
        exchange = self._accounts.addresses["paper_exchange"]
        faucet.call(contracts["Asset"], "Asset", "mint", exchange, PAPER_EXCHANGE_PUSD)
        if folder:
            write_atomically(folder / _CONTRACTS_FILE, json.dumps(contracts, indent=2).encode())
        return contracts

    def _fund(self, address: str) -> bool:
        """Practice coins for `address`: 1 of the chain's coin, 100,000 PUSD, 10,000 CFX."""
        try:
            account = client_id(address)
        except YouCanFix as error:
            raise RpcError(INVALID_PARAMS, error.message) from error
        with self._funding:
            faucet = Sender(self.rpc, self._accounts.faucet)
            faucet.pay(account, GIFT_ETHER_WEI)
            faucet.call(self.contracts["Asset"], "Asset", "mint", account, GIFT_PUSD)
            faucet.call(self.contracts["ConfluxToken"], "ConfluxToken", "transfer", account, GIFT_CFX_WEI)
        return True

    def _guarded(self) -> dict[str, Callable[..., Any]]:
        """The methods, which say what broke once the chain cannot be kept any more."""

        def guard(method: Callable[..., Any]) -> Callable[..., Any]:
            def call(*parameters: Any) -> Any:
                with self._noting_failure():
                    return method(*parameters)

            return call

        return {name: guard(method) for name, method in self._methods.items()}

    @contextlib.contextmanager
    def _noting_failure(self) -> Iterator[None]:
        if self._failure is not None:
            raise RpcError(INTERNAL_ERROR, str(self._failure))
        try:
            yield
        except ConfluxError as error:
            if isinstance(error, ChainBroken):
                self._failure = error  # nothing more is answered from memory that is ahead of the file
            raise RpcError(INTERNAL_ERROR, str(error)) from error

    def _tick(self) -> None:
        while not self._stopped.wait(TICK_SECONDS):
            with contextlib.suppress(RpcError), self._noting_failure():
                self.chain.tick()


def serve(port: int, folder: Path, clock_path: Path, accounts: LocalAccounts, announce: Announce) -> None:
    """Run a local network's chain until KeyboardInterrupt; announces {"port", "chain_id", "contracts"} once.

    The first start deploys the contracts; later ones go on from what `folder` keeps.

    Raises:
        YouCanFix: the port is in use, the disk is full, or the folder's chain is damaged.
    """
    with LocalNode(port, folder, FileClock(clock_path).now, accounts) as node:
        announce({"port": node.port, "chain_id": CHAIN_ID, "contracts": node.contracts})
        threading.Event().wait()


def _kept_contracts(folder: Path | None) -> dict[str, str]:
    """Addresses of an earlier start; clears what a start left behind that was stopped while it deployed."""
    if folder is None:
        return {}
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    chain, contracts = folder / _CHAIN_FILE, folder / _CONTRACTS_FILE
    if not contracts.exists():
        for path in (chain, chain.with_name(f"{_CHAIN_FILE}-wal"), chain.with_name(f"{_CHAIN_FILE}-shm")):
            path.unlink(missing_ok=True)
        return {}
    damaged = YouCanFix(f"The local chain in {folder} is damaged.", f"Delete {folder} to start over.")
    if not chain.exists():
        raise damaged
    try:
        found = json.loads(contracts.read_text(encoding="utf-8"))
        return {str(name): str(client_id(address)) for name, address in found.items()}
    except (ValueError, AttributeError, TypeError) as error:
        raise damaged from error


def _first_balances(accounts: LocalAccounts) -> dict[str, int]:
    return {
        str(address): (10**9 if role == "faucet" else 1_000) * ETHER
        for role, address in accounts.addresses.items()
    }


def _account(key: str) -> Account:
    return Account.from_key(bytes.fromhex(key.removeprefix("0x")))


def _address(text: str) -> ClientId:
    """The address that a role's text gives, or that its key has."""
    return client_id(text) if len(text.removeprefix("0x")) == 40 else _account(text).address  # noqa: PLR2004 - digits

"""A secret store and a chain in; the trader's account, its balances, and signed transactions out."""

import secrets as entropy
import threading
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from app.events import BalanceChanged
from app.ports import TransactionRecord
from core.errors import Refused, YouCanFix
from core.values import Amount, client_id

if TYPE_CHECKING:
    from app.events import EventBus
    from app.ports import Chain, Clock, SecretStore, TraderStore
    from app.settings import Network
    from core.identity.keys import Account

_WORDS_BITS = 128
_MAX_ALLOWANCE_NOTE = "exactly the amount, never an unlimited allowance"


@dataclass(frozen=True)
class Balances:
    """What an account owns.

    Args:
        coin: of the chain, for fees.
        asset: of the pool, as PUSD.
        token: ConfluxToken.
        bond: staked for taking part in rounds.
        unbonding: leaving the bond.
        unbonding_at: UTC seconds from which it may be withdrawn; 0 where nothing leaves.
        shares: of the agent's vault.
        shares_value: of those shares at the price of the last closed epoch.
        deposit_requested: of the asset, filled when the epoch closes.
        withdraw_requested: of shares, paid when the epoch closes.
    """

    coin: Amount
    asset: Amount
    token: Amount
    bond: Amount
    unbonding: Amount
    unbonding_at: int
    shares: Amount
    shares_value: Amount
    deposit_requested: Amount
    withdraw_requested: Amount


@dataclass(frozen=True)
class AccountState:
    """Where the account stands.

    Args:
        address: "" before an account is made.
        is_locked: True when it waits for its password.
        has_password: True once `set_password` sealed it.
        is_backed_up: True once the user confirmed having written the words down.
        words_known: True when seed words can be shown.
    """

    address: str
    is_locked: bool
    has_password: bool
    is_backed_up: bool
    words_known: bool

"""Balances in; the actions that make sense with them, each with its contract call in plain words, out."""

from typing import TYPE_CHECKING

from ui.dialogs.transaction import Action
from ui.translation import tr

if TYPE_CHECKING:
    from app.trader.wallet import Balances


def actions(balances: "Balances | None", now: float) -> tuple[Action, ...]:
    """What the account can sign now."""
    if balances is None:
        return ()
    possible = (
        (balances.asset.units > 0, _deposit(balances)),
        (balances.shares.units > 0, _withdraw(balances)),
        (bool(balances.deposit_requested.units or balances.withdraw_requested.units), _CANCEL),
        (balances.withdrawable.units > 0, _FETCH),
        (balances.token.units > 0, _bond(balances)),
        (balances.bond.units > 0, _unbond(balances)),
        (balances.unbonding.units > 0 and now >= balances.unbonding_at, _WITHDRAW_BOND),
    )
    return tuple(action for is_possible, action in possible if is_possible)


def _deposit(balances: "Balances") -> Action:
    return Action(
        "deposit",
        tr("Deposit"),
        tr(
            "Ask to deposit {amount} in the agent's vault. "
            "It is filled at the price of the next closed epoch."
        ),
        "AgentVault.requestDeposit",
        tr(
            "The agent may lose it. An allowance for exactly this amount is signed first where it is missing."
        ),
        balances.asset,
    )


def _withdraw(balances: "Balances") -> Action:
    return Action(
        "withdraw",
        tr("Withdraw"),
        tr("Ask to sell {amount} of the agent's vault. It is paid at the price of the next closed epoch."),
        "AgentVault.requestWithdraw",
        tr("Fetch the coins when the epoch has closed."),
        balances.shares,
    )


def _bond(balances: "Balances") -> Action:
    return Action(
        "bond",
        tr("Bond"),
        tr("Put {amount} at stake. A bond is what makes a rule-breaker pay."),
        "StakeManager.stake",
        tr("It can be slashed on published evidence, and leaves with a delay."),
        balances.token,
    )


def _unbond(balances: "Balances") -> Action:
    return Action(
        "unbond",
        tr("Unbond"),
        tr("Start taking {amount} out of the bond. It stays at stake until the delay is over."),
        "StakeManager.unstake",
        "",
        balances.bond,
    )


_CANCEL = Action(
    "cancel", tr("Cancel requests"), tr("Take back every request that is not filled."), "AgentVault.cancel"
)
_FETCH = Action(
    "fetch", tr("Fetch withdrawal"), tr("Fetch the coins of filled requests."), "AgentVault.withdraw"
)
_WITHDRAW_BOND = Action(
    "withdraw_bond",
    tr("Fetch bond"),
    tr("Fetch what has finished leaving the bond."),
    "StakeManager.withdraw",
)

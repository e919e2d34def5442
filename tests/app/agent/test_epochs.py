"""Programs killed at every single transaction of a settlement must end where one that lived ends."""

from dataclasses import replace

import pytest

from app.agent.epochs import Epochs
from core.errors import Refused
from core.trading.broker import Costs
from core.trading.epoch import Epoch
from core.trading.session import Book
from core.values import Amount

from .conftest import PUSD, account


class Killed(BaseException):
    """The program ends here: after a transaction was mined, before anything could be noted of it."""


class Brittle:
    """The chain of a program that is killed at its `fatal`-th transaction."""

    def __init__(self, chain, fatal):
        self._chain, self._left = chain, fatal

    def __getattr__(self, name):
        return getattr(self._chain, name)

    def send(self, *arguments, **more):
        self._left -= 1
        receipt = self._chain.send(*arguments, **more)
        if self._left == 0:
            raise Killed
        return receipt


def epochs(scene, chain=None):
    exchange = account("paper_exchange")
    return Epochs(scene.network, chain or scene.chain, account("agent"), exchange, scene.store, scene.clock)


def fresh(scene, round_id):
    return Epoch(round_id, "aa", "bb", int(scene.clock.at), int(scene.clock.at) + 1, Amount(0, 6, "PUSD"))


def result(epoch, profit):
    """The last book of a window that made `profit` coins."""
    book = Book.start(epoch.paper_capital, Costs())
    return replace(book, portfolio=replace(book.portfolio, cash=epoch.paper_capital + profit))


def reopened(scene, round_id):
    return next(one for one in scene.store.epochs() if one.round_id == round_id)


@pytest.mark.parametrize("profit", [12.5, -12.5], ids=["gain", "loss"])
@pytest.mark.parametrize("fatal", [1, 2, 3])
def test_killed_at_any_transaction_the_epoch_is_settled_once(scene, profit, fatal):
    number = 10_000 + int(scene.clock.at)
    scene.deposit(1000)
    epoch = epochs(scene).open(fresh(scene, number))
    book, before = result(epoch, profit), scene.coins()

    with pytest.raises(Killed):
        epochs(scene, Brittle(scene.chain, fatal)).settle(epoch, book)
    closed = epochs(scene).settle(reopened(scene, number), book)

    moved = [now - then for now, then in zip(scene.coins(), before, strict=True)]
    units = int(profit * PUSD)
    vault, distributor, agent, exchange = moved
    assert (vault + distributor, agent, exchange) == (units, 0, -units)
    assert closed.profit.units == units
    assert distributor == closed.fee.units
    assert scene.vault("totalAssets") == epoch.capital.units + units - closed.fee.units
    assert scene.vault("drawn") == 0
    assert scene.vault("epoch") == epoch.vault_epoch + 1


def test_settling_a_closed_epoch_again_changes_nothing(scene):
    number = 10_000 + int(scene.clock.at)
    scene.deposit(10)
    epoch = epochs(scene).open(fresh(scene, number))
    book = result(epoch, 1.0)
    first = epochs(scene).settle(epoch, book)
    coins, count = scene.coins(), scene.vault("epoch")
    again = epochs(scene).settle(replace(first, phase="settling"), book)
    assert again == first
    assert (scene.coins(), scene.vault("epoch")) == (coins, count)


def test_killed_while_deposits_are_filled_the_same_epoch_opens(scene):
    number = 10_000 + int(scene.clock.at)
    scene.deposit(77)
    count = scene.vault("epoch")
    with pytest.raises(Killed):
        epochs(scene, Brittle(scene.chain, 1)).open(fresh(scene, number))
    opened = epochs(scene).open(reopened(scene, number))
    assert opened.vault_epoch == count + 1
    assert opened.capital.units == scene.vault("totalAssets")
    epochs(scene).settle(opened, result(opened, 0.0))


def test_without_waiting_requests_no_epoch_is_closed_at_the_start(scene):
    count = scene.vault("epoch")
    opened = epochs(scene).open(fresh(scene, 10_000 + int(scene.clock.at)))
    assert opened.vault_epoch == count
    assert scene.vault("epoch") == count


def test_an_account_without_the_agents_role_is_refused(scene):
    scene.deposit(5)
    stranger = Epochs(scene.network, scene.chain, account("guardian"), None, scene.store, scene.clock)
    with pytest.raises(Refused, match="NotAllowed"):
        stranger.open(fresh(scene, 10_000 + int(scene.clock.at)))
    epochs(scene).open(fresh(scene, 10_001 + int(scene.clock.at)))

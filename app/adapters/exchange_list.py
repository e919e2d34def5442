"""A network's own exchange in; it and every exchange that ccxt knows, opened by name, out."""

import threading
from collections.abc import Callable

from app.adapters.exchange import Exchange, exchange_names
from app.ports import CandleFeed


class ExchangeList:
    """Implements app.ports.Exchanges: each exchange is opened once, so that what it lists is asked once.

    Args:
        own: the network's; its name stands first and opens it, also where ccxt has another of that name.
        own_name: that name.
        make: opens one of ccxt's by its name.
    """

    def __init__(self, own: CandleFeed, own_name: str, make: Callable[[str], Exchange]) -> None:
        self._own_name = own_name
        self._make = make
        self._open: dict[str, CandleFeed] = {own_name: own}
        self._lock = threading.Lock()

    def names(self) -> tuple[str, ...]:
        """The network's own, then ccxt's by the alphabet."""
        return (self._own_name, *(name for name in exchange_names() if name != self._own_name))

    def feed(self, name: str) -> CandleFeed:
        """The exchange of that name; one that does not exist says so when it is asked."""
        with self._lock:
            if name not in self._open:
                self._open[name] = self._make(name)
            return self._open[name]

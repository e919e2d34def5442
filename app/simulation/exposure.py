"""Everything that left honest machines in; what a coordinator with all of it could learn of one update out.

The judge knows more than any party: which clients are honest, and which keys they really have. It assumes
the worst otherwise: whatever an honest client made has reached the coordinator, and whoever is not honest
works for it.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from core.federated import graph
from core.federated.client import ClientSession
from core.federated.messages import EdgeAudit, Join, MaskedInput, MaskedUpload, Shares, Signed, Unmask, read
from core.values import ClientId

_FIELD = (1 << 61) - 1
"""A prime: ranks over it are those over the rationals but for a chance of 2^-50."""


@dataclass
class _Attempt:
    """What is on record of one attempt, by honest client.

    Args:
        mask_keys: public, as they really are, of all clients.
        thresholds: shares that recover a secret of the client.
        receivers: to whom it sent its shares.
        edges: of its masked update; whether both ends hold the same keys.
        released: who told a share of the client's secret, by kind.
        shown: edges whose seeds an audit showed.
    """

    mask_keys: dict[ClientId, bytes] = field(default_factory=dict)
    thresholds: dict[ClientId, int] = field(default_factory=dict)
    receivers: dict[ClientId, frozenset[ClientId]] = field(default_factory=dict)
    edges: dict[ClientId, dict[ClientId, bool]] = field(default_factory=dict)
    released: dict[tuple[ClientId, str], set[ClientId]] = field(default_factory=dict)
    shown: set[frozenset[ClientId]] = field(default_factory=set)


class Exposure:
    """What a coordinator could derive from all that has left honest machines.

    Args:
        honest: the clients that follow the protocol.
    """

    def __init__(self, honest: Collection[ClientId]) -> None:
        self._honest = frozenset(honest)
        self._attempts: dict[int, _Attempt] = {}

    def left(self, session: ClientSession, message: Signed | MaskedUpload) -> None:
        """A client's session has made this message, and it has left."""
        body = read(message.signed if isinstance(message, MaskedUpload) else message)
        record = self._attempts.setdefault(body.attempt, _Attempt())
        client = body.client
        if isinstance(body, Join):
            record.mask_keys[client] = body.mask_key
        if client not in self._honest:
            return
        match body:
            case Shares():
                record.thresholds[client] = session.cohort.threshold
                record.receivers[client] = frozenset(box.to for box in body.boxes)
            case Unmask():
                self._unmasked(record, body)
            case EdgeAudit():
                record.shown |= {frozenset((client, one.neighbour)) for one in body.seeds}
            case MaskedInput():
                joins = session.cohort.joins
                record.edges[client] = {
                    other: joins[other].mask_key == record.mask_keys.get(other)
                    for other in session.neighbours
                }

    @staticmethod
    def _unmasked(record: _Attempt, body: Unmask) -> None:
        for kind, shares in (("self", body.self_shares), ("key", body.key_shares)):
            for share in shares:
                record.released.setdefault((share.of, kind), set()).add(body.client)

    def leaks(self) -> tuple[str, ...]:
        """A sentence for each update, and each pair of secrets, that is no longer hidden."""
        sums: list[frozenset[ClientId]] = []
        found: list[str] = []
        for number, record in sorted(self._attempts.items()):
            found += [f"Attempt {number}: {sentence}" for sentence in self._both(record)]
            sums += self._sums(record)
        alone = single_updates(sums)
        return (*found, *(f"The update of {client} follows from what was released." for client in alone))

    def _both(self, record: _Attempt) -> Iterable[str]:
        """Mask keys of which one helper told both shares, or of which both secrets can be recovered."""
        for client in sorted(self._honest & record.receivers.keys()):
            by_self = record.released.get((client, "self"), set())
            by_key = record.released.get((client, "key"), set())
            for helper in sorted(by_self & by_key):
                yield f"{helper} told both shares of {client}."
            if self._is_known(record, client, "self") and self._is_known(record, client, "key"):
                yield f"Both secrets of {client} can be recovered."

    def _is_known(self, record: _Attempt, client: ClientId, kind: str) -> bool:
        if client not in self._honest:
            return True
        accomplices = record.receivers.get(client, frozenset()) - self._honest
        told = record.released.get((client, kind), set()) | accomplices
        return len(told) >= record.thresholds.get(client, 1)

    def _sums(self, record: _Attempt) -> list[frozenset[ClientId]]:
        """The groups of honest clients whose sum follows: unmasked, and tied to nobody else by an edge.

        An edge that nobody can compute ties its ends: only what they have together can be known. One to a
        client that sent no update ties for ever.
        """
        hidden = [
            (client, other)
            for client, edges in record.edges.items()
            for other, is_same in edges.items()
            if is_same and not self._is_open(record, client, other)
        ]
        groups = graph.components(hidden)
        tied = {client for group in groups for client in group}
        groups += [frozenset((client,)) for client in record.edges if client not in tied]
        return [
            group
            for group in groups
            if group <= record.edges.keys()
            and all(self._is_known(record, client, "self") for client in group)
        ]

    def _is_open(self, record: _Attempt, client: ClientId, other: ClientId) -> bool:
        return frozenset((client, other)) in record.shown or any(
            self._is_known(record, end, "key") for end in (client, other)
        )


def single_updates(sums: Sequence[frozenset[ClientId]]) -> tuple[ClientId, ...]:
    """The clients whose own update is a linear combination of the known sums (Gauss and Jordan)."""
    rows: list[tuple[ClientId, dict[ClientId, int]]] = []
    for group in sums:
        row = dict.fromkeys(group, 1)
        for pivot, other in rows:
            row = _less(row, row.get(pivot, 0), other)
        if not row:
            continue
        pivot = min(row)
        row = _scaled(row, pow(row[pivot], -1, _FIELD))
        rows = [(at, _less(other, other.get(pivot, 0), row)) for at, other in rows]
        rows.append((pivot, row))
    return tuple(sorted(pivot for pivot, row in rows if len(row) == 1))


def _less(row: dict[ClientId, int], factor: int, other: dict[ClientId, int]) -> dict[ClientId, int]:
    if not factor:
        return dict(row)
    found = {key: (row.get(key, 0) - factor * other.get(key, 0)) % _FIELD for key in row | other}
    return {key: value for key, value in found.items() if value}


def _scaled(row: dict[ClientId, int], factor: int) -> dict[ClientId, int]:
    return {key: value * factor % _FIELD for key, value in row.items()}

"""Every message that honest clients let out in; secrets told twice, and updates that sums give away, out.

It assumes the worst: what a client made for sending has reached whoever wants to know it.
"""

from collections import defaultdict
from fractions import Fraction

from core.federated import graph
from core.federated.messages import Join, MaskedUpload, Unmask, read


class Witness:
    """Remembers what left, over all attempts of a round."""

    def __init__(self):
        self._mask_keys = {}
        self._kinds = defaultdict(set)
        self._told = defaultdict(set)
        self._groups = {}

    def left(self, session, message):
        """A session's message has left its machine."""
        body = read(message.signed if isinstance(message, MaskedUpload) else message)
        if isinstance(body, Join):
            self._mask_keys[body.attempt, body.client] = body.mask_key
        if isinstance(body, Unmask):
            group = session.survivors
            self._groups[body.survivors, group] = _threshold(session)
            self._told[body.survivors, group].add(body.client)
            for kind, shares in (("self", body.self_shares), ("key", body.key_shares)):
                for share in shares:
                    key = self._mask_keys.get((body.attempt, share.of), (body.attempt, share.of))
                    self._kinds[body.client, key].add(kind)

    @property
    def both_shares(self):
        """Tellers that gave both kinds of share of one mask key, whatever the attempt."""
        return sorted({teller for (teller, _), kinds in self._kinds.items() if len(kinds) > 1})

    @property
    def sums(self):
        """The groups of clients whose sum can be opened, over all attempts."""
        return sorted({key[1] for key, tellers in self._told.items() if len(tellers) >= self._groups[key]})

    @property
    def laid_bare(self):
        """Clients whose own update is a combination of the sums that can be opened."""
        return combinations_of_one(self.sums)


def _threshold(session):
    cohort = session._cohort()
    return graph.threshold(graph.degree(len(cohort.clients), cohort.spec))


def combinations_of_one(groups):
    """The members that are a linear combination of the groups' indicator vectors (Gauss and Jordan)."""
    rows = []
    for group in groups:
        row = dict.fromkeys(group, Fraction(1))
        for pivot, other in rows:
            row = _less(row, row.get(pivot, Fraction(0)), other)
        if row:
            pivot = min(row)
            row = {member: value / row[pivot] for member, value in row.items()}
            rows = [(at, _less(other, other.get(pivot, Fraction(0)), row)) for at, other in rows]
            rows.append((pivot, row))
    return sorted(pivot for pivot, row in rows if len(row) == 1)


def _less(row, factor, other):
    found = {
        member: row.get(member, 0) - factor * other.get(member, 0) for member in row.keys() | other.keys()
    }
    return {member: value for member, value in found.items() if value}

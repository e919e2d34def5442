"""Canonical bytes of a round's message 0 in; its terms out, whatever kind of sum it is."""

from collections.abc import Mapping

from core.errors import PeerBroke
from core.federated.analytics_terms import QuerySpec
from core.federated.codec import kind_of
from core.federated.terms import RoundSpec, SumTerms

TERMS: Mapping[str, type[SumTerms]] = {kind.KIND: kind for kind in (RoundSpec, QuerySpec)}
"""Message 0 by its kind."""


def read_terms(data: bytes) -> SumTerms:
    """The terms of canonical bytes; raises PeerBroke for a kind that this version does not know."""
    kind = kind_of(data)
    if kind not in TERMS:
        raise PeerBroke(f"A {kind!r} message is not the terms of a round.")
    return TERMS[kind].from_bytes(data)

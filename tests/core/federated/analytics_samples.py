"""Queries and made-up traders in; their sums, added plainly or by the real protocol, out."""

import hashlib

import numpy as np

from core.errors import ConfluxError
from core.features.private_columns import PrivateRows
from core.federated.analytics import AskedRows, QuantileFields, Query, TopFields, ValueRange
from core.federated.analytics_answers import answer
from core.federated.analytics_search import Answered
from core.federated.analytics_terms import WINDOWS, Ask, beacon, query_terms, sign_ask
from core.federated.client import ClientSession
from core.federated.graph import threshold
from core.federated.messages import MaskedUpload, Signed
from core.federated.round import RoundState
from core.federated.round_log import BEACON_POSTS, CLOSE
from core.federated.views import NormRequest
from core.identity.keys import Account, Delegation, SessionKey, sign_delegation
from core.privacy.fixed_point import integers_from_wire, ring_from_wire
from core.values import client_id

KEY = bytes(range(16))
NAMES = tuple(sorted(f"C{number}/USDT" for number in range(40)))


def rows_of(values=(), items=()):
    """Rows at 1, 2, 3 ... seconds."""
    count = max(len(values), len(items))
    return PrivateRows(np.arange(1, count + 1), np.asarray(values, float), tuple(items))


def ask(kind, **changes):
    """A query about volatility, or about traded pairs for a top_k."""
    is_top = kind == "top_k"
    rows = {
        "column": "traded_pair" if is_top else "volatility",
        "pairs": () if is_top else ("BTC/USDT", "ETH/USDT"),
        "timeframe": "1h",
        "since": 0,
        "until": 10**6,
        "row_cap": 0,
    }
    span = {"lower": 0.0, "upper": 1.0, "is_log": False}
    quantile = {"level": 0.5, "tolerance": 1e-3, "parts": 2, "most_rounds": 32}
    top = {
        "k": 5, "width": 64, "depth": 4, "hash_key": KEY, "candidates": NAMES, "domain_bits": 0,
    }  # fmt: skip
    rows, span, quantile, top = (part | _taken(changes, part) for part in (rows, span, quantile, top))
    fields = {
        "kind": kind,
        "rows": AskedRows(**rows),
        "range": None if is_top else ValueRange(**span),
        "bins": 10 if kind == "histogram" else 0,
        "quantile": QuantileFields(**quantile) if kind == "quantile" else None,
        "top": TopFields(**top) if is_top else None,
        "least_traders": 8,
        "noise_multiplier": 0.0,
        "reason": "A test of the sums.",
    }
    return Query(**(fields | changes))


def _taken(changes, fields):
    """The changes that belong to `fields`, taken out of the others."""
    return {name: changes.pop(name) for name in tuple(changes) if name in fields}


def total_of(query, traders, history=(), rng=None):
    """What the protocol tells of the traders' answers; with noise when the query has some."""
    vectors = [answer(query, rows, history) for rows in traders]
    share = threshold(len(traders) - 1)
    total = np.sum(vectors, axis=0)
    if query.noise_multiplier:
        deviation = Answered((0,), len(traders), share).deviation(query)
        total = total + np.rint((rng or np.random.default_rng(1)).normal(0, deviation, len(total)))
    return Answered(tuple(int(number) for number in total), len(traders), share)


CONTRACT = client_id("0x" + "c0" * 20)
OPERATOR = Account.create(b"operator" * 4)
STEPS = ("join", "share", "mask", "open_norm", "agree", "unmask")
NOW = 1_000.0


def secret(*words):
    return hashlib.sha256("|".join(map(str, words)).encode()).digest()


def asked(query, operator=OPERATOR):
    return sign_ask(operator, Ask(31337, CONTRACT, 900, 600, 0, query))


class Sum:
    """One protected sum of a query, played in one process."""

    def __init__(self, query, traders, history=(), silent=None, number=1):
        self.spec = query_terms(asked(query), OPERATOR.address, number, history, WINDOWS)
        self.traders, self.silent, self.vectors, self.refused = traders, silent or {}, {}, []
        self.state = RoundState(self.spec, 1, OPERATOR, NOW, self.vectors.__getitem__)
        self.state.publish_reference(NormRequest(self.spec.round_id, None, 0.0), NOW)
        self.sessions = [self.begin(seat) for seat in range(len(traders))]
        self.noise = np.random.default_rng(5)
        self.now = NOW

    def begin(self, seat):
        wallet, key = Account.create(secret("wallet", seat)), SessionKey.create(secret("session", seat))
        delegation = Delegation(key.address, 0, 10**6, seat)
        signature = sign_delegation(wallet, self.spec.chain_id, CONTRACT, delegation)
        return ClientSession.begin(self.spec, wallet.address, 10**18, key, delegation, signature)

    def message(self, seat, step):
        session, state = self.sessions[seat], self.state
        match step:
            case "join":
                return session.join(1, secret("attempt", seat), self.now)
            case "share":
                fact = state.fact("joins")
                bonds = dict.fromkeys(state.clients, 10**18)
                return session.share(state.roster(), fact.roots[0], fact.beacon, bonds, self.now)
            case "mask":
                x = answer(self.spec.query, self.traders[seat], self.spec.history)
                if session.noise_variance:
                    x = x + np.rint(self.noise.normal(0, session.noise_variance**0.5, len(x))).astype(
                        np.int64
                    )
                return session.mask(state.inbox(session.client), x)
            case "open_norm":
                fact = state.fact("masked")
                shown = state.masked(), state.norm_request(), fact.roots[0], fact.timestamp, fact.beacon
                return session.open_norm(*shown, None)
            case "agree":
                return session.agree(state.norms(), state.fact("masked").roots[0])
            case _:
                return session.unmask(state.survivors(session.client), *state.fact("survivors").roots)

    def deliver(self, seat, step):
        message = self.message(seat, step)
        if step == "mask":
            message, digest, masked = MaskedUpload.opened(message.to_bytes(), self.spec.parameters)
            self.vectors[digest] = ring_from_wire(bytes(masked))
        reply = self.state.on(Signed.from_bytes(message.to_bytes()), self.now)
        self.sessions[seat].receipt(step, reply)

    def run(self):
        for step in STEPS:
            for seat in range(len(self.sessions)):
                speaks = seat not in self.silent or STEPS.index(step) < STEPS.index(self.silent[seat])
                if self.state.step == step and not self.state.awaits and speaks:
                    if step == "join":
                        self.state.bonded(self.sessions[seat].client, 10**18, self.now)
                    try:
                        self.deliver(seat, step)
                    except ConfluxError as error:
                        self.refused.append((seat, step, error))
            self.end(step)
        return self.state

    def end(self, step):
        """The window ends, and what training posts on chain is answered by the beacons of the roots."""
        if self.state.step == step and not self.state.awaits and not self.state.aborted:
            self.now += 10_000
            self.state.close_joins(self.now) if step == "join" else self.state.tick(self.now)
        if self.state.awaits not in (None, CLOSE):
            (post,) = self.state.chain_posts()
            found = beacon(post.roots[0]) if post.kind in BEACON_POSTS else b""
            self.state.posted(post.kind, 0, int(self.now), self.now, found)

    def answered(self):
        total = integers_from_wire(self.state.aggregate.total)
        traders = len(self.state.survivors_so_far)
        return Answered(tuple(map(int, total)), traders, self.state._record.cohorts[0].cohort.threshold)


CROWD = [rows_of(np.random.default_rng(seed).uniform(0, 1, 20 + seed)) for seed in range(9)]
ITEMS = [rows_of(items=[NAMES[(seed * place) % 7] for place in range(12)]) for seed in range(9)]

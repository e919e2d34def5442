"""A rehearsal: a coordinator, its clients and a pretended chain, played step by step in one process."""

import hashlib

import eth_account  # noqa: F401 - raises the recursion limit when imported, which hypothesis must not see
import numpy as np
import pytest

from core.errors import ConfluxError
from core.federated import contribution
from core.federated.aggregator import next_model
from core.federated.client import ClientSession
from core.federated.messages import MaskedUpload, Signed
from core.federated.round import RoundState
from core.federated.round_log import BEACON_POSTS
from core.federated.terms import EvaluationFields, ModelFields, RoundSpec
from core.identity.keys import Account, Delegation, SessionKey, sign_delegation
from core.privacy.fixed_point import integers_from_wire, quantise, ring_from_wire, weight
from core.values import Digest, RoundId, client_id

STEPS = ("join", "share", "mask", "open_norm", "agree", "unmask", "open_score", "settle")
CONTRACT = client_id("0x" + "c0" * 20)
CANDLES = Digest.of(b"candles")
COORDINATOR = Account.create(b"coordinator" * 3)


def secret(*words):
    """32 bytes that differ by words, in place of system randomness."""
    return hashlib.sha256("|".join(map(str, words)).encode()).digest()


def terms(parameters=50, min_cohort=8, max_cohort=128, max_clients=256, **changes):
    """The terms of a small round; horizon from 10,000 to 20,000, windows of 10 seconds."""
    fields = {
        "chain_id": 31337,
        "contract": CONTRACT,
        "coordinator": COORDINATOR.address,
        "round_id": RoundId(7),
        "model_digest": Digest.of(b"model"),
        "model": ModelFields("lstm", "all", 24, 48, 32, 1),
        "parameters": parameters,
        "feature_spec_digest": Digest.of(b"features"),
        "clip": 0.5,
        "eta": 1.25,
        "neighbours": 76,
        "min_cohort": min_cohort,
        "max_cohort": max_cohort,
        "max_clients": max_clients,
        "windows": (0, 10, 10, 10, 10, 10, 10, 0, 10, 10),
        "standings": (),
        "noise_multiplier": 0.0,
        "past_models": (),
        "standings_round": 0,
        "standings_digest": None,
        "evaluation": EvaluationFields(
            "binance", ("BTC/USDT", "ETH/USDT"), "1h", 4, 24, 10_000, 20_000, 1_000, 9_000, 0.5, 5
        ),
        "bond_cap": 10**18,
        "emission_wei": 10**20,
        "warm_up_rounds": 0,
        "error_discount": 0.0,
    }
    return RoundSpec(**(fields | changes))


def begin(spec, index, bond_wei=10**18):
    """A wallet with its delegated session key, and its session in the round."""
    wallet = Account.create(secret("wallet", index))
    key = SessionKey.create(secret("session", index))
    delegation = Delegation(key.address, 0, 10**6, index)
    signature = sign_delegation(wallet, spec.chain_id, spec.contract, delegation)
    return ClientSession.begin(spec, wallet.address, bond_wei, key, delegation, signature)


class Rehearsal:
    """Plays a round; `silent` says from which step on a client answers no more."""

    def __init__(self, clients=8, spec=None, silent=None, bonds=None, attempt=1):
        self.spec = spec or terms()
        self.bonds = bonds or [10**18] * clients
        self.sessions = [begin(self.spec, i, self.bonds[i]) for i in range(clients)]
        self.addresses = [session._state.client for session in self.sessions]
        self.on_chain = dict(zip(self.addresses, self.bonds, strict=True))
        self.silent = silent or {}
        self.posted_sets = []
        self.reference = np.random.default_rng(4).normal(0, 0.05, self.spec.parameters)
        self.updates = self.reference + np.random.default_rng(5).normal(
            0, 0.05, (clients, self.spec.parameters)
        )
        self.gradient = np.random.default_rng(6).normal(0, 1, self.spec.parameters)
        self.past = contribution.steps(list(np.random.default_rng(8).normal(0, 1, (4, self.spec.parameters))))
        self.start(attempt, now=1_100.0)

    def start(self, attempt, now):
        """Open an attempt."""
        self.now = now
        self.opened_at = now
        self.vectors = {}
        self.state = RoundState(self.spec, attempt, COORDINATOR, now, self.vectors.__getitem__)
        self.state.publish_reference(contribution.norm_request(self.spec, self.reference), now)
        self.block = 100 * attempt

    def speaks(self, index, step):
        """Whether a client still answers at a step."""
        return STEPS.index(self.silent.get(index, "settle")) > STEPS.index(step) or index not in self.silent

    def message(self, index, step):  # noqa: PLR0911 - one a step
        """What a client answers, from what its own node and the coordinator show it."""
        session, state = self.sessions[index], self.state
        match step:
            case "join":
                return session.join(state.attempt, secret("attempt", state.attempt, index), self.now)
            case "share":
                fact = state.fact("joins")
                return session.share(state.roster(), fact.roots[0], fact.beacon, self.on_chain, self.now)
            case "mask":
                return session.mask(state.inbox(self.addresses[index]), self.integers(index))
            case "open_norm":
                fact = state.fact("masked")
                shown = state.masked(), state.norm_request(), fact.roots[0], fact.timestamp, fact.beacon
                return session.open_norm(*shown, self.reference)
            case "agree":
                return session.agree(state.norms(), state.fact("masked").roots[0], self.posted_sets)
            case "unmask":
                view = state.survivors(self.addresses[index])
                return session.unmask(view, *state.fact("survivors").roots)
            case "open_score":
                posted = state.fact("asked").roots[0]
                return session.open_score(
                    state.score_request(), posted, self.gradient, self.now, self.directions()
                )
            case _:
                shown = state.agreed(), state.fact("survivors").roots[0], state.fact("scores").beacon
                return session.audit(*shown)

    def deliver(self, index, step):
        """Let a client answer and hand its bytes to the coordinator; the receipt is checked."""
        message = self.message(index, step)
        if step == "mask":
            message, digest, masked = MaskedUpload.opened(message.to_bytes(), self.spec.parameters)
            self.vectors[digest] = ring_from_wire(bytes(masked))
        reply = self.state.on(Signed.from_bytes(message.to_bytes()), self.now)
        self.sessions[index].receipt(step, reply)

    def play(self, step):
        """One step: everybody who speaks answers, then the window ends; chain posts follow."""
        for index in range(len(self.sessions)):
            if self.state.step == step and self.speaks(index, step) and not self.state.awaits:
                if step == "join":
                    self.state.bonded(self.addresses[index], self.bonds[index], self.now)
                try:
                    self.deliver(index, step)
                except ConfluxError as error:
                    self.refused.append((index, step, error))
        if self.state.step == step == "join" and not self.state.awaits:
            self.state.close_joins(self.now)
        elif self.state.step == step and not self.state.awaits:
            self.now += 10
            self.state.tick(self.now)
        self.post()

    def post(self):
        """Mine what the round waits for."""
        for post in self.state.chain_posts():
            self.block += 3
            self.posted_sets += [post.roots[0]] if post.kind == "survivors" else []
            beacon = secret("beacon", self.block) if post.kind in BEACON_POSTS else b""
            model = Digest.of(b"next model") if post.kind == "close" else None
            self.state.posted(post.kind, self.block, int(self.now), self.now, beacon, model)

    def run(self, until="settle"):
        """Play the steps up to and including `until`, or to an abort; the state is returned."""
        self.refused = []
        for step in STEPS[: STEPS.index(until) + 1]:
            if step == "open_score" and not self.state.aborted:
                self.publish()
            if self.state.aborted:
                break
            self.play(step)
        return self.state

    def publish(self):
        """Let the horizon pass and publish the gradient."""
        self.now = 20_001.0
        total = integers_from_wire(self.state.aggregate.total)
        before = np.zeros(self.spec.parameters, np.float32)
        after = next_model(before, total, self.state.total_weight, self.spec.clip, self.spec.eta)
        loss_after = round(1.0 + float(after.astype(float) @ self.gradient), 9)
        request = contribution.score_request(
            self.spec, self.state.attempt, self.gradient, 1.0, loss_after, CANDLES, self.directions()
        )
        self.state.publish_request(request, self.now)
        self.post()

    def directions(self):
        """The public directions: three global steps and r."""
        return [*self.past, contribution.quantise_direction(self.reference)[0]]

    def integers(self, index):
        """The x of a client, as its session rounds it."""
        q = weight(self.bonds[index], self.spec.bond_cap, self.spec.standing(self.addresses[index]))
        return quantise(self.updates[index], q, self.spec.clip, np.random.default_rng(index))


@pytest.fixture(scope="session")
def rehearsal():
    """The class that plays rounds."""
    return Rehearsal


@pytest.fixture(scope="session")
def make_terms():
    """The function that makes a small round's terms."""
    return terms

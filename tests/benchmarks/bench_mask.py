"""Clients and parameters in; CPU seconds of each party in each step of a round beside their limits out.

Why: masking and opening scores are what every trader's machine pays for privacy, and unmasking is what the
coordinator pays; the limits are those of the spike that chose this protocol, at 52 clients and 1M parameters.

    python -m tests.benchmarks.bench_mask [--clients 52] [--parameters 1000000] [--json FILE]
"""

import argparse
import json
import sys
import time
from collections import defaultdict

import numpy as np

from core.federated import contribution
from core.federated.client import ClientSession
from core.federated.round import RoundState
from core.federated.terms import EvaluationFields, ModelFields, RoundSpec
from core.identity.keys import Account, Delegation, SessionKey, sign_delegation
from core.values import Digest, RoundId, client_id

LIMITS = {"mask": 0.17, "open_score": 0.25, "coordinator unmask": 0.84}
"""CPU seconds of the spike: a client's mask and score opening, the coordinator's unmasking."""

COORDINATOR = Account.create(b"coordinator" * 3)
CONTRACT = client_id("0x" + "c0" * 20)


def terms(parameters):
    """The terms of a round of that size."""
    evaluation = EvaluationFields("binance", ("BTC/USDT",), "1h", 4, 24, 10_000, 20_000, 1_000, 0.5, 5)
    return RoundSpec(
        chain_id=31337,
        contract=CONTRACT,
        coordinator=COORDINATOR.address,
        round_id=RoundId(1),
        model_digest=Digest.of(b"model"),
        model=ModelFields("lstm", "all", 24, 48, 32, 1),
        parameters=parameters,
        feature_spec_digest=Digest.of(b"features"),
        clip=1.0,
        eta=1.0,
        neighbours=76,
        min_cohort=8,
        max_cohort=128,
        windows=(0, 10, 10, 10, 0, 10, 10, 0, 10, 0),
        evaluation=evaluation,
        bond_cap=1,
        emission_wei=0,
        warm_up_rounds=0,
        error_discount=0.0,
    )


def begin(spec, index):
    """A client's session with a delegated key."""
    wallet = Account.create(index.to_bytes(32, "big"))
    key = SessionKey.create((index + 1000).to_bytes(32, "big"))
    delegation = Delegation(key.address, 0, 10**6, index)
    signature = sign_delegation(wallet, spec.chain_id, spec.contract, delegation)
    return ClientSession.begin(spec, wallet.address, 1, key, delegation, signature)


class Bench:
    """A round with its clocks; the last two clients are silent from `mask` on."""

    def __init__(self, clients, parameters):
        self.spec = terms(parameters)
        self.sessions = [begin(self.spec, index) for index in range(clients)]
        self.bonds = {session.client: 1 for session in self.sessions}
        self.state = RoundState(self.spec, 1, COORDINATOR, 0.0)
        self.spent = defaultdict(list)

    def step(self, name, answer, sessions, now=1.0):
        """Everybody's answer, timed; then the coordinator takes it, timed."""
        for session in sessions:
            started = time.process_time()
            signed = answer(session)
            answered = time.process_time()
            self.state.on(signed, now)
            self.spent[name].append(answered - started)
            self.spent[f"coordinator {name}"].append(time.process_time() - answered)
            self.state.drain_log()

    def close(self, name, now):
        """The window ends; what the coordinator then computes is timed."""
        started = time.process_time()
        self.state.tick(now)
        self.spent[f"coordinator closes {name}"].append(time.process_time() - started)

    def posted(self, beacon=b"", model=None):
        """The chain holds what was asked for."""
        (post,) = self.state.chain_posts()
        self.state.posted(post.kind, 1, 1, 1.0, beacon, model)
        return post.roots

    def run(self):
        """The whole round."""
        state, rng = self.state, np.random.default_rng(1)
        update = rng.standard_normal(self.spec.parameters).astype(np.float32)
        gradient = rng.standard_normal(self.spec.parameters)
        for session in self.sessions:
            state.bonded(session.client, 1, 1.0)
        self.step("join", lambda s: s.join(1, bytes.fromhex(s.client[2:]) + bytes(12), 1.0), self.sessions)
        state.close_joins(1.0)
        beacon = bytes(range(32))
        (root1,) = self.posted(beacon)
        self.step("share", lambda s: s.share(state.roster(), root1, beacon, self.bonds, 1.0), self.sessions)
        present = self.sessions[:-2]
        self.step("mask", lambda s: s.mask(state.inbox(s.client), update, rng), present)
        self.close("mask", 100.0)
        (root3,) = self.posted()
        self.step("agree", lambda s: s.agree(state.masked(), root3, 1), present)
        digest, root4 = self.posted()
        self.step("unmask", lambda s: s.unmask(state.survivors(), digest, root4), present[:-1])
        self.step("last unmask", lambda s: s.unmask(state.survivors(), digest, root4), present[-1:])
        self.posted(model=Digest.of(b""))
        state.publish_request(
            contribution.score_request(self.spec, 1, gradient, 1.0, 0.9, Digest.of(b"candles")), 20_001.0
        )
        answer = lambda s: s.open_score(state.score_request(), gradient, 20_001.0)  # noqa: E731 - one line
        self.step("open_score", answer, present[:-1], 20_001.0)
        self.step("last open_score", answer, present[-1:], 20_001.0)
        return state


def report(bench):
    """Mean CPU seconds by step, the coordinator's whole unmasking and scoring apart."""
    figures = {
        name: float(np.mean(times))
        for name, times in bench.spent.items()
        if not name.startswith(("last", "coordinator"))
    }
    figures["coordinator unmask"] = bench.spent["coordinator last unmask"][0]
    figures["coordinator score"] = bench.spent["coordinator last open_score"][0]
    figures["coordinator takes a masked update"] = float(np.mean(bench.spent["coordinator mask"]))
    figures["client in all"] = sum(
        figures[step] for step in ("join", "share", "mask", "agree", "unmask", "open_score")
    )
    return figures


def main() -> int:
    """Print the figures; exit 1 when one is beyond its limit."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--clients", type=int, default=52)
    parser.add_argument("--parameters", type=int, default=1_000_000)
    parser.add_argument("--json", default="")
    options = parser.parse_args()
    bench = Bench(options.clients, options.parameters)
    state = bench.run()
    figures = report(bench)
    print(f"{options.clients} clients x {options.parameters:,} parameters, {len(state.scores.scores)} scored")
    for name, seconds in figures.items():
        limit = f"limit {LIMITS[name]:.2f}" if name in LIMITS else ""
        print(f"{name:36s} {seconds:8.3f} CPU s  {limit}")
    if options.json:
        with open(options.json, "w", encoding="utf-8") as file:  # noqa: PTH123 - one line
            json.dump(figures, file, indent=1)
    return int(any(figures[name] > limit for name, limit in LIMITS.items()))


if __name__ == "__main__":
    sys.exit(main())

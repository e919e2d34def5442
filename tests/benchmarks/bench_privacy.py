"""A noise multiplier and a synthetic year in; CPU time of noise and of private training, and epsilons, out.

Why: noise is drawn while a step of the round waits, and private training is what a user waits for. Bars, on
one thread: a million Skellam numbers in 0.2 CPU s; private training at most 4 times as slow as plain. The
peer for the noise is a difference of numpy's Poisson numbers, printed with how wrong its variance is.
"""

import json
import math
import sys

import numpy as np
import torch

from core.features.dataset import default_spec
from core.model.private_training import sampling, train_privately
from core.model.results import SamplePrivacy
from core.model.spec import ModelSpec, TrainingConfig
from core.model.training import train
from core.model.weights import initial_weights
from core.privacy.differential import Accountant, noise_multiplier_for, own_release, sum_release
from core.privacy.noise import SecretStream, skellam_noise
from tests.benchmarks.bench_train import timed, year

NOISE_CPU_S, SLOW_DOWN, DELTA = 0.2, 4.0, 1e-5
COHORTS = {10: (1, 10, 7), 100: (1, 100, 51), 1000: (8, 125, 51)}
"""Traders: cohorts, clients of each and their threshold."""


def noise_figures():
    """CPU seconds by size at the variance of one client of eight, z = 1; and numpy's Poisson beside it."""
    variance, found = (1.0 * 2**28) ** 2 / 5, {}
    for size in (10_000, 100_000, 1_000_000):
        _, found[f"{size:,}"] = timed(
            lambda size=size: skellam_noise(SecretStream(bytes(32)), variance, size)
        )
    rng = np.random.default_rng(0)
    peer, peer_s = timed(lambda: rng.poisson(variance / 2, 10**6) - rng.poisson(variance / 2, 10**6))
    return {
        "cpu_s": {size: round(seconds, 4) for size, seconds in found.items()},
        "numpy_poisson_cpu_s": round(peer_s, 4),
        "numpy_poisson_variance_error": round(float(np.var(peer / math.sqrt(variance))) - 1, 3),
    }


def training_figures():
    """CPU seconds of an epoch of 2,048 windows, plain and private, for the whole model and its head."""
    found = {}
    for trained, hidden in (("all", 32), ("head", 32), ("head", 320)):
        spec = ModelSpec(len(default_spec().names), hidden=hidden, trained=trained)
        given, start, config = year(spec), initial_weights(spec, 0), TrainingConfig(epochs=1)
        rate, steps = sampling(given, config)
        noise = noise_multiplier_for(3.0, DELTA, rate, steps)
        privacy = SamplePrivacy(3.0, DELTA, noise, 1.0, rate, steps)
        _, plain_s = timed(lambda s=spec, g=given, w=start, c=config: train(g, s, w, c, lambda _report: None))
        _, private_s = timed(
            lambda s=spec, g=given, w=start, c=config, p=privacy: train_privately(
                g, s, w, c, p, SecretStream(bytes(32)), lambda _report: None
            )
        )
        found[f"{trained} {hidden}"] = {
            "plain_cpu_s": round(plain_s, 2),
            "private_cpu_s": round(private_s, 2),
            "slow_down": round(private_s / plain_s, 2),
        }
    return found


def epsilon(release, rounds):
    """Of so many rounds."""
    accountant = Accountant()
    accountant.step(release, rounds)
    return round(accountant.epsilon(DELTA), 2)


def noise_to_clip(parameters, traders):
    """Norm of the noise on the mean update in clips at z = 1: what is counted on, and what is added."""
    cohorts, clients, threshold = COHORTS[traders]
    needed = math.sqrt(parameters) / traders
    return needed, needed * math.sqrt(cohorts * clients / threshold)


def main():
    """Print the figures as JSON; exit code 1 where a bar is missed."""
    torch.set_num_threads(1)
    noise, training = noise_figures(), training_figures()
    figures = {
        "noise": noise,
        "training": training,
        "noise_to_clip": {
            f"d={d:,} N={n:,}": [float(f"{part:.2g}") for part in noise_to_clip(d, n)]
            for d in (99, 1000, 10_000, 1_000_000)
            for n in COHORTS
        },
        "epsilon": {
            f"z={z} rounds={rounds}": {
                "sum": epsilon(sum_release(z, 1000), rounds),
                "everything t=7": epsilon(own_release(z, 7, 1000), rounds),
                "everything t=51": epsilon(own_release(z, 51, 1000), rounds),
            }
            for z in (1, 2, 4, 8, 16, 32)
            for rounds in (1, 10, 50)
        },
    }
    sys.stdout.write(json.dumps(figures, indent=2) + "\n")
    slowest = max(part["slow_down"] for part in training.values())
    return int(noise["cpu_s"]["1,000,000"] > NOISE_CPU_S or slowest > SLOW_DOWN)


if __name__ == "__main__":
    sys.exit(main())

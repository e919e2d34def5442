"""A number of CPU threads in, torch set to it out; and a small exercise to time the choice by."""

import torch

from core.model.loading import load
from core.model.losses import Targets, window_losses
from core.model.spec import RISK_WEIGHT, ModelSpec
from core.model.weights import initial_weights

_SPEC = ModelSpec(features=26)
_BATCH = 128


def use_threads(count: int) -> None:
    """Let torch's operators use `count` threads from now on."""
    torch.set_num_threads(count)


def exercise(steps: int) -> None:
    """A few training steps of the default model on zeros: what a worker times to choose its threads."""
    model = load(_SPEC, initial_weights(_SPEC, 0))
    windows = torch.zeros(_BATCH, _SPEC.window, _SPEC.features)
    nothing = torch.zeros(_BATCH)
    for _ in range(steps):
        loss = window_losses(model(windows), Targets(nothing, nothing, nothing), RISK_WEIGHT).mean()
        loss.backward()  # type: ignore[no-untyped-call]

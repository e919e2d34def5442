"""A training run between two epochs in, safetensors bytes out, and back: it goes on to the same bits."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors import SafetensorError, deserialize
from safetensors.numpy import save

from core.errors import YouCanFix
from core.model.results import EpochReport, HeadLosses
from core.model.weights import Weights
from core.values import Digest

_MOMENTS = ("exp_avg", "exp_avg_sq", "step")
_SEAL = 32
_KINDS = {"F32": np.float32, "U8": np.uint8}


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """All that a run is after an epoch.

    Args:
        current: the model's weights.
        best: the weights of the best epoch so far.
        best_epoch: its number.
        best_losses, start_losses: on the validation part.
        reports: of every epoch so far, 0 included.
        steps: taken.
        threads: of torch: other threads add in another order.
        moments: Adam's, float32 by "array's name:moment".
        random: uint8[], the state of the generator that draws windows.
    """

    current: Weights
    best: Weights
    best_epoch: int
    best_losses: HeadLosses
    start_losses: HeadLosses
    reports: tuple[EpochReport, ...]
    steps: int
    threads: int
    moments: Mapping[str, NDArray[np.float32]]
    random: NDArray[np.uint8]

    def to_bytes(self) -> bytes:
        """SHA-256, then safetensors; what is no array stands in one as JSON."""
        told = {
            "best_epoch": self.best_epoch,
            "best_losses": asdict(self.best_losses),
            "start_losses": asdict(self.start_losses),
            "reports": [asdict(report) for report in self.reports],
            "steps": self.steps,
            "threads": self.threads,
        }
        arrays: dict[str, NDArray[Any]] = {
            f"current {name}": one for name, one in self.current.arrays.items()
        }
        arrays |= {f"best {name}": one for name, one in self.best.arrays.items()}
        arrays |= {f"moment {name}": one for name, one in self.moments.items()}
        arrays["random"] = self.random
        arrays["told"] = np.frombuffer(json.dumps(told).encode(), np.uint8)
        data = save(arrays)
        return Digest.of(data).raw + data

    @classmethod
    def from_bytes(cls, data: bytes) -> "Checkpoint":
        """Read `to_bytes`; raises YouCanFix when a single bit of it was changed."""
        seal, body = data[:_SEAL], data[_SEAL:]
        if Digest.of(body).raw != seal:
            raise YouCanFix("The checkpoint of this training is damaged.", "Train again from the start.")
        try:
            arrays = {name: _array(entry) for name, entry in deserialize(body)}  # type: ignore[no-untyped-call]
            told: dict[str, Any] = json.loads(arrays.pop("told").tobytes())
            return cls(
                current=Weights(_named(arrays, "current ")),
                best=Weights(_named(arrays, "best ")),
                best_epoch=told["best_epoch"],
                best_losses=HeadLosses(**told["best_losses"]),
                start_losses=HeadLosses(**told["start_losses"]),
                reports=tuple(EpochReport(**report) for report in told["reports"]),
                steps=told["steps"],
                threads=told["threads"],
                moments=_named(arrays, "moment "),
                random=arrays["random"],
            )
        except (SafetensorError, ValueError, KeyError, TypeError) as error:
            raise YouCanFix(
                "The checkpoint of this training is damaged.", "Train again from the start."
            ) from error


def _array(entry: Mapping[str, Any]) -> NDArray[Any]:
    return np.frombuffer(entry["data"], _KINDS[entry["dtype"]]).reshape(entry["shape"])


def _named(arrays: Mapping[str, NDArray[Any]], prefix: str) -> dict[str, NDArray[Any]]:
    return {name.removeprefix(prefix): one for name, one in arrays.items() if name.startswith(prefix)}


def moments_of(model: torch.nn.Module, optimiser: torch.optim.Optimizer) -> dict[str, NDArray[np.float32]]:
    """Adam's moments of each array that it has moved."""
    return {
        f"{name}:{moment}": optimiser.state[parameter][moment].detach().cpu().numpy().astype(np.float32)
        for name, parameter in model.named_parameters()
        if parameter in optimiser.state
        for moment in _MOMENTS
    }


def set_moments(
    model: torch.nn.Module, optimiser: torch.optim.Optimizer, moments: Mapping[str, NDArray[np.float32]]
) -> None:
    """Put moments back; raises YouCanFix when they are not those of this model."""
    parameters = dict(model.named_parameters())
    for key, value in moments.items():
        name, _, moment = key.rpartition(":")
        shape = tuple(parameters[name].shape) if name in parameters and moment != "step" else ()
        if name not in parameters or moment not in _MOMENTS or value.shape != shape:
            raise YouCanFix("The checkpoint is that of another training.", "Train again from the start.")
        device = parameters[name].device if moment != "step" else "cpu"
        optimiser.state[parameters[name]][moment] = torch.tensor(value, device=device)

"""A vector's parts and windows of features in; what an LSTM makes of each window's last candle out."""

import math
from typing import Any

import torch
from numpy.random import Generator
from torch import Tensor, nn
from torch.func import functional_call

_NAMES = ("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0")
"""Of nn.LSTM, in the order of the vector's parts; the head's weight and bias follow them."""


def recurrent_shapes(inputs: int, hidden: int) -> tuple[tuple[int, ...], ...]:
    """Shapes of the parts: the four of an nn.LSTM of one layer, then the head that reads its last state."""
    rows = 4 * hidden
    return (rows, inputs), (rows, hidden), (rows,), (rows,), (hidden, 1), (1,)


def recurrent_start(inputs: int, hidden: int, random: Generator) -> list[Any]:
    """Matrices as torch draws them, forget gates open (Jozefowicz et al. 2015), a head that says nothing."""
    bound = 1 / math.sqrt(hidden)
    shapes = recurrent_shapes(inputs, hidden)
    parts: list[Any] = [random.uniform(-bound, bound, shape) for shape in shapes[:2]]
    parts += [torch.zeros(shape).numpy() for shape in shapes[2:]]
    parts[2][hidden : 2 * hidden] = 1.0
    return parts


def recurrent_outputs(parts: list[Tensor], windows: Tensor) -> Tensor:
    """[1, n]: what the network says of [n, window, F]."""
    inputs, hidden = windows.shape[-1], parts[1].shape[1]
    with torch.device("meta"):
        shape = nn.LSTM(inputs, hidden, batch_first=True)
    _, (last, _) = functional_call(shape, dict(zip(_NAMES, parts, strict=False)), (windows,))
    said: Tensor = last[0] @ parts[4] + parts[5]
    return said.T

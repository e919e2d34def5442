"""A vector's parts and windows of features in; what an LSTM makes of each window's last candle out."""

import math
from typing import Any

import numpy as np
import torch
from numpy.random import Generator
from numpy.typing import NDArray
from torch import Tensor


def recurrent_shapes(inputs: int, hidden: int) -> tuple[tuple[int, ...], ...]:
    """Shapes of the parts: the four of an nn.LSTM of one layer, then the head that reads its last state."""
    rows = 4 * hidden
    return (rows, inputs), (rows, hidden), (rows,), (rows,), (hidden, 1), (1,)


def recurrent_start(inputs: int, hidden: int, random: Generator) -> list[NDArray[Any]]:
    """Matrices as torch draws them, forget gates open (Jozefowicz et al. 2015), a head that says nothing."""
    bound, parts = 1 / math.sqrt(hidden), list(map(np.zeros, recurrent_shapes(inputs, hidden)))
    for place in (0, 1):
        parts[place] = random.uniform(-bound, bound, parts[place].shape)
    parts[2][hidden : 2 * hidden] = 1.0
    return parts


def recurrent_outputs(parts: list[Tensor], windows: Tensor) -> Tensor:
    """[1, n]: what the network says of [n, window, F]."""
    start = windows.new_zeros(1, len(windows), parts[1].shape[1])
    _, last, _ = torch.lstm(
        windows,
        (start, start),
        parts[:4],
        has_biases=True,
        num_layers=1,
        dropout=0.0,
        train=False,
        bidirectional=False,
        batch_first=True,
    )
    said: Tensor = last[0] @ parts[4] + parts[5]
    return said.T

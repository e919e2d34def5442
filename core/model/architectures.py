"""A model's name in; the arrays it is made of out: the app's own list, and what installed packages add.

A name is all that a round's terms say of a model's kind. It is looked up in this list and among the entry
points of packages that this machine's owner installed; code is never taken from anybody else.
"""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from types import MappingProxyType
from typing import Any, Protocol

from core.errors import YouCanFix

GROUP = "conflux.models"
"""The entry-point group of models of one's own: `name = "package.module:ARCHITECTURE"`."""

PATCH = 8
"""Candles that a Transformer reads as one token."""

KERNEL = 3
"""States that a convolution of the TCN joins into one."""

MOST_NUMBERS = 64 * 2**20
"""Of a whole model: 256 MiB, the largest file of weights that is read."""

Shapes = dict[str, tuple[int, ...]]

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_ARRAY = re.compile(r"body\.[A-Za-z0-9_.]{1,80}")


class Size(Protocol):
    """The numbers that size a model; a ModelSpec has them."""

    @property
    def features(self) -> int:
        """Columns of a window."""

    @property
    def window(self) -> int:
        """Candles of a window."""

    @property
    def hidden(self) -> int:
        """Numbers of an inner state."""

    @property
    def layers(self) -> int:
        """How often the inner part is stacked."""

    @property
    def outputs(self) -> int:
        """Numbers that the head makes of the body's state."""


@dataclass(frozen=True)
class Architecture:
    """A kind of model: what stands between a window of features and the head with its outputs.

    Args:
        name: by which terms and commands mean it: small letters, digits and "_". It stands for the formulas:
            other formulas need another name, else two programs would score one model differently.
        about: a few words for people.
        arrays: shapes of the body's arrays by name for a size; each begins with "body.".
        width: numbers of the state that the body hands to the head.
        build: the body, an nn.Module of [m, window, features] to [m, width], its arrays named as in `arrays`
            after "body."; None for those of this app, which core.model.networks builds.
        ones: endings of the one-dimensional arrays that start at 1; others start at 0.
    """

    name: str
    about: str
    arrays: Callable[[Size], Shapes]
    width: Callable[[Size], int]
    build: Callable[[Size], Any] | None = None
    ones: tuple[str, ...] = field(default=("norm.weight",))


def _recurrent(prefix: str, gates: int) -> Callable[[Size], Shapes]:
    """Arrays of nn.LSTM (4 gates) or nn.GRU (3), named as there."""

    def arrays(size: Size) -> Shapes:
        rows, found = gates * size.hidden, Shapes()
        for layer in range(size.layers):
            inputs = size.features if layer == 0 else size.hidden
            found[f"{prefix}.bias_hh_l{layer}"] = (rows,)
            found[f"{prefix}.bias_ih_l{layer}"] = (rows,)
            found[f"{prefix}.weight_hh_l{layer}"] = (rows, size.hidden)
            found[f"{prefix}.weight_ih_l{layer}"] = (rows, inputs)
        return found

    return arrays


def levels(window: int) -> int:
    """Convolutions of stride 2 after which one state has seen the whole window: KERNEL, then twice as far."""
    count, seen = 0, 1
    while seen < window:
        count, seen = count + 1, 2 * seen + KERNEL - 2
    return count


def _convolutions(size: Size) -> Shapes:
    found = _linear("body.input", size.features, size.hidden)
    for level in range(levels(size.window)):
        found |= _linear(f"body.levels.{level}.0", KERNEL * size.hidden, size.hidden)
        for layer in range(1, size.layers):
            found |= _linear(f"body.levels.{level}.{layer}", size.hidden, size.hidden)
    return found


def patches(size: Size) -> tuple[int, int]:
    """How many patches a window has, and candles of each."""
    length = min(PATCH, size.window)
    return -(-size.window // length), length


def _attention(size: Size) -> Shapes:
    count, length = patches(size)
    found = _linear("body.patch", length * size.features + count, size.hidden) | _norm("body.norm", size)
    for layer in range(size.layers):
        at = f"body.layers.{layer}"
        found |= _norm(f"{at}.attention_norm", size) | _norm(f"{at}.wide_norm", size)
        found |= _linear(f"{at}.asked", size.hidden, 3 * size.hidden)
        found |= _linear(f"{at}.told", size.hidden, size.hidden)
        found |= _linear(f"{at}.wide", size.hidden, 2 * size.hidden)
        found |= _linear(f"{at}.narrow", 2 * size.hidden, size.hidden)
    return found


def _linear(name: str, inputs: int, outputs: int) -> Shapes:
    return {f"{name}.bias": (outputs,), f"{name}.weight": (outputs, inputs)}


def _norm(name: str, size: Size) -> Shapes:
    return {f"{name}.bias": (size.hidden,), f"{name}.weight": (size.hidden,)}


def _hidden(size: Size) -> int:
    return size.hidden


BUILT_IN: Mapping[str, Architecture] = MappingProxyType(
    {
        one.name: one
        for one in (
            Architecture("lstm", "LSTM; its top layer's last state", _recurrent("lstm", 4), _hidden),
            Architecture("gru", "GRU; its top layer's last state", _recurrent("body.gru", 3), _hidden),
            Architecture("tcn", "causal dilated convolutions over the window", _convolutions, _hidden),
            Architecture("transformer", f"attention over patches of {PATCH} candles", _attention, _hidden),
            Architecture(
                "logistic",
                "a linear reading of the last candle, the baseline; hidden and layers have no part in it",
                lambda _size: {},
                lambda size: size.features,
            ),
        )
    }
)


def names() -> tuple[str, ...]:
    """Every model that can be named here: this app's own, then those of installed packages by name."""
    added = {point.name for point in entry_points(group=GROUP)} - BUILT_IN.keys()
    return (*BUILT_IN, *sorted(name for name in added if _NAME.fullmatch(name)))


def architecture(name: str) -> Architecture:
    """The model of that name; raises YouCanFix when it is neither this app's nor an installed package's."""
    return BUILT_IN[name] if name in BUILT_IN else _installed(name)


@cache
def _installed(name: str) -> Architecture:
    points = list(entry_points(group=GROUP, name=name)) if _NAME.fullmatch(name) else []
    if not points:
        raise YouCanFix(
            f"{name[:40]!r} is not a model this version knows.",
            f"Install the package that brings it, update Conflux, or use one of: {', '.join(names())}.",
        )
    if len({point.value for point in points}) > 1:
        raise YouCanFix(f"Several installed packages bring a model {name!r}.", "Keep one of them.")
    return _checked(points[0])


def _checked(point: EntryPoint) -> Architecture:
    """What the entry point names; raises YouCanFix when it is not an Architecture of that name."""
    try:
        found = point.load()
    except (ImportError, AttributeError) as error:
        raise YouCanFix(
            f"The model {point.name!r} ({point.value}) cannot be imported: {error}.", "Repair its package."
        ) from error
    if not isinstance(found, Architecture) or found.name != point.name or found.build is None:
        raise YouCanFix(
            f"{point.value} is no core.model.architectures.Architecture called {point.name!r} with a body.",
            "Repair its package.",
        )
    return found


def body_arrays(found: Architecture, size: Size) -> Shapes:
    """Shapes of the body's arrays; raises YouCanFix where those of a package cannot be a model's."""
    arrays, width = found.arrays(size), found.width(size)
    if found.build is None:
        return arrays
    is_named = all(isinstance(name, str) and _ARRAY.fullmatch(name) for name in arrays)
    numbers = [width, *(number for shape in arrays.values() for number in shape)]
    if not is_named or not all(type(number) is int and number >= 1 for number in numbers):
        raise YouCanFix(f"The model {found.name!r} names or sizes its arrays wrongly.", "Repair its package.")
    if sum(map(math.prod, arrays.values())) + size.outputs * width > MOST_NUMBERS:
        raise YouCanFix(f"The model {found.name!r} would be too large.", "Use fewer units or layers.")
    return arrays

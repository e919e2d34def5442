"""Named arrays, a flat vector or safetensors bytes in, any of the three out; without torch or pickle."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError, deserialize
from safetensors.numpy import save

from core.errors import PeerBroke
from core.model.architectures import architecture
from core.model.spec import ModelSpec, shapes, trained_slice
from core.values import Digest

MAX_BYTES = 256 * 2**20
"""Larger files are refused before they are parsed."""

_CALM, _CALM_MEMORY = 0.1, -2.0
"""Share of the usual weights with which gates hear the window, and all hear the state before; forget gates'
bias."""

_REMEDY = "Do not use it; ask its publisher for the original file."


@dataclass(frozen=True, eq=False)
class Weights:
    """The numbers of a model: read-only float32 arrays, sorted by name."""

    arrays: Mapping[str, NDArray[np.float32]]

    def __post_init__(self) -> None:
        kept: dict[str, NDArray[np.float32]] = {}
        for name, array in sorted(self.arrays.items()):
            kept[name] = np.array(array, dtype=np.float32, order="C")
            kept[name].flags.writeable = False
            if not np.isfinite(kept[name]).all():
                raise PeerBroke(
                    f"The model's array {name[:60]!r} holds a number that is not finite.", _REMEDY
                )
        object.__setattr__(self, "arrays", MappingProxyType(kept))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Weights) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    def __reduce__(self) -> tuple[Any, ...]:
        return Weights.from_bytes, (self.to_bytes(),)

    def __len__(self) -> int:
        """Numbers in all, `d`."""
        return sum(array.size for array in self.arrays.values())

    def flat(self) -> NDArray[np.float32]:
        """All arrays in the order of their names as one vector float32[d], a copy."""
        return np.concatenate([array.ravel() for array in self.arrays.values()])

    @classmethod
    def from_flat(cls, template: Self | ModelSpec, flat: NDArray[Any]) -> Self:
        """Cut float[d] into the arrays of `template`; raises PeerBroke for another length or not finite."""
        sizes = shapes(template) if isinstance(template, ModelSpec) else template.shapes
        total = sum(int(np.prod(shape)) for shape in sizes.values())
        if flat.shape != (total,):
            raise PeerBroke(f"A model of {total} numbers cannot be made of an array {flat.shape}.")
        arrays, at = {}, 0
        for name, shape in sizes.items():
            size = int(np.prod(shape))
            arrays[name] = flat[at : at + size].reshape(shape)
            at += size
        return cls(arrays)

    @property
    def shapes(self) -> dict[str, tuple[int, ...]]:
        """Shape of each array by name."""
        return {name: array.shape for name, array in self.arrays.items()}

    def check(self, spec: ModelSpec) -> Self:
        """These weights; raises PeerBroke when they are not those of a model of `spec`."""
        expected = shapes(spec)
        if list(self.shapes.items()) != list(expected.items()):
            wrong = min(set(self.shapes.items()) ^ set(expected.items()))[0]
            raise PeerBroke(f"The model's array {wrong[:60]!r} does not fit the round's model.", _REMEDY)
        return self

    def to_bytes(self) -> bytes:
        """Safetensors without metadata; equal weights give equal bytes."""
        return self._bytes

    @cached_property
    def _bytes(self) -> bytes:
        return save(dict(self.arrays))

    @classmethod
    def from_bytes(cls, data: bytes, spec: ModelSpec | None = None) -> Self:
        """Read safetensors; checks types and, given a `spec`, names and shapes.

        Raises:
            PeerBroke: not safetensors, too large, not float32, not finite, or not a model of `spec`.
        """
        if len(data) > MAX_BYTES:
            raise PeerBroke(f"The model has {len(data)} bytes, more than {MAX_BYTES}.", _REMEDY)
        try:
            entries: list[tuple[str, dict[str, Any]]] = deserialize(data)  # type: ignore[no-untyped-call]
        except SafetensorError as error:
            raise PeerBroke(f"The model is not a whole safetensors file ({error}).", _REMEDY) from error
        arrays = {name: _array(name, entry) for name, entry in entries}
        if not arrays:
            raise PeerBroke("The model holds no arrays.", _REMEDY)
        weights = cls(arrays)
        return weights.check(spec) if spec is not None else weights

    @property
    def digest(self) -> Digest:
        """SHA-256 of `to_bytes()`."""
        return Digest.of(self._bytes)


def _array(name: str, entry: Mapping[str, Any]) -> NDArray[np.float32]:
    if entry["dtype"] != "F32":
        raise PeerBroke(f"The model's array {name[:60]!r} is {entry['dtype']}, not F32.", _REMEDY)
    try:
        return np.frombuffer(entry["data"], dtype="<f4").reshape(entry["shape"])
    except ValueError as error:  # empty arrays may claim any number of dimensions of any length
        raise PeerBroke(f"The model's array {name[:60]!r} has an impossible shape.", _REMEDY) from error


def initial_weights(spec: ModelSpec, seed: int) -> Weights:
    """Weights to start from, equal on every machine for one `seed`.

    Uniform in +-1/sqrt(hidden) as torch's nn.LSTM, forget gates open (bias 1, Jozefowicz et al. 2015), and a
    head a tenth of that, so that an untrained model says "50 %, and tomorrow is as wild as today". Bodies of
    other kinds: matrices uniform in +-1/sqrt(inputs), vectors 0 but for those that scale.
    """
    if spec.architecture != "lstm":
        return _initial_body(spec, seed)
    rng = np.random.Generator(np.random.PCG64(seed))
    bound = 1.0 / np.sqrt(spec.hidden)
    arrays: dict[str, NDArray[Any]] = {}
    for name, shape in shapes(spec).items():
        scale = 0.1 * bound if name.startswith("head.") else bound
        arrays[name] = rng.uniform(-scale, scale, size=shape)
        if name.startswith("lstm.bias"):
            arrays[name][:] = 0.0
        if name.startswith("lstm.bias_ih"):
            arrays[name][spec.hidden : 2 * spec.hidden] = 1.0
    arrays["head.bias"] = np.zeros(shapes(spec)["head.bias"])
    return Weights(arrays)


def calm_weights(spec: ModelSpec, seed: int) -> Weights:
    """Weights to start from for a training on a few years of one's own candles.

    The usual weights, but an LSTM's states begin as nearly linear readings of the newest candle: its gates
    stand still, whatever a window holds, and its cells forget. Open gates that follow the window at random
    multiply every reading by noise, and a short history is learned by heart before that is unlearned. Not
    for a training that adds noise or moves the head alone: both get less out of it than of the usual ones.
    """
    start = initial_weights(spec, seed)
    if spec.architecture != "lstm":
        return start
    cells, forget = slice(2 * spec.hidden, 3 * spec.hidden), slice(spec.hidden, 2 * spec.hidden)
    hears = np.full((4 * spec.hidden, 1), _CALM)
    hears[cells] = 1.0
    shares: dict[str, Any] = {"lstm.weight_ih": hears, "lstm.weight_hh": _CALM}
    arrays: dict[str, NDArray[Any]] = {}
    for name, array in start.arrays.items():
        arrays[name] = array * shares.get(name.rpartition("_l")[0], 1.0)
        if name.startswith("lstm.bias_ih"):
            arrays[name][forget] = _CALM_MEMORY
    return Weights(arrays)


def _initial_body(spec: ModelSpec, seed: int) -> Weights:
    rng = np.random.Generator(np.random.PCG64(seed))
    ones = architecture(spec.architecture).ones
    arrays: dict[str, NDArray[Any]] = {}
    for name, shape in shapes(spec).items():
        if len(shape) < 2:  # noqa: PLR2004 - a vector
            arrays[name] = np.full(shape, float(name.endswith(ones)))
            continue
        bound = (0.1 if name.startswith("head.") else 1.0) / np.sqrt(np.prod(shape[1:]))
        arrays[name] = rng.uniform(-bound, bound, size=shape)
    return Weights(arrays)


def trained_part(weights: Weights, spec: ModelSpec) -> NDArray[np.float32]:
    """The numbers that an update of `spec` changes, flat float32[d]."""
    return weights.check(spec).flat()[trained_slice(spec)]


def with_trained_part(weights: Weights, spec: ModelSpec, part: NDArray[Any]) -> Weights:
    """`weights` with a new trained part, float[d]; raises PeerBroke for another length or not finite."""
    flat, place = weights.check(spec).flat(), trained_slice(spec)
    if part.shape != (place.stop - place.start,):
        raise PeerBroke(f"A part of {place.stop - place.start} numbers cannot be an array {part.shape}.")
    flat[place] = part
    return Weights.from_flat(spec, flat)


def check_rest(local: Weights, start: Weights, spec: ModelSpec) -> None:
    """Raises PeerBroke when two models of `spec` differ outside the trained part."""
    if spec.trained == "all":
        return
    if with_trained_part(local, spec, trained_part(start, spec)) != start:
        raise PeerBroke("The model was changed outside the part that is trained.", _REMEDY)


def delta(local: Weights, start: Weights, spec: ModelSpec | None = None) -> NDArray[np.float32]:
    """The update D = local - start, flat float32[d]; of the trained part where `spec` names one.

    Raises:
        PeerBroke: they differ outside the trained part.
    """
    if local.shapes != start.shapes:
        raise ValueError("two models of different shape have no difference")
    if spec is None:
        return local.flat() - start.flat()
    check_rest(local, start, spec)
    return trained_part(local, spec) - trained_part(start, spec)

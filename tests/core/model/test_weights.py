"""Weights: arrays, vector and bytes are one thing, and strange bytes are refused."""

import json
import pickle
import struct
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from safetensors.numpy import save

from core.errors import PeerBroke
from core.model.spec import ModelSpec, parameter_count
from core.model.weights import Weights, delta, initial_weights

SPEC = ModelSpec(3, window=4, hidden=2)


@given(st.integers(0, 2**32))
def test_weights_survive_bytes_vector_and_pickle(seed):
    weights = initial_weights(SPEC, seed)
    assert Weights.from_bytes(weights.to_bytes(), SPEC) == weights
    assert Weights.from_flat(weights, weights.flat()) == weights
    assert Weights.from_flat(SPEC, weights.flat()) == weights
    assert pickle.loads(pickle.dumps(weights)) == weights


def test_the_vector_follows_the_names_in_order():
    weights = initial_weights(SPEC, 0)
    flat = weights.flat()
    assert len(weights) == len(flat) == parameter_count(SPEC)
    assert flat.dtype == np.float32
    assert flat[:3].tolist() == weights.arrays["head.bias"].tolist()
    assert flat[-3:].tolist() == weights.arrays["lstm.weight_ih_l0"][-1].tolist()


def test_initial_weights_are_the_same_everywhere():
    digest = str(initial_weights(ModelSpec(26), 7).digest)
    assert digest == "352761bec29203d0d9841f091c39239e342bbeab13d6650d2df7471f8eeaf418"
    assert initial_weights(SPEC, 1) != initial_weights(SPEC, 2)


def test_arrays_cannot_be_changed():
    with pytest.raises(ValueError, match="read-only"):
        initial_weights(SPEC, 0).arrays["head.bias"][0] = 1


def test_the_update_is_local_minus_start():
    start = initial_weights(SPEC, 0)
    local = Weights.from_flat(start, start.flat() + np.float32(0.5))
    assert np.allclose(delta(local, start), 0.5)
    with pytest.raises(ValueError, match="different shape"):
        delta(local, initial_weights(ModelSpec(4, hidden=2), 0))


def changed(**arrays):
    return save({**{name: np.array(a) for name, a in initial_weights(SPEC, 0).arrays.items()}, **arrays})


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        (b"", "not a whole safetensors"),
        (b"\x80\x04K\x01.", "not a whole safetensors"),
        (initial_weights(SPEC, 0).to_bytes()[:-1], "not a whole safetensors"),
        (struct.pack("<Q", 2**60) + b"{}", "not a whole safetensors"),
        (save({}), "no arrays"),
        (changed(**{"head.bias": np.zeros(3, np.float64)}), "F64, not F32"),
        (changed(**{"head.bias": np.array([0, np.nan, 0], np.float32)}), "not finite"),
        (changed(**{"head.bias": np.array([0, np.inf, 0], np.float32)}), "not finite"),
        (changed(**{"head.bias": np.zeros(4, np.float32)}), "does not fit"),
        (changed(extra=np.zeros(1, np.float32)), "does not fit"),
    ],
)
def test_strange_bytes_are_refused(data, complaint):
    with pytest.raises(PeerBroke, match=complaint):
        Weights.from_bytes(data, SPEC)


@given(st.binary(max_size=200))
def test_random_bytes_are_refused(data):
    with pytest.raises(PeerBroke):
        Weights.from_bytes(data, SPEC)


@given(st.integers(0, 400), st.integers(0, 255))
def test_a_changed_byte_is_refused_or_is_another_model(place, value):
    data = bytearray(initial_weights(SPEC, 0).to_bytes())
    place %= len(data)
    data[place] = value
    try:
        read = Weights.from_bytes(bytes(data), SPEC)
    except PeerBroke:
        return
    assert read.to_bytes() == bytes(data) or read == initial_weights(SPEC, 0)


def test_a_header_with_overlapping_arrays_is_refused():
    header = json.dumps(
        {name: {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]} for name in ("a", "b")}
    ).encode()
    with pytest.raises(PeerBroke):
        Weights.from_bytes(struct.pack("<Q", len(header)) + header + bytes(8))


@pytest.mark.parametrize("length", [0, 1, parameter_count(SPEC) - 1, parameter_count(SPEC) + 1])
def test_a_vector_of_another_length_is_refused(length):
    with pytest.raises(PeerBroke):
        Weights.from_flat(SPEC, np.zeros(length, np.float32))


def test_a_vector_that_is_not_finite_is_refused():
    flat = initial_weights(SPEC, 0).flat()
    flat[5] = np.nan
    with pytest.raises(PeerBroke):
        Weights.from_flat(SPEC, flat)


def test_weights_and_reports_load_without_torch():
    code = "import core.model.weights, core.model.results, sys; print('torch' in sys.modules)"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "False"

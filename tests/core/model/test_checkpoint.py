"""A run that was stopped between two epochs goes on to the same weights and the same report, bit by bit."""

from dataclasses import replace

import pytest
import torch

from core.errors import Cancelled, YouCanFix
from core.model.checkpoint import Checkpoint
from core.model.spec import ModelSpec
from core.model.training import train
from core.model.weights import initial_weights
from core.values import Digest

KINDS = ["lstm", "gru", "tcn", "transformer", "logistic"]


def ignore(_report):
    return


@pytest.fixture(scope="module")
def quick(config):
    return replace(config, epochs=4, windows_per_epoch=256)


def stopped(dataset, spec, start, config, after):
    """The bytes of the checkpoint of a run that ended within the epoch after `after`."""
    kept = []

    def stop(fraction):
        if fraction > (after + 0.5) / config.epochs:
            raise Cancelled("killed")

    with pytest.raises(Cancelled):
        train(dataset, spec, start, config, ignore, stop, kept.append)
    assert len(kept) == after
    return kept[-1].to_bytes()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("after", [1, 3])
def test_it_goes_on_bit_by_bit(dataset, spec, quick, kind, after):
    spec = replace(spec, architecture=kind)
    start, told = initial_weights(spec, 0), []
    whole = train(dataset, spec, start, quick, ignore)
    data = stopped(dataset, spec, start, quick, after)
    again = train(dataset, spec, start, quick, told.append, resume=Checkpoint.from_bytes(data))
    assert again == whole
    assert tuple(told) == whole[1].epochs


@pytest.mark.parametrize(
    "changes", [{"half_life_days": 20.0, "balance": True}, {"patience": 1}, {"head_rate": 5.0}]
)
def test_it_goes_on_with_weights_and_with_an_early_stop(dataset, spec, quick, changes):
    head, config = replace(spec, trained="head"), replace(quick, learning_rate=0.05, **changes)
    start = initial_weights(head, 0)
    kept = []
    whole = train(dataset, head, start, config, ignore, keep=kept.append)
    for one in kept:
        assert (
            train(dataset, head, start, config, ignore, resume=Checkpoint.from_bytes(one.to_bytes())) == whole
        )


def test_the_threads_of_the_first_part_are_taken_again(dataset, spec, quick):
    start = initial_weights(spec, 0)
    data = stopped(dataset, spec, start, quick, 1)
    torch.set_num_threads(2)
    _, report = train(dataset, spec, start, quick, ignore, resume=Checkpoint.from_bytes(data))
    assert report.threads == torch.get_num_threads() == 1


@pytest.mark.parametrize("data", [b"", b"\x80\x04.", bytes(200), initial_weights(ModelSpec(3), 0).to_bytes()])
def test_damaged_bytes_are_refused(data):
    with pytest.raises(YouCanFix, match="damaged"):
        Checkpoint.from_bytes(data)


@pytest.mark.parametrize("place", [0, 31, 32, 40, 5000, -1])
def test_a_single_changed_bit_is_noticed(dataset, spec, quick, place):
    data = bytearray(stopped(dataset, spec, initial_weights(spec, 0), quick, 1))
    data[place] ^= 1
    with pytest.raises(YouCanFix, match="damaged"):
        Checkpoint.from_bytes(bytes(data))


def test_sealed_bytes_that_are_no_checkpoint_are_refused():
    body = initial_weights(ModelSpec(3), 0).to_bytes()
    with pytest.raises(YouCanFix, match="damaged"):
        Checkpoint.from_bytes(Digest.of(body).raw + body)


@pytest.mark.parametrize("other", [{"hidden": 9}, {"architecture": "gru"}])
def test_the_checkpoint_of_another_model_is_refused(dataset, spec, quick, other):
    data = stopped(dataset, spec, initial_weights(spec, 0), quick, 1)
    wrong = replace(spec, **other)
    with pytest.raises(YouCanFix, match="another training"):
        train(dataset, wrong, initial_weights(wrong, 0), quick, ignore, resume=Checkpoint.from_bytes(data))


def test_moments_of_another_array_are_refused(dataset, spec, quick):
    kept = Checkpoint.from_bytes(stopped(dataset, spec, initial_weights(spec, 0), quick, 1))
    moments = {**kept.moments, "head.bias:exp_avg": kept.moments["head.weight:exp_avg"]}
    with pytest.raises(YouCanFix, match="another training"):
        train(dataset, spec, initial_weights(spec, 0), quick, ignore, resume=replace(kept, moments=moments))

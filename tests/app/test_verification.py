"""A settled round's record, whole or altered, in; which checks hold and which do not out."""

import json
import shutil
from dataclasses import replace

import numpy as np
import pytest
import typer
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from app import scoring, sharing
from app.commands import verify as command
from app.verification import ARTIFACTS, FILES, PublishedRecord, SavedRecord, save, verify_round
from core.errors import PeerBroke, TryAgain
from core.federated.messages import read as read_body
from core.federated.messages import sign
from core.federated.transcript import Transcript
from core.federated.verification import verify_transcript
from core.model.weights import Weights
from core.privacy.fixed_point import integers_from_wire, ring_from_wire, to_wire
from core.rewards.settlement import Before, Payouts, share_out
from tests.app.coordinator.conftest import Stage, account, bonded_node, market  # noqa: F401
from tests.slices import examples


@pytest.fixture(scope="session")
def settled(market, tmp_path_factory):  # noqa: F811
    """A round played to its end, one client dropping out, its record saved in a folder."""
    folder = tmp_path_factory.mktemp("verification")
    with bonded_node(folder / "artifacts") as node:
        stage = Stage(node, market, folder)
        stage.traders[6].silent_from = "mask"
        view = stage.play("publish")
        stage.clock.at = view.end_at + 1
        stage.play("settle")
        stage.agent_closes()
        stage.play("settled")
        stage.finish_payouts()
        stage.round_id = view.id
        http = stage.http()
        stage.saved = folder / "record"
        save(PublishedRecord(http, view.id), stage.saved)
        http.close()
        yield stage
        stage.close()


@pytest.fixture
def folder(settled, tmp_path):
    """A copy of the record, to be altered."""
    return shutil.copytree(settled.saved, tmp_path / "record")


def verified(settled, folder, chain=None, round_id=None):
    record = SavedRecord(folder)
    return verify_round(round_id or settled.round_id, record, settled.worker, chain, lambda *_: None)


def failures(found):
    return [check.name for check in found.checks if not check.ok]


def place(folder, name):
    """Where a part lies; the models "before" and "after" lie under their digests."""
    if name in FILES:
        return folder / FILES[name]
    found = read(folder)
    return (
        folder / ARTIFACTS / str(found.spec.model_digest if name == "before" else found.fact("close").model)
    )


def alter(folder, name, change):
    path = place(folder, name)
    path.write_bytes(change(path.read_bytes()))


def transcript(folder, **changes):
    alter(folder, "transcript", lambda data: replace(Transcript.from_bytes(data), **changes).to_bytes())


def read(folder):
    return Transcript.from_bytes((folder / FILES["transcript"]).read_bytes())


def test_an_honest_round_passes_every_check_with_and_without_the_chain(settled):
    alone = verified(settled, settled.saved)
    with_chain = verified(settled, settled.saved, settled.chain)

    assert failures(alone) == failures(with_chain) == []
    assert len(with_chain.checks) == len(alone.checks) + 11
    assert {"the sum re-adds", "the next model follows from the sum", "the gradient is the recomputed one",
            "scores follow from the openings", "payouts follow from the scores", "payout roots are on chain",
            "the beacons are blocks' hashes"} <= {check.name for check in with_chain.checks}  # fmt: skip


class Otherwise:
    """A chain whose register says something else of the rounds from a number on."""

    def __init__(self, chain, since, **told):
        self._chain, self._since, self._told = chain, since, told

    def __getattr__(self, name):
        return getattr(self._chain, name)

    def read(self, contract, function, *arguments):
        found = self._chain.read(contract, function, *arguments)
        return {**found, **self._told} if arguments and arguments[0] == self._since else found


def test_a_round_that_was_voided_after_it_was_scored_counts_for_nothing(settled):
    chain = Otherwise(settled.chain, settled.round_id, phase=9)

    assert failures(verified(settled, settled.saved, chain)) == [
        "all that there was is shared out",
        "the round stands on chain",
    ]


def test_payouts_of_less_than_there_was_are_found(settled, folder):
    def less(data):
        payouts = Payouts.from_bytes(data)
        empty = replace(payouts.emission_table, cumulative={})
        before = Before((), replace(payouts.profit_table, cumulative={}), empty)
        judged = verify_transcript(
            read(folder), lambda digest: ring_from_wire((folder / ARTIFACTS / str(digest)).read_bytes())
        ).judged
        return share_out(read(folder).spec, judged, before, payouts.profit_wei, 1).to_bytes()

    alter(folder, "payouts", less)

    assert failures(verified(settled, folder)) == []
    assert failures(verified(settled, folder, settled.chain))[0] == "all that there was is shared out"


def test_terms_that_do_not_go_on_from_the_newest_settled_round_are_found(settled, monkeypatch):
    monkeypatch.setattr(sharing, "newest_settled", lambda chain, round_id: round_id - 1 or 5)

    assert failures(verified(settled, settled.saved, settled.chain)) == ["the terms are the ones on chain"]


def test_another_sum_is_found(settled, folder):
    found = read(folder)
    total = integers_from_wire(found.aggregate.total).copy()
    total[3] += 1
    transcript(folder, aggregate=replace(found.aggregate, total=to_wire(total)))

    assert "the sum re-adds" in failures(verified(settled, folder))


def test_another_model_is_found(settled, folder):
    def nudge(data):
        weights = Weights.from_bytes(data)
        return Weights.from_flat(weights, weights.flat() + np.float32(1e-4)).to_bytes()

    alter(folder, "after", nudge)

    assert "the model after the round is the published one" in failures(verified(settled, folder))


def test_other_candles_are_found(settled, folder):
    spec = read(folder).spec

    def nudge(data):
        series = scoring.unpack_candles(spec, data)
        symbol, one = next(iter(series.items()))
        return scoring.pack_candles(spec, {**series, symbol: replace(one, close=one.high)})

    alter(folder, "candles", nudge)

    assert "the gradient can be computed again" in failures(verified(settled, folder))


def test_a_left_out_message_is_found(settled, folder):
    found = read(folder)
    masked = [signed for signed in found.messages if signed.step == "mask"]
    transcript(folder, messages=tuple(signed for signed in found.messages if signed != masked[0]))

    assert failures(verified(settled, folder))


def test_a_message_signed_by_somebody_else_is_found(settled, folder):
    found = read(folder)
    forged = [
        sign(found.spec, account("a forger"), read_body(signed)) if signed.step == "agree" else signed
        for signed in found.messages
    ]
    transcript(folder, messages=tuple(forged))

    assert "every message is signed by its session key" in failures(verified(settled, folder))


def test_another_score_is_found(settled, folder):
    found = read(folder)
    rows = list(found.scores.scores)
    rows[0] = replace(rows[0], score=rows[0].score * 2 + 1.0)
    transcript(folder, scores=replace(found.scores, scores=tuple(rows)))
    wrong = failures(verified(settled, folder))

    assert "scores follow from the openings" in wrong


def test_a_left_out_payout_is_found(settled, folder):
    def cheat(data):
        payouts = Payouts.from_bytes(data)
        table = replace(payouts.emission_table, cumulative={})
        return replace(payouts, emission=table.to_bytes()).to_bytes()

    alter(folder, "payouts", cheat)

    assert failures(verified(settled, folder, settled.chain)) == ["payouts follow from the scores"]


def test_facts_that_the_chain_does_not_hold_are_found(settled, folder):
    found = read(folder)
    facts = [replace(fact, block=fact.block + 1) if fact.kind == "masked" else fact for fact in found.facts]
    transcript(folder, facts=tuple(facts))

    assert "masked stands on chain" in failures(verified(settled, folder, settled.chain))


@pytest.mark.parametrize("name", ["transcript", "candles", "payouts", "before", "after"])
@pytest.mark.parametrize("change", [lambda data: data[:-1], lambda data: b"", lambda data: data + b"x"])
def test_damaged_bytes_never_pass_and_never_crash(settled, folder, name, change):
    alter(folder, name, change)
    try:
        found = verified(settled, folder)
    except PeerBroke:
        return
    assert failures(found)


def test_another_round_or_an_empty_folder_is_told(settled, folder, tmp_path):
    with pytest.raises(PeerBroke, match="not of 9"):
        verified(settled, folder, round_id=9)
    with pytest.raises(TryAgain, match="There is no"):
        verified(settled, tmp_path)


def run(*arguments):
    program = typer.Typer()
    program.command()(command.verify)
    return CliRunner().invoke(program, [str(word) for word in arguments])


@pytest.fixture
def same_process(settled, monkeypatch):
    """The command's worker is this process: what it computes is tested with the worker itself."""
    monkeypatch.setattr("app.bootstrap.build_worker", lambda *_: settled.worker)


@pytest.mark.usefixtures("same_process")
def test_the_command_prints_a_line_a_check_and_ends_well(settled, tmp_path):
    report = tmp_path / "report.json"
    result = run(settled.round_id, "--transcript", settled.saved, "--rpc", settled.node.url,
                 "--save", tmp_path / "copy", "--json", report)  # fmt: skip
    written = json.loads(report.read_text())

    assert result.exit_code == 0, result.output
    assert result.output.count("ok ") == len(written["checks"])
    assert (written["ok"], written["round"]) == (True, settled.round_id)
    assert sorted(path.name for path in (tmp_path / "copy").iterdir()) == sorted(
        [ARTIFACTS, *(name for part, name in FILES.items() if part != "standings")]
    )


@pytest.mark.usefixtures("same_process")
def test_the_command_fails_with_its_report_when_a_check_fails(settled, folder, tmp_path):
    alter(folder, "after", lambda data: data[:-1] + bytes([data[-1] ^ 1]))
    report = tmp_path / "report.json"
    result = run(settled.round_id, "--transcript", folder, "--json", report)

    assert result.exit_code == 1
    assert "failed the model after" in result.output
    assert not json.loads(report.read_text())["ok"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("--data-dir", "empty"),
        ("--transcript", "nowhere"),
        ("--transcript", ".", "--coordinator", "http://x"),
    ],
)
def test_the_command_says_what_is_missing(tmp_path, monkeypatch, arguments):
    monkeypatch.chdir(tmp_path)
    result = run(1, *arguments, "--json", "-")

    assert result.exit_code == 1
    assert "error" in result.output


def files_of(folder):
    return sorted(path.relative_to(folder) for path in folder.rglob("*") if path.is_file())


@settings(max_examples=examples(12), deadline=None)
@given(st.data())
def test_one_flipped_bit_anywhere_in_the_record_is_named(settled, data):
    """Whatever file it is in: transcript, masked updates, models or candles.

    Of payouts the tables and histories are bound; a last digit of what there was to share may change nothing.
    """
    names = [name for name in files_of(settled.saved) if name.name != FILES["payouts"]]
    name = data.draw(st.sampled_from(names), label="file")
    original = (settled.saved / name).read_bytes()
    place = data.draw(st.integers(0, 8 * len(original) - 1), label="bit")
    flipped = bytearray(original)
    flipped[place // 8] ^= 1 << place % 8
    (settled.saved / name).write_bytes(flipped)
    try:
        named = failures(verified(settled, settled.saved, settled.chain))
    except PeerBroke as error:
        named = [error.message]
    finally:
        (settled.saved / name).write_bytes(original)
    assert named

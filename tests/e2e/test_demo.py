"""The whole story, told by the command as a user types it: everything real, everything checked."""

import base64
import gzip
import itertools
import json
import os
import signal
import subprocess
import sys
import time

import psutil
import pytest

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(900)]

CONFLUX = [sys.executable, "-m", "app"]


@pytest.fixture(scope="module")
def story(tmp_path_factory):
    """The default demo, once for all tests of this file."""
    folder = tmp_path_factory.mktemp("demo")
    command = [*CONFLUX, "demo", "--json", str(folder / "story.json"), "--data-dir", str(folder / "data")]
    command += ["--screenshot", str(folder / "home.png")]
    ran = subprocess.run(command, check=False, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout[-3000:] + ran.stderr[-3000:]
    return json.loads((folder / "story.json").read_text()), folder


def test_every_round_has_an_exact_sum_and_survives_its_drop_out(story):
    rounds = story[0]["rounds"]
    assert [(item["clients"], item["dropped"], item["sum_exact"]) for item in rounds] == [(8, 1, True)] * 2


def test_scores_add_up_to_the_fall_of_the_loss(story):
    for item in story[0]["rounds"]:
        gain = item["loss_before"] - item["loss_after"]
        assert sum(item["scores"].values()) == pytest.approx(item["scores_sum"])
        assert item["scores_sum"] == pytest.approx(gain, rel=0.05)


def test_two_rounds_on_the_simulated_market_teach_the_model_something(story):
    first, last = story[0]["rounds"][0], story[0]["rounds"][-1]
    assert first["loss_after"] < first["loss_before"]
    assert last["loss_before"] != first["loss_before"]


def test_the_agent_trades(story):
    agent = story[0]["agent"]
    assert agent["trades"] >= 1
    assert agent["fees"] > 0
    assert 0 <= agent["max_drawdown"] < 1


def test_money_is_conserved_and_claimed(story):
    money = story[0]["money"]
    assert money["conserved"] is True
    assert int(money["deposited_wei"]) > 0
    claimed = sum(int(amount) for amount in money["claimed"].values())
    assert claimed + int(money["unclaimed_wei"]) <= max(0, int(money["profit_wei"]))


def test_no_training_value_is_on_the_wire_in_any_encoding(story):
    privacy = story[0]["privacy"]
    assert privacy["finds"] == []
    assert privacy["training_values_on_wire"] == 0
    assert privacy["bytes_sent_per_client"] > 60_000, "the search must have had the masked updates to look at"
    assert privacy["bytes_searched"] >= 8 * privacy["bytes_sent_per_client"]
    assert privacy["patterns"] > privacy["values"] > 8 * 100_000
    assert privacy["left_out"] == 0
    assert privacy["chance"] < 0.01, "a find would prove little if chance could have made it"


ENCODINGS = {
    "float64": lambda closes: closes.astype("<f8").tobytes(),
    "float32, big-endian": lambda closes: closes.astype(">f4").tobytes(),
    "float16": lambda closes: closes.astype("<f2").tobytes(),
    "cents as int64": lambda closes: (closes * 100).round().astype("<i8").tobytes(),
    "JSON": lambda closes: json.dumps(closes.tolist()).encode(),
    "two decimals": lambda closes: " ".join(f"{close:,.2f}" for close in closes).encode(),
    "Base64 in gzipped JSON": lambda closes: gzip.compress(
        json.dumps({"model": base64.b64encode(closes.tobytes()).decode()}).encode()
    ),
}


def test_the_search_of_the_wire_would_have_found_a_leak(story, tmp_path):
    from app.adapters.candle_store import ParquetCandleStore
    from app.trader.privacy_check import TrainingValues

    folder = story[1] / "data" / "trader"
    store = ParquetCandleStore(folder / "candles")
    series = store.load(*store.stored()[0])
    values = TrainingValues([series], features=False)
    sent = b"".join(path.read_bytes() for path in sorted((folder / "wire-bytes").iterdir()))
    for encoding, write in ENCODINGS.items():
        leak = b"POST /x HTTP/1.1\r\n\r\n" + write(series.close[100:164])
        (tmp_path / "wire.bin").write_bytes(sent[:200_000] + leak + sent[200_000:300_000])
        assert values.search(tmp_path).found > 0, encoding


def test_all_that_left_is_in_the_log_and_its_chain_is_intact(story):
    assert story[0]["privacy"]["logs_intact"] is True
    folder = story[1] / "data"
    command = [*CONFLUX, "privacy", "log", "--data-dir", str(folder), "--json"]
    ran = subprocess.run([*command, "-", "--check"], check=False, capture_output=True, text=True)
    assert (ran.returncode, json.loads(ran.stdout)["check"]["intact"]) == (0, True)
    ran = subprocess.run([*command, "-"], check=False, capture_output=True, text=True)
    found = json.loads(ran.stdout)
    recorded = sum(path.stat().st_size for path in (folder / "trader" / "wire-bytes").iterdir())
    # Whoever drew the picture of Home afterwards is in the log too, and was not recorded byte by byte.
    assert recorded in itertools.accumulate(record["size"] for record in found["records"])
    assert {total["destination"] for total in found["totals"]} == {
        "chain",
        "coordinator",
        "agent",
        "exchange",
    }
    masked = [record for record in found["records"] if record["purpose"] == "mask"]
    assert all("masked update" in {field["name"] for field in record["fields"]} for record in masked)
    assert len(masked) >= 2


def test_what_is_simulated_says_so(story):
    assert story[0]["simulated"] is True
    assert story[0]["paper"] is True


def test_the_picture_of_home_is_drawn(story):
    assert (story[1] / "home.png").read_bytes().startswith(b"\x89PNG")


def test_a_round_is_verified_from_its_saved_transcript_alone(story):
    """The demo's coordinator is long gone; a flipped bit is named."""
    record = story[1] / "data" / "records" / "1"
    verify = [*CONFLUX, "verify", "1", "--transcript", str(record), "--json", "-"]
    ran = subprocess.run(verify, check=False, capture_output=True, text=True)
    found = json.loads(ran.stdout)
    assert (ran.returncode, found["ok"]) == (0, True)
    assert len(found["checks"]) > 15
    transcript = record / "transcript.cbor"
    altered = bytearray(transcript.read_bytes())
    altered[len(altered) // 2] ^= 1
    transcript.write_bytes(altered)
    ran = subprocess.run(verify, check=False, capture_output=True, text=True)
    assert (ran.returncode, json.loads(ran.stdout)["ok"]) == (1, False)


def test_too_many_drop_outs_are_refused_before_anything_starts(tmp_path):
    ran = subprocess.run(
        [*CONFLUX, "demo", "--drop", "3", "--json", "-", "--data-dir", str(tmp_path)],
        check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert ran.returncode == 1
    assert "at most 2" in json.loads(ran.stdout)["error"]["remedy"]
    assert not (tmp_path / "localnet").exists()


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_whatever_ends_the_demo_ends_all_its_processes(tmp_path, sent):
    demo = subprocess.Popen([*CONFLUX, "demo", "--data-dir", str(tmp_path)], stderr=subprocess.PIPE)
    parent = psutil.Process(demo.pid)
    children = _wait_for_children(parent, 3)
    os.kill(demo.pid, sent)
    code = demo.wait(30)
    demo.stderr.close()
    _gone, alive = psutil.wait_procs(children, timeout=30)
    assert alive == []
    assert code != 0


def _wait_for_children(parent, count):
    patience = time.monotonic() + 120
    while len(children := parent.children(recursive=True)) < count:
        assert time.monotonic() < patience, "the demo started no processes"
        time.sleep(0.2)
    return children

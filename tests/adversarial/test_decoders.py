"""Bytes of strangers and damaged disks: read exactly as written, or refused soon and in words."""

import contextlib
import json
import struct
import subprocess
import sys
import time
import tracemalloc
from dataclasses import replace
from pathlib import Path
from tempfile import NamedTemporaryFile
from types import SimpleNamespace

import cbor2
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.adapters.candle_files import LocalCandleFiles
from app.adapters.coordinator_api import HttpCoordinator, _reason, _retry_after
from app.adapters.ipfs import _added
from app.adapters.json_rpc import JsonRpc, RpcFault, _is_whole
from app.adapters.remote import Answer, retry_after
from app.scoring import EvaluationCandles, unpack_candles
from app.settings import Network
from app.trader.networks import is_plain
from app.trader.rounds import RoundStatus
from core.cid import Cid, Multihash, from_multibase
from core.errors import ConfluxError, Damaged, PeerBroke, YouCanFix
from core.features.candles import CandleSeries
from core.features.incremental.stream import FeatureStream
from core.features.matrix import FEATURE_VERSION, FeatureSpec
from core.features.quality import QualityReport
from core.features.quality import measure as measure_quality
from core.features.timeframes import Feature
from core.federated.analytics import Query
from core.federated.analytics_guard import Told, told
from core.federated.every_terms import read_terms
from core.federated.messages import MaskedUpload, Signed
from core.federated.terms import PROTOCOL_VERSION, RoundSpec
from core.identity.envelope import Recipient, open_envelope, recipients_of
from core.identity.key_ring import AccountLine, KeyRing, WalletBackup
from core.identity.keys import Account, mnemonic_account
from core.identity.keystore import Keystore
from core.identity.vault import Cost, _cost
from core.identity.vault import seal as vault_seal
from core.links import Link, checked_url
from core.model.weights import Weights
from core.network_file import NetworkDescription, NetworkFile
from core.payments import contacts
from core.payments.contacts import Contact
from core.privacy.fixed_point import integers_from_wire, ring_from_wire
from core.privacy.log_chain import Head, read_link
from core.publication import Publication
from core.releases import Release, read_notice, sign
from core.rewards.payouts import PayoutTable
from core.rewards.settlement import History
from core.unixfs import read as read_file
from core.values import Amount, Digest, Symbol, Timeframe
from tests.adversarial import samples
from tests.adversarial.nonsense import canonical_kinds, mutants, values
from tests.slices import examples

SECONDS, MEGABYTES = 2.0, 40


def refused_or_exact(read, data, write=lambda value: value.to_bytes()):
    """Bytes give a value that is written as the same bytes, or an error of ours; nothing else."""
    try:
        value = read(data)
    except ConfluxError:
        return
    assert write(value) == data


def test_every_kind_of_canonical_bytes_is_found():
    assert {
        "Join",
        "Transcript",
        "SessionState",
        "QueryRecord",
        "EvaluationCandles",
        "Summed",
        "Opened",
    } <= set(canonical_kinds())
    assert len(canonical_kinds()) >= 38


@pytest.mark.parametrize("name", sorted(canonical_kinds()))
@settings(max_examples=examples(5))
@given(st.data())
def test_canonical_bytes_are_read_exactly_or_refused(name, data):
    kind = canonical_kinds()[name]
    found = samples.real().get(kind)
    if found is None or data.draw(st.booleans()):
        try:
            found = data.draw(values(kind))
        except YouCanFix:  # numbers of the right type can still be impossible terms
            return
    written = found.to_bytes()
    assert kind.from_bytes(written) == found
    refused_or_exact(kind.from_bytes, data.draw(mutants(written)))


def within_bounds(read, data):
    """Refused, in little time and memory, however long the bytes are."""
    tracemalloc.start()
    started = time.process_time()
    try:
        with pytest.raises(ConfluxError):
            read(data)
        spent, peak = time.process_time() - started, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert spent < SECONDS
    assert peak < len(data) + MEGABYTES * 2**20


def head(kind, fill, count):
    """A message of one field that claims `count` parts and brings them."""
    return (
        b"\x83"
        + cbor2.dumps(PROTOCOL_VERSION)
        + cbor2.dumps(kind)
        + b"\xa1\x61a\x9a"
        + struct.pack(">I", count)
        + fill * count
    )


BOMBS = {
    "nested lists": b"\x81" * 100_000,
    "nested maps": b"\xa1\x61a" * 100_000,
    "nested tags": b"\xc1" * 100_000,
    "nested signed": b"\x83\x02\x66signed\xa1\x64body" * 10_000,
    "a list that claims everything": b"\x83\x02\x66signed\x9b\x7f\xff\xff\xff\xff\xff\xff\xff",
    "a map that claims everything": b"\x83\x02\x66signed\xbb\x7f\xff\xff\xff\xff\xff\xff\xff",
    "bytes that claim everything": b"\x83\x02\x66signed\x5b\x7f\xff\xff\xff\xff\xff\xff\xff",
    "text that claims 2 GB": b"\x83\x02\x66signed\x7a\x7f\xff\xff\xff" + b"a" * 1000,
    "endless list": b"\x9f" + b"\x01" * 1000,
    "endless bytes": b"\x5f" + b"\x41a" * 1000,
    "a long number": b"\xc2\x5a\x00\x0f\x42\x40" + b"\xff" * 1_000_000,
    "a shared reference to itself": b"\xd8\x1c\x81\xd8\x1d\x00",
    "many keys": b"\x83\x02\x66signed\xba\x00\x01\x86\xa0"
    + b"".join(cbor2.dumps(f"{n:05}") + b"\x00" for n in range(100_000)),
    "numbers": head("signed", b"\x00", 1_000_000),
}


@pytest.mark.parametrize("name", BOMBS)
@pytest.mark.parametrize(
    "read", [Signed.from_bytes, read_terms, MaskedUpload.from_bytes], ids=["signed", "terms", "masked"]
)
def test_bombs_are_refused_soon_and_in_little_memory(read, name):
    within_bounds(read, BOMBS[name])


@pytest.mark.parametrize("fill", [b"\x80", b"\xa0", b"\x81\x80"], ids=["lists", "maps", "nested"])
def test_a_body_as_long_as_a_model_is_not_filled_with_empty_parts(fill):
    """Two million empty lists are 140 MB; the bytes of y are left alone."""
    within_bounds(MaskedUpload.from_bytes, head("masked upload", fill, 2_000_000))
    upload = samples.real()[MaskedUpload]
    beside = b"\x9a" + struct.pack(">I", 2_000_000) + fill * 2_000_000
    within_bounds(MaskedUpload.from_bytes, upload.to_bytes()[: -len(upload.signed.to_bytes())] + beside)


def test_terms_with_impossible_noise_are_refused():
    spec = samples.settled().spec
    version, kind, fields = cbor2.loads(spec.to_bytes())
    for noise in (1e200, 1.7e308):
        with pytest.raises(PeerBroke, match="noise multiplier"):
            RoundSpec.from_bytes(
                cbor2.dumps([version, kind, fields | {"noise_multiplier": noise}], canonical=True)
            )


@settings(max_examples=examples(20))
@given(st.data())
def test_terms_of_several_horizons_are_read_exactly_or_refused(data):
    spec = samples.settled().spec
    horizons = data.draw(st.sets(st.integers(1, 2**31 - 1), min_size=2, max_size=8).map(sorted))
    evaluation = replace(spec.evaluation, horizon_candles=horizons[0], further_horizons=tuple(horizons[1:]))
    written = replace(spec, evaluation=evaluation).to_bytes()
    assert RoundSpec.from_bytes(written).evaluation.horizons == tuple(horizons)
    refused_or_exact(RoundSpec.from_bytes, data.draw(mutants(written)))


@pytest.mark.parametrize("read", [ring_from_wire, integers_from_wire])
def test_vectors_with_a_word_cut_short_are_refused(read):
    assert len(read(bytes(16))) == 2
    with pytest.raises(PeerBroke, match="cut short"):
        read(bytes(17))


SERIES = samples.CANDLES.to_bytes()
START = len(b"conflux.candles.1")


def with_header(header, rest=b""):
    return SERIES[:START] + struct.pack("<I", len(header)) + header + rest


ODD_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["BTC/USDT", "1h", "binance", 40]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=2),
    max_leaves=6,
)


@settings(max_examples=examples(60))
@given(
    mutants(SERIES, is_cbor=False)
    | ODD_JSON.map(lambda odd: with_header(json.dumps(odd).encode(), SERIES[-1920:]))
)
@example(with_header(b'[1, "1h", "binance", 40]', SERIES[-1920:]))
@example(with_header(b'["BTC/USDT", null, "binance", 40]', SERIES[-1920:]))
@example(with_header(b'["BTC/USDT", "1h", ["binance"], 40]', SERIES[-1920:]))
@example(with_header(b'["BTC/USDT", "1h", "binance", 40.0]', SERIES[-1920:]))
@example(with_header(b'["BTC/USDT", "1h", "binance", true]', SERIES[-48:]))
@example(with_header(b'["BTC/USDT", "1h", "binance", -1]', SERIES[-48:]))
@example(with_header(b'["BTC/USDT", "1h", "binance", 1e400]', SERIES[-48:]))
@example(with_header(b'["BTC/USDT", "1h", "binance", 99999999999999999999]'))
@example(with_header(b'["btc/usdt", "1h", "binance", 40]', SERIES[-1920:]))
@example(with_header(b'[ "BTC/USDT", "1h", "binance", 40]', SERIES[-1920:]))
@example(with_header(b"[" * 5000))
@example(with_header(b"\xff\xfe"))
@example(SERIES[:START] + b"\xff\xff\xff\xff")
def test_candles_are_read_exactly_or_refused(data):
    refused_or_exact(CandleSeries.from_bytes, data)


QUALITY = measure_quality(samples.CANDLES).to_bytes()


@settings(max_examples=examples(60))
@given(mutants(QUALITY, is_cbor=False))
@example(QUALITY.replace(b":", b": ", 1))
@example(b"[" * 100_000)
@example(b"{}")
def test_quality_reports_are_read_exactly_or_refused(data):
    refused_or_exact(QualityReport.from_bytes, data)


FEW = FeatureSpec(FEATURE_VERSION, ("log_return", "rsi_14", "roc_12@4h"))
STATE = FeatureStream.of(samples.CANDLES, FEW).to_bytes()


def with_digest(body):
    return body + Digest.of(body).raw


@settings(max_examples=examples(60))
@given(mutants(STATE, is_cbor=False) | mutants(STATE[:-32], is_cbor=False).map(with_digest))
def test_states_of_features_are_read_exactly_or_refused(data):
    refused_or_exact(lambda it: FeatureStream.from_bytes(it, FEW), data)


CANDLE_JSON = json.dumps([[1_600_000_000 + 3_600 * n, 5, 7, 4, 6, 1.5] for n in range(5)]).encode()


@settings(max_examples=examples(12))
@given(mutants(CANDLE_JSON, is_cbor=False) | ODD_JSON.map(lambda odd: json.dumps(odd).encode()))
@example(b"[" * 100_000)
@example(b"[[1600000000,1,1,1,1,1]" + b",[1]" * 9 + b"]")
@example(b'{"result": {"list": {"list": [[]]}}}')
def test_json_files_of_candles_are_read_or_refused(data):
    with NamedTemporaryFile(suffix=".json") as file:
        Path(file.name).write_bytes(data)
        with contextlib.suppress(ConfluxError):
            LocalCandleFiles().read([Path(file.name)], Symbol.parse("BTC/USDT"), Timeframe("1h"), "binance")


@settings(max_examples=examples(20))
@given(mutants(SERIES, is_cbor=False))
def test_candles_of_a_round_are_those_of_its_terms_or_a_breach(data):
    spec = samples.settled().spec
    packed = EvaluationCandles(spec.round_id, (data, SERIES)).to_bytes()
    with pytest.raises(PeerBroke):
        unpack_candles(spec, packed)


MODEL = samples.WEIGHTS.to_bytes()


def tensors(header, rest=b""):
    data = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<Q", len(data)) + data + rest


def tensor(shape, **changes):
    return {"a": {"dtype": "F32", "shape": shape, "data_offsets": [0, 0]} | changes}


@settings(max_examples=examples(60))
@given(mutants(MODEL, is_cbor=False) | ODD_JSON.map(lambda odd: tensors({"a": odd}, bytes(8))))
@example(tensors(tensor([1] * 65, data_offsets=[0, 4]), bytes(4)))
@example(tensors(tensor([2**62, 0])))
@example(tensors(tensor([2**63, 0])))
@example(tensors(tensor([2**40, 2**30, 0])))
@example(tensors(tensor([1], data_offsets=[0, 4]), struct.pack("<f", float("nan"))))
@example(tensors(tensor([1], dtype="F64", data_offsets=[0, 8]), bytes(8)))
@example(tensors(b"[" * 5000))
@example(struct.pack("<Q", 2**63) + bytes(100))
def test_models_are_read_or_refused(data):
    try:
        model = Weights.from_bytes(data)
    except PeerBroke:
        return
    assert Weights.from_bytes(model.to_bytes()) == model


@settings(max_examples=examples(60))
@given(
    mutants(samples.TABLE.to_bytes(), is_cbor=False)
    | ODD_JSON.map(
        lambda odd: json.dumps({"chain_id": odd, "cumulative_wei": {}, "distributor": samples.POOL}).encode()
    )
    | ODD_JSON.map(
        lambda odd: json.dumps(
            {"chain_id": 1, "cumulative_wei": {samples.POOL: odd}, "distributor": samples.POOL}
        ).encode()
    )
    | ODD_JSON.map(lambda odd: json.dumps(odd).encode())
)
@example(b'{"chain_id":Infinity,"cumulative_wei":{},"distributor":"' + samples.POOL.encode() + b'"}')
@example(
    b'{"chain_id":1,"cumulative_wei":{"%s":"%d"},"distributor":"%s"}'
    % (samples.POOL.encode(), 2**256, samples.POOL.encode())
)
@example(
    b'{"chain_id":1,"cumulative_wei":{"%s":"%s"},"distributor":"%s"}'
    % (samples.POOL.encode(), b"9" * 5000, samples.POOL.encode())
)
@example(b"[" * 5000)
def test_payout_tables_are_read_exactly_or_refused(data):
    refused_or_exact(PayoutTable.from_bytes, data)
    try:
        table = PayoutTable.from_bytes(data)
    except PeerBroke:
        return
    assert len(table.root) == 32


def test_scores_beyond_all_measure_are_no_history():
    with pytest.raises(YouCanFix, match="beyond all measure"):
        History(samples.POOL, (1e101,))


@settings(max_examples=examples(40))
@given(
    mutants(samples.PUBLICATION.to_bytes(), is_cbor=False)
    | ODD_JSON.map(lambda odd: json.dumps(odd).encode())
)
@example(b"[" * 5000)
def test_publications_are_read_exactly_or_refused(data):
    refused_or_exact(Publication.from_bytes, data)


@settings(max_examples=examples(40))
@given(mutants(samples.ENVELOPE, is_cbor=False))
def test_envelopes_open_whole_or_not_at_all(data):
    try:
        found = open_envelope(data, samples.ENVELOPE_KEY)
    except ConfluxError:
        found = None
    assert (found is not None) == (data == samples.ENVELOPE)
    try:
        recipients_of(data)
    except PeerBroke:
        return


TEXTS = st.text(max_size=120) | st.sampled_from(
    [str(Cid.of(b"x")), "Qm" + "1" * 44, "z" * 400, "b" * 500]
).flatmap(
    lambda text: st.integers(0, len(text)).flatmap(
        lambda at: st.characters().map(lambda c: text[:at] + c + text[at + 1 :])
    )
)


@settings(max_examples=examples(60))
@given(TEXTS, mutants(bytes(Cid.of(b"x")), is_cbor=False))
def test_cids_are_read_exactly_or_refused(text, data):
    for read, given_ in ((Cid.parse, text), (Cid.from_bytes, data), (Multihash.from_bytes, data)):
        refused_or_exact(read, given_, str if read == Cid.parse else bytes)
    try:
        from_multibase(text)
    except YouCanFix:
        return


@settings(max_examples=examples(40))
@given(st.data())
def test_files_of_blocks_are_read_or_refused(data):
    """Blocks whose CIDs fit and whose insides are anything."""
    block = data.draw(st.binary(max_size=100) | mutants(b"\x0a\x05\x08\x02\x12\x01a\x12\x00", is_cbor=False))
    root = Cid.of(block, data.draw(st.sampled_from([0x55, 0x70, 0x71])))
    try:
        b"".join(read_file(root, lambda _: block, 1000))
    except ConfluxError:
        return


@settings(max_examples=examples(40))
@given(st.data())
def test_queries_and_what_was_told_are_read_exactly_or_refused(data):
    query = samples.summed().spec.query
    refused_or_exact(Query.from_bytes, data.draw(mutants(query.to_bytes())))
    refused_or_exact(Told.from_bytes, data.draw(mutants(told(query, [samples.POOL]).to_bytes())))


@settings(max_examples=examples(60))
@given(st.binary(max_size=300))
@example(b"[" * 5000)
def test_lines_of_the_privacy_log_are_read_or_not(data):
    assert read_link(data) is None or data
    found = Head.from_bytes(data)
    assert found is None or isinstance(found, Head)


class Answering(HttpCoordinator):
    """A coordinator that answers whatever it is told to."""

    def __init__(self, body):
        super().__init__("http://127.0.0.1", None)
        self.body = body

    def _ask(self, *_, **__):
        return SimpleNamespace(url="http://127.0.0.1"), self.body


STATUS = {
    **dict.fromkeys(("id", "attempt", "opened_at", "deadline_at", "joined", "needed", "survivors"), 1),
    **dict.fromkeys(("start_at", "end_at", "loss_before", "loss_after", "version"), 1),
    "step": "join",
    "model_digest": "",
    "next_model_digest": None,
    "scores": {"a": 1.5},
    "reason": "",
}


@settings(max_examples=examples(60))
@given(mutants(json.dumps(STATUS).encode(), is_cbor=False), st.sampled_from(sorted(STATUS)), ODD_JSON)
@example(b"{}", "id", float("inf"))
@example(b"{}", "id", float("nan"))
@example(b'{"id": 1e400}', "step", None)
@example(b'{"id": 1' + b"0" * 5000 + b"}", "step", None)
@example(b"[" * 5000, "step", None)
def test_json_of_services_is_read_or_refused(data, name, odd):
    """As documents, as a round's status, as a reason and as a storage's answer."""
    for body in (data, json.dumps(STATUS | {name: odd}).encode()):
        with contextlib.suppress(PeerBroke):
            RoundStatus.read(Answering(body).json("rounds/1"))
        assert all(isinstance(text, str) for text in _reason(body))
        answer = Answer(200, {}, body)
        assert isinstance(answer.document(), dict)
        assert isinstance(_added(answer), str)


@settings(max_examples=examples(60))
@given(st.text(st.characters(max_codepoint=255), max_size=12))
@example("\u00b2")
@example("\u0664")
@example("9" * 400)
def test_a_service_s_word_of_when_to_come_again_is_a_number_or_nothing(text):
    for found in (
        retry_after(Answer(503, {"retry-after": text}, b"")),
        _retry_after(SimpleNamespace(headers={"Retry-After": text})),
    ):
        assert found is None or found >= 0


VAULT = vault_seal("password", b"secret", bytes(28), Cost(8, 1, 1))


@settings(max_examples=examples(40))
@given(mutants(VAULT, is_cbor=False))
def test_the_cost_of_a_sealed_file_is_bounded_before_it_is_paid(data):
    """An attacker's file asks for no more than the recommended memory a few times over."""
    try:
        cost = _cost(data)
    except YouCanFix:
        return
    assert cost.memory_kib <= 2**21
    assert cost.iterations * cost.memory_kib <= 2**26


PHRASE = "test test test test test test test test test test test junk"
BACKUP = WalletBackup(
    KeyRing(PHRASE, ("ab" * 32,)),
    (
        AccountLine(mnemonic_account(PHRASE).address, "One", "words"),
        AccountLine("0x" + "cd" * 20, "Two", "watch"),
    ),
    "0x" + "cd" * 20,
).to_bytes()


@settings(max_examples=examples(40))
@given(mutants(BACKUP, is_cbor=False) | ODD_JSON.map(lambda odd: json.dumps(odd).encode()))
@example(BACKUP)
@example(b"[" * 100_000)
@example(b'{"kind": "conflux wallet", "version": 1, "accounts": 1' + b"0" * 5000 + b"}")
def test_back_ups_of_wallets_are_read_exactly_or_refused(data):
    refused_or_exact(WalletBackup.from_bytes, data)


@settings(max_examples=examples(40))
@given(st.text(max_size=90) | st.from_regex(r"[0-9a-fx \n]{0,140}") | st.just(f"{PHRASE}\n{'ab' * 32}"))
@example("\u0661" * 64)
@example(f"{PHRASE}\n0x{'AB' * 32}\n")
def test_texts_of_secrets_are_read_or_refused(text):
    try:
        ring = KeyRing.parse(text)
    except YouCanFix as error:
        assert text[:40].strip() not in error.message or len(text.strip()) < 3  # noqa: PT017 - no secret in it
        return
    assert KeyRing.parse(str(ring)) == ring


KEY_FILE = {
    "address": "ab" * 20,
    "version": 3,
    "crypto": {
        "cipher": "aes-128-ctr",
        "cipherparams": {"iv": "ab" * 16},
        "ciphertext": "ab" * 32,
        "kdf": "scrypt",
        "kdfparams": {"dklen": 32, "n": 262144, "r": 8, "p": 1, "salt": "ab" * 32},
        "mac": "ab" * 32,
    },
}


@settings(max_examples=examples(60))
@given(
    mutants(json.dumps(KEY_FILE).encode(), is_cbor=False),
    st.sampled_from(["dklen", "n", "r", "p", "salt"]),
    ODD_JSON | st.integers(0, 40).map(lambda power: 2**power),
)
@example(b"[" * 60_000, "n", 2**40)
@example(b'{"version": 3, "crypto": {"mac": 1' + b"0" * 5000 + b"}}", "p", 1e300)
def test_key_files_are_read_at_a_fair_cost_or_refused(data, name, odd):
    """A stranger's file costs at most four times what a common wallet's does, in half a gibibyte."""
    crypto = KEY_FILE["crypto"]
    forged = {**KEY_FILE, "crypto": {**crypto, "kdfparams": {**crypto["kdfparams"], name: odd}}}
    for text in (data, json.dumps(forged).encode()):
        with contextlib.suppress(YouCanFix):
            cost = Keystore.parse(text).document["crypto"]["kdfparams"]
            if "n" in cost:
                assert 128 * cost["n"] * cost["r"] <= 2**29
                assert cost["n"] * cost["r"] * cost["p"] <= 2**23
            else:
                assert cost["c"] <= 5_000_000


@settings(max_examples=examples(60))
@given(st.text(max_size=90) | st.from_regex(r"[0-9a-fx./+-]{0,70}"), st.integers(0, 30))
@example("0x" + "ab" * 32, 0)
@example("\u0661" * 64, 0)
@example("1" * 60 + "." + "1" * 30, 30)
def test_texts_of_strangers_are_read_or_refused(text, decimals):
    """And what was read is written as what is read again."""
    readers = (Digest.parse, Symbol.parse, Recipient.parse, lambda it: Amount.parse(it, decimals, "PUSD"))
    for read in (*readers, lambda it: Feature.parse(f"rsi_14@{it}").name):
        try:
            found = read(text)
        except ConfluxError:
            continue
        assert isinstance(found, Amount | str) or read(str(found)) == found


@settings(max_examples=examples(80))
@given(
    st.text(max_size=90)
    | st.from_regex(r"conflux://(round|claim|network)[/?]?[a-z0-9:/?=&%.@\[\]-]{0,70}", fullmatch=True)
)
@example("conflux://network?url=" + "%2e" * 300)
@example("conflux://round/\u0664")
def test_links_of_strangers_are_read_or_refused(text):
    """And what was read is written as what is read again, with an address that holds nothing odd."""
    try:
        link = Link.parse(text)
    except ConfluxError:
        return
    assert Link.parse(str(link)) == link
    assert link.url == "" or checked_url(link.url) == link.url


RELEASE_KEY = Ed25519PrivateKey.from_private_bytes(b"\x07" * 32)
NOTICE = sign(Release("0.2.0", 5, 1, 2, "Faster.", "https://conflux.example/releases"), RELEASE_KEY)


@settings(max_examples=examples(80))
@given(
    mutants(NOTICE, is_cbor=False) | ODD_JSON.map(lambda odd: json.dumps(odd).encode()), st.text(max_size=50)
)
@example(b"[" * 60_000, "[" * 60_000)
@example(NOTICE.replace(b"0.2.0", b"0.3.0"), "{}")
def test_notices_of_releases_are_read_exactly_or_refused(data, text):
    """Whatever is not what the key signed is refused; so is a text that it would never have signed."""
    with contextlib.suppress(PeerBroke):
        found = read_notice(data, (RELEASE_KEY.public_key().public_bytes_raw().hex(),))
        assert found.to_text() == json.loads(NOTICE)["notice"]
    with contextlib.suppress(YouCanFix):
        assert Release.from_text(text).to_text()


NETWORK = {"chain_id": 1, "rpc_url": "http://127.0.0.1", "contracts": {"Rounds": samples.POOL}}


@settings(max_examples=examples(40))
@given(
    mutants(json.dumps(NETWORK).encode(), is_cbor=False) | ODD_JSON.map(lambda odd: json.dumps(odd).encode())
)
@example(b"\xff\xfe")
@example(b"[" * 100_000)
def test_network_files_are_read_or_refused(data):
    with NamedTemporaryFile() as file:
        file.write(data)
        file.flush()
        is_plain(Path(file.name))
        try:
            Network.load(Path(file.name))
        except ConfluxError:
            return


def signed_network():
    urls = {"coordinator_url": "https://c.example", "agent_url": "https://a.example", "exchange_url": ""}
    described = NetworkDescription.of({
        "name": "club", "chain_id": 10, "rpc_urls": ["http://127.0.0.1:1"], "exchange": "binance",
        "timeframe": "1h", "symbols": ["BTC/USDT"], "contracts": {"Rounds": samples.POOL}, "code_hashes": {},
        "asset": "PUSD",
        "asset_decimals": 6, "simulated": False, "valid_from": 1, **urls,
    })  # fmt: skip
    return NetworkFile.sign(described, Account(bytes(31) + b"\1"))


@settings(max_examples=examples(60))
@given(
    mutants(signed_network().to_bytes(), is_cbor=False) | ODD_JSON.map(lambda odd: json.dumps(odd).encode())
)
@example(b"\xff\xfe")
@example(b"[" * 60_000)
@example(b'{"format": 1e400}')
def test_signed_network_files_are_read_or_refused(data):
    """What is read says word for word what its operator signed."""
    try:
        found = NetworkFile.from_bytes(data)
    except ConfluxError:
        return
    assert found == signed_network()
    assert NetworkFile.from_bytes(found.to_bytes()) == found


DEEP = """
import json, sys
from core.identity.keys import Account, mnemonic, mnemonic_account, typed_digest
from app.adapters.chain import _connect
from app.adapters.coordinator_api import _reason
import requests
words = mnemonic(bytes(16))
account = mnemonic_account(words)
typed_digest({"name": "x"}, {"A": [{"name": "x", "type": "uint256"}]}, "A", {"x": 1})
transfer = {"to": account.address, "value": 1, "gas": 21000, "gasPrice": 1, "nonce": 0, "chainId": 1}
account.sign_transaction(transfer)
_connect("http://127.0.0.1:1", requests.Session())
from core.errors import ConfluxError
from core.features.candles import CandleSeries
from core.publication import Publication
from core.rewards.payouts import PayoutTable
import struct
deep = b"[" * 1_000_000
print(_reason(deep))
candles = lambda data: CandleSeries.from_bytes(b"conflux.candles.1" + struct.pack("<I", len(data)) + data)
for read in (PayoutTable.from_bytes, Publication.from_bytes, candles):
    try:
        read(deep)
    except ConfluxError as error:
        print(type(error).__name__)
print(sys.getrecursionlimit())
"""


def test_deeply_nested_json_ends_no_program():
    """A library raises Python's recursion limit so far that such JSON would overflow the stack."""
    ended = subprocess.run([sys.executable, "-c", DEEP], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.split("\n")[:5] == ["('', '')", "PeerBroke", "PeerBroke", "YouCanFix", "1000"]


class OneAnswer:
    """A line to a server that gives these bytes, whatever it is asked."""

    name = "http://127.0.0.1:8545"

    def __init__(self, data):
        self.data = data

    def exchange(self, _request, _seconds):
        return self.data


RPC = {"jsonrpc": "2.0", "id": 1, "result": None, "error": {"code": 3, "message": "no", "data": "0x08c3"}}


@settings(max_examples=examples(80))
@given(
    mutants(json.dumps(RPC).encode(), is_cbor=False), st.sampled_from(["code", "message", "data"]), ODD_JSON
)
@example(b"[" * 5000 + b"}", "code", float("nan"))
@example(b'{"id": 1, "result": 1' + b"0" * 5000 + b"}", "data", {"data": "0xzz"})
def test_answers_of_json_rpc_servers_are_read_or_refused(data, name, odd):
    """A node's or a signer's: a result, its own fault with a short text, or no JSON-RPC."""
    for body in (data, json.dumps(RPC | {"error": RPC["error"] | {name: odd}}).encode()):
        assert _is_whole(body) in {True, False}
        with contextlib.suppress(PeerBroke):
            fault = fault_of(JsonRpc(OneAnswer(body)))
            assert fault is None or (type(fault.code), type(fault.data)) == (int, bytes)
            assert fault is None or len(fault.message) <= 300


def fault_of(server):
    try:
        server.ask("eth_chainId")
    except RpcFault as fault:
        return fault
    return None


BOOK = contacts.to_json((Contact("Ann", "0x" + "ab" * 20, "rent"),))


@settings(max_examples=examples(80))
@given(mutants(BOOK, is_cbor=False))
@example(b"[" * 5000)
def test_address_books_are_read_exactly_or_refused(data):
    try:
        found = contacts.from_json(data)
    except Damaged:
        return
    assert contacts.from_json(contacts.to_json(found)) == found

"""The product's source in; every reader of raw bytes, with the test that fuzzes it or why none does, out.

A new decoder that stands in no list fails here.
"""

import ast
from functools import cache
from pathlib import Path

import pytest

from core.federated.terms import Canonical
from tests.adversarial.nonsense import ROOT, canonical_kinds

RAW = {"loads", "load", "frombuffer", "fromfile", "unpack", "unpack_from", "iter_unpack", "deserialize"}
"""Functions that make something of bytes: json, cbor2, tomllib, numpy, struct, safetensors."""
NAMES = {"from_bytes", "from_json", "parse"}
"""What a reader of bytes or text is called here."""

FUZZED = {
    "app.adapters.candle_texts._depth": "test_json_files_of_candles_are_read_or_refused",
    "app.adapters.candle_texts._json_table": "test_json_files_of_candles_are_read_or_refused",
    "app.adapters.coordinator_api._Service.json": "test_json_of_services_is_read_or_refused",
    "app.adapters.coordinator_api._reason": "test_json_of_services_is_read_or_refused",
    "app.adapters.ipfs._added": "test_json_of_services_is_read_or_refused",
    "app.adapters.json_rpc.JsonRpc.ask": "test_answers_of_json_rpc_servers_are_read_or_refused",
    "app.adapters.json_rpc._is_whole": "test_answers_of_json_rpc_servers_are_read_or_refused",
    "app.adapters.remote.Answer.document": "test_json_of_services_is_read_or_refused",
    "app.settings.Network.load": "test_network_files_are_read_or_refused",
    "app.trader.networks.is_plain": "test_network_files_are_read_or_refused",
    "core.cid.Cid.from_bytes": "test_cids_are_read_exactly_or_refused",
    "core.cid.Cid.parse": "test_cids_are_read_exactly_or_refused",
    "core.cid.Multihash.from_bytes": "test_cids_are_read_exactly_or_refused",
    "core.features.candles.CandleSeries.from_bytes": "test_candles_are_read_exactly_or_refused",
    "core.features.candles._read_header": "test_candles_are_read_exactly_or_refused",
    "core.features.incremental.stream.FeatureStream.from_bytes": (
        "test_states_of_features_are_read_exactly_or_refused"
    ),
    "core.features.incremental.stream._read": "test_states_of_features_are_read_exactly_or_refused",
    "core.features.quality.QualityReport.from_bytes": "test_quality_reports_are_read_exactly_or_refused",
    "core.features.timeframes.Feature.parse": "test_texts_of_strangers_are_read_or_refused",
    "core.federated.analytics.Query.from_bytes": "test_queries_and_what_was_told_are_read_exactly_or_refused",
    "core.federated.analytics_guard.Told.from_bytes": (
        "test_queries_and_what_was_told_are_read_exactly_or_refused"
    ),
    "core.federated.client.ClientSession.from_bytes": "test_canonical_bytes_are_read_exactly_or_refused",
    "core.federated.codec._envelope": "test_canonical_bytes_are_read_exactly_or_refused",
    "core.federated.messages.MaskedUpload.from_bytes": "test_canonical_bytes_are_read_exactly_or_refused",
    "core.federated.terms.Canonical.from_bytes": "test_canonical_bytes_are_read_exactly_or_refused",
    "core.identity.envelope.Recipient.parse": "test_texts_of_strangers_are_read_or_refused",
    "core.identity.envelope._content_key": "test_envelopes_open_whole_or_not_at_all",
    "core.identity.envelope._read_header": "test_envelopes_open_whole_or_not_at_all",
    "core.identity.key_ring.KeyRing.parse": "test_texts_of_secrets_are_read_or_refused",
    "core.identity.key_ring.WalletBackup.from_bytes": "test_back_ups_of_wallets_are_read_exactly_or_refused",
    "core.identity.keystore.Keystore.parse": "test_key_files_are_read_at_a_fair_cost_or_refused",
    "core.identity.vault._cost": "test_the_cost_of_a_sealed_file_is_bounded_before_it_is_paid",
    "core.links.Link.parse": "test_links_of_strangers_are_read_or_refused",
    "core.model.weights.Weights.from_bytes": "test_models_are_read_or_refused",
    "core.model.weights._array": "test_models_are_read_or_refused",
    "core.network_file.NetworkFile.from_bytes": "test_signed_network_files_are_read_or_refused",
    "core.network_file.NetworkFile.to_bytes": "test_signed_network_files_are_read_or_refused",
    "core.network_file._document": "test_signed_network_files_are_read_or_refused",
    "core.payments.contacts.from_json": "test_address_books_are_read_exactly_or_refused",
    "core.privacy.fixed_point.integers_from_wire": "test_vectors_with_a_word_cut_short_are_refused",
    "core.privacy.fixed_point.ring_from_wire": "test_vectors_with_a_word_cut_short_are_refused",
    "core.privacy.log_chain.Head.from_bytes": "test_lines_of_the_privacy_log_are_read_or_not",
    "core.privacy.log_chain.read_link": "test_lines_of_the_privacy_log_are_read_or_not",
    "core.publication.Publication.from_bytes": "test_publications_are_read_exactly_or_refused",
    "core.releases.Release.from_text": "test_notices_of_releases_are_read_exactly_or_refused",
    "core.releases._envelope": "test_notices_of_releases_are_read_exactly_or_refused",
    "core.rewards.payouts.PayoutTable.from_bytes": "test_payout_tables_are_read_exactly_or_refused",
    "core.values.Amount.parse": "test_texts_of_strangers_are_read_or_refused",
    "core.values.Digest.parse": "test_texts_of_strangers_are_read_or_refused",
    "core.values.Symbol.parse": "test_texts_of_strangers_are_read_or_refused",
}
"""What strangers' bytes reach, and the test of test_decoders.py that draws bytes for it."""

OWN = {
    "app.activity": "records and logs of the user's own folder; damage counts as empty, in their own tests",
    "app.adapters.agent_store": "rows of the agent's own database",
    "app.adapters.candle_index": "this machine's own memory of them, beside them",
    "app.adapters.candle_parts": "this machine's own candle files",
    "app.adapters.candle_store": "this machine's own notes beside them",
    "app.adapters.clock": "the practice network's clock",
    "app.adapters.secrets": "a file of this machine's keychain",
    "app.adapters.sent_fields": "bodies that this machine sends",
    "app.adapters.sent_log": "this machine's own log; its lines are fuzzed as links",
    "app.adapters.trader_store": "rows of the trader's own database",
    "app.commands.analytics": "a practice network's key, and the answer to the operator's own ask",
    "app.coordinator.config": "the operator's own file",
    "app.localnet": "processes and files of a practice network on this machine",
    "app.user_settings": "the user's own settings",
    "app.releases": "this machine's own note, drawn at in its own tests",
    "app.simulation": "the simulation's own processes and files",
    "app.trader.consents": "the trader's own folder",
    "app.trader.downloads": "the trader's own folder",
    "app.trader.onboarding": "the trader's own folder",
    "app.trader.own_fills": "the trader's own folder",
    "app.trader.password_tries": "this machine's own note, drawn at in its own tests",
    "app.trader.personal": "the trader's own folder",
    "app.trader.round_files": "the trader's own folder, without pickles",
    "app.trader.training": "the trader's own folder",
    "app.trader.wallet_record": "a record of this machine's keychain; damage is told and put aside",
    "app.trader.value_patterns": "bytes of a value that this machine holds",
    "app.trader.wire_views": "messages that this machine sends",
    "core.model.checkpoint": "the trader's own folder, sealed by a digest",
    "core.privacy.masking": "the keystream's own buffer",
    "core.privacy.noise": "the keystream's own bytes",
    "core.privacy.norm_sketch": "the keystream's own bytes",
    "core.trading.epoch": "rows of the agent's own database",
    "core.trading.portfolio": "rows of the agent's own database",
    "core.trading.session": "rows of the agent's own database",
}
"""What only this machine's own bytes reach, by module or place, and whose they are."""


@cache
def decoders():
    """Every function of the product that is named as a reader or makes something of raw bytes."""
    found = set()
    for path in sorted([*ROOT.glob("core/**/*.py"), *ROOT.glob("app/**/*.py")]):
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        found |= set(_readers(ast.parse(path.read_text(encoding="utf-8")), module))
    return found


def _readers(node, prefix):
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.ClassDef):
            yield from _readers(child, f"{prefix}.{child.name}")
        elif isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            calls = (one.func for one in ast.walk(child) if isinstance(one, ast.Call))
            names = {
                call.attr if isinstance(call, ast.Attribute) else getattr(call, "id", "") for call in calls
            }
            is_loading = names & (RAW - {"load"}) or _loads_a_file(child)
            if child.name in NAMES or is_loading:
                yield f"{prefix}.{child.name}"


def _loads_a_file(function):
    """`json.load` and `np.load`; a store's own `load` is none."""
    calls = (one.func for one in ast.walk(function) if isinstance(one, ast.Call))
    attributes = [call for call in calls if isinstance(call, ast.Attribute) and call.attr == "load"]
    return any(getattr(call.value, "id", "") in {"json", "np", "pickle", "tomllib"} for call in attributes)


def is_own(place):
    return any(place == own or place.startswith(f"{own}.") for own in OWN)


def test_every_decoder_is_fuzzed_or_reads_this_machine_s_own_bytes():
    assert {place for place in decoders() if place not in FUZZED and not is_own(place)} == set()


def test_no_list_holds_what_is_gone():
    assert FUZZED.keys() <= decoders()
    assert [
        own for own in OWN if not any(place == own or place.startswith(f"{own}.") for place in decoders())
    ] == []
    assert [place for place in FUZZED if is_own(place)] == []


def test_every_test_of_the_list_is_there():
    source = (Path(__file__).parent / "test_decoders.py").read_text(encoding="utf-8")
    tests = {node.name for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)}
    assert set(FUZZED.values()) <= tests


def test_canonical_kinds_read_their_bytes_by_the_one_reader():
    """So the fuzz of each kind is the fuzz of every way that its bytes are read."""
    others = {name for name, kind in canonical_kinds().items() if kind.from_bytes.__func__ is not READER}
    assert others == {"MaskedUpload"}


READER = Canonical.from_bytes.__func__


@pytest.mark.parametrize(
    ("source", "is_decoder"),
    [
        ("class A:\n    def from_bytes(cls, data):\n        return cls(data)", True),
        ("def told(data):\n    return json.loads(data)", True),
        ("def told(data):\n    return _HEAD.unpack_from(data)", True),
        ("def told(path):\n    return np.load(path)", True),
        ("def told(store):\n    return store.load(1)", False),
        ("def told(data):\n    return len(data)", False),
    ],
)
def test_a_new_decoder_would_be_seen(source, is_decoder):
    assert bool(list(_readers(ast.parse(source), "new"))) == is_decoder

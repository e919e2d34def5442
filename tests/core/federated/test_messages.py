"""The terms of a round, and messages signed, read and replayed."""

from dataclasses import replace

import cbor2
import pytest

from core.errors import PeerBroke, YouCanFix
from core.federated.codec import encode
from core.federated.every_terms import read_terms
from core.federated.messages import Agree, Receipt, Signed, check_signer, read, sign
from core.federated.terms import PROTOCOL_VERSION, STEPS, RoundSpec, Standing
from core.identity.keys import SessionKey
from core.values import Digest, RoundId, client_id

CLIENT = client_id("0x" + "11" * 20)


def test_terms_travel_and_have_one_digest(make_terms):
    spec = make_terms()
    assert RoundSpec.from_bytes(spec.to_bytes()) == spec
    assert make_terms(eta=1.5).digest != spec.digest
    assert [spec.window(step) for step in STEPS] == list(spec.windows)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"round_id": RoundId(-1)}, "not negative"),
        ({"clip": 0.0}, "clip"),
        ({"clip": float("nan")}, "clip"),
        ({"eta": 0.0}, "eta"),
        ({"neighbours": 75}, "even"),
        ({"neighbours": 2}, "76 neighbours"),
        ({"neighbours": 74, "max_cohort": 78}, "76 neighbours"),
        ({"min_cohort": 7}, "8 to 128"),
        ({"max_cohort": 129}, "8 to 128"),
        ({"min_cohort": 20, "max_cohort": 19}, "8 to 128"),
        ({"windows": (1,) * 9}, "window"),
        ({"bond_cap": 0}, "bond cap"),
        ({"error_discount": -1.0}, "error discount"),
        ({"min_cohort": 20, "max_cohort": 30, "max_clients": 31}, "twice the floor"),
        ({"max_clients": 8, "min_cohort": 9}, "twice the floor"),
        ({"noise_multiplier": float("nan")}, "noise multiplier"),
        ({"standings": (Standing(CLIENT, 1), Standing(CLIENT, 2))}, "standings"),
    ],
)
def test_impossible_terms_are_refused(make_terms, changes, reason):
    with pytest.raises(YouCanFix, match=reason):
        make_terms(**changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"symbols": ()},
        {"symbols": ("BTC/USDT", "BTC/USDT")},
        {"start_at": 20_000},
        {"reference_start_at": 10_000},
        {"reference_end_at": 10_001},
        {"reference_end_at": 1_000},
        {"risk_weight": -1.0},
        {"further_horizons": (4,)},
        {"further_horizons": (6, 5)},
    ],
)
def test_an_impossible_evaluation_is_refused(make_terms, changes):
    evaluation = replace(make_terms().evaluation, **changes)
    with pytest.raises(YouCanFix):
        make_terms(evaluation=evaluation)


def test_impossible_terms_from_outside_are_a_breach(make_terms):
    spec = make_terms()
    object.__setattr__(spec, "bond_cap", 0)
    with pytest.raises(PeerBroke, match="bond cap"):
        RoundSpec.from_bytes(encode("open", PROTOCOL_VERSION, spec))


def test_a_stranger_of_another_version_or_kind_is_told_so(make_terms):
    with pytest.raises(PeerBroke, match="speaks protocol version 1, not 3"):
        RoundSpec.from_bytes(encode("open", 1, make_terms()))
    assert read_terms(make_terms().to_bytes()) == make_terms()
    with pytest.raises(PeerBroke, match="not the terms of a round"):
        read_terms(Agree(RoundId(1), 1, CLIENT, Digest.of(b"U")).to_bytes())


def test_a_signed_message_says_its_step_and_its_signer(make_terms):
    spec, key = make_terms(), SessionKey(b"\x05" * 32)
    body = Agree(spec.round_id, 1, CLIENT, Digest.of(b"U"))
    signed = Signed.from_bytes(sign(spec, key, body).to_bytes())
    check_signer(spec, signed, key.address)
    assert read(signed) == body
    assert signed.step == "agree"
    with pytest.raises(PeerBroke, match="should have signed"):
        check_signer(spec, signed, CLIENT)


def test_a_signature_is_for_one_network(make_terms):
    spec, key = make_terms(), SessionKey(b"\x05" * 32)
    signed = sign(spec, key, Agree(spec.round_id, 1, CLIENT, Digest.of(b"U")))
    for other in (make_terms(chain_id=1), make_terms(contract=CLIENT)):
        with pytest.raises(PeerBroke):
            check_signer(other, signed, key.address)


def test_what_no_client_sends_is_not_read(make_terms):
    receipt = Receipt(RoundId(1), 1, CLIENT, "join", Digest.of(b""), 0.0)
    for body in (receipt.to_bytes(), make_terms().to_bytes()):
        with pytest.raises(PeerBroke, match="No client sends"):
            read(Signed(body, bytes(65)))


def several(make_terms, *further):
    return make_terms(evaluation=replace(make_terms().evaluation, further_horizons=further))


def test_terms_of_several_horizons_travel_and_have_their_own_digest(make_terms):
    spec = several(make_terms, 6, 24)
    assert RoundSpec.from_bytes(spec.to_bytes()) == spec
    assert spec.evaluation.horizons == (4, 6, 24)
    assert spec.digest != make_terms().digest


def test_terms_of_one_horizon_say_nothing_of_others(make_terms):
    assert b"further_horizons" not in make_terms().to_bytes()
    version, kind, fields = cbor2.loads(make_terms().to_bytes())
    fields["evaluation"]["further_horizons"] = []
    with pytest.raises(PeerBroke, match="canonical"):
        RoundSpec.from_bytes(cbor2.dumps([version, kind, fields], canonical=True))


@pytest.mark.parametrize("wrong", [[4], [6, 6], list(range(5, 13)), [-5], [2**31], [6.0], 6, ["6"], None])
def test_horizons_outside_the_allow_list_are_a_breach(make_terms, wrong):
    version, kind, fields = cbor2.loads(several(make_terms, 6).to_bytes())
    fields["evaluation"]["further_horizons"] = wrong
    with pytest.raises(PeerBroke):
        RoundSpec.from_bytes(cbor2.dumps([version, kind, fields], canonical=True))

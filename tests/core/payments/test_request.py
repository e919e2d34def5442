"""Payment requests: addresses and EIP-681 URIs as people paste them."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import YouCanFix
from core.identity.addresses import checksummed
from core.payments.request import PaymentRequest, read_request, request_uri

PAYEE = "0xfb6916095ca1df60bb79ce92ce3ea74c37c5d359"
SUM = checksummed(PAYEE)
TOKEN = "0x" + "ab" * 20


@pytest.mark.parametrize(
    ("text", "request_"),
    [
        (PAYEE, PaymentRequest(PAYEE)),
        (f"  {SUM} ", PaymentRequest(PAYEE)),
        (f"ethereum:{SUM}", PaymentRequest(PAYEE)),
        (f"ethereum:pay-{SUM}@31337", PaymentRequest(PAYEE, 31337)),
        (f"ETHEREUM:{PAYEE}@1?value=2.014e18", PaymentRequest(PAYEE, 1, "", 2_014_000_000_000_000_000)),
        (f"ethereum:{PAYEE}?value=7&gas=21000&gasPrice=5", PaymentRequest(PAYEE, None, "", 7)),
        (
            f"ethereum:{TOKEN}@5/transfer?address={SUM}&uint256=1.5e6",
            PaymentRequest(PAYEE, 5, TOKEN, 1_500_000),
        ),
        (f"ethereum:{TOKEN}/transfer?address={PAYEE}", PaymentRequest(PAYEE, None, TOKEN)),
    ],
)
def test_an_address_or_a_request_says_whom_to_pay_what(text, request_):
    assert read_request(text) == request_


@pytest.mark.parametrize(
    "text",
    [
        "", "0x12", SUM.swapcase().replace("0X", "0x"), "bitcoin:1abc", "ethereum:", "ethereum:alice.eth",
        f"ethereum:{SUM}?value=1.5", f"ethereum:{SUM}?value=-1", f"ethereum:{SUM}?value=1e99",
        f"ethereum:{SUM}?value=1&value=2", f"ethereum:{SUM}?to=0x00", f"ethereum:{SUM}@one",
        f"ethereum:{TOKEN}/approve?address={SUM}&uint256=1", f"ethereum:{TOKEN}/transfer?uint256=1",
        f"ethereum:{TOKEN}/transfer?address={SUM}&value=1", "ethereum:" + "1" * 2000,
        f"ethereum:{SUM}@1/transfer", f"ethereum:{SUM}?value=" + "9" * 78,
    ],
)  # fmt: skip
def test_what_is_no_payment_is_refused(text):
    with pytest.raises(YouCanFix):
        read_request(text)


@given(st.binary(min_size=20, max_size=20), st.integers(1, 10**18 - 1))
def test_ones_own_uri_is_read_as_a_request_to_oneself(raw, chain_id):
    address = "0x" + raw.hex()
    assert read_request(request_uri(address, chain_id)) == PaymentRequest(address, chain_id)


@given(st.integers(0, (1 << 256) - 1))
def test_every_amount_of_the_chain_can_be_asked_for(units):
    assert read_request(f"ethereum:{PAYEE}?value={units}").units == units


@given(st.text(max_size=120))
def test_any_text_is_a_request_or_refused(text):
    for candidate in (text, f"ethereum:{text}", f"ethereum:{PAYEE}?{text}"):
        with contextlib.suppress(YouCanFix):
            read_request(candidate)

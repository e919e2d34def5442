"""What becomes of a transaction: mined, confirmed, dropped, put back, replaced."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from core.payments.movements import Movement, Seen, after, confirmations, is_final, needs_sending

SENT = Movement("0xaa", "0xme", "out", "0xaa", 1.0, "Send", nonce=4, raw=b"raw")
RECEIVED = Movement("0xbb:1", "0xme", "in", "0xbb", 1.0, "Receive", state="mined", block=7, block_hash="h7")
IN_7 = Seen(7, "h7", succeeded=True, fee_wei=5)


def test_a_payment_is_mined_and_grows_sure():
    mined = after(SENT, IN_7, next_nonce=5)
    assert (mined.state, mined.block, mined.fee_wei) == ("mined", 7, 5)
    assert [confirmations(mined, head) for head in (6, 7, 9)] == [0, 1, 3]
    assert (is_final(mined, 8, 3), is_final(mined, 9, 3)) == (False, True)
    assert after(SENT, replace(IN_7, succeeded=False), 5).state == "failed"


def test_a_block_that_was_taken_back_drops_its_transactions_and_another_puts_them_back():
    dropped = after(after(SENT, IN_7, 5), None, next_nonce=4)
    assert (dropped.state, dropped.block, needs_sending(dropped)) == ("dropped", 0, True)
    assert after(dropped, Seen(8, "h8", succeeded=True, fee_wei=6), 5).state == "mined"
    assert after(RECEIVED, None, 0).state == "dropped"
    assert not needs_sending(after(RECEIVED, None, 0))


def test_a_payment_whose_number_another_one_took_is_replaced():
    assert after(SENT, None, next_nonce=5).state == "replaced"
    assert after(SENT, None, next_nonce=4).state == "pending"
    assert not needs_sending(after(SENT, None, 5))


@given(
    st.lists(
        st.none() | st.builds(Seen, st.integers(1, 99), st.just("h"), st.booleans(), st.integers(0, 9)),
        max_size=6,
    ),
    st.integers(0, 9),
)
def test_only_what_a_block_holds_has_a_block_and_the_newest_word_counts(words, nonce):
    now = SENT
    for seen in words:
        now = after(now, seen, nonce)
        assert bool(now.block) == (now.state in {"mined", "failed"}) == (seen is not None)
    if words:
        assert now == after(now, words[-1], nonce)

"""The local chain: a block a transaction, time from the market clock, and nothing lost when it stops."""

import pytest

from app.adapters.abi import abi
from app.localnet.chain import GAS_LIMIT, IDLE_BLOCKS, Call, LocalChain, NotAccepted, Reverted
from app.localnet.chain_store import ChainBroken
from core.identity.keys import Account

START = 1_700_000_000
ETHER = 10**18
ALICE = Account(b"\1" * 32)
BOB = bytes.fromhex("b0" * 20)


class SetClock:
    """Market time that a test sets."""

    def __init__(self):
        self.at = START + 0.75

    def __call__(self):
        return self.at


@pytest.fixture
def clock():
    return SetClock()


@pytest.fixture
def chain(clock):
    made = LocalChain(None, clock, {ALICE.address: 100 * ETHER})
    yield made
    made.close()


def raw(address):
    return bytes.fromhex(address[2:])


def signed(chain, account=ALICE, **fields):
    transaction = {
        "to": BOB, "value": 1, "gas": 21_000, "chainId": 31_337, "type": 2, "maxFeePerGas": 10**10,
        "maxPriorityFeePerGas": 10**9, "nonce": chain.nonce(raw(account.address)), **fields,
    }  # fmt: skip
    return account.sign_transaction({key: value for key, value in transaction.items() if value is not None})


def deployed(chain):
    """A PracticeUSD whose faucet is Alice."""
    sent = signed(chain, to=None, value=0, gas=5_000_000, data=abi("Asset").creation(ALICE.address))
    return chain.mined(chain.submit(sent)).created


def minted(chain, token, amount):
    data = abi("Asset").call("mint", "0x" + BOB.hex(), amount)
    return chain.submit(signed(chain, to=token, value=0, gas=200_000, data=data))


def balance(chain, token, block=None):
    call = Call(raw(ALICE.address), token, abi("Asset").call("balanceOf", "0x" + BOB.hex()), 0)
    return abi("Asset").result("balanceOf", chain.call(call, block))


def test_each_transaction_has_a_block_of_its_own(chain):
    hashes = [chain.submit(signed(chain)) for _ in range(3)]

    assert [chain.mined(found).header.block_number for found in hashes] == [1, 2, 3]
    assert chain.balance(BOB) == 3
    assert chain.balance(BOB, block=1) == 1
    assert chain.nonce(raw(ALICE.address), block=2) == 2


def test_a_fee_is_what_the_receipt_says(chain):
    mined = chain.mined(chain.submit(signed(chain)))

    assert mined.succeeded
    paid = 100 * ETHER - 1 - chain.balance(raw(ALICE.address))
    assert paid == mined.header.gas_used * mined.price_wei


def test_blocks_carry_market_time_and_never_stand_still(chain, clock):
    times = []
    for now in (START + 10.9, START + 10.9, START + 5.0, START + 3_600.0):
        clock.at = now
        times.append(chain.mined(chain.submit(signed(chain))).header.timestamp - START)

    assert times == [10, 11, 12, 3_600]


def test_a_simulation_sees_the_time_of_the_next_block(chain, clock):
    code = bytes.fromhex("425f5260205ff3")  # returns block.timestamp
    creation = (
        b"\x60"
        + bytes([len(code)])
        + bytes.fromhex("600c60003960")
        + bytes([len(code)])
        + b"\x60\0\xf3"
        + code
    )
    contract = chain.mined(chain.submit(signed(chain, to=None, value=0, gas=200_000, data=creation))).created
    clock.at = START + 500

    seen = int.from_bytes(chain.call(Call(BOB, contract, b"", 0)), "big")

    assert seen == START + 500


def test_empty_blocks_follow_the_last_transaction_and_then_rest(chain):
    assert not chain.tick()
    chain.submit(signed(chain))

    assert [chain.tick() for _ in range(IDLE_BLOCKS + 1)] == [True] * IDLE_BLOCKS + [False]
    assert chain.head().block_number == 1 + IDLE_BLOCKS
    hashes = {chain.header(number).hash for number in range(chain.head().block_number + 1)}
    assert len(hashes) == 2 + IDLE_BLOCKS


def test_the_beacon_is_another_one_on_each_chain(clock):
    hashes = set()
    for _ in range(2):
        chain = LocalChain(None, clock, {ALICE.address: ETHER})
        chain.submit(signed(chain))
        chain.tick()
        chain.tick()
        hashes.add(chain.header(3).hash)
        chain.close()

    assert len(hashes) == 2


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"nonce": 1}, "nonce too high"),
        ({"value": 101 * ETHER}, "insufficient funds"),
        ({"chainId": 1}, "hain"),
        ({"gas": 20_000}, "gas"),
        ({"maxFeePerGas": 1, "maxPriorityFeePerGas": 1}, "gas|fee"),
        ({"gas": 2 * GAS_LIMIT}, "gas"),
    ],
)
def test_what_cannot_be_in_the_next_block_is_not_accepted(chain, fields, reason):
    with pytest.raises(NotAccepted, match=reason):
        chain.submit(signed(chain, **fields))

    assert chain.head().block_number == 0
    chain.submit(signed(chain))
    assert chain.balance(BOB) == 1


@pytest.mark.parametrize("garbage", [b"", b"\2", b"\2\xc0", b"hello world", b"\x03" + bytes(50), bytes(200)])
def test_garbage_is_not_accepted(chain, garbage):
    with pytest.raises(NotAccepted):
        chain.submit(garbage)


def test_the_same_transaction_is_not_mined_twice(chain):
    sent = signed(chain)
    chain.submit(sent)

    with pytest.raises(NotAccepted, match="already known"):
        chain.submit(sent)


def test_a_call_changes_nothing_and_needs_no_coins(chain):
    token = deployed(chain)
    data = abi("Asset").call("mint", "0x" + BOB.hex(), 5)

    chain.call(Call(raw(ALICE.address), token, data, 0))

    assert balance(chain, token) == 0
    poor = Call(bytes(19) + b"\7", token, abi("Asset").call("decimals"), 0)
    assert int.from_bytes(chain.call(poor), "big") == 6


def test_a_revert_brings_its_data(chain):
    token = deployed(chain)

    with pytest.raises(Reverted) as caught:
        chain.call(Call(BOB, token, abi("Asset").call("mint", "0x" + BOB.hex(), 5), 0))

    assert caught.value.data[:4].hex() == "311198ef"


def test_an_estimate_is_enough_and_not_much_more(chain):
    token = deployed(chain)
    data = abi("Asset").call("mint", "0x" + BOB.hex(), 5)

    estimate = chain.estimate(Call(raw(ALICE.address), token, data, 0))
    mined = chain.mined(chain.submit(signed(chain, to=token, value=0, gas=estimate, data=data)))

    assert mined.succeeded
    assert mined.header.gas_used <= estimate < 1.1 * mined.header.gas_used


def test_a_reverted_transaction_is_mined_and_says_so(chain):
    token = deployed(chain)
    data = abi("Asset").call("transfer", "0x" + BOB.hex(), 5)

    mined = chain.mined(chain.submit(signed(chain, to=token, value=0, gas=100_000, data=data)))

    assert not mined.succeeded
    assert chain.logs(0, 10, ()) == []


def test_logs_are_found_by_block_and_address(chain):
    tokens = [deployed(chain), deployed(chain)]
    for token in tokens:
        minted(chain, token, 5)

    assert [log.block for log in chain.logs(0, 99, ())] == [3, 4]
    (log,) = chain.logs(0, 99, [tokens[1]])
    assert (log.block, log.position, log.address, len(log.topics)) == (4, 0, tokens[1], 3)
    assert log.block_hash == chain.header(4).hash


def test_a_stopped_chain_goes_on_where_it_stood(tmp_path, clock):
    path = tmp_path / "chain.sqlite"
    chain = LocalChain(path, clock, {ALICE.address: 100 * ETHER})
    token = deployed(chain)
    sent = minted(chain, token, 5)
    head = chain.head()
    chain.close()

    again = LocalChain(path, clock, {})

    assert again.head() == head
    assert balance(again, token) == 5
    assert again.mined(sent).succeeded
    assert len(again.logs(0, 9, [token])) == 1
    minted(again, token, 7)
    assert balance(again, token) == 12
    assert balance(again, token, block=head.block_number - 1) == 0
    again.close()


def test_a_block_that_was_answered_for_is_there_after_the_process_died(tmp_path, clock):
    path = tmp_path / "chain.sqlite"
    died = LocalChain(path, clock, {ALICE.address: 100 * ETHER})
    sent = died.submit(signed(died))

    # Never closed: what a second reader finds is what a process after a crash finds.
    again = LocalChain(path, clock, {})

    assert again.mined(sent).succeeded
    again.close()
    died.close()


def test_a_file_that_is_no_chain_is_told(tmp_path, clock):
    path = tmp_path / "chain.sqlite"
    path.write_bytes(b"this is no database, but long enough to be taken for one" * 100)

    with pytest.raises(ChainBroken, match=r"chain\.sqlite cannot be used"):
        LocalChain(path, clock, {})


def test_a_full_disk_is_told(tmp_path, clock):
    chain = LocalChain(tmp_path / "chain.sqlite", clock, {ALICE.address: 100 * ETHER})
    (pages,) = chain._store._connection.execute("PRAGMA page_count").fetchone()
    chain._store._connection.execute(f"PRAGMA max_page_count = {pages}")

    def fill():
        for _ in range(50):
            chain.submit(signed(chain))

    with pytest.raises(ChainBroken, match="full"):
        fill()
    chain.close()

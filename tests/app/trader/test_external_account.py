"""Accounts whose key is in another program: it is asked, it may say no, and it is never believed."""

import threading
from pathlib import Path

import pytest
import requests

from app.adapters.clef import ClefSigner
from app.adapters.json_rpc import HttpLine, JsonRpc, SocketLine
from app.adapters.trader_store import SqlTraderStore
from app.events import EventBus
from app.trader.external_account import ExternalAccount
from app.trader.wallet import Wallet
from core.errors import PeerBroke, Refused, TryAgain, YouCanFix
from core.identity.keys import (
    Account,
    Delegation,
    check_delegation,
    recover_digest,
    sign_delegation,
    text_digest,
)
from core.payments.signed import read_signed
from core.values import Amount
from tests.app.trader.clef_server import ClefOverHttp, ClefOverSocket, ClefUser

KEY, OTHER = b"\x21" * 32, b"\x22" * 32
ADDRESS = Account(KEY).address
ASKED = {
    "to": "0x" + "cd" * 20, "value": 7, "data": "0xabcd", "chainId": 31337, "nonce": 3, "gas": 21_000,
    "maxFeePerGas": 100, "maxPriorityFeePerGas": 2, "type": 2,
}  # fmt: skip


@pytest.fixture
def user():
    return ClefUser(KEY)


@pytest.fixture(params=["http", "socket"])
def signer(request, user, tmp_path):
    """Clef's protocol, over each of its two lines."""
    if request.param == "http":
        server = ClefOverHttp(user)
        line = HttpLine(server.address, requests.Session())
    else:
        server = ClefOverSocket(user, tmp_path / "clef.ipc")
        line = SocketLine(Path(server.address))
    yield ClefSigner(JsonRpc(line, 5.0))
    server.stop()


@pytest.fixture
def account(signer):
    return ExternalAccount(ADDRESS, signer, 31337)


def test_its_accounts_are_listed(signer, user):
    assert signer.accounts() == (ADDRESS,)
    user.answers["account_list"] = [{"address": ADDRESS, "url": "keystore:///x"}]
    assert signer.accounts() == (ADDRESS,)
    for nonsense in ("x", [1], {"a": 1}, [{"url": ""}]):
        user.answers["account_list"] = nonsense
        with pytest.raises(PeerBroke):
            signer.accounts()


def test_a_transaction_is_asked_for_as_the_protocol_says_and_checked(account, user):
    found = read_signed(account.sign_transaction(ASKED))

    assert (found.signer, found.value, found.nonce) == (ADDRESS, 7, 3)
    method, sent = user.asked[0]
    assert method == "account_signTransaction"
    assert sent["from"] == user.own
    assert (sent["chainId"], sent["gas"], sent["maxFeePerGas"]) == ("0x7a69", "0x5208", "0x64")


def test_texts_and_typed_data_are_signed(account):
    assert recover_digest(text_digest("hello"), account.sign_text("hello")) == ADDRESS
    delegation = Delegation(Account(OTHER).address, 100, 200, 2**200)
    contract = "0x" + "9" * 40
    signature = sign_delegation(account, 31337, contract, delegation)
    assert signature == sign_delegation(Account(KEY), 31337, contract, delegation)
    check_delegation(ADDRESS, 31337, contract, delegation, signature, 150)


def test_its_user_says_no(account, user):
    user.denies = True
    for ask in (lambda: account.sign_transaction(ASKED), lambda: account.sign_text("x")):
        with pytest.raises(Refused, match="You said no"):
            ask()


def test_another_key_is_found_out(account, user):
    user.key = OTHER
    with pytest.raises(PeerBroke, match=f"signed by {Account(OTHER).address}, not by {ADDRESS}"):
        account.sign_transaction(ASKED)
    with pytest.raises(PeerBroke, match="another account"):
        account.sign_text("hello")
    with pytest.raises(PeerBroke, match="another account"):
        account.sign_typed({"name": "x"}, {"M": [{"name": "a", "type": "uint256"}]}, "M", {"a": 1})


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"value": 8}, "value"), ({"to": "0x" + "11" * 20}, "recipient"), ({"chainId": 1}, "chain"),
        ({"nonce": 9}, "number"), ({"maxFeePerGas": 10**6}, "fee"), ({"data": "0x"}, "call"),
    ],
)  # fmt: skip
def test_a_changed_field_is_named_and_nothing_goes_out(account, user, changes, word):
    user.changes = changes
    with pytest.raises(PeerBroke, match=f"changed the {word}"):
        account.sign_transaction(ASKED)


def test_nonsense_is_no_signature(account, user):
    for answer in (None, 5, {"raw": "0xzz"}, {"raw": "0x02"}, "0x", "0x" + "1" * 130):
        user.answers.update(account_signTransaction=answer, account_signData=answer)
        with pytest.raises(PeerBroke):
            account.sign_transaction(ASKED)
        with pytest.raises(PeerBroke):
            account.sign_text("x")


def test_a_transaction_of_another_chain_is_not_even_asked_for(account, user):
    with pytest.raises(ValueError, match="another chain"):
        account.sign_transaction({**ASKED, "chainId": 1})
    assert not user.asked


def test_its_user_takes_too_long(user):
    user.waits = threading.Event()
    server = ClefOverHttp(user)
    signer = ClefSigner(JsonRpc(HttpLine(server.address, requests.Session()), 0.2))
    with pytest.raises(TryAgain, match=r"does not answer\. .*within 0\.2 seconds"):
        ExternalAccount(ADDRESS, signer, 31337).sign_transaction(ASKED)
    user.waits.set()
    server.stop()


def test_nobody_listens(tmp_path):
    for line in (
        HttpLine("http://127.0.0.1:1", requests.Session()),
        SocketLine(tmp_path / "none.ipc"),
    ):
        with pytest.raises(TryAgain, match="external signer does not answer"):
            ClefSigner(JsonRpc(line, 1.0)).accounts()


def test_a_program_of_another_kind_is_told_apart(user):
    server = ClefOverHttp(user)
    del server.methods["account_list"]
    with pytest.raises(PeerBroke, match="it is no Clef"):
        ClefSigner(JsonRpc(HttpLine(server.address, requests.Session()), 1.0)).accounts()
    server.stop()


def test_an_external_account_bonds_and_takes_no_key_in(network, chain, clock, tmp_path, user):
    from app.adapters.secrets import PracticeSecrets

    server = ClefOverHttp(user)
    signer = ClefSigner(JsonRpc(HttpLine(server.address, requests.Session()), 5.0))
    store = SqlTraderStore(tmp_path / "trader.db")
    secrets = PracticeSecrets(tmp_path / "secrets", network)
    wallet = Wallet(network, chain, secrets, store, clock, EventBus(), signer)
    wallet.box.connect(ADDRESS, "Ledger")
    state = wallet.state()
    assert (state.is_external, state.is_watched, state.is_locked) == (True, False, False)
    wallet.fund_practice()

    wallet.bond(Amount.parse("5", 18, "CFX"))
    assert wallet.balances().bond == Amount.parse("5", 18, "CFX")
    assert KEY.hex().encode() not in b"".join(
        path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()
    )
    user.denies = True
    with pytest.raises(Refused, match="You said no"):
        wallet.bond(Amount.parse("5", 18, "CFX"))
    store.close()
    server.stop()


def test_a_watched_account_may_get_a_signer_and_is_taken_off_again(make_wallet):
    box = make_wallet().box
    box.restore("ab" * 32)
    box.watch(ADDRESS, "Cold")
    assert box.connect(ADDRESS, "Ledger").source == "external"
    with pytest.raises(YouCanFix, match="already"):
        box.connect(ADDRESS)
    box.use(ADDRESS)
    with pytest.raises(YouCanFix, match="none is set up"):
        box.account()
    box.use(box.lines()[0].address)
    box.forget(ADDRESS)
    assert len(box.lines()) == 1


def test_a_back_up_brings_an_external_account_back_without_a_key(make_wallet):
    box = make_wallet().box
    box.restore("ab" * 32)
    box.connect(ADDRESS, "Ledger")
    data = box.backup("a long password")
    restored = make_wallet("other").box
    restored.restore_backup(data, "a long password")
    assert [line.source for line in restored.lines()] == ["key", "external"]

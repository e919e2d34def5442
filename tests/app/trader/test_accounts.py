"""Accounts on disk: which one is in use and when it may change, key files, and back-up files."""

import json
import stat

import eth_account
import pytest

from app.adapters.secrets import PracticeSecrets
from app.adapters.trader_store import SqlTraderStore
from app.ports import SessionRecord
from app.trader.account import AccountBox
from app.trader.accounts import Accounts
from core.errors import Refused, YouCanFix

WORDS = "test test test test test test test test test test test junk"
FIRST, SECOND = "0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266", "0x70997970c51812dc3a010c7d01b50e0d17dc79c8"
KEY = "7a28b5ba57c53603b0b07b56bba752f7784bf506fa95edc395f5cf6c7514fe9d"
PASSWORD = "correct horse battery"


@pytest.fixture
def store(tmp_path):
    store = SqlTraderStore(tmp_path / "trader.db")
    yield store
    store.close()


@pytest.fixture
def box(tmp_path, network):
    box = AccountBox(PracticeSecrets(tmp_path / "secrets", network))
    box.restore(WORDS, is_backed_up=False)
    return box


@pytest.fixture
def accounts(box, store):
    return Accounts(box, store)


def test_the_account_of_a_round_stays_until_the_round_is_over(accounts, box, store):
    box.add("Second")
    store.save_session(SessionRecord(FIRST, 41, "mask", b"sealed", 5.0))
    with pytest.raises(Refused, match="Account 1 takes part in round 41"):
        accounts.use(SECOND)
    assert box.state().address == FIRST
    assert accounts.use(FIRST).address == FIRST
    store.end_session(FIRST, 41)
    assert accounts.use(SECOND).address == SECOND


def test_accounts_are_found_by_name_and_address(accounts, box):
    box.add("Second")
    assert accounts.find("second").address == accounts.find(SECOND).address == SECOND
    with pytest.raises(YouCanFix, match="no one account"):
        accounts.find("Third")


@pytest.mark.parametrize("kdf", ["scrypt", "pbkdf2"])
def test_a_key_file_is_imported(accounts, tmp_path, kdf):
    path = tmp_path / "UTC--key"
    path.write_text(
        json.dumps(eth_account.Account.encrypt(bytes.fromhex(KEY), "foobar", kdf=kdf, iterations=2))
    )
    with pytest.raises(YouCanFix, match="password is wrong"):
        accounts.import_keystore(path, "other")
    line = accounts.import_keystore(path, "foobar", "Geth")
    assert (line.name, line.source, line.address) == (
        "Geth",
        "key",
        "0x008aeeda4d805471df9b2a5b0f38a0c3bcba786b",
    )


def test_a_private_key_is_imported_and_words_are_not(accounts):
    assert accounts.import_key(f"0x{KEY}").name == "Account 2"
    with pytest.raises(YouCanFix, match="words, not"):
        accounts.import_key(WORDS)


def test_a_lost_key_file_is_damage_too(accounts, box, store, tmp_path, network):
    accounts.write_backup(tmp_path / "backup", PASSWORD)
    (tmp_path / "secrets" / "practice.key").write_bytes(b"short")
    damaged = AccountBox(PracticeSecrets(tmp_path / "secrets", network))
    assert "damaged" in damaged.state().damage
    assert Accounts(damaged, store).restore_backup(tmp_path / "backup", PASSWORD).address == FIRST


@pytest.mark.parametrize("size", [None, 1 << 20])
def test_files_that_cannot_be_read_are_said(accounts, tmp_path, size):
    path = tmp_path / "file"
    if size:
        path.write_bytes(bytes(size))
    for read in (accounts.import_keystore, accounts.restore_backup):
        with pytest.raises(YouCanFix, match=r"cannot be read|too long"):
            read(path, PASSWORD)


def test_a_back_up_is_private_sealed_noted_and_never_overwritten(accounts, box, store, tmp_path, network):
    path = tmp_path / "wallet.conflux-backup"
    with pytest.raises(YouCanFix, match="too short"):
        accounts.write_backup(path, "short")
    assert not path.exists()
    assert not box.state().is_backed_up
    accounts.write_backup(path, PASSWORD)
    assert box.state().is_backed_up
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert b"junk" not in path.read_bytes()
    with pytest.raises(YouCanFix, match="never overwritten"):
        accounts.write_backup(path, PASSWORD)

    other = Accounts(AccountBox(PracticeSecrets(tmp_path / "other", network)), store)
    assert other.restore_backup(path, PASSWORD).address == FIRST


def test_a_damaged_file_of_secrets_is_put_aside_and_the_wallet_comes_back(accounts, store, tmp_path, network):
    accounts.write_backup(tmp_path / "backup", PASSWORD)
    kept = tmp_path / "secrets" / "practice-secrets.json"
    kept.write_bytes(b'{"kind": "half a')
    box = AccountBox(PracticeSecrets(tmp_path / "secrets", network))
    assert "damaged" in box.state().damage
    assert Accounts(box, store).restore_backup(tmp_path / "backup", PASSWORD).address == FIRST
    aside = kept.parent.glob("practice-secrets.json damaged*")
    assert [path.read_bytes() for path in aside] == [b'{"kind": "half a']

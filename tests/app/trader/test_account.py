"""Words, keys and passwords in; one account that opens for the right ones only out."""

import pytest

from app.trader.account import SECRET_NAME, AccountBox, AccountState
from core.errors import YouCanFix

WORDS = "test test test test test test test test test test test junk"
ADDRESS = "0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266"
KEY = "ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80"
PASSWORD = "correct horse battery"


class MemorySecrets(dict):
    """The port's behaviour without a disk."""

    def put(self, name, secret):
        self[name] = secret

    def delete(self, name):
        self.pop(name, None)


@pytest.fixture
def secrets():
    return MemorySecrets()


@pytest.fixture
def box(secrets):
    return AccountBox(secrets)


def test_there_is_no_account_at_first(box):
    assert box.state() == AccountState()
    with pytest.raises(YouCanFix, match="no account"):
        box.account()


def test_a_fresh_account_has_words_that_restore_it(box):
    address = box.create().address
    other = AccountBox(MemorySecrets())

    assert other.restore(box.words()).address == address
    assert len(box.words().split()) == 12
    assert not box.state().is_backed_up


@pytest.mark.parametrize("text", [WORDS, WORDS.upper(), f"  {WORDS}\n", KEY, f"0x{KEY}"])
def test_an_account_is_restored_from_words_or_key(box, text):
    state = box.restore(text)

    assert state.address == box.account().address == ADDRESS
    assert state.has_words == (" " in text.strip())


@pytest.mark.parametrize("text", ["", "abandon " * 11 + "zebra", "0x12", "zz" * 32, "00" * 32])
def test_what_is_no_account_is_refused_and_nothing_kept(box, secrets, text):
    with pytest.raises(YouCanFix):
        box.restore(text)
    assert secrets == {}
    assert box.state() == AccountState()


def test_an_account_is_never_overwritten(box):
    box.create()
    with pytest.raises(YouCanFix, match="already"):
        box.restore(WORDS)


def test_a_password_seals_words_and_key(box, secrets):
    box.restore(WORDS)
    box.set_password(PASSWORD)

    assert b"junk" not in secrets[SECRET_NAME]
    assert box.account().address == ADDRESS
    with pytest.raises(YouCanFix, match="sealed"):
        box.words()
    assert box.reveal(PASSWORD) == WORDS


def test_a_sealed_account_is_locked_after_a_restart_until_the_right_password(box, secrets):
    box.restore(WORDS)
    box.set_password(PASSWORD)
    again = AccountBox(secrets)
    with pytest.raises(YouCanFix, match="locked"):
        again.account()
    with pytest.raises(YouCanFix, match="password is wrong"):
        again.unlock("incorrect horse")
    assert again.state() == AccountState(
        ADDRESS, is_locked=True, has_password=True, has_words=True, is_backed_up=True
    )
    again.unlock(PASSWORD)

    assert again.account().address == ADDRESS


def test_locking_forgets_the_key(box):
    box.restore(KEY)
    box.set_password(PASSWORD)
    box.lock()
    with pytest.raises(YouCanFix, match="locked"):
        box.account()


def test_an_account_without_a_password_cannot_be_locked_out(box):
    box.restore(KEY)
    with pytest.raises(YouCanFix, match="no password"):
        box.lock()
    assert box.account().address == ADDRESS


def test_a_new_password_needs_the_old_one(box):
    box.restore(WORDS)
    box.set_password(PASSWORD)
    with pytest.raises(YouCanFix, match="password is wrong"):
        box.set_password("another password", "incorrect horse")
    box.set_password("another password", PASSWORD)

    assert box.reveal("another password") == WORDS


def test_a_short_password_is_refused(box):
    box.restore(WORDS)
    with pytest.raises(YouCanFix, match="too short"):
        box.set_password("123456789")


def test_a_confirmed_backup_is_remembered(box, secrets):
    box.create()
    box.confirm_backup()

    assert AccountBox(secrets).state().is_backed_up


def test_an_account_from_a_key_has_no_words(box):
    box.restore(KEY)
    with pytest.raises(YouCanFix, match="no words"):
        box.words()

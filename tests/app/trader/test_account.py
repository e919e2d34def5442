"""Words, keys and passwords in; one account that opens for the right ones only out."""

import json

import pytest

from app.trader.account import SECRET_NAME, AccountBox, AccountState
from core.errors import Damaged, TryAgain, YouCanFix
from core.identity.keys import Account

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

    def waits_for(self):
        return ""

    def notes(self):
        return self

    def put_aside(self, name):
        self[f"{name} aside"] = self.pop(name)


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
        ADDRESS, is_locked=True, has_password=True, has_words=True, is_backed_up=True, name="Account 1"
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


SECOND = "0x70997970c51812dc3a010c7d01b50e0d17dc79c8"
OTHER = Account(b"\7" * 32)
COLD = "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359"


def test_accounts_of_the_words_are_added_as_other_wallets_show_them(box, secrets):
    box.restore(WORDS)
    added = box.add("Trading")

    assert (added.address, added.name, added.index) == (SECOND, "Trading", 1)
    assert [line.name for line in AccountBox(secrets).lines()] == ["Account 1", "Trading"]
    assert box.account().address == ADDRESS
    assert box.use(SECOND).name == "Trading"
    assert box.account().address == AccountBox(secrets).account().address == SECOND


def test_accounts_are_added_only_where_the_words_are_open(box):
    with pytest.raises(YouCanFix, match="no account"):
        box.add()
    box.restore(KEY)
    with pytest.raises(YouCanFix, match="no seed words"):
        box.add()


def test_a_locked_wallet_lists_and_names_its_accounts_but_adds_none(box):
    box.restore(WORDS)
    box.set_password(PASSWORD)
    box.lock()
    with pytest.raises(YouCanFix, match="locked"):
        box.add()
    box.rename(ADDRESS, "Savings")

    assert box.lines()[0].name == "Savings"
    assert box.state().is_locked


def test_a_key_is_imported_into_a_sealed_wallet_with_its_password_alone(box, secrets):
    box.restore(WORDS)
    box.set_password(PASSWORD)
    with pytest.raises(YouCanFix, match="password is wrong"):
        box.import_key(OTHER, password="incorrect horse")
    box.import_key(OTHER, "Old", PASSWORD)
    again = AccountBox(secrets)
    again.use(OTHER.address)
    again.unlock(PASSWORD)

    assert OTHER.key.hex().encode() not in secrets[SECRET_NAME]
    assert again.account() == OTHER
    assert again.reveal(PASSWORD) == WORDS


def test_an_account_is_not_added_twice_but_a_watched_one_takes_its_key(box):
    box.restore(WORDS)
    box.watch(OTHER.address)
    with pytest.raises(YouCanFix, match="already"):
        box.watch(OTHER.address)
    box.import_key(OTHER, "Mine")
    with pytest.raises(YouCanFix, match="already"):
        box.import_key(OTHER)
    with pytest.raises(YouCanFix, match="already"):
        box.watch(ADDRESS)

    assert [(line.name, line.source) for line in box.lines()] == [("Account 1", "words"), ("Mine", "key")]


def test_a_watched_account_can_be_looked_at_and_signs_nothing(box):
    box.watch(COLD, "Cold")

    assert box.state() == AccountState(COLD.lower(), is_backed_up=True, name="Cold", is_watched=True)
    with pytest.raises(YouCanFix, match="only watched"):
        box.account()
    with pytest.raises(YouCanFix, match="no key to seal"):
        box.set_password(PASSWORD)
    with pytest.raises(YouCanFix, match="checksum"):
        box.watch(COLD.replace("fB", "Fb"))


def test_only_watched_accounts_out_of_use_are_taken_off_the_list(box):
    box.restore(WORDS)
    box.watch(COLD)
    with pytest.raises(YouCanFix, match="whose key is elsewhere"):
        box.forget(ADDRESS)
    box.use(COLD.lower())
    with pytest.raises(YouCanFix, match="in use"):
        box.forget(COLD.lower())
    box.use(ADDRESS)
    box.forget(COLD.lower())

    assert [line.address for line in box.lines()] == [ADDRESS]


def test_words_on_paper_bring_their_accounts_back_and_no_others(box):
    box.create()
    box.add()
    box.confirm_backup()

    assert [line.is_backed_up for line in box.lines()] == [True, True]
    assert box.add().is_backed_up


def test_a_wallet_kept_by_the_first_version_is_read(secrets):
    old = {"address": ADDRESS, "secret": KEY, "is_sealed": False, "has_words": False, "is_backed_up": True}
    secrets.put(SECRET_NAME, json.dumps(old).encode())
    box = AccountBox(secrets)

    assert box.state() == AccountState(ADDRESS, is_backed_up=True, name="Account 1")
    assert box.account().address == ADDRESS


def test_another_program_s_change_is_not_overwritten(box, secrets):
    box.restore(WORDS)
    AccountBox(secrets).add("By the command line")
    box.watch(COLD, "Cold")

    assert [line.name for line in box.lines()] == ["Account 1", "By the command line", "Cold"]


def test_a_whole_wallet_comes_back_from_its_file_and_stays_sealed(box):
    box.create()
    box.add("Trading")
    box.import_key(OTHER, "Old")
    box.watch(COLD, "Cold")
    box.use(OTHER.address)
    data = box.backup(PASSWORD)
    restored = AccountBox(MemorySecrets())
    with pytest.raises(YouCanFix, match="password is wrong"):
        restored.restore_backup(data, "incorrect horse")
    state = restored.restore_backup(data, PASSWORD)

    assert (state.address, state.has_password, state.is_locked) == (OTHER.address, True, False)
    assert [line.name for line in restored.lines()] == ["Account 1", "Trading", "Old", "Cold"]
    assert restored.reveal(PASSWORD) == box.words()
    with pytest.raises(YouCanFix, match="already"):
        restored.restore_backup(data, PASSWORD)


@pytest.mark.parametrize("record", [b"{}", b"not json", b"[" * 5000, b'{"version": 3}'])
def test_a_damaged_wallet_is_told_of_and_comes_back_from_its_file(box, record):
    box.restore(WORDS)
    data = box.backup(PASSWORD)
    secrets = MemorySecrets({SECRET_NAME: record})
    damaged = AccountBox(secrets)

    assert "damaged" in damaged.state().damage
    with pytest.raises(Damaged, match="damaged"):
        damaged.account()
    assert damaged.restore_backup(data, PASSWORD).address == ADDRESS
    assert secrets[f"{SECRET_NAME} aside"] == record


def test_wrong_passwords_are_slowed_down_across_restarts(box, secrets):
    now = [1000.0]
    box.restore(WORDS)
    box.set_password(PASSWORD)
    for _ in range(3):
        with pytest.raises(YouCanFix, match="password is wrong"):
            AccountBox(secrets, lambda: now[0]).unlock("incorrect horse")
    with pytest.raises(TryAgain, match="3 wrong passwords"):
        AccountBox(secrets, lambda: now[0]).unlock(PASSWORD)
    now[0] += 5
    AccountBox(secrets, lambda: now[0]).unlock(PASSWORD)

"""Secrets in three kinds of places in, the same secrets out; places that only pretend are not believed."""

import json
import stat
from dataclasses import replace

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail, null

from app.adapters.secrets import PRACTICE_LABEL, FileSecrets, KeyringSecrets, PracticeSecrets, secret_store
from app.settings import CONTRACTS, Network
from core.errors import Damaged, Refused, TryAgain, YouCanFix

LOCAL = Network(
    name="local",
    chain_id=31337,
    rpc_url="http://127.0.0.1:1",
    coordinator_url="http://127.0.0.1:2",
    agent_url="http://127.0.0.1:3",
    exchange="binance",
    exchange_url="http://127.0.0.1:4",
    timeframe="1h",
    symbols=("BTC/USDT",),
    contracts=dict.fromkeys((*CONTRACTS, "Roles"), "0x" + "1" * 40),
    asset="PUSD",
    asset_decimals=6,
    simulated=True,
    local=True,
)
OPERATED = replace(LOCAL, name="test", local=False)
SECRET = bytes(range(32))


class MemoryKeychain(KeyringBackend):
    """A keychain as an operating system has one."""

    priority = 5

    def __init__(self):
        super().__init__()
        self.kept = {}

    def get_password(self, service, username):
        return self.kept.get((service, username))

    def set_password(self, service, username, password):
        self.kept[service, username] = password

    def delete_password(self, service, username):
        del self.kept[service, username]


class LockedKeychain(MemoryKeychain):
    """A keychain whose user does not answer the prompt."""

    def get_password(self, service, username):
        raise keyring.errors.KeyringLocked("locked")

    def set_password(self, service, username, password):
        raise keyring.errors.KeyringLocked("locked")


@pytest.fixture
def use_keychain():
    before = keyring.get_keyring()
    yield keyring.set_keyring
    keyring.set_keyring(before)


@pytest.mark.parametrize("keychain", [fail.Keyring, null.Keyring, LockedKeychain])
def test_a_keychain_that_keeps_nothing_is_not_used(use_keychain, tmp_path, keychain):
    use_keychain(keychain())
    store = secret_store(OPERATED, tmp_path, lambda: "correct horse")
    store.put("account", SECRET)

    assert isinstance(store, FileSecrets)
    assert store.get("account") == SECRET


def test_a_keychain_that_pretends_to_keep_is_found_out_by_reading_back(use_keychain):
    use_keychain(null.Keyring())

    with pytest.raises(TryAgain, match="did not keep"):
        KeyringSecrets("conflux test").put("account", SECRET)


def test_a_locked_keychain_says_what_to_do(use_keychain):
    use_keychain(LockedKeychain())

    with pytest.raises(TryAgain, match="Unlock it"):
        KeyringSecrets("conflux test").get("account")


def test_a_working_keychain_is_used_and_the_probe_is_taken_out_again(use_keychain, tmp_path):
    keychain = MemoryKeychain()
    use_keychain(keychain)

    assert isinstance(secret_store(OPERATED, tmp_path), KeyringSecrets)
    assert keychain.kept == {}
    assert list(tmp_path.iterdir()) == []


def test_without_keychain_and_password_nothing_is_written(use_keychain, tmp_path):
    use_keychain(fail.Keyring())

    store = secret_store(OPERATED, tmp_path)
    with pytest.raises(YouCanFix, match="no keychain"):
        store.put("account", SECRET)
    assert list(tmp_path.iterdir()) == []
    assert store.waits_for() == "new password"


def test_a_file_that_waits_for_its_password_opens_with_the_right_one_alone(tmp_path):
    path = tmp_path / "secrets.json"
    made = FileSecrets(path)
    made.unlock("correct horse")
    made.put("account", SECRET)
    again = FileSecrets(path)
    assert (made.waits_for(), again.waits_for()) == ("", "password")
    with pytest.raises(YouCanFix, match="password is wrong"):
        again.unlock("incorrect")
    assert again.waits_for() == "password"
    again.unlock("correct horse")
    assert again.get("account") == SECRET


def test_notes_beside_a_sealed_file_are_read_while_it_waits_and_damaged_ones_are_put_aside(tmp_path):
    FileSecrets(tmp_path / "secrets.json").notes().put("tries", b"1")
    notes = FileSecrets(tmp_path / "secrets.json").notes()
    assert (notes.get("tries"), notes.get("other")) == (b"1", None)
    (tmp_path / "notes.json").write_bytes(b"{")
    with pytest.raises(Damaged):
        notes.get("tries")
    notes.put_aside("tries")
    assert notes.get("tries") is None
    notes.put("tries", b"2")
    notes.delete("tries")
    notes.delete("tries")
    assert notes.get("tries") is None


def test_practice_keys_never_enter_the_keychain(use_keychain, tmp_path):
    keychain = MemoryKeychain()
    use_keychain(keychain)
    secret_store(LOCAL, tmp_path).put("account", SECRET)

    assert keychain.kept == {}


def test_practice_files_say_what_they_are_and_are_private(tmp_path):
    PracticeSecrets(tmp_path, LOCAL).put("account", SECRET)
    document = json.loads((tmp_path / "practice-secrets.json").read_text())
    modes = {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}

    assert document["kind"] == PRACTICE_LABEL == "not password protected - practice network only"
    assert SECRET.hex() not in json.dumps(document)
    assert modes == {0o600}


def test_practice_files_are_refused_on_any_other_network(tmp_path):
    with pytest.raises(Refused, match="without a password"):
        PracticeSecrets(tmp_path, OPERATED)


def test_practice_secrets_do_not_open_with_another_key(tmp_path):
    store = PracticeSecrets(tmp_path, LOCAL)
    store.put("account", SECRET)
    (tmp_path / "practice.key").write_bytes(bytes(32))

    with pytest.raises(YouCanFix, match="does not fit"):
        store.get("account")


def test_a_wrong_password_opens_nothing_and_can_be_corrected(tmp_path):
    path = tmp_path / "secrets.json"
    FileSecrets(path, lambda: "correct horse").put("account", SECRET)
    answers = iter(["wrong horse", "correct horse"])
    store = FileSecrets(path, lambda: next(answers))

    with pytest.raises(YouCanFix, match="password is wrong"):
        store.get("account")
    assert store.get("account") == SECRET


@pytest.mark.parametrize("content", [b"", b"[1]", b'{"kind": "other"}', b"\xff\xfe"])
def test_a_damaged_file_is_named_and_not_overwritten(tmp_path, content):
    path = tmp_path / "secrets.json"
    path.write_bytes(content)

    with pytest.raises(YouCanFix, match=r"secrets\.json"):
        FileSecrets(path, lambda: "correct horse").put("account", SECRET)
    assert path.read_bytes() == content

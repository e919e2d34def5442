"""Every implementation of a store port in, the one behaviour that its callers rely on out."""

import keyring
import pytest
from keyring.backend import KeyringBackend

from app.adapters.artifacts import CoordinatorArtifacts, FolderArtifacts
from app.adapters.secrets import FileSecrets, KeyringSecrets, PracticeSecrets
from app.settings import CONTRACTS, Network
from core.errors import PeerBroke, TryAgain
from core.values import Digest

SECRET = bytes(range(32))
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
    contracts=dict.fromkeys(CONTRACTS, "0x" + "1" * 40),
    asset="PUSD",
    asset_decimals=6,
    simulated=True,
    local=True,
)


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


@pytest.fixture(params=["keychain", "password", "practice"])
def open_secrets(request, tmp_path):
    """Opens the same SecretStore again and again, as after a restart."""
    before = keyring.get_keyring()
    keyring.set_keyring(MemoryKeychain())
    yield {
        "keychain": lambda: KeyringSecrets("conflux test"),
        "password": lambda: FileSecrets(tmp_path / "secrets.json", lambda: "correct horse"),
        "practice": lambda: PracticeSecrets(tmp_path, LOCAL),
    }[request.param]
    keyring.set_keyring(before)


def test_a_secret_outlives_a_restart(open_secrets):
    open_secrets().put("account", SECRET)
    open_secrets().put("other", b"\x00")

    assert open_secrets().get("account") == SECRET
    assert open_secrets().get("other") == b"\x00"


def test_a_secret_that_was_never_put_is_none(open_secrets):
    assert open_secrets().get("account") is None


def test_the_newest_secret_counts(open_secrets):
    open_secrets().put("account", b"old")
    open_secrets().put("account", SECRET)

    assert open_secrets().get("account") == SECRET


def test_a_forgotten_secret_is_gone_and_forgetting_twice_is_harmless(open_secrets):
    store = open_secrets()
    store.put("account", SECRET)
    store.delete("account")
    store.delete("account")

    assert open_secrets().get("account") is None


def test_a_secret_that_is_put_aside_makes_room_and_leaves_the_others(open_secrets):
    open_secrets().put("account", SECRET)
    open_secrets().put("other", b"\x00")
    open_secrets().put_aside("account")
    open_secrets().put_aside("account")

    assert open_secrets().get("account") is None
    assert open_secrets().get("other") == b"\x00"
    open_secrets().put("account", b"new")
    assert open_secrets().get("account") == b"new"


class EmptyCoordinator:
    """A coordinator that has no artifact."""

    def raw(self, path):
        raise TryAgain(f"There is no {path}.")


@pytest.fixture(params=["folder", "coordinator"])
def open_artifacts(request, tmp_path):
    """Opens the same ArtifactStore again and again, as after a restart."""
    folder = tmp_path / "artifacts"
    return {
        "folder": lambda: FolderArtifacts(folder),
        "coordinator": lambda: CoordinatorArtifacts(FolderArtifacts(folder), EmptyCoordinator()),
    }[request.param]


@pytest.mark.parametrize("data", [b"", b"\x00", bytes(range(256)) * 1000])
def test_an_artifact_comes_back_by_its_digest_after_a_restart(open_artifacts, data):
    digest = open_artifacts().put(data)

    assert open_artifacts().put(data) == digest == Digest.of(data)
    assert open_artifacts().get(digest) == data


def test_an_absent_artifact_is_nobodys_fault(open_artifacts):
    with pytest.raises(TryAgain):
        open_artifacts().get(Digest.of(b"never stored"))


def test_an_altered_artifact_is_never_handed_out(open_artifacts, tmp_path):
    digest = open_artifacts().put(b"model")
    [path] = [path for path in (tmp_path / "artifacts").rglob("*") if path.is_file()]
    path.write_bytes(b"other")

    with pytest.raises((PeerBroke, TryAgain)):
        open_artifacts().get(digest)

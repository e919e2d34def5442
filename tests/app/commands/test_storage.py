"""`conflux storage` as it is used from outside, against servers that speak the real protocols."""

import json
import stat

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail
from typer.testing import CliRunner

from app.commands.storage import storage
from core import unixfs
from core.cid import Cid
from core.identity.envelope import is_envelope
from core.values import Digest
from tests.app.adapters.autodrive_server import API_KEY, AutoDriveServer
from tests.app.adapters.kubo_server import KuboServer

MODEL = b"weights" * 100
LARGE = bytes(range(256)) * (12 << 10)


@pytest.fixture
def node():
    running = KuboServer()
    yield running
    running.close()


@pytest.fixture
def drive():
    running = AutoDriveServer()
    yield running
    running.close()


@pytest.fixture(autouse=True)
def no_keychain():
    """A machine without a keychain, as a server is; a test that wants one sets its own."""
    before = keyring.get_keyring()
    keyring.set_keyring(fail.Keyring())
    yield
    keyring.set_keyring(before)


@pytest.fixture
def run(tmp_path, node, drive, monkeypatch):
    """Runs a command in the data folder of one user or another; gives its result and its report."""
    for name in ("CONFLUX_AUTODRIVE_API_KEY", "CONFLUX_IPFS_AUTHORIZATION"):
        monkeypatch.delenv(name, raising=False)

    def invoke(*words, who="anne", **options):
        folder, report = tmp_path / who, tmp_path / "report.json"
        if not folder.exists():
            folder.mkdir()
            (folder / "settings.toml").write_text(settings(node, drive))
        own = () if words[0] == "key" else ("--data-dir", str(folder))
        result = CliRunner().invoke(storage, [*words, *own, "--json", str(report)], **options)
        return result, json.loads(report.read_text())

    return invoke


def settings(node, drive):
    return (
        f'[storage]\nstores = ["folder", "ipfs"]\n'
        f'ipfs_url = "{node.url}"\ngateways = ["{node.gateway_url}"]\n'
        f'autodrive_url = "{drive.url}"\nautodrive_download_url = "{drive.url}"\n'
    )


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "model.safetensors"
    path.write_bytes(LARGE)
    return path


def test_a_file_goes_to_all_chosen_stores_and_comes_back_to_a_stranger(run, file, tmp_path):
    result, put = run("put", str(file))
    assert result.exit_code == 0
    assert put["digest"] == str(Digest.of(LARGE))
    assert put["cids"] == [str(unixfs.cid_of(LARGE))]
    assert (put["kept"], put["failed"], put["size"]) == (["folder", "ipfs"], [], len(LARGE))
    assert put["cids"][0] in result.stdout
    assert "whoever knows its CID can read it" in result.stderr

    out = tmp_path / "out"
    result, got = run("get", put["cids"][0], "--out", str(out), who="bob")
    assert result.exit_code == 0
    assert (got["digest"], got["sealed"], got["opened"]) == (put["digest"], False, False)
    assert out.read_bytes() == LARGE
    assert run("get", put["digest"], "--out", str(out), who="bob")[0].exit_code == 0


def test_a_sealed_file_is_read_by_its_recipient_and_by_nobody_else(run, file, node, tmp_path):
    keys = {name: str(tmp_path / f"{name}.key") for name in ("bob", "eve")}
    public = {name: run("key", "--out", path)[1]["public_key"] for name, path in keys.items()}
    result, put = run("put", str(file), "--to", public["bob"], "--store", "ipfs")
    assert (put["recipients"], put["kept"]) == ([public["bob"]], ["ipfs"])
    assert "can read it" not in result.stderr
    assert not any(LARGE[:1000] in block for block in node.store.blocks.values())

    out = str(tmp_path / "out")
    result, got = run("get", put["cids"][0], "--out", out, "--key", keys["bob"], who="bob")
    assert (got["sealed"], got["opened"], got["size"]) == (True, True, len(LARGE))
    assert (tmp_path / "out").read_bytes() == LARGE

    result, got = run("get", put["cids"][0], "--out", str(tmp_path / "no"), "--key", keys["eve"], who="eve")
    assert result.exit_code == 1
    assert got["error"]["kind"] == "PeerBroke"
    assert not (tmp_path / "no").exists()

    result, _ = run("get", put["cids"][0], "--out", out, who="eve")
    assert "It is sealed" in result.stderr
    assert is_envelope((tmp_path / "out").read_bytes())


def test_a_key_file_is_for_its_owner_alone_and_never_replaced(run, tmp_path):
    path = tmp_path / "keys" / "mine.key"
    result, report = run("key", "--out", str(path))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.read_text().strip() not in result.output + json.dumps(report)

    result, report = run("key", "--out", str(path))
    assert result.exit_code == 1
    assert "cannot be made" in report["error"]["message"]


def test_auto_drive_takes_its_key_from_the_environment(run, file, drive, monkeypatch, tmp_path):
    result, report = run("put", str(file), "--store", "autodrive")
    assert result.exit_code == 1
    assert "API key" in report["error"]["message"]

    monkeypatch.setenv("CONFLUX_AUTODRIVE_API_KEY", API_KEY)
    _, put = run("put", str(file), "--store", "autodrive")
    assert (put["kept"], list(drive.objects.values())) == (["autodrive"], [LARGE])

    out = str(tmp_path / "out")
    assert run("get", put["cids"][0], "--out", out, "--store", "autodrive")[0].exit_code == 0
    result, report = run("get", put["cids"][0], "--out", out, "--store", "autodrive", who="bob")
    assert result.exit_code == 1
    assert "SHA-256 digest" in report["error"]["remedy"]
    stranger = ("--store", "autodrive", "--digest", put["digest"])
    assert run("get", put["cids"][0], "--out", out, *stranger, who="bob")[0].exit_code == 0


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


def test_a_key_is_kept_in_the_keychain_and_shown_nowhere(run, file, drive, tmp_path):
    keyring.set_keyring(MemoryKeychain())
    result, report = run("login", input=f"{API_KEY}\n")
    assert (result.exit_code, report) == (0, {"kept": True})
    put, _ = run("put", str(file), "--store", "autodrive")
    status, report = run("status", "--store", "autodrive")
    assert put.exit_code == status.exit_code == 0
    assert "bytes of upload credit left" in report["stores"][0]["detail"]
    shown = result.output + put.output + status.output
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert API_KEY not in shown
    assert API_KEY.encode() not in kept

    assert run("login", input="\n")[1] == {"kept": False}
    assert run("put", str(file), "--store", "autodrive")[0].exit_code == 1


def test_without_a_keychain_and_anybody_to_ask_the_variable_is_named(run):
    result, report = run("login", input=f"{API_KEY}\n")

    assert result.exit_code == 1
    assert "CONFLUX_AUTODRIVE_API_KEY" in report["error"]["remedy"]


def test_a_store_that_fails_is_told_and_another_helps(run, file, node, tmp_path):
    node.refusal = "no space left on device"
    result, put = run("put", str(file))
    assert result.exit_code == 0
    assert put["kept"] == ["folder"]
    assert put["failed"][0]["store"] == "ipfs"
    assert "ipfs: The IPFS node says: no space left on device." in result.stderr

    node.refusal = ""
    small = tmp_path / "small"
    small.write_bytes(MODEL)
    put = run("put", str(small), "--store", "ipfs")[1]
    node.fault = "alter"
    result, report = run("get", put["digest"], "--out", str(tmp_path / "out"), who="bob")
    assert result.exit_code == 1
    assert "ipfs: The IPFS node sent other bytes" in report["error"]["message"]
    assert "What to do" in result.stderr


def test_check_tells_store_by_store_and_fails_when_one_that_keeps_fails(run, file, node):
    put = run("put", str(file))[1]
    result, report = run("check", put["digest"])
    assert result.exit_code == 0
    assert [row["ok"] for row in report["stores"]] == [True, True, True]

    node.fault = "alter"
    result, report = run("check", put["cids"][0])
    assert result.exit_code == 1
    assert [(row["ok"], row["keeps"]) for row in report["stores"]] == [
        (True, True),
        (False, True),
        (False, False),
    ]
    assert "failed ipfs" in result.stdout.replace("failed  ", "failed ")


def test_check_needs_a_digest_where_the_cid_proves_none(run):
    result, report = run("check", str(unixfs.cid_of(LARGE)))

    assert result.exit_code == 1
    assert "does not tell the digest" in report["error"]["message"]


def test_status_tells_each_store(run, node, tmp_path):
    result, report = run("status")
    assert result.exit_code == 0
    assert [row["store"] for row in report["stores"]] == ["folder", "ipfs", node.gateway_url]
    assert report["stores"][1]["detail"].startswith("Kubo 0.39.0")

    node.refusal = "the datastore is closed"
    result, report = run("status")
    assert result.exit_code == 1
    assert "the datastore is closed" in result.stdout


@pytest.mark.parametrize("text", ["nonsense", "0x12", "Qm", "a" * 65])
def test_what_is_neither_a_cid_nor_a_digest_is_refused(run, tmp_path, text):
    result, report = run("get", text, "--out", str(tmp_path / "out"))

    assert result.exit_code == 1
    assert "neither a CID nor a digest" in report["error"]["message"]


def test_a_wrong_file_recipient_or_store_is_named(run, file, tmp_path):
    for words, complaint in [
        (("put", str(tmp_path / "none")), "cannot be read"),
        (("put", str(file), "--to", "12"), "not a public key"),
        (("put", str(file), "--store", "cloud"), "cloud is no choice"),
        (("get", str(Cid.of(b"nobody")), "--out", "x", "--key", str(tmp_path / "none")), "cannot be read"),
    ]:
        result, report = run(*words)
        assert result.exit_code == 1
        assert complaint in report["error"]["message"]


def test_what_is_sent_is_written_down(run, file, tmp_path):
    run("put", str(file))
    log = b"".join(path.read_bytes() for path in (tmp_path / "anne" / "wire").rglob("*.jsonl"))

    assert b"/api/v0/add" in log


def test_the_program_knows_the_command():
    import subprocess
    import sys

    shown = subprocess.run(
        [sys.executable, "-m", "app", "storage", "--help"], check=True, capture_output=True, text=True
    ).stdout
    assert all(word in shown for word in ("put", "get", "check", "status", "key", "login"))

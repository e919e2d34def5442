"""A check for a new version against a server on this machine: good, away, slow, long, old and forged."""

import json
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from typer.testing import CliRunner

import app
from app.adapters.release_server import fetch_notice
from app.adapters.remote import Limits
from app.bootstrap import build_release_check, build_session, build_wire_log
from app.commands.version import version
from app.releases import ReleaseCheck
from app.user_settings import SETTINGS, UserSettings
from core import releases
from core.errors import PeerBroke, TryAgain, YouCanFix
from core.releases import MOST_BYTES, Release, sign

DAY = 86_400
KEY = Ed25519PrivateKey.from_private_bytes(b"\x07" * 32)
KEYS = (KEY.public_key().public_bytes_raw().hex(),)


def notice(version="9.0.0", serial=5, key=KEY, age=DAY):
    at = int(time.time()) - age
    page = "https://conflux.example/releases"
    return sign(Release(version, serial, at, at + 30 * DAY, "Faster rounds.", page), key)


class ReleaseServer:
    """Answers every request alike; `drip` seconds lie between the bytes of its answer."""

    def __init__(self):
        self.body, self.status, self.headers, self.drip, self.asked = b"", 200, {}, 0.0, []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                outer.asked.append(self.path)
                self.send_response(outer.status)
                for name, value in outer.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(outer.body)))
                self.end_headers()
                pieces = [outer.body[at : at + 1] for at in range(len(outer.body))]
                for piece in pieces if outer.drip else [outer.body]:
                    if outer.closing.wait(outer.drip):
                        return
                    try:
                        self.wfile.write(piece)
                    except OSError:
                        return

            def log_message(self, *_):
                pass

        self.closing = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/release.json"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()

    def close(self):
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@pytest.fixture
def server():
    made = ReleaseServer()
    yield made
    made.close()


@contextmanager
def asking(server, folder, **limits):
    with build_session(folder, {server.url: "release server"}) as session:
        bounds = Limits(**{"seconds": 5.0, "size": MOST_BYTES, **limits})
        yield lambda: fetch_notice(server.url, session, bounds)


@contextmanager
def check(server, folder, keys=KEYS, running="0.1.0", **limits):
    with asking(server, folder, **limits) as fetch:
        yield ReleaseCheck(fetch, keys, running, folder / "releases.json", time.time)


def test_a_later_version_is_told_and_what_left_is_in_the_privacy_log(server, tmp_path):
    server.body = notice()
    with check(server, tmp_path) as asked:
        news = asked.check()
    assert (news.is_newer, news.release.version, news.running) == (True, "9.0.0", "0.1.0")
    assert server.asked == ["/release.json"]
    sent = [entry for entry in build_wire_log(tmp_path / "wire").history() if entry.method != "NOTE"]
    assert [(entry.destination, entry.method) for entry in sent] == [("release server", "GET")]


def test_the_version_that_runs_is_no_news(server, tmp_path):
    server.body = notice("0.1.0")
    with check(server, tmp_path) as asked:
        assert not asked.check().is_newer


def test_an_older_version_is_never_offered(server, tmp_path):
    server.body = notice("0.0.9", serial=99)
    with check(server, tmp_path) as asked:
        assert not asked.check().is_newer


def test_an_old_notice_is_not_believed_after_a_later_one_also_after_a_restart(server, tmp_path):
    server.body = notice("9.1.0", serial=7)
    with check(server, tmp_path) as asked:
        asked.check()
    server.body = notice("9.0.0", serial=6)
    with check(server, tmp_path) as asked, pytest.raises(PeerBroke, match="notice 6 after notice 7"):
        asked.check()
    assert json.loads((tmp_path / "releases.json").read_text()) == {"serial": 7}


def test_a_forged_notice_is_not_remembered(server, tmp_path):
    server.body = notice(serial=1000, key=Ed25519PrivateKey.generate())
    with check(server, tmp_path) as asked, pytest.raises(PeerBroke, match="a key that this version"):
        asked.check()
    assert not (tmp_path / "releases.json").exists()


def test_one_changed_byte_is_seen(server, tmp_path):
    server.body = notice().replace(b"Faster", b"Slower")
    with check(server, tmp_path) as asked, pytest.raises(PeerBroke, match="does not carry the signature"):
        asked.check()


def test_an_expired_notice_is_told(server, tmp_path):
    server.body = notice(age=31 * DAY)
    with check(server, tmp_path) as asked, pytest.raises(TryAgain, match="expired"):
        asked.check()


def test_a_flood_is_cut_off(server, tmp_path):
    server.body = b" " * (MOST_BYTES * 4)
    with check(server, tmp_path) as asked, pytest.raises(PeerBroke, match="more than 65536 bytes"):
        asked.check()


def test_a_drip_is_not_waited_for(server, tmp_path):
    server.body, server.drip = notice(), 0.05
    with check(server, tmp_path, seconds=0.3) as asked, pytest.raises(TryAgain, match=r"longer than 0\.3 s"):
        asked.check()


def test_no_redirection_is_followed(server, tmp_path):
    server.body, server.status = b"", 302
    server.headers = {"Location": "https://elsewhere.example/release.json"}
    with check(server, tmp_path) as asked, pytest.raises(PeerBroke, match=r"elsewhere\.example"):
        asked.check()
    assert server.asked == ["/release.json"]


def test_a_server_without_a_notice_is_told(server, tmp_path):
    server.status = 404
    with check(server, tmp_path) as asked, pytest.raises(TryAgain, match="answered 404"):
        asked.check()


def test_a_damaged_memory_is_told_and_nothing_is_asked(server, tmp_path):
    (tmp_path / "releases.json").write_text('{"serial": "many"}')
    with check(server, tmp_path) as asked, pytest.raises(YouCanFix, match="cannot be read"):
        asked.check()
    assert server.asked == []


@pytest.mark.parametrize("url", ["", "http://conflux.example/release.json", "https://a:b@conflux.example/"])
def test_only_an_address_that_nobody_can_listen_in_on_is_asked(tmp_path, url):
    with build_session(tmp_path, {}) as session, pytest.raises(YouCanFix):
        fetch_notice(url, session)


def test_a_build_without_a_release_key_says_so_and_asks_nobody(tmp_path):
    UserSettings(tmp_path).set("updates.url", "https://conflux.example/release.json")
    with pytest.raises(YouCanFix, match="no release key"):
        ReleaseCheck(lambda: b"", (), "0.1.0", tmp_path / "releases.json", time.time).check()
    if not releases.RELEASE_KEYS:
        with pytest.raises(YouCanFix, match="no release key"):
            build_release_check(tmp_path).check()
    assert not (tmp_path / "wire").exists()


def test_looking_for_versions_is_off_unless_somebody_turns_it_on():
    defaults = {setting.key: setting.default for setting in SETTINGS}
    assert (defaults["updates.check"], defaults["updates.url"]) == (False, "")


@pytest.fixture
def run(tmp_path):
    import typer

    program = typer.Typer()
    program.command()(version)

    def invoke(*words):
        report = tmp_path / "report.json"
        where = ["--data-dir", str(tmp_path / "data"), "--json", str(report)]
        result = CliRunner().invoke(program, [*words, *where], env={"COLUMNS": "300"})
        return result, json.loads(report.read_text())

    return invoke


def test_the_command_tells_the_version_and_asks_nobody(run, tmp_path):
    result, report = run()
    assert (result.exit_code, result.stdout) == (0, f"conflux {app.__version__}\n")
    assert report == {"version": app.__version__, "checked": False}
    assert not (tmp_path / "data").exists()


def test_the_command_tells_of_a_later_version(run, server, tmp_path, monkeypatch):
    server.body = notice()
    monkeypatch.setattr(releases, "RELEASE_KEYS", KEYS)
    UserSettings(tmp_path / "data").set("updates.url", server.url)
    result, report = run("--check")
    assert (result.exit_code, report["is_newer"], report["newest"]) == (0, True, "9.0.0")
    assert "Version 9.0.0 is there" in result.stdout
    assert "https://conflux.example/releases" in result.stdout


def test_the_command_tells_why_it_cannot_know(run, server, tmp_path, monkeypatch):
    server.body = b"<html>"
    monkeypatch.setattr(releases, "RELEASE_KEYS", KEYS)
    UserSettings(tmp_path / "data").set("updates.url", server.url)
    result, report = run("--check")
    assert (result.exit_code, report["error"]["kind"]) == (1, "PeerBroke")
    assert report["error"]["remedy"]

"""The bundle that `make bundle` built, started in a clean place without Python: its window, its programs."""

import hashlib
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
import time
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[2]
APP = ROOT / "build/bundle/conflux"
DIST = ROOT / "dist"
TOOLS = ("Xvfb", "xdotool", "xwininfo")
SIZE = (1440, 900)

pytestmark = [pytest.mark.e2e, pytest.mark.stress, pytest.mark.timeout(1200)]


@pytest.fixture
def clean(tmp_path):
    """A copy of nothing: an empty home, and an environment that knows no Python and no checkout."""
    if not (APP / "conflux").exists():
        pytest.skip("there is no bundle: run `make bundle` first")
    with tempfile.TemporaryDirectory(prefix="conflux-", dir="/tmp") as home:  # short: a socket lies in it
        yield {"HOME": home, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}


@pytest.fixture
def display(clean, tmp_path):
    """A screen of its own."""
    missing = [tool for tool in TOOLS if not shutil.which(tool)]
    if missing:
        pytest.skip(f"{', '.join(missing)} not on this machine")
    reading, writing = os.pipe()
    screen = subprocess.Popen(
        [shutil.which("Xvfb"), "-displayfd", str(writing), "-screen", "0", f"{SIZE[0]}x{SIZE[1]}x24",
         "-nolisten", "tcp", "-fbdir", str(tmp_path)],
        pass_fds=[writing], stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(writing)
    with os.fdopen(reading) as told:
        clean["DISPLAY"] = f":{told.readline().strip()}"
    yield clean
    screen.terminate()
    screen.wait(20)


def start(environment, folder, *words, **options):
    return subprocess.Popen(
        [str(APP / "conflux"), *words], cwd=folder, env=environment, start_new_session=True, **options
    )


def run(environment, folder, *words, seconds=120):
    done = subprocess.run(
        [str(APP / "conflux"), *words], cwd=folder, env=environment, capture_output=True, text=True,
        timeout=seconds, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def asked(environment, *words):
    return subprocess.run(words, env=environment, capture_output=True, text=True, check=False)


def pixels(folder):
    """The screen as Xvfb keeps it: the head of an XWD file, then four bytes a pixel."""
    return (folder / "Xvfb_screen0").read_bytes()


def colours(folder):
    image = np.frombuffer(pixels(folder)[-SIZE[0] * SIZE[1] * 4 :], dtype="<u4")
    return len(np.unique(image))


def until(condition, seconds):
    end = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.25)
    return found


def test_the_window_opens_and_paints_without_python_and_a_second_start_hands_its_link_over(display, tmp_path):
    with (tmp_path / "errors").open("wb") as errors:
        program = start(display, tmp_path, stdout=errors, stderr=errors)
    try:

        def shown():
            assert program.poll() is None, (tmp_path / "errors").read_text()[-2000:]
            words = ("xdotool", "search", "--onlyvisible", "--name", "^Conflux$")
            return asked(display, *words).stdout.split()

        (window,) = until(shown, 60)
        facts = asked(display, "xwininfo", "-id", window).stdout
        assert "IsViewable" in facts
        until(lambda: colours(tmp_path) > 30, 30)  # painted: an empty window has one colour
        socket = Path(display["HOME"]) / ".local/share/conflux/window.socket"
        until(socket.exists, 30)
        assert socket.parent.stat().st_mode & 0o077 == 0
        before = pixels(tmp_path)
        assert start(display, tmp_path, "conflux://round/41").wait(60) == 0
        assert shown() == [window]
        until(lambda: pixels(tmp_path) != before, 30)  # the page that asks
        if where := os.environ.get("CONFLUX_BUNDLE_SCREEN"):
            time.sleep(1.0)
            Path(where).write_bytes(pixels(tmp_path))
    finally:
        program.terminate()
        assert program.wait(60) == 0
    assert (tmp_path / "errors").read_text() == ""


def test_the_first_paint_loads_nothing_heavy(clean, tmp_path):
    told = json.loads(run(clean, tmp_path, "--smoke"))
    assert told["heavy_modules"] == []


def test_the_whole_story_holds_from_the_bundle(clean, tmp_path):
    """Chain, market, coordinator, agent, traders and their workers are all the bundle's own program."""
    told = run(clean, tmp_path, "demo", "--rounds", "1", "--json", "story.json", seconds=1000)
    assert "The story holds." in told
    assert json.loads((tmp_path / "story.json").read_text())["rounds"]


def test_a_round_with_a_coordinator_of_its_own_is_played_from_the_bundle(clean, tmp_path):
    """The coordinator is a module that a checkout starts with `python -m`."""
    words = ("--clients", "4", "--params", "1000", "--drop", "0", "--json", "round.json")
    run(clean, tmp_path, "simulate-round", *words)
    assert json.loads((tmp_path / "round.json").read_text())


def test_the_version_is_told_and_the_check_for_a_later_one_says_why_it_cannot(clean, tmp_path):
    assert run(clean, tmp_path, "version") == run(clean, tmp_path, "--version")
    words = [str(APP / "conflux"), "version", "--check"]
    told = subprocess.run(words, cwd=tmp_path, env=clean, capture_output=True, text=True, check=False)
    assert (told.returncode, "What to do:" in told.stderr) == (1, True)


def test_every_part_has_a_notice_and_none_is_under_the_gpl_alone(clean):
    lines = (APP / "licenses/NOTICES.txt").read_text().splitlines()[2:]
    assert len(lines) > 100
    for line in lines:
        name, _, licence = line.partition(": ")
        gpl = [word for word in licence.replace("LGPL", "").split() if "GPL" in word]
        assert not gpl or "OR" in licence.split() or name.startswith("pyinstaller "), line
    folders = [path for path in (APP / "licenses").iterdir() if path.is_dir()]
    assert len(folders) == len(lines)
    assert all(any(folder.iterdir()) for folder in folders)


def test_no_library_under_the_gpl_and_nothing_of_cuda_is_in_it(clean):
    names = [path.name for path in (APP / "_internal").rglob("*.so*")]
    assert names
    unwanted = (
        "libreadline",
        "libgdbm",
        "libdb-",
        "libcuda",
        "libcudart",
        "libtriton",
        "libQt6VirtualKeyboard",
    )
    assert [name for name in names if name.startswith(unwanted)] == []


def test_the_archives_are_whole(clean, tmp_path):
    if not (DIST / "SHA256SUMS").exists():
        pytest.skip("there are no archives: run `make bundle` first")
    for line in (DIST / "SHA256SUMS").read_text().splitlines():
        digest, name = line.split("  ")
        with (DIST / name).open("rb") as file:
            assert hashlib.file_digest(file, "sha256").hexdigest() == digest, name
    (plain,) = DIST.glob("*.tar.xz")
    wanted = "share/applications/conflux.desktop"
    with tarfile.open(plain) as archive:
        names = set()
        for member in archive:
            names.add(member.name.split("/", 2)[-1])
            if member.name.endswith(wanted):
                entry = archive.extractfile(member).read().decode()
    assert {
        "conflux",
        wanted,
        "share/icons/hicolor/scalable/apps/conflux.svg",
        "licenses/NOTICES.txt",
    } <= names
    assert "MimeType=x-scheme-handler/conflux;" in entry

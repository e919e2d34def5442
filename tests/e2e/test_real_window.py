"""The program on a real X server: xdotool's mouse clicks what a screen reader finds."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytest.importorskip("jeepney", reason="AT-SPI is read over D-Bus with jeepney, which keyring brings on Linux")

from tests.e2e.reader import Reader

pytestmark = [pytest.mark.e2e, pytest.mark.stress, pytest.mark.timeout(1800)]

SIZE = "1440x900x24"
NEEDED = ("Xvfb", "xdotool", "dbus-daemon")
LAUNCHER = Path("/usr/libexec/at-spi-bus-launcher")
missing = [name for name in NEEDED if not shutil.which(name)]
if missing or not LAUNCHER.exists():
    pytest.skip(
        f"needs {', '.join(missing) or LAUNCHER} (Debian: xvfb xdotool dbus at-spi2-core libxcb-cursor0)",
        allow_module_level=True,
    )


class Desk:
    """An X server, a message bus and the program on them, with hands and eyes."""

    def __init__(self, folder):
        self._running = []
        reading, writing = os.pipe()
        self._start(
            ["Xvfb", "-displayfd", str(writing), "-screen", "0", SIZE, "-nolisten", "tcp"], pass_fds=[writing]
        )
        os.close(writing)
        with os.fdopen(reading) as told:
            self._display = f":{told.readline().strip()}"
        bus = self._start(
            ["dbus-daemon", "--session", "--nofork", "--print-address=1"],
            stdout=subprocess.PIPE, text=True, env={**os.environ, "DISPLAY": self._display},
        )  # fmt: skip
        address = bus.stdout.readline().strip()
        self._environment = {
            **os.environ,
            "DISPLAY": self._display, "DBUS_SESSION_BUS_ADDRESS": address, "QT_QPA_PLATFORM": "xcb",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1", "NO_AT_BRIDGE": "0",
        }  # fmt: skip
        self._errors = (folder / "stderr.txt").open("w+")
        self.program = self._start(
            [sys.executable, "-m", "app", "--data-dir", str(folder / "data")],
            env=self._environment, stderr=self._errors,
        )  # fmt: skip
        self.reader = Reader(address)

    def _start(self, command, **options):
        started = subprocess.Popen(command, **options)
        self._running.append(started)
        return started

    def hands(self, *words):
        subprocess.run(["xdotool", *map(str, words)], check=True, env=self._environment, timeout=30)

    def click(self, node):
        self.hands("mousemove", "--sync", *node.middle)
        time.sleep(0.1)
        self.hands("click", 1)

    def wait(self, role, text, seconds):
        """The one thing on screen that is read so."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            assert self.program.poll() is None, self.errors()
            found = self.reader.find(role, text)
            if found and found[0].is_enabled:
                return found[0]
            time.sleep(1.0)
        raise AssertionError(f"no {role} {text!r} in {seconds} s; on screen: {self.words()}")

    def words(self):
        return [(node.role, node.name[:60]) for node in self.reader.nodes() if node.name.strip()][:80]

    def errors(self):
        self._errors.flush()
        return Path(self._errors.name).read_text(encoding="utf-8")

    def close(self):
        self.reader.close()
        for running in reversed(self._running):
            running.terminate()
            try:
                running.wait(60)
            except subprocess.TimeoutExpired:
                running.kill()
                running.wait()
            if running.stdout is not None:
                running.stdout.close()
        self._errors.close()


@pytest.fixture
def desk(tmp_path):
    made = Desk(tmp_path)
    yield made
    made.close()


def test_four_clicks_of_a_real_mouse_lead_to_a_claim(desk):
    """To the claimed profit, or to the tokens that the round gives out where the agent lost."""
    desk.wait("check box", "I know that", 60)
    boxes = desk.reader.find("check box", "I know that")
    assert len(boxes) == 2
    for box in boxes:
        desk.click(box)
    desk.click(desk.wait("push button", "Continue", 20))
    desk.click(desk.wait("push button", "Use sample market", 30))
    desk.click(desk.wait("push button", "Train & contribute", 400))
    desk.click(desk.wait("push button", "Send", 300))
    claim = desk.wait("push button", "Claim ", 900)
    print(claim.name)
    desk.click(claim)
    desk.wait("push button", "Train & contribute", 120)
    nodes = list(desk.reader.nodes())
    tile = next(node for node in nodes if node.name == "Claimable" and node.description)
    assert tile.description.startswith("nothing yet")
    nameless = {"push button", "check box", "text", "combo box", "table", "list", "page tab", "progress bar"}
    assert [node for node in nodes if node.role in nameless and not node.name.strip()] == []
    assert "Traceback" not in desk.errors()
    desk.program.terminate()
    assert desk.program.wait(60) == 0

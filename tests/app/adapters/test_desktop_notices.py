"""Notifications through D-Bus, against a service of the freedesktop protocol on a bus of its own."""

import shutil
import subprocess
import sys
import threading

import pytest

from app.adapters.desktop_notices import notify
from core.errors import TryAgain

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="D-Bus is Linux's"),
    pytest.mark.skipif(shutil.which("dbus-daemon") is None, reason="there is no dbus-daemon"),
]

NAME = "org.freedesktop.Notifications"


@pytest.fixture
def bus(monkeypatch):
    """A session bus that only this test is on."""
    words = ["dbus-daemon", "--session", "--nofork", "--print-address"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as daemon:
        address = daemon.stdout.readline().strip()
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        yield address
        daemon.terminate()


class Service:
    """A desktop's notification service: answers two methods and keeps what it was told."""

    def __init__(self, *capabilities, refuses=False):
        from jeepney import message_bus
        from jeepney.io.blocking import open_dbus_connection

        self.told, self.signatures = [], []
        self._capabilities, self._refuses = list(capabilities), refuses
        self._connection = open_dbus_connection("SESSION")
        self._connection.send_and_get_reply(message_bus.RequestName(NAME))
        self._is_wanted = True
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self):
        from jeepney import HeaderFields, MessageType, new_error, new_method_return

        while self._is_wanted:
            try:
                call = self._connection.receive(timeout=0.1)
            except TimeoutError:
                continue
            if call.header.message_type != MessageType.method_call:
                continue
            member = call.header.fields[HeaderFields.member]
            if member == "GetCapabilities":
                self._connection.send(new_method_return(call, "as", (self._capabilities,)))
            elif self._refuses:
                self._connection.send(new_error(call, "org.example.No", "s", ("too many",)))
            else:
                self.signatures.append(call.header.fields[HeaderFields.signature])
                self.told.append(call.body)
                self._connection.send(new_method_return(call, "u", (len(self.told),)))

    def close(self):
        self._is_wanted = False
        self._thread.join()
        self._connection.close()


@pytest.fixture
def serve(bus):
    services = []

    def make(*capabilities, **options):
        services.append(Service(*capabilities, **options))
        return services[-1]

    yield make
    for service in services:
        service.close()


def test_the_desktop_is_told_in_the_protocols_own_types(serve):
    service = serve("body")
    notify("Rounds", "Round 3 is settled: my score is <b>+0.1</b> & more", "danger")
    ((name, replaces, icon, title, body, actions, hints, timeout),) = service.told
    assert service.signatures == ["susssasa{sv}i"]
    assert (name, replaces, icon, title) == ("Conflux", 0, "conflux", "Rounds")
    assert body == "Round 3 is settled: my score is <b>+0.1</b> & more"
    assert (actions, timeout) == ([], -1)
    assert hints["urgency"] == ("y", 2)


def test_a_service_that_reads_markup_is_given_none(serve):
    service = serve("body", "body-markup")
    notify("Rounds", "a < b & c", "info")
    assert service.told[0][4] == "a &lt; b &amp; c"


def test_a_service_that_refuses_is_named_with_its_reason(serve):
    serve("body", refuses=True)
    with pytest.raises(TryAgain, match="too many"):
        notify("Rounds", "text", "info")


def test_without_a_service_or_a_bus_it_says_so(bus, monkeypatch, tmp_path):
    with pytest.raises(TryAgain, match="takes no notifications"):
        notify("Rounds", "text", "info")
    for address in (f"unix:path={tmp_path}/none", "nonsense"):
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        with pytest.raises(TryAgain, match="takes no notifications"):
            notify("Rounds", "text", "info")
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS")
    with pytest.raises(TryAgain, match="takes no notifications"):
        notify("Rounds", "text", "info")

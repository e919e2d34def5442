"""A title, a sentence and a level in; the desktop's notification of it out: the one door to D-Bus.

Qt's own D-Bus module cannot say from Python that a number is an unsigned one, which the freedesktop protocol
asks for (PySide6 6.11 sends int32 or uint16), so the message is made with jeepney.
"""

import html
import sys
from typing import TYPE_CHECKING, Any

from core.errors import TryAgain

if TYPE_CHECKING:
    from jeepney.io.blocking import DBusConnection

_NAME = "org.freedesktop.Notifications"
_PATH = "/org/freedesktop/Notifications"
_SECONDS = 3.0
_URGENCY = {"info": 0, "warning": 1, "danger": 2}
_USUAL_TIME = -1
_NEW = 0


def notify(title: str, body: str, level: str) -> None:
    """Show a notification on the desktop; waits for its answer, so call it from a job.

    Args:
        title: a few words.
        body: a sentence, plain.
        level: info, warning or danger.

    Raises TryAgain where there is no such service, or it does not answer.
    """
    if sys.platform in {"win32", "darwin"}:
        raise _absent("this system has no D-Bus")
    from jeepney.io.blocking import open_dbus_connection

    try:
        with open_dbus_connection("SESSION") as connection:
            if "body-markup" in _ask(connection, "GetCapabilities")[0]:
                body = html.escape(body, quote=False)
            hints = {"urgency": ("y", _URGENCY[level]), "desktop-entry": ("s", "conflux")}
            values: tuple[Any, ...] = ("Conflux", _NEW, "conflux", title, body, [], hints, _USUAL_TIME)
            _ask(connection, "Notify", "susssasa{sv}i", values)
    except (OSError, KeyError, ValueError, EOFError) as error:
        raise _absent(str(error) or type(error).__name__) from error


def _ask(
    connection: "DBusConnection", method: str, signature: str | None = None, values: tuple[Any, ...] = ()
) -> Any:
    """What the service answers to a method."""
    from jeepney import DBusAddress, MessageType, new_method_call

    address = DBusAddress(_PATH, bus_name=_NAME, interface=_NAME)
    call = new_method_call(address, method, signature, values)
    reply = connection.send_and_get_reply(call, timeout=_SECONDS)
    if reply.header.message_type == MessageType.error:
        raise _absent(str(reply.body[0]) if reply.body else "it refuses")
    return reply.body


def _absent(why: str) -> TryAgain:
    return TryAgain(
        f"The desktop takes no notifications: {why}.",
        "They are listed in the window; a setting turns this off.",
    )

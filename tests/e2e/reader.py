"""The address of a desktop's message bus in; the tree that a screen reader sees, node by node, out."""

from dataclasses import dataclass

from jeepney import DBusAddress, Properties, new_method_call
from jeepney.io.blocking import open_dbus_connection

ACCESSIBLE = "org.a11y.atspi.Accessible"
COMPONENT = "org.a11y.atspi.Component"
REGISTRY = ("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root")
ENABLED, SHOWING = 8, 25
"""Bits of AtspiStateType."""
_SECONDS = 30


@dataclass(frozen=True)
class Node:
    """One thing on screen, as it is read out; `place` is x, y, width and height on the screen."""

    address: tuple[str, str]
    role: str
    name: str
    description: str
    states: int
    place: tuple[int, int, int, int]

    @property
    def is_showing(self):
        return bool(self.states >> SHOWING & 1)

    @property
    def is_enabled(self):
        return bool(self.states >> ENABLED & 1)

    @property
    def middle(self):
        x, y, width, height = self.place
        return x + width // 2, y + height // 2


class Reader:
    """Reads the tree of all programs on one accessibility bus.

    Args:
        session_bus: address of the session's message bus, which tells where the accessibility bus is.
    """

    def __init__(self, session_bus):
        with open_dbus_connection(bus=session_bus) as session:
            address = DBusAddress("/org/a11y/bus", "org.a11y.Bus", "org.a11y.Bus")
            (where,) = _ask(session, new_method_call(address, "GetAddress"))
        self._bus = open_dbus_connection(bus=where)

    def close(self):
        self._bus.close()

    def nodes(self):
        """All that is showing, parents before children."""
        left = list(reversed(self._children(REGISTRY)))
        while left:
            address = left.pop()
            node = self._read(address)
            if node is None:
                continue
            is_program = node.role in {"application", "window", "frame"}
            if node.is_showing or is_program:
                yield node
                left.extend(reversed(self._children(address)))

    def find(self, role, text=""):
        """What is showing with this role, and a name that begins with this text."""
        return [
            node
            for node in self.nodes()
            if node.role == role and node.is_showing and node.name.strip().startswith(text)
        ]

    def _read(self, address):
        try:
            role = self._call(address, ACCESSIBLE, "GetRoleName")[0]
            low, high = self._call(address, ACCESSIBLE, "GetState")[0]
            name, description = (self._property(address, name) for name in ("Name", "Description"))
            place = (
                self._call(address, COMPONENT, "GetExtents", "u", (0,))[0]
                if role != "application"
                else (0,) * 4
            )
        except LookupError:
            return None
        return Node(address, role, name, description, high << 32 | low, place)

    def _children(self, address):
        try:
            return self._call(address, ACCESSIBLE, "GetChildren")[0]
        except LookupError:
            return []

    def _call(self, address, interface, method, signature=None, body=()):
        where = DBusAddress(address[1], address[0], interface)
        return _ask(self._bus, new_method_call(where, method, signature, body))

    def _property(self, address, name):
        where = DBusAddress(address[1], address[0], ACCESSIBLE)
        return _ask(self._bus, Properties(where).get(name))[0][1]


def _ask(bus, message):
    """The answer's body; a thing that is gone by now is a LookupError."""
    answer = bus.send_and_get_reply(message, timeout=_SECONDS)
    if answer.header.message_type.name == "error":
        raise LookupError(answer.body)
    return answer.body

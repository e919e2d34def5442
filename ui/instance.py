"""A data folder in; the links of later starts, handed to the window that runs on that folder already, out."""

import hashlib
import sys
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from core.links import MOST_CHARACTERS

_PATIENCE_MS = 3000
_TAKEN = b"taken\n"
_LONGEST_PATH = 100
"""Bytes of the path of a Unix socket that every system takes."""


def hand_over(folder: Path, link: str) -> bool:
    """Give `link` to the window that runs on `folder`; False where none took it."""
    socket, name = QLocalSocket(), _name(folder)
    if not name:
        return False
    socket.connectToServer(name)
    if not socket.waitForConnected(_PATIENCE_MS):
        return False
    socket.write(link.encode()[: MOST_CHARACTERS + 1] + b"\n")
    taken = socket.waitForBytesWritten(_PATIENCE_MS) and socket.waitForReadyRead(_PATIENCE_MS)
    return taken and bytes(socket.readAll().data()) == _TAKEN


class Instance(QObject):
    """Hears the links that later starts hand over; only programs of the same user can reach it.

    What comes is a text of a stranger like any other link: at most one line, read at its door.
    """

    link_came = Signal(str)

    def __init__(self, folder: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.setMaxPendingConnections(2)
        self._server.newConnection.connect(self._accept)
        self.listens = self._listen(_name(folder))

    def _listen(self, name: str) -> bool:
        """Hear by this name, unless another window does: False then, and where the name cannot be had."""
        if not name or _is_there(name):
            return False
        QLocalServer.removeServer(name)  # the file that a crash left
        return self._server.listen(name)

    def _accept(self) -> None:
        while self._server.hasPendingConnections():
            _Visitor(self._server.nextPendingConnection(), self)

    def close(self) -> None:
        """Hear no more."""
        self._server.close()


class _Visitor(QObject):
    """One connection: a line is taken, more than a link's length is not waited for."""

    def __init__(self, socket: QLocalSocket, instance: Instance) -> None:
        super().__init__(socket)
        self._socket = socket
        self._instance = instance
        socket.setReadBufferSize(MOST_CHARACTERS + 2)
        socket.readyRead.connect(self._read)
        socket.disconnected.connect(socket.deleteLater)
        self._read()

    def _read(self) -> None:
        if not self._socket.canReadLine():
            if self._socket.bytesAvailable() > MOST_CHARACTERS:
                self._socket.abort()
            return
        line = bytes(self._socket.readLine(MOST_CHARACTERS + 2).data())
        self._socket.write(_TAKEN)
        self._socket.disconnectFromServer()
        self._instance.link_came.emit(line.decode("utf-8", "replace").strip())


def _is_there(name: str) -> bool:
    """Whether another window hears by this name; the file of one that crashed answers nothing."""
    socket = QLocalSocket()
    socket.connectToServer(name)
    return bool(socket.waitForConnected(_PATIENCE_MS))


def _name(folder: Path) -> str:
    """A socket in the data folder, which its user alone may enter; a pipe's name on Windows.

    "" where the folder lies too deep for a socket: a shared folder would do, but anybody could answer there.
    """
    path = folder.resolve() / "window.socket"
    if sys.platform == "win32":
        return f"conflux-{hashlib.sha256(str(path).encode()).hexdigest()[:24]}"
    return str(path) if len(str(path).encode()) <= _LONGEST_PATH else ""

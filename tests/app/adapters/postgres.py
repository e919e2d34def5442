"""PostgreSQL's own programs in; a real server on loopback, fresh databases on it, and its bad moments out."""

import importlib.util
import itertools
import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest

OWNER = "conflux"


def binaries():
    """The folder of PostgreSQL's programs: on the path, as Debian has them, or of the wheel pgserver."""
    found = shutil.which("initdb")
    wheel = importlib.util.find_spec("pgserver")
    candidates = [
        *([Path(found).resolve().parent] if found else []),
        *sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: -float(path.parent.name)),
        *([Path(wheel.origin).parent / "pginstall/bin"] if wheel else []),
    ]
    return next((folder for folder in candidates if _runs(folder)), None)


def _runs(folder):
    """Whether the programs are there, and may be started by the user that we would be."""
    try:
        ran = subprocess.run(
            [str(folder / "initdb"), "--version"],
            check=False,
            capture_output=True,
            cwd="/",
            **_unprivileged(),
        )
    except OSError:
        return False
    return ran.returncode == 0 and (folder / "postgres").exists()


def _unprivileged():
    """Options for programs that refuse to run as root."""
    if os.geteuid():
        return {}
    import pwd

    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    chosen = names.get("postgres") or names["nobody"]
    return {"user": chosen.pw_uid, "group": chosen.pw_gid, "extra_groups": []}


class PostgresServer:
    """A server in a temporary folder.

    Args:
        programs: the folder of initdb, pg_ctl and postgres.

    Attributes:
        password: of its owner, random.
        port: on 127.0.0.1.
    """

    def __init__(self, programs):
        self._programs = programs
        self._as = {**_unprivileged(), "cwd": "/"}
        self._numbers = itertools.count()
        self.password = f"pw-{secrets.token_hex(8)}"
        self.folder = Path(tempfile.mkdtemp(prefix="conflux-postgres-"))
        self.data = self.folder / "data"
        self.port = _free_port()
        self._make()
        self.start()

    def _make(self):
        word = self.folder / "word"
        word.write_text(self.password)
        if "user" in self._as:
            for path in (self.folder, word):
                os.chown(path, self._as["user"], self._as["group"])
        self._run(
            "initdb", "-U", OWNER, "--pwfile", str(word), "-A", "scram-sha-256", "-E", "UTF8",
            "--locale=C", "--no-sync",
        )  # fmt: skip

    def _run(self, program, *words):
        ran = subprocess.run(
            [str(self._programs / program), "-D", str(self.data), *words],
            check=False, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, **self._as,
        )  # fmt: skip
        if ran.returncode:
            raise RuntimeError(f"{program} failed: {ran.stderr}")

    def start(self):
        """Start it and wait until it answers."""
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off"
        self._run("pg_ctl", "start", "-w", "-t", "60", "-l", str(self.folder / "log"), "-o", options)

    def stop(self):
        """Stop it in the middle of whatever goes on, as a crash of its machine would."""
        self._run("pg_ctl", "stop", "-w", "-m", "immediate")

    def restart(self):
        """Stop it hard and start it again."""
        self.stop()
        self.start()

    @contextmanager
    def away(self):
        """A while without it."""
        self.stop()
        try:
            yield
        finally:
            self.start()

    @contextmanager
    def hung(self):
        """A while in which it takes connections and answers nothing."""
        numbers = [int((self.data / "postmaster.pid").read_text().split()[0])]
        listed = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(numbers[0])], check=True, capture_output=True, text=True
        )
        numbers += [int(number) for number in listed.stdout.split()]
        _signal(numbers, signal.SIGSTOP)
        try:
            yield
        finally:
            _signal(numbers, signal.SIGCONT)

    def database(self):
        """The URL of a new, empty database."""
        name = f"test{next(self._numbers)}"
        self.do(f"CREATE DATABASE {name}")
        return self.url(name)

    def url(self, database="postgres", user=OWNER, password=None):
        """Of a database, without a driver, as an operator writes it."""
        return f"postgresql://{user}:{password or self.password}@127.0.0.1:{self.port}/{database}"

    def do(self, statement, url=None):
        """Run a statement beside the product, as an administrator does; returns rows where there are any."""
        import psycopg

        with psycopg.connect(url or self.url(), autocommit=True) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def close(self):
        """Stop it and remove its folder."""
        try:
            self.stop()
        finally:
            shutil.rmtree(self.folder)


def _signal(numbers, number):
    for process in numbers:
        os.kill(process, number)


def _free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


@pytest.fixture(scope="session")
def postgres():
    """One server for all tests of a process; skips where PostgreSQL is not installed."""
    programs = binaries()
    if programs is None:
        pytest.skip("no PostgreSQL here: install Debian's postgresql, or the wheel pgserver")
    server = PostgresServer(programs)
    yield server
    server.close()

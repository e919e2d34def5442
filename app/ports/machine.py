"""The time, secrets and the training process of this machine: what the roles ask of them."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

Progress = Callable[[str, float], None]
"""Called as progress(stage, fraction of the whole in [0, 1]); raises Cancelled when the user cancelled."""


class Clock(Protocol):
    """The time that rounds, candles and limits go by."""

    def now(self) -> float:
        """UTC seconds since 1970; never goes back."""
        ...


class SecretStore(Protocol):
    """Small secrets under names, in the system's keychain or an encrypted file."""

    def put(self, name: str, secret: bytes) -> None:
        """Keep `secret`; read back before returning."""
        ...

    def get(self, name: str) -> bytes | None:
        """The secret, None where there is none. Raises YouCanFix for a wrong password, or Damaged."""
        ...

    def delete(self, name: str) -> None:
        """Forget the secret; harmless where there is none."""
        ...

    def put_aside(self, name: str) -> None:
        """Keep what cannot be read under another name, so that `name` is free; nothing is erased."""
        ...

    def waits_for(self) -> str:
        """What it needs first: "" nothing, "password", or "new password" for a file that is not made yet."""
        ...

    def unlock(self, password: str) -> None:
        """Give it the password that it waits for. Raises YouCanFix for a wrong one."""
        ...

    def notes(self) -> "SecretStore":
        """Where small notes that are no secrets are kept, readable while it waits."""
        ...


class Worker(Protocol):
    """The one process that trains and differentiates; keys never enter it."""

    def call(
        self,
        task: str,
        arguments: Mapping[str, Any],
        progress: Progress | None = None,
        report: Callable[[Any], None] | None = None,
    ) -> Any:
        """Run a named task of app.worker_tasks in the worker process and wait for its result.

        Arguments and results are frozen data classes, numpy arrays, bytes and numbers. `report` is called
        with each partial result that the task tells, as the EpochReports of "train".

        Raises:
            Cancelled: `progress` raised it; the task is stopped within two seconds, the worker lives on.
            TryAgain: the worker died twice on this task.
        """
        ...

    def close(self) -> None:
        """Stop the process."""
        ...

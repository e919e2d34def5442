"""Every error Conflux raises, drawn as one tree, sorted by who can fix it.

ConfluxError
├── YouCanFix    the user can: a bad file, a wrong password, not enough funds
│   └── Damaged  what this machine kept can no longer be read: a copy of it is needed
├── TryAgain     time can: an exchange, coordinator, chain or store is away
├── PeerBroke    somebody else broke the protocol: a bad signature, a bad proof, a stale round
└── Refused      a rule of ours says no: a spent budget, a risk limit, a licence
"""


class ConfluxError(Exception):
    """An error a person can act on.

    Args:
        message: one sentence with the cause; never holds a secret.
        remedy: one sentence with the next step.
    """

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}".rstrip()


class YouCanFix(ConfluxError):  # noqa: N818 - the four branches read as who can fix it
    """The user can fix it: a bad file, a wrong password, a port in use, not enough funds."""


class Damaged(YouCanFix):
    """What this machine kept can no longer be read; a back-up brings it back."""


class TryAgain(ConfluxError):  # noqa: N818
    """Waiting can fix it: an outside service is away or overloaded.

    Args:
        message: one sentence with the cause.
        remedy: one sentence with the next step.
        retry_after: seconds until a retry makes sense, where the other side said so.
    """

    def __init__(self, message: str, remedy: str = "", retry_after: float | None = None) -> None:
        super().__init__(message, remedy)
        self.retry_after = retry_after


class PeerBroke(ConfluxError):  # noqa: N818
    """Another party broke the protocol: a bad signature, a digest that does not match, a stale round."""


class Refused(ConfluxError):  # noqa: N818
    """A rule of ours forbids it: a spent budget, a risk limit, a missing role."""


class Cancelled(ConfluxError):  # noqa: N818
    """The user cancelled the work; nothing half-done is kept."""


class Closing(Cancelled):
    """The program ends while the work goes on: what lets it go on later is kept."""

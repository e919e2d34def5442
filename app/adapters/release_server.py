"""A release server's address in; the bytes of its notice, few and soon, or an error in words, out."""

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from app.adapters.remote import Limits, Remote, reason
from core.errors import PeerBroke, TryAgain, YouCanFix
from core.links import checked_url
from core.releases import MOST_BYTES

if TYPE_CHECKING:
    import requests

_LIMITS = Limits(seconds=15.0, size=MOST_BYTES)
_NAME = "The release server"
_FOUND = 200


def fetch_notice(url: str, session: "requests.Session", limits: Limits = _LIMITS) -> bytes:
    """The notice at `url`; it is not looked into here.

    Args:
        url: https, or http on this machine.
        session: from app.adapters.http.recording_session.
        limits: of the whole answer.

    Raises:
        YouCanFix: no address, or one that is not plain https.
        TryAgain: away, too slow, or it has no notice there.
        PeerBroke: too long, or it sends elsewhere: no redirection is followed.
    """
    if not url:
        raise YouCanFix(
            "No release server is set.", "Set its address: conflux config set updates.url https://…"
        )
    parts = urlsplit(checked_url(url))
    server = Remote(_NAME, f"{parts.scheme}://{parts.netloc}", session, limits)
    answer = server.ask("GET", parts.path or "/", server.deadline())
    if 300 <= answer.status < 400:  # noqa: PLR2004 - HTTP's redirections
        where = reason(answer.headers.get("location", "another place"))
        raise PeerBroke(
            f"{_NAME} sends to {where} instead of answering.",
            "Set updates.url to the final address, if you know whose it is.",
        )
    if answer.status != _FOUND:
        raise TryAgain(f"{_NAME} has no notice there: it answered {answer.status}.", "Check updates.url.")
    return answer.body

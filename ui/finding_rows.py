"""What a round found and who takes part in the network in; rows, figures and sentences ready to show, out."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.trader import findings
from ui import formatting
from ui.round_rows import nats
from ui.translation import tr
from ui.widgets.facts import Fact
from ui.widgets.record_table import Column

if TYPE_CHECKING:
    from app.trader.findings import ClientFinding, OwnStanding, RoundFindings
    from app.trader.participants import Participant, Participants

_ADDRESS = re.compile(r"0x[0-9a-fA-F]{40}")
_SEPARATOR = " \u00b7 "
_STATES = {
    "final": tr("Final: nothing is open any more, subject to the audit."),
    "provisional": tr("Provisional: a neighbour has not confirmed an edge yet."),
    "held": tr("Held: an edge is unresolved, so that only the group's total is known. It is not paid."),
    "void": tr("Void: the score is beyond the norm bound. It is not paid."),
}
_PLACES = {
    findings.LEFT_OUT: (tr("\u2717 left out"), "warning"),
    findings.ABSENT: (tr("dropped out"), "muted"),
    findings.AWAITED: (tr("awaited"), "warning"),
    findings.JOINED: (tr("joined"), ""),
    findings.IN_SUM: (tr("in the sum"), ""),
}


@dataclass(frozen=True)
class FindingRow:
    """One client of a round."""

    client: str
    address: str
    place: str
    place_tone: str
    score: str
    score_tone: str
    payable: str
    payable_tone: str
    state: str
    state_tone: str
    counts: str
    why: str


@dataclass(frozen=True)
class ParticipantRow:
    """One client of the network."""

    client: str
    address: str
    now: str
    now_tone: str
    reliability: str
    reliable: float
    joined: int
    finished: int
    dropped: int
    rejected: int
    convicted: int
    convicted_tone: str
    seen: str
    seen_at: float
    note: str


def finding_rows(found: "RoundFindings") -> tuple[FindingRow, ...]:
    """Everybody of a round, mine first."""
    return tuple(_finding_row(client) for client in found.clients)


def _finding_row(found: "ClientFinding") -> FindingRow:
    place, tone = (tr("\u2717 convicted"), "danger") if found.fault else _PLACES[found.place]
    return FindingRow(
        client=_name(found.client, is_mine=found.is_mine),
        address=found.client,
        place=place,
        place_tone=tone,
        score=nats(found.score),
        score_tone=formatting.tone_of(found.score),
        payable=nats(found.payable),
        payable_tone=formatting.tone_of(found.payable),
        state=found.state or formatting.ABSENT,
        state_tone="" if found.state in ("", findings.FINAL) else "warning",
        counts=formatting.ABSENT if found.counts is None else tr("yes") if found.counts else tr("no"),
        why=" ".join(_reasons(found)),
    )


def _name(address: str, *, is_mine: bool) -> str:
    return (
        tr("{address} (me)").format(address=formatting.short(address))
        if is_mine
        else formatting.short(address)
    )


def _reasons(found: "ClientFinding") -> list[str]:
    """Why a client's row is not an ordinary one, a sentence each."""
    reasons = []
    if found.fault:
        reasons.append(
            tr("Convicted by the record: {shortened}. Its bond is at stake.").format(
                shortened=_shortened(found.fault)
            )
        )
    if found.rejection:
        reasons.append(
            tr("The norm check left it out: {shortened}.").format(shortened=_shortened(found.rejection))
        )
    if found.is_unpaid and not found.fault:
        reasons.append(tr("Its drawn edges were not shown in the audit, so that it is not paid."))
    if found.held_with:
        others = ", ".join(formatting.short(client) for client in found.held_with)
        reasons.append(
            tr("An edge is unresolved; only the total with {others} is known, and none is paid.").format(
                others=others
            )
        )
    elif found.state and found.state != findings.FINAL:
        reasons.append(_STATES[found.state])
    if found.place == findings.ABSENT and not found.fault:
        reasons.append(tr("Its masked update is not in the sum; that is no fault."))
    if found.place == findings.AWAITED:
        reasons.append(tr("Has not answered the open step yet."))
    return reasons


def _shortened(reason: str) -> str:
    """A reason of the coordinator's with its addresses as they stand in the table."""
    return _ADDRESS.sub(lambda match: formatting.short(match[0]), reason)


def summary(found: "RoundFindings") -> str:
    """How many joined, are in the sum, and are left out, convicted or unpaid; zeros are left out."""
    places = [client.place for client in found.clients]
    counts = (
        (len(places), tr("joined")),
        (places.count(findings.IN_SUM), tr("in the sum")),
        (places.count(findings.LEFT_OUT), tr("left out")),
        (sum(bool(client.fault) for client in found.clients), "convicted"),
        (sum(client.state == findings.HELD for client in found.clients), "held"),
        (sum(client.state == findings.PROVISIONAL for client in found.clients), "provisional"),
        (sum(client.is_unpaid for client in found.clients), tr("unpaid")),
    )
    return _SEPARATOR.join(f"{count} {word}" for count, word in counts if count)


def own_facts(found: "RoundFindings") -> tuple[Fact, ...]:
    """This trader's row as figures; a single sentence where it has none."""
    mine = found.mine
    if mine is None:
        return (Fact(tr("Me"), tr("no part in this round"), "muted"),)
    place, tone = (tr("\u2717 convicted"), "danger") if mine.fault else _PLACES[mine.place]
    state = mine.state or tr("not scored yet")
    return (
        Fact(tr("My update"), place, tone, " ".join(_reasons(mine))),
        Fact(
            tr("Raw score (nat)"),
            nats(mine.score),
            formatting.tone_of(mine.score),
            tr("The loss it took away."),
        ),
        Fact(
            tr("Payable (nat)"),
            nats(mine.payable),
            formatting.tone_of(mine.payable),
            tr("The raw score less what anybody earns by replaying public directions."),
        ),
        Fact(
            tr("Score is"),
            tr("{state}, unpaid").format(state=state) if mine.is_unpaid else state,
            "" if mine.counts else "muted" if mine.counts is None else "warning",
            _STATES.get(mine.state, ""),
        ),
        _standing_fact(found.standing),
    )


def _standing_fact(standing: "OwnStanding | None") -> Fact:
    hint = tr("Mean of my payable scores, the newest weighing most, with its standard error. Pay goes by it.")
    if standing is None:
        return Fact(tr("Mean of my rounds"), formatting.ABSENT, "muted", hint)
    title = tr("Mean of {rounds}").format(rounds=tr("{n} round(s)", "", standing.rounds))
    error = formatting.ABSENT if standing.error is None else formatting.number(standing.error, 5)
    return Fact(title, f"{nats(standing.mean)} \u00b1 {error}", formatting.tone_of(standing.mean), hint)


def found_title(found: "RoundFindings") -> str:
    """The heading of what a round found."""
    return tr("What round {round_id} found").format(round_id=found.status.round_id)


def participant_rows(found: "Participants", me: str) -> tuple[ParticipantRow, ...]:
    """Everybody, in the coordinator's order."""
    return tuple(_participant_row(client, me) for client in found.clients)


def _participant_row(found: "Participant", me: str) -> ParticipantRow:
    now = tr("awaited") if found.is_awaited else found.step or formatting.ABSENT
    return ParticipantRow(
        client=_name(found.address, is_mine=found.address == me),
        address=found.address,
        now=now,
        now_tone="warning" if found.is_awaited else "" if found.step else "muted",
        reliability=formatting.percent(found.reliability, 0),
        reliable=-1.0 if found.reliability is None else found.reliability,
        joined=found.joined,
        finished=found.finished,
        dropped=found.dropped,
        rejected=found.rejected,
        convicted=found.convicted,
        convicted_tone="danger" if found.convicted else "",
        seen=formatting.date_time(found.seen_at),
        seen_at=found.seen_at,
        note=found.note,
    )


def participants_note(found: "Participants") -> str:
    """How many there are, and for how many the round waits."""
    awaited = sum(client.is_awaited for client in found.clients)
    parts = [tr("{n} participant(s)", "", len(found.clients))]
    present = sum(bool(client.step) for client in found.clients)
    if found.round_id is not None:
        parts.append(tr("{present} in round {round_id}").format(present=present, round_id=found.round_id))
    if awaited:
        parts.append(tr("{step} waits for {awaited}").format(step=found.step, awaited=awaited))
    return _SEPARATOR.join(parts)


FINDING_COLUMNS = (
    Column[FindingRow](tr("Client"), lambda row: row.client, share=1, hint=lambda row: row.address),
    Column[FindingRow](tr("Update"), lambda row: row.place, tone=lambda row: row.place_tone, share=1),
    Column[FindingRow](
        tr("Raw (nat)"), lambda row: row.score, right=True, tone=lambda row: row.score_tone, share=1
    ),
    Column[FindingRow](
        tr("Payable (nat)"), lambda row: row.payable, right=True, tone=lambda row: row.payable_tone, share=1
    ),
    Column[FindingRow](tr("Score is"), lambda row: row.state, tone=lambda row: row.state_tone, share=1),
    Column[FindingRow](tr("Counts for pay"), lambda row: row.counts, share=0),
    Column[FindingRow](tr("Why"), lambda row: row.why, share=12, hint=lambda row: row.why),
)

PARTICIPANT_COLUMNS = (
    Column[ParticipantRow](tr("Client"), lambda row: row.client, share=2, hint=lambda row: row.address),
    Column[ParticipantRow](tr("This round"), lambda row: row.now, tone=lambda row: row.now_tone, share=2),
    Column[ParticipantRow](
        tr("Reliable"), lambda row: row.reliability, right=True, sort=lambda row: row.reliable
    ),
    Column[ParticipantRow](
        tr("Joined"), lambda row: f"{row.joined:,}", right=True, sort=lambda row: row.joined
    ),
    Column[ParticipantRow](
        tr("Finished"), lambda row: f"{row.finished:,}", right=True, sort=lambda row: row.finished
    ),
    Column[ParticipantRow](
        tr("Dropped out"), lambda row: f"{row.dropped:,}", right=True, sort=lambda row: row.dropped
    ),
    Column[ParticipantRow](
        tr("Left out"), lambda row: f"{row.rejected:,}", right=True, sort=lambda row: row.rejected
    ),
    Column[ParticipantRow](
        tr("Convicted"),
        lambda row: f"{row.convicted:,}",
        right=True,
        tone=lambda row: row.convicted_tone,
        sort=lambda row: row.convicted,
    ),
    Column[ParticipantRow](
        tr("Last message (UTC)"), lambda row: row.seen, sort=lambda row: row.seen_at, share=2
    ),
    Column[ParticipantRow](tr("Last trouble"), lambda row: row.note, share=8, hint=lambda row: row.note),
)

"""Entries, totals and the check of the privacy log in; rows, columns and tiles ready to show, out."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.trader.privacy_log import matches, told_fields
from ui import formatting
from ui.translation import tr
from ui.widgets.card import TileState
from ui.widgets.record_table import Column

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.ports import SentRecord
    from app.trader.privacy_log import DestinationTotal, LogOverview
    from core.privacy.log_chain import LogCheck

_LONGEST = 120
_HEAD_DIGITS = 12


@dataclass(frozen=True)
class EntryRow:
    """One entry of the log."""

    number: int
    at: str
    exactly_at: str
    destination: str
    host: str
    purpose: str
    fields: str
    details: str
    size: str
    bytes: int
    epsilon: str
    is_note: bool


@dataclass(frozen=True)
class DestinationRow:
    """All that one destination got."""

    destination: str
    requests: int
    size: str
    bytes: int


@dataclass(frozen=True)
class FaultRow:
    """One thing that was done to the log, or that is worth knowing of it."""

    kind: str
    tone: str
    text: str


def entry_rows(records: "Iterable[SentRecord]", words: str, destination: str) -> tuple[EntryRow, ...]:
    """The entries that went to `destination`, "" for any, in which all `words` stand somewhere."""
    wanted = words.lower().split()
    chosen = (record for record in records if not destination or record.destination == destination)
    return tuple(_entry_row(record) for record in chosen if all(_holds(record, word) for word in wanted))


def _holds(record: "SentRecord", word: str) -> bool:
    texts = (record.purpose, record.path, told_fields(record), formatting.date_time(record.at))
    return matches(record, word) or any(word in text.lower() for text in texts)


def _entry_row(record: "SentRecord") -> EntryRow:
    text = told_fields(record)
    return EntryRow(
        number=record.number,
        at=formatting.date_time(record.at),
        exactly_at=formatting.utc_time(record.at),
        destination=record.destination,
        host=record.host,
        purpose=record.purpose,
        fields=text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}\u2026",
        details=_details(record),
        size=formatting.ABSENT if record.is_note else f"{record.size:,}",
        bytes=record.size,
        epsilon=formatting.ABSENT if record.epsilon is None else formatting.number(record.epsilon, 3),
        is_note=record.is_note,
    )


def _details(record: "SentRecord") -> str:
    """All of an entry, for its tooltip."""
    fields = "; ".join(
        f"{field.name} {field.size:,} B{f' ({field.detail})' if field.detail else ''}"
        for field in record.fields
    )
    return (
        tr("{method} {path} to {host}: {fields}").format(
            method=record.method, path=record.path, host=record.host, fields=fields
        )
        if record.host
        else record.path
    )


def destination_rows(totals: "Iterable[DestinationTotal]") -> tuple[DestinationRow, ...]:
    """Totals as rows."""
    return tuple(
        DestinationRow(total.destination, total.requests, formatting.size(total.size), total.size)
        for total in totals
    )


def fault_rows(found: "LogCheck") -> tuple[FaultRow, ...]:
    """What a check found, as rows; none for an intact log without notes."""
    faults = (FaultRow(f"\u2717 {fault.kind}", "danger", fault.text) for fault in found.faults)
    return (*faults, *(FaultRow("note", "muted", note) for note in found.notes))


def size_tile(overview: "LogOverview") -> TileState:
    """How much left."""
    requests = sum(total.requests for total in overview.totals)
    return TileState(
        tr("Left this machine"),
        formatting.size(overview.size),
        tr("{requests} since {began_at}").format(
            requests=tr("{n} request(s)", "", requests), began_at=formatting.day(overview.began_at)
        ),
        hint=tr(
            "Every request of the programs of this data folder, with its headers; loopback is counted too."
        ),
    )


def chain_tile(found: "LogCheck | None", entries: int) -> TileState:
    """Whether the log is whole; unknown until it was checked."""
    hint = tr(
        "Each entry holds the hash of the one before. Note the head elsewhere: it proves the log up to it."
    )
    if found is None:
        return TileState(tr("Chain"), tr("Not checked"), tr("{n} entr(y|ies)", "", entries), hint=hint)
    if found.is_intact:
        count = tr("{n} entr(y|ies)", "", found.entries)
        return TileState(
            tr("Chain"),
            tr("Intact"),
            tr("{count}, head {head}…").format(count=count, head=found.head[:_HEAD_DIGITS]),
            "good",
            hint,
        )
    return TileState(tr("Chain"), tr("Broken"), tr("{n} fault(s)", "", len(found.faults)), "danger", hint)


ENTRY_COLUMNS = (
    Column[EntryRow](
        tr("No."), lambda row: f"{row.number:,}", right=True, sort=lambda row: row.number, share=0
    ),
    Column[EntryRow](
        tr("Time (UTC)"),
        lambda row: row.at,
        sort=lambda row: row.number,
        share=0,
        hint=lambda row: row.exactly_at,
    ),
    Column[EntryRow](
        tr("To"),
        lambda row: row.destination,
        tone=lambda row: "warning" if row.is_note else "",
        hint=lambda row: row.host,
    ),
    Column[EntryRow](tr("For"), lambda row: row.purpose, hint=lambda row: row.purpose),
    Column[EntryRow](tr("What"), lambda row: row.fields, hint=lambda row: row.details, share=8),
    Column[EntryRow](tr("Bytes"), lambda row: row.size, right=True, sort=lambda row: row.bytes, share=0),
    Column[EntryRow](tr("Epsilon"), lambda row: row.epsilon, right=True, share=0),
)

DESTINATION_COLUMNS = (
    Column[DestinationRow](tr("To"), lambda row: row.destination, share=2, hint=lambda row: row.destination),
    Column[DestinationRow](
        tr("Requests"), lambda row: f"{row.requests:,}", right=True, sort=lambda row: row.requests
    ),
    Column[DestinationRow](tr("Bytes"), lambda row: row.size, right=True, sort=lambda row: row.bytes),
)

FAULT_COLUMNS = (
    Column[FaultRow](tr("Finding"), lambda row: row.kind, tone=lambda row: row.tone),
    Column[FaultRow](tr("What was found"), lambda row: row.text, share=5, hint=lambda row: row.text),
)

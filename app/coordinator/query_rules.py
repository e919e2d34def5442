"""What an operator lets itself be asked for in; a query taken or refused, by its allow-list, out."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from types import MappingProxyType
from typing import Any

from core.errors import Refused, YouCanFix
from core.features.private_columns import COLUMNS
from core.federated.analytics import KINDS
from core.federated.analytics_terms import WINDOWS, Ask


@dataclass(frozen=True)
class QueryRules:
    """What the operator of a coordinator lets itself be asked for; the allow-list.

    Args:
        columns: names of core.features.private_columns.COLUMNS; empty: no query at all.
        kinds: of core.federated.analytics.KINDS.
        least_noise: the smallest noise multiplier of a query.
        most_open: questions that are open at a time.
        attempts: how often a sum starts over before its question ends.
        windows: seconds of each step but the first.
        fresh_seconds: by how much the time that a query was signed at may differ from now; nobody may bring
            an old one again.
    """

    columns: tuple[str, ...] = tuple(COLUMNS)
    kinds: tuple[str, ...] = KINDS
    least_noise: float = 0.0
    most_open: int = 8
    attempts: int = 3
    windows: Mapping[str, int] = field(default_factory=lambda: MappingProxyType(WINDOWS))
    fresh_seconds: int = 3_600

    def __post_init__(self) -> None:
        for chosen, known in ((self.columns, COLUMNS), (self.kinds, KINDS)):
            strange = sorted(set(chosen) - set(known))
            if strange:
                raise YouCanFix(
                    f"There is no {strange[0]!r} to be asked for.", f"There are: {', '.join(known)}."
                )

    def check(self, ask: Ask) -> None:
        """Raise Refused unless a query is on the allow-list."""
        query = ask.query
        for holds, what in (
            (query.column.name in self.columns, f"the column {query.column.name}"),
            (query.kind in self.kinds, f"a {query.kind}"),
            (query.noise_multiplier >= self.least_noise, f"noise of {query.noise_multiplier:g}"),
        ):
            if not holds:
                raise Refused(
                    f"This coordinator's allow-list does not have {what}.", "Its operator can add it."
                )


def read_rules(source: str, chosen: Mapping[str, Any]) -> QueryRules:
    """The rules of a table [queries]; raises YouCanFix with the field that is wrong."""
    kinds = {each.name: each.type for each in fields(QueryRules)}
    values = dict(chosen)
    for name, value in chosen.items():
        if name in ("columns", "kinds") and isinstance(value, list) and all(map(_is_text, value)):
            values[name] = tuple(value)
        elif name == "windows" and isinstance(value, dict) and set(value) <= set(WINDOWS):
            values[name] = MappingProxyType({**WINDOWS, **value})
        elif name == "least_noise" and type(value) in (int, float):
            values[name] = float(value)
        elif name not in ("most_open", "attempts", "fresh_seconds") or type(value) is not int or value < 1:
            raise YouCanFix(
                f"{source}: {name!r} of [queries] is unknown or of the wrong type.",
                f"There are: {', '.join(kinds)}.",
            )
    return QueryRules(**values)


def _is_text(value: object) -> bool:
    return isinstance(value, str)

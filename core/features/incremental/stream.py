"""Closed candles in, their rows of features out; the state between two candles as bytes, and back."""

import json
import struct
from collections.abc import Iterator
from math import isfinite, nan
from typing import Any, Self

import numpy as np

from core.errors import YouCanFix
from core.features.candles import COLUMNS, CandleSeries, grid_anchor, utc
from core.features.incremental.parts import Part, numbers, restore
from core.features.incremental.rows import Rows
from core.features.matrix import FeatureMatrix, FeatureSpec
from core.features.timeframes import coarser
from core.values import Digest, Symbol, Timeframe

STATE_VERSION = 1
"""Raised whenever what is remembered between two candles changes; FEATURE_VERSION stands beside it."""

_MAGIC = b"conflux.features.state"
_DIGEST_BYTES = 32
_NEVER = -1


class _Coarse(Part):
    """Coarser candles made of fine ones, and the values of the newest one that is closed.

    Args:
        timeframe: of the coarser candles.
        parts: fine candles in one.
        rows: their indicators.
    """

    __slots__ = (
        "anchor",
        "close",
        "closed_at",
        "current",
        "high",
        "low",
        "open",
        "parts",
        "rows",
        "seconds",
        "values",
        "volumes",
    )

    def __init__(self, timeframe: Timeframe, parts: int, rows: Rows) -> None:
        self.anchor, self.seconds, self.parts, self.rows = (
            grid_anchor(timeframe),
            timeframe.seconds,
            parts,
            rows,
        )
        self.current = self.closed_at = _NEVER
        self.open = self.high = self.low = self.close = nan
        self.volumes: list[float] = []
        self.values = [nan] * len(rows.look_backs)

    def push(self, open_at: int, close_at: int, candle: tuple[float, ...]) -> list[float]:
        """Take a fine candle; the values known at its close, NaN where the coarser candle is not whole."""
        open_, high, low, close, volume = candle
        bucket = (open_at - self.anchor) // self.seconds
        if bucket != self.current:
            self.current, self.volumes = bucket, [volume]
            self.open, self.high, self.low = open_, high, low
        else:
            self.volumes.append(volume)
            self.high, self.low = max(self.high, high), min(self.low, low)
        self.close = close
        if len(self.volumes) == self.parts:
            self._close(close_at)
        newest = (close_at - self.anchor) // self.seconds * self.seconds + self.anchor
        return self.values if newest == self.closed_at else [nan] * len(self.values)

    def _close(self, close_at: int) -> None:
        volume = float(np.sum(self.volumes))  # numpy's order of summation is the batch's
        values = self.rows.push(self.open, self.high, self.low, self.close, volume)
        follows = self.closed_at == _NEVER or close_at - self.closed_at == self.seconds
        self.values = values if follows else [nan] * len(values)
        self.closed_at = close_at


class FeatureStream:
    """The features of one market, candle by candle: what `feature_matrix` answers, in O(1) a candle.

    A stream that took all candles of a series answers its last row to 1e-9 as the batch does over the whole
    series; most rows of the table agree to the last bit. It never looks ahead, and what it remembers has a
    fixed size.

    Args:
        spec: the features.
        symbol: the pair.
        timeframe: of the candles it is given.
        venue: their exchange.

    Raises:
        YouCanFix: a feature's candles are no multiple of `timeframe`.
    """

    def __init__(self, spec: FeatureSpec, symbol: Symbol, timeframe: Timeframe, venue: str) -> None:
        self.spec, self.symbol, self.timeframe, self.venue = spec, symbol, timeframe, venue
        self.last_open_at = _NEVER
        self._columns: list[list[int]] = []
        self._parts: list[Rows | _Coarse] = []
        features = spec.features
        for length in spec.timeframes:
            columns = [i for i, feature in enumerate(features) if feature.timeframe == length]
            rows = Rows([features[i].indicator for i in columns])
            self._columns.append(columns)
            self._parts.append(rows if length is None else _Coarse(length, coarser(length, timeframe), rows))

    @classmethod
    def of(cls, series: CandleSeries, spec: FeatureSpec) -> Self:
        """A stream that has taken every candle of `series`."""
        stream = cls(spec, series.symbol, series.timeframe, series.venue)
        stream.advance(series)
        return stream

    def advance(self, series: CandleSeries) -> FeatureMatrix:
        """Take closed candles that follow the last one; their rows, masked as in `feature_matrix`.

        Raises:
            YouCanFix: the candles belong to another market, or one is not after the last one taken.
        """
        self._check(series)
        values = np.empty((len(series), len(self.spec.names)))
        valid = np.zeros(len(series), dtype=np.bool_)
        candles = zip(*(getattr(series, name).tolist() for name in COLUMNS), strict=True)
        for i, (open_at, candle) in enumerate(zip(series.open_at.tolist(), candles, strict=True)):
            values[i] = row = self._push(open_at, candle)
            valid[i] = self._follows(open_at) and all(map(isfinite, row))
            self.last_open_at = open_at
        values[~valid] = 0.0
        return FeatureMatrix(values, valid, series.close_at)

    def _check(self, series: CandleSeries) -> None:
        if (series.symbol, series.timeframe, series.venue) != (self.symbol, self.timeframe, self.venue):
            raise YouCanFix(
                f"These features are of {self._market}, these candles of {series.venue} {series.symbol} "
                f"{series.timeframe}.",
                "Give each market a stream of its own.",
            )
        if len(series) and series.open_at[0] <= self.last_open_at:
            raise YouCanFix(
                f"The candle of {utc(series.open_at[0])} is not after {utc(self.last_open_at)}, the last one "
                f"that the features of {self._market} took.",
                "Give each candle once, oldest first, or compute the features of the whole series anew.",
            )

    @property
    def _market(self) -> str:
        return f"{self.venue} {self.symbol} {self.timeframe}"

    def _push(self, open_at: int, candle: tuple[float, ...]) -> list[float]:
        row = [nan] * len(self.spec.names)
        close_at = open_at + self.timeframe.seconds
        for columns, part in zip(self._columns, self._parts, strict=True):
            values = part.push(*candle) if isinstance(part, Rows) else part.push(open_at, close_at, candle)
            for column, value in zip(columns, values, strict=True):
                row[column] = value
        return row

    def _follows(self, open_at: int) -> bool:
        return self.last_open_at in {_NEVER, open_at - self.timeframe.seconds}

    def to_bytes(self) -> bytes:
        """What is remembered, in canonical bytes: equal states have equal bytes."""
        header = json.dumps(self._header, separators=(",", ":")).encode()
        remembered = np.fromiter((number for part in self._parts for number in numbers(part)), "<f8")
        remembered[np.isnan(remembered)] = np.nan  # NaN has many spellings
        body = b"".join([_MAGIC, struct.pack("<I", len(header)), header, remembered.tobytes()])
        return body + Digest.of(body).raw

    @property
    def _header(self) -> list[object]:
        spec = [self.spec.version, list(self.spec.names)]
        return [STATE_VERSION, *spec, str(self.symbol), str(self.timeframe), self.venue, self.last_open_at]

    @classmethod
    def from_bytes(cls, data: bytes, spec: FeatureSpec) -> Self:
        """The stream of `to_bytes`, for these features.

        Raises:
            YouCanFix: the bytes are no such state, were changed, or are of another version or other features.
        """
        remedy = "Compute the features of the whole series anew."
        try:
            header, remembered = _read(data)
            if header[:3] != [STATE_VERSION, spec.version, list(spec.names)]:
                raise YouCanFix("This state of features is of another version or of other features.", remedy)
            symbol, timeframe, venue, last_open_at = header[3:]
            stream = cls(spec, Symbol.parse(symbol), Timeframe(timeframe), venue)
            stream.last_open_at = int(last_open_at)
            for part in stream._parts:
                restore(part, remembered)
        except (ValueError, TypeError, AttributeError, RuntimeError, StopIteration, struct.error) as error:
            raise YouCanFix("These bytes are not a state of features.", remedy) from error
        if stream.to_bytes() != data:
            raise YouCanFix("These bytes are not a state of features.", remedy)
        return stream


def _read(data: bytes) -> tuple[list[Any], Iterator[float]]:
    """Header and remembered numbers; raises as many errors as there are kinds of JSON."""
    body, digest = data[:-_DIGEST_BYTES], data[-_DIGEST_BYTES:]
    if not body.startswith(_MAGIC) or Digest.of(body).raw != digest:
        raise ValueError("another kind, or changed")
    start = len(_MAGIC) + 4
    (length,) = struct.unpack_from("<I", body, len(_MAGIC))
    header = json.loads(body[start : start + length])
    if not isinstance(header, list):
        raise TypeError("another type")
    return header, iter(np.frombuffer(body[start + length :], "<f8").tolist())

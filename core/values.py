"""Text and numbers in; Symbol, Timeframe, Amount, ClientId, RoundId and Digest out, used everywhere."""

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NewType, Self

from core.errors import YouCanFix

ClientId = NewType("ClientId", str)
"""A client's wallet address: "0x" and 40 lower-case hex digits."""

RoundId = NewType("RoundId", int)

MOST_HORIZONS = 8
"""Of the direction of one model."""

_ADDRESS = re.compile(r"0x[0-9a-fA-F]{40}")
_ASSET = re.compile(r"[A-Z0-9]{1,20}")
_TIMEFRAME = re.compile(r"([1-9][0-9]{0,2})([mhdw])")
_UNIT_SECONDS = {"m": 60, "h": 3600, "d": 86_400, "w": 604_800}


def utc_seconds(text: str) -> int:
    """UTC seconds since 1970 of an ISO date or time; without a zone it is UTC. Raises YouCanFix."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise YouCanFix(
            f"{text[:40]!r} is not a time.", "Write it as 2022-06-01 or 2022-06-01T05:00Z."
        ) from None
    return int((found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp())


def client_id(text: str) -> ClientId:
    """The client of an address in any case; raises YouCanFix when `text` is no address."""
    if not _ADDRESS.fullmatch(text):
        raise YouCanFix(f"{text[:60]!r} is not an address.", "Give 0x and 40 hexadecimal digits.")
    return ClientId(text.lower())


@dataclass(frozen=True, order=True)
class Digest:
    """A SHA-256 digest, 32 bytes; prints as 64 hex digits."""

    raw: bytes

    def __post_init__(self) -> None:
        if len(self.raw) != 32:  # noqa: PLR2004 - the length of SHA-256
            raise ValueError(f"a digest has 32 bytes, not {len(self.raw)}")

    @classmethod
    def of(cls, data: bytes | memoryview) -> Self:
        """The digest of `data`."""
        return cls(hashlib.sha256(data).digest())

    @classmethod
    def parse(cls, text: str) -> Self:
        """A digest from 64 hex digits, with or without 0x; raises YouCanFix otherwise."""
        digits = text.removeprefix("0x")
        if not re.fullmatch(r"[0-9a-fA-F]{64}", digits):
            raise YouCanFix(f"{text[:80]!r} is not a digest.", "A digest has 64 hexadecimal digits.")
        return cls(bytes.fromhex(digits))

    def __str__(self) -> str:
        return self.raw.hex()


@dataclass(frozen=True, order=True)
class Symbol:
    """A spot pair, base asset against quote asset; prints as BTC/USDT."""

    base: str
    quote: str

    def __post_init__(self) -> None:
        if not (_ASSET.fullmatch(self.base) and _ASSET.fullmatch(self.quote)):
            raise YouCanFix(f"{self.base}/{self.quote} is not a spot pair.", "Write it as BTC/USDT.")

    @classmethod
    def parse(cls, text: str) -> Self:
        """The pair of "BTC/USDT", "BTC-USDT" or "BTC_USDT"; raises YouCanFix otherwise."""
        parts = re.split(r"[/_-]", text.strip().upper())
        if len(parts) != 2:  # noqa: PLR2004 - base and quote
            raise YouCanFix(f"{text[:40]!r} is not a spot pair.", "Write it as BTC/USDT.")
        return cls(*parts)

    @property
    def compact(self) -> str:
        """The exchange's spelling, BTCUSDT."""
        return self.base + self.quote

    def __str__(self) -> str:
        return f"{self.base}/{self.quote}"


@dataclass(frozen=True)
class Timeframe:
    """The length of a candle; prints as 1m, 5m, 1h, 1d."""

    text: str

    def __post_init__(self) -> None:
        if not _TIMEFRAME.fullmatch(self.text):
            raise YouCanFix(f"{self.text[:20]!r} is not a timeframe.", "Use one like 5m, 1h or 1d.")

    @property
    def seconds(self) -> int:
        """Its length in seconds."""
        return int(self.text[:-1]) * _UNIT_SECONDS[self.text[-1]]

    @property
    def candles_per_day(self) -> int:
        """Whole candles in a day, at least one."""
        return max(1, _UNIT_SECONDS["d"] // self.seconds)

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Amount:
    """Money: a whole number of the smallest unit of an asset; never a float.

    Args:
        units: smallest units (wei for an 18-decimals token); may be negative for a loss.
        decimals: digits after the point of one whole coin.
        asset: ticker of the asset, as "PUSD".
    """

    units: int
    decimals: int
    asset: str

    @classmethod
    def parse(cls, text: str, decimals: int, asset: str) -> Self:
        """The exact amount of a decimal text; raises YouCanFix for more digits than the asset has."""
        match = re.fullmatch(r"(-?)([0-9]{1,60})(?:\.([0-9]{1,60}))?", text.strip().replace("\u202f", ""))
        if not match or len(match[3] or "") > decimals:
            raise YouCanFix(
                f"{text[:80]!r} is not an amount of {asset}.",
                f"Write a number with at most {decimals} digits after the point.",
            )
        units = int(match[2] + (match[3] or "").ljust(decimals, "0"))
        return cls(-units if match[1] else units, decimals, asset)

    def _like(self, other: "Amount") -> "Amount":
        if (other.decimals, other.asset) != (self.decimals, self.asset):
            raise ValueError(f"{other.asset} is not {self.asset}")
        return other

    def __add__(self, other: "Amount") -> "Amount":
        return Amount(self.units + self._like(other).units, self.decimals, self.asset)

    def __sub__(self, other: "Amount") -> "Amount":
        return Amount(self.units - self._like(other).units, self.decimals, self.asset)

    def __neg__(self) -> "Amount":
        return Amount(-self.units, self.decimals, self.asset)

    def __str__(self) -> str:
        whole, part = divmod(abs(self.units), 10**self.decimals)
        digits = f".{part:0{self.decimals}d}" if self.decimals else ""
        return f"{'-' if self.units < 0 else ''}{whole}{digits} {self.asset}"

"""A CandleSeries in, which of its candles bear which sign of bad or made-up data out; robust and fast.

Every sign is a mask, bool[n]. Thresholds were set on eleven series of Binance with 30 to 105 thousand candles
each, so that an honest candle bears a sign once in 100,000 at most; tests hold both sides.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.features.candles import COLUMNS, CandleSeries, Floats

Mask = NDArray[np.bool_]
Hashes = NDArray[np.uint64]

_BLOCK = 48
"""Local scales are medians over three blocks: what is usual in the two or six days around, at one hour."""
_MAD = 1.4826
"""Median of |x| to standard deviation, for a normal x (Rousseeuw and Croux 1993)."""
_SPIKE, _SPIKE_REST = 14.0, 0.25
_JUMP, _WICK, _ALONE = 40.0, 25.0, 8.0
_SHIFT = float(np.log(2.0))
_NEAR = 4
_LEAST_STALE, _MOST_STICKY = 6, 0.98
_CHANCE = 1e-6
_LINEAR_RUN, _LINEAR_PART, _LINEAR_TICKS, _OFF_GRID = 6, 0.02, 5, 0.01
_RANGE_RUN, _RANGE_PART, _RANGE_TICKS = 8, 0.01, 20
_BARE_RUN = 24
_MOST_DECIMALS, _DIGITS = 10, 10
_FEWEST = 1000
"""Fewer candles say nothing about a distribution."""
_UNEVEN = 2.5
_CLUSTERING, _TAIL = 0.05, 5.5
_BENFORD, _LINK = 0.045, 0.03
WINDOWS = {"volume": 12, "price": 24}
"""So many candles in a row make a fingerprint; prices move in few ticks, volumes hardly ever repeat."""
_LEAST_DISTINCT = 0.5
_TRIED = np.uint64(16)


def find_missing(series: CandleSeries) -> NDArray[np.int64]:
    """int64[n], how many candles are missing right before each; 0 before the first."""
    steps = np.diff(series.open_at) // series.timeframe.seconds
    return np.concatenate([[0], steps - 1]).astype(np.int64)


def find_outliers(series: CandleSeries) -> Mask:
    """Spikes that revert at once, lone jumps, lone wicks, and stretches whose level is another one.

    A log return is measured by the robust scale around it: the median of |r| that are not 0, times 1.4826,
    plus a tick. A spike exceeds it 14 times and is undone by the next candle but for a quarter; a jump
    exceeds it 40 times and its neighbours 8 times; a wick exceeds the usual range 25 times and that of its
    neighbours 8 times. Real shocks are as large, but so are their neighbours: volatility comes in clusters
    (Cont 2001). After jumps by more than a factor of two, stretches at another level than the longest bear
    the sign.
    """
    moves = _returns(series)
    size = np.abs(moves)
    grain = _ticks(series) / series.close
    scale = _MAD * _local_median(np.where(size > 0, size, np.nan)) + grain
    after, scale_after = _shift(moves), _shift(scale)
    rest = np.abs(moves + after) < _SPIKE_REST * np.minimum(size, np.abs(after))
    spikes = (moves * after < 0) & rest & (size > _SPIKE * scale) & (np.abs(after) > _SPIKE * scale_after)
    undone = np.concatenate([[False], spikes[:-1]])
    jumps = ~spikes & ~undone & (size > _JUMP * scale) & (size > _ALONE * _neighbours(size))
    found: Mask = spikes | jumps | _lone_wicks(series, grain)
    return found | _other_levels(moves, jumps & (size > _SHIFT))


def _lone_wicks(series: CandleSeries, grain: Floats) -> Mask:
    reach = np.log(series.high / series.low)
    above = np.log(series.high / np.maximum(series.open, series.close))
    below = np.log(np.minimum(series.open, series.close) / series.low)
    wick = np.maximum(above, below)
    usual = _local_median(np.where(reach > 0, reach, np.nan)) + grain
    found: Mask = (wick > _WICK * usual) & (wick > _ALONE * _neighbours(reach))
    return found


def _other_levels(moves: Floats, shifts: Mask) -> Mask:
    """Stretches between shifts whose level is another one than that of the longest; without a shift, none."""
    if not shifts.any():
        return shifts
    stretch = np.cumsum(shifts)
    levels = np.cumsum(np.where(shifts, moves, 0.0))
    usual = levels[stretch == np.argmax(np.bincount(stretch))][0]
    found: Mask = np.abs(levels - usual) > _SHIFT / 2
    return found


def find_stale(series: CandleSeries) -> Mask:
    """Runs of candles that trade, yet stand still at one price, for longer than chance explains.

    The odds that a still candle is followed by another one are estimated from the runs: how many of them have
    a second candle. So thin markets, where standing still is usual, are not blamed.
    """
    traded = series.volume > 0
    if not traded.any():
        traded = ~traded  # no volume is known at all
    before = np.concatenate([series.close[:1] - 1, series.close[:-1]])
    still = traded & (series.high == series.low) & (series.close == before) & (find_missing(series) == 0)
    lengths = _run_lengths(still)
    again = np.count_nonzero(lengths >= 2) / (len(lengths) + 10)  # noqa: PLR2004 - a second candle
    odds = float(np.clip(again, 0.1, _MOST_STICKY))
    least = max(_LEAST_STALE, int(np.ceil(np.log(_CHANCE / len(series)) / np.log(odds))))
    return _runs(still, least)


def find_interpolated(series: CandleSeries) -> Mask:
    """Runs of at least eight candles whose closes lie on a straight line that rises or falls.

    Steps of few ticks are equal by chance, so they count only off the grid, where nobody rounded what was
    filled in.
    """
    steps = np.concatenate([[0.0], np.diff(series.close)])
    bend = np.abs(np.concatenate([[np.inf], np.diff(steps)]))
    tick = _ticks(series)
    least = np.maximum(1.01 * tick, _LINEAR_PART * np.abs(steps))
    in_ticks = series.close / tick
    is_fine = np.abs(in_ticks - np.round(in_ticks)) > _OFF_GRID
    by_part = (bend <= _LINEAR_PART * np.abs(steps)) & is_fine
    near = find_missing(series) == 0
    straight = near & np.concatenate([[False], near[:-1]]) & (steps != 0)
    straight &= by_part | ((bend <= least) & (np.abs(steps) >= _LINEAR_TICKS * tick))
    found = _runs(straight, _LINEAR_RUN)
    return np.asarray(found | _shift(found) | _shift(_shift(found)))


def find_odd_ranges(series: CandleSeries) -> Mask:
    """Runs of candles of the same height, or without any wick: generators make them, markets do not."""
    height = series.high - series.low
    before = np.concatenate([height[:1], height[:-1]])
    alike = (np.abs(height - before) <= _RANGE_PART * height) & (height >= _RANGE_TICKS * _ticks(series))
    alike[:1] = False
    body = np.abs(series.close - series.open)
    bare = (body > 0) & (height == body)
    return _runs(alike, _RANGE_RUN) | _runs(bare, _BARE_RUN)


def find_odd_digits(series: CandleSeries) -> Mask:
    """Candles whose prices have more than ten significant digits; all, where last digits are too uneven.

    Exchanges quote on a grid. Zeros and fives are more frequent on it, since people like them and grids
    change; the other digits of honest prices are about equally frequent.
    """
    odd = np.zeros(len(series), dtype=bool)
    for name in COLUMNS[:4]:
        odd |= ~_has_few_digits(getattr(series, name))
    on_grid = series.close[~odd]
    whole = np.round(on_grid * 10.0 ** _decimals(on_grid)).astype(np.int64)
    divisor = int(np.gcd.reduce(whole)) if len(whole) else 1
    counts = np.bincount((whole // max(divisor, 1)) % 10, minlength=10)[[1, 2, 3, 4, 6, 7, 8, 9]]
    is_uneven = counts.sum() >= _FEWEST and counts.max() > _UNEVEN * counts.mean()
    return np.ones_like(odd) if is_uneven else odd


def is_random_walk(series: CandleSeries) -> bool:
    """Whether returns neither cluster nor have fat tails, which those of every market do (Cont 2001).

    Clustering is the mean autocorrelation of log |r| over ten lags: 0.1 to 0.4 in markets, 0 in a random
    walk. The tail is the 99.5th percentile of |r| by its median: 4.2 for a normal r, 6 to 15 in markets.
    """
    size = np.abs(_returns(series)[1:])
    if np.count_nonzero(size) < _FEWEST:
        return False
    usual = float(np.median(size[size > 0]))
    spread = np.log(size + 0.1 * usual)
    spread -= spread.mean()
    clustering = np.mean([np.mean(spread[lag:] * spread[:-lag]) for lag in range(1, 11)]) / np.var(spread)
    tail = np.quantile(size, 0.995) / usual
    return bool(clustering < _CLUSTERING and tail < _TAIL)


def has_odd_volume(series: CandleSeries) -> bool:
    """Whether volumes do not begin with digits as Benford found, or do not move with the range of prices.

    Benford: mean absolute deviation of first digits from log10(1 + 1/d), as Nigrini measures it; 0.004 to
    0.034 in honest files, over 0.05 for volumes drawn evenly between two bounds.
    """
    reach = np.log(series.high / series.low)
    traded = (series.volume > 0) & (reach > 0)
    if np.count_nonzero(traded) < _FEWEST:
        return False
    amounts = np.log10(series.volume[traded])
    first = (10.0 ** (amounts - np.floor(amounts)) + 1e-9).astype(np.int64)  # 1000 begins with a 1 everywhere
    first[first > 9] = 1  # noqa: PLR2004 - the largest digit
    shares = np.bincount(first, minlength=10)[1:] / len(first)
    benford = np.mean(np.abs(shares - np.log10(1 + 1 / np.arange(1, 10))))
    reaches = np.log(reach[traded])
    one, other = amounts - _local_median(amounts), reaches - _local_median(reaches)
    spread = float(np.std(one) * np.std(other))
    link = float(np.mean((one - one.mean()) * (other - other.mean()))) / spread if spread else 0.0
    return bool(benford > _BENFORD or link < _LINK)


# Fingerprints


def fingerprints(series: CandleSeries) -> dict[str, Hashes]:
    """uint64[n - window + 1] per kind: the hash of the candles that begin at each place.

    "volume" hashes volumes, "price" the four prices in ticks from the close before. Places whose window holds
    too few different candles (a standing market looks like another) are 0.
    """
    moves = [_price_moves(series, name) for name in COLUMNS[:4]]
    price = np.zeros(len(series), np.uint64)
    for move in moves:
        price = _mix(price ^ move)
    volume = _mix(series.volume.view(np.uint64) if len(series) else np.zeros(0, np.uint64))
    return {"volume": _windows(volume, WINDOWS["volume"]), "price": _windows(price, WINDOWS["price"])}


def find_repeated(own: dict[str, Hashes], count: int) -> Mask:
    """Candles that repeat an earlier stretch of the same series, as copied blocks do."""
    hits = {}
    for kind, hashes in own.items():
        hits[kind] = np.ones(len(hashes), dtype=bool)
        hits[kind][np.unique(hashes, return_index=True)[1]] = False
    return _covered(own, hits, count)


def find_shared(own: dict[str, Hashes], others: dict[str, Hashes], count: int) -> Mask:
    """Candles in a stretch that another series has too, at whatever time.

    A sixteenth of the windows is tried first, so that fifty series compare fast: a hundred copied candles are
    overlooked once in 300 times, two hundred once in 200,000.
    """
    hits = {}
    for kind, hashes in own.items():
        is_tried, is_tried_there = hashes % _TRIED == 0, others[kind] % _TRIED == 0
        shared = np.isin(hashes[is_tried], others[kind][is_tried_there]) & (hashes[is_tried] != 0)
        hits[kind] = np.isin(hashes, others[kind]) if shared.any() else np.zeros(len(hashes), dtype=bool)
    return _covered(own, hits, count)


def _covered(own: dict[str, Hashes], hits: dict[str, Mask], count: int) -> Mask:
    """The candles of all windows that are hit."""
    covered = np.zeros(count, dtype=bool)
    for kind, hashes in own.items():
        hit = hits[kind] & (hashes != 0)
        for place in range(WINDOWS[kind]):
            covered[place : place + len(hit)] |= hit
    return covered


def _price_moves(series: CandleSeries, name: str) -> Hashes:
    before = np.concatenate([series.open[:1], series.close[:-1]])
    scale = 10.0 ** _decimals(series.close)
    moves = np.round((getattr(series, name) - before) * scale).astype(np.int64)
    return np.asarray(moves.view(np.uint64))


def _mix(values: Hashes) -> Hashes:
    """Hashes of 64-bit values, as splitmix64 makes them."""
    mixed = values + np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(mixed ^ (mixed >> np.uint64(31)))


def _windows(hashes: Hashes, width: int) -> Hashes:
    places = len(hashes) - width + 1
    if places < 1:
        return np.zeros(0, np.uint64)
    joined = np.zeros(places, np.uint64)
    for place in range(width):
        joined = joined * np.uint64(0x100000001B3) + hashes[place : place + places]
    joined[_distinct(hashes, width) < _LEAST_DISTINCT * width] = 0
    return joined


def _distinct(hashes: Hashes, width: int) -> NDArray[np.int64]:
    """int64[n - width + 1], how many different hashes each window holds.

    A candle that repeats the one `gap` places before is a repetition in all windows that hold both.
    """
    count = len(hashes)
    gap = np.full(count, width)
    for distance in range(width - 1, 0, -1):
        gap[distance:][hashes[distance:] == hashes[:-distance]] = distance
    again = np.flatnonzero(gap < width)
    ends = np.zeros(count + 1, np.int64)
    np.add.at(ends, np.maximum(again - width + 1, 0), 1)
    np.add.at(ends, again - gap[again] + 1, -1)
    found: NDArray[np.int64] = width - np.cumsum(ends)[: count - width + 1]
    return found


# What they share


def _returns(series: CandleSeries) -> Floats:
    """float64[n], log returns; 0 for the first and over gaps, in which anything may have happened."""
    moves = np.concatenate([[0.0], np.diff(np.log(series.close))])
    return np.where(find_missing(series) == 0, moves, 0.0)


def _shift(values: NDArray[Any]) -> NDArray[Any]:
    """Each place's next value; zero at the end."""
    return np.concatenate([values[1:], np.zeros(1, values.dtype)])


def _local_median(values: Floats) -> Floats:
    """The median over the block of each place and the two beside it; NaN is left out, all NaN gives 0."""
    count = -(-len(values) // _BLOCK)
    padded = np.full((count + 2) * _BLOCK, np.nan)
    padded[_BLOCK : _BLOCK + len(values)] = values
    blocks = padded.reshape(count + 2, _BLOCK)
    around = np.concatenate([blocks[:-2], blocks[1:-1], blocks[2:]], axis=1)
    around.sort(axis=1)  # NaN goes last
    known = np.count_nonzero(~np.isnan(around), axis=1)
    rows = np.arange(count)
    low, high = around[rows, np.maximum(known - 1, 0) // 2], around[rows, known // 2 * (known > 0)]
    medians = np.where(known > 0, (low + high) / 2, 0.0)
    return np.repeat(medians, _BLOCK)[: len(values)]


def _neighbours(values: Floats) -> Floats:
    """The largest of the four values before and the four after each place."""
    padded = np.pad(values, _NEAR)
    largest = np.zeros(len(values))
    for place in (*range(_NEAR), *range(_NEAR + 1, 2 * _NEAR + 1)):
        np.maximum(largest, padded[place : place + len(values)], out=largest)
    return largest


def _run_lengths(mask: Mask) -> NDArray[np.int64]:
    first, last = _edges(mask)
    return last - first


def _edges(mask: Mask) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where each run of a mask begins, and where it has ended."""
    steps = np.diff(np.concatenate([[0], mask.astype(np.int8), [0]]))
    return np.flatnonzero(steps == 1), np.flatnonzero(steps == -1)


def _runs(mask: Mask, least: int) -> Mask:
    """The runs of at least so many places."""
    found = np.zeros(len(mask), dtype=bool)
    for first, last in zip(*_edges(mask), strict=True):
        if last - first >= least:
            found[first:last] = True
    return found


def runs_of(mask: Mask) -> Sequence[tuple[int, int]]:
    """First and last place of each run of a mask."""
    first, last = _edges(mask)
    return list(zip(first.tolist(), (last - 1).tolist(), strict=True))


def _ticks(series: CandleSeries) -> Floats:
    """float64[n], the step of prices around each candle: grids change over the years."""
    scale = 10.0 ** _decimals(series.close)
    width = 5 * _BLOCK
    count = -(-len(series) // width)
    whole = np.zeros((4, count * width), np.int64)
    for row, name in enumerate(COLUMNS[:4]):
        whole[row, : len(series)] = np.round(getattr(series, name) * scale)
    divisors = np.gcd.reduce(np.gcd.reduce(whole, axis=0).reshape(count, width), axis=1)
    return np.repeat(np.maximum(divisors, 1) / scale, width)[: len(series)]


def _decimals(prices: Floats) -> int:
    """Digits after the point that all prices with few digits need, at most ten."""
    few = prices[_has_few_digits(prices)]
    for digits in range(_MOST_DECIMALS):
        scaled = few * 10.0**digits
        if (np.abs(scaled - np.round(scaled)) <= 1e-6 * np.maximum(1.0, 1e-6 * scaled)).all():
            return digits
    return _MOST_DECIMALS


def _has_few_digits(prices: Floats) -> Mask:
    """Which prices have at most ten significant digits, as far as a float64 can tell."""
    scaled = prices * 10.0 ** (_DIGITS - 1 - np.floor(np.log10(prices)))
    found: Mask = np.abs(scaled - np.round(scaled)) <= 1e-4  # noqa: PLR2004 - of the last digit
    return found

"""Words of --features and --coarser in; the FeatureSpec they ask for out."""

from typing import TYPE_CHECKING, Annotated

import typer

from core.errors import YouCanFix
from core.values import Timeframe

if TYPE_CHECKING:
    from core.features.matrix import FeatureSpec

FeaturesOption = Annotated[
    str,
    typer.Option(metavar="NAMES", help="What it reads, as rsi_14,rsi_14@4h; all of `conflux features list`."),
]
CoarserOption = Annotated[
    str, typer.Option(metavar="LENGTHS", help="Read the same on coarser candles too, as 4h,1d.")
]


def chosen_features(features: str, coarser: str) -> "FeatureSpec":
    """The spec of both options, each empty where it is not given; raises YouCanFix for an unknown name."""
    from core.features.matrix import spec_of

    names, lengths = _words(features, "--features"), _words(coarser, "--coarser")
    return spec_of(names, tuple(map(Timeframe, lengths)))


def _words(text: str, option: str) -> tuple[str, ...]:
    found = tuple(word.strip() for word in text.split(",") if word.strip())
    if text and not found:
        raise YouCanFix(f"{option} names none.", "Name some with commas between, or leave it out.")
    return found

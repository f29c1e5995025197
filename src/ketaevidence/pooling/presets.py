"""What other software does by default, as a set of choices with a name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

PresetName = Literal["revman5", "revman2025", "metafor", "r-meta"]


@dataclass(frozen=True, slots=True)
class Preset:
    """The choices of one program, and what of them could not be checked.

    Parameters
    ----------
    software
        The program.
    method, test, prediction, i2, level
        Arguments of ``pool``.
    unverified
        What is not stated by the program's authors, or cannot be had here.
    """

    software: str
    method: str
    test: str
    prediction: str
    i2: str
    level: float = 0.95
    unverified: str = "nothing"


PRESETS: dict[str, Preset] = {
    "revman5": Preset(
        software="Review Manager 5",
        method="DL",
        test="z",
        prediction="none",
        i2="Q",
        unverified=(
            "this is its inverse-variance random-effects analysis; for counts, its "
            "own default takes Q about the Mantel-Haenszel estimate, which needs the "
            "counts"
        ),
    ),
    "revman2025": Preset(
        software="RevMan since January 2025",
        method="REML",
        test="knha",
        prediction="HK",
        i2="tau2",
        unverified=(
            "Cochrane says that authors can now use these methods; that all of them "
            "are the default, and which distribution the prediction interval has "
            "(here t with k - 1 df), is not stated"
        ),
    ),
    "metafor": Preset(
        software="R package metafor 5 (rma)",
        method="REML",
        test="z",
        prediction="test",
        i2="tau2",
        unverified=(
            "its default tolerance stops the search for tau2 earlier than is done here"
        ),
    ),
    "r-meta": Preset(
        software="R package meta 8 (metagen)",
        method="REML",
        test="z",
        prediction="t(k-1)",
        i2="Q",
        unverified="taken from its documentation, not compared number by number",
    ),
}

"""Draw the figures of the documentation: python docs/make_figures.py."""

from __future__ import annotations

import warnings
from pathlib import Path

import ketaevidence as ke

FOLDER = Path(__file__).parent / "images"


def main() -> None:
    """Write every figure into docs/images."""
    responders = ke.example_review().analyses()[2]
    ke.forest(responders, show_kept_out=False).save(FOLDER / "forest.png")
    effects = ke.effect_sizes(
        "MD",
        slab=["Trial A", "Trial B", "Trial C", "Trial D"],
        m1i=[2.1, 3.3, 2.8, 4.0],
        sd1i=[2.0, 1.8, 2.2, 2.4],
        n1i=[20, 35, 18, 42],
        m2i=[4.9, 4.4, 3.2, 4.2],
        sd2i=[2.1, 1.9, 2.0, 2.5],
        n2i=[21, 33, 19, 40],
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ke.PoolingWarning)
        pooled = ke.pool(effects, method="REML", test="knha")
    title = "Invented trials, to show the layout"
    ke.forest(pooled, title=title).save(FOLDER / "forest-pooled.png")


if __name__ == "__main__":
    main()

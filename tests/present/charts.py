"""Invented effects for the statistical figures, and a look at their measured texts."""

from __future__ import annotations

import warnings
from itertools import combinations

import numpy as np

import ketaevidence as ke
from ketaevidence.present.chart.ink import SHEET

#: Names that a figure must survive: markup, mathematics, turned text, no spaces.
HOSTILE = (
    "<b>bold</b> & co",
    "$x^2$",
    "\u202ereversed\u202c 2001",
    "=1+1",
    "W" * 300,
    "a name that goes on and on " * 12,
    "\u4e2d\u6587 2020",
    "\u202e",
)


def pooled(k=12, measure="MD", *, seed=1, width=1.0, names=None, **choices):
    """Pool invented effects; ``width`` multiplies effects and standard errors."""
    draw = np.random.default_rng(seed + k)
    se = draw.uniform(0.1, 0.7, k)
    yi = draw.normal(-0.5, 0.3, k) + se * draw.normal(size=k)
    slab = names or [f"Trial {i} and others {1990 + i}" for i in range(k)]
    effects = ke.effect_sizes(
        measure, yi=width * yi, vi=(width * se) ** 2, slab=list(slab)
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ke.PoolingWarning)
        return ke.pool(effects, **{"method": "DL", "test": "z", **choices})


def counts(k=8, measure="OR", *, seed=3, names=None):
    """Give effects of invented events in two groups."""
    draw = np.random.default_rng(seed + k)
    n1, n2 = draw.integers(12, 150, k), draw.integers(12, 150, k)
    return ke.effect_sizes(
        measure,
        ai=draw.integers(1, n1),
        n1i=n1,
        ci=draw.integers(1, n2),
        n2i=n2,
        slab=list(names) if names else None,
    )


def hostile(k):
    """Give k names, the hostile ones first."""
    return [HOSTILE[i] if i < len(HOSTILE) else f"Trial {i}" for i in range(k)]


def assert_readable(plot):
    """Hold that every text lies on the sheet, as measured, and covers no other."""
    figure = plot.figure
    texts = [text for text in figure.texts if text.get_text().strip()]
    with warnings.catch_warnings():
        # A name in another script is measured as the box that stands for it.
        warnings.filterwarnings("ignore", message="Glyph .* missing from")
        boxes = [text.get_window_extent() for text in texts]
    scale = figure.dpi / 72
    assert figure.bbox.width == np.round(SHEET * scale)
    for text, box in zip(texts, boxes, strict=True):
        is_inside = (
            box.x0 >= 0
            and box.x1 <= figure.bbox.width
            and box.y0 >= 0
            and box.y1 <= figure.bbox.height
        )
        assert is_inside, f"{text.get_text()!r} leaves the sheet"
    # Letters may come as near as the lines of a paragraph do.
    for (one, box), (other, around) in combinations(zip(texts, boxes, strict=True), 2):
        across = min(box.x1, around.x1) - max(box.x0, around.x0)
        down = min(box.y1, around.y1) - max(box.y0, around.y0)
        is_apart = across <= 0.5 * scale or down <= 1.2 * scale
        assert is_apart, f"{one.get_text()!r} covers {other.get_text()!r}"


def assert_same_bytes(draw, folder):
    """Hold that two drawings are the same file; other formats share the same code."""
    files = [draw().save(folder / f"{name}.svg") for name in "ab"]
    assert files[0].read_bytes() == files[1].read_bytes()

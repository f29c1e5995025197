"""Measures the texts of a drawn figure: none outside the sheet, none on another."""

from __future__ import annotations

import warnings
from typing import Any

from ketaevidence.errors import PoolingWarning


def quietly(call: Any, *given: Any, **options: Any) -> Any:
    """Call a function of the pooling without its caveats' warnings."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PoolingWarning)
        return call(*given, **options)


def assert_apart(figure: Any) -> None:
    """Fail where a text leaves the sheet or two texts touch, as they are drawn."""
    renderer = figure.canvas.get_renderer()
    texts = [text for text in figure.texts if text.get_text().strip()]
    boxes = [text.get_window_extent(renderer).shrunk(0.98, 0.7) for text in texts]
    sheet = figure.bbox
    for text, box in zip(texts, boxes, strict=True):
        inside = (
            box.x0 >= sheet.x0 - 1
            and box.x1 <= sheet.x1 + 1
            and box.y0 >= sheet.y0 - 1
            and box.y1 <= sheet.y1 + 1
        )
        assert inside, f"{text.get_text()!r} leaves the sheet"
    order = sorted(range(len(boxes)), key=lambda i: boxes[i].y0)
    for place, i in enumerate(order):
        for j in order[place + 1 :]:
            if boxes[j].y0 > boxes[i].y1:
                break
            told = f"{texts[i].get_text()!r} touches {texts[j].get_text()!r}"
            assert not boxes[i].overlaps(boxes[j]), told

"""Whether the texts of a figure stand on the sheet and apart, by their own extents."""

from __future__ import annotations

import numpy as np

#: Letters may touch by their side bearings; this much of a pixel is no overlap.
TOUCH = 1.0


def check_texts(figure):
    """Fail if a text leaves the sheet or if two texts overlap."""
    texts = [text for text in figure.texts if text.get_text().strip()]
    boxes = np.array([text.get_window_extent().extents for text in texts])
    sheet = figure.bbox
    for text, (x0, y0, x1, y1) in zip(texts, boxes, strict=True):
        is_inside = x0 >= -TOUCH and y0 >= -TOUCH
        is_inside &= x1 <= sheet.width + TOUCH and y1 <= sheet.height + TOUCH
        assert is_inside, f"{text.get_text()!r} leaves the sheet"
    low = np.maximum(boxes[:, None, :2], boxes[None, :, :2])
    high = np.minimum(boxes[:, None, 2:], boxes[None, :, 2:])
    over = np.all(high - low > TOUCH, axis=2)
    np.fill_diagonal(over, val=False)
    pairs = [(texts[i].get_text(), texts[j].get_text()) for i, j in np.argwhere(over)]
    assert not pairs, f"overlapping texts: {pairs[:3]}"


def check_bytes(draw, folder, *endings):
    """Fail if two drawings differ as files with these endings."""
    first, second = draw(), draw()
    for ending in endings:
        a = first.save(folder / f"a.{ending}").read_bytes()
        b = second.save(folder / f"b.{ending}").read_bytes()
        assert a == b, f"two drawings differ as {ending}"

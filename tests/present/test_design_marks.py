"""One mark for each kind of design: shapes of one area look as large."""

import numpy as np
import pytest
from matplotlib.markers import MarkerStyle

from ketaevidence.curation.vocabulary import DESIGNS, RANDOMISED_DESIGNS
from ketaevidence.present.design_marks import (
    MARKS,
    OTHER,
    half_height,
    mark_of,
    marker_size,
)


@pytest.mark.parametrize("mark", MARKS)
def test_a_shape_has_the_area_that_it_is_asked_for(mark):
    """The area of what matplotlib draws is the area that was asked for."""
    style = MarkerStyle(mark.shape)
    path = style.get_path().transformed(style.get_transform())
    corners = [np.array(polygon) for polygon in path.to_polygons()]
    area = sum(
        abs(np.sum(p[:-1, 0] * p[1:, 1] - p[1:, 0] * p[:-1, 1])) / 2 for p in corners
    )
    size = marker_size(mark.shape, 120.0)
    assert area * size**2 == pytest.approx(120.0, rel=0.002)
    reach = np.abs(np.concatenate(corners)).max() * size
    assert reach <= half_height(mark.shape, 120.0) * 1.001


def test_every_design_has_a_mark_and_shapes_are_never_shared():
    """Shape alone tells kinds apart; only randomised designs are filled."""
    assert len({mark.shape for mark in MARKS}) == len(MARKS)
    for design in DESIGNS:
        assert mark_of(design).is_filled == (design in RANDOMISED_DESIGNS)
    assert mark_of("invented") is OTHER

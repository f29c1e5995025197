"""What a funnel plot is made of, before any ink."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ketaevidence.present.chart.labels import Label
from ketaevidence.present.chart.model import Frame

#: Which studies are named: those outside the pseudo-confidence limits, all that find
#: room, or none.
Naming = Literal["outside", "all", "none"]

#: Lines between the shaded regions, as p of a study against no difference (Peters
#: and others 2008, doi 10.1016/j.jclinepi.2007.11.010).
CONTOURS = (0.10, 0.05, 0.01)
#: Share of studies between the pseudo-confidence limits if chance alone moved them.
PSEUDO = 0.95
#: Height of the plot, and radius of a study [points].
HEIGHT, RADIUS = 300.0, 3.0
#: One shape for each group, told apart without colour.
SHAPES = ("o", "s", "^", "D", "v")


@dataclass(frozen=True, slots=True)
class FunnelStudy:
    """One study in the funnel.

    Parameters
    ----------
    name
        The study's label.
    effect, se
        Its effect on the scale of analysis, and its standard error.
    p
        Two-sided p of the study alone against no difference; None where there is no
        such value.
    is_inside
        Whether it lies between the pseudo-confidence limits.
    group
        What its shape says, counted from 0.
    """

    name: str
    effect: float
    se: float
    p: float | None
    is_inside: bool
    group: int = 0


@dataclass(frozen=True, slots=True)
class FunnelLayout:
    """The whole picture in data units.

    Parameters
    ----------
    frame
        Axes, key and notes; the upright axis holds standard errors, 0 on top.
    studies
        Every study.
    groups
        Names of the groups; empty without groups.
    pooled
        Position of the pooled value.
    contours
        (p, z) of the lines between shaded regions, which stand at ``null`` -/+ z se;
        empty where no value means "no difference".
    pseudo
        Half the width of the pseudo-confidence region, in standard errors.
    labels
        Names that are written in the plot.
    sentences
        The picture in words.
    """

    frame: Frame
    studies: tuple[FunnelStudy, ...]
    groups: tuple[str, ...]
    pooled: float
    contours: tuple[tuple[float, float], ...]
    pseudo: float
    labels: tuple[Label, ...]
    sentences: tuple[str, ...]

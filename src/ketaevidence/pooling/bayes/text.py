"""A posterior in words and columns, for a terminal and for a table."""

from __future__ import annotations

import math
import textwrap
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

from ketaevidence.effects.words import noun_of
from ketaevidence.pooling.bayes.posterior import Marginal, Posterior

#: Width of the text, for a terminal of 80 columns.
WIDTH = 78

#: Labels longer than this are cut in the table of studies.
LABEL_WIDTH = 32

#: Standard deviations outside these powers of ten are printed in scientific notation.
PLAIN_POWERS = (-6, 6)

#: Probabilities closer to 0 or 1 than this are printed as a bound.
NEAR = 0.0005


def posterior_frame(posterior: Posterior) -> pd.DataFrame:
    """Give one row per study, then the mean effect, a new study and tau."""
    import pandas as pd

    effects = posterior.effects
    nothing = [np.nan] * 3
    three = (posterior.mu, posterior.new, posterior.tau)

    def column(part: str) -> list[float]:
        values = [getattr(marginal, part) for marginal in three]
        ours = list(getattr(posterior, f"study_{part}"))
        return [*ours, *(np.nan if value is None else value for value in values)]

    return pd.DataFrame(
        {
            "row": ["study"] * posterior.k + ["pooled", "prediction", "heterogeneity"],
            "slab": [*effects.slab, _mean_name(posterior), "New study", "tau"],
            "yi": [*effects.yi, *nothing],
            "vi": [*effects.vi, *nothing],
            **{part: column(part) for part in ("mean", "sd", "median", "lb", "ub")},
        }
    )


def _format(posterior: Posterior) -> str:
    """Choose decimals so that the spread of the mean effect shows two digits."""
    spread = (posterior.mu.ub - posterior.mu.lb) / 4
    power = math.floor(math.log10(spread)) if spread > 0 else 0
    if not PLAIN_POWERS[0] <= power <= PLAIN_POWERS[1]:
        return ".4g"
    return f".{max(0, 2 - power)}f"


def _shown(marginal: Marginal, style: str) -> str:
    median, lb, ub = (
        format(value, style) for value in (marginal.median, marginal.lb, marginal.ub)
    )
    return f"{median} [{lb}, {ub}]"


def _probability(value: float) -> str:
    if value < NEAR:
        return f"< {NEAR}"
    if value > 1 - NEAR:
        return f"> {1 - NEAR}"
    return f"{value:.3f}"


def _line(name: str, text: object) -> str:
    return f"{name:<22}{text}"


def _mean_name(posterior: Posterior) -> str:
    """Name the mean: only the mean of contrasts is one of effects."""
    return f"Mean {noun_of(posterior.effects)}"


def _back_transformed(posterior: Posterior, style: str) -> list[str]:
    """Show the effects on the scale that people read, where it is another one."""
    if not posterior.effects.has_own_way_back:
        return []
    back = posterior.effects.back_transform
    lines = []
    of = ((_mean_name(posterior), posterior.mu), ("New study", posterior.new))
    for name, marginal in of:
        ends = np.array([marginal.median, marginal.lb, marginal.ub])
        shown = back(ends)
        if np.array_equal(shown, ends):
            return []
        median, lb, ub = (format(float(value), style) for value in shown)
        lines.append(_line(f"  {name}", f"{median} [{lb}, {ub}]"))
    return ["", "On the scale that people read", *lines]


def _beyond(posterior: Posterior) -> list[str]:
    if posterior.beyond is None:
        return []
    at = posterior.beyond
    rows = (
        (_mean_name(posterior), at.mu_below, at.mu_above),
        ("New study", at.new_below, at.new_above),
    )
    return [
        "",
        f"Probability below and above {at.threshold:.10g}",
        *(
            _line(f"  {name}", f"{_probability(below)}, {_probability(above)}")
            for name, below, above in rows
        ),
    ]


def _studies(posterior: Posterior, style: str) -> list[str]:
    effects = posterior.effects
    head = ("Study", "Reported", "After the data", posterior.interval)
    rows = [
        (
            textwrap.shorten(label, LABEL_WIDTH, placeholder="...") or label,
            format(float(y), style),
            format(float(median), style),
            f"[{format(float(lb), style)}, {format(float(ub), style)}]",
        )
        for label, y, median, lb, ub in zip(
            effects.slab,
            effects.yi,
            posterior.study_median,
            posterior.study_lb,
            posterior.study_ub,
            strict=True,
        )
    ]
    widths = [max(len(row[part]) for row in [head, *rows]) for part in range(4)]
    return [
        f"  {row[0]:<{widths[0]}}  {row[1]:>{widths[1]}}  {row[2]:>{widths[2]}}  "
        f"{row[3]:>{widths[3]}}"
        for row in [head, *rows]
    ]


def summary_text(posterior: Posterior) -> str:
    """Write the whole result as plain text."""
    studies = "1 study" if posterior.k == 1 else f"{posterior.k} studies"
    title = f"{posterior.effects.measure_name}, {studies}, Bayesian random effects"
    style = _format(posterior)
    settings = posterior.settings
    percent = f"{100 * posterior.level:g} %"
    lines = [
        title,
        "=" * len(title),
        _line("Prior of tau", settings["tau_prior"]),
        _line("Prior of the mean", settings["mu_prior"]),
        _line("Shown", f"median and {posterior.interval} {percent} interval"),
        "",
        _line(_mean_name(posterior), _shown(posterior.mu, style)),
        _line("New study", _shown(posterior.new, style)),
        _line("Between studies (tau)", _shown(posterior.tau, style)),
        *_back_transformed(posterior, style),
        *_beyond(posterior),
        "",
        *_studies(posterior, style),
    ]
    if posterior.notes:
        lines += ["", "Please note"]
    for note in posterior.notes:
        lines += textwrap.wrap(note, WIDTH, initial_indent="- ", subsequent_indent="  ")
    return "\n".join(lines)

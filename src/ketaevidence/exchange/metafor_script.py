"""Pools as an R script for metafor, with the data and with what came out here.

The script fits each pool again with metafor, prints it with ten digits, and compares it
with the numbers of this program. What metafor has no option for is said in a comment
beside the pool, and worked out from metafor's own fit where that can be done.

References
----------
Viechtbauer W (2010). Journal of Statistical Software 36(3):1-48.
doi:10.18637/jss.v036.i03
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ketaevidence.exchange.metafor_model import comment, model_lines
from ketaevidence.exchange.written import csv_text
from ketaevidence.pooling import Pooled
from ketaevidence.present.words import sentence
from ketaevidence.synthesis.model import Analysis

#: The files, which the script finds beside itself.
SCRIPT: Final = "pools.R"
STUDIES: Final = "studies.csv"
RESULTS: Final = "results.csv"
SIDE_BY_SIDE: Final = "side_by_side.csv"

_STUDY_COLUMNS: Final = ("pool", "study", "yi", "vi", "ni", "weight_percent")
#: What is compared, by the names of Pooled.
_NUMBERS: Final = (
    "estimate", "se", "zval", "pval", "ci_lb", "ci_ub", "pi_lb", "pi_ub", "tau2",
    "I2", "H2", "QE", "QEp",
)  # fmt: skip
_ROW_COLUMNS: Final = (
    "analysis", "group", "study", "yi", "vi", "estimate", "ci_lb", "ci_ub",
    "why_not_pooled",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class NamedPool:
    """A pooled result, what it is called, and what a reader must know of it."""

    title: str
    pooled: Pooled
    about: tuple[str, ...] = ()


def review_files(title: str, analyses: Sequence[Analysis]) -> dict[str, str]:
    """Give the files for every pool of a review, by name.

    Rows that are shown side by side and not pooled stand in a table of their own, with
    the reason; where nothing is pooled, the script says so and prints them.
    """
    pools = [
        NamedPool(
            f"{analysis.title}: {group.label}",
            group.pooled,
            tuple(t for t in (analysis.meaning, analysis.caution) if t),
        )
        for analysis in analyses
        for group in analysis.groups
        # One study is no pool, whatever its group says.
        if group.pooled is not None and group.pooled.k > 1
    ]
    rows = [
        (
            analysis.title,
            group.label,
            row.label,
            row.yi,
            row.vi,
            row.estimate,
            row.ci_lb,
            row.ci_ub,
            group.why_not_pooled,
        )
        for analysis in analyses
        for group in analysis.groups
        if group.pooled is None or group.pooled.k == 1
        for row in group.rows
    ]
    return {
        **metafor_files(pools, title=title, shown=len(rows)),
        SIDE_BY_SIDE: csv_text(_ROW_COLUMNS, rows),
    }


def metafor_files(
    pools: Sequence[NamedPool], *, title: str = "", shown: int = 0
) -> dict[str, str]:
    """Give the files for some pools, by name.

    Parameters
    ----------
    pools
        Pooled results; one of a single study is fitted as what it is.
    title
        What they are of, for the head of the script.
    shown
        How many rows stand side by side in a table beside the script.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> pooled = ke.pool([-1.2, -0.4, 0.3], [0.1, 0.1, 0.2], test="z")
    >>> files = metafor_files([NamedPool("Pain", pooled)])
    >>> print(files["studies.csv"].splitlines()[1])
    pool1,Study 1,-1.2,0.1,,35.28...
    """
    named = [(f"pool{n}", pool) for n, pool in enumerate(pools, start=1)]
    script = {SCRIPT: "\n".join(_script(named, title, shown)) + "\n"}
    if not named:
        return script
    return {
        **script,
        STUDIES: csv_text(
            _STUDY_COLUMNS,
            (row for name, pool in named for row in _studies(name, pool.pooled)),
        ),
        RESULTS: csv_text(
            ("pool", "title", "k", *_NUMBERS),
            (
                (
                    name,
                    pool.title,
                    pool.pooled.k,
                    *(getattr(pool.pooled, number) for number in _NUMBERS),
                )
                for name, pool in named
            ),
        ),
    }


def _studies(name: str, pooled: Pooled) -> Iterator[tuple[object, ...]]:
    effects = pooled.effects
    for place, label in enumerate(effects.slab):
        yield (
            name,
            label,
            float(effects.yi[place]),
            float(effects.vi[place]),
            None if effects.ni is None else effects.ni[place],
            float(pooled.weights[place]),
        )


def _script(
    named: Sequence[tuple[str, NamedPool]], title: str, shown: int
) -> Iterator[str]:
    yield from comment(f"Pools of a review, fitted again with metafor. {title}")
    yield from comment(
        f"Run it with Rscript {SCRIPT}; it reads the tables beside it. Effects (yi) "
        "and variances (vi) are on the scale of analysis: ratios as logarithms, "
        "proportions as named with each pool."
    )
    if named:
        yield from comment(f"What ketaevidence found is in {RESULTS}.")
    yield ""
    yield from _HERE.splitlines()
    if named:
        yield from _READ.splitlines()
    else:
        yield ""
        yield from comment(
            "Nothing is pooled in this review: no results are alike enough, or there "
            "are too few of them. There is nothing for metafor to fit."
        )
        yield 'cat("Nothing is pooled in this review.\\n")'
    for name, pool in named:
        yield ""
        yield from comment(f"{name}: {pool.title}")
        for text in (*pool.about, *pool.pooled.notes):
            yield from comment(sentence(text))
        yield from model_lines(name, pool.pooled)
    if shown:
        yield ""
        yield from comment(
            f"Shown side by side and not pooled ({shown} rows); the table says why."
        )
        yield f'shown <- read.csv(file.path(here, "{SIDE_BY_SIDE}"),'
        yield '                  encoding = "UTF-8", na.strings = "")'
        yield 'cat("\\nShown side by side, not pooled:\\n")'
        yield (
            'print(shown[c("analysis", "group", "study", "estimate", "ci_lb", '
            '"ci_ub")], digits = 10)'
        )


#: Where the script lies, however it is run.
_HERE: Final = """\
options(width = 120)
here <- sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))
here <- if (length(here) == 1) dirname(gsub("~+~", " ", here, fixed = TRUE)) else "."\
"""

_READ: Final = f"""\
library(metafor)
table_of <- function(file) {{
  read.csv(file.path(here, file), encoding = "UTF-8", na.strings = "")
}}
studies <- table_of("{STUDIES}")
expected <- table_of("{RESULTS}")

# What metafor stops searching at, in the unit of the data: its own default stops
# earlier.
spread <- function(d) max(mean(d$vi), if (nrow(d) > 1) var(d$yi) else 0)

# One line for each number: metafor's, ketaevidence's, and the difference.
compare <- function(pool, found, d, fit) {{
  told <- expected[expected$pool == pool, ]
  for (name in names(found)) {{
    own <- told[[name]]
    if (is.na(own)) next
    cat(sprintf("%s\\t%s\\t%.10g\\t%.10g\\t%.3g\\n",
                pool, name, found[[name]], own, found[[name]] - own))
  }}
  cat(sprintf("%s\\t%s\\t%.10g\\t%.10g\\t%.3g\\n", pool, "largest_weight_percent",
              max(weights(fit)), max(d$weight_percent),
              max(abs(weights(fit) - d$weight_percent))))
}}\
"""

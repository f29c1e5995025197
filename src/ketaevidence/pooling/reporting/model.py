"""The paragraphs that a paper prints about a pooled result."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

from ketaevidence.effects.layout import WIDTH, please_note
from ketaevidence.effects.notebook import InNotebook


@dataclass(frozen=True, slots=True)
class Report(InNotebook):
    """How a pooled number was made and what came out, in words for a paper.

    Made by :meth:`Pooled.report`. Each paragraph is one line of plain text, to be
    copied; ``str()`` wraps them and puts all together.

    Parameters
    ----------
    methods
        Every choice, with its reference as author and year.
    results
        Studies, estimate with interval and test, heterogeneity, prediction interval.
    notes
        Caveats that belong to the results.
    references
        What the methods cite, sorted by author, with DOIs.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> pooled = ke.pool([-1.2, -0.4, 0.1], [0.2, 0.1, 0.2], method="DL", test="z")
    >>> report = pooled.report()
    >>> report.references[0]
    'Cochran WG (1954). Biometrics 10:101-129. doi:10.2307/3001666'
    >>> print(report.results.partition(". ")[0])
    3 studies were pooled
    """

    methods: str
    results: str
    notes: tuple[str, ...]
    references: tuple[str, ...]

    def __str__(self) -> str:
        """Write methods, results, caveats and references, one after the other."""
        lines = ["Methods and results"]
        for head, text in (("Methods", self.methods), ("Results", self.results)):
            lines += ["", head, *textwrap.wrap(text, WIDTH, break_on_hyphens=False)]
        lines += [*please_note(self.notes), "", "References"]
        for reference in self.references:
            lines += textwrap.wrap(
                reference,
                WIDTH,
                subsequent_indent="  ",
                break_long_words=False,
                break_on_hyphens=False,
            )
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        """Show the paragraphs in a notebook."""
        from ketaevidence.effects.notebook import html_of_paragraphs

        return html_of_paragraphs(
            "Methods and results",
            (
                ("Methods", (self.methods,)),
                ("Results", (self.results,)),
                ("Please note", self.notes),
                ("References", self.references),
            ),
        )

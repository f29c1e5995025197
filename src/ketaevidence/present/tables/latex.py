r"""The evidence table as LaTeX: a document of its own, whose tables can be cut out.

Each group of columns is a ``longtable`` on a page that lies on its side. pdfLaTeX sets
what is written in Latin and the signs below; for other letters use LuaLaTeX or XeLaTeX.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from textwrap import wrap
from types import MappingProxyType
from typing import Final

from ketaevidence.present.tables.columns import GROUPS
from ketaevidence.present.tables.document import NOTHING, EvidenceDocument, TextTable
from ketaevidence.present.words import clean

_OPENING: Final = r"""% An evidence table, made by ketaevidence.
% pdfLaTeX is enough for Latin letters; use LuaLaTeX or XeLaTeX for others.
\documentclass[10pt,a4paper]{article}
\usepackage{iftex}
\ifPDFTeX
  \usepackage[T1]{fontenc}
  \usepackage{textcomp}
  \IfFileExists{lmodern.sty}{\usepackage{lmodern}}{}
\else
  \usepackage{fontspec}
\fi
\usepackage[margin=15mm]{geometry}
\usepackage{array,longtable,pdflscape}
\setlength{\tabcolsep}{3pt}
\renewcommand{\arraystretch}{1.15}
\begin{document}
"""
#: What LaTeX would read as a command, and signs that not every engine's fonts have.
_SIGNS: Final = MappingProxyType(
    {
        "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&",
        "#": r"\#", "%": r"\%", "_": r"\_", "^": r"\textasciicircum{}",
        "~": r"\textasciitilde{}", "<": r"\textless{}", ">": r"\textgreater{}",
        "|": r"\textbar{}", '"': r"\textquotedbl{}", "`": r"\textasciigrave{}",
        # After the end of a row a bracket or a star would belong to the command.
        "[": "{[}", "]": "{]}", "*": "{*}",
        "\N{MINUS SIGN}": r"$-$", "±": r"$\pm$", "×": r"$\times$", "÷": r"$\div$",
        "≥": r"$\geq$", "≤": r"$\leq$", "≈": r"$\approx$", "≠": r"$\neq$",
        "∞": r"$\infty$", "→": r"$\rightarrow$", "°": r"$^{\circ}$", "·": r"$\cdot$",
        "²": r"$^{2}$", "³": r"$^{3}$", "⊕": r"$\oplus$", "½": r"$\frac{1}{2}$",
        "—": "---", "–": "--", "“": r"\textquotedblleft{}",
        "”": r"\textquotedblright{}", "‘": r"\textquoteleft{}",
        "’": r"\textquoteright{}", "…": r"\ldots{}",
        "α": r"$\alpha$", "β": r"$\beta$", "γ": r"$\gamma$", "δ": r"$\delta$",
        "κ": r"$\kappa$", "μ": r"$\mu$", "µ": r"$\mu$", "σ": r"$\sigma$",
        "τ": r"$\tau$", "χ": r"$\chi$", "Δ": r"$\Delta$", "Σ": r"$\Sigma$",
        "\N{NO-BREAK SPACE}": "~", "\N{THIN SPACE}": r"\,",
        "\N{NARROW NO-BREAK SPACE}": r"\,", "\N{NON-BREAKING HYPHEN}": "-",
    }
)  # fmt: skip
_TRANSLATION: Final = str.maketrans(dict(_SIGNS))
#: Signs that two of make another sign.
_LIGATURE: Final = re.compile(r"([-',])(?=\1)")
#: Characters that a line surely holds, and lines that a page does.
_LINE, _MOST_LINES = 140, 25
#: A word without a place to break, and the signs after which it may be broken.
_LONG_WORD: Final = re.compile(r"\S{19,}")
_JOINT: Final = re.compile(r"(?<=[/.\-+=?_&:,;])(?=\w)")
_BREAK: Final = "\ue000"


def to_latex(document: EvidenceDocument) -> str:
    """Write the evidence table as a LaTeX document.

    Returns
    -------
    str
        To be written as UTF-8. Every text is escaped: nothing in it is a command.
    """
    facts = "".join(
        rf"\item[{_tex(what)}] {_tex(text)}" + "\n" for what, text in document.facts
    )
    notes = "".join(f"{_tex(note)}\n\n" for note in document.notes)
    tables = "".join(
        _longtable(document.evidence.of_group(group), f"{group.title} of each study")
        for group in GROUPS
    )
    if not document.evidence.rows:
        tables = "No study yet: nothing is included, and no rule suggests a record.\n"
    return (
        f"{_OPENING}\\section*{{{_tex(document.title)}}}\n"
        f"\\begin{{description}}\n{facts}\\end{{description}}\n"
        f"{notes}\\begin{{landscape}}\n\\footnotesize\n{tables}"
        "\\end{landscape}\n\\end{document}\n"
    )


def _tex(text: str) -> str:
    """Write a text so that LaTeX prints it as it is, and can break its long words."""
    text = clean(text).replace(_BREAK, "")
    text = _LONG_WORD.sub(lambda word: _JOINT.sub(_BREAK, word[0]), text)
    # Signs that only look like a ligature once translated are no business of this.
    text = _LIGATURE.sub(rf"\1{_BREAK}", text)
    return text.translate(_TRANSLATION).replace(_BREAK, r"\allowbreak{}")


def _longtable(table: TextTable, told: str) -> str:
    """Write one group of columns, its headings repeated on every page."""
    wanted = [1.5 + column.width for column in table.columns]
    # Cut, not rounded, so that the shares never add up to more than the line.
    shares = [int(1000 * one / sum(wanted)) / 1000 for one in wanted]
    frame = "".join(
        r">{\raggedright\arraybackslash\hspace{0pt}}"
        rf"p{{\dimexpr {share:.3f}\linewidth-2\tabcolsep\relax}}"
        for share in shares
    )
    head = _row([rf"\textbf{{{_tex(column.heading)}}}" for column in table.columns])
    body = "".join(
        _row([_tex(piece) for piece in pieces])
        for row in table.rows
        for pieces in _pieces(row, shares)
    )
    caption = f"{_tex(told)} (--- : nothing is entered)"
    return (
        f"\\begin{{longtable}}{{{frame}}}\n"
        f"\\caption{{{caption}}}\\\\\n\\hline\n{head}\\hline\n\\endfirsthead\n"
        f"\\hline\n{head}\\hline\n\\endhead\n\\hline\n\\endfoot\n"
        f"{body}\\end{{longtable}}\n"
    )


def _pieces(row: Sequence[str], shares: Sequence[float]) -> Iterator[tuple[str, ...]]:
    """Cut a row that is higher than a page, which LaTeX would print over its end."""
    cut = [
        wrap(cell, max(int(share * _LINE * _MOST_LINES), 1)) or [NOTHING]
        for cell, share in zip(row, shares, strict=True)
    ]
    yield from zip_longest(*cut, fillvalue="")


def _row(cells: Sequence[str]) -> str:
    return " & ".join(cells) + " \\\\\n"

r"""Text as LaTeX and BibTeX take it: their own signs escaped, braces always in pairs.

BibTeX counts braces even behind a backslash, so that a lone brace in a title must not
stand as ``\{``. Letters stay what they are, in UTF-8; signs that LaTeX has no letter
for, such as a minus or a Greek letter, are set as mathematics.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

_SPECIAL: Final = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    **{sign: rf"\{sign}" for sign in "$&#%_"},
}
_GREEK: Final = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "varepsilon",
    "ζ": "zeta", "η": "eta", "θ": "theta", "ι": "iota", "κ": "kappa",
    "λ": "lambda", "μ": "mu", "ν": "nu", "ξ": "xi", "π": "pi", "ρ": "rho",
    "σ": "sigma", "τ": "tau", "υ": "upsilon", "φ": "varphi", "χ": "chi",
    "ψ": "psi", "ω": "omega", "Γ": "Gamma", "Δ": "Delta", "Θ": "Theta",
    "Λ": "Lambda", "Σ": "Sigma", "Φ": "Phi", "Ψ": "Psi", "Ω": "Omega",
}  # fmt: skip
_SIGNS: Final = {
    "\u2212": "-", "≤": r"\leq", "≥": r"\geq", "≈": r"\approx", "→": r"\rightarrow",
    "∞": r"\infty",
}  # fmt: skip
#: What each sign is written as.
ESCAPES: Final = MappingProxyType(
    _SPECIAL
    | {sign: rf"$\{name}$" for sign, name in _GREEK.items()}
    | {sign: f"${name}$" for sign, name in _SIGNS.items()}
)
_TABLE: Final = str.maketrans(dict(ESCAPES))


def latex(text: str) -> str:
    r"""Escape a text for LaTeX.

    Examples
    --------
    >>> print(latex("S(+)-ketamine & 50% relief {n=20}"))
    S(+)-ketamine \& 50\% relief \textbraceleft{}n=20\textbraceright{}
    """
    return text.translate(_TABLE)

"""PubMed searches judged on records at hand, as far as that can be done without PubMed.

What is known: terms with [tiab], [mh], [nm] and [pt], quoted phrases, words cut with
``*``, AND, OR, NOT and parentheses. PubMed maps words of its own accord where a tag is
missing; here a missing tag is an error. A heading stands for its narrower ones too
(``NARROWER``); only those that the searches here need are listed.
"""

from __future__ import annotations

import re

from ketaevidence.question.expression import All, AnyOf, Expression, Not, Term
from ketaevidence.question.model import Vocabulary

#: Narrower headings of those that the searches ask for (MeSH 2024, and older names).
NARROWER = {
    "complex regional pain syndromes": ("causalgia", "reflex sympathetic dystrophy"),
    "ketamine": (),
    "neuralgia": (
        "brachial plexus neuritis", "causalgia", "cranial neuralgia",
        "facial neuralgia", "glossopharyngeal nerve diseases",
        "morton neuroma", "neuralgia, postherpetic",
        "piriformis muscle syndrome", "pudendal neuralgia", "sciatica",
        "trigeminal neuralgia",
    ),
    "diphosphonates": (
        "alendronate", "clodronic acid", "etidronic acid", "ibandronic acid",
        "medronic acid", "technetium tc 99m medronate", "pamidronate",
        "risedronic acid", "risedronate sodium", "zoledronic acid",
    ),
    "lidocaine": ("lidocaine, prilocaine drug combination",),
    "diabetic neuropathies": ("diabetic foot",),
    "administration, intravenous": (
        "infusions, intravenous", "injections, intravenous",
    ),
    "radiculopathy": (), "phantom limb": (), "infusions, intravenous": (),
    "injections, intravenous": (),
    "tryptamines": (
        "5-methoxytryptamine", "serotonin", "sumatriptan", "bufotenin",
        "n,n-dimethyltryptamine", "psilocybin",
    ),
    "sumatriptan": (),
    "migraine disorders": (
        "migraine with aura", "migraine without aura", "ophthalmoplegic migraine",
    ),
}  # fmt: skip
_TOKEN = re.compile(
    r'\s*(?:(?P<sign>[()])|(?:"(?P<phrase>[^"]+)"|(?P<word>[^\s()\[\]"]+))'
    r"(?P<tag>\[\w+\])?)"
)


def parse(text: str) -> Expression:
    """Read a PubMed search as an expression that can be judged on records."""
    tokens = [m for m in _TOKEN.finditer(text) if m[0].strip()]
    expression, rest = _chain(tokens)
    if rest:
        msg = f"unread: {[m[0] for m in rest]}"
        raise ValueError(msg)
    return expression


def _chain(tokens: list[re.Match[str]]) -> tuple[Expression, list[re.Match[str]]]:
    """Join items from left to right, as PubMed does."""
    left, tokens = _item(tokens)
    while tokens and tokens[0]["sign"] != ")":
        operator, tokens = tokens[0]["word"], tokens[1:]
        right, tokens = _item(tokens)
        if operator == "OR":
            parts = left.parts if isinstance(left, AnyOf) else (left,)
            left = AnyOf((*parts, right))
        elif operator in ("AND", "NOT"):
            left = All((left, Not(right) if operator == "NOT" else right))
        else:
            msg = f"no operator: {operator!r}"
            raise ValueError(msg)
    return left, tokens


def _item(tokens: list[re.Match[str]]) -> tuple[Expression, list[re.Match[str]]]:
    first, *rest = tokens
    if first["sign"] == "(":
        inner, rest = _chain(rest)
        return inner, rest[1:]
    words, tag = first["phrase"] or first["word"], first["tag"]
    if tag in ("[mh]", "[nm]", "[pt]"):
        name = words.lower()
        return Term(Vocabulary((), (name, *NARROWER.get(name, ())))), rest
    if tag != "[tiab]":
        msg = f"{words!r} has the tag {tag}; it cannot be judged here"
        raise ValueError(msg)
    cut = words.endswith("*")
    return Term(Vocabulary((words.removesuffix("*"),)), is_truncated=cut), rest

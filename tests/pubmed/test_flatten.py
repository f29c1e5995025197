"""Marked-up text as plain text: no number, sign or space changes its meaning."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketaevidence.pubmed.flatten import flatten, flatten_inline, trimmed


def flat(text: str) -> str:
    """Flatten what stands in an element."""
    return flatten(ET.fromstring(f"<AbstractText xmlns:m='m'>{text}</AbstractText>"))  # noqa: S314 (written here)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10<sup>-3</sup>", "10⁻³"),
        ("10<sup>−3</sup>", "10⁻³"),
        ("5 mg/m<sup>2</sup>", "5 mg/m²"),
        ("m<sup>2 </sup>per", "m² per"),
        ("10<sup> 6</sup>", "10 ⁶"),
        ("10<sup>1.5</sup>", "10^(1.5)"),
        ("5<sup>a</sup>", "5^a"),
        ("5<sup>a,b</sup>", "5^(a,b)"),
        ("5<sup>*</sup>", "5^*"),
        ("H<sub>2</sub>O", "H₂O"),
        ("C<sub>max</sub>", "C_(max)"),
        ("T<sub>1/2</sub>", "T_(1/2)"),
        ("<sup/>x<sub></sub>", "x"),
        ("10<sup>-<i>n</i></sup>", "10⁻ⁿ"),
        ("a<b>b<i>c</i></b>d<u>e</u>", "abcde"),
        ("<m:math><m:mfrac><m:mn>1</m:mn><m:mn>2</m:mn></m:mfrac></m:math>", "(1)/(2)"),
        ("<m:mroot><m:mn>8</m:mn><m:mn>3</m:mn></m:mroot>", "³√(8)"),
        ("<m:msqrt><m:mn>1</m:mn><m:mn>6</m:mn></m:msqrt>", "√(16)"),
        ("<m:msup><m:mn>10</m:mn><m:mrow><m:mo>-</m:mo><m:mn>3</m:mn></m:mrow></m:msup>", "10⁻³"),
        ("<m:msubsup><m:mi>x</m:mi><m:mn>1</m:mn><m:mn>2</m:mn></m:msubsup>", "x₁²"),
        ("<m:mfenced><m:mn>1</m:mn><m:mn>2</m:mn></m:mfenced>", "(1,2)"),
        ("<m:mfenced open='[' close=']' separators=';|'><m:mn>1</m:mn><m:mn>2</m:mn><m:mn>3</m:mn><m:mn>4</m:mn></m:mfenced>", "[1;2|3|4]"),
        ("<m:mfenced separators=''><m:mn>1</m:mn><m:mn>2</m:mn></m:mfenced>", "(12)"),
        ("<m:mtable><m:mtr><m:mtd>1</m:mtd><m:mtd>2</m:mtd></m:mtr><m:mtr><m:mtd>3</m:mtd></m:mtr></m:mtable>", "1 2 3"),
        ("<m:semantics><m:mn>5</m:mn><m:annotation>5</m:annotation><m:annotation-xml><m:mn>5</m:mn></m:annotation-xml></m:semantics>", "5"),
        ("<m:msup><m:mn>10</m:mn></m:msup>", "10"),
        ("10\u00a0mg", "10\u00a0mg"),
        ("\u00a0a\u00a0", "\u00a0a\u00a0"),
        ("1\u2009000", "1\u2009000"),
        ("a\u202fb\u3000", "a\u202fb\u3000"),
        (" a \n\t b\r\n ", "a b"),
        ("keta<?pmcsd ?>mine", "ketamine"),
        ("keta<!-- x -->mine", "ketamine"),
        ("a <unknown>b</unknown> c", "a b c"),
        ("p &lt; 0.05 &amp; <i>n</i> &gt; 3", "p < 0.05 & n > 3"),
    ],
)  # fmt: skip
def test_markup_keeps_its_meaning(text, expected):
    """Exponents, fractions, roots, brackets and cells cannot be read as other numbers."""
    assert flat(text) == expected


INLINE = st.recursive(
    st.text(alphabet="ab 12-+\n\t\u00a0\u2009.,*()", max_size=6),
    lambda inner: st.one_of(
        st.builds("{}{}".format, inner, inner),
        st.builds("<{0}>{1}</{0}>".format, st.sampled_from(("i", "b", "u", "sup", "sub")), inner),
    ),
    max_leaves=12,
)  # fmt: skip


@given(INLINE)
def test_text_and_tree_are_flattened_alike(text):
    """Both ways to resolve inline markup give the same text."""
    assert flatten_inline(text) == flat(text)


@given(INLINE)
def test_no_character_is_lost_but_layout(text):
    """Letters and author's own spaces are all there, in their order."""
    kept = "ab\u00a0\u2009"
    bare = "".join(ET.fromstring(f"<x>{text}</x>").itertext())  # noqa: S314 (written here)
    assert [c for c in flat(text) if c in kept] == [c for c in bare if c in kept]


@pytest.mark.parametrize(
    "text", ["<i>x", "x</i>", "<i><b>x</i></b>", "<em>x</em>", "a < b", "<i a='1'>x</i>", "<!-- x -->", "<i>" * 30 + "</i>" * 30]
)  # fmt: skip
def test_other_markup_is_left_to_the_tree(text):
    """What is no plain inline markup is not guessed at."""
    assert flatten_inline(text) is None


@given(st.text(alphabet="a \t\r\n\u00a0\u2028", max_size=20))
def test_trimming_is_done_once_and_for_all(text):
    """A trimmed text has single spaces, none at its ends, and does not change again."""
    once = trimmed(text)
    assert trimmed(once) == once
    assert "  " not in once
    assert once == once.strip(" \t\r\n")

"""What a query prints is what PubMed is sent, and PubMed reads it as it was meant."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketaevidence.errors import PubMedQueryError
from ketaevidence.pubmed.query import Between, FreeText, Mesh, Term, as_query
from ketaevidence.pubmed.tags import TAGS, is_tag
from ketaevidence.question.load import shipped_question


@pytest.mark.parametrize(
    ("query", "printed"),
    [
        (Term("ketamine"), "ketamine"),
        (Term("ketamine", "tiab"), "ketamine[tiab]"),
        (Term("S(+)-ketamine", "tiab"), '"S(+)-ketamine"[tiab]'),
        (Term('"S(+)-ketamine"', "tiab"), '"S(+)-ketamine"[tiab]'),
        (Term("sudeck*", "tiab"), "sudeck*[tiab]"),
        (Term("complex  regional pain", "ti"), '"complex regional pain"[ti]'),
        (Term("reflex sympathetic dystroph*"), '"reflex sympathetic dystroph*"'),
        (Term("shoulder-hand"), '"shoulder-hand"'),
        (Term("or", "ti"), '"or"[ti]'),
        (Term("pain ketamine", "tiab:~3"), '"pain ketamine"[tiab:~3]'),
        (Mesh("Complex Regional Pain Syndromes"), '"Complex Regional Pain Syndromes"[mh]'),
        (Mesh("Ketamine/adverse effects", major=True), '"Ketamine/adverse effects"[majr]'),
        (Mesh("Ketamine", narrower=False), '"Ketamine"[mh:noexp]'),
        (Between("1", "500", "uid"), "1:500[uid]"),
        (Between("2025/01", "3000", "crdt"), "2025/01:3000[crdt]"),
        (Term("a") & Term("b") & Term("c"), "a AND b AND c"),
        (Term("a") & (Term("b") & Term("c")), "a AND b AND c"),
        (Term("a") | Term("b") & Term("c"), "a OR (b AND c)"),
        ((Term("a") | "b") & Term("c"), "(a OR b) AND c"),
        ("free text" & Term("c"), "(free text) AND c"),
        ("free" | Term("c"), "free OR c"),
        (Term("a") & "b OR c", "a AND (b OR c)"),
        (Term("a").but_not("b"), "a NOT b"),
        (Term("a").but_not(Term("b").but_not("c")), "a NOT (b NOT c)"),
        ((Term("a").but_not("b")).but_not("c"), "(a NOT b) NOT c"),
        ((Term("a") & "b").but_not(Term("c") | "d"), "(a AND b) NOT (c OR d)"),
        (as_query(" ketamine  AND\ncrps "), "ketamine AND crps"),
    ],
)  # fmt: skip
def test_queries_print_the_string_that_is_sent(query, printed):
    """Every kind of query prints exactly one known string."""
    assert str(query) == printed


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda: Term(""), "empty"),
        (lambda: Term("  *  "), "empty"),
        (lambda: Term('""'), "empty"),
        (lambda: Mesh(" "), "empty"),
        (lambda: FreeText("()"), "empty"),
        (lambda: Term("a") & "", "empty"),
        (lambda: Term("ketamine", "tiabb"), r"no field \[tiabb\]"),
        (lambda: Term("ketamine", ""), "no field"),
        (lambda: Term("ketamine", "au:noexp"), "no field"),
        (lambda: Term("ketamine", "tiab:~x"), "no field"),
        (lambda: Term('the "real" ketamine'), "quote"),
        (lambda: Term("ket*"), "at least 4"),
        (lambda: Term("pain ke*mine"), "at least 4"),
        (lambda: Term("keta\x00mine"), "control"),
        (lambda: Mesh("Ketamin*"), "in full"),
        (lambda: Between("1", "last", "uid"), "neither"),
        (lambda: Between("1", "2", "uids"), "no field"),
        (lambda: FreeText('"crps'), "opens a quote"),
        (lambda: FreeText("(crps"), "bracket"),
        (lambda: FreeText("crps) OR (x"), "bracket"),
    ],
)
def test_what_pubmed_would_misread_is_refused(make, told):
    """An empty term, an unknown field or an open bracket never reaches PubMed."""
    with pytest.raises(PubMedQueryError, match=told) as caught:
        make()
    assert "\n" not in str(caught.value)


def test_brackets_inside_quotes_are_letters():
    """A bracket in a quoted name needs no partner."""
    assert str(FreeText('"S(+-ketamine" AND crps')) == '"S(+-ketamine" AND crps'


def test_tags_are_known_by_name_and_by_letters():
    """Long names and short tags are known in any case, with PubMed's two additions."""
    for name, short in TAGS.items():
        assert is_tag(name)
        assert all(map(is_tag, short))
    assert is_tag("TIAB")
    assert is_tag("Title/Abstract:~5")
    assert is_tag("MeSH Terms:NoExp")


def test_the_shipped_strategy_is_a_query_with_known_tags():
    """The question's own search is accepted, and each of its tags is PubMed's."""
    term = shipped_question().pubmed_search
    assert str(as_query(term)) == term
    assert all(map(is_tag, re.findall(r"\[([^\]]+)\]", term)))


# PubMed reads from left to right and knows no precedence: a model of that reading.

_TOKEN = re.compile(r'\(|\)|"[^"]*"(?:\[[^\]]*\])?|[^\s()"]+')


def read_as_pubmed(text, meaning):
    """Give what PubMed would find, reading operators strictly from left to right."""
    tokens = _TOKEN.findall(text)

    def operand():
        word = tokens.pop(0)
        if word != "(":
            return meaning[word]
        found = expression()
        assert tokens.pop(0) == ")"
        return found

    def expression():
        found = operand()
        while tokens and tokens[0] != ")":
            operator = tokens.pop(0)
            other = operand()
            found = {"AND": found & other, "OR": found | other, "NOT": found - other}[operator]  # fmt: skip
        return found

    found = expression()
    assert not tokens
    return found


WORDS = ["ketamine", "S(+)-ketamine", "pain) OR (x", "and", "sudeck*", "a NOT b", "crps"]  # fmt: skip
SETS = st.frozensets(st.integers(0, 7))


@st.composite
def queries_with_meaning(draw):
    """Build a query, what it must find, and what each of its words finds."""
    meaning = {}

    def leaf():
        tag = draw(st.sampled_from([None, "tiab", "mh"]))
        term = Term(draw(st.sampled_from(WORDS)), tag)
        return term, meaning.setdefault(str(term), draw(SETS))

    def build(depth):
        if depth == 0 or draw(st.integers(0, 3)) == 0:
            return leaf()
        (left, found), (right, other) = build(depth - 1), build(depth - 1)
        if draw(st.booleans()):
            right = str(right)  # free text in the place of a query
        kind = draw(st.sampled_from(["AND", "OR", "NOT"]))
        if kind == "AND":
            return left & right, found & other
        if kind == "OR":
            return left | right, found | other
        return left.but_not(right), found - other

    return *build(4), meaning


@given(queries_with_meaning())
def test_pubmed_reads_a_printed_query_as_it_was_built(case):
    """Read from left to right, the printed query finds what the objects mean."""
    query, expected, meaning = case
    assert read_as_pubmed(str(query), meaning) == expected

"""Judgements on the risk of bias: tools as tables, words refused, nothing invented."""

from __future__ import annotations

import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.curation.test_check import RESULT, SOURCE

from ketaevidence.curation.bias import judgement, same_word
from ketaevidence.curation.bias_check import check_judgements
from ketaevidence.curation.bias_entries import (
    bias_entry,
    bias_frame,
    is_same,
    read_bias,
)
from ketaevidence.curation.bias_tools import SEVERITY, TOOLS, tool_of
from ketaevidence.curation.model import Register, Study
from ketaevidence.errors import CurationError, EvidenceWarning

AT = "2026-01-01T00:00:00Z"
REGISTER = Register(
    studies=(Study("smith2020", "Smith 2020", "A trial", "rct_parallel", "s", SOURCE),),
    results=(RESULT,),
)


def judged(tool="rob2", version=None, domains=None, **more):
    """Judge a result of the one study; every domain is at its mildest."""
    chosen = tool_of(tool, version)
    mildest = {domain.name: domain.judgements[0] for domain in chosen.domains}
    more = {"by": "A", "at": AT, "reason": "read twice"} | more
    if chosen.judges == "result":
        more.setdefault("outcome", "pain_intensity")
    return judgement("smith2020", tool, version, mildest | (domains or {}), **more)


@pytest.mark.parametrize(
    ("tool", "version", "domains", "words"),
    [
        (
            "rob2",
            None,
            "D1 D2 D3 D4 D5",
            ("Low", "Some concerns", "High", "No information"),
        ),
        (
            "rob2",
            "2019",
            "D1 D2 D3 D4 D5",
            ("Low", "Some concerns", "High", "No information"),
        ),
        (
            "rob2",
            "2021-crossover",
            "D1 DS D2 D3 D4 D5",
            ("Low", "Some concerns", "High", "No information"),
        ),
        (
            "rob2",
            "2021-cluster",
            "D1 D1b D2 D3 D4 D5",
            ("Low", "Some concerns", "High", "No information"),
        ),
        (
            "rob1",
            None,
            "D1 D2 D3 D4 D5 D6 D7",
            ("Low", "Unclear", "High", "No information"),
        ),
        (
            "robins-i",
            "2016",
            "D1 D2 D3 D4 D5 D6 D7",
            ("Low", "Moderate", "Serious", "Critical", "No information"),
        ),
        (
            "robins-i",
            "2025",
            "D1 D2 D3 D4 D5 D6",
            (
                "Low (except for concerns about uncontrolled confounding)",
                "Moderate",
                "Serious",
                "Critical",
            ),
        ),
    ],
)
def test_each_version_of_a_tool_has_its_own_domains(tool, version, domains, words):
    """Domains and words are those of the tool's version, in the tool's order."""
    found = tool_of(tool, version)
    assert " ".join(domain.name for domain in found.domains) == domains
    assert found.overall == words
    assert len({(t.name, t.version) for t in TOOLS}) == len(TOOLS)


def test_confounding_is_never_simply_low_in_robins_i_v2():
    """V2 has its own mildest word for confounding, and no word for no information."""
    tool = tool_of("robins-i", "2025")
    assert "Low" not in tool.domain("D1").judgements
    assert "Low" in tool.domain("D2").judgements
    assert "No information" not in tool.domain("D2").judgements


def test_every_word_has_a_degree_or_is_none():
    """Words of degree are ordered; those that say nothing of the risk have none."""
    words = {w for tool in TOOLS for d in tool.domains for w in d.judgements}
    assert words - set(SEVERITY) == {"No information", "Not applicable"}


@pytest.mark.parametrize(
    ("tool", "version", "told"),
    [
        ("rob3", None, "no tool here: rob2, rob1, robins-i"),
        ("rob2", "2016", "say which version of rob2"),
        ("robins-i", None, "2016 .*2025"),
    ],
)
def test_an_unknown_tool_or_version_is_refused(tool, version, told):
    """Two versions of ROBINS-I are in use, so that one has to be said."""
    with pytest.raises(CurationError, match=told):
        judgement("s", tool, version, {}, by="A", at=AT, reason="x")


@pytest.mark.parametrize(
    ("made", "told"),
    [
        (
            {"domains": {"D1": "Serious"}},
            "D1 'Serious'; allowed: Low, Some concerns, High",
        ),
        ({"domains": {"D9": "Low"}}, "no domain 'D9'; it has D1, D2"),
        ({"overall": "Fine"}, "overall 'Fine'; allowed: .*or nothing"),
        ({"support": {"D9": "x"}}, "support for D9"),
        (
            {"tool": "robins-i", "version": "2025", "domains": {"D1": "Low"}},
            "allowed: Low \\(except",
        ),
        (
            {"tool": "rob1", "domains": {"D1": "Some concerns"}},
            "allowed: Low, Unclear, High",
        ),
    ],
)
def test_an_impossible_word_is_refused_with_the_allowed(made, told):
    """A judgement outside the tool names the domain and what may be said."""
    with pytest.raises(CurationError, match=told):
        judged(**made)


def test_every_domain_is_judged_except_where_the_tool_lets_one_out():
    """Half an assessment is refused; RoB 1 may do without other sources of bias."""
    with pytest.raises(CurationError, match="D2, D3, D4, D5 not judged"):
        judgement("s", "rob2", None, {"D1": "Low"}, by="A", at=AT, reason="x")
    six = dict.fromkeys(["D1", "D2", "D3", "D4", "D5", "D6"], "Low")
    made = judgement("s", "rob1", None, six, by="A", at=AT, reason="x")
    assert made.judgement_of("D7") is None


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("low", "Low"),
        ("LOW RISK", "Low"),
        ("Some  concerns", "Some concerns"),
        ("some_concerns", "Some concerns"),
        ("High risk of bias", "High"),
        ("Lo", None),
        ("unclear", None),
        ("", None),
    ],
)
def test_a_word_is_meant_whatever_its_case(word, meant):
    """Case and "risk of bias" do not matter; a part of a word does."""
    assert same_word(word, tool_of("rob2").overall) == meant


def test_the_whole_is_never_invented():
    """An overall judgement that nobody made stays out, however alike the domains."""
    assert judged().overall is None
    assert judged(overall=" ").overall is None
    assert judged(overall="high").overall == "High"


@pytest.mark.parametrize(
    ("made", "told"),
    [
        (judged(by=" "), "who \\(by\\)"),
        (judged(reason=""), "why \\(reason\\)"),
        (judged(outcome=None), "judges one result"),
        (judged(outcome="pian"), "outcome 'pian'; allowed"),
        (judged(result_id="R9"), "no result 'R9'"),
        (judged(time_days=float("nan")), "no number of days"),
        (judged("rob1", outcome="pain_intensity"), "judges the study"),
        (
            judgement(
                "jones",
                "rob1",
                None,
                dict.fromkeys(["D1", "D2", "D3", "D4", "D5", "D6"], "Low"),
                by="A",
                at=AT,
                reason="x",
            ),
            "no such study",
        ),
    ],
)
def test_a_judgement_is_about_something_in_the_register(made, told):
    """Study, outcome, time and result are there, and somebody signs with a reason."""
    with pytest.raises(CurationError, match=told):
        check_judgements([made], REGISTER)


def test_what_is_judged_is_part_of_its_name():
    """Study, tool, version and result keep judgements apart; a study has one."""
    assert judged(time_days=84).key == "smith2020/rob2/2019/pain_intensity/84"
    assert judged(result_id="R1").key == "smith2020/rob2/2019/pain_intensity/R1"
    assert judged("rob1").key == "smith2020/rob1/2011"


@pytest.mark.parametrize(
    ("made", "is_told"),
    [
        (judged(domains={"D3": "High"}, overall="Low"), True),
        (judged(domains={"D3": "High"}, overall="High"), False),
        (judged(domains={"D3": "Some concerns"}, overall="High"), False),
        (judged(domains={"D3": "High"}), False),
        (judged(domains={"D3": "No information"}, overall="Low"), False),
        (judged("robins-i", "2025", {"D2": "Critical"}, overall="Serious"), True),
        (judged("rob1", domains={"D3": "High"}, overall="Low"), False),
    ],
)
def test_a_whole_that_is_milder_than_a_domain_is_told(made, is_told):
    """It is kept as judged, with a warning, where the tool has no such thing."""
    if is_told:
        with pytest.warns(EvidenceWarning, match="is milder than"):
            check_judgements([made], REGISTER)
    else:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            check_judgements([made], REGISTER)


@st.composite
def judgements(draw):
    """Judge with any tool, any words, any support."""
    tool = draw(st.sampled_from(TOOLS))
    words = {d.name: draw(st.sampled_from(d.judgements)) for d in tool.domains}
    supports = draw(
        st.dictionaries(st.sampled_from(sorted(words)), st.text(min_size=1))
    )
    return judged(
        tool.name, tool.version, words, support=supports,
        overall=draw(st.none() | st.sampled_from(tool.overall)),
        time_days=draw(st.none() | st.floats(0, 1e4)) if tool.judges == "result" else None,
    )  # fmt: skip


@given(judgements())
def test_a_judgement_comes_back_from_the_store_as_it_was(made):
    """Entry and judgement are two forms of the same."""
    back = read_bias(bias_entry(made))
    assert back == made
    assert is_same(back, made)


def test_an_entry_that_cannot_be_read_is_named():
    """A damaged entry is one clear error."""
    entry = bias_entry(judged())
    broken = type(entry)("bias", "k", {"tool": "rob2"}, "r", "A", AT)
    with pytest.raises(CurationError, match="The judgement k in the store"):
        read_bias(broken)


def test_the_table_has_a_row_for_each_domain_and_the_whole():
    """What nobody judged is missing in the table, not a word."""
    table = bias_frame([judged(support={"D2": "a sentence"})])
    assert list(table["domain"]) == ["D1", "D2", "D3", "D4", "D5", "Overall"]
    assert table["support"].iloc[1] == "a sentence"
    assert table["judgement"].isna().tolist() == [False] * 5 + [True]

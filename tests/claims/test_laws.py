"""What holds of every text: spans, sources, and that sentences do not meddle."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.claims.builders import GROUP, TRIAL, checked, contrast, event, helped, state

from ketaevidence.claims.check import check_claims, check_state
from ketaevidence.errors import CurationError

REVIEW = state(
    [TRIAL, GROUP],
    [
        contrast(0, -2.0, -0.5),
        helped(1, 12, 20),
        event(1, "nausea", events=3, total=20),
        event(1, "liver injury", events=1, total=20),
    ],
)
SENTENCES = (
    "Velatrine eases pain.",
    "Velatrine does not improve mobility in marlow neuropathy!",
    "Most patients had relief with velatrine",
    "It may cause nausea, dizziness and liver damage.",
    "It is safe, with no serious side effects.",
    "Relief lasts for six months and begins within 2 days.",
    "See Appleby 1990, PMID 90000000.",
    "It blocks the marlin channel.",
    "Over 80% of people, 3 of 4, were cured by velatrine.",
)
IDLE = (
    "We open at nine.",
    "Parking is free.",
    "Our staff wear blue.",
    "\u202eneil",
    "",
)
TEXTS = st.lists(st.sampled_from(SENTENCES + IDLE), min_size=1, max_size=7)


def told(check):
    """Give what was answered, by place, without the text."""
    return [(a.claim.start, a.claim.quote, a.verdict, a.because) for a in check.answers]


@settings(max_examples=40, deadline=None)
@given(TEXTS, st.sampled_from([" ", "\n", "\n\n", " \u2028 "]))
def test_every_quote_is_where_it_says(parts, gap):
    """text[start:end] is the quote, and the sentence stands where it says."""
    text = f"Velatrine.{gap}{gap.join(parts)}"
    check = checked(text, REVIEW)
    for answer in check.answers:
        claim = answer.claim
        assert text[claim.start : claim.end] == claim.quote
        assert claim.quote.strip()
        low = claim.sentence_start
        assert text[low : low + len(claim.sentence)] == claim.sentence
        assert low <= claim.start < claim.end <= low + len(claim.sentence)
    for left in check.not_assessed:
        assert text[left.start : left.end] == left.quote


@settings(max_examples=40, deadline=None)
@given(TEXTS)
def test_no_verdict_without_a_source(parts):
    """Supported, partly and contradicted stand on evidence that names its place."""
    check = checked("Velatrine. " + " ".join(parts), REVIEW)
    for answer in check.answers:
        assert answer.because
        if answer.verdict in ("supported", "partly", "contradicted"):
            deciding = [e for e in answer.evidence if e.stance in ("for", "against")]
            assert deciding
            assert all(e.pmid or e.doi or e.url for e in deciding)
        else:
            assert answer.evidence or "review" in " ".join(answer.because)


@settings(max_examples=25, deadline=None)
@given(TEXTS, st.lists(st.sampled_from(IDLE), max_size=3))
def test_idle_sentences_behind_change_no_answer(parts, idle):
    """What is added behind and is about nothing leaves every answer as it was."""
    text = "Velatrine. " + " ".join(parts)
    assert told(checked(text, REVIEW)) == told(
        checked(f"{text}\n{' '.join(idle)}", REVIEW)
    )


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_read(text):
    """Nothing that a text can hold stops the reading; the same text reads the same."""
    text = f"velatrine {text}"
    assert checked(text, REVIEW) == checked(text, REVIEW)


@settings(max_examples=20, deadline=None)
@given(st.permutations(SENTENCES))
def test_the_order_of_sentences_changes_no_verdict(parts):
    """Each sentence is answered by itself."""

    def kinds(lines):
        check = checked("\n".join(["Velatrine is a drug.", *lines]), REVIEW)
        return sorted((a.claim.kind, a.claim.quote, a.verdict) for a in check.answers)

    assert kinds(parts) == kinds(SENTENCES)


class _Held:
    def snapshot(self):
        return REVIEW


def test_a_page_is_read_as_it_is_seen():
    """Scripts, styles and hidden parts claim nothing; blocks part sentences."""
    page = (
        "<html><head><title>Velatrine cures pain</title><style>p{}</style></head><body>"
        "<script>Velatrine heals pain</script><p style='display:none'>It cures.</p>"
        "<h1>Velatrine</h1><p>Velatrine <b>eases</b> &amp; lowers\n pain.</p>"
        "<div hidden><p>It is safe.</p></div><ul><li>One<li>Two</ul>"
    )
    check = check_claims(page, _Held())
    assert check.text == "Velatrine\nVelatrine eases & lowers pain.\nOne\nTwo"
    (answer,) = check.answers
    assert check.text[answer.claim.start : answer.claim.end] == answer.claim.quote


@pytest.mark.parametrize("text", ["", " \n\t ", "<p></p>", "<script>x</script>"])
def test_a_text_without_words_is_refused(text):
    """There is nothing to hold against the review."""
    with pytest.raises(CurationError, match="no words to read"):
        check_claims(text, _Held())


def test_a_long_hostile_text_is_read_in_time():
    """A line of thirty thousand characters without a full stop is no trap."""
    text = "velatrine " + "no pain not published in A " * 1200 + "(" * 2000
    assert check_state(text, REVIEW).text == text

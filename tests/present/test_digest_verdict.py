"""The verdict of a digest: the gravest thing first, and the conclusions always."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ketaevidence.present.digest.verdict import Facts, kind_of, verdict_of

FACTS = st.builds(
    Facts,
    is_first=st.booleans(),
    notices=st.lists(st.just("X: retracted."), max_size=3).map(tuple),
    incomplete=st.sampled_from([None, "the newest attempt failed"]),
    pooled=st.integers(0, 3),
    moved=st.integers(0, 3),
    changed=st.lists(st.just("pain, week 4"), max_size=2).map(tuple),
    studies_added=st.integers(0, 2),
    studies_removed=st.integers(0, 2),
    reports_included=st.integers(0, 2),
    entered=st.integers(0, 2),
    new_records=st.integers(0, 2),
    items=st.integers(0, 2),
)


@given(FACTS)
def test_the_verdict_is_the_gravest_thing_that_is_so(facts):
    """Integrity, then an incomplete refresh, then what the results say, then the rest."""
    touched = (
        facts.moved,
        facts.studies_added,
        facts.studies_removed,
        facts.reports_included,
        facts.entered,
    )
    order = [
        ("integrity", bool(facts.notices)),
        ("incomplete", facts.incomplete is not None),
        ("baseline", facts.is_first),
        ("changed", bool(facts.changed)),
        ("unchanged", any(touched)),
        ("ineligible", facts.new_records > 0),
        ("none", True),
    ]
    assert kind_of(facts) == next(kind for kind, is_so in order if is_so)


@given(FACTS)
def test_every_verdict_says_whether_the_conclusions_changed(facts):
    """No line is empty; a change in meaning is told even under a graver verdict."""
    verdict = verdict_of(facts)
    assert verdict.line.endswith(".")
    assert verdict.conclusions.startswith("Conclusions: ")
    if facts.changed and not facts.is_first:
        assert "changed in meaning (pain, week 4" in verdict.conclusions
        assert "not changed" not in verdict.conclusions
    for word in ("significant", "no effect", "trend", "proved"):
        assert word not in f"{verdict.line} {verdict.conclusions}"


def test_the_lines_read_as_people_say_them():
    """Each kind of verdict is one plain sentence with its numbers."""

    def line(**facts):
        return verdict_of(Facts(**facts)).line

    assert line() == "No new records; nothing changed."
    assert line(items=2) == "No new records; something else changed."
    assert line(new_records=3) == "3 new records, none eligible yet."
    assert line(new_records=3, reports_included=1, pooled=1) == (
        "1 report included; pooled results unchanged in meaning."
    )
    assert line(studies_added=1, studies_removed=2, entered=4) == (
        "1 study added, 2 studies removed, 4 rows of data entered or changed; no result "
        "is pooled, before or after."
    )
    assert line(moved=1, pooled=1) == (
        "Numbers moved; pooled results unchanged in meaning."
    )
    assert line(notices=("A: x.", "B: y.")) == (
        "Integrity alert: A: x. And 1 further notice."
    )
    assert line(incomplete="2 of 3 records were retrieved") == (
        "Refresh incomplete: 2 of 3 records were retrieved."
    )

"""A text's sentences, where they stand, and in which part of the paper."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketaevidence.extraction.parts import inline_part, part_of
from ketaevidence.extraction.text import LONGEST, View
from ketaevidence.records.model import Record
from ketaevidence.records.parts import Section


def view(*sections, title="A title"):
    """Lay out an invented record."""
    made = (s if isinstance(s, Section) else Section(s) for s in sections)
    return View.of(Record(title=title, pmid="1", sections=tuple(made)))


anything = st.text(max_size=200) | st.lists(
    st.sampled_from(["Pain fell. ", "A ", "0. 2 mg ", "vs. ", "\n", "é", "P = .05 "]),
    max_size=50,
).map("".join)


@given(st.lists(anything, max_size=3), anything)
@settings(deadline=None)
def test_sentences_cover_the_text_in_order(sections, title):
    """No character but white space falls between two sentences, and none is too long."""
    found = view(*sections, title=title)
    position = 0
    for sentence in found.sentences:
        assert found.folded[sentence.start : sentence.end] == sentence.words
        assert not found.text[position : sentence.start].strip()
        assert 0 < len(sentence.words) <= LONGEST
        position = sentence.end
    assert not found.text[position:].strip()


@pytest.mark.parametrize("text", ["7" * 9_000, "pain " * 2_000, "a" * 2_001])
def test_a_text_without_full_stops_is_cut(text):
    """A megabyte without a full stop is no sentence; every piece is short enough."""
    found = view(text)
    assert max(len(s.words) for s in found.sentences) <= LONGEST
    assert "".join(s.words for s in found.sentences[1:]) == text


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Pain fell. It rose.", 2),
        ("Ketamine vs. Saline was tried.", 1),
        ("Smith et al. Found relief.", 1),
        ("The dose was 0. 2 mg.", 1),
        ("Pain fell (P <. 001).", 1),
        ("Pain was 5. 1 (2. 3) then.", 2),
        ("Pain was 5.1 (2. 3) then.", 1),
        ("Pain fell in group B. Median doses did not.", 2),
        ("It was made by J. Smith.", 1),
        ("It fell to 0.31 v. 0.57 of the dose.", 1),
        ("It was as others found (Doe et al.; Roe et al.).", 1),
        ("Pain was measured.; Sixty adults came.", 2),
        ("It fell to 10. 2 patients left.", 2),
        ("They got 5 mg i.v. 20 min before.", 1),
        ("They got 5 mg i.v. Pain fell.", 2),
        ("First line.\nSecond line", 2),
        ("Was it (e.g. Pain) better? Yes!", 2),
    ],
)
def test_a_full_stop_does_not_always_end_a_sentence(text, count):
    """Abbreviations, initials and split numbers do not end a sentence."""
    assert len(view(text).sentences) - 1 == count


@pytest.mark.parametrize(
    ("label", "part"),
    [
        ("METHODS", "methods"),
        ("Patients and Methods", "methods"),
        ("RESULTS", "results"),
        ("CONCLUSION(S)", "conclusions"),
        ("Clinical trial registration", "registration"),
        ("Funding", "funding"),
        ("AIMS", "objective"),
        ("Something else", None),
    ],
)
def test_a_label_names_a_part_of_the_paper(label, part):
    """Labels of any journal are sorted into the parts of a paper."""
    assert part_of(label) == part


def test_a_sentence_knows_its_part():
    """By the section's label, by a label in the text, else by nothing."""
    found = view(
        Section("Pain is bad.", label="BACKGROUND"),
        "METHODS: Ten adults came. They were asked. RESULTS Pain fell.",
    )
    assert [s.part for s in found.sentences] == [
        "title",
        "background",
        "methods",
        "methods",
        "results",
    ]
    assert inline_part("CRPS Patients were asked.") is None
    assert inline_part("METHODS : Ten adults came.") == "methods"


def test_what_is_found_is_looked_for_once():
    """A finding that several rules need is made once for each text."""
    calls = []
    found = view("Pain fell.")

    def find(of):
        calls.append(of)
        return len(of.words)

    assert [found.once(find), found.once(find)] == [4, 4]
    assert calls == [found]

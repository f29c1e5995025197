"""Forms, kinds of dose, outcomes, scales and definitions that a question file lists."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketaevidence.errors import QuestionError
from ketaevidence.question.as_toml import question_text
from ketaevidence.question.load import parse_question, shipped_question
from ketaevidence.question.outcomes import OUTCOMES
from ketaevidence.question.shipped import shipped_names, shipped_text
from ketaevidence.question.treatment import DOSE_CLASSES, mirror_forms

TEXT = shipped_text("lidocaine-neuropathic")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("[drug.forms]", "[drug.form]", r"drug\.form \(did you mean drug\.forms\?\)"),
        ("[drug.forms]", '[drug.forms]\n"a b" = "x"', "'a b' is not letters"),
        ("[drug.forms]", '[drug.forms]\na = "x"\nb = "x"', "same words"),
        ("[drug.forms]", '[drug.forms]\na = " "', "'a' has no words"),
        ('label = "intravenous lidocaine"', 'label = " "', "label ' ' is no text"),
        ('label = "intravenous lidocaine"', "label = 3", "label 3 is no text"),
        ('terms = ["lidocaine"', 'term = ["lidocaine"', r"mean drug\.terms\?"),
        ('["pain_intensity", "adverse_event"]', '["pain"]', "pain is none of pain_int"),
        ('"adverse_event"]', '"pain_intensity"]', "named twice"),
        ('["pain_intensity", "adverse_event"]', '"pain_intensity"', "is a list"),
        ("ends = [[0, 10], [0, 100]]", "ends = [[10, 0]]", "lower end first"),
        ("ends = [[0, 10], [0, 100]]", "ends = [[0]]", "is no pair of ends"),
        ("ends = [[0, 10], [0, 100]]", "ends = [[false, true]]", "is no pair of ends"),
        ("ends = [[0, 10], [0, 100]]", "ends = [[0, inf]]", "is no pair of ends"),
        ("ends = [[0, 10], [0, 100]]", "ends = []", "a list of pairs"),
        ("higher_is_worse = false", "higher_is_worse = 0", "write true or false"),
        ("higher_is_worse", "higher_is_better", r"mean scales\.higher_is_worse\?"),
        ('"visual analog"]', '"NRS"]', "'nrs' stands there twice"),
        ('words = ["NRS", ', 'words = ["", ', "none of them empty"),
        ('"at least 50% pain relief"', '"AT LEAST 30%  pain relief"', "stands there twice"),
        ("[[responders]]", "[responders]", "not valid TOML|list of tables"),
        ("[outcomes]", "[[outcomes]]", "must be a table"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused(old, new, told):
    """The file, the table, the value and what to write are in the message."""
    assert old in TEXT
    with pytest.raises(QuestionError, match=rf"test\.toml: .*(?:{told})"):
        parse_question(TEXT.replace(old, new, 1), "test.toml")


def test_a_vocabulary_without_terms_is_refused():
    """A drug that no text could name would exclude every record without a word."""
    text = shipped_text().replace("[drug]", "[drug]\nterms = []\n[drug.old]", 1)
    with pytest.raises(QuestionError):
        parse_question(text, "x")
    none = TEXT.replace('terms = ["lidocaine", "lignocaine", "xylocaine", "lidocain"]', "terms = []")  # fmt: skip
    with pytest.raises(QuestionError, match="terms is empty"):
        parse_question(none, "x")


def test_a_file_from_before_means_what_it_meant():
    """The first question lists no forms and no scales: it has the ones of always."""
    question = shipped_question()
    assert question.forms == mirror_forms("ketamine")
    assert question.dose_classes == DOSE_CLASSES
    assert (question.outcomes, question.scales, question.responders) == ((), (), ())


@pytest.mark.parametrize("name", shipped_names())
def test_each_shipped_question_survives_being_written_down(name):
    """Whatever a shipped file lists is in the text that a version keeps."""
    question = shipped_question(name)
    assert parse_question(question_text(question), "x") == question


WORD = st.text(st.characters(categories=["L", "N", "P"]), min_size=1, max_size=12)


@settings(max_examples=40)
@given(
    st.lists(st.sampled_from(sorted(OUTCOMES)), unique=True, max_size=4),
    st.lists(WORD, unique_by=str.casefold, min_size=2, max_size=5),
    st.floats(-1000, 1000),
    st.floats(0.1, 1000),
    st.booleans(),
)
def test_any_list_reads_back_as_it_was_written(outcomes, words, low, width, is_worse):
    """Outcomes, scales, forms and definitions survive being written down and read."""
    from dataclasses import replace

    from ketaevidence.question.model import PainScale, ResponderDefinition, Vocabulary

    first, *rest = words
    changed = replace(
        shipped_question(),
        outcomes=tuple(outcomes),
        forms={"a": first, "b_2": rest[0]},
        scales=(
            PainScale(first, Vocabulary(tuple(rest)), ((low, low + width),), is_worse),
        ),
        responders=(ResponderDefinition(first, (rest[0],)),),
        drug=Vocabulary(tuple(words), label=first),
    )
    assert parse_question(question_text(changed), "x") == changed


def test_a_digest_tells_changed_scales_and_definitions_in_words():
    """A reader of the digest sees ends, direction and wordings, and no program text."""
    from ketaevidence.present.digest.settings import _words

    question = shipped_question("lidocaine-neuropathic")
    assert _words(question.scales[2]) == (
        "Relief of pain (0 to 4 or 0 to 10 or 0 to 100, lower is worse, called pain "
        "relief; relief scale)"
    )
    assert _words(question.responders[:1]).startswith("at least 30 % less pain (at lea")

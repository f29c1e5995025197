"""Question files: what they may say, and what is refused."""

from __future__ import annotations

import pytest

from ketaevidence.errors import QuestionError
from ketaevidence.question.load import (
    parse_question,
    read_question,
    shipped_question,
    shipped_question_text,
)
from ketaevidence.question.matching import first_match
from ketaevidence.question.model import Vocabulary


def test_the_bundled_question_names_old_and_new_words():
    """The PubMed strategy holds MeSH, free text and the condition's older names."""
    search = shipped_question().pubmed_search.lower()
    for word in ("complex regional pain syndromes", "reflex sympathetic dystrophy",
                 "causalgia", "algodystrophy", "sudeck", "shoulder-hand", "esketamine"):  # fmt: skip
        assert word in search


def test_time_windows_meet_without_overlap():
    """Every whole day of ten years belongs to exactly one time window."""
    question = shipped_question()
    assert all(
        sum(w.from_days <= day <= w.to_days for w in question.windows) == 1
        for day in range(3651)
    )
    assert question.window_of(28).label == "2 to 6 weeks"
    assert question.window_of(99_999) is None


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('name = "ketamine-crps"', "", "'name' is missing"),
        ('name = "ketamine-crps"', "name = ", "not valid TOML"),
        ('method = "REML"', 'method = "remle"', "'remle' is none of EE, DL, REML"),
        ('test = "knha"', 'test = "HK"', "'HK' is none of"),
        ("level = 0.95", "level = 95", "not between"),
        ("minimum_studies = 3", "minimum_studies = 1", "one study is no pool"),
        ("minimum_studies", "minimal_studies", "unknown: pooling.minimal_studies"),
        ("from_days = 15", "from_days = 10", "overlaps"),
        ("to_days = 45", 'to_days = "soon"', "wrong kind"),
        ("[drug]", "[drogue]", "unknown: drogue"),
    ],
)
def test_what_a_question_cannot_mean_is_refused(old, new, told):
    """A misspelt name or an impossible value is named, not passed over."""
    text = shipped_question_text()
    assert old in text
    with pytest.raises(QuestionError, match=told):
        parse_question(text.replace(old, new, 1), "test.toml")


def test_a_missing_question_file_is_named(tmp_path):
    """A path without a file is an error with the path."""
    with pytest.raises(QuestionError, match=r"none\.toml"):
        read_question(tmp_path / "none.toml")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("patients with CRPS type I", "CRPS"),
        ("serum CRPs were low", None),
        ("crps", None),
        ("Complex  regional-pain syndrome", "Complex  regional-pain"),
        ("S(+)-ketamine was given", "S(+)-ketamine"),
        ("norketamine", None),
        ("Sudeck's atrophy", "Sudeck"),
    ],
)
def test_terms_are_found_as_whole_words(text, found):
    """Words match whole and in any case, abbreviations in capitals only."""
    words = Vocabulary(
        ("complex regional pain", "CRPS", "ketamine", "S(+)-ketamine", "Sudeck")
    )
    match = first_match(words, text)
    assert (match[0] if match else None) == found

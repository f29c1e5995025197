"""Match expressions: what they mean, and what is refused."""

from __future__ import annotations

import pytest

from ketaevidence.errors import QuestionError
from ketaevidence.question.expression import is_true_of
from ketaevidence.question.load import (
    parse_question,
    shipped_question,
    shipped_question_text,
)
from ketaevidence.question.writing import named_vocabularies, parse_expression

NAMED = named_vocabularies(shipped_question())


def says(words, *texts, mesh=()):
    """Judge texts by an expression."""
    return is_true_of(parse_expression(words, NAMED), texts, mesh)


@pytest.mark.parametrize(
    ("words", "text", "expected"),
    [
        ("ketamine", "Ketamine in sheep", True),
        ("ketamine", "Esketamine in sheep", False),
        ("ketamin*", "Ketamines in sheep", True),
        ("ketamin*", "Esketamine in sheep", False),
        ('"regional pain"', "regional\npain", True),
        ('"regional pain"', "regional-pain", True),
        ('"regional pain"', "pain, regional", False),
        ('"regional pai*"', "regional pains", True),
        ("“regional pain”", "regional pain", True),
        ("CRPS", "Patients with CRPS", True),
        ("CRPS", "C-reactive proteins (CRPs)", False),
        ("ketamine AND pain", "ketamine for pain", True),
        ("ketamine AND pain", "ketamine for sheep", False),
        ("ketamine OR pain", "pain of sheep", True),
        ("ketamine NOT sheep", "ketamine in sheep", False),
        ("ketamine NOT sheep", "ketamine in goats", True),
        ("ketamine AND NOT sheep", "ketamine in goats", True),
        ("NOT sheep", "goats", True),
        ("ketamine AND (pain OR sheep)", "ketamine in sheep", True),
        ("(ketamine AND pain) OR sheep", "sheep", True),
        ("crps-terms", "shoulder-hand syndrome", True),
        ("CRPS-Terms", "shoulder-hand syndrome", True),
        ("drug-terms AND condition-terms", "S(+)-ketamine for causalgia", True),
        ('"crps-terms"', "shoulder-hand syndrome", False),
        ("sudeck*", "Sudeck's disease", True),
        ('"S(+)-ketamine"', "given S(+)-ketamine", True),
        ("\u043a\u0435\u0442\u0430\u043c\u0438\u043d", "\u041a\u0435\u0442\u0430\u043c\u0438\u043d", True),
    ],
)  # fmt: skip
def test_what_an_expression_means(words, text, expected):
    """Words, phrases, cut words, operators and vocabularies mean what they say."""
    assert says(words, text) is expected


def test_a_phrase_does_not_run_over_two_texts():
    """The end of the title and the beginning of the abstract make no phrase."""
    assert not says('"regional pain"', "regional", "pain")
    assert says("regional AND pain", "regional", "pain")


def test_a_vocabularys_mesh_names_are_compared_whole():
    """A MeSH name counts if it is the vocabulary's, and not if it only holds it."""
    assert says("crps-terms", mesh=("Causalgia",))
    assert not says("crps-terms", mesh=("Causalgia, invented",))
    assert not says("causalgia", mesh=("Causalgia",)), "a plain word has no MeSH names"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("", "character 1: a word or a phrase is missing"),
        ("ketamine AND", "character 13: a word or a phrase is missing"),
        ("ketamine pain", "character 10: 'pain' needs AND, OR or NOT"),
        ("ketamine and pain", "character 10: 'and' needs AND, OR or NOT in capitals"),
        ("ketamine (pain)", r"character 10: '\(' needs AND"),
        ("a OR b AND c", "character 8: put parentheses"),
        ("a OR b NOT c", "character 8: put parentheses"),
        ("(a", "character 3: a parenthesis is not closed"),
        ("a) OR b", "character 2: this closing parenthesis was never opened"),
        ('a OR "b', "character 6: the quotation mark is not closed"),
        ("a AND b-terms", "character 7: 'b-terms' is no vocabulary here .*crps-terms"),
        ("a[tiab]", "character 1: field tags"),
        ("k*ne", r"character 1: \* may stand at the end"),
        ("*", "character 1: a word or a phrase is missing"),
        ('a OR "--"', "character 7: a word or a phrase is missing"),
        ("NOT NOT a", "character 5: NOT stands twice"),
        ("()", "character 2: a word or a phrase is missing"),
        ("(" * 60 + "a" + ")" * 60, "more than 50 parentheses"),
    ],
)
def test_what_has_no_one_meaning_is_refused(words, told):
    """One line names the expression, the place and what to do."""
    with pytest.raises(QuestionError, match=told) as error:
        parse_expression(words, NAMED)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('name = "crps"', 'name = "two words"', r"\[condition\]: the name 'two words' is no single word"),
        ('name = "crps"', "name = 3", "is no single word"),
        ('name = "crps"', 'name = "Ketamine"', "is the other vocabulary's"),
        ('name = "crps"', 'name = "drug"', "is the other vocabulary's"),
        ('"Sudeck"', '" "', "a term is empty"),
        ('mesh = ["Ketamine"]', 'mesh = "Ketamine"', "lists of words"),
    ],
)  # fmt: skip
def test_a_vocabulary_without_a_clear_name_is_refused(old, new, told):
    """A vocabulary's name is one word, and no other vocabulary's."""
    text = shipped_question_text()
    assert old in text
    with pytest.raises(QuestionError, match=told):
        parse_question(text.replace(old, new, 1), "test.toml")


def test_a_question_need_not_name_its_vocabularies():
    """An older question file still is one; drug-terms and condition-terms work."""
    text = shipped_question_text().replace('name = "crps"\n', "")
    named = named_vocabularies(parse_question(text, "test.toml"))
    assert set(named) == {"drug", "condition", "ketamine"}

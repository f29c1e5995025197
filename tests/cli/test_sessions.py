"""Sessions in a terminal: one record, one row at a time; resumable; one can go back."""

from __future__ import annotations

import pytest
from tests.pubmed.samples import article, record_set

import ketaevidence as ke
from ketaevidence.cli.asking import Terminal
from ketaevidence.cli.curate_session import curate
from ketaevidence.cli.screen_session import screen

CRPS = "Ketamine for complex regional pain syndrome"


class Person:
    """Somebody who gives these answers, and sees what is shown."""

    def __init__(self, *answers) -> None:
        self.answers = list(answers)
        self.seen = []

    def ask(self, question):
        """Give the next answer; the input ends when there is none."""
        self.seen.append(question)
        if not self.answers:
            raise EOFError
        return self.answers.pop(0)

    @property
    def terminal(self):
        """The terminal that the person sits at."""
        return Terminal(self.seen.append, self.ask)

    @property
    def text(self):
        """Everything that was shown and asked."""
        return "\n".join(self.seen)


@pytest.fixture
def review(tmp_path):
    """Give a review with three records."""
    with ke.init_review(tmp_path / "R") as made:
        (tmp_path / "a.xml").write_bytes(
            record_set(
                article("90000001", title=f"{CRPS}: a randomised trial"),
                article("90000002", title=f"{CRPS}: a case report"),
                article("90000003", title="Aspirin in sheep"),
            )
        )
        made.import_files([tmp_path / "a.xml"], source="PubMed")
        yield made


def verdicts(review, stage="title_abstract"):
    """Give the verdicts in the order in which they were recorded."""
    return [
        (d.record_key[-1], d.verdict, d.reason)
        for d in review.decisions()
        if d.stage == stage
    ]


def test_records_are_screened_one_by_one(review):
    """Likely ones come first; each is shown with its quotes; each answer is kept."""
    person = Person("i", "e", "not CRPS", "s")
    assert screen(review, "title_abstract", "A", person.terminal) == 2
    assert verdicts(review) == [("1", "include", None), ("2", "exclude", "not CRPS")]
    assert "«" in person.text
    assert "1 of 3  pmid:90000001" in person.text
    assert "Recorded 2; 1 left at this stage." in person.text


def test_a_session_goes_on_where_the_last_one_ended(review):
    """What was decided is not asked again, also after the input broke off."""
    assert screen(review, "title_abstract", "A", Person("i").terminal) == 1
    person = Person("q")
    screen(review, "title_abstract", "A", person.terminal)
    assert "1 of 2  pmid:90000002" in person.text


def test_one_can_go_back(review):
    """The newer answer counts, and the older one stays in the history."""
    person = Person("e", "", "b", "i", "q")
    screen(review, "title_abstract", "A", person.terminal)
    assert verdicts(review) == [("1", "exclude", None), ("1", "include", None)]
    assert review.flow().excluded_at_screening == 0


def test_an_answer_that_was_not_offered_is_asked_again(review):
    """Nothing is guessed from a wrong key."""
    person = Person("x", "", "I", "q")
    screen(review, "title_abstract", "A", person.terminal)
    assert "'x' is none of i, e, s, b, q." in person.text
    assert verdicts(review) == [("1", "include", None)]


def test_at_the_full_text_an_exclusion_has_a_reason_of_the_list(review):
    """The reasons of the question are offered by number."""
    screen(review, "title_abstract", "A", Person("i", "i", "q").terminal)
    person = Person("e", "99", "1", "n")
    assert screen(review, "full_text", "A", person.terminal) == 2
    first = next(iter(review.question.exclusion_reasons))
    assert verdicts(review, "full_text") == [
        ("1", "exclude", first),
        ("2", "not_retrieved", None),
    ]


def included(review):
    """Include the first record at both stages."""
    for stage in ("title_abstract", "full_text"):
        review.decide_on({"90000001": "include"}, stage=stage, by="A")
    return review


def test_a_proposed_study_is_confirmed(review):
    """It is shown cell by cell, and in the register once it is confirmed."""
    person = Person("t", "y", "q")
    assert curate(included(review), "A", "read", person.terminal) == 1
    (study,) = review.register.studies
    assert study.pmid == "90000001"
    assert "design: rct_parallel" in person.text
    assert "«" in person.text
    assert curate(review, "A", "read", Person().terminal) == 0


def test_a_cell_is_changed_before_the_row_is_confirmed(review):
    """What the person writes is what is entered; an impossible word is refused."""
    person = Person("c", "design", "rct", "y", "c", "design", "n_of_1", "y")
    assert curate(included(review), "A", "read", person.terminal) == 1
    assert review.register.studies[0].design == "n_of_1"
    assert "'rct' is not possible; allowed: rct_parallel" in person.text


def test_an_unknown_column_changes_nothing(review):
    """The columns that there are are named."""
    person = Person("c", "mood", "q")
    assert curate(included(review), "A", "read", person.terminal) == 0
    assert "'mood' is none of: study_id" in person.text

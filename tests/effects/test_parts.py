"""The layout of plain texts, read back into its parts."""

from hypothesis import given, settings
from hypothesis import strategies as st

from ketaevidence.effects.layout import aligned, fact, please_note, sentence, titled
from ketaevidence.effects.parts import Facts, Notes, Sentences, Table, parts_of

TEXT = "\n".join(
    [
        *titled("Two trials"),
        *fact("Model", "random effects"),
        *fact("Likelihood ratio test", "chi2(1) = 2.000"),
        *fact("Variance", "a long story " * 10),
        "",
        *aligned([("Study", "Effect", "Weight"), ("A 2001", "-1.20", "60.0 %")]),
        *sentence("All numbers are in points."),
        *please_note(["First caveat " * 12, "Second caveat"]),
    ]
)


def test_each_part_is_found_where_it_is():
    """Title, facts, table, sentences and caveats come back as they were given."""
    title, parts = parts_of(TEXT)
    assert title == "Two trials"
    facts, table, words, notes = parts
    assert isinstance(facts, Facts)
    assert facts.rows[:2] == (
        ("Model", "random effects"),
        ("Likelihood ratio test", "chi2(1) = 2.000"),
    )
    assert facts.rows[2] == ("Variance", ("a long story " * 10).strip())
    assert table == Table(
        ("Study", "Effect", "Weight"), (("A 2001", "-1.20", "60.0 %"),)
    )
    assert words == Sentences(("All numbers are in points.",))
    assert notes == Notes((("First caveat " * 12).strip(), "Second caveat"))


def test_a_column_may_have_empty_cells_but_not_be_lost():
    """What is not defined in one row leaves an empty cell there."""
    rows = [("Up to", "k", "tau2"), ("A", "1", ""), ("B", "2", "0.22")]
    _, parts = parts_of("\n".join(["Title", "=====", *aligned(rows)]))
    assert parts == (Table(rows[0], tuple(rows[1:])),)


def test_a_sentence_with_a_blank_at_the_wrong_place_is_no_fact():
    """One blank before column 22 makes a fact only beside other facts."""
    line = "Effects and intervals are shown as they are."
    assert line[21] == " "
    assert parts_of(f"Title\n\n{line}")[1] == (Sentences((line,)),)


def test_a_line_over_indented_facts_is_no_fact():
    """What stands over facts, farther to the left, is their head."""
    head = "Probability below and above -1"
    assert head[21] == " "
    text = "\n".join(["Title", "", head, *fact("  Mean effect", "0.03, 0.97")])
    _, parts = parts_of(text)
    assert parts == (Sentences((head,)), Facts((("Mean effect", "0.03, 0.97"),)))


def test_a_single_line_is_a_title():
    """A text without a body has a title and no parts."""
    assert parts_of("Only this") == ("Only this", ())
    assert parts_of("") == ("", ())


@settings(max_examples=50)
@given(st.text(alphabet="ab -=:*\n", max_size=120))
def test_no_word_is_lost_or_doubled(text):
    """Whatever the text, its words come back in order, but for rules and marks."""
    title, parts = parts_of(text)
    words = title.split()
    for part in parts:
        match part:
            case Facts(rows):
                words += " ".join(f"{name} {value}" for name, value in rows).split()
            case Table(head, rows):
                words += " ".join(" ".join(row) for row in (head, *rows)).split()
            case Sentences(lines):
                words += " ".join(lines).split()
            case Notes(items):
                words += " ".join(items).split()
    first, *rest = text.splitlines() or [""]
    if rest and set(rest[0]) <= {"="} | {"-"} and len(rest[0]) >= 3:
        rest = rest[1:]
    assert words == " ".join([first, *rest]).split()

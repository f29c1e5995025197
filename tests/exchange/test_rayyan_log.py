"""Rayyan's log beside its articles: whose decision, when, and whose reasons."""

from __future__ import annotations

import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.exchange.builders import inclusion, ris, table

from ketaevidence.errors import ReadError, ScreeningError
from ketaevidence.exchange.decisions import Terms, take_over
from ketaevidence.exchange.matching import Index
from ketaevidence.exchange.rayyan_log import read_log
from ketaevidence.exchange.reading import read_export
from ketaevidence.exchange.reasons import Reasons
from ketaevidence.exchange.rows import Vote
from ketaevidence.exchange.tables import read_csv

HEAD = ("created_at", "user_id", "user_email", "article_id", "key", "value")
ANNA, BEN = "anna@example.org", "ben@example.org"
LOG = "customizations_log.csv"


def event(at, person, article, key, value):
    """Write one event of an invented morning; ``at`` is its seconds after ten."""
    moment = f"2026-02-03T10:{at // 60:02}:{at % 60:02}.120Z"
    return (moment, "7", person, str(article), key, str(value))


def reason(words):
    """Write a reason as the log does, with quotation marks of its own."""
    return f'""__EXR__{words}""'


#: Anna changed her mind on 1 and took a reason back on 2; Ben withdrew on 4.
EVENTS = (
    event(0, ANNA, 1, "included", -1),
    event(1, ANNA, 1, reason("wrong population"), 1),
    event(2, ANNA, 1, reason("wrong population"), "deleted"),
    event(5, ANNA, 1, "included", 1),
    event(7, BEN, 1, "included", 1),
    event(60, ANNA, 2, reason("wrong population"), 1),
    event(61, ANNA, 2, "included", -1),
    event(62, ANNA, 2, reason("animal"), 1),
    event(63, ANNA, 2, reason("review"), 1),
    event(64, ANNA, 2, reason("review"), "deleted"),
    event(120, BEN, 2, "included", 1),
    event(180, BEN, 3, "included", 0),
    event(190, BEN, 3, '""to discuss""', 1),
    event(200, BEN, 3, "note-7", "see text"),
    event(240, BEN, 4, "included", 1),
    event(241, BEN, 4, "included", "deleted"),
)
ARTICLES = (
    ("rayyan-1", "One", "2020", "", inclusion(Anna="Included", Ben="Included")),
    (
        "rayyan-2",
        "Two",
        "2020",
        "",
        inclusion(Anna="Excluded", Ben="Included")
        + " | RAYYAN-EXCLUSION-REASONS: wrong population,animal",
    ),
    ("rayyan-3", "Three", "2020", "", inclusion(Ben="Maybe")),
    ("rayyan-4", "Four", "2020", "", ""),
)


def articles(*rows):
    """Write an articles file."""
    return table(("key", "title", "year", "pubmed_id", "notes"), *rows)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Give a folder with both files, and a zip of them."""
    monkeypatch.chdir(tmp_path)
    raw, log = articles(*ARTICLES), table(HEAD, *EVENTS)
    (tmp_path / "articles.csv").write_bytes(raw)
    (tmp_path / LOG).write_bytes(log)
    with zipfile.ZipFile(tmp_path / "rayyan.zip", "w") as archive:
        archive.writestr("articles.csv", raw)
        archive.writestr(LOG, log)
    return tmp_path


def test_each_decision_has_its_time_and_its_own_reasons(folder):
    """What was decided last counts, with the reasons that were not taken back."""
    export = read_export(folder / "articles.csv", log=folder / LOG)
    assert [row.votes for row in export.rows] == [
        (
            Vote("include", by="Anna", at="2026-02-03T10:00:05Z"),
            Vote("include", by="Ben", at="2026-02-03T10:00:07Z"),
        ),
        (
            Vote("exclude", by="Anna", at="2026-02-03T10:01:01Z", reason="wrong population,animal"),
            Vote("include", by="Ben", at="2026-02-03T10:02:00Z"),
        ),
        (),
        (),
    ]  # fmt: skip
    assert [row.undecided for row in export.rows[2:]] == [
        ("Ben: Maybe",),
        ("nobody decided",),
    ]


def test_who_is_who_is_told_by_what_they_decided(folder):
    """The import says so, and keeps no address."""
    export = read_export(folder / "articles.csv", log=folder / LOG)
    assert export.unnamed == ()
    assert f"Who is who in it, by what they decided: {ANNA} is Anna; {BEN} is Ben." in (
        export.remarks
    )
    assert all("@" not in (v.by or "") for row in export.rows for v in row.votes)


def test_the_log_in_the_zip_is_read_when_asked_for(folder):
    """Asked, it gives the same; not asked, the import says that there is one."""
    path = folder / "rayyan.zip"
    beside = read_export(folder / "articles.csv", log=folder / LOG)
    assert read_export(path, log=True).rows == beside.rows
    plain = read_export(path)
    assert plain.rows == read_export(folder / "articles.csv").rows
    assert "it was not read" in plain.remarks[0]


def test_the_log_goes_with_ris_too(folder):
    """In RIS Rayyan's number is the record's own name."""
    notes = inclusion(Anna="Included", Ben="Excluded").replace('""', '"')
    (folder / "a.ris").write_bytes(ris(("One", ["ID  - rayyan-1", f"N1  - {notes}"])))
    log = table(
        HEAD, event(1, ANNA, 1, "included", 1), event(2, BEN, 1, "included", -1)
    )
    (folder / "l.csv").write_bytes(log)
    (row,) = read_export(folder / "a.ris", log=folder / "l.csv").rows
    assert {(v.by, v.verdict) for v in row.votes} == {
        ("Anna", "include"),
        ("Ben", "exclude"),
    }


def test_people_who_decided_alike_are_asked_for(folder):
    """Nobody is guessed: their names are given by a person, or nothing is taken."""
    (folder / "same.csv").write_bytes(articles(ARTICLES[0]))
    (folder / "l.csv").write_bytes(table(HEAD, *EVENTS[:5]))
    export = read_export(folder / "same.csv", log=folder / "l.csv")
    assert export.unnamed == (ANNA, BEN)

    def taken(**people):
        terms = Terms("2026-03-01T00:00:00Z", people=people)
        return take_over(export, Index(()), (), terms, Reasons({}))

    with pytest.raises(ScreeningError, match=f"{ANNA}, {BEN}. Say who each is"):
        taken()
    with pytest.raises(ScreeningError, match=f"who is who: {BEN}"):
        taken(**{ANNA: "A. Reader"})
    assert len(taken(**{ANNA: "A. Reader", BEN: "B. Reader"}).unmatched) == 1


def test_decisions_on_articles_that_the_file_lacks_are_counted(folder):
    """An export of a part says how much of the log is elsewhere."""
    (folder / "part.csv").write_bytes(articles(*ARTICLES[:2]))
    export = read_export(folder / "part.csv", log=folder / LOG)
    assert export.remarks[-1].endswith("articles that are not in this file: 1.")


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (EVENTS[:3], "row 2: the notes have Included and Included, the log has Excluded"),
        ((*EVENTS, event(300, "c@example.org", 1, "included", 1)), "row 2: the notes have Included and Included, the log has Included and Included and Included"),
        ((event(0, ANNA, 1, "included", 2),), "row 2: included: '2' is none of 1, 0, -1, deleted"),
        ((event(0, ANNA, 1, reason("x"), "yes"),), "'yes' is none of 1, 0, deleted"),
        ((("3/2/2026 10:00", "7", ANNA, "1", "included", "1"),), "row 2: '3/2/2026 10:00' is not how Rayyan writes a time"),
        ((event(0, ANNA, "1.7E+08", "included", 1),), "row 2: '1.7E+08' is no article's number"),
        ((("2026-02-03T10:00:00Z", "", "", "1", "included", "1"),), "row 2: nobody is named"),
        ((event(0, ANNA, 1, "my label", 1),), "nobody has decided anything in it"),
        ((EVENTS[0], (*EVENTS[1][:4], "included", "deleted")), "nobody has decided anything in it"),
    ],
)  # fmt: skip
def test_a_log_that_cannot_be_is_refused(folder, rows, told):
    """Row and fault are named, and nothing is taken over."""
    (folder / "l.csv").write_bytes(table(HEAD, *rows))
    with pytest.raises(ReadError) as error:
        read_export(folder / "articles.csv", log=folder / "l.csv")
    assert told in str(error.value)
    assert str(error.value).endswith("Nothing was taken over.")


@pytest.mark.parametrize(
    ("name", "log", "told"),
    [
        ("articles.csv", "articles.csv", "no column created_at"),
        ("articles.csv", "none.csv", "none.csv: cannot be read"),
        ("articles.csv", True, "there is no log in it"),
        ("asreview.csv", LOG, "only Rayyan writes one"),
        ("asreview.ris", LOG, "only Rayyan writes one"),
        ("nameless.csv", LOG, "no key “rayyan-…”"),
    ],
)
def test_what_a_log_does_not_go_with_is_refused(folder, name, log, told):
    """Another tool's file, another file as the log, and articles without numbers."""
    (folder / "asreview.csv").write_bytes(table(("title", "included"), ("x", "1")))
    (folder / "asreview.ris").write_bytes(ris(("x", ["N1  - ASReview_relevant"])))
    (folder / "nameless.csv").write_bytes(articles(("", *ARTICLES[0][1:])))
    given = log if isinstance(log, bool) else folder / log
    with pytest.raises(ReadError, match=told):
        read_export(folder / name, log=given)


def test_a_zip_without_a_log_says_so(folder):
    """Asked for a log that is not there, nothing is read half."""
    with zipfile.ZipFile(folder / "b.zip", "w") as archive:
        archive.writestr("articles.csv", articles(*ARTICLES))
    with pytest.raises(ReadError, match="there is no log in it"):
        read_export(folder / "b.zip", log=True)


steps = st.lists(
    st.tuples(
        st.sampled_from([ANNA, BEN]), st.sampled_from(["1", "0", "-1", "deleted"])
    ),
    max_size=8,
)


@given(steps, st.randoms())
def test_the_last_word_in_time_counts_in_whatever_order_it_stands(made, random):
    """Rayyan does not always write events in the order of time."""
    rows = [event(n, who, 1, "included", value) for n, (who, value) in enumerate(made)]
    last = dict(made)
    shuffled = list(rows)
    random.shuffle(shuffled)
    raw = table(HEAD, *shuffled, event(999, "c@example.org", 2, "included", 1))
    log = read_log(read_csv(raw, LOG))
    words = {"1": "include", "0": "maybe", "-1": "exclude", "deleted": None}
    assert {who: log[who]["1"].state for who in last} == {
        who: words[value] for who, value in last.items()
    }


def test_columns_go_by_their_other_names():
    """A log without addresses names people by their numbers."""
    raw = table(
        ("Created At", "user-id", "Article ID", "Key", "Value"),
        ("2026-02-03 10:00:00 UTC", "7", "1", "included", "1"),
    )
    assert read_log(read_csv(raw, LOG))["7"]["1"].at == "2026-02-03T10:00:00Z"


def test_a_byte_order_mark_is_no_character_of_the_log(folder):
    """The first column's name is read without it."""
    (folder / "l.csv").write_bytes(b"\xef\xbb\xbf" + (folder / LOG).read_bytes())
    export = read_export(folder / "articles.csv", log=folder / "l.csv")
    assert export.rows == read_export(folder / "articles.csv", log=folder / LOG).rows

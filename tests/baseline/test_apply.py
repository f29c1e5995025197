"""Files applied in order: which form of a record stands in the end."""

from __future__ import annotations

import struct

from hypothesis import given
from hypothesis import strategies as st
from tests.baseline.builders import deletion, expression, hit, miss, task, write

from ketaevidence.baseline.apply import Known, apply
from ketaevidence.baseline.screen import Form, Screened, screen
from ketaevidence.baseline.texts import matches


def applied(tmp_path, *files, known=None):
    """Write files, screen them and apply them."""
    known = known or {}
    paths = [write(tmp_path, number, *pieces) for number, pieces in enumerate(files, 1)]
    return apply([screen(task(path, wanted=known)) for path in paths], known)


def standing(outcome):
    """Give (PMID, version, title) of what comes in."""
    return [(r.pmid, r.version, r.title) for r in (i.record for i in outcome.incoming)]


def test_of_one_version_the_newest_form_stands(tmp_path):
    """A later file replaces an earlier one, also within one file."""
    outcome = applied(tmp_path, [hit(1, title="Ketamine, CRPS, a")], [hit(1, title="Ketamine, CRPS, b"), hit(1, title="Ketamine, CRPS, c")])  # fmt: skip
    assert standing(outcome) == [("1", 1, "Ketamine, CRPS, c")]
    assert (outcome.files, outcome.read, outcome.matched) == (2, 3, 1)


def test_the_highest_version_stands_whichever_came_last(tmp_path):
    """A lower version in a later file does not stand before a higher one."""
    outcome = applied(tmp_path, [hit(1, 2)], [hit(1, 1)])
    assert standing(outcome) == [("1", 2, "Ketamine for CRPS")]


def test_a_deletion_takes_one_version_away(tmp_path):
    """What is deleted is gone, another version of it stands, a later file brings it."""
    first = [hit(1, 1), hit(1, 2), hit(2), hit(3)]
    outcome = applied(tmp_path, first, [deletion((1, 2), (2, 1), (3, 1))], [hit(3)])
    assert [(r[0], r[1]) for r in standing(outcome)] == [("1", 1), ("3", 1)]
    assert outcome.deleted == 1
    assert outcome.withdrawn == ()


def test_a_deletion_in_the_same_file_counts(tmp_path):
    """Deletions are the last word of their own file too."""
    assert standing(applied(tmp_path, [hit(1), deletion((1, 1))])) == []


def test_a_record_that_matches_no_more_stays_out(tmp_path):
    """A later form that does not match replaces the one that did."""
    outcome = applied(tmp_path, [hit(1), hit(2)], [miss(1)])
    assert [r[0] for r in standing(outcome)] == ["2"]
    assert outcome.left_out == 1


def test_a_record_of_the_review_gets_its_newest_form(tmp_path):
    """What matched before and is in the review comes in, though it matches no more."""
    known = {1: Known(1, matches=False), 2: Known(1, matches=True), 3: Known(1, matches=False)}  # fmt: skip
    outcome = applied(tmp_path, [hit(1), miss(3)], [miss(1), miss(2)], known=known)
    assert [r[0] for r in standing(outcome)] == ["1", "2"]
    assert (outcome.ceased, outcome.matched) == (2, 0)


def test_a_record_of_the_review_that_is_deleted_is_withdrawn(tmp_path):
    """It is told by its key, if the version that the review has is deleted."""
    known = {pmid: Known(1, matches=True) for pmid in (1, 2, 3)} | {4: Known(2, matches=True)}  # fmt: skip
    outcome = applied(tmp_path, [hit(1), deletion((1, 1), (2, 1), (3, 1), (4, 1))], [hit(3)], known=known)  # fmt: skip
    assert outcome.withdrawn == ("pmid:1", "pmid:2")
    assert [r[0] for r in standing(outcome)] == ["3"]


def test_what_the_review_has_in_a_higher_version_is_left_alone(tmp_path):
    """Files with an older version than the review's bring nothing."""
    known = {1: Known(2, matches=True)}
    assert standing(applied(tmp_path, [hit(1, 1)], known=known)) == []


RECORDS = st.tuples(st.integers(1, 4), st.integers(1, 2), st.booleans())
PAIRS = st.tuples(st.integers(1, 4), st.integers(1, 2))
FILES = st.lists(st.tuples(st.lists(RECORDS, max_size=4), st.lists(PAIRS, max_size=3)), max_size=5)  # fmt: skip
REVIEW = st.dictionaries(st.integers(1, 4), st.builds(Known, st.integers(1, 2), st.booleans()), max_size=3)  # fmt: skip


@given(FILES, REVIEW)
def test_any_history_comes_to_what_a_plain_replay_gives(files, known):
    """Keeping only what matters gives the same as keeping everything."""
    everything = {(pmid, had.version): None for pmid, had in known.items()}
    ever = {pmid for pmid, had in known.items() if had.matches}
    results = []
    for number, (records, deleted) in enumerate(files):
        forms = []
        for position, (pmid, version, is_match) in enumerate(records):
            title = f"{number}.{position} {'Ketamine, CRPS' if is_match else 'Sheep'}"
            everything[pmid, version] = (number, position, is_match)
            ever |= {pmid} if is_match else set()
            if is_match or pmid in known:
                raw = hit(pmid, version, title).strip().encode()
                forms.append(Form(position, is_match, raw))
        for pair in deleted:
            everything.pop(pair, None)
        results.append(
            Screened(
                f"file {number}", "", struct.pack(f"<{len(records)}I", *(r[0] for r in records)),
                tuple((p, r[1]) for p, r in enumerate(records) if r[1] != 1), tuple(deleted), tuple(forms), (),
            )
        )  # fmt: skip
    expected, withdrawn, left_out = [], [], 0
    for pmid in {*known, *(r[0] for records, _ in files for r in records)}:
        versions = [v for p, v in everything if p == pmid]
        if not versions:
            withdrawn += [f"pmid:{pmid}"] if pmid in known else []
            continue
        place = everything[pmid, max(versions)]
        if place is None or not (place[2] or pmid in ever):
            continue
        if place[2] or pmid in known:
            expected.append((place, pmid))
        else:
            left_out += 1
    outcome = apply(results, known)
    assert [(item.record.title.split()[0], int(item.record.pmid)) for item in outcome.incoming] == [
        (f"{place[0]}.{place[1]}", pmid) for place, pmid in sorted(expected)
    ]  # fmt: skip
    assert outcome.withdrawn == tuple(sorted(withdrawn))
    assert outcome.left_out == left_out
    asked = expression()
    assert outcome.matched == sum(matches(asked, i.record) for i in outcome.incoming)

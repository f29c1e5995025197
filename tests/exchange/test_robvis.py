"""robvis' file out and in: its columns exactly, and nothing filled in on the way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.curation.test_check import RESULT, SOURCE
from tests.exchange.builders import AT

from ketaevidence.curation.bias import judgement
from ketaevidence.curation.bias_tools import TOOLS, tool_of
from ketaevidence.curation.model import Register, Study
from ketaevidence.errors import CurationError
from ketaevidence.exchange.robvis import robvis_csv
from ketaevidence.exchange.robvis_read import Judged, read_robvis
from ketaevidence.exchange.tables import read_csv

NAMES = {
    "smith2020": "Smith 2020",
    "jones2021": "Jones 2021",
    "a": "Twin 2022",
    "b": "Twin 2022",
    "f": "=Fox, 2023",
}
REGISTER = Register(
    studies=tuple(
        Study(key, label, "T", "rct_parallel", key, SOURCE)
        for key, label in NAMES.items()
    ),
    results=(RESULT,),
)
GIVEN = Judged("A", AT, "read twice", "pain_intensity", 84.0)


def judged(
    study="smith2020", tool="rob2", version=None, word=None, overall="Low", **more
):
    """Judge a study; every domain alike."""
    chosen = tool_of(tool, version)
    words = {d.name: word or d.judgements[0] for d in chosen.domains}
    if chosen.judges == "result":
        more = {"outcome": "pain_intensity", "time_days": 84} | more
    return judgement(
        study,
        tool,
        version,
        words,
        overall=overall,
        by="A",
        at=AT,
        reason="read twice",
        **more,
    )


def write(*judgements):
    """Write judgements of one tool."""
    first = judgements[0]
    return robvis_csv(judgements, tool_of(first.tool, first.version), REGISTER)


def read(text, tool="rob2", version=None, known=(), given=GIVEN):
    """Read a file back."""
    raw = text if isinstance(text, bytes) else text.encode()
    return read_robvis(
        read_csv(raw, "robvis.csv"), tool_of(tool, version), REGISTER, known, given
    )


@pytest.mark.parametrize(
    ("tool", "version", "head"),
    [
        ("rob2", "2019", "Study,D1,D2,D3,D4,D5,Overall"),
        ("rob2", "2021-cluster", "Study,D1,D1b,D2,D3,D4,D5,Overall"),
        ("robins-i", "2016", "Study,D1,D2,D3,D4,D5,D6,D7,Overall"),
        (
            "rob1",
            "2011",
            "Study,Random.sequence.generation,Allocation.concealment,Blinding.of.participants.and.personnel,Blinding.of.outcome.assessment,Incomplete.outcome.data,Selective.reporting,Other.sources.of.bias,Overall",
        ),
    ],
)
def test_the_columns_are_those_that_robvis_counts(tool, version, head):
    """Each tool's file has robvis' own columns, and no more of them."""
    text = write(judged(tool=tool, version=version))
    assert text.splitlines()[0] == head
    assert {line.count(",") for line in text.splitlines()} == {head.count(",")}


@pytest.mark.parametrize("version", ["2021-crossover", "2025"])
def test_a_tool_without_a_form_in_robvis_is_refused(version):
    """RoB 2 for crossover trials and ROBINS-I V2 cannot be drawn, and that is said."""
    tool = "rob2" if version.startswith("2021") else "robins-i"
    with pytest.raises(CurationError, match="robvis has no form for"):
        write(judged(tool=tool, version=version, overall=None))
    with pytest.raises(CurationError, match="robvis has no form for"):
        read("Study,D1\n", tool, version)


def test_without_any_overall_there_is_no_such_column():
    """Where nobody judged the whole the file says nothing of it."""
    assert write(judged(overall=None)).splitlines() == [
        "Study,D1,D2,D3,D4,D5",
        "Smith 2020,Low,Low,Low,Low,Low",
    ]
    (back,) = read(write(judged(overall=None)))
    assert back.overall is None


def test_some_without_a_judgement_are_not_filled_in():
    """A whole or a domain that some have and others lack is refused by name."""
    with pytest.raises(CurationError, match="the whole in jones2021/"):
        write(judged(), judged("jones2021", overall=None))
    six = dict.fromkeys(["D1", "D2", "D3", "D4", "D5", "D6"], "Low")
    less = judgement(
        "jones2021", "rob1", None, six, overall="Low", by="A", at=AT, reason="x"
    )
    with pytest.raises(CurationError, match="Other sources of bias in jones2021"):
        write(judged(tool="rob1"), less)
    assert "Other" not in write(less)
    with pytest.raises(CurationError, match="no judgement by"):
        robvis_csv([], tool_of("rob2"), REGISTER)


def test_a_study_judged_for_two_results_stands_once_for_each():
    """Rows have names of their own: the result in brackets, or the identifier."""
    text = write(judged(), judged(time_days=7), judged("a"), judged("b"))
    assert [line.split(",")[0] for line in text.splitlines()[1:]] == [
        "Smith 2020 [pain_intensity/84]", "Smith 2020 [pain_intensity/7]", "a", "b",
    ]  # fmt: skip
    assert {made.key for made in read(text)} == {
        "smith2020/rob2/2019/pain_intensity/84", "smith2020/rob2/2019/pain_intensity/7",
        "a/rob2/2019/pain_intensity/84", "b/rob2/2019/pain_intensity/84",
    }  # fmt: skip


def test_a_name_that_a_spreadsheet_would_run_stays_a_text():
    """A label that begins like a formula goes out as text and comes back as it was."""
    text = write(judged("f"))
    assert '"\'=Fox, 2023"' in text
    assert read(text)[0].study_id == "f"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Study,D1,D2,D3,D4,Overall\nSmith 2020,Low,Low,Low,Low,Low\n", "missing: D5"),
        ("Study,D1,D2,D3,D4,D5,D6,Overall\n", "not known: d6"),
        ("Trial,D1,D2,D3,D4,D5,Overall\n", "expects the columns Study, D1"),
        ("Study,D1,D2,D3,D4,D5,Overall\nBrown 1999,Low,Low,Low,Low,Low,Low\n", "row 2: 'Brown 1999' is no study"),
        ("Study,D1,D2,D3,D4,D5,Overall\nTwin 2022,Low,Low,Low,Low,Low,Low\n", "may be a or b"),
        ("Study,D1,D2,D3,D4,D5,Overall\nSmith 2020,Low,Low,Moderate,Low,Low,Low\n", "D3 'Moderate'; allowed: Low, Some concerns"),
        ("Study,D1,D2,D3,D4,D5,Overall\nSmith 2020,Low,Low,,Low,Low,Low\n", "D3 ''; allowed"),
        ("Study,D1,D2,D3,D4,D5,Overall\n" + "Smith 2020,Low,Low,Low,Low,Low,Low\n" * 2, "stands here twice"),
        ("Study,D1,D2,D3,D4,D5,Overall\nSmith 2020 [pain_intensity/x],Low,Low,Low,Low,Low,Low\n", "'x' is no result"),
    ],
)  # fmt: skip
def test_a_file_that_robvis_would_not_read_is_refused(text, told):
    """Wrong columns, studies and words are named with their row; all of it or nothing."""
    with pytest.raises(CurationError, match=told):
        read(text)


def test_a_file_of_robvis_own_kind_is_read():
    """Weights, any case, no information and blank overalls are as robvis has them."""
    text = "Study,D1,D2,D3,D4,D5,Overall,Weight\nsmith 2020,low,No information,Some Concerns,HIGH,Low risk,,33.3\n"
    (made,) = read(text)
    assert [d.judgement for d in made.domains] == [
        "Low",
        "No information",
        "Some concerns",
        "High",
        "Low",
    ]
    assert made.overall is None
    assert (made.outcome, made.time_days, made.by) == ("pain_intensity", 84.0, "A")


def test_headings_of_rob_1_are_the_titles_with_dots_or_spaces():
    """R makes dots of spaces; both are the domain's title."""
    text = write(judged(tool="rob1"))
    given = Judged("A", AT, "x")
    assert read(text, "rob1", given=given) == read(
        text.replace(".", " "), "rob1", given=given
    )


def test_words_that_support_a_judgement_stay_with_it():
    """A file without words does not take them; a changed judgement loses its own."""
    before = judged(support={"D1": "one", "D2": "two"}, overall_support="all")
    text = write(before).replace("Smith 2020,Low", "Smith 2020,High")
    (made,) = read(text, known=[before])
    assert [d.support for d in made.domains] == [None, "two", None, None, None]
    assert made.overall_support == "all"
    (made,) = read(write(before).replace("Low\n", "High\n"), known=[before])
    assert (made.overall, made.overall_support) == ("High", None)


@st.composite
def sets(draw):
    """Judge some studies by one tool that robvis draws."""
    tool = draw(st.sampled_from([t for t in TOOLS if t.robvis]))
    has_overall = draw(st.booleans())
    studies = draw(st.lists(st.sampled_from(sorted(NAMES)), min_size=1, unique=True))
    return [
        judgement(
            study, tool.name, tool.version,
            {d.name: draw(st.sampled_from(d.judgements)) for d in tool.domains},
            overall=draw(st.sampled_from(tool.overall)) if has_overall else None,
            by="A", at=AT, reason="read twice",
            **({"outcome": "pain_intensity", "time_days": 84.0} if tool.judges == "result" else {}),
        )
        for study in studies
    ]  # fmt: skip


@given(sets())
def test_what_is_written_reads_back_the_same(made):
    """Round trip: every judgement comes back with every word."""
    first = made[0]
    given = GIVEN if first.outcome else Judged("A", AT, "read twice")
    assert list(read(write(*made), first.tool, first.version, given=given)) == made

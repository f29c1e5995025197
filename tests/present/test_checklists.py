"""Checklists: filled from what the review holds, open where nobody said anything."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import replace

import pytest
from tests.present import builders

from ketaevidence.errors import PresentError
from ketaevidence.library import Limits, Search, Version
from ketaevidence.library.versions import digest_of
from ketaevidence.present.checklists import NAMES, Held, checklist
from ketaevidence.present.whats_new import News
from ketaevidence.question.reporting import LivingPlan, SearchReport

FLOW = (
    '{"flow":{"screened":40,"reports_assessed":9,"included_reports":5,'
    '"included_studies":4},"software":{}}'
)


@pytest.fixture(scope="module")
def plain():
    """Give an invented state that never searched PubMed."""
    return builders.curated()


@pytest.fixture(scope="module")
def searched(plain):
    """Give the same, with a search and everything stated that can be stated."""
    search = Search("2026-03-01T00:00:00Z", "ket*[tiab]", "ket", 12, 12)
    living = LivingPlan(30, *(f"invented {n}" for n in "abcdefghi"))
    said = SearchReport(*(f"invented {n}" for n in "abcdefghij"))
    question = replace(
        plain.question, title="Invented: a living review", living=living,
        search_report=said,
    )  # fmt: skip
    flow = replace(plain.flow, identified=(("PubMed", 12),))
    return replace(
        plain, question=question, searches=(search,), is_example=False, flow=flow,
        imports=(("PubMed", "2026-03-01", 12),),
    )  # fmt: skip


def version(number: str, document: str = FLOW) -> Version:
    """Give an invented version."""
    return Version(
        number=number, at="2026-02-01T10:00:00Z", cause="data", reason="submitted",
        question="", software=(), document=document, digest=digest_of(document),
        limits=Limits(),
    )  # fmt: skip


def by_topic(name: str, held: Held) -> dict[str, tuple[str, str]]:
    """Give (state, text) of each item by its topic."""
    found = checklist(name, held)
    return {a.item.topic: (a.said.state, a.said.text) for a in found.answers}


def test_prisma_s_has_its_sixteen_items_and_living_reviews_the_numbers_we_know():
    """Numbers run from 1 to 16; of PRISMA-LSR only verified numbers stand there."""
    held = Held(builders.curated())
    numbers = [a.item.number for a in checklist("prisma-s", held).answers]
    assert numbers == [str(n) for n in range(1, 17)]
    known = {a.item.number for a in checklist("prisma-lsr", held).answers}
    assert known == {"1", "2", "3", "4", "L1", "16", "23", "24", "25", "26", "27", None}


@pytest.mark.parametrize("name", NAMES)
def test_what_is_open_says_what_to_enter(plain, name):
    """Every item that is not stated, or in part, has its place to be filled."""
    for answer in checklist(name, Held(plain)).answers:
        assert answer.is_open == (answer.said.state in ("not stated", "in part"))
        assert not answer.is_open or answer.said.enter
        assert answer.said.text


def test_a_review_that_never_searched_claims_no_search(plain):
    """Database, strategy and dates are not done, and nobody's words are invented."""
    told = by_topic("prisma-s", Held(plain))
    for topic in ("Database name", "Full search strategies", "Dates of searches"):
        assert told[topic][0] == "not done"
    for topic in ("Study registries", "Peer review", "Prior work", "Contacts"):
        assert told[topic] == ("not stated", "Not stated.")
    assert by_topic("prisma-lsr", Held(plain))["Status of the review"][0] == "not done"


def test_what_the_review_holds_fills_the_search(searched):
    """With a search and people's words nothing of PRISMA-S stays open."""
    found = checklist("prisma-s", Held(searched))
    told = {a.item.topic: a.said for a in found.answers}
    assert (
        "ket*[tiab] PubMed's own reading of it: ket"
        in told["Full search strategies"].text
    )
    assert told["Total records"].text == "PubMed: 12."
    assert "last complete search: 2026-03-01" in told["Dates of searches"].text
    assert told["Peer review"].text == "Invented j."
    left = {a.item.topic for a in found.answers if a.is_open}
    # Of other databases the review has people's words only.
    assert left == {"Several databases at once"}


def test_records_of_other_databases_leave_their_search_open(searched):
    """A source that was brought in is named, and its strategy is asked for."""
    flow = replace(searched.flow, identified=(("PubMed", 12), ("Embase", 7)))
    question = replace(searched.question, search_report=SearchReport())
    held = Held(replace(searched, flow=flow, question=question))
    told = by_topic("prisma-s", held)
    for topic in ("Database name", "Full search strategies", "Dates of searches"):
        assert told[topic][0] == "in part"
    assert "Embase" in told["Database name"][1]
    assert by_topic("prisma-lsr", held)["Schedule of the search"][0] == "in part"


def test_sources_by_other_methods_are_part_of_an_answer(searched):
    """Citation searching that brought records is told, with how many."""
    other = replace(
        searched.flow, identified=(("Reference lists", 3),), methods=("citations",)
    )
    question = replace(searched.question, search_report=SearchReport())
    flow = replace(searched.flow, other=other)
    held = Held(replace(searched, flow=flow, question=question))
    state, text = by_topic("prisma-s", held)["Citation searching"]
    assert (state, "Reference lists (3 records)" in text) == ("in part", True)


def test_the_first_version_has_no_changes_and_a_later_one_tells_them(searched):
    """Changes are told against the version before; without one they do not apply."""
    changes = ("Changes to the question", "Changes to the methods", "Changes to the results")  # fmt: skip
    first = by_topic("prisma-lsr", Held(searched))
    assert {first[topic][0] for topic in changes} == {"does not apply"}
    held = Held(
        searched,
        versions=(version("2026.0.0"), version("2026.1.0")),
        number="2026.1.0",
        news=(News("2026.1.0", "2026-02-01", "Corrected.", None, 4, "no", "No."),),
        changed_settings=("pooling.method: DL → REML", "sentence: old → new"),
        since_preceding="an invented verdict",
    )
    told = by_topic("prisma-lsr", held)
    assert told["Changes to the question"][1].startswith(
        "Since version 2026.0.0: sentence: old → new"
    )
    assert "pooling.method: DL → REML" in told["Changes to the methods"][1]
    assert "sentence" not in told["Changes to the methods"][1]
    assert "an invented verdict" in told["Changes to the results"][1]
    assert told["What led to this version"] == ("stated", "Corrected.")
    assert "version 2026.0.0: 40 screened, 9 reports assessed, 5 included (4 studies)" in told["Flow through the versions"][1]  # fmt: skip
    assert "Version 2026.0.0" in told["Preceding version"][1]


def test_settings_that_cannot_be_compared_are_not_said_to_be_unchanged(searched):
    """Where the version before cannot be read the changes are not stated."""
    held = Held(
        searched,
        versions=(version("2026.0.0", ""),),
        changed_settings_unknown="its settings cannot be read",
    )
    told = by_topic("prisma-lsr", held)
    for topic in ("Changes to the question", "Changes to the methods", "Changes to the results"):  # fmt: skip
        assert told[topic][0] == "not stated"
    assert "not known, its stored numbers are damaged" in told["Flow through the versions"][1]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_every_form_holds_every_item_and_executes_nothing(plain, name):
    """Page, Markdown, CSV and Word say the same; hostile titles stay texts."""
    title = f"=1+1 {builders.HOSTILE} | {builders.TURNED}"
    hostile = replace(plain, question=replace(plain.question, title=title))
    found = checklist(name, Held(hostile))
    page = found.html()
    assert "<script" not in page
    assert "default-src 'none'" in page
    assert page.count("<tr") == len(found.answers) + 1
    rows = list(csv.reader(io.StringIO(found.text("csv"))))
    assert len(rows) == len(found.answers) + 1
    assert not any(cell[:1] in "=+-@" for row in rows for cell in row if cell)
    lines = [x for x in found.text("md").splitlines() if x.startswith("| ")]
    assert len(lines) == len(found.answers) + 2
    word = found.file("docx")
    assert word == found.file("docx")
    with zipfile.ZipFile(io.BytesIO(word)) as parts:
        document = parts.read("word/document.xml").decode()
    assert document.count("<w:tr>") == len(found.answers) + 1
    assert "w:tblHeader" in document
    assert "\u202e" not in document
    assert len(found.frame()) == len(found.answers)


def test_what_there_is_not_is_refused_by_name(plain):
    """A checklist or a form that there is not is named with those there are."""
    with pytest.raises(PresentError, match="'prisma'; use one of prisma-lsr, prisma-s"):
        checklist("prisma", Held(plain))
    found = checklist("prisma-s", Held(plain))
    with pytest.raises(PresentError, match="'pdf': use one of md, html, csv, docx"):
        found.file("pdf")
    with pytest.raises(PresentError, match="'docx': is no text; write it to a file"):
        found.text("docx")

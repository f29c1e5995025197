"""Methods for a paper: only what was done, and every reference as data."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.present import builders

from ketaevidence.errors import PresentError
from ketaevidence.library import Search
from ketaevidence.pooling.reporting.references import REFERENCES
from ketaevidence.present.methods_text import methods_text
from ketaevidence.present.methods_text.references import OWN, printed, record_of
from ketaevidence.question.reporting import LivingPlan, SearchReport


@pytest.fixture(scope="module")
def plain():
    """Give an invented state with a pooled analysis, and one with none."""
    return builders.curated()


def _told(snapshot) -> str:
    return " ".join(methods_text(snapshot).plain().split())


@pytest.mark.parametrize("key", sorted({**REFERENCES, **OWN}))
def test_every_reference_is_a_record_that_a_reference_manager_takes(key):
    """Authors, year, title and place are there, and the printed line says them."""
    record, line = record_of(key), printed(key)
    people = record.authors or record.book.editors
    assert people
    assert all(one.last_name and one.initials for one in people)
    assert record.year
    assert str(record.year) in line
    assert record.title in line
    if record.kind == "article":
        assert record.journal.title
        assert record.volume
        assert record.pages
        assert f"{record.volume}" in line
        assert record.pages in line
    else:
        assert record.book.publisher
        assert record.book.edition


def test_a_long_list_of_authors_is_shortened_in_print_and_whole_in_the_record():
    """Nobody is lost on the way to a reference manager."""
    assert "and others (2021)" in printed("page2021")
    assert len(record_of("page2021").authors) == 26


def test_a_model_that_pooled_nothing_is_told_as_planned(plain):
    """Without a pool the text says so, and cites no method of a prediction interval."""
    told = _told(replace(plain, analyses=()))
    assert "Planned: a random-effects model" in told
    assert "No result is pooled in this state" in told
    assert "Partlett" not in told


def test_the_models_that_were_used_are_told_with_their_references():
    """A pool's own settings make its sentences, and its references are listed once."""
    analysis = builders.responder_analysis()
    text = methods_text(builders.curated(analyses=(analysis,)))
    pooled = next(group.pooled for group in analysis.groups if group.pooled)
    assert pooled.report().methods in text.sections[6].paragraphs[2]
    assert len(set(text.references)) == len(text.references)
    wanted = set(pooled.report().references)
    dois = {line.rpartition("doi:")[2] for line in text.references}
    assert {line.rpartition("doi:")[2] for line in wanted} <= dois


def test_what_nobody_stated_is_said_to_be_not_stated(plain):
    """The search and the living mode name what is missing, and lose it when stated."""
    bare = _told(plain)
    assert "peer review of the strategy" in bare.partition("Selection")[0]
    assert "How often the search is to be run is not stated" in bare
    question = replace(
        plain.question,
        living=LivingPlan(refresh_days=30, funding="an invented fund"),
        search_report=SearchReport(peer_review="by an invented librarian"),
    )
    told = _told(replace(plain, question=question))
    assert "The search is to be run every 30 days." in told
    assert "Funding of the review: An invented fund." in told
    assert "Peer review of the strategy: By an invented librarian." in told
    assert "Not stated: other databases" in told


def test_a_search_is_told_as_it_was_sent_and_counted(plain):
    """The strategy, PubMed's reading of it, the days and the counts stand there."""
    days = ("2026-01-01", "2026-03-01")
    runs = [Search(f"{day}T00:00:00Z", "ket*[tiab]", "ket", 1200, 1200) for day in days]
    told = _told(replace(plain, searches=tuple(runs)))
    assert "first on 2026-01-01 and last on 2026-03-01 (2 complete searches)" in told
    assert "counted 1,200 records, and 1,200 were received" in told
    assert "Exactly as sent: ket*[tiab] PubMed read it as: ket" in told


def test_hostile_texts_stay_texts_in_every_form(plain):
    """Markup is escaped, hidden characters are gone, and an unknown form is refused."""
    question = replace(plain.question, title=builders.HOSTILE, sentence=builders.TURNED)
    text = methods_text(replace(plain, question=question))
    assert "<script" not in text.html()
    assert "<script" not in text.markdown()
    assert all("\u202e" not in text.text(kind) for kind in ("md", "txt", "html"))
    with pytest.raises(PresentError, match="'pdf'; use one of md, txt, html"):
        text.text("pdf")

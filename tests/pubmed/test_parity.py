"""A second opinion: Biopython's own reader of PubMed XML sees the same facts."""

from __future__ import annotations

import io
import warnings

import pytest
from tests.pubmed.samples import BOOK, MESH, article, record_set

from ketaevidence.pubmed.files import read_records

RETRACTED = '<PublicationType UI="D016441">Retracted Publication</PublicationType>'
CASES = {
    "plain": article(),
    "mesh": article("90000002", more=MESH),
    "version": article("90000003", version=2),
    "types": article("90000004", types=RETRACTED),
    "season": article("90000005", date="<Year>2020</Year><Season>Winter</Season>"),
    "range": article("90000006", date="<MedlineDate>1979 Jan-Feb</MedlineDate>"),
    "entities": article("90000007", title="Less &lt; more &amp; all é"),
    "sections": article(
        "90000008",
        abstract='<AbstractText Label="AIM">To see.</AbstractText><AbstractText Label="END">Seen.</AbstractText>',
    ),
}


@pytest.fixture
def entrez(tmp_path, monkeypatch):
    """Load Biopython's reader, which makes a folder in the user's home."""
    monkeypatch.setenv("HOME", str(tmp_path))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from Bio import Entrez

        yield Entrez


@pytest.mark.parametrize("name", CASES)
def test_both_readers_see_the_same_facts(entrez, name):
    """Title, sections, authors, types, MeSH, dates and ids agree with Bio.Entrez.read."""
    data = record_set(CASES[name])
    (ours,) = read_records(data)
    theirs = entrez.read(io.BytesIO(data))["PubmedArticle"][0]
    citation = theirs["MedlineCitation"]
    paper = citation["Article"]
    assert ours.pmid == str(citation["PMID"])
    assert str(ours.version) == citation["PMID"].attributes["Version"]
    assert ours.title == str(paper["ArticleTitle"])
    sections = paper["Abstract"]["AbstractText"]
    assert [s.text for s in ours.sections] == [str(s) for s in sections]
    assert [s.label for s in ours.sections] == [
        s.attributes.get("Label") for s in sections
    ]
    names = [a.get("LastName") or a.get("CollectiveName") for a in paper["AuthorList"]]
    assert [a.last_name or a.collective_name for a in ours.authors] == names
    types = paper["PublicationTypeList"]
    assert [(t.name, t.ui) for t in ours.publication_types] == [
        (str(t), t.attributes["UI"]) for t in types
    ]
    headings = [str(h["DescriptorName"]) for h in citation.get("MeshHeadingList", [])]
    assert [heading.name for heading in ours.mesh] == headings
    printed = paper["Journal"]["JournalIssue"]["PubDate"]
    assert ours.year == int(printed.get("Year") or printed["MedlineDate"][:4])
    ids = {
        i.attributes["IdType"]: str(i) for i in theirs["PubmedData"]["ArticleIdList"]
    }
    assert ours.pmcid == ids["pmc"]
    assert ours.doi == next(str(e) for e in paper["ELocationID"])


def test_both_readers_see_books(entrez):
    """A book chapter is seen by both."""
    data = record_set(BOOK)
    (ours,) = read_records(data)
    theirs = entrez.read(io.BytesIO(data))["PubmedBookArticle"][0]["BookDocument"]
    assert (ours.pmid, ours.title) == (str(theirs["PMID"]), str(theirs["ArticleTitle"]))

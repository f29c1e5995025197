"""The review as JSON-LD: a data set and the articles that it includes."""

from __future__ import annotations

import json

from hypothesis import given, settings
from tests.exchange.strategies import records
from tests.exchange.test_ris import FULL

import ketaevidence as ke
from ketaevidence.exchange.json_ld import article, json_ld
from ketaevidence.records.model import Record
from ketaevidence.records.parts import Correction, Section


@settings(max_examples=25, deadline=None)
@given(records())
def test_any_article_has_what_schema_org_requires(record):
    """Type, identifier, name and PMID are there, and nothing is empty."""
    found = article(record)
    assert found["@type"] == "ScholarlyArticle"
    assert found["@id"] == f"https://pubmed.ncbi.nlm.nih.gov/{record.pmid}/"
    assert found["headline"]
    assert found["identifier"][0]["value"] == record.pmid
    assert all(found.values())
    json.dumps(found, ensure_ascii=False).encode()


def test_an_article_names_journal_volume_and_people():
    """Volume and issue are parts of the journal; a group is an organization."""
    found = article(FULL)
    assert found["datePublished"] == "2020-05-07"
    assert found["sameAs"] == ["https://doi.org/10.1000/xyz.(1)_a"]
    assert found["isPartOf"]["issueNumber"] == "3"
    assert found["isPartOf"]["isPartOf"]["volumeNumber"] == "12"
    assert found["isPartOf"]["isPartOf"]["isPartOf"]["issn"] == "1234-567X"
    assert [person["@type"] for person in found["author"]] == [
        "Person",
        "Person",
        "Organization",
    ]


def test_a_retraction_is_told_and_no_abstract():
    """An article that is retracted says so; no abstract is published."""
    record = Record(
        "A title",
        pmid="1",
        sections=(Section("Secret words."),),
        corrections=(Correction("RetractionIn", "Pain. 2021"),),
    )
    assert article(record)["creativeWorkStatus"] == "Retracted"
    assert "Secret" not in json.dumps(article(record))


def test_the_review_is_a_data_set_with_its_articles():
    """Name, description, newest day, what is measured, and a link to each article."""
    snapshot = ke.example_review().snapshot()
    included = snapshot.records[:3]
    text = json_ld(snapshot, included)
    document = json.loads(text)
    data_set, *articles = document["@graph"]
    assert document["@context"] == "https://schema.org"
    assert data_set["@type"] == "Dataset"
    assert 50 <= len(data_set["description"]) <= 5000
    assert data_set["dateModified"] == snapshot.as_of
    assert "Pain intensity" in data_set["variableMeasured"]
    assert [c["@id"] for c in data_set["citation"]] == [a["@id"] for a in articles]
    assert text == json_ld(snapshot, included)

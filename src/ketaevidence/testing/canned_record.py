"""A record from plain fields, in the XML that PubMed would send."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TypedDict
from xml.sax.saxutils import escape, quoteattr

from ketaevidence.errors import KetaEvidenceError, UsageError
from ketaevidence.pubmed.formats import PUBMED_XML, read_record
from ketaevidence.records.model import UI_OF_TYPE

_PMID = re.compile(r"[1-9][0-9]{0,8}")
#: The descriptor is not looked up; a made one keeps the reader's eyes off MeSH.
_NO_HEADING = "D000000"


class Fields(TypedDict, total=False):
    """What a canned record may say; ``title`` is the one field that it must.

    Examples
    --------
    >>> fields: Fields = {"title": "Ketamine in an invented trial", "year": 2021}
    >>> sorted(fields)
    ['title', 'year']
    """

    title: str
    #: One text, or texts by the labels of a structured abstract.
    abstract: str | Mapping[str, str]
    year: int
    journal: str
    #: As PubMed lists them: family name, then initials ("Muster EA").
    authors: Sequence[str]
    doi: str
    #: PubMed's own names ("Randomized Controlled Trial", "Retracted Publication").
    publication_types: Sequence[str]
    #: Names of MeSH headings.
    mesh: Sequence[str]
    language: str


def record_xml(pmid: str, fields: Mapping[str, object]) -> str:
    """Write a record as PubMed would send it.

    Parameters
    ----------
    pmid
        Its PMID.
    fields
        What it says, by the names of :class:`Fields`.

    Raises
    ------
    UsageError
        If the PMID is none, a field is unknown or of the wrong kind, the title is
        missing, or the record cannot be read again.

    Examples
    --------
    >>> xml = record_xml("90000001", {"title": "Pain & ketamine"})
    >>> "<ArticleTitle>Pain &amp; ketamine</ArticleTitle>" in xml
    True
    """
    if not _PMID.fullmatch(pmid):
        msg = f"{pmid!r} is no PMID; give a number of up to nine digits as a text."
        raise UsageError(msg)
    known = sorted(Fields.__annotations__)
    unknown = sorted(set(fields) - set(known))
    if unknown:
        msg = (
            f"PMID {pmid}: a canned record has no field {unknown[0]!r}; "
            f"its fields are {', '.join(known)}."
        )
        raise UsageError(msg)
    title = fields.get("title")
    if not isinstance(title, str) or not title.strip():
        msg = f"PMID {pmid}: give the record a title."
        raise UsageError(msg)
    xml = _article(pmid, fields)
    try:
        read_record(xml.encode(), PUBMED_XML, f"the canned record {pmid}")
    except KetaEvidenceError as error:
        msg = f"PMID {pmid}: this canned record cannot be read ({error})."
        raise UsageError(msg) from error
    return xml


def _article(pmid: str, fields: Mapping[str, object]) -> str:
    year = fields.get("year", 2020)
    if not isinstance(year, int) or isinstance(year, bool):
        msg = f"PMID {pmid}: the year {year!r} is no whole number."
        raise UsageError(msg)
    journal = _text(pmid, fields, "journal", "Journal of Invented Results")
    doi = _text(pmid, fields, "doi", "")
    place = (
        f'<ELocationID EIdType="doi" ValidYN="Y">{escape(doi)}</ELocationID>'
        if doi
        else ""
    )
    return f"""<PubmedArticle>
  <MedlineCitation Status="MEDLINE" Owner="NLM">
    <PMID Version="1">{pmid}</PMID>
    <Article PubModel="Print">
      <Journal>
        <JournalIssue CitedMedium="Print">
          <PubDate><Year>{year}</Year></PubDate>
        </JournalIssue>
        <Title>{escape(journal)}</Title>
        <ISOAbbreviation>{escape(journal)}</ISOAbbreviation>
      </Journal>
      <ArticleTitle>{escape(str(fields["title"]))}</ArticleTitle>
      {place}
      {_abstract(pmid, fields.get("abstract"))}
      {_authors(_texts(pmid, fields, "authors"))}
      <Language>{escape(_text(pmid, fields, "language", "eng"))}</Language>
      {_types(_texts(pmid, fields, "publication_types") or ("Journal Article",))}
    </Article>
    <MedlineJournalInfo><NlmUniqueID>0000000</NlmUniqueID></MedlineJournalInfo>
    {_headings(_texts(pmid, fields, "mesh"))}
  </MedlineCitation>
  <PubmedData>
    <PublicationStatus>ppublish</PublicationStatus>
    <ArticleIdList><ArticleId IdType="pubmed">{pmid}</ArticleId></ArticleIdList>
  </PubmedData>
</PubmedArticle>
"""


def _text(pmid: str, fields: Mapping[str, object], name: str, otherwise: str) -> str:
    value = fields.get(name, otherwise)
    if not isinstance(value, str):
        msg = f"PMID {pmid}: {name} is {value!r}; give a text."
        raise UsageError(msg)
    return value


def _texts(pmid: str, fields: Mapping[str, object], name: str) -> tuple[str, ...]:
    value = fields.get(name, ())
    if isinstance(value, Sequence) and not isinstance(value, str):
        texts = tuple(item for item in value if isinstance(item, str))
        if len(texts) == len(value):
            return texts
    msg = f"PMID {pmid}: {name} is {value!r}; give a list of texts."
    raise UsageError(msg)


def _abstract(pmid: str, abstract: object) -> str:
    if abstract is None:
        return ""
    parts = {"": abstract} if isinstance(abstract, str) else abstract
    if not isinstance(parts, Mapping) or not all(
        isinstance(item, str) for pair in parts.items() for item in pair
    ):
        msg = f"PMID {pmid}: give the abstract as a text, or as texts by their labels."
        raise UsageError(msg)
    texts = "".join(
        f"<AbstractText{f' Label={quoteattr(label)}' if label else ''}>"
        f"{escape(text)}</AbstractText>"
        for label, text in parts.items()
    )
    return f"<Abstract>{texts}</Abstract>"


def _authors(names: Sequence[str]) -> str:
    if not names:
        return ""
    authors = []
    for name in names:
        family, _, initials = name.rpartition(" ")
        last = f"<LastName>{escape(family or name)}</LastName>"
        first = f"<Initials>{escape(initials)}</Initials>" if family else ""
        authors.append(f'<Author ValidYN="Y">{last}{first}</Author>')
    return f'<AuthorList CompleteYN="Y">{"".join(authors)}</AuthorList>'


def _types(names: Sequence[str]) -> str:
    # The reader goes by PubMed's identifier, which a renamed type keeps.
    types = "".join(
        f'<PublicationType UI="{UI_OF_TYPE.get(name, "D016428")}">{escape(name)}'
        "</PublicationType>"
        for name in names
    )
    return f"<PublicationTypeList>{types}</PublicationTypeList>"


def _headings(names: Sequence[str]) -> str:
    if not names:
        return ""
    headings = "".join(
        f'<MeshHeading><DescriptorName UI="{_NO_HEADING}" MajorTopicYN="N">'
        f"{escape(name)}</DescriptorName></MeshHeading>"
        for name in names
    )
    return f"<MeshHeadingList>{headings}</MeshHeadingList>"

"""Read PubMed's text format (.nbib, MEDLINE) with every field that it has.

What the format does not say stays unknown: identifiers of headings and substances, the
version of a PMID, who contributed equally, whether all authors are named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ketaevidence.errors import ReadError
from ketaevidence.pubmed.facts import further_ids, own_doi, page_range
from ketaevidence.pubmed.medline_fields import (
    START_LINE,
    TAGGED_LINE,
    Fields,
    read_fields,
)
from ketaevidence.pubmed.medline_people import People, read_people
from ketaevidence.pubmed.medline_values import (
    LINKS,
    chemical,
    compact_date,
    correction,
    grant,
    heading,
    history,
    identifiers,
    issns,
    keywords,
    note,
    other_abstracts,
    printed_date,
    registration,
)
from ketaevidence.pubmed.slices import Slice
from ketaevidence.pubmed.text_slices import Piece, numbered_lines
from ketaevidence.records.model import UI_OF_TYPE, Record
from ketaevidence.records.parts import (
    Book,
    Journal,
    PublicationType,
    Section,
    SupplementaryConcept,
)

_START = re.compile(r"^PMID ?- ?(?=\d)", re.MULTILINE)
_PMID = re.compile(r"[1-9][0-9]{0,8}")
#: Days of a record's history that have a tag of their own, by PubMed's help.
_DAYS = {"CRDT": "entrez", "EDAT": "pubmed", "MHDA": "medline", "PMCR": "pmc-release"}


def is_medline(text: str) -> bool:
    """Say whether a text looks like PubMed's text format."""
    return _START.search(text[:5000]) is not None


def medline_slices(chunks: Iterable[bytes], name: str) -> Iterator[Slice]:
    """Yield every record of a file in PubMed's text format, in the file's order.

    A record goes from its ``PMID-`` line to the next one, or to what follows a blank
    line and is no field. White space between records belongs to none.

    Parameters
    ----------
    chunks
        The decompressed file, in parts of any size; one record and one part are held
        at a time.
    name
        The file's name, for messages.

    Yields
    ------
    Slice
        Records of the kind ``MEDLINE``, and pieces with a problem.

    Raises
    ------
    ReadError
        If the file is in UTF-16 or holds an absurdly large piece.
    """
    record, junk = Piece(name), Piece(name)
    after_blank = False
    for offset, line in numbered_lines(chunks, name):
        if START_LINE.match(line):
            yield from _taken(junk, record)
            record.add(offset, line)
        elif record and after_blank and _is_foreign(line):
            yield from _taken(junk, record)
            junk.add(offset, line)
        elif record:
            record.add(offset, line)
        elif junk or line.strip():
            junk.add(offset, line)
        after_blank = not line.strip()
    yield from _taken(junk, record)


def _taken(junk: Piece, record: Piece) -> Iterator[Slice]:
    yield from junk.take(None, "it is no PubMed record: no line before it has a PMID")
    yield from record.take("MEDLINE")


def _is_foreign(line: bytes) -> bool:
    """Say whether a line cannot go on with a record that a blank line interrupted."""
    is_layout = not line.strip() or line[:1] in (b" ", b"\t")
    return not is_layout and TAGGED_LINE.match(line) is None


def read_medline(text: str, name: str) -> Record:
    """Read one record of PubMed's text format.

    Parameters
    ----------
    text
        The record, from its ``PMID-`` line on.
    name
        The file's name, for messages.

    Raises
    ------
    ReadError
        If the record has no title, not one PMID, or a line that is no field.
    """
    fields = read_fields(text, name)
    pmids = fields.all("PMID")
    if len(pmids) != 1 or not _PMID.fullmatch(pmids[0]):
        msg = f"{name}: a record has the PMIDs {list(pmids)!r}; one number is expected."
        raise ReadError(msg)
    title = fields.first("TI", "BTI", "TT")
    if title is None:
        msg = (
            f"{name}: record PMID {pmids[0]} has no title (TI); export the file again."
        )
        raise ReadError(msg)
    return _record(title, fields, read_people(fields.pairs))


def _record(title: str, fields: Fields, people: People) -> Record:
    places, ids = identifiers(fields.all("LID")), identifiers(fields.all("AID"))
    # A place without a type is the article's number, which stands for its pages.
    number = next((value for kind, value in places if not kind), None)
    abstract = fields.first("AB")
    return Record(
        title=title,
        pmid=fields.first("PMID"),
        kind="book" if fields.first("BTI") else "article",
        status=fields.first("STAT"),
        vernacular_title=fields.first("TT"),
        # "METHODS:" in the text may be a label or the author's own words: the format
        # cannot tell, so the abstract is one section.
        sections=(Section(abstract),) if abstract else (),
        abstract_copyright=fields.first("CI"),
        other_abstracts=other_abstracts(fields.pairs),
        authors=people.authors,
        investigators=people.investigators,
        journal=_journal(fields),
        volume=fields.first("VI"),
        issue=fields.first("IP"),
        pages=page_range(fields.first("PG"), number, None),
        book=_book(fields, people) if fields.first("BTI") else None,
        published=printed_date(fields.first("DP")),
        published_online=compact_date(fields.first("DEP")),
        publication_model=fields.first("PUBM"),
        publication_status=fields.first("PST"),
        completed=compact_date(fields.first("DCOM")),
        revised=compact_date(fields.first("LR", "DRDT")),
        history=history(
            fields.all("PHST"),
            [(_DAYS[tag], words) for tag, words in fields.pairs if tag in _DAYS],
        ),
        doi=own_doi([(kind, value, True) for kind, value in places], ids),
        pmcid=fields.first("PMC"),
        other_ids=further_ids(
            [
                *((kind, value) for kind, value in places if kind),
                *ids,
                *(("mid", value) for value in fields.all("MID")),
                *(_other_id(line) for line in fields.all("OID")),
            ]
        ),
        languages=fields.all("LA"),
        publication_types=tuple(
            PublicationType(kind, UI_OF_TYPE.get(kind)) for kind in fields.all("PT")
        ),
        mesh=tuple(heading(line) for line in fields.all("MH")),
        supplementary_mesh=tuple(
            SupplementaryConcept(value)
            for tag, value in fields.pairs
            if tag == "NM" or (tag == "RN" and chemical(value) is None)
        ),
        keywords=keywords(fields.pairs),
        chemicals=tuple(c for line in fields.all("RN") if (c := chemical(line))),
        gene_symbols=fields.all("GS"),
        people=people.subjects,
        grants=tuple(g for line in fields.all("GR") if (g := grant(line))),
        registrations=tuple(registration(line) for line in fields.all("SI")),
        corrections=tuple(
            correction(LINKS[tag], line) for tag, line in fields.pairs if tag in LINKS
        ),
        conflict_of_interest=fields.first("COIS", "COI"),
        notes=(
            *(note(line) for line in fields.all("GN")),
            *(("AD", affiliation) for affiliation in people.unplaced),
        ),
        citation_subsets=fields.all("SB"),
        space_flight_missions=fields.all("SFM"),
        number_of_references=fields.first("RF"),
    )


def _journal(fields: Fields) -> Journal:
    if fields.first("BTI"):
        return Journal(title=fields.first("BTI"))
    numbers = issns(fields.all("IS"))
    # The format does not mark which edition PubMed cites; it is the first one named.
    own = next((pair for pair in numbers if pair[1] != "Linking"), (None, None))
    return Journal(
        title=fields.first("JT"),
        # In PubMed of today the abbreviation by ISO and MEDLINE's are the same.
        iso_abbreviation=fields.first("TA"),
        issn=own[0],
        issn_type=own[1],
        nlm_id=fields.first("JID"),
        medline_abbreviation=fields.first("TA"),
        issn_linking=next((n for n, kind in numbers if kind == "Linking"), None),
        country=fields.first("PL"),
    )


def _book(fields: Fields, people: People) -> Book:
    chapter = fields.first("CP")
    return Book(
        title=fields.first("BTI"),
        publisher=fields.first("PB"),
        place=fields.first("PL"),
        edition=fields.first("EN"),
        collection=fields.first("CTI"),
        volume_title=fields.first("VTI"),
        isbns=fields.all("ISBN"),
        editors=people.editors,
        contributed=compact_date(fields.first("CTDT")),
        locations=(("chapter", chapter),) if chapter else (),
    )


def _other_id(line: str) -> tuple[str, str]:
    """Read ``NLM: PMC0000001``."""
    source, colon, value = line.partition(": ")
    return (source, value) if colon else ("", line)

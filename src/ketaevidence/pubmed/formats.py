"""How a record's stored bytes become a Record, for every format a review may hold."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

from ketaevidence.errors import ReadError
from ketaevidence.pubmed.article import read_article, read_book, read_citation_alone
from ketaevidence.pubmed.fingerprint import fingerprint
from ketaevidence.pubmed.medline import read_medline
from ketaevidence.pubmed.ris import read_ris
from ketaevidence.pubmed.swift import read_swiftly
from ketaevidence.records.citation import read_citation
from ketaevidence.records.model import Record

#: A PMID as PubMed gives them: up to nine digits, the first not zero.
_PMID = re.compile(r"[1-9][0-9]{0,8}")

_LIST_END = b"</ReferenceList>"
#: The end of a record after its reference list is shorter than this [bytes].
_AFTER_LIST = 200
#: Names under which the store keeps raw records.
PUBMED_XML = "pubmed-xml"
MEDLINE_TEXT = "medline-text"
RIS_TEXT = "ris-text"
CITATION_JSON = "citation-json"


@dataclass(frozen=True, slots=True)
class Incoming:
    """A record as it came: its own bytes, their format, and what they say."""

    record: Record
    raw: bytes
    format: str
    #: SHA-256 over the content, the same however the file was laid out.
    fingerprint: str


def read_record(
    raw: bytes, format_name: str, name: str, *, references: bool = False
) -> Record:
    """Read one record from its own bytes.

    Parameters
    ----------
    raw
        The bytes of one record.
    format_name
        One of the format names of this module.
    name
        Where the record is from, for messages.
    references
        Whether to read the reference list of PubMed XML.

    Raises
    ------
    ReadError
        If the bytes are not a record in this format.
    """
    if format_name == PUBMED_XML:
        swift = None if references else read_swiftly(without_references(raw))
        return swift or _read_xml(_parsed(raw, name), name, references=references)
    reader = _TEXT_READERS.get(format_name)
    if reader is None:
        msg = (
            f"{name}: records in the format {format_name!r} need a newer ketaevidence."
        )
        raise ReadError(msg)
    return reader(raw, name)


def without_references(raw: bytes) -> bytes:
    """Cut off the reference list that ends a record; it is most of many records."""
    end = raw.rfind(_LIST_END, -_AFTER_LIST)
    begin = raw.find(b"<ReferenceList>") if end > 0 else -1
    if begin < 0:
        return raw
    return raw[:begin].rstrip() + raw[end + len(_LIST_END) :]


def read_incoming(raw: bytes, format_name: str, name: str) -> Incoming:
    """Read one record together with its fingerprint.

    Raises
    ------
    ReadError
        As :func:`read_record`; here a damaged reference list counts too.
    """
    if format_name != PUBMED_XML:
        record = read_record(raw, format_name, name)
        return Incoming(record, raw, format_name, hashlib.sha256(raw).hexdigest())
    root = _parsed(raw, name)
    record = _read_xml(root, name)
    return Incoming(record, raw, PUBMED_XML, fingerprint(root))


def _medline(raw: bytes, name: str) -> Record:
    return read_medline(raw.decode("utf-8"), name)


_TEXT_READERS: Mapping[str, Callable[[bytes, str], Record]] = {
    MEDLINE_TEXT: _medline,
    RIS_TEXT: read_ris,
    CITATION_JSON: read_citation,
}


#: Readers of the elements that are no ``PubmedArticle``.
_READERS: Mapping[str, Callable[..., Record]] = {
    "MedlineCitation": read_citation_alone,
    "PubmedBookArticle": read_book,
}


def _parsed(raw: bytes, name: str) -> Element:
    try:
        return ET.fromstring(raw)  # noqa: S314 (entities are refused upstream)
    except (ET.ParseError, ValueError) as error:
        msg = f"{name}: a record is no well-formed XML ({error})."
        raise ReadError(msg) from error


def _read_xml(root: Element, name: str, *, references: bool = False) -> Record:
    try:
        record = _READERS.get(root.tag, read_article)(root, references=references)
    except KeyError as error:
        msg = f"{name}: a record has no {error.args[0]} element."
        raise ReadError(msg) from error
    except ValueError as error:
        msg = f"{name}: a record cannot be read: {error}."
        raise ReadError(msg) from error
    except RecursionError as error:
        msg = f"{name}: a record's markup is nested without end; refused."
        raise ReadError(msg) from error
    if not _PMID.fullmatch(record.pmid or ""):
        msg = f"{name}: a record has the PMID {record.pmid!r}, which is no number."
        raise ReadError(msg)
    return record

"""How a record's stored bytes become a Record, for every format a review may hold."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from ketaevidence.errors import ReadError
from ketaevidence.pubmed.article import read_article, read_book
from ketaevidence.pubmed.fingerprint import fingerprint
from ketaevidence.pubmed.medline import read_medline
from ketaevidence.records.citation import read_citation
from ketaevidence.records.model import Record

#: A PMID as PubMed gives them: up to nine digits, the first not zero.
_PMID = re.compile(r"[1-9][0-9]{0,8}")

#: Names under which the store keeps raw records.
PUBMED_XML = "pubmed-xml"
MEDLINE_TEXT = "medline-text"
CITATION_JSON = "citation-json"


@dataclass(frozen=True, slots=True)
class Incoming:
    """A record as it came: its own bytes, their format, and what they say."""

    record: Record
    raw: bytes
    format: str
    #: SHA-256 over the content, the same however the file was laid out.
    fingerprint: str


def read_incoming(raw: bytes, format_name: str, name: str) -> Incoming:
    """Read one record from its own bytes.

    Parameters
    ----------
    raw
        The bytes of one record.
    format_name
        One of the format names of this module.
    name
        Where the record is from, for messages.

    Raises
    ------
    ReadError
        If the bytes are not a record in this format.
    """
    if format_name == PUBMED_XML:
        return _read_xml(raw, name)
    if format_name == MEDLINE_TEXT:
        record = read_medline(raw.decode("utf-8"), name)
    elif format_name == CITATION_JSON:
        record = read_citation(raw, name)
    else:
        msg = (
            f"{name}: records in the format {format_name!r} need a newer ketaevidence."
        )
        raise ReadError(msg)
    return Incoming(record, raw, format_name, hashlib.sha256(raw).hexdigest())


def _read_xml(raw: bytes, name: str) -> Incoming:
    try:
        root = ET.fromstring(raw)  # noqa: S314 (entities are refused upstream)
        read = read_book if root.tag == "PubmedBookArticle" else read_article
        record = read(root)
    except ET.ParseError as error:
        msg = f"{name}: a record is no well-formed XML ({error})."
        raise ReadError(msg) from error
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
    return Incoming(record, raw, PUBMED_XML, fingerprint(root))

"""The evidence table as a file: which format is written by which module."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from ketaevidence.errors import PresentError
from ketaevidence.present.tables.document import EvidenceDocument
from ketaevidence.present.tables.latex import to_latex
from ketaevidence.present.tables.page import to_html
from ketaevidence.present.tables.plain import evidence_csv, to_markdown
from ketaevidence.present.tables.word import to_docx
from ketaevidence.present.tables.workbook import to_xlsx

#: What writes each format that is a text, by the ending of its files.
TEXTS: Final[Mapping[str, Callable[[EvidenceDocument], str]]] = MappingProxyType(
    {"csv": evidence_csv, "html": to_html, "md": to_markdown, "tex": to_latex}
)
#: The same of the formats that are files only.
FILES: Final[Mapping[str, Callable[[EvidenceDocument], bytes]]] = MappingProxyType(
    {"xlsx": to_xlsx, "docx": to_docx}
)


def table_text(document: EvidenceDocument, kind: str) -> str:
    """Write the evidence table as a text.

    Parameters
    ----------
    document
        The evidence table with all that goes with it.
    kind
        ``csv``, ``html``, ``md`` or ``tex``.

    Raises
    ------
    PresentError
        If the kind is none of these.
    """
    if kind not in TEXTS:
        told = "is no text; write it to a file" if kind in FILES else _known(TEXTS)
        msg = f"cannot give a table as {kind!r}: {told}"
        raise PresentError(msg)
    return TEXTS[kind](document)


def table_file(document: EvidenceDocument, kind: str) -> str | bytes:
    """Write the evidence table as what a file of this kind holds.

    Raises
    ------
    PresentError
        If the kind is none of ``csv``, ``html``, ``md``, ``tex``, ``xlsx``, ``docx``.
    """
    check_kind(kind)
    return FILES[kind](document) if kind in FILES else TEXTS[kind](document)


def check_kind(kind: str) -> None:
    """Refuse a kind of file that nothing here writes, before any work is done."""
    if kind not in {*TEXTS, *FILES}:
        msg = f"cannot write a table as {kind!r}: {_known({**TEXTS, **FILES})}"
        raise PresentError(msg)


def _known(kinds: Mapping[str, object]) -> str:
    return f"use one of {', '.join(kinds)}"

"""What PubMed asks of every program that asks it: a name, an address, known words."""

from __future__ import annotations

from collections.abc import Mapping

from ketaevidence.errors import PubMedError, PubMedQueryError

#: The parameters that this project sends. PubMed ignores one that it does not know,
#: so a misspelt one would give a wrong answer that looks right.
_PARAMETERS = frozenset(
    {"db", "term", "id", "retmax", "retmode", "rettype", "sort", "version"}
)


def checked_email(text: str) -> str:
    """Give an e-mail address; refuse what cannot be one."""
    name, _, host = text.strip().rpartition("@")
    if not name or not host or not text.isprintable() or " " in text.strip():
        msg = (
            f"{text[:80]!r} is no e-mail address; PubMed asks for one with every "
            "request. Give yours: --email ADDRESS on the command line, email= in "
            "Python."
        )
        raise PubMedError(msg)
    return text.strip()


def checked_tool(text: str) -> str:
    """Give a program's name; refuse one that PubMed cannot read."""
    if not text.isascii() or not text.isprintable() or not text or " " in text:
        msg = f"The tool's name {text[:80]!r} must be one plain word."
        raise PubMedError(msg)
    return text


def check_parameters(params: Mapping[str, str]) -> None:
    """Refuse a parameter that this project does not send.

    Raises
    ------
    PubMedQueryError
        If there is one, by its name.
    """
    unknown = sorted(set(params) - _PARAMETERS)
    if unknown:
        msg = f"PubMed is not asked with the parameter {unknown[0][:40]!r}."
        raise PubMedQueryError(msg)

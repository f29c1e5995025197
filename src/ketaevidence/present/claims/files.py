"""A checked text as a file: Markdown, HTML or JSON, as its name ends."""

from __future__ import annotations

import os
from pathlib import Path

from ketaevidence.claims.model import ClaimsCheck
from ketaevidence.errors import PresentError
from ketaevidence.present.claims.document import claims_json
from ketaevidence.present.claims.page import claims_html
from ketaevidence.present.claims.text import claims_markdown
from ketaevidence.present.files import write_whole

#: The endings of a file of claims.
CLAIMS_KINDS = ("md", "html", "json")


def claims_text(check: ClaimsCheck, kind: str) -> str:
    """Write a checked text in one format.

    Parameters
    ----------
    check
        From :func:`ketaevidence.check_claims`.
    kind
        ``md``, ``html`` or ``json``.

    Raises
    ------
    PresentError
        If the kind is none of these.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> check = ke.check_claims("Ketamine cures CRPS.", ke.example_review())
    >>> claims_text(check, "md").splitlines()[0]
    "# A text's claims, held against the evidence"
    """
    if kind == "md":
        return claims_markdown(check)
    if kind == "html":
        return claims_html(check)
    if kind == "json":
        return claims_json(check)
    msg = f"cannot write claims as {kind!r}; use one of {', '.join(CLAIMS_KINDS)}."
    raise PresentError(msg)


def write_claims(check: ClaimsCheck, path: str | os.PathLike[str]) -> Path:
    """Write a checked text to a file, as the file's name ends.

    Parameters
    ----------
    check
        From :func:`ketaevidence.check_claims`.
    path
        A file ending in .md, .html or .json.

    Raises
    ------
    PresentError
        If the ending is none of these, or the file cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> import ketaevidence as ke
    >>> check = ke.check_claims("Ketamine cures CRPS.", ke.example_review())
    >>> with tempfile.TemporaryDirectory() as place:
    ...     write_claims(check, f"{place}/claims.html").name
    'claims.html'
    """
    target = Path(path)
    return write_whole(target, claims_text(check, target.suffix.lstrip(".").lower()))

"""Text that a spreadsheet must not run, and the same text read back."""

from __future__ import annotations

import re

#: What makes a spreadsheet take a text for a formula, also behind apostrophes that an
#: earlier writing put there.
_RISKY = re.compile(r"[ ']*[=+\-@\t\r\n|%＝＋－＠]")


def spreadsheet_safe(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would run as a formula.

    Plain numbers stay as they are, so that -1.5 stays a number.

    Examples
    --------
    >>> spreadsheet_safe("=HYPERLINK(1)"), spreadsheet_safe("-1.5")
    ("'=HYPERLINK(1)", '-1.5')
    """
    if not _RISKY.match(text) or _is_plain_number(text):
        return text
    return f"'{text}"


def spreadsheet_plain(text: str) -> str:
    """Take away the apostrophe that :func:`spreadsheet_safe` put there.

    Examples
    --------
    >>> spreadsheet_plain("'=HYPERLINK(1)"), spreadsheet_plain("'tis")
    ('=HYPERLINK(1)', "'tis")
    """
    inner = text[1:]
    return inner if text[:1] == "'" and spreadsheet_safe(inner) == text else text


def _is_plain_number(text: str) -> bool:
    if not text.isascii() or text != text.strip():
        return False
    try:
        float(text)
    except ValueError:
        return False
    return True

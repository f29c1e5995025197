"""Text in lines of a terminal: wrapped at spaces, further lines set in."""

from __future__ import annotations

import textwrap

#: Columns of a terminal, and of a pipe, that does not say how wide it is.
WIDTH = 80
#: A terminal narrower than this is written to as if it had so many columns.
NARROWEST = 40


def wrapped(text: str, width: int, *, start: str = "", hang: str = "") -> list[str]:
    """Cut a text into lines; at least one, and no word is broken.

    Examples
    --------
    >>> wrapped("pain after four weeks of treatment", 40, start="- ", hang="  ")
    ['- pain after four weeks of treatment']
    >>> wrapped("a " * 30, 40, hang="  ")[1]
    '  a a a a a a a a a a'
    """
    # The beginning stands as it is, spaces and all; only the text is wrapped.
    filler = "\x00" * len(start)
    lines = textwrap.wrap(
        filler + text,
        max(width, NARROWEST),
        subsequent_indent=hang,
        break_long_words=False,
        break_on_hyphens=False,
    )
    if not lines:
        return [start.rstrip()]
    return [start + lines[0][len(start) :], *lines[1:]]

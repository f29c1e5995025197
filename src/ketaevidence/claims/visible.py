"""The text of a page as a reader sees it, without markup, scripts and styles."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Final

#: Elements whose content nobody reads on the page.
_HIDDEN: Final = frozenset(
    {"script", "style", "head", "template", "noscript", "svg", "math", "iframe",
     "object", "select", "textarea", "canvas", "title"}
)  # fmt: skip
#: Elements that stand on lines of their own.
_BLOCKS: Final = frozenset(
    {"address", "article", "aside", "blockquote", "body", "br", "caption", "dd", "div",
     "dl", "dt", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4",
     "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section",
     "table", "tbody", "td", "th", "thead", "tr", "ul"}
)  # fmt: skip
_VOID: Final = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta",
     "source", "track", "wbr"}
)  # fmt: skip
_IS_PAGE: Final = re.compile(
    r"<(?:!doctype\s+html|html|head|body|p|div|h[1-6]|ul|ol|li|br|span|article|section|"
    r"main|script|style|table)\b[^<>]*>|<(?:b|i|em|strong)>|<a\s+\w+\s*=",
    re.IGNORECASE,
)
_NOT_SHOWN: Final = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE
)


def is_html(text: str) -> bool:
    """Say whether a text is a page of HTML: it has one of its everyday tags.

    Examples
    --------
    >>> is_html("<p>Pain fell.</p>"), is_html("Pain fell (p<0.05).")
    (True, False)
    """
    return _IS_PAGE.search(text) is not None


def visible_text(page: str) -> str:
    r"""Give what a reader sees of an HTML page: one line for each block.

    Parameters
    ----------
    page
        The page. What is open at its end is closed there; nothing is fetched.

    Returns
    -------
    str
        Its text. Spans of claims count the characters of this text.

    Examples
    --------
    >>> visible_text("<h1>Relief</h1><script>x()</script><p>Pain <b>fell</b>.</p>")
    'Relief\nPain fell.'
    """
    reader = _Reader()
    reader.feed(page)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.parts).split("\n"))
    return "\n".join(line for line in lines if line)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        #: The open elements that hide what is in them, each by name.
        self._hidden: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS and not self._hidden:
            self.parts.append("\n")
        given = dict(attrs)
        is_hidden = (
            tag in _HIDDEN
            or "hidden" in given
            or _NOT_SHOWN.search(given.get("style") or "")
            # Inside what is hidden, its own name is counted so that it is closed once.
            or tag in self._hidden
        )
        if is_hidden and tag not in _VOID:
            self._hidden.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag == "body":
            self._hidden.clear()
        elif tag in self._hidden:
            del self._hidden[len(self._hidden) - 1 - self._hidden[::-1].index(tag) :]
        if tag in _BLOCKS and not self._hidden:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(" ".join(data.split("\n")))

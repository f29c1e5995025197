"""The methods of a review: sections of paragraphs, and what they cite."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import Final

from ketaevidence.errors import PresentError
from ketaevidence.present.digest.markdown import escaped
from ketaevidence.present.pages import Links
from ketaevidence.present.words import clean
from ketaevidence.records.model import Record

#: What it can be written as.
KINDS: Final = ("md", "txt", "html")
#: Columns of the plain text.
_WIDTH: Final = 80
_LISTED: Final = "References"


@dataclass(frozen=True, slots=True)
class Section:
    """One heading with its paragraphs."""

    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MethodsText:
    """How a review was made, in words for a paper, written from its own settings.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> from ketaevidence.present.methods_text import methods_text
    >>> text = methods_text(ke.example_review().snapshot())
    >>> text.sections[0].title, len(text.references) == len(text.records)
    ('Question and eligibility', True)
    """

    title: str
    #: Short facts: the state that it describes.
    facts: tuple[str, ...]
    sections: tuple[Section, ...]
    #: The references in full, sorted, and the same as records for other programs.
    references: tuple[str, ...]
    records: tuple[Record, ...]

    def markdown(self) -> str:
        """Give the methods as Markdown; every text from outside is escaped."""
        lines = [
            f"# {escaped(self.title)}",
            "",
            *(f"- {escaped(f)}" for f in self.facts),
        ]
        for section in self.sections:
            lines += ["", f"## {escaped(section.title)}"]
            for paragraph in section.paragraphs:
                lines += ["", escaped(paragraph)]
        lines += ["", f"## {_LISTED}", ""]
        lines += [f"{n}. {escaped(r)}" for n, r in enumerate(self.references, start=1)]
        return "\n".join(lines) + "\n"

    def plain(self) -> str:
        """Give the methods as plain text, to be pasted anywhere."""
        lines = [clean(self.title), "", *self.facts]
        for section in self.sections:
            lines += ["", section.title]
            for paragraph in section.paragraphs:
                lines += ["", *_wrapped(paragraph)]
        lines += ["", _LISTED, ""]
        for reference in self.references:
            lines += _wrapped(reference, hanging="  ")
        return "\n".join(lines) + "\n"

    def html(self, *, links: Links = ()) -> str:
        """Give the methods as a page of its own."""
        from ketaevidence.present.pages import page

        return page(
            "ketaevidence.present.methods_text",
            "methods_page.html.j2",
            title=self.title,
            facts=self.facts,
            links=links,
            sections=self.sections,
            references=self.references,
        )

    def text(self, kind: str) -> str:
        """Give the methods in a form by its short name: md, txt or html.

        Raises
        ------
        PresentError
            If the kind is none of these.
        """
        makers = {"md": self.markdown, "txt": self.plain, "html": self.html}
        if kind not in makers:
            msg = f"cannot write the methods as {kind!r}; use one of {', '.join(KINDS)}"
            raise PresentError(msg)
        return makers[kind]()


def _wrapped(text: str, hanging: str = "") -> list[str]:
    return textwrap.wrap(
        clean(text),
        _WIDTH,
        subsequent_indent=hanging,
        break_long_words=False,
        break_on_hyphens=False,
    )

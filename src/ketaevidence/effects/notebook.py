"""How a result looks in a notebook: the same words as in a terminal, with HTML.

No script, no picture, nothing from outside; colours are those of the notebook, light or
dark. What a style sheet cannot reach (GitHub's preview drops it) is still plain HTML.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from ketaevidence.effects.parts import Facts, Notes, Part, Sentences, Table, parts_of

#: Rules for results only. Lines and shades are the text's own colour, thinned out.
STYLE = """<style>
.ke-result{max-width:56em;line-height:1.45;color:inherit;overflow-wrap:break-word}
.ke-result .ke-title{font-weight:600;font-size:1.1em;margin:.2em 0 .6em}
.ke-result .ke-wide{overflow-x:auto;margin:.6em 0}
.ke-result table{border-collapse:collapse;border:0;margin:0;
font-size:.95em;font-variant-numeric:tabular-nums}
.ke-result th,.ke-result td{padding:.2em .6em;border:0;vertical-align:top;
background:none;color:inherit}
.ke-result tbody tr:nth-child(n){background:none}
.ke-result .ke-facts{margin:.6em 0}
.ke-result .ke-facts th{font-weight:400;opacity:.75;text-align:left;
padding-left:0;min-width:7em;white-space:normal}
.ke-result .ke-facts td{text-align:left;white-space:normal}
.ke-result .ke-table th,.ke-result .ke-table td{text-align:right;white-space:nowrap}
.ke-result .ke-table th:first-child,.ke-result .ke-table td:first-child{
text-align:left;padding-left:0;white-space:normal;min-width:7em}
.ke-result .ke-table thead th{font-weight:600;
border-bottom:1px solid rgba(128,128,128,.7)}
.ke-result .ke-table tbody td{border-bottom:1px solid rgba(128,128,128,.22)}
.ke-result .ke-head{font-weight:600;margin:.8em 0 .2em}
.ke-result ul{margin:.2em 0;padding-left:1.2em}
.ke-result p{margin:.3em 0 .6em}
.ke-result .ke-notes{border-left:3px solid #c07f00;padding:.1em 0 .1em .9em;
margin:.9em 0 .2em}
.ke-result .ke-notes p{font-weight:600;margin:0}
</style>"""


class InNotebook:
    """A result that a notebook shows as it is printed, in HTML.

    The class that mixes this in writes its plain text with ``__str__``.
    """

    __slots__ = ()

    def _repr_html_(self) -> str:
        """Show the result in a notebook."""
        return html_of(str(self))


def html_of(text: str) -> str:
    """Turn the plain text of a result into HTML.

    Parameters
    ----------
    text
        What ``summary()`` of a result gives.

    Returns
    -------
    str
        One element with its own style; every character of the text is escaped.
    """
    title, parts = parts_of(text)
    shown = "\n".join(_part(part) for part in parts)
    return f'<div class="ke-result">{STYLE}\n{_titled(title)}\n{shown}\n</div>'


def html_of_paragraphs(
    title: str, sections: Iterable[tuple[str, tuple[str, ...]]]
) -> str:
    """Turn paragraphs under heads into HTML; a head without any is left out.

    Parameters
    ----------
    title
        What they are about.
    sections
        Heads with their paragraphs, as plain text; several make a list.
    """
    shown = "\n".join(
        f'<div class="ke-head" role="heading" aria-level="5">{escape(head)}</div>'
        f"{_paragraphs(texts)}"
        for head, texts in sections
        if texts
    )
    return f'<div class="ke-result">{STYLE}\n{_titled(title)}\n{shown}\n</div>'


def _paragraphs(texts: tuple[str, ...]) -> str:
    if len(texts) == 1:
        return f"<p>{escape(texts[0])}</p>"
    return f"<ul>{''.join(f'<li>{escape(text)}</li>' for text in texts)}</ul>"


def _titled(title: str) -> str:
    return f'<div class="ke-title" role="heading" aria-level="4">{escape(title)}</div>'


def _part(part: Part) -> str:
    match part:
        case Facts():
            return _facts(part)
        case Table():
            return _table(part)
        case Sentences():
            return f"<p>{'<br>'.join(map(escape, part.lines))}</p>"
        case Notes():
            items = "".join(f"<li>{escape(item)}</li>" for item in part.items)
            return f'<div class="ke-notes"><p>Please note</p><ul>{items}</ul></div>'


def _facts(facts: Facts) -> str:
    rows = "".join(
        f'<tr><th scope="row">{escape(name)}</th><td>{escape(value)}</td></tr>'
        for name, value in facts.rows
    )
    return f'<table class="ke-facts"><tbody>{rows}</tbody></table>'


def _table(table: Table) -> str:
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in table.head)
    rows = "".join(f"<tr>{_cells(row)}</tr>" for row in table.rows)
    # A table may be wider than a small screen: it scrolls, the page does not.
    return (
        '<div class="ke-wide"><table class="ke-table">'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _cells(row: Iterable[str]) -> str:
    return "".join(f"<td>{escape(cell)}</td>" for cell in row)

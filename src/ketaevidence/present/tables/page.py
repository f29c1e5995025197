"""The evidence table as a page: one file, no script, nothing from the network."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from ketaevidence.present.links import doi_link, pubmed_link, web_link
from ketaevidence.present.tables.columns import GROUPS, STUDY
from ketaevidence.present.tables.document import NOTHING, EvidenceDocument, TextTable
from ketaevidence.present.words import counted

if TYPE_CHECKING:
    from jinja2 import Template

#: The identifier of the table, by which the page's style knows it.
_ID: Final = "evidence"
#: Width of a column, for each step that it wants [rem].
_STEP, _STUDY_WIDTH = 4.5, 11
_LINKS: Final = {"pmid": pubmed_link, "doi": doi_link, "source": web_link}


def to_html(document: EvidenceDocument) -> str:
    """Write the evidence table as a page that a screen reader can walk.

    Returns
    -------
    str
        The page. Every text from outside is escaped; the same document gives the same
        bytes.
    """
    from markupsafe import Markup

    table = _table(document.evidence) if document.evidence.rows else ""
    return (
        _template().render(
            title=document.title,
            facts=document.facts,
            notes=document.notes,
            columns=document.evidence.columns,
            # Written by great_tables, which escapes every cell and heading.
            table=Markup(table),  # noqa: S704 (see above)
        )
        + "\n"
    )


def _template() -> Template:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("ketaevidence.present.tables", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("evidence.html.j2")


def _table(table: TextTable) -> str:
    import pandas as pd
    from great_tables import GT

    names = [column.name for column in table.columns]
    shown = [[cell or NOTHING for cell in row] for row in table.rows]
    built = GT(pd.DataFrame(shown, columns=names), rowname_col=STUDY.name, id=_ID)
    built = built.tab_stubhead(STUDY.heading)
    for group in GROUPS:
        within = [column.name for column in group.columns]
        built = built.tab_spanner(group.title, columns=within)
    for name in _LINKS:
        built = built.fmt(_link_of(name), columns=name)
    built = built.cols_label(cases={c.name: c.heading for c in table.columns[1:]})
    steps = sum(column.width for column in table.columns[1:])
    built = built.cols_width(cases=_widths(table)).cols_align("left")
    built = built.tab_options(table_width=f"{steps * _STEP + _STUDY_WIDTH:g}rem")
    return _with_caption(built.as_raw_html(), len(table.rows))


def _link_of(name: str) -> Callable[[str], str]:
    """Give what writes a cell of this column: a link where it is a safe address."""
    from markupsafe import Markup, escape

    def written(text: str) -> str:
        address = _LINKS[name](text)
        if address is None:
            return str(escape(text))
        return str(Markup('<a href="{}">{}</a>').format(address, text))

    return written


def _widths(table: TextTable) -> dict[str, str]:
    wide = {c.name: f"{c.width * _STEP:g}rem" for c in table.columns}
    return wide | {STUDY.name: f"{_STUDY_WIDTH}rem"}


def _with_caption(table: str, rows: int) -> str:
    """Put a caption into the table, for which great_tables has no place."""
    opening, mark, rest = table.partition("<table ")
    attributes, end, body = rest.partition(">")
    told = counted(rows, "study or report", "studies and reports")
    caption = f"<caption>Evidence table: {told}</caption>"
    return f"{opening}{mark}{attributes}{end}\n{caption}{body}"

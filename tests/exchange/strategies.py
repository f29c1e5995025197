"""Records that nobody would invent on purpose: any letters, braces, line breaks."""

from __future__ import annotations

from hypothesis import strategies as st

from ketaevidence.records.dates import PartialDate
from ketaevidence.records.model import Record
from ketaevidence.records.parts import Author, Journal, Keyword, Section

#: Words that formats take for their own, among any others.
TRAPS = (
    "ER  -", "\r\nER  - \r\n", "TY  - JOUR", "{", "}", "{{", "\\", "\\}", "$", "%",
    "\n", "\r", "\t", '"', "and", "@article{", "=1+1", "<b>", "\u202e", "\x85",
    "\u2028", "α", "−", "≥", "Müller", "柴田", "İ", "\x00", "\ud800", "é", ",", "'",
)  # fmt: skip
texts = st.lists(
    st.one_of(st.sampled_from(TRAPS), st.text(max_size=8)), min_size=1, max_size=5
).map(" ".join)
names = texts


#: People and groups, also such of whom nothing can be seen.
authors = st.one_of(
    st.tuples(names, names).map(lambda n: Author(n[0], n[1])),
    names.map(lambda name: Author(collective_name=name)),
    st.just(Author(collective_name="\u200e")),
)


@st.composite
def records(draw):
    """Give a record with a PMID and anything as its texts."""
    return Record(
        title=draw(texts),
        pmid=str(draw(st.integers(1, 999_999_999))),
        doi=draw(st.one_of(st.none(), st.just("10.1000/a_(b)<c>%d;e"))),
        sections=(Section(draw(texts), label=draw(st.one_of(st.none(), texts))),),
        authors=tuple(draw(st.lists(authors, max_size=3))),
        journal=Journal(title=draw(texts)),
        keywords=(Keyword(draw(texts)),),
        published=PartialDate(draw(st.one_of(st.none(), st.integers(1800, 2100)))),
        notes=(("", draw(texts)),),
    )

"""The fast reader: it reads the usual layout, and never says what the other does not.

The general reader (`pubmed/article.py`) says what a record means. Where the fast one
gives a record at all, it is the same record; where the general one refuses, so does it.
The properties are kept short here; run them long with
``HYPOTHESIS_EXAMPLES=20000 pytest tests/pubmed/swift``.
"""

from __future__ import annotations

import os
from copy import deepcopy
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.pubmed.samples import USUAL, on_one_line

from ketaevidence.pubmed.article import read_article
from ketaevidence.pubmed.swift import read_swiftly
from ketaevidence.records.model import Record

#: The layout between the parts of the date of publication.
GAP = "\n            "
EXAMPLES = int(os.environ.get("HYPOTHESIS_EXAMPLES", "400"))
long = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))  # fmt: skip


def _parsed(raw: bytes | str) -> ET.Element:
    return ET.fromstring(raw)  # noqa: S314 (written by these tests)


def general(raw: bytes) -> Record | None:
    """Read a record by the general reader; ``None`` if it refuses."""
    try:
        record = read_article(_parsed(raw))
    except (ET.ParseError, KeyError, ValueError, RecursionError):
        return None
    pmid = record.pmid or ""
    is_number = pmid.isascii() and pmid.isdecimal() and pmid[0] != "0"
    return record if is_number and len(pmid) <= 9 else None


def agree(raw: bytes) -> bool:
    """Hold the rule for one record; say whether it was read swiftly."""
    swift = read_swiftly(raw)
    assert swift is None or swift == general(raw)
    return swift is not None


@pytest.mark.parametrize("lay_out", [str, on_one_line, lambda record: record.replace("\n", "\n    ")], ids=["indented", "one line", "inside a file"])  # fmt: skip
def test_the_usual_layouts_are_read_swiftly(lay_out):
    """Records laid out as PubMed's files and its website do are read by this reader."""
    assert agree(lay_out(USUAL).encode())
    bare = lay_out(USUAL.partition("<Abstract>")[0] + USUAL.partition("</Abstract>")[2])
    assert agree(bare.encode())


@pytest.mark.parametrize(
    ("usual", "other"),
    [
        (f"{GAP}<Month>Mar</Month>{GAP}<Day>05</Day>", ""),
        (f"<Month>Mar</Month>{GAP}<Day>05</Day>", "<Season>Winter</Season>"),
        (f"<Year>2020</Year>{GAP}<Month>Mar</Month>{GAP}<Day>05</Day>", "<MedlineDate>2020 Mar-Apr</MedlineDate>"),
        (">Ketamine at 10", ">[Ketamine at 10"),
        ("</PubmedData>", "<?pmcsd?></PubmedData>"),
        ("</PubmedData>", f"<?nihms ?>{GAP}</PubmedData>"),
        ("Ein erfundener Titel.", "L'été &amp; l&apos;hiver, 5 µg"),
        ("To see whether", "To  see\n        whether"),
        ("<Country>Germany</Country>", "<Country/>"),
    ],
)  # fmt: skip
def test_what_many_records_have_is_read_swiftly(usual, other):
    """Other dates, empty countries, accents and instructions are nothing unusual."""
    assert usual in USUAL
    assert agree(USUAL.replace(usual, other).encode())


def test_a_record_without_lists_is_read_swiftly():
    """A record that was just entered, with a title and little more, is usual too."""
    root = _tree(_parsed(USUAL))
    for node in _below(root):
        node.children = [c for c in node.children if not c.name.endswith("List")]
    assert agree(_written(root, "\n").encode())


# --- records from a grammar --------------------------------------------------------


@dataclass
class Node:
    """An element that can be written well or badly."""

    name: str
    attributes: list[tuple[str, str]]
    #: What stands in it as it is written; ``None`` for an element of elements.
    text: str | None
    children: list[Node] = field(default_factory=list)


def _tree(element: ET.Element) -> Node:
    is_plain = bool((element.text or "").strip()) or not len(element)
    inside = ET.tostring(element, encoding="unicode").partition(">")[2]
    text = inside.rpartition("</")[0] if is_plain else None
    children = [] if is_plain else [_tree(child) for child in element]
    return Node(element.tag, list(element.attrib.items()), text, children)


def _below(node: Node) -> list[Node]:
    return [node, *(below for child in node.children for below in _below(child))]


def _written(node: Node, gap: str, depth: int = 0) -> str:
    attributes = "".join(f' {name}="{value}"' for name, value in node.attributes)
    if node.text is None:
        between = gap + ("  " * depth if gap.endswith("\n") else "")
        inner = "".join(
            (gap + ("  " * (depth + 1) if gap.endswith("\n") else ""))
            + _written(child, gap, depth + 1)
            for child in node.children
        )
        return f"<{node.name}{attributes}>{inner}{between}</{node.name}>"
    if not node.text:
        return f"<{node.name}{attributes}/>"
    return f"<{node.name}{attributes}>{node.text}</{node.name}>"


#: Text as it may be written: plain, marked up, escaped, odd, and not well-formed.
TEXTS = (
    "", " ", "\n", "\u00a0", "x", " x", "x ", "a  b", "a\nb", "a\r\nb", "\ta\tb", "a\u00a0b", "a\u2009b",
    "\u00a0x\u00a0", "\ue000", "a\ue000b", "\uf8ff", "\ufffd", "\ufffe", "\uffff", "\ufeff", "\u0085", "\u2028", "\x7f",
    "𝛼", "é", "e\u0301", "Ω", "\U0010ffff", "]]>", "]]", "]]&gt;", "<![CDATA[c < d]]>", "a<![CDATA[]]>b",
    "<!-- note -->", "a<!-- </ArticleTitle> -->b", "a<?pmcsd ?>b", "<?x?>", "a <?x y?> b", "<?xml version='1.0'?>",
    "<?x <!-- ?>", "a<?b</Abstract>?>c", "&amp;", "&lt;", "&gt;", "&quot;", "&apos;", "&amp;lt;", "&lt;i&gt;", "&#60;", "&#x3c;",
    "&#xA0;", "&#0;", "&#8201;", "&nbsp;", "&", "& ", "&&amp;", "&amp", "&am<?x?>p;", "&lt;/Author&gt;", "&lt;?x?&gt;",
    "<i>x</i>", "<b><i>x</i></b>", "<b><i>x</b></i>", "a<sup>2</sup>", "a<sub>max</sub>", "<sup><i>n</i></sup>", "<sup/>", "<i></i>",
    "<sup> 2 </sup>", "10<sup>-<i>3</i></sup>", "<u>x</u>", "<i >x</i>", "<i>x</i >", "<I>x</I>", "<em>x</em>", "<i a='b'>x</i>", "x<i>", "</i>x", "<br/>",
    "<mml:math xmlns:mml='m'><mml:mi>x</mml:mi></mml:math>", "<DispFormula>x</DispFormula>",
    "<", ">", "a > b", "'", '"', 'a "b" c', "0", "007", "12a", "٣", "2020", "13", "Mar", "Jan-Feb", "1979 Jan-Feb", "Winter",
    "10.1000/x", "PMC1", "N", "Y",
)  # fmt: skip
#: Values of attributes as they may be written.
VALUES = ("", " ", "Y", "N", "y", "ORCID", "doi", "pmc", "Cites", "Geographic", "a b", "a  b", " a ", "a\nb", "a\tb", "a\r\nb", "a > b", "a'b", "&amp;", "&lt;", "&gt;", "&quot;", "&apos;", "&#10;", "&x;", "&", "a<b", "<?x?>", "a\u00a0b", "\ue000", "1", "0", "12345", "x", "é")  # fmt: skip
#: Elements that PubMed's document type allows and that are rarely used, and some others.
ODD = tuple(
    map(
        _tree,
        map(
            _parsed,
            (
                "<OtherAbstract Type='Publisher' Language='ger'><AbstractText>Zu sehen.</AbstractText></OtherAbstract>",
                "<KeywordList Owner='KIE'><Keyword MajorTopicYN='N'>ethics</Keyword></KeywordList>",
                "<KeywordList><Keyword>ethics</Keyword></KeywordList>",
                "<InvestigatorList><Investigator><LastName>Seeker</LastName></Investigator></InvestigatorList>",
                "<PersonalNameSubjectList><PersonalNameSubject><LastName>S</LastName></PersonalNameSubject></PersonalNameSubjectList>",
                "<SpaceFlightMission>Flight</SpaceFlightMission>",
                "<GeneralNote Owner='KIE'>KIE Bib: invented</GeneralNote>",
                "<CommentsCorrections RefType='Cites'><RefSource>J</RefSource></CommentsCorrections>",
                "<CommentsCorrections><RetractionIn><RefSource>J</RefSource></RetractionIn></CommentsCorrections>",
                "<ELocationID EIdType='doi' ValidYN='N'>10.1000/wrong</ELocationID>",
                "<ELocationID EIdType='doi'>10.1000/unsaid</ELocationID>",
                "<Identifier Source='ORCID'>0000-0000-0000-0007</Identifier>",
                "<Identifier Source='GRID'>grid.1</Identifier>",
                "<AffiliationInfo><Identifier Source='ORCID'>0000-0000-0000-0001</Identifier></AffiliationInfo>",
                "<AffiliationInfo><Affiliation>Third.</Affiliation><Affiliation>Fourth.</Affiliation></AffiliationInfo>",
                "<Affiliation>An older place.</Affiliation>",
                "<FirstName>Erika</FirstName>",
                "<MiddleName>A</MiddleName>",
                "<QualifierName UI='Q1' MajorTopicYN='Y' AutoHM='Y'>use</QualifierName>",
                "<MeshHeading><DescriptorName UI='D1' MajorTopicYN='N' AutoHM='Y'>Pain</DescriptorName></MeshHeading>",
                "<ArticleDate DateType='Print'><Year>2001</Year></ArticleDate>",
                "<ArticleId IdType='mid'>NIHMS1</ArticleId>",
                "<ArticleId>90000049</ArticleId>",
                "<ObjectList><Object Type='grant'><Param Name='id'>1</Param></Object></ObjectList>",
                "<PMID Version='2'>90000050</PMID>",
                "<Season>Summer</Season>",
                "<MedlineDate>1998 Dec-1999 Jan</MedlineDate>",
                "<Second>1</Second>",
                "<AbstractText NlmCategory='METHODS' Label='M'>Reversed.</AbstractText>",
                "<CopyrightInformation>Other.</CopyrightInformation>",
                "<Unheard>of</Unheard>",
            ),
        ),
    )
)
ATTRIBUTES = ("AutoHM", "Type", "Status", "VersionID", "ValidYN", "EqualContrib", "Label", "xmlns", "x:y")  # fmt: skip
GAPS = (
    "\n",
    "",
    "\n\n",
    " ",
    "\t",
    "\r\n",
    "<!-- x -->",
    "<?x?>",
    "\n<?x?>\n",
    "junk",
    "\u00a0",
)


def _change_node(draw, node: Node, names: list[str]) -> None:
    """Change one thing in an element itself."""
    kind = draw(st.sampled_from(("text", "value", "turn", "attribute", "empty", "name")))  # fmt: skip
    if kind == "text":
        odd = draw(st.lists(st.sampled_from(TEXTS), min_size=1, max_size=3))
        if draw(st.booleans()) and node.text is not None:
            odd.insert(draw(st.integers(0, len(odd))), node.text)
        node.text = "".join(odd)
    elif kind == "value" and node.attributes:
        at = draw(st.integers(0, len(node.attributes) - 1))
        node.attributes[at] = (node.attributes[at][0], draw(st.sampled_from(VALUES)))
    elif kind == "turn":
        node.attributes.reverse()
    elif kind == "attribute":
        name = draw(st.sampled_from(ATTRIBUTES))
        at = draw(st.integers(0, len(node.attributes)))
        node.attributes.insert(at, (name, draw(st.sampled_from(VALUES))))
    elif kind == "empty":
        node.text, node.children = "", []
    elif kind == "name":
        node.name = draw(st.sampled_from(names))


def _change_order(draw, parent: Node) -> None:
    """Move or repeat an element among its neighbours, or put an odd one there."""
    kind = draw(st.sampled_from(("odd", "again", "move")))
    new = draw(st.sampled_from(ODD))
    if kind != "odd" and parent.children:
        new = draw(st.sampled_from(parent.children))
        if kind == "move":
            parent.children.remove(new)
    at = draw(st.integers(0, len(parent.children)))
    parent.children.insert(at, deepcopy(new))


@st.composite
def records(draw) -> bytes:
    """Give records of PubMed's document type, most of them odd in a few places."""
    root = _tree(_parsed(USUAL))
    every = _below(root)
    absent = draw(st.sets(st.integers(1, len(every) - 1), max_size=5))
    gone = {id(every[at]) for at in absent}
    for node in every:
        node.children = [child for child in node.children if id(child) not in gone]
    for _ in range(draw(st.integers(0, 2))):
        now = _below(root)
        if draw(st.booleans()):
            _change_node(draw, draw(st.sampled_from(now)), [node.name for node in now])
        else:
            parents = [node for node in now if node.text is None]
            _change_order(draw, draw(st.sampled_from(parents)) if parents else root)
    gap = draw(st.one_of(st.just("\n"), st.just(""), st.sampled_from(GAPS)))
    return _written(root, gap).encode()


@long
@given(records())
def test_both_readers_agree_on_any_record(raw):
    """Whatever PubMed's document type allows, and more, means the same to both."""
    agree(raw)


@pytest.mark.slow
@pytest.mark.parametrize("text", TEXTS)
def test_both_readers_agree_on_any_text(text):
    """Each odd text means the same to both readers in every element that has text."""
    root = _tree(_parsed(USUAL))
    for node in _below(root):
        usual = node.text
        if usual is None:
            continue
        for written in (text, f"{usual}{text}", f"{text}{usual}"):
            node.text = written
            agree(_written(root, "\n").encode())
        node.text = usual


@pytest.mark.slow
@pytest.mark.parametrize("value", VALUES)
def test_both_readers_agree_on_any_attribute(value):
    """Each odd value of an attribute means the same to both readers, in every place."""
    root = _tree(_parsed(USUAL))
    for node in _below(root):
        for at, (name, usual) in enumerate(node.attributes):
            node.attributes[at] = (name, value)
            agree(_written(root, "\n").encode())
            node.attributes[at] = (name, usual)


# --- damage ------------------------------------------------------------------------

BASES = tuple(lay_out(USUAL).encode() for lay_out in (str, on_one_line))
#: What is put in where it does not belong.
TOKENS = (
    b"<", b">", b"/", b"&", b";", b'"', b"'", b" ", b"\n", b"\t", b"\r", b"=", b"?", b"!", b"-", b"]", b"x", b"1", b"0", b"Y",
    b"<?x?>", b"<??>", b"<?1?>", b"<?", b"?>", b"<!--", b"-->", b"<!-- x -->", b"<![CDATA[", b"]]>", b"&amp;", b"&lt;", b"&#60;", b"&foo;",
    b"<i>", b"</i>", b"<i/>", b"<sup>2</sup>", b"<x/>", b' x="y"', b' xmlns="y"', b' Status="x"', b' Label="x"',
    b"\0", b"\x0b", b"\x7f", b"\xff", b"\xc3", b"\xa0", b"\xc2\xa0", b"\xee\x80\x80", b"\xef\xbf\xbe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xe2\x80\x89",
)  # fmt: skip


@st.composite
def damaged(draw) -> bytes:
    """Give the usual record with a few bytes gone, replaced or put in."""
    raw = draw(st.sampled_from(BASES))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(raw)))
        gone = draw(st.sampled_from((0, 0, 0, 1, 1, 2, 5, 20, 200)))
        new = draw(st.one_of(st.just(b""), st.sampled_from(TOKENS), st.binary(max_size=3)))  # fmt: skip
        if draw(st.integers(0, 4)) == 4:
            begin = draw(st.integers(0, len(raw)))
            new = raw[begin : begin + draw(st.integers(1, 80))]
        raw = raw[:at] + new + raw[at + gone :]
    return raw


@long
@given(damaged())
@example(BASES[0][:-1])
@example(BASES[0] + b"\n")
def test_both_readers_agree_on_damage(raw):
    """A record with random bytes changed is the same to both, or no record to both."""
    agree(raw)


@pytest.mark.parametrize(
    ("usual", "damaged"),
    [
        # A line break in an attribute is a space.
        ('Label="AIM"', 'Label="A\nIM"'),
        ('Status="MEDLINE"', 'Status="MED\nLINE"'),
        ('UI="D007649"', 'UI="D00\n7649"'),
        # An instruction has a name and a place of its own.
        (">Muster<", "><??>Muster<"),
        (">Muster<", "><? x?>Muster<"),
        (">Muster<", "><?1x?>Muster<"),
        (">Muster<", "><?b</Abstract>?>Muster<"),
        (">Muster<", "><?xml version='1.0'?>Muster<"),
        ("<LastName>Muster", "<Last<?x?>Name>Muster"),
        ('Label="AIM"', 'Label="A<?x?>IM"'),
        ("2 &gt; 1", "2 &g<?x?>t; 1"),
        # A name space renames, and an attribute is there once.
        ("<MedlineCitation ", '<MedlineCitation xmlns="x" '),
        ("<MedlineCitation ", '<MedlineCitation Status="x" '),
    ],
)
def test_both_readers_agree_on_what_was_once_missed(usual, damaged):
    """Damage that looks like the usual layout is not taken for it."""
    assert usual in USUAL
    agree(USUAL.replace(usual, damaged, 1).encode())


@pytest.mark.slow
@pytest.mark.parametrize("token", TOKENS)
def test_both_readers_agree_on_a_token_anywhere(token):
    """A token that does not belong is judged alike at any byte of a record."""
    raw = BASES[1]
    for at in range(len(raw)):
        agree(raw[:at] + token + raw[at:])

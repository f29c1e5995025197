"""The prefilter says no only to what cannot match."""

from __future__ import annotations

import sys

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.baseline.builders import expression
from tests.pubmed.samples import article

from ketaevidence.baseline.prefilter import FOLDED, prefilter
from ketaevidence.baseline.texts import TEXT_ELEMENTS, matches
from ketaevidence.errors import ReadError
from ketaevidence.pubmed.formats import PUBMED_XML, read_record
from ketaevidence.question.expression import Term
from ketaevidence.question.load import shipped_question
from ketaevidence.question.model import Vocabulary

EXPRESSIONS = (
    "ketamine",
    "ketamine OR crps-terms",
    "ketamine AND crps-terms",
    "drug-terms",
    "sudeck*",
    '"S(+)-ketamine"',
    "ketamine NOT sheep",
    "NOT sheep",
    "k\u00e9tamine OR \u30b1\u30bf\u30df\u30f3",
    '"2 x k" OR "- k"',
    "IL-6 OR S-ketamine",
)
#: Where a record's texts stand, each with a place for one of them.
PLACES = {
    "ArticleTitle": lambda text: article(title=text),
    "AbstractText": lambda text: article(abstract=f"<AbstractText>{text}</AbstractText>"),
    "VernacularTitle": lambda text: article(types=f"</PublicationTypeList><VernacularTitle>{text}</VernacularTitle><PublicationTypeList>"),
    "OtherAbstract": lambda text: article(more=f'<OtherAbstract Type="Publisher"><AbstractText>{text}</AbstractText></OtherAbstract>'),
    "Keyword": lambda text: article(more=f'<KeywordList Owner="NOTNLM"><Keyword MajorTopicYN="N">{text}</Keyword></KeywordList>'),
    "DescriptorName": lambda text: article(more=f"<MeshHeadingList><MeshHeading><DescriptorName>{text}</DescriptorName></MeshHeading></MeshHeadingList>"),
    "SupplMeshName": lambda text: article(more=f"<SupplMeshList><SupplMeshName>{text}</SupplMeshName></SupplMeshList>"),
    "NameOfSubstance": lambda text: article(more=f"<ChemicalList><Chemical><NameOfSubstance>{text}</NameOfSubstance></Chemical></ChemicalList>"),
    "BookTitle": lambda text: f"<PubmedBookArticle><BookDocument><PMID>7</PMID><Book><BookTitle>{text}</BookTitle></Book></BookDocument></PubmedBookArticle>",
}  # fmt: skip
REFERENCES = "<ReferenceList><Reference><Citation>Ketamine for CRPS.</Citation></Reference></ReferenceList>"

question = shipped_question()
TERMS = (
    *question.drug.terms, *question.drug.mesh, *question.condition.terms, *question.condition.mesh,
    "k\u00e9tamine", "\u30b1\u30bf\u30df\u30f3", "2 x k", "sheep", "IL-6", "S-ketamine", "- k",
)  # fmt: skip

#: What may stand between two letters of a word and vanish when the text is read.
BETWEEN = st.sampled_from(
    [
        "", "", "", "", "", "<i></i>", "<b/>", "<!-- a > b -->", "<?go?>", "<sup> </sup>", "<sub>\u00a0</sub>",
        "<sup>&#32;</sup>", "<![CDATA[]]>", '<i a="x>y">', "<i a='\"'>", "<u>", "<Keyword>", "<ArticleTitle/>",
        "<mml:msup xmlns:mml='m'><mml:mi/><mml:mi/></mml:msup>", "<msub>lost<a/>lost<b/></msub>", "<m:annotation xmlns:m='m'>lost</m:annotation>",
    ]
)  # fmt: skip
ALIKE = {letter: [c for c in FOLDED if FOLDED[c] == letter] for letter in "isk"}


@st.composite
def written(draw, term):
    """Write a term as a text of PubMed XML might hold it."""
    whole, still_open = "", []
    for letter in term:
        shapes = [
            letter,
            letter,
            letter.swapcase(),
            f"&#{ord(letter)};",
            f"&#x{ord(letter):x};",
        ]
        shapes += ALIKE.get(letter, [])
        if letter in " -":
            shapes = [" ", "-", "\n", "\u2010", "&#8211;", "  "]
        inside = (
            draw(st.sampled_from(shapes)) if draw(st.integers(0, 9)) > 6 else letter
        )
        if draw(st.integers(0, 19)) == 0:
            inside = (
                f"<![CDATA[{letter}]]>" if draw(st.booleans()) else f"<i>{inside}</i>"
            )
        between = draw(BETWEEN) if draw(st.integers(0, 4)) == 0 else ""
        if (
            between.startswith("<")
            and not between.endswith(("/>", "?>", "-->", "]>"))
            and "</" not in between
        ):
            still_open.append(between[1:-1].split()[0])
        whole += inside + between
    return whole + "".join(f"</{name}>" for name in reversed(still_open))


@st.composite
def records(draw):
    """Make a record with some terms in some of its texts."""
    place = draw(st.sampled_from(sorted(PLACES)))
    # The shorter the text, the more often it is what the expressions ask for.
    terms = draw(
        st.lists(st.sampled_from((*TERMS, *["ketamine"] * 40)), min_size=1, max_size=2)
    )
    text = " and ".join(draw(written(term)) for term in terms)
    made = PLACES[place](text)
    if draw(st.booleans()):
        made = made.replace("</History>", f"</History>{REFERENCES}")
    return made.strip().encode()


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(EXPRESSIONS), records())
def test_what_matches_passes_the_prefilter(words, raw):
    """Whatever markup, entities and case hide a term, a match is never ruled out."""
    asked = expression(words)
    try:
        record = read_record(raw, PUBMED_XML, "made")
    except ReadError:
        assume(False)  # noqa: FBT003 (Hypothesis' own way to pass over a draw)
    if matches(asked, record):
        assert prefilter(asked)(raw)


@pytest.mark.parametrize(
    "hidden",
    [
        "keta<i>mine</i>", "keta<!-- > -->mine", "keta<![CDATA[mine]]>", "keta&#109;ine", "keta&#x6D;ine",
        "\u212aetam\u0131ne", "keta<Year>mine</Year>", "KETAMINE", "ke<?x?>tamine",
        'keta<i a="&gt;>">mine</i>', "ketam&#x131;ne", "<i>k</i>etamine", "keta<math><annotation>lost</annotation></math>mine",
        "<msup><mi>keta</mi>lost<mi></mi></msup>mine",
        "keta<ArticleTitle>m</ArticleTitle>ine", "keta<AbstractText>m</AbstractText>ine",
    ],
)  # fmt: skip
@pytest.mark.parametrize("place", sorted(PLACES))
def test_each_way_to_hide_a_word_is_seen_through(hidden, place):
    """The ways to hide a word from a search of the bytes do hide it, and are known."""
    raw = PLACES[place](hidden).strip().encode()
    asked = expression("ketamine")
    assert matches(asked, read_record(raw, PUBMED_XML, "made"))
    assert prefilter(asked)(raw)


def test_the_list_of_text_elements_is_the_readers():
    """Every text of a record that is judged comes from an element that is listed."""
    assert set(PLACES) - {"OtherAbstract"} == set(TEXT_ELEMENTS)
    for place, made in PLACES.items():
        record = read_record(made("zzz").strip().encode(), PUBMED_XML, "made")
        assert matches(expression("zzz"), record), place


def test_the_letters_that_match_ascii_letters_are_all_known():
    """No other letter of Unicode matches an ASCII letter when case does not count."""
    import re

    beyond = "".join(map(chr, range(128, sys.maxunicode + 1)))
    found = {c: plain for plain in "abcdefghijklmnopqrstuvwxyz0123456789" for c in re.findall(f"(?i:{plain})", beyond)}  # fmt: skip
    assert found == FOLDED


def test_it_rules_out_what_has_nothing_to_do_with_it():
    """Records of other things, marked up or citing ketamine, are not read at all."""
    could_match = prefilter(expression("ketamine OR crps-terms"))
    others = [
        article(title=f"A study of {number} <i>Ovis aries</i> in pain", more="<CoiStatement>None &#233;.</CoiStatement>")
        for number in range(50)
    ]  # fmt: skip
    citing = [made.replace("</History>", f"</History>{REFERENCES}") for made in others]
    assert not any(could_match(made.encode()) for made in [*others, *citing])


def test_what_cannot_be_ruled_out_by_words_is_read():
    """NOT, and terms without an ASCII letter, let every record pass."""
    sheep = article(title="Sheep").encode()
    assert prefilter(expression("NOT sheep"))(sheep)
    assert prefilter(expression("\u30b1\u30bf\u30df\u30f3"))(sheep)
    assert not prefilter(expression("goat NOT sheep"))(sheep)


def test_a_comment_does_not_pass_for_a_reference_list():
    """What stands behind the name of a reference list in a comment is not cut away."""
    made = PLACES["Keyword"]("<!-- <ReferenceList x> -->ketamine")
    made = made.replace("</History>", f"</History>{REFERENCES}").replace(
        "Ketamine for CRPS", "x"
    )
    raw = made.replace("Ketamine in an invented trial", "Sheep").strip().encode()
    asked = expression("ketamine")
    assert matches(asked, read_record(raw, PUBMED_XML, "made"))
    assert prefilter(asked)(raw)


def test_a_vocabularys_mesh_names_are_looked_for():
    """A record that has only the MeSH name of a vocabulary is not ruled out."""
    asked = Term(Vocabulary(("zzz",), ("Invented Syndromes",)))
    raw = PLACES["DescriptorName"]("Invented Syndromes").encode()
    assert matches(asked, read_record(raw, PUBMED_XML, "made"))
    assert prefilter(asked)(raw)


def test_white_space_in_markup_rules_nothing_out():
    """A word that is cut by white space in a superscript is left to the reader."""
    could_match = prefilter(expression("ketamine"))
    assert could_match(article(title="keta<sup> </sup>mine").encode())
    assert could_match(article(title="keta<i>\u2003</i>mine").encode())


def test_a_hyphen_in_a_word_is_looked_for_too():
    """A short name with a hyphen rules records out as a long word does."""
    could_match = prefilter(expression("IL-6"))
    assert not could_match(article(title="Oil and 6 illnesses").encode())
    assert could_match(article(title="il-<i>6</i>").encode())


def test_two_words_may_be_hidden_in_two_ways():
    """One word of an AND stands plainly, the other in pieces: the record is read."""
    hidden = "<AbstractText><i>c</i><i>a</i>usalgia after ketamine</AbstractText>"
    raw = article(abstract=hidden).strip().encode()
    asked = expression("ketamine AND crps-terms")
    assert matches(asked, read_record(raw, PUBMED_XML, "made"))
    assert prefilter(asked)(raw)

r"""References as BibTeX: read back by the rules of BibTeX, which counts braces."""

from __future__ import annotations

import re

from hypothesis import given, settings
from tests.exchange.strategies import records
from tests.exchange.test_ris import FULL

from ketaevidence.exchange.bibtex import bibtex_text, citation_key
from ketaevidence.exchange.citing import one_line, title_of
from ketaevidence.exchange.latex import ESCAPES, latex
from ketaevidence.records.model import Record
from ketaevidence.records.parts import Author, Section

_BACK = {escape: sign for sign, escape in ESCAPES.items()}
_ESCAPE = re.compile("|".join(map(re.escape, sorted(_BACK, key=len, reverse=True))))


def plain(value):
    """Read LaTeX back: escapes become signs, grouping braces go."""
    out, place = [], 0
    while place < len(value):
        match = _ESCAPE.match(value, place)
        if match:
            out.append(_BACK[match[0]])
            place = match.end()
            continue
        if value[place] not in "{}":
            out.append(value[place])
        place += 1
    return "".join(out)


def parse(text):
    """Read entries as BibTeX does: a field ends where its braces are closed."""
    entries = []
    place = 0
    while (start := re.compile(r"@(\w+)\{([^,\s]+),").search(text, place)) is not None:
        fields, place = {}, start.end()
        while (name := re.compile(r"\s*(\w+) = ").match(text, place)) is not None:
            place = begin = name.end()
            if text[place] != "{":
                place = re.compile(r"\w+").match(text, place).end()
            else:
                depth = 0
                while True:
                    depth += {"{": 1, "}": -1}.get(text[place], 0)
                    place += 1
                    if depth == 0:
                        break
            fields[name[1]] = text[begin:place]
            place += text[place] == ","
        end = re.compile(r"\s*\}\s*").match(text, place)
        assert end is not None, text[place : place + 40]
        place = end.end()
        entries.append((start[1], start[2], fields))
    assert text[place:].strip() == ""
    return entries


def test_pmid_and_doi_stand_in_fields_of_their_own():
    """PMID, DOI, address and note survive, the DOI to the letter."""
    ((kind, key, fields),) = parse(bibtex_text([FULL]))
    assert (kind, key) == ("article", "Muller2020-90000001")
    assert fields["pmid"] == "{90000001}"
    assert fields["doi"] == "{10.1000/xyz.(1)_a}"
    assert fields["url"] == "{https://pubmed.ncbi.nlm.nih.gov/90000001/}"
    assert "PMID: 90000001" in fields["note"]
    assert fields["month"] == "may"
    assert fields["pages"] == "{304--311}"
    assert fields["author"] == (
        "{Müller, Anna B and van Dam, Jr, C. and {The Pain Group, Leiden}}"
    )


@settings(max_examples=30, deadline=None)
@given(records())
def test_any_text_gives_one_entry_with_its_braces_in_pairs(record):
    """Lone braces, backslashes and line breaks leave the entry whole."""
    ((_, key, fields),) = parse(bibtex_text([record]))
    assert key == citation_key(record)
    assert plain(fields["title"]) == title_of(record)
    assert fields["pmid"] == f"{{{record.pmid}}}"


@settings(max_examples=30, deadline=None)
@given(records())
def test_a_text_is_read_back_from_its_escapes(record):
    """Escaping loses nothing."""
    line = one_line(record.title)
    assert plain(latex(line)) == line


def test_keys_are_unique_and_do_not_depend_on_the_list():
    """A record has one key, alone or among others, and no other has it."""
    some = [
        Record("A title", local_id="a"),
        Record("A title", local_id="b"),
        Record("A title", doi="10.1000/c"),
        Record("A title", authors=(Author("柴田"),), pmid="5"),
        FULL,
    ]
    keys = [key for _, key, _ in parse(bibtex_text(some))]
    assert len(set(keys)) == len(some)
    assert keys == [key for r in some for _, key, _ in parse(bibtex_text([r]))]
    assert keys[3] == "Anonymous-5"


def test_a_name_with_a_separator_is_kept_together():
    """A comma or an "and" inside a name does not make two people."""
    record = Record("A title", authors=(Author("Brown and Son, Ltd", "A"),), pmid="1")
    ((_, _, fields),) = parse(bibtex_text([record]))
    assert fields["author"] == "{{Brown and Son, Ltd}, A}"


def test_a_summary_by_a_review_is_never_printed():
    """What this project wrote is in no field that a style prints."""
    record = Record(
        "A title", pmid="1", sections=(Section("Our words.", written_by="project"),)
    )
    ((_, _, fields),) = parse(bibtex_text([record]))
    assert "abstract" not in fields
    assert "Our words" in fields["annote"]
    assert "Our words" not in fields["note"]

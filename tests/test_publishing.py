"""What a review publishes: a site that holds together, news, and the commands."""

from __future__ import annotations

import argparse
import json
import re
import xml.etree.ElementTree as ET
from contextlib import nullcontext
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser
from types import SimpleNamespace
from urllib.parse import unquote, urlsplit

import pytest
from tests.present import digest_story as story

import ketaevidence as ke
from ketaevidence.cli import publishing
from ketaevidence.errors import PresentError, UsageError
from ketaevidence.question.as_toml import question_text
from ketaevidence.question.load import parse_question
from ketaevidence.review.published import Published
from ketaevidence.review.site_files import _version

ATOM = "{http://www.w3.org/2005/Atom}"
ADDRESS = "person@example.org"
ABSTRACT = "We studied 12 patients."


class Links(HTMLParser):
    """Gather what a page links to, its places, and what would run or load."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links, self.ids, self.active = [], set(), []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        """Take in one element."""
        told = dict(attrs)
        self.links += [told[name] for name in ("href", "src") if name in told]
        if "id" in told:
            self.ids.add(told["id"])
        if tag in ("script", "iframe", "img", "object") or any(
            name.startswith("on") for name in told
        ):
            self.active.append((tag, told))


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Write the site of an invented review twice; its last state is not frozen."""
    folder = tmp_path_factory.mktemp("story")
    begun = story.begin(folder)
    review = Published(begun._library, begun.question, folder=None)
    asked = question_text(replace(review.question, email=ADDRESS))
    review.question = parse_question(asked, "with an address")
    review.freeze("submitted <b>now</b>")
    review.correct(
        "a-ket-28", value=2.2, by="B. Reader", reason="table 2",
        at="2026-02-02T09:00:00Z",
    )  # fmt: skip
    site = review.site(folder / "site", figures=False)
    first = held(site)
    with pytest.MonkeyPatch.context() as patched:
        # The second time by the command, which closes what it opens.
        patched.setattr(
            "ketaevidence.folder.open_review", lambda _: nullcontext(review)
        )
        words = {"folder": "r", "out": str(site), "no_figures": True, "json": False}
        publishing.run_site(SimpleNamespace(**words))
    return SimpleNamespace(review=review, site=site, first=first, again=held(site))


def held(folder):
    """Give every file of a folder with its bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def pages(made):
    """Give (name, text) of every page."""
    return [
        (name, data.decode())
        for name, data in made.again.items()
        if name.endswith(".html")
    ]


def test_nothing_changed_gives_the_same_bytes(made):
    """A second run writes what the first one wrote, file by file."""
    assert made.first == made.again
    assert {"index.html", "feed.atom", "digest.html", "SHA256SUMS"} <= set(made.first)


def test_every_link_leads_somewhere_within_the_folder(made):
    """Links are relative, their files are there, and so are the places in them."""
    parsed = {name: Links(text) for name, text in pages(made)}
    for name, found in parsed.items():
        for link in found.links:
            parts = urlsplit(link)
            if parts.scheme:
                assert parts.scheme == "https", (name, link)
                continue
            assert not link.startswith("/"), (name, link)
            target = name
            if parts.path:
                whole = (made.site / name).parent / unquote(parts.path)
                target = whole.resolve().relative_to(made.site.resolve()).as_posix()
                assert target in made.again, (name, link)
            if parts.fragment and target in parsed:
                assert parts.fragment in parsed[target].ids, (name, link)


def test_no_page_runs_or_loads_anything(made):
    """No script, image or frame; a policy that forbids them; whatever titles hold."""
    for name, text in pages(made):
        assert not Links(text).active, name
        assert "default-src 'none'" in text, name
        assert "<b>now</b>" not in text, name


def test_no_abstract_and_no_address_is_published(made):
    """The publishers' texts and the address that PubMed gets stay in the store."""
    assert all(ABSTRACT in record.text for record in made.review.records())
    for name, data in made.again.items():
        assert ADDRESS.encode() not in data, name
    for name in ("downloads/references.ris", "downloads/references.bib"):
        text = made.again[name].decode()
        assert story.pmid("a") in text
        assert ABSTRACT not in text
        assert "AB  -" not in text
        assert "abstract =" not in text


def test_a_version_lies_there_as_it_was_frozen(made):
    """Its numbers are the very text that was hashed; its settings read back."""
    for version in made.review.versions():
        folder = f"versions/{version.number}/"
        assert sha256(made.again[f"{folder}frozen.json"]).hexdigest() == version.digest
        settings = made.again[f"{folder}settings.toml"].decode()
        assert parse_question(settings, "settings").pooling


def test_only_the_newest_version_is_not_said_to_be_old(made):
    """An older version, page and report, says so and leads to the newest."""
    *old, newest = [version.number for version in made.review.versions()]
    for number in old:
        page = made.again[f"versions/{number}/index.html"].decode()
        assert "This is not the newest version" in page
        assert f'href="../{newest}/index.html"' in page
        report = made.again[f"versions/{number}/report.html"].decode()
        assert f"not the newest version. The newest is {newest}" in report
    page = made.again[f"versions/{newest}/index.html"].decode()
    assert "This is the newest version" in page
    assert "not frozen as a version" in made.again["index.html"].decode()


def test_the_feed_leads_each_entry_to_its_own_version(made):
    """Entries are newest first, and link into the folder of the state they tell of."""
    root = ET.fromstring(made.again["feed.atom"])  # noqa: S314 (our own)
    links = [
        entry.find(f"{ATOM}link").get("href") for entry in root.iter(f"{ATOM}entry")
    ]
    assert links[0] == "digest.html"
    assert len(links) == len(set(links)) > 1
    for link in links:
        assert link in made.again
    for entry in root.iter(f"{ATOM}entry"):
        folder = entry.find(f"{ATOM}link").get("href").removesuffix("digest.html")
        report = f"{folder}report.html" if folder else "index.html"
        body = entry.find(f"{ATOM}content").text
        told = set(re.findall(r'href="([^"#]+)#', body))
        assert told <= {report}


def test_the_news_say_of_each_version_whether_conclusions_changed(made):
    """Newest first, each with its day and an answer; the oldest has none before it."""
    table = made.review.whats_new()
    numbers = [version.number for version in made.review.versions()]
    assert table["version"].tolist() == numbers[::-1]
    assert table["conclusions_changed"].iloc[-1] == "first version"
    assert set(table["conclusions_changed"]) <= {"yes", "no", "first version"}
    assert "yes" in set(table["conclusions_changed"])
    assert table["date"].str.fullmatch(r"\d{4}-\d\d-\d\d").all()


def test_a_damaged_version_is_named_and_not_published(made):
    """Numbers that are not those that were frozen are not shown as if they were."""
    first = made.review.versions()[0]
    broken = replace(first, document=f"{first.document} ")
    files = dict(_version(made.review, broken, "an invented reason", newest="2026.1.0"))
    assert set(files) == {"settings.toml", "index.html"}
    assert "Its numbers are not here" in files["index.html"]
    assert "Its report is not here" in files["index.html"]
    assert "An invented reason." in files["index.html"]


def test_the_checklist_and_the_methods_are_files_of_the_review(made, tmp_path):
    """They are written as the name ends; the references lie beside the methods."""
    path = made.review.write_checklist(tmp_path / "c.csv", name="prisma-lsr")
    assert "Changes to the results" in path.read_text()
    with pytest.raises(PresentError, match="'pdf'"):
        made.review.write_checklist(tmp_path / "c.pdf", name="prisma-lsr")
    files = made.review.write_methods(tmp_path / "m.txt")
    assert [file.name for file in files] == ["m.txt", "m.ris", "m.bib"]
    text = files[0].read_text()
    for record in ke.read_records(files[1]):
        assert record.doi in text
    with pytest.raises(PresentError, match="'docx'"):
        made.review.write_methods(tmp_path / "n.docx")
    assert not (tmp_path / "n.ris").exists()


@pytest.fixture
def command(made, monkeypatch, capsys):
    """Run a command of this stage on the invented review."""
    monkeypatch.setattr(publishing, "open_chosen", lambda _: nullcontext(made.review))

    def run(name, *words):
        parser = argparse.ArgumentParser()
        parser.add_argument("--json", action="store_true")
        getattr(publishing, f"add_{name}_options")(parser)
        getattr(publishing, f"run_{name}")(parser.parse_args(words))
        return capsys.readouterr().out

    return run


def test_the_commands_print_and_write(command, made, tmp_path):
    """Markdown or text on the terminal, JSON for machines, files as they end."""
    assert command("checklist", "--name", "prisma-s").startswith("# PRISMA-S checklist")
    items = json.loads(command("checklist", "--json"))["items"]
    assert {"item", "topic", "state", "answer", "enter"} == set(items[0])
    told = command("checklist", "--out", str(tmp_path / "c.docx"))
    assert "22 items" in told
    assert (tmp_path / "c.docx").read_bytes()[:2] == b"PK"
    assert "References" in command("methods")
    assert json.loads(command("methods", "--json"))["references"]
    files = json.loads(command("methods", "--json", "--out", str(tmp_path / "m.md")))
    assert len(files["methods"]) == 3
    for name, out in (("checklist", "c.pdf"), ("methods", "m.docx")):
        with pytest.raises(UsageError, match=rf"{out}: .* use one of \.md"):
            command(name, "--out", out)

"""A refresh lands whole or not at all, and loses nothing that was ever seen."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
)
from tests.pubmed.samples import article, record_set

from ketaevidence.errors import LibraryError
from ketaevidence.library import DecisionRow, Library, Search
from ketaevidence.pubmed.files import read_file
from ketaevidence.records.broken import BrokenRecord

TERM = "ketamine"
RETRACTED = '<PublicationType UI="D016441">Retracted Publication</PublicationType>'
REFERENCES = (
    "<ReferenceList><Reference><Citation>x</Citation></Reference></ReferenceList>"
)
CONCERN = '<CommentsCorrectionsList><CommentsCorrections RefType="ExpressionOfConcernIn"><RefSource>J</RefSource></CommentsCorrections></CommentsCorrectionsList>'
ERRATUM = CONCERN.replace("ExpressionOfConcernIn", "ErratumIn")


def moment(n):
    """Give the n-th hour of an invented year."""
    return f"2026-{1 + n // 672:02d}-{1 + n // 24 % 28:02d}T{n % 24:02d}:00:00Z"


def read(records):
    """Read records given as {pmid: XML}."""
    return read_file(record_set(*records.values())).incoming if records else ()


def spoilt(pmid, raw=b"<PubmedArticle>\x01"):
    """Make what PubMed sent for a record and nobody can read."""
    return BrokenRecord("PubMed's answer", 0, "it is no XML", raw, pmid)


def refresh(library, found, *, also=None, missing=(), broken=(), n=0, term=TERM):  # fmt: skip
    """Land one refresh: what the search finds, what else was fetched, what is gone.

    Of ``broken`` PMIDs the search finds all, and what comes cannot be read.
    """
    also = also or {}
    attempt = library.begin_refresh(term=term, at=moment(n), software="test")
    gone = [f"pmid:{pmid}" for pmid in missing]
    library.stage(attempt, read(found | also), gone, at=moment(n))
    keys = [f"pmid:{pmid}" for pmid in (*found, *broken)]
    search = Search(moment(n), term, "ketamine[All]", len(keys), len(keys))
    return library.land(
        attempt,
        search,
        found=keys,
        targets=[*keys, *(f"pmid:{pmid}" for pmid in also), *gone],
        broken=[spoilt(pmid) for pmid in broken],
        at=moment(n),
        software="test",
    )


def kinds(landed):
    """Give (record, kind) of each event."""
    return [(event.record_key, event.kind) for event in landed.events]


@pytest.fixture
def library():
    """Open an empty store in memory."""
    with Library.in_memory() as store:
        yield store


ONE = {"90000001": article()}
TWO = ONE | {"90000002": article("90000002")}


def test_the_first_refresh_brings_everything_as_new(library):
    """Every record of the first search is new, and PRISMA counts it."""
    landed = refresh(library, TWO)
    assert kinds(landed) == [("pmid:90000001", "new"), ("pmid:90000002", "new")]
    assert library.provenance() == (("PubMed", 2),)
    assert [search.count for search in library.searches()] == [2]


def test_a_refresh_without_change_is_silent(library):
    """The same answer again makes no event, no revision and one more run."""
    refresh(library, TWO)
    landed = refresh(library, TWO, n=1)
    assert landed.events == ()
    assert (landed.asked, landed.unchanged) == (2, 2)
    assert len(library.revisions("pmid:90000001")) == 1
    assert len(library.runs()) == 2


def test_a_revision_names_its_fields_and_whether_evidence_changed(library):
    """A new title is evidence; a reference list is not."""
    refresh(library, TWO)
    changed = {
        "90000001": article(title="Another title"),
        "90000002": article("90000002", data=REFERENCES),
    }
    first, second = refresh(library, changed, n=1).events
    assert first.detail == {"evidence": True, "fields": ["title"]}
    assert second.detail == {"evidence": False, "fields": []}


def test_a_record_that_the_search_drops_is_kept(library):
    """A record no longer found stays in the review, fetched and compared as before."""
    refresh(library, TWO)
    landed = refresh(
        library, ONE, also={"90000002": article("90000002", title="New")}, n=1
    )
    assert kinds(landed) == [
        ("pmid:90000002", "revised"),
        ("pmid:90000002", "no_longer_matching"),
    ]
    assert len(library.records()) == 2
    assert kinds(refresh(library, TWO, n=2))[-1] == ("pmid:90000002", "matching")


def test_a_record_missing_at_pubmed_is_kept_and_named(library):
    """A vanished PMID keeps its last form; its absence is an event, once."""
    refresh(library, TWO)
    assert kinds(refresh(library, ONE, missing=["90000002"], n=1)) == [
        ("pmid:90000002", "no_longer_matching"),
        ("pmid:90000002", "missing"),
    ]
    assert len(library.records()) == 2
    assert library.missing() == {"pmid:90000002"}
    assert kinds(refresh(library, ONE, missing=["90000002"], n=2)) == []
    assert kinds(refresh(library, TWO, n=3)) == [
        ("pmid:90000002", "matching"),
        ("pmid:90000002", "found_again"),
    ]
    assert library.missing() == frozenset()


@pytest.mark.parametrize(
    ("parts", "kind"),
    [
        ({"types": RETRACTED}, "retracted"),
        ({"more": CONCERN}, "concern"),
        ({"more": ERRATUM}, "corrected"),
    ],
)
def test_notices_on_a_known_record_are_events(library, parts, kind):
    """A retraction, concern or erratum is told apart, and told when it is taken back."""
    refresh(library, ONE)
    assert kinds(refresh(library, {"90000001": article(**parts)}, n=1)) == [
        ("pmid:90000001", "revised"),
        ("pmid:90000001", kind),
    ]
    back = refresh(library, ONE, n=2).events
    assert (back[1].kind, back[1].detail) == ("reversed", {"what": kind})


def test_a_second_concern_is_told_like_the_first(library):
    """A further notice of the same kind is an event of its own."""
    refresh(library, {"90000001": article(more=CONCERN)})
    two = CONCERN.replace("</CommentsCorrectionsList>", "") + CONCERN.replace(
        "<CommentsCorrectionsList>", ""
    ).replace("<RefSource>J<", "<RefSource>K<")
    landed = refresh(library, {"90000001": article(more=two)}, n=1)
    assert kinds(landed) == [("pmid:90000001", "revised"), ("pmid:90000001", "concern")]


def test_a_new_record_that_is_retracted_says_so(library):
    """A record may arrive with its retraction."""
    landed = refresh(library, {"90000001": article(types=RETRACTED)})
    assert kinds(landed) == [("pmid:90000001", "new"), ("pmid:90000001", "retracted")]


def test_an_incomplete_stage_never_lands(library):
    """A record that is neither here nor known missing stops the refresh."""
    refresh(library, ONE)
    attempt = library.begin_refresh(term=TERM, at=moment(1), software="test")
    library.stage(attempt, read({"90000002": article("90000002")}), [], at=moment(1))
    search = Search(moment(1), TERM, None, 3, 3)
    with pytest.raises(LibraryError, match=r"incomplete: 1 records .*90000003"):
        library.land(
            attempt,
            search,
            found=["pmid:90000002", "pmid:90000003"],
            targets=["pmid:90000002", "pmid:90000003"],
            at=moment(1),
            software="test",
        )
    assert len(library.records()) == 1
    assert len(library.runs()) == 1


def test_a_search_that_lost_records_cannot_be_stored(library):
    """The store itself refuses a search whose count is not what was received."""
    attempt = library.begin_refresh(term=TERM, at=moment(0), software="test")
    library.stage(attempt, read(ONE), [], at=moment(0))
    with pytest.raises(LibraryError, match="nothing was changed"):
        library.land(
            attempt,
            Search(moment(0), TERM, None, count=2, retrieved=1),
            found=["pmid:90000001"],
            targets=["pmid:90000001"],
            at=moment(0),
            software="test",
        )
    assert len(library.records()) == 0


def test_a_crashed_download_is_used_again(library):
    """What a crashed attempt of the same search staged is taken over, if it is fresh."""
    first = library.begin_refresh(term=TERM, at=moment(0), software="test")
    library.stage(first, read(TWO), ["pmid:90000009"], at=moment(0))
    second = library.begin_refresh(term=TERM, at=moment(1), software="test")
    assert library.staged_keys(second) == {"pmid:90000001", "pmid:90000002"}
    assert library.staged_keys(first) == frozenset()
    status = [
        row["status"]
        for row in library._connection.execute("SELECT status FROM attempt")
    ]
    assert status == ["crashed", "running"]


def test_what_was_staged_ages_through_all_attempts(library):
    """A record staged too long ago is dropped, however many attempts passed it on."""
    first = library.begin_refresh(term=TERM, at=moment(0), software="test")
    library.stage(first, read(ONE), [], at=moment(0))
    second = library.begin_refresh(term=TERM, at=moment(1), software="test")
    assert library.staged_keys(second) == {"pmid:90000001"}
    third = library.begin_refresh(term=TERM, at=moment(2), software="test")
    assert library.staged_keys(third) == frozenset()


@pytest.mark.parametrize(("term", "n"), [("another search", 1), (TERM, 2), (TERM, -1)])
def test_a_stale_or_foreign_download_is_not_used_again(library, term, n):
    """A stage of another search, of yesterday, or of the future is dropped."""
    first = library.begin_refresh(term=TERM, at=moment(2), software="test")
    library.stage(first, read(TWO), [], at=moment(2))
    second = library.begin_refresh(term=term, at=moment(2 + n), software="test")
    assert library.staged_keys(second) == frozenset()
    left = library._connection.execute("SELECT count(*) FROM stage").fetchone()[0]
    assert left == 0


def test_a_failed_attempt_says_why(library):
    """The reason of a failure is there for `status` to tell."""
    attempt = library.begin_refresh(term=TERM, at=moment(0), software="test")
    library.fail_refresh(attempt, at=moment(0), why="PubMed was closed")
    assert library.last_attempt() == (moment(0), "failed", "PubMed was closed")


def test_staged_leftovers_that_are_no_target_do_not_land(library):
    """A record staged by an earlier attempt and found no more is not brought in."""
    first = library.begin_refresh(term=TERM, at=moment(0), software="test")
    library.stage(first, read(TWO), [], at=moment(0))
    landed = refresh(library, ONE, n=1)
    assert kinds(landed) == [("pmid:90000001", "new")]


def test_an_import_while_a_refresh_runs_keeps_the_order_of_landing(library):
    """Runs are numbered by when they land, so that every interval runs forward."""
    attempt = library.begin_refresh(term=TERM, at=moment(0), software="test")
    library.stage(attempt, read(ONE), [], at=moment(0))
    library.add_records(
        read({"90000001": article(title="From a file")}),
        kind="import", source="PubMed", at=moment(1), software="test", detail={},
    )  # fmt: skip
    search = Search(moment(0), TERM, None, 1, 1)
    keys = ["pmid:90000001"]
    landed = library.land(
        attempt, search, found=keys, targets=keys, at=moment(2), software="test"
    )
    # Which of the two forms is newer nobody knows; the next refresh does.
    assert [e.kind for e in landed.events] == ["matching"]
    assert library.records()[0].title == "From a file"
    assert kinds(refresh(library, ONE, n=3)) == [("pmid:90000001", "revised")]
    assert library.as_of(moment(1)).records()[0].title == "From a file"


def test_the_past_is_read_and_not_written(library):
    """As of a day, everything is as it was; writing there is refused."""
    refresh(library, ONE, n=0)
    library.add_decisions(
        [
            DecisionRow(
                "pmid:90000001", "title_abstract", "include", None, "A", moment(5)
            )
        ]
    )
    refresh(library, {"90000001": article(title="Later")}, n=30)
    early = library.as_of("2026-01-01")
    assert early.records()[0].title == "Ketamine in an invented trial"
    assert len(early.decisions()) == 1
    assert len(early.runs()) == 1
    assert early.as_of(moment(4)).decisions() == ()
    assert len(library.as_of("2025-12-31").records()) == 0
    with pytest.raises(LibraryError, match="the past is not changed"):
        early.add_decisions([])


def test_texts_that_changed_under_a_decision_are_found(library):
    """A decision whose text changed is listed with both texts; others are not."""
    refresh(library, TWO)
    for key in ("pmid:90000001", "pmid:90000002"):
        library.add_decisions(
            [DecisionRow(key, "title_abstract", "include", None, "A", moment(1))]
        )
    refresh(library, TWO | {"90000001": article(title="Later")}, n=2)
    ((key, then, now, is_same_format),) = library.texts_decided_on()
    assert is_same_format
    assert (key, then.title, now.title) == (
        "pmid:90000001", "Ketamine in an invented trial", "Later",
    )  # fmt: skip


def test_damage_is_found_before_anything_is_done(tmp_path):
    """A store with a damaged page is refused, and said to be damaged."""
    path = tmp_path / "library.sqlite"
    with Library.create(path) as store:
        many = {str(91000000 + n): article(str(91000000 + n)) for n in range(40)}
        refresh(store, many)
    data = bytearray(path.read_bytes())
    middle = len(data) // 2 // 4096 * 4096
    data[middle : middle + 2000] = b"\xa5" * 2000
    path.write_bytes(bytes(data))
    with Library.open(path) as store, pytest.raises(LibraryError, match="damaged"):
        store.check()


def bring(library, xml, n):
    """Import a record from a file."""
    return library.add_records(
        read({"x": xml}),
        kind="import",
        source="file",
        at=moment(n),
        software="t",
        detail={},
    )


def test_an_unreadable_record_keeps_its_form_and_is_named(library):
    """What cannot be read is quarantined; the record stands as it was, and is told."""
    refresh(library, TWO)
    landed = refresh(library, ONE, broken=["90000002"], n=1)
    assert kinds(landed) == [("pmid:90000002", "unreadable")]
    assert landed.events[0].detail == {"problem": "it is no XML"}
    assert (landed.asked, landed.unchanged) == (2, 1)
    assert len(library.records()) == 2
    assert library.missing() == frozenset()
    (kept,) = library.quarantine()
    assert (kept.broken, kept.at, kept.met_by) == (spoilt("90000002"), moment(1), "refresh")  # fmt: skip


def test_an_unreadable_record_is_told_until_it_can_be_read(library):
    """Every refresh names it; the first readable answer ends that, and is compared."""
    refresh(library, TWO)
    for n in (1, 2):
        landed = refresh(library, ONE, broken=["90000002"], n=n)
        assert kinds(landed) == [("pmid:90000002", "unreadable")]
    assert [kept.runs for kept in library.quarantine()] == [2]
    changed = ONE | {"90000002": article("90000002", title="Read again")}
    assert kinds(refresh(library, changed, n=3)) == [("pmid:90000002", "revised")]
    assert kinds(refresh(library, changed, n=4)) == []


def test_a_new_record_that_is_unreadable_is_named_and_not_counted(library):
    """A record that never came in a readable form is no record of the review yet."""
    landed = refresh(library, ONE, broken=["90000009"])
    assert ("pmid:90000009", "unreadable") in kinds(landed)
    assert library.provenance() == (("PubMed", 1),)
    assert library.record_keys() == ("pmid:90000001",)
    came = refresh(library, ONE | {"90000009": article("90000009")}, n=1)
    assert kinds(came) == [("pmid:90000009", "new")]


def test_a_missing_record_that_comes_unreadable_is_there_again(library):
    """PubMed has what it sends, whether or not it can be read."""
    refresh(library, TWO)
    refresh(library, ONE, missing=["90000002"], n=1)
    assert kinds(refresh(library, ONE, broken=["90000002"], n=2)) == [
        ("pmid:90000002", "matching"),
        ("pmid:90000002", "found_again"),
        ("pmid:90000002", "unreadable"),
    ]
    assert library.missing() == frozenset()


def test_a_lower_version_is_told_once(library):
    """PubMed serving an older version than ours is an event; ours stands."""
    refresh(library, {"90000001": article(version=3, title="Third")})
    lower = {"90000001": article(version=2, title="Second")}
    (event,) = refresh(library, lower, n=1).events
    assert (event.kind, event.detail) == ("lower_version", {"ours": 3, "pubmed": 2})
    assert library.records()[0].title == "Third"
    assert refresh(library, lower, n=2).events == ()
    lowest = {"90000001": article(version=1, title="First")}
    assert kinds(refresh(library, lowest, n=3)) == [("pmid:90000001", "lower_version")]
    assert {r.version for r in library.revisions("pmid:90000001")} == {1, 2, 3}


def test_all_versions_served_together_are_no_lower_version(library):
    """Only the highest version that PubMed gives counts."""
    both = {"90000001": article(version=1) + article(version=2, title="Second")}
    refresh(library, both)
    assert refresh(library, both, n=1).events == ()


def test_an_import_says_what_it_kept_beside_pubmeds_own_form(library):
    """A form that does not stand is told apart from one that changes nothing."""
    refresh(library, ONE)
    assert bring(library, article(), 1).unchanged == 1
    other = bring(library, article(title="An old export"), 2)
    assert (other.kept_beside, other.unchanged, other.revised) == (1, 0, 0)
    bring(library, article("90000003", version=2), 3)
    older = bring(library, article("90000003", version=1), 4)
    assert (older.kept_beside, older.unchanged) == (1, 0)


def test_what_a_refresh_did_not_find_a_file_does_not_bring_back(library):
    """PubMed's own word that a record is gone stands against an older export."""
    refresh(library, TWO)
    refresh(library, ONE, missing=["90000002"], n=1)
    bring(library, article("90000002"), 2)
    assert library.missing() == {"pmid:90000002"}


def test_an_older_export_takes_no_retraction_back(library):
    """What PubMed itself gave stands against an import until PubMed says otherwise."""
    refresh(library, {"90000001": article(types=RETRACTED)})
    bring(library, article(title="An old export"), 1)
    assert library.records()[0].is_retracted
    assert len(library.revisions("pmid:90000001")) == 2


def test_a_form_imported_between_crash_and_resume_is_not_replaced_by_the_stage(library):
    """A staged record is dropped when another form of it landed in the meantime."""
    first = library.begin_refresh(term=TERM, at=moment(0), software="test")
    library.stage(first, read(TWO), [], at=moment(0))
    bring(library, article(types=RETRACTED), 0)
    second = library.begin_refresh(term=TERM, at=moment(1), software="test")
    assert library.staged_keys(second) == {"pmid:90000002"}


def test_another_servers_download_is_not_used(library):
    """What a mirror gave is never landed as PubMed's."""
    first = library.begin_refresh(
        term=TERM, at=moment(0), software="test", server="mirror"
    )
    library.stage(first, read(ONE), [], at=moment(0))
    second = library.begin_refresh(
        term=TERM, at=moment(0), software="test", server="PubMed"
    )
    assert library.staged_keys(second) == frozenset()


def test_a_record_found_and_never_given_is_not_counted(library):
    """A PMID that the search lists and PubMed does not give is missing, not identified."""
    landed = refresh(library, ONE, missing=["90000009"])
    assert ("pmid:90000009", "missing") in kinds(landed)
    assert library.provenance() == (("PubMed", 1),)
    assert library.missing() == frozenset()


def test_a_run_dated_in_the_past_does_not_change_the_past(library):
    """As of an earlier day the review is what it was, whatever the clock says later."""
    refresh(library, ONE, n=48)
    before = library.as_of(moment(24)).records()
    bring(library, article("90000077"), 1)
    assert library.as_of(moment(24)).records() == before
    assert len(library.as_of(moment(48)).records()) == 2


@dataclass
class Model:
    """What a review should hold, kept in plain dictionaries."""

    forms: dict[str, str] = field(default_factory=dict)
    matching: set[str] = field(default_factory=set)
    missing: set[str] = field(default_factory=set)
    decisions: list[tuple[str, str]] = field(default_factory=list)
    past: list[tuple[str, dict[str, str], int, int, set[str]]] = field(
        default_factory=list
    )
    #: Records whose form PubMed itself gave: an import leaves these alone.
    from_pubmed: set[str] = field(default_factory=set)
    #: Of the missing ones those that a file withdrew and no refresh has asked for yet.
    by_file: set[str] = field(default_factory=set)
    quarantine: set[bytes] = field(default_factory=set)


class Living(RuleBasedStateMachine):
    """Refreshes, crashes, imports and decisions in any order, against the model."""

    pmids = Bundle("pmids")

    @initialize(target=pmids)
    def start(self):
        """Begin with an empty store and a PubMed of a few records."""
        self.library = Library.in_memory()
        self.model = Model()
        self.pubmed: dict[str, str] = {}
        self.hour = 0
        return multiple(*(str(90000001 + n) for n in range(6)))

    def teardown(self):
        """Close the store."""
        if hasattr(self, "library"):
            self.library.close()

    @rule(pmid=pmids, title=st.sampled_from(["One", "Two", "Three"]))
    def pubmed_writes(self, pmid, title):
        """PubMed adds or changes a record."""
        self.pubmed[pmid] = title

    @rule(pmid=pmids)
    def pubmed_deletes(self, pmid):
        """PubMed withdraws a record."""
        self.pubmed.pop(pmid, None)

    def ask(self, hidden):
        """Give what the search finds, what else is fetched, and what is missing."""
        found = {p for p in self.pubmed if p not in hidden}
        targets = found | set(self.model.forms)
        return found, targets & set(self.pubmed), targets - set(self.pubmed)

    @rule(
        hidden=st.sets(pmids, max_size=2),
        damaged=st.sets(pmids, max_size=2),
        crash=st.booleans(),
    )
    def refresh_runs(self, hidden, damaged, crash):
        """A refresh runs; records may be unreadable; it may crash after its download."""
        self.hour += 1
        found, asked, missing = self.ask(hidden)
        attempt = self.library.begin_refresh(
            term=TERM, at=moment(self.hour), software="t"
        )
        # What a crashed attempt staged is not asked for again, and so not damaged.
        staged = self.library.staged_keys(attempt)
        damaged = {p for p in asked & damaged if f"pmid:{p}" not in staged}
        broken = [spoilt(p, p.encode()) for p in sorted(damaged)]
        here = asked - damaged
        records = {p: article(p, title=self.pubmed[p]) for p in sorted(here)}
        gone = [f"pmid:{p}" for p in missing]
        self.library.stage(attempt, read(records), gone, at=moment(self.hour))
        if crash:
            return
        keys = [f"pmid:{p}" for p in sorted(found)]
        self.library.land(
            attempt,
            Search(moment(self.hour), TERM, None, len(keys), len(keys)),
            found=keys,
            targets=[f"pmid:{p}" for p in asked | missing],
            broken=broken,
            at=moment(self.hour),
            software="t",
        )
        self.model.quarantine |= {piece.raw for piece in broken}
        changed = {p for p in here if self.model.forms.get(p) != self.pubmed[p]}
        self.model.from_pubmed |= changed
        self.model.forms |= {p: self.pubmed[p] for p in here}
        # A record that never came in a readable form is none of the review's.
        self.model.matching = found & set(self.model.forms)
        self.model.missing = missing
        self.model.by_file = set()
        self.remember()

    @rule(
        pmid=pmids,
        title=st.sampled_from(["One", "Four"]),
        broken=st.sets(st.sampled_from([b"x", b"y"])),
        withdrawn=st.sets(pmids, max_size=2),
    )
    def file_is_imported(self, pmid, title, broken, withdrawn):
        """A person imports a record, broken pieces and deletions from a file."""
        self.hour += 1
        count = self.library.add_records(
            read({pmid: article(pmid, title=title)}),
            kind="import", source="file", at=moment(self.hour), software="t", detail={},
            broken=[spoilt(None, raw) for raw in sorted(broken)],
            withdrawn=[f"pmid:{p}" for p in withdrawn],
        )  # fmt: skip
        model = self.model
        if pmid not in model.from_pubmed:
            model.forms[pmid] = title
        gone = withdrawn & set(model.forms)
        back = (model.by_file & {pmid}) - gone
        assert count.withdrawn == len(gone - model.missing)
        model.by_file = (model.by_file - back) | (gone - model.missing)
        model.missing = (model.missing - back) | gone
        model.quarantine |= broken
        self.remember()

    @rule(pmid=pmids, verdict=st.sampled_from(["include", "exclude"]))
    def person_decides(self, pmid, verdict):
        """A person decides on a record that is there."""
        if pmid not in self.model.forms:
            return
        self.hour += 1
        row = DecisionRow(
            f"pmid:{pmid}", "title_abstract", verdict, None, "A", moment(self.hour)
        )
        self.library.add_decisions([row])
        self.model.decisions.append((row.record_key, verdict))
        self.remember()

    def remember(self):
        """Keep this hour's state, to be compared with the store's past."""
        state = (
            moment(self.hour),
            dict(self.model.forms),
            len(self.model.decisions),
            len(self.model.quarantine),
            {f"pmid:{p}" for p in self.model.missing},
        )
        self.model.past.append(state)

    def titles(self, library):
        """Give the store's records as {pmid: title}."""
        return {record.pmid: record.title for record in library.records()}

    @invariant()
    def store_and_model_agree(self):
        """Records, matches, absences and decisions are what they should be."""
        if not hasattr(self, "library"):
            return
        assert self.titles(self.library) == self.model.forms
        assert self.library.missing() == {f"pmid:{p}" for p in self.model.missing}
        rows = self.library._connection.execute(
            "SELECT record_key FROM matching WHERE to_run IS NULL"
        )
        assert {r["record_key"] for r in rows} == {
            f"pmid:{p}" for p in self.model.matching
        }
        kept = [piece.broken.raw for piece in self.library.quarantine()]
        assert sorted(kept) == sorted(self.model.quarantine)
        made = [(d.record_key, d.verdict) for d in self.library.decisions()]
        assert made == self.model.decisions

    @invariant()
    def every_older_state_is_unchanged(self):
        """The store as of any earlier hour is what it was in that hour."""
        if not hasattr(self, "library"):
            return
        for at, forms, decisions, broken, missing in self.model.past[-8:]:
            then = self.library.as_of(at)
            assert len(then.quarantine()) == broken
            assert then.missing() == missing
            assert self.titles(then) == forms
            assert len(then.decisions()) == decisions


Living.TestCase.settings = settings(
    max_examples=60, stateful_step_count=25, deadline=None
)
TestLiving = Living.TestCase

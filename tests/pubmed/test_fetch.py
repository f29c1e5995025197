"""Every PMID asked for comes back, or is missing by name."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.pubmed.samples import BOOK, article
from tests.pubmed.server import Answer, FakePubMed, Fault, QuickClock, quick_client

from ketaevidence.errors import (
    PubMedBlockedError,
    PubMedIncompleteError,
    PubMedQueryError,
    PubMedUnavailableError,
)
from ketaevidence.pubmed.fetch import (
    KNOWN_PMIDS,
    MOST_DAMAGED,
    Batch,
    fetch_records,
)

PMIDS = tuple(str(n) for n in range(90000001, 90000008))


@pytest.fixture
def pubmed():
    """Give a PubMed with seven records and a book."""
    records = {pmid: article(pmid, title=f"Ketamine {pmid}") for pmid in PMIDS}
    with FakePubMed(records | {"90000009": BOOK}) as server:
        yield server


def fetched(client, pmids, **options):
    """Give all batches, after checking the books of each."""
    batches = list(fetch_records(client, pmids, **options))
    for batch in batches:
        came = dict.fromkeys(item.record.pmid for item in batch.incoming)
        broken = [piece.pmid for piece in batch.broken]
        assert sorted([*came, *batch.missing, *broken]) == sorted(batch.asked)
    return batches


def test_records_come_in_batches_with_their_own_bytes(pubmed, tmp_path):
    """Batches keep the order asked for, and each record has the bytes PubMed sent."""
    asked = (*reversed(PMIDS), "90000009", PMIDS[0])
    with quick_client(pubmed, tmp_path) as client:
        first, second, third = fetched(client, asked, batch=3)
    assert first.asked == PMIDS[:-4:-1]
    assert [item.record.pmid for item in first.incoming] == list(first.asked)
    assert first.incoming[0].raw.decode() == pubmed.records[PMIDS[-1]].strip()
    assert third.incoming[-1].record.kind == "book"
    assert first.missing == second.missing == third.missing == ()
    assert [form["id"].count(",") for form in pubmed.requests] == [2, 2, 1]
    assert {form["retmode"] for form in pubmed.requests} == {"xml"}


def test_nothing_asked_is_nothing_sent(pubmed, tmp_path):
    """No PMIDs, no request."""
    with quick_client(pubmed, tmp_path) as client:
        assert fetched(client, ()) == []
    assert pubmed.requests == []


@pytest.mark.parametrize("wrong", ["", "0", "12x", "-5", "1234567890", "007", "١٢", "1 OR 2"])  # fmt: skip
def test_what_is_no_pmid_is_refused_before_asking(pubmed, tmp_path, wrong):
    """One impossible number stops the whole call at once."""
    with quick_client(pubmed, tmp_path) as client, pytest.raises(PubMedQueryError):
        fetch_records(client, [PMIDS[0], wrong])
    assert pubmed.requests == []


def test_a_missing_record_is_asked_for_alone_three_times(pubmed, tmp_path):
    """It is believed after three questions beside a record that did come."""
    with quick_client(pubmed, tmp_path) as client:
        (batch,) = fetched(client, [PMIDS[0], "77777777"])
    assert batch == Batch((PMIDS[0], "77777777"), batch.incoming, ("77777777",))
    assert [form["id"] for form in pubmed.requests[1:]] == [f"77777777,{PMIDS[0]}"] * 3


@pytest.mark.parametrize("absences", [1, 2, 3])
def test_a_record_left_out_by_mistake_still_comes(pubmed, tmp_path, absences):
    """A record that PubMed leaves out up to three times is not lost."""
    pubmed.faults.extend([Fault("missing", PMIDS[1])] * absences)
    with quick_client(pubmed, tmp_path) as client:
        (batch,) = fetched(client, PMIDS)
    assert batch.missing == ()
    assert [item.record.pmid for item in batch.incoming] == list(PMIDS)


@pytest.mark.parametrize("kind", ["empty set", "no ids 400"])
def test_when_nothing_exists_a_known_record_bears_witness(pubmed, tmp_path, kind):
    """If none of the PMIDs exists, PubMed still shows that it can find one that does."""
    if kind == "no ids 400":
        pubmed.faults.append(Fault(kind))
    with quick_client(pubmed, tmp_path) as client:
        (batch,) = fetched(client, ["77777777"])
    assert batch == Batch(("77777777",), (), ("77777777",))
    assert [form["id"] for form in pubmed.requests[1:]] == [f"77777777,{KNOWN_PMIDS[0]}"] * 3  # fmt: skip


def test_the_witness_is_never_the_missing_record_itself(pubmed, tmp_path):
    """If the known record is the one that is missing, another bears witness."""
    pubmed.faults.append(Fault("missing"))
    with quick_client(pubmed, tmp_path) as client:
        (batch,) = fetched(client, [KNOWN_PMIDS[0]])
    assert pubmed.requests[1]["id"] == ",".join(KNOWN_PMIDS)
    assert len(batch.incoming) == 1


def test_without_a_witness_nothing_is_believed_missing(pubmed, tmp_path):
    """If PubMed denies a record that exists, its word on the others is no proof."""
    pubmed.faults.append(Fault("missing", PMIDS[1]))
    pubmed.always = Fault("missing", PMIDS[0])
    with (
        quick_client(pubmed, tmp_path) as client,
        pytest.raises(PubMedIncompleteError, match=f"without PMID {PMIDS[0]}"),
    ):
        fetched(client, PMIDS[:2])


def test_pubmed_denying_every_record_is_an_outage(pubmed, tmp_path):
    """'ID list is empty' for a record that exists is not believed."""
    pubmed.always = Fault("no ids 400")
    with (
        quick_client(pubmed, tmp_path) as client,
        pytest.raises(PubMedIncompleteError, match="cannot be believed"),
    ):
        fetched(client, PMIDS)
    assert len(pubmed.requests) == 7


@pytest.mark.parametrize("kind", ["foreign", "conflict", "damaged", "cut plain", "prolog", "html"])  # fmt: skip
def test_a_wrong_answer_is_asked_for_again(pubmed, tmp_path, kind):
    """Foreign, conflicting, damaged and cut answers are thrown away whole."""
    pubmed.faults.append(Fault(kind))
    with quick_client(pubmed, tmp_path) as client:
        (batch,) = fetched(client, PMIDS)
    assert [item.record.title for item in batch.incoming] == [f"Ketamine {p}" for p in PMIDS]  # fmt: skip
    assert len(pubmed.requests) == 2


@pytest.mark.parametrize(
    ("kind", "told"),
    [("foreign", "not asked for"), ("conflict", "two different")],
)  # fmt: skip
def test_a_lasting_wrong_answer_is_an_error(pubmed, tmp_path, kind, told):
    """If it stays wrong, nothing of it is kept and the error says what is wrong."""
    pubmed.always = Fault(kind)
    with (
        quick_client(pubmed, tmp_path) as client,
        pytest.raises(PubMedIncompleteError, match=told),
    ):
        fetched(client, PMIDS)


#: What can befall one record, so that nobody can read it.
DAMAGES = {
    "control character": lambda xml: xml.replace("Ketamine", "Keta\x01mine", 1),
    "markup": lambda xml: xml.replace("<Article ", "<Article <", 1),
    "own PMID": lambda xml: xml.replace("</PMID>", "x</PMID>", 1),
    "own PMID's tag": lambda xml: xml.replace("</PMID>", "</PMIX>", 1),
    "start": lambda xml: xml.replace("<PubmedArticle>", "<PubmedArticl>", 1),
    "end": lambda xml: xml.replace("</PubmedArticle>", "</PubmedArticl>", 1),
}
#: A record about another one, whose PMID therefore stands in it too.
ABOUT = f'<CommentsCorrectionsList><CommentsCorrections RefType="CommentOn"><RefSource>J</RefSource><PMID Version="1">{PMIDS[0]}</PMID></CommentsCorrections></CommentsCorrectionsList>'


@pytest.mark.parametrize("place", [0, 3, 6])
@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_record_costs_itself_only(pubmed, tmp_path, damage, place):
    """The others come; the damaged one is named with its own bytes and the reason."""
    own = DAMAGES[damage](article(PMIDS[place], title="Ketamine", more=ABOUT))
    pubmed.change(PMIDS[place], own)
    with quick_client(pubmed, tmp_path) as client:
        (batch,) = fetched(client, PMIDS)
    (broken,) = batch.broken
    assert [i.record.pmid for i in batch.incoming] == [p for p in PMIDS if p != PMIDS[place]]  # fmt: skip
    assert (broken.pmid, broken.source) == (PMIDS[place], "PubMed's answer")
    assert broken.raw.decode().strip() == own.strip()
    assert broken.problem
    assert batch.missing == ()
    assert len(pubmed.requests) == 2 + 3


def test_bytes_that_are_no_utf8_cost_their_record_only(pubmed, tmp_path, monkeypatch):
    """A record with impossible bytes is kept byte for byte."""
    whole = pubmed._data

    def spoilt(endpoint, form, fault):
        answer = whole(endpoint, form, fault)
        own = f"Ketamine {PMIDS[2]}".encode()
        return Answer(answer.body.replace(own, own + b"\xff\xfe"))

    monkeypatch.setattr(pubmed, "_data", spoilt)
    with quick_client(pubmed, tmp_path) as client:
        (batch,) = fetched(client, PMIDS)
    (broken,) = batch.broken
    assert broken.pmid == PMIDS[2]
    assert b"\xff\xfe" in broken.raw
    assert len(batch.incoming) == len(PMIDS) - 1


def test_damage_in_a_large_batch_takes_no_more_questions(pubmed, tmp_path):
    """A large batch is not halved for one damaged record."""
    for n in range(80000001, 80000041):
        pubmed.add(str(n))
    pubmed.change("80000007", DAMAGES["markup"](article("80000007")))
    with quick_client(pubmed, tmp_path) as client:
        (batch,) = fetched(client, [str(n) for n in range(80000001, 80000041)])
    assert [piece.pmid for piece in batch.broken] == ["80000007"]
    assert [form["id"].count(",") + 1 for form in pubmed.requests] == [40, 40, 2, 2, 2]


@pytest.mark.parametrize("times", [1, 2, 3, 4])
def test_damage_that_passes_is_forgotten(pubmed, tmp_path, times):
    """A record that is damaged up to four times in a row and then whole has come."""
    pubmed.faults.extend([Fault("damaged")] * times)
    with quick_client(pubmed, tmp_path) as client:
        (batch,) = fetched(client, PMIDS)
    assert batch.broken == ()
    assert [item.record.pmid for item in batch.incoming] == list(PMIDS)


def test_missing_and_damaged_records_are_told_apart(pubmed, tmp_path):
    """Beside a damaged record another one may be missing; each is asked for alone."""
    pubmed.change(PMIDS[1], DAMAGES["own PMID's tag"](pubmed.records[PMIDS[1]]))
    with quick_client(pubmed, tmp_path) as client:
        (batch,) = fetched(client, [*PMIDS, "77777777"])
    assert batch.missing == ("77777777",)
    assert [piece.pmid for piece in batch.broken] == [PMIDS[1]]


@pytest.mark.parametrize("damage", ["markup", "own PMID's tag"])
def test_a_damaged_record_that_nobody_asked_for_is_an_error(
    pubmed, tmp_path, monkeypatch, damage
):
    """If all came, or the damaged one is another by its own word, nothing is guessed."""
    foreign = DAMAGES[damage](article("99999999"))
    whole = pubmed._data

    def more(endpoint, form, fault):
        answer = whole(endpoint, form, fault)
        end = b"</PubmedArticleSet>"
        return Answer(answer.body.replace(end, foreign.encode() + end))

    monkeypatch.setattr(pubmed, "_data", more)
    asked = [*PMIDS, "77777777"] if damage == "markup" else PMIDS
    with (
        quick_client(pubmed, tmp_path) as client,
        pytest.raises(PubMedIncompleteError, match="not clear which"),
    ):
        fetched(client, asked)
    assert len(pubmed.requests) == 6


def test_a_damaged_witness_proves_nothing(pubmed, tmp_path):
    """If the known record is damaged too, PubMed is not believed about any other."""
    for pmid in (PMIDS[0], *KNOWN_PMIDS):
        pubmed.add(pmid, DAMAGES["markup"](article(pmid)))
    with (
        quick_client(pubmed, tmp_path) as client,
        pytest.raises(PubMedIncompleteError, match=f"without PMID {KNOWN_PMIDS[0]}"),
    ):
        fetched(client, [PMIDS[0]])


def test_a_record_that_was_sent_is_not_missing(pubmed, tmp_path):
    """PubMed may not send a damaged record and then say that there is none."""
    pubmed.faults.extend([Fault("damaged")] * 2 + [Fault("missing", PMIDS[0])] * 3)
    with (
        quick_client(pubmed, tmp_path) as client,
        pytest.raises(PubMedIncompleteError, match=f"sent PMID {PMIDS[0]}"),
    ):
        fetched(client, PMIDS)


def test_many_damaged_records_are_an_outage(pubmed, tmp_path):
    """An answer that is mostly damaged says nothing about single records."""
    pmids = [str(n) for n in range(80000001, 80000002 + 6 * MOST_DAMAGED)]
    for pmid in pmids:
        pubmed.add(pmid, DAMAGES["markup"](article(pmid)))
    with (
        quick_client(pubmed, tmp_path) as client,
        pytest.raises(PubMedIncompleteError, match="damaged records"),
    ):
        fetched(client, [*PMIDS[:1], *pmids])
    assert len(pubmed.requests) == 6


@settings(max_examples=25, deadline=None)
@given(
    st.dictionaries(st.sampled_from(PMIDS[:6]), st.sampled_from(sorted(DAMAGES)), max_size=4),
    st.sets(st.sampled_from(PMIDS[:6]), max_size=3),
    st.integers(1, 9),
)  # fmt: skip
def test_whatever_is_damaged_or_gone_the_books_add_up(tmp_path_factory, damaged, gone, size):  # fmt: skip
    """Exactly the whole records come, the gone are missing, the damaged are broken."""
    records = {
        p: DAMAGES[damaged[p]](article(p)) if p in damaged else article(p)
        for p in PMIDS
        if p not in gone
    }
    with (
        FakePubMed(records) as pubmed,
        quick_client(pubmed, tmp_path_factory.mktemp("gate")) as client,
    ):
        batches = fetched(client, PMIDS, batch=size)
    broken = {piece.pmid: piece.raw for batch in batches for piece in batch.broken}
    assert broken.keys() == damaged.keys() - gone
    assert all(broken[p].decode().strip() == records[p].strip() for p in broken)
    assert {p for batch in batches for p in batch.missing} == gone


def test_identical_duplicates_are_one_record(pubmed, tmp_path):
    """The same record twice in one answer is that record."""
    pubmed.always = Fault("duplicate")
    with quick_client(pubmed, tmp_path) as client:
        (batch,) = fetched(client, PMIDS)
    assert len(batch.incoming) == len(PMIDS)
    assert len(pubmed.requests) == 1


def test_all_versions_of_a_record_are_kept(pubmed, tmp_path):
    """Several versions of one PMID come together, the highest last."""
    pubmed.change(PMIDS[0], "".join(article(PMIDS[0], version=n) for n in (3, 1, 2)))
    with quick_client(pubmed, tmp_path) as client:
        (batch,) = fetched(client, PMIDS[:2])
    assert [item.record.version for item in batch.incoming] == [1, 2, 3, 1]


def test_a_batch_that_is_too_much_is_halved(pubmed, tmp_path, monkeypatch):
    """After two failures of a large batch, half of it is asked for."""
    whole = pubmed._data
    sizes = []

    def weak(endpoint, form, fault):
        sizes.append(form["id"].count(",") + 1)
        if sizes[-1] > 12:
            return Answer(b"too much", 502)
        return whole(endpoint, form, fault)

    monkeypatch.setattr(pubmed, "_data", weak)
    pmids = [str(n) for n in range(80000001, 80000046)]
    for pmid in pmids:
        pubmed.add(pmid)
    with quick_client(pubmed, tmp_path) as client:
        (batch,) = fetched(client, pmids)
    assert sizes == [45, 45, 22, 22, 11, 11, 23, 23, 11, 12]
    assert [item.record.pmid for item in batch.incoming] == pmids


def test_an_outage_ends_after_six_attempts_in_all(pubmed, tmp_path):
    """Halving spends the same attempts; it does not multiply them."""
    pubmed.always = Fault("status", 502)
    clock = QuickClock()
    with quick_client(pubmed, tmp_path, clock=clock) as client, pytest.raises(PubMedUnavailableError):  # fmt: skip
        fetched(client, [str(n) for n in range(80000001, 80000201)])
    assert [form["id"].count(",") + 1 for form in pubmed.requests] == [200, 200, 100, 100, 50, 50]  # fmt: skip
    assert sum(clock.slept) < 300


def test_a_block_between_batches_stops_the_rest(pubmed, tmp_path):
    """What came before a block was given; nothing is asked for after it."""
    with quick_client(pubmed, tmp_path) as client:
        batches = fetch_records(client, PMIDS, batch=3)
        assert len(next(batches).incoming) == 3
        pubmed.always = Fault("403")
        with pytest.raises(PubMedBlockedError):
            next(batches)
    assert len(pubmed.requests) == 2


FAULTS = ["short", "cut chunk", "cut gzip", "cut plain", "reset", "close", "garbage", "empty", "prolog", "html", "error", "nested error", "json error", "relayed 400", "pubone 400", "status", "429", "busy", "unrouted", "foreign", "conflict", "duplicate", "missing", "damaged", "no ids 400"]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(st.none(), st.sampled_from(FAULTS)), max_size=12), st.integers(1, 5))  # fmt: skip
def test_no_mixture_of_faults_loses_or_invents_a_record(tmp_path_factory, kinds, size):
    """Under any mixture of faults the records are exactly those of PubMed, or an error."""
    records = {pmid: article(pmid, title=f"Ketamine {pmid}") for pmid in PMIDS}
    with FakePubMed(records) as pubmed:
        pubmed.faults.extend(Fault(kind or "duplicate") for kind in kinds)
        with quick_client(pubmed, tmp_path_factory.mktemp("gate")) as client:
            try:
                batches = fetched(client, (*PMIDS, "77777777"), batch=size)
            except (PubMedUnavailableError, PubMedIncompleteError, PubMedBlockedError):
                return
    got = {i.record.pmid: i.record.title for batch in batches for i in batch.incoming}
    # Four lies in a row about one record, each beside a witness that did come, are
    # believed; fewer are not.
    lost = {pmid for batch in batches for pmid in batch.missing} - {"77777777"}
    broken = {piece.pmid for batch in batches for piece in batch.broken}
    lost |= broken
    assert got == {pmid: f"Ketamine {pmid}" for pmid in PMIDS if pmid not in lost}
    lies = kinds.count("missing") + kinds.count("no ids 400")
    assert len(lost - broken) <= lies // 4
    # A record is called broken after five damaged answers: two whole, three alone.
    assert len(broken) <= kinds.count("damaged") // 5

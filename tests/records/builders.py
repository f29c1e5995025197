"""Records written for the tests, about invented studies."""

from __future__ import annotations

from ketaevidence.records.dates import PartialDate
from ketaevidence.records.model import Record
from ketaevidence.records.parts import (
    Author,
    Book,
    Chemical,
    Correction,
    Grant,
    Journal,
    Keyword,
    MeshHeading,
    OtherAbstract,
    PublicationType,
    Qualifier,
    Reference,
    Registration,
    Section,
    SupplementaryConcept,
)


def full_record() -> Record:
    """Give a record in which every field holds something that no default is."""
    muster = Author(
        "Muster",
        "Erika A",
        "EA",
        orcid="0000-0000-0000-0001",
        affiliations=("First Clinic; Second Floor.", "Second Clinic."),
    )
    other = Author("Other", initials="O", affiliations=("Second Clinic.",))
    return Record(
        title="Ketamine in an invented trial",
        pmid="090000001",
        version=2,
        local_id="ref-7",
        kind="book",
        status="MEDLINE",
        indexing_method="Automated",
        vernacular_title="Ketamin in einer erfundenen Studie",
        sections=(
            Section("We studied 12 patients.", "METHODS"),
            Section("Pain was less."),
            Section("What this project says.", written_by="project"),
        ),
        abstract_copyright="Invented Press",
        other_abstracts=(
            OtherAbstract("Publisher", "ger", (Section("Zwölf.", "METHODEN"), Section("Weniger."))),
            OtherAbstract("plain-language-summary", None, (Section("Less pain."),)),
        ),
        authors=(muster, other, Author(collective_name="Invented Pain Group")),
        has_all_authors=False,
        investigators=(Author("Member", initials="M"),),
        journal=Journal("Journal of Invented Pain", "J Invent Pain", "0000-0000", "Print", "0000001", "J Invent Pain", "0000-0001", "Austria"),
        volume="7",
        issue="2",
        pages="11-9",
        book=Book(title="Pain, invented"),
        published=PartialDate(2020, words="2020 Mar-Apr"),
        published_online=PartialDate(2019, 12, 30),
        publication_model="Print-Electronic",
        publication_status="ppublish",
        completed=PartialDate(2020, 6, 1),
        revised=PartialDate(2021, 2),
        history=(("received", PartialDate(2019, 5, 4)), ("entrez", PartialDate(2020, 1))),
        doi="10.1000/own",
        pmcid="PMC0000001",
        other_ids=(("pii", "S1"), ("NASA", "2")),
        languages=("eng", "ger"),
        publication_types=(PublicationType("Journal Article", "D016428"), PublicationType("Retracted Publication", "D016441")),
        mesh=(MeshHeading("Ketamine", "D007649", is_major=True, qualifiers=(Qualifier("adverse effects"),)), MeshHeading("Humans")),
        supplementary_mesh=(SupplementaryConcept("Invented disease"),),
        keywords=(Keyword("pain", "NOTNLM"), Keyword("CRPS")),
        chemicals=(Chemical("Ketamine", "D007649", "690G0I6V8F"),),
        gene_symbols=("inv1", "inv2"),
        people=(Author("Subject", initials="S"),),
        grants=(Grant("Invented Fund", "G 1", "IF", "Austria"), Grant("Second Fund")),
        registrations=(Registration("ClinicalTrials.gov", "NCT00000001"),),
        corrections=(Correction("RetractionIn", "J Invent Pain. 2021;8:1", "90000002"), Correction("ErratumIn", "J Invent Pain. 2020;7:99")),
        conflict_of_interest="None declared.",
        notes=(("KIE", "A first note."), ("NLM", "A second.")),
        citation_subsets=("IM", "AIM"),
        space_flight_missions=("Invented Flight 1",),
        number_of_references="31",
        references=(Reference("Muster E. J Invent Pain. 2001", (("pubmed", "90000003"),)),),
    )  # fmt: skip

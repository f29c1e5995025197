import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ketaevidence.curation import vocabulary
from ketaevidence.curation.files import read_register, write_register
from ketaevidence.curation.model import Arm, Register, Result, Source, Study
from ketaevidence.errors import CurationError

# Any text that a cell can hold: not blank, and without NUL or carriage return.
TEXT = st.text(
    st.characters(codec="utf-8", exclude_characters="\r\0"), min_size=1, max_size=12
).filter(lambda text: bool(text.strip()))
MAYBE_TEXT = st.none() | TEXT
NUMBER = st.none() | st.floats(allow_nan=False, allow_infinity=False)
COUNT = st.none() | st.integers(1, 10**6)


def word(words):
    """Choose one of the controlled words."""
    return st.sampled_from(sorted(words))


SOURCES = st.builds(
    Source,
    url=MAYBE_TEXT,
    location=MAYBE_TEXT,
    confidence=word(vocabulary.CONFIDENCES),
    quote=MAYBE_TEXT,
)


def studies(study_id):
    """Make studies with this identifier."""
    return st.builds(
        Study,
        study_id=st.just(study_id),
        label=TEXT,
        title=TEXT,
        design=word(vocabulary.DESIGNS),
        cohort_family=TEXT,
        source=SOURCES,
        pmid=st.none() | st.from_regex(r"0?[0-9]{1,8}", fullmatch=True),
        year=st.none() | st.integers(1900, 2100),
        is_randomised=st.none() | st.booleans(),
        n_enrolled=COUNT,
        route=st.none() | word(vocabulary.ROUTES),
        form=st.none() | word(vocabulary.FORMS),
        dose_class=st.none() | word(vocabulary.DOSE_CLASSES),
        comparator_kind=st.none()
        | word(vocabulary.WORDS["studies"]["comparator_kind"]),
        notes=MAYBE_TEXT,
    )


def arms(study_id, arm_id):
    """Make arms with these identifiers."""
    return st.builds(
        Arm,
        study_id=st.just(study_id),
        arm_id=st.just(arm_id),
        label=TEXT,
        role=word(vocabulary.ARM_ROLES),
        n=COUNT,
    )


def results(result_id, arm):
    """Make results of this arm."""
    return st.builds(
        Result,
        result_id=st.just(result_id),
        study_id=st.just(arm.study_id),
        arm_id=st.just(arm.arm_id),
        outcome=word(vocabulary.OUTCOMES),
        outcome_words=TEXT,
        statistic=word(vocabulary.STATISTICS),
        source=SOURCES,
        phase=word(vocabulary.PHASES),
        time_days=NUMBER,
        n=COUNT,
        value=NUMBER,
        percent=st.none() | st.floats(0, 100),
        ci_low=NUMBER,
        ci_level=st.none() | st.floats(0.01, 0.99),
        statement=MAYBE_TEXT,
        notes=MAYBE_TEXT,
    )


@st.composite
def registers(draw):
    """Make sound registers of up to three studies."""
    ids = draw(st.lists(TEXT, unique=True, max_size=3))
    all_arms = [draw(arms(i, name)) for i in ids for name in ("a", "b")]
    all_results = [
        draw(results(f"R{number}", arm)) for number, arm in enumerate(all_arms)
    ]
    all_studies = [draw(studies(i)) for i in ids]
    return Register(tuple(all_studies), tuple(all_arms), tuple(all_results))


SOURCE = Source("https://example.org", "abstract", "primary_abstract")
STUDY = Study("smith2020", "Smith 2020", "A trial", "other", "smith2020", SOURCE)
REGISTER = Register(
    studies=(STUDY,),
    arms=(Arm("smith2020", "k", "Ketamine", "single", 20),),
    results=(
        Result(
            result_id="R1",
            study_id="smith2020",
            arm_id="k",
            outcome="pain_intensity",
            outcome_words="pain",
            statistic="mean",
            source=SOURCE,
            value=2.68,
            n=20,
        ),
    ),
)


def texts_with(table, old, new):
    """Give the three texts with one of them changed in one place."""
    texts = write_register(REGISTER)
    assert old in texts[table]
    texts[table] = texts[table].replace(old, new, 1)
    return texts.values()


# Whole registers are slow to draw on a busy machine, which is no fault of theirs.
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(registers())
def test_a_register_survives_its_files(register):
    """Writing a register and reading it back gives an equal register."""
    assert read_register(*write_register(register).values()) == register


def test_the_texts_are_plain_csv():
    """Three tables come out, with a header each and lines that end in a line feed."""
    texts = write_register(REGISTER)
    assert list(texts) == ["studies.csv", "arms.csv", "results.csv"]
    assert (
        texts["arms.csv"] == "study_id,arm_id,label,role,n\n"
        "smith2020,k,Ketamine,single,20\n"
    )


def test_files_are_read_as_spreadsheets_save_them(tmp_path):
    """A byte order mark, CRLF line ends and empty rows do not disturb the reading."""
    paths = []
    for name, text in write_register(REGISTER).items():
        path = tmp_path / name
        commas = "," * text.partition("\n")[0].count(",")
        saved = f"\ufeff{text}{commas}\n\n".replace("\n", "\r\n")
        path.write_bytes(saved.encode("utf-8"))
        paths.append(path)
    assert read_register(*paths) == REGISTER


def test_identifiers_stay_text():
    """A PMID with a leading nought keeps it."""
    texts = write_register(REGISTER)
    header, row = texts["studies.csv"].splitlines()
    cells = row.split(",")
    cells[header.split(",").index("pmid")] = "0123"
    texts["studies.csv"] = f"{header}\n{','.join(cells)}\n"
    assert read_register(*texts.values()).study("smith2020").pmid == "0123"


@pytest.mark.parametrize(
    ("table", "old", "new", "message"),
    [
        ("results.csv", "2.68", "2,68", "results.csv, row 2: "),
        ("results.csv", "2.68", '"2,68"', "row 2, column value: '2,68' cannot be read"),
        ("results.csv", "2.68", "nan", "row 2, column value: 'nan' cannot be read"),
        ("results.csv", "2.68", "1e999", "row 2, column value: '1e999' cannot be read"),
        ("results.csv", "2.68", "2.68 ± 0.5", "allowed: a number with a decimal point"),
        ("arms.csv", "single,20", "single,20.0", "'20.0' cannot be read; allowed: a w"),
        ("arms.csv", "single,20", "single,2_0", "'2_0' cannot be read"),
        ("arms.csv", "k,Ketamine", "k,", "arms.csv, row 2, column label: '' is blank"),
        (
            "arms.csv",
            ",n\n",
            ",number\n",
            "column 'number': unknown; allowed: study_id",
        ),
        ("arms.csv", ",n\n", ",number\n", "column 'n': missing"),
        ("arms.csv", "role,n", "role,n,n", "column 'n': given twice"),
        ("arms.csv", "single", '"single', "not a CSV table"),
        ("arms.csv", "single", "solo", "'solo' is not possible; allowed: intervention"),
        ("studies.csv", "other", '"rct', "not a CSV table"),
    ],
)
def test_what_cannot_be_read_is_refused(table, old, new, message):
    """A cell, row or column that cannot be read is named with what is allowed."""
    with pytest.raises(CurationError, match=re.escape(message)):
        read_register(*texts_with(table, old, new))


def test_only_yes_and_no_are_yes_and_no():
    """A truth value in other words is refused, not guessed."""
    texts = write_register(REGISTER)
    header, row = texts["studies.csv"].splitlines()
    cells = row.split(",")
    cells[header.split(",").index("is_randomised")] = "TRUE"
    texts["studies.csv"] = f"{header}\n{','.join(cells)}\n"
    message = "column is_randomised: 'TRUE' cannot be read; allowed: yes, no or nothing"
    with pytest.raises(CurationError, match=message):
        read_register(*texts.values())


def test_problems_of_all_files_come_together():
    """One error lists the unreadable cells of every file."""
    texts = write_register(REGISTER)
    texts["arms.csv"] = texts["arms.csv"].replace("20", "twenty")
    texts["results.csv"] = texts["results.csv"].replace("2.68", "low")
    with pytest.raises(CurationError, match=re.escape("2 problem(s)")) as caught:
        read_register(*texts.values())
    assert "arms.csv, row 2, column n: 'twenty'" in str(caught.value)
    assert "results.csv, row 2, column value: 'low'" in str(caught.value)


def test_a_file_that_cannot_be_opened_is_named(tmp_path):
    """A missing file and one that is not UTF-8 are named in one error."""
    broken = tmp_path / "broken.csv"
    broken.write_bytes(b"study_id\n\xff\n")
    with pytest.raises(CurationError) as caught:
        read_register(tmp_path / "absent.csv", broken, "")
    assert "absent.csv: the file cannot be opened" in str(caught.value)
    assert "broken.csv: not UTF-8 text" in str(caught.value)


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_number_that_is_not_finite_is_not_written(value):
    """What could not be read back is refused when it is written."""
    row = Result("R1", "smith2020", "k", "other", "x", "number", SOURCE, value=value)
    register = Register(REGISTER.studies, REGISTER.arms, (row,))
    with pytest.raises(CurationError, match=r"value: .* a finite number"):
        write_register(register)

"""A RevMan data package: every column read, unused zeros gone, its pools found again."""

from __future__ import annotations

from dataclasses import fields

import pytest
from tests.exchange.revman_builder import (
    ROW_HEAD,
    SETTING_HEAD,
    analysis,
    counts,
    means,
    package,
    row,
    zipped,
)

import ketaevidence as ke
from ketaevidence.errors import EffectError, ReadError
from ketaevidence.exchange.revman_columns import DATA, ROWS, SETTINGS
from ketaevidence.exchange.revman_in import read_revman
from ketaevidence.exchange.revman_package import PackageAnalysis, PackageRow

TABLES = (
    ("Ada 2001", 8, 30, 3, 30),
    ("Bea 2002", 0, 20, 2, 21),
    ("Cy 2003", 5, 9, 4, 9),
)
AI, N1I, CI, N2I = (
    list(column) for column in zip(*[t[1:] for t in TABLES], strict=True)
)
MEANS = (
    ("Ada 2001", 4.1, 2.0, 30, 5.2, 2.1, 30),
    ("Bea 2002", 0.0, 1.0, 8, 2.2, 1.4, 9),
)
DICHOTOMOUS = {
    "Data type": "Dichotomous",
    "Log-scale data": "true",
    "Statistical method": "MH",
    "Effect measure": "Odds Ratio",
    "Analysis model": "Fixed effect",
}
CONTINUOUS = {
    "Data type": "Continuous",
    "Log-scale data": "false",
    "Statistical method": "IV",
    "Effect measure": "Mean Difference",
    "Analysis model": "Random effect",
}


def estimate(found, *, scale=float):
    """Print a pooled result as RevMan does, with six decimals."""
    told = {
        "Mean": scale(found.estimate),
        "CI start": scale(found.ci_lb),
        "CI end": scale(found.ci_ub),
        "Heterogeneity Chi²": found.QE,
        "Heterogeneity df": found.QE_df,
        "Heterogeneity I²": found.I2,
        "Effect Z": abs(found.zval),
        "Effect P": found.pval,
    }
    return {name: f"{value:.6f}" for name, value in told.items()}


def read(tmp_path, settings, rows, **more):
    """Write a package and read it."""
    path = tmp_path / "77-dataPackage.zip"
    path.write_bytes(package(settings, rows, **more))
    return read_revman(path)


def dichotomous(tmp_path, **more):
    """Read a package with one analysis of counts."""
    rows = [counts(*table) for table in TABLES]
    return read(tmp_path, [analysis(1, **DICHOTOMOUS | more)], rows).analysis("1.1")


def test_every_column_is_a_field():
    """The 24 and the 45 columns each have a field of their own, and no field is extra."""
    assert (len(ROWS), len(SETTINGS)) == (24, 45)
    assert [name for _, name, _ in ROWS] == [f.name for f in fields(PackageRow)]
    own = [field.name for field in fields(PackageAnalysis) if field.name != "rows"]
    assert [name for _, name, _ in SETTINGS] == own


def test_every_value_of_every_column_arrives(tmp_path):
    """A value in any of the columns stands in its field."""
    kinds = {
        "text": "told",
        "number": "1.5",
        "count": "7",
        "percent": "90%",
        "flag": "true",
    }
    settings = {heading: kinds[kind] for heading, _, kind in SETTINGS}
    rows = {heading: kinds[kind] for heading, _, kind in ROWS}
    package_ = read(tmp_path, [settings], [rows])
    (found,) = package_.analyses
    values = {"text": "told", "number": 1.5, "count": 7, "percent": 0.9, "flag": True}
    for _, name, kind in SETTINGS:
        assert getattr(found, name) == values[kind], name
    for _, name, kind in ROWS:
        assert getattr(found.rows[0], name) == values[kind], name
    frame = package_.frame()
    assert list(frame.columns)[:24] == [name for _, name, _ in ROWS]
    assert frame.loc[0, "giv_se"] == 1.5


def test_a_zero_that_is_not_used_is_missing_and_one_that_is_stays(tmp_path):
    """No events are 0 events; a mean that nobody entered is no mean."""
    found = dichotomous(tmp_path).rows[1]
    assert (found.experimental_cases, found.experimental_n) == (0, 20)
    used = {"experimental_cases", "experimental_n", "control_cases", "control_n"}
    assert [n for n in DATA - used if getattr(found, n) is not None] == []
    assert (found.mean, found.ci_start, found.ci_end) == (None, None, None)
    continuous = read(
        tmp_path, [analysis(2, **CONTINUOUS)], [means(*table) for table in MEANS]
    ).analysis("1.2")
    assert continuous.rows[1].experimental_mean == 0.0
    assert continuous.rows[1].experimental_cases is None


def test_mantel_haenszel_is_found_again(tmp_path):
    """The package's own pooled odds ratio comes out of its counts."""
    pooled = ke.mantel_haenszel("OR", ai=AI, n1i=N1I, ci=CI, n2i=N2I)
    told = estimate(pooled, scale=lambda x: float(pooled.back_transform(x)))
    found = dichotomous(tmp_path, **told).compare()
    assert found.agrees, found.differences
    assert len(found.numbers) == 8
    assert found.frame()["same"].all()


def test_a_wrong_estimate_is_reported(tmp_path):
    """A number that does not follow from the rows is named with both values."""
    pooled = ke.mantel_haenszel("OR", ai=AI, n1i=N1I, ci=CI, n2i=N2I)
    told = estimate(pooled, scale=lambda x: float(pooled.back_transform(x)))
    found = dichotomous(tmp_path, **told | {"Mean": "1.5"}).compare()
    assert not found.agrees
    assert [(name, theirs) for name, theirs, _ in found.differences] == [
        ("estimate", 1.5)
    ]


@pytest.mark.parametrize(
    ("measure", "method", "model"),
    [
        ("Risk Ratio", "IV", "Random effect"),
        ("Odds Ratio", "IV", "Fixed effect"),
        ("Risk Difference", "MH", "Fixed effect"),
        ("Peto Odds Ratio", "PETO", "Fixed effect"),
    ],
)
def test_other_analyses_of_counts_are_found_again(tmp_path, measure, method, model):
    """Inverse variance, risk differences and Peto's method follow the settings."""
    counted = {"ai": AI, "n1i": N1I, "ci": CI, "n2i": N2I}
    short = {"Risk Ratio": "RR", "Odds Ratio": "OR", "Risk Difference": "RD"}
    if method == "PETO":
        pooled = ke.peto_odds_ratio(**counted)
    elif method == "MH":
        pooled = ke.mantel_haenszel("RD", **counted, variance="Greenland-Robins")
    else:
        effects = ke.effect_sizes(short[measure], **counted)
        fixed = {"method": "EE", "test": "z"}
        pooled = ke.pool(
            effects, **(fixed if model[0] == "F" else {"preset": "revman5"})
        )
    told = estimate(pooled, scale=lambda x: float(pooled.back_transform(x)))
    settings = {
        "Effect measure": measure,
        "Statistical method": method,
        "Analysis model": model,
        "Log-scale data": "false" if measure == "Risk Difference" else "true",
    }
    found = dichotomous(tmp_path, **settings, **told).compare()
    assert found.agrees, found.differences


def test_swapped_events_are_non_events(tmp_path):
    """Where events and non-events are swapped, the odds ratio turns round."""
    straight = dichotomous(tmp_path).effects()
    swapped = dichotomous(tmp_path, **{"Swap event and non-event": "true"}).effects()
    assert swapped.yi == pytest.approx(-straight.yi)


def test_means_are_found_again(tmp_path):
    """Mean differences and standardised ones follow RevMan's formulas."""
    rows = [means(*table) for table in MEANS]
    names = ("m1i", "sd1i", "n1i", "m2i", "sd2i", "n2i")
    columns = dict(zip(names, zip(*[m[1:] for m in MEANS], strict=True), strict=True))
    effects = ke.effect_sizes("MD", **columns)
    told = estimate(ke.pool(effects, preset="revman5"))
    found = read(tmp_path, [analysis(2, **CONTINUOUS | told)], rows).analysis("1.2")
    assert found.effects() == ke.effect_sizes(
        "MD", **columns, slab=["Ada 2001", "Bea 2002"]
    )
    assert found.compare().agrees
    # Worked out by hand from RevMan's formulas: g = -0.529459, its error 0.262996.
    smd = CONTINUOUS | {
        "Effect measure": "Std. Mean Difference",
        "Analysis model": "Fixed effect",
        "Mean": "-0.529459",
        "CI start": "-1.044922",
        "CI end": "-0.013997",
    }
    one = read(tmp_path, [analysis(2, **smd)], rows[:1]).analysis("1.2").compare()
    assert one.agrees, one.differences


@pytest.mark.parametrize(
    ("kind", "cells"),
    [
        ("Contrast level", {"GIV Mean": "-0.5", "GIV SE": "0.2"}),
        ("O-E and variance", {"O-E": "-12.5", "Variance": "25"}),
    ],
)
def test_generic_and_observed_less_expected(tmp_path, kind, cells):
    """Estimates with standard errors, and O - E with V, are effects as given."""
    settings = analysis(
        3,
        **{
            "Data type": kind,
            "Statistical method": "IV",
            "Log-scale data": "true",
            "Analysis model": "Fixed effect",
            "Mean": "0.606531",
            "CI start": "0.409838",
            "CI end": "0.897621",
        },
    )
    found = read(tmp_path, [settings], [row(3, "Ada 2001", **cells)]).analysis("1.3")
    assert found.effects().yi[0] == pytest.approx(-0.5)
    assert found.effects().se[0] == pytest.approx(0.2)
    assert found.effects().kind == "contrast"
    assert found.compare().agrees


def test_rows_of_subgroups_alone_count_in_no_overall_estimate(tmp_path):
    """A row that RevMan keeps out of the overall estimate is left out, and said."""
    rows = [counts(*table) for table in TABLES]
    rows.append(counts("Dee", 9, 9, 1, 9, Applicability="SUBGROUP_ONLY"))
    rows.append(counts("Ada 2001", 1, 5, 1, 5, Subgroup="Old"))
    settings = DICHOTOMOUS | {"Mean": "1", "CI start": "0.5", "CI end": "2"}
    found = read(tmp_path, [analysis(1, **settings)], rows).analysis("1.1")
    assert len(found.rows) == 5
    assert found.effects().slab[-1] == "Ada 2001 [Old]"
    assert "Dee" not in found.effects().slab
    assert "1 rows count in no overall" in found.compare().notes[0]


def test_studies_and_judgements_come_along(tmp_path):
    """Characteristics and judgements keep their headings; other files are named."""
    found = read(tmp_path, [analysis(1, **DICHOTOMOUS)], [counts(*TABLES[0])])
    (study,) = found.studies
    assert study.told[-1] == ("Char: Methods", "Made up")
    (bias,) = found.bias
    assert (bias.study, bias.domain) == ("Ada 2001", "Blinding: All")
    assert (bias.judgement, bias.support) == ("Low risk", "Told, invented")
    assert found.unread == ("77-study-data/77-included.ris",)


def test_the_package_of_the_library_holds_the_data_in_a_zip_of_its_own(tmp_path):
    """A package inside another zip is found."""
    found = read(
        tmp_path, [analysis(1, **DICHOTOMOUS)], [counts(*TABLES[0])], nested=True
    )
    assert [a.number for a in found.analyses] == ["1.1"]


def refusal(tmp_path, raw):
    """Give the message with which a file is refused."""
    path = tmp_path / "bad.zip"
    path.write_bytes(raw)
    with pytest.raises(ReadError) as told:
        read_revman(path)
    return str(told.value)


def test_a_newer_package_is_refused_with_what_to_do(tmp_path):
    """The format since September 2024 is named, and a way to read it."""
    raw = package([analysis(1)], [])
    head = ",".join(SETTING_HEAD).encode()
    newer = head.replace(b"Study CI,Estimate CI", b"CI method,CI/PI level")
    files = {
        "7-analysis-data/7-overall-estimates-and-settings.csv": newer + b"\n",
        "7-analysis-data/7-data-rows.csv": ",".join(ROW_HEAD).encode() + b"\n",
    }
    told = refusal(tmp_path, zipped(files))
    assert "newer format" in told
    assert "read.cdir" in told
    assert raw


def test_what_is_no_package_of_interventions_is_refused(tmp_path):
    """No zip, no data, a diagnostic review: each is told apart."""
    assert "no zip that can be read" in refusal(tmp_path, b"TY  - JOUR")
    assert "no overall-estimates" in refusal(tmp_path, zipped({"a.txt": b"x"}))
    raw = package([analysis(1)], [], more=[("77-analysis-data/77-parameters.csv", b"")])
    assert "diagnostic" in refusal(tmp_path, raw)
    with pytest.raises(ReadError, match="cannot be read"):
        read_revman(tmp_path / "absent.zip")


def test_a_damaged_cell_is_named_by_file_row_and_column(tmp_path):
    """What a spreadsheet changed is refused with its place."""
    rows = [counts(*TABLES[0]), counts("Bea", 1, "9 Jan", 2, 9)]
    told = refusal(tmp_path, package([analysis(1, **DICHOTOMOUS)], rows))
    assert "77-data-rows.csv: row 3: column Experimental N: '9 Jan'" in told
    told = refusal(tmp_path, package([analysis(1, **{"Study CI": "most"})], []))
    assert "row 2: column Study CI: 'most'" in told
    told = refusal(tmp_path, package([analysis(1)], [row(2, "Ada")]))
    assert "row 2: analysis 1.2, which the settings do not have" in told
    told = refusal(tmp_path, package([analysis(1), analysis(1)], []))
    assert "row 3: analysis 1.1 again" in told


def test_what_cannot_be_computed_says_which_analysis(tmp_path):
    """An unknown type, measure or method, or a missing number, is an error by name."""
    with pytest.raises(ReadError, match=r"1\.1 .*data type 'Arm level'"):
        dichotomous(tmp_path, **{"Data type": "Arm level"}).effects()
    with pytest.raises(ReadError, match="measure 'Hazard Ratio'"):
        dichotomous(tmp_path, **{"Effect measure": "Hazard Ratio"}).effects()
    with pytest.raises(ReadError, match="no overall estimate in the package"):
        dichotomous(tmp_path).compare()
    rows = [counts("Ada", 1, 9, 2, 9, **{"Control N": ""})]
    found = read(tmp_path, [analysis(1, **DICHOTOMOUS)], rows).analysis("1.1")
    with pytest.raises(EffectError, match="Ada"):
        found.effects()
    with pytest.raises(ReadError, match=r"no analysis '9\.9'; it has 1\.1"):
        read(tmp_path, [analysis(1)], []).analysis("9.9")

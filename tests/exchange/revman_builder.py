"""A RevMan data package, version 1, made up for the tests."""

from __future__ import annotations

import csv
import io
import zipfile

from ketaevidence.exchange.revman_columns import ROWS, SETTINGS

ROW_HEAD = [heading for heading, _, _ in ROWS]
SETTING_HEAD = [heading for heading, _, _ in SETTINGS]
#: What RevMan writes where a number is not used.
UNUSED = dict.fromkeys(
    (
        "GIV Mean", "GIV SE", "Experimental mean", "Experimental SD", "Control mean",
        "Control SD", "O-E", "Variance",
    ),
    "0.0",
) | {"Experimental cases": "0", "Control cases": "0"}  # fmt: skip


def analysis(number, **more):
    """Give the settings of an analysis in comparison 1."""
    return {
        "Analysis group": "1",
        "Analysis number": str(number),
        "Analysis name": f"Outcome {number}",
        "Analysis group name": "Ketamine against placebo",
        "Data source": "Custom input",
        "Data source eligibility": "#N/A",
        "Subgroup estimates": "true",
        "Overall estimates": "true",
        "Test for subgroup differences": "false",
        "Swap event and non-event": "false",
        "Study CI": "95%",
        "Estimate CI": "95%",
        "ID": f"analysis:{number}",
    } | more


def row(number, study, **more):
    """Give a row of an analysis."""
    return {
        "Analysis group": "1",
        "Analysis number": str(number),
        "Analysis name": f"Outcome {number}",
        "Applicability": "SUBGROUP_AND_OVERALL",
        "Study": study,
        "Study year": "2001",
        **UNUSED,
        "Weight": "0",
        "Mean": "0",
        "CI start": "0",
        "CI end": "0",
    } | more


def counts(study, a, n1, c, n2, **more):
    """Give a row of counts of analysis 1."""
    told = {
        "Experimental cases": a,
        "Experimental N": n1,
        "Control cases": c,
        "Control N": n2,
    }
    return row(1, study, **{k: str(v) for k, v in told.items()} | more)


def means(study, *numbers):
    """Give a row of analysis 2: mean, SD and n of both groups."""
    heads = ("mean", "SD", "N")
    names = [
        f"{group} {head}" for group in ("Experimental", "Control") for head in heads
    ]
    return row(2, study, **dict(zip(names, map(str, numbers), strict=True)))


def table(head, rows):
    """Write a table as RevMan does: UTF-8 with a mark, commas."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, head, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return ("\ufeff" + out.getvalue()).encode()


def package(settings, rows, *, nested=False, more=()):
    """Zip a package; ``nested`` as the Cochrane Library hands it out."""
    files = {
        "77-analysis-data/77-overall-estimates-and-settings.csv": table(
            SETTING_HEAD, settings
        ),
        "77-analysis-data/77-data-rows.csv": table(ROW_HEAD, rows),
        "77-study-data/77-study-information.csv": (
            "\ufeffStudy,Year,Data source,Char: Methods\nAda 2001,2001,PUB,Made up\n"
        ).encode(),
        "77-study-data/77-risk-of-bias.csv": (
            "\ufeffStudy,Domain (judgement): Blinding: All,Domain (support): Blinding: "
            'All\nAda 2001,Low risk,"Told, invented"\nBea 2002,,\n'
        ).encode(),
        "77-study-data/77-included.ris": b"TY  - JOUR\nER  - \n",
        **dict(more),
    }
    raw = zipped(files)
    return zipped({"77/77-files/77-data.zip": raw}) if nested else raw


def zipped(files):
    """Zip files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, raw in files.items():
            archive.writestr(name, raw)
    return out.getvalue()

"""The works that the checks are from."""

from __future__ import annotations

from typing import Final

from ketaevidence.integrity.model import Reference

BHATIA: Final = Reference("Bhatia and Davis", 2000, "10.1080/00029890.2000.12005203")
SD_AND_SE: Final = Reference("Altman and Bland", 2005, "10.1136/bmj.331.7521.903")
EXTRACTION_ERRORS: Final = Reference("Gøtzsche et al.", 2007, "10.1001/jama.298.4.430")
P_FROM_INTERVAL: Final = Reference("Altman and Bland", 2011, "10.1136/bmj.d2304")
INTERVAL_FROM_P: Final = Reference("Altman and Bland", 2011, "10.1136/bmj.d2090")
STATCHECK: Final = Reference("Nuijten et al.", 2016, "10.3758/s13428-015-0664-2")
GRIM: Final = Reference("Brown and Heathers", 2017, "10.1177/1948550616673876")
MEDIANS: Final = Reference("Wan et al.", 2014, "10.1186/1471-2288-14-135")
SURVIVAL: Final = Reference("Tierney et al.", 2007, "10.1186/1745-6215-8-16")
LOST: Final = Reference("Schulz and Grimes", 2002, "10.1016/S0140-6736(02)07882-0")
UNITS: Final = Reference("Altman and Bland", 1997, "10.1136/bmj.314.7098.1874")
DIAGNOSIS: Final = Reference("Harden et al.", 2010, "10.1016/j.pain.2010.04.030")
SUBGROUPS: Final = Reference("Wang et al.", 2007, "10.1056/NEJMsr077003")
DUPLICATES: Final = Reference("Tramèr et al.", 1997, "10.1136/bmj.315.7109.635")
RESPONDERS: Final = Reference("Dworkin et al.", 2008, "10.1016/j.jpain.2007.09.005")
MIDAZOLAM: Final = Reference("Sener et al.", 2011, "10.1016/j.annemergmed.2010.09.010")
ABSENCE: Final = Reference("Altman and Bland", 1995, "10.1136/bmj.311.7003.485")
ZERO_EVENTS: Final = Reference(
    "Hanley and Lippman-Hand", 1983, "10.1001/jama.1983.03330370053031"
)
SWITCHING: Final = Reference("Goldacre et al.", 2019, "10.1186/s13063-019-3173-2")
RETRACTED: Final = Reference("Kataoka et al.", 2022, "10.1016/j.jclinepi.2022.06.015")
CITATIONS: Final = Reference("Jergas and Baethge", 2015, "10.7717/peerj.1364")


def handbook(chapter: int) -> Reference:
    """Give a chapter of the Cochrane Handbook."""
    return Reference(
        "Higgins et al.", 2019, "10.1002/9781119536604", f"chapter {chapter}"
    )

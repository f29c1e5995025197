"""What the methods of a report cite: one entry for each choice."""

from __future__ import annotations

from typing import NamedTuple


class Reference(NamedTuple):
    """An article or a book.

    Parameters
    ----------
    cited
        Author and year, as cited in a text.
    printed
        Authors, year and where it was printed.
    doi
        Its DOI, or None where it has none.
    """

    cited: str
    printed: str
    doi: str | None = None

    def __str__(self) -> str:
        """Write it as in a list of references."""
        return self.printed + ("" if self.doi is None else f". doi:{self.doi}")


REFERENCES: dict[str, Reference] = {
    "becker1988": Reference(
        "Becker 1988",
        "Becker BJ (1988). British Journal of Mathematical and Statistical "
        "Psychology 41:257-278",
        "10.1111/j.2044-8317.1988.tb00901.x",
    ),
    "bonett2008": Reference(
        "Bonett 2008",
        "Bonett DG (2008). Psychological Methods 13:99-109",
        "10.1037/1082-989X.13.2.99",
    ),
    "bonett2009": Reference(
        "Bonett 2009",
        "Bonett DG (2009). Psychological Methods 14:225-238",
        "10.1037/a0016619",
    ),
    "cochran1954": Reference(
        "Cochran 1954",
        "Cochran WG (1954). Biometrics 10:101-129",
        "10.2307/3001666",
    ),
    "cousineau2020": Reference(
        "Cousineau 2020",
        "Cousineau D (2020). The Quantitative Methods for Psychology 16:418-421",
        "10.20982/tqmp.16.4.p418",
    ),
    "cuijpers2017": Reference(
        "Cuijpers and others 2017",
        "Cuijpers P, Weitz E, Cristea IA, Twisk J (2017). Epidemiology and "
        "Psychiatric Sciences 26:364-368",
        "10.1017/S2045796016000809",
    ),
    "dersimonian1986": Reference(
        "DerSimonian and Laird 1986",
        "DerSimonian R, Laird N (1986). Controlled Clinical Trials 7:177-188",
        "10.1016/0197-2456(86)90046-2",
    ),
    "dersimonian2007": Reference(
        "DerSimonian and Kacker 2007",
        "DerSimonian R, Kacker R (2007). Contemporary Clinical Trials 28:105-114",
        "10.1016/j.cct.2006.04.004",
    ),
    "elbourne2002": Reference(
        "Elbourne and others 2002",
        "Elbourne DR, Altman DG, Higgins JPT, Curtin F, Worthington HV, Vail A "
        "(2002). International Journal of Epidemiology 31:140-149",
        "10.1093/ije/31.1.140",
    ),
    "follmann1999": Reference(
        "Follmann and Proschan 1999",
        "Follmann DA, Proschan MA (1999). Biometrics 55:732-737",
        "10.1111/j.0006-341X.1999.00732.x",
    ),
    "freeman1950": Reference(
        "Freeman and Tukey 1950",
        "Freeman MF, Tukey JW (1950). Annals of Mathematical Statistics 21:607-611",
        "10.1214/aoms/1177729756",
    ),
    "gibbons1993": Reference(
        "Gibbons and others 1993",
        "Gibbons RD, Hedeker DR, Davis JM (1993). Journal of Educational "
        "Statistics 18:271-279",
        "10.3102/10769986018003271",
    ),
    "haldane1956": Reference(
        "Haldane 1956",
        "Haldane JBS (1956). Annals of Human Genetics 20:309-311",
        "10.1111/j.1469-1809.1955.tb01285.x",
    ),
    "hamza2008": Reference(
        "Hamza and others 2008",
        "Hamza TH, van Houwelingen HC, Stijnen T (2008). Journal of Clinical "
        "Epidemiology 61:41-51",
        "10.1016/j.jclinepi.2007.03.016",
    ),
    "handbook": Reference(
        "Cochrane Handbook 2019",
        "Higgins JPT, Thomas J, Chandler J, Cumpston M, Li T, Page MJ, Welch VA "
        "(eds) (2019). Cochrane Handbook for Systematic Reviews of Interventions, "
        "2nd edition. Wiley",
        "10.1002/9781119536604",
    ),
    "hardy1996": Reference(
        "Hardy and Thompson 1996",
        "Hardy RJ, Thompson SG (1996). Statistics in Medicine 15:619-629",
        "10.1002/(SICI)1097-0258(19960330)15:6<619::AID-SIM188>3.0.CO;2-A",
    ),
    "hedges1981": Reference(
        "Hedges 1981",
        "Hedges LV (1981). Journal of Educational Statistics 6:107-128",
        "10.3102/10769986006002107",
    ),
    "hedges1983": Reference(
        "Hedges 1983",
        "Hedges LV (1983). Psychological Bulletin 93:388-395",
        "10.1037/0033-2909.93.2.388",
    ),
    "higgins2002": Reference(
        "Higgins and Thompson 2002",
        "Higgins JPT, Thompson SG (2002). Statistics in Medicine 21:1539-1558",
        "10.1002/sim.1186",
    ),
    "higgins2009": Reference(
        "Higgins and others 2009",
        "Higgins JPT, Thompson SG, Spiegelhalter DJ (2009). Journal of the Royal "
        "Statistical Society A 172:137-159",
        "10.1111/j.1467-985X.2008.00552.x",
    ),
    "hunter2004": Reference(
        "Hunter and Schmidt 2004",
        "Hunter JE, Schmidt FL (2004). Methods of Meta-Analysis, 2nd edition. Sage",
    ),
    "jackson2017": Reference(
        "Jackson and others 2017",
        "Jackson D, Law M, Rücker G, Schwarzer G (2017). Statistics in Medicine "
        "36:3923-3934",
        "10.1002/sim.7411",
    ),
    "knapp2003": Reference(
        "Knapp and Hartung 2003",
        "Knapp G, Hartung J (2003). Statistics in Medicine 22:2693-2710",
        "10.1002/sim.1482",
    ),
    "lajeunesse2011": Reference(
        "Lajeunesse 2011",
        "Lajeunesse MJ (2011). Ecology 92:2049-2055",
        "10.1890/11-0423.1",
    ),
    "lajeunesse2015": Reference(
        "Lajeunesse 2015",
        "Lajeunesse MJ (2015). Ecology 96:2056-2063",
        "10.1890/14-2402.1",
    ),
    "miller1978": Reference(
        "Miller 1978",
        "Miller JJ (1978). The American Statistician 32:138",
        "10.1080/00031305.1978.10479283",
    ),
    "morris1983": Reference(
        "Morris 1983",
        "Morris CN (1983). Journal of the American Statistical Association 78:47-55",
        "10.1080/01621459.1983.10477920",
    ),
    "morris2008": Reference(
        "Morris 2008",
        "Morris SB (2008). Organizational Research Methods 11:364-386",
        "10.1177/1094428106291059",
    ),
    "partlett2017": Reference(
        "Partlett and Riley 2017",
        "Partlett C, Riley RD (2017). Statistics in Medicine 36:301-317",
        "10.1002/sim.7140",
    ),
    "paule1982": Reference(
        "Paule and Mandel 1982",
        "Paule RC, Mandel J (1982). Journal of Research of the National Bureau of "
        "Standards 87:377-385",
        "10.6028/jres.087.022",
    ),
    "rover2015": Reference(
        "Röver and others 2015",
        "Röver C, Knapp G, Friede T (2015). BMC Medical Research Methodology 15:99",
        "10.1186/s12874-015-0091-1",
    ),
    "rucker2009": Reference(
        "Rücker and others 2009",
        "Rücker G, Schwarzer G, Carpenter J, Olkin I (2009). Statistics in "
        "Medicine 28:721-738",
        "10.1002/sim.3511",
    ),
    "schwarzer2019": Reference(
        "Schwarzer and others 2019",
        "Schwarzer G, Chemaitelly H, Abu-Raddad LJ, Rücker G (2019). Research "
        "Synthesis Methods 10:476-483",
        "10.1002/jrsm.1348",
    ),
    "sidik2005": Reference(
        "Sidik and Jonkman 2005",
        "Sidik K, Jonkman JN (2005). Journal of the Royal Statistical Society C "
        "54:367-384",
        "10.1111/j.1467-9876.2005.00489.x",
    ),
    "viechtbauer2005": Reference(
        "Viechtbauer 2005",
        "Viechtbauer W (2005). Journal of Educational and Behavioral Statistics "
        "30:261-293",
        "10.3102/10769986030003261",
    ),
    "viechtbauer2007": Reference(
        "Viechtbauer 2007",
        "Viechtbauer W (2007). Statistics in Medicine 26:37-52",
        "10.1002/sim.2514",
    ),
    "viechtbauer2010": Reference(
        "Viechtbauer 2010",
        "Viechtbauer W (2010). Journal of Statistical Software 36(3):1-48",
        "10.18637/jss.v036.i03",
    ),
    "yusuf1985": Reference(
        "Yusuf and others 1985",
        "Yusuf S, Peto R, Lewis J, Collins R, Sleight P (1985). Progress in "
        "Cardiovascular Diseases 27:335-371",
        "10.1016/S0033-0620(85)80003-7",
    ),
}


class Citations:
    """What is cited while a text is written, for the list at its end."""

    def __init__(self) -> None:
        self._cited: set[str] = set()

    def __call__(self, *keys: str) -> str:
        """Cite in brackets, with a blank before; nothing where there is no key."""
        if not keys:
            return ""
        self._cited.update(keys)
        return f" ({'; '.join(REFERENCES[key].cited for key in keys)})"

    def listed(self) -> tuple[str, ...]:
        """Give the references in full, sorted by author and year."""
        found = (str(REFERENCES[key]) for key in self._cited)
        return tuple(sorted(found, key=str.casefold))

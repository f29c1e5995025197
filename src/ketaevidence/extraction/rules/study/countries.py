"""Countries: their English names, and the ways in which papers write them."""

from __future__ import annotations

#: Country -> further spellings, in lower case. The name itself is one of them.
_SPELLINGS: dict[str, tuple[str, ...]] = {
    "Afghanistan": (), "Albania": (), "Algeria": ("algérie",), "Andorra": (), "Angola": (),
    "Argentina": ("república argentina", "republica argentina"), "Armenia": (),
    "Australia": (), "Austria": ("österreich", "osterreich"), "Azerbaijan": (),
    "Bahrain": (), "Bangladesh": (), "Barbados": (), "Belarus": (),
    "Belgium": ("belgique", "belgië", "belgie"), "Benin": (), "Bhutan": (), "Bolivia": (),
    "Bosnia and Herzegovina": ("bosnia", "bosnia & herzegovina", "bosnia-herzegovina"),
    "Botswana": (), "Brazil": ("brasil",), "Brunei": ("brunei darussalam",), "Bulgaria": (),
    "Burkina Faso": (), "Burundi": (), "Cambodia": (), "Cameroon": (), "Canada": (),
    "Chile": (),
    "China": ("pr china", "p.r. china", "p. r. china", "p.r.china", "people's republic of china",
              "peoples republic of china", "the people's republic of china", "prc", "p.r.c", "mainland china",
              "hong kong", "hong kong sar", "macau", "macao"),
    "Colombia": (), "Congo": ("democratic republic of the congo", "democratic republic of congo", "dr congo"),
    "Costa Rica": (), "Croatia": ("hrvatska",), "Cuba": (), "Cyprus": ("north cyprus",),
    "Czech Republic": ("czechia", "czechoslovakia"), "Denmark": ("danmark",), "Dominican Republic": (),
    "Ecuador": (), "Egypt": ("arab republic of egypt",), "El Salvador": (), "Eritrea": (), "Estonia": (),
    "Ethiopia": (), "Fiji": (), "Finland": (), "France": (), "Gabon": (), "Gambia": ("the gambia",),
    "Georgia": ("republic of georgia",),
    "Germany": ("deutschland", "federal republic of germany", "frg", "west germany", "brd", "bundesrepublik deutschland", "gdr", "ddr"),
    "Ghana": (), "Greece": (), "Grenada": (), "Guatemala": (), "Guinea": (), "Haiti": (), "Honduras": (),
    "Hungary": (), "Iceland": (), "India": (), "Indonesia": (),
    "Iran": ("islamic republic of iran", "i.r. iran", "ir iran", "i.r iran", "iran (islamic republic of)", "ir. iran"),
    "Iraq": ("kurdistan region of iraq",), "Ireland": ("republic of ireland", "eire"), "Israel": (),
    "Italy": ("italia",), "Ivory Coast": ("côte d'ivoire", "cote d'ivoire"), "Jamaica": (), "Japan": (),
    "Jordan": (), "Kazakhstan": (), "Kenya": (), "Kosovo": (), "Kuwait": (), "Kyrgyzstan": (),
    "Laos": ("lao pdr",), "Latvia": (), "Lebanon": (), "Libya": (), "Lithuania": (), "Luxembourg": (),
    "Madagascar": (), "Malawi": (), "Malaysia": (), "Mali": (), "Malta": (), "Mauritius": (),
    "Mexico": ("méxico",), "Moldova": ("republic of moldova",), "Mongolia": (), "Montenegro": (),
    "Morocco": ("maroc",), "Mozambique": (), "Myanmar": ("burma",), "Namibia": (), "Nepal": (),
    "Netherlands": ("the netherlands", "holland", "nederland"), "New Zealand": (), "Nicaragua": (),
    "Niger": (), "Nigeria": (), "North Macedonia": ("macedonia", "republic of macedonia", "fyr macedonia"),
    "Norway": ("norge",), "Oman": ("sultanate of oman",), "Pakistan": (), "Palestine": ("palestinian territories", "occupied palestinian territory"),
    "Panama": (), "Papua New Guinea": (), "Paraguay": (), "Peru": ("perú",), "Philippines": ("the philippines",),
    "Poland": ("polska",), "Portugal": (), "Qatar": (), "Romania": (),
    "Russia": ("russian federation", "the russian federation", "ussr"), "Rwanda": (),
    "Saudi Arabia": ("kingdom of saudi arabia", "ksa", "k.s.a"), "Senegal": (),
    "Serbia": ("republic of serbia", "serbia and montenegro", "yugoslavia"), "Sierra Leone": (),
    "Singapore": ("republic of singapore",), "Slovakia": ("slovak republic",), "Slovenia": (),
    "Somalia": (), "South Africa": ("republic of south africa", "rsa"),
    "South Korea": ("korea", "republic of korea", "korea (south)", "rep. of korea", "r.o. korea"),
    "Spain": ("españa", "espana"), "Sri Lanka": (), "Sudan": (), "Sweden": ("sverige",),
    "Switzerland": ("schweiz", "suisse"), "Syria": ("syrian arab republic",),
    "Taiwan": ("taiwan, r.o.c", "taiwan roc", "taiwan, roc", "r.o.c", "republic of china", "roc", "taiwan (r.o.c.)", "taiwan (roc)"),
    "Tajikistan": (), "Tanzania": ("united republic of tanzania",), "Thailand": (), "Togo": (),
    "Trinidad and Tobago": ("trinidad",), "Tunisia": ("tunisie",), "Turkey": ("türkiye", "turkiye"),
    "Uganda": (), "Ukraine": (), "United Arab Emirates": ("uae", "u.a.e"),
    "United Kingdom": ("uk", "u.k", "the uk", "england", "scotland", "wales", "northern ireland", "great britain", "the united kingdom"),
    "United States": ("usa", "u.s.a", "us", "u.s", "united states of america", "the united states", "the usa", "the us"),
    "Uruguay": (), "Uzbekistan": (), "Venezuela": (), "Vietnam": ("viet nam",), "Yemen": (), "Zambia": (),
    "Zimbabwe": (),
}  # fmt: skip
#: Spelling in lower case -> country.
COUNTRIES: dict[str, str] = {
    spelling: country
    for country, spellings in _SPELLINGS.items()
    for spelling in (country.lower(), *spellings)
}

#: States of the United States, Canada and Australia that end an affiliation, by name
#: and by abbreviation. Abbreviations hold in capitals only ("IN", "OR" are words).
_STATES_OF: dict[str, tuple[str, ...]] = {
    "United States": (
        "Alabama", "Alaska", "Arizona", "Arkansas", "California", "Calif", "Colorado", "Connecticut",
        "Delaware", "Florida", "Hawaii", "Idaho", "Illinois", "Indiana", "Iowa", "Kansas", "Kentucky",
        "Louisiana", "Maine", "Maryland", "Massachusetts", "Mass", "Michigan", "Minnesota", "Mississippi",
        "Missouri", "Montana", "Nebraska", "Nevada", "New Hampshire", "New Jersey", "New Mexico", "New York",
        "North Carolina", "North Dakota", "Ohio", "Oklahoma", "Oregon", "Pennsylvania", "Puerto Rico",
        "Rhode Island", "South Carolina", "South Dakota", "Tennessee", "Texas", "Utah", "Vermont",
        "Virginia", "Washington", "West Virginia", "Wisconsin", "Wyoming", "District of Columbia",
        "AL", "AK", "AZ", "AR", "CA", "CO", "CT", "DC", "D.C", "DE", "FL", "GA", "HI", "ID", "IL", "IN", "IA", "KS",
        "KY", "LA", "ME", "MD", "MA", "MI", "MN", "MS", "MO", "MT", "NE", "NV", "NH", "NJ", "NM", "NY",
        "NC", "ND", "OH", "OK", "OR", "PA", "PR", "RI", "SC", "SD", "TN", "TX", "UT", "VT", "VA", "WA", "WV",
        "WI", "WY",
    ),
    "Canada": (
        "Ontario", "Quebec", "Québec", "British Columbia", "Alberta", "Manitoba", "Saskatchewan",
        "Nova Scotia", "New Brunswick", "Newfoundland", "ON", "QC", "BC", "AB", "MB", "SK", "NS", "NB",
    ),
    "Australia": (
        "New South Wales", "Victoria", "Queensland", "South Australia", "Western Australia", "Tasmania",
        "NSW", "VIC", "QLD",
    ),
}  # fmt: skip
STATES: dict[str, str] = {
    state: country for country, states in _STATES_OF.items() for state in states
}
#: Cities that stand alone at the end of older affiliations.
CITIES: dict[str, str] = {
    "boston": "United States", "chicago": "United States", "philadelphia": "United States",
    "new york": "United States", "los angeles": "United States", "san francisco": "United States",
    "baltimore": "United States", "houston": "United States", "seattle": "United States",
    "rochester": "United States", "bethesda": "United States", "durham": "United States",
    "london": "United Kingdom", "oxford": "United Kingdom", "edinburgh": "United Kingdom",
    "glasgow": "United Kingdom", "manchester": "United Kingdom", "leeds": "United Kingdom",
    "bristol": "United Kingdom", "liverpool": "United Kingdom",
    "paris": "France", "lyon": "France", "marseille": "France", "toulouse": "France",
    "berlin": "Germany", "münchen": "Germany", "munich": "Germany", "hamburg": "Germany",
    "heidelberg": "Germany", "köln": "Germany", "frankfurt": "Germany", "wien": "Austria", "vienna": "Austria",
    "zürich": "Switzerland", "zurich": "Switzerland", "geneva": "Switzerland", "bern": "Switzerland",
    "rome": "Italy", "roma": "Italy", "milan": "Italy", "milano": "Italy", "madrid": "Spain",
    "barcelona": "Spain", "toronto": "Canada", "montreal": "Canada", "vancouver": "Canada",
    "sydney": "Australia", "melbourne": "Australia", "tokyo": "Japan", "osaka": "Japan", "kyoto": "Japan",
    "stockholm": "Sweden", "copenhagen": "Denmark", "københavn": "Denmark", "oslo": "Norway",
    "helsinki": "Finland", "amsterdam": "Netherlands", "rotterdam": "Netherlands", "leiden": "Netherlands",
    "beijing": "China", "shanghai": "China", "moscow": "Russia", "tehran": "Iran", "istanbul": "Turkey",
    "ankara": "Turkey", "cairo": "Egypt", "seoul": "South Korea", "taipei": "Taiwan", "athens": "Greece",
    "dublin": "Ireland", "brussels": "Belgium", "tel aviv": "Israel", "jerusalem": "Israel",
    "são paulo": "Brazil", "sao paulo": "Brazil", "mexico city": "Mexico", "new delhi": "India",
    "mumbai": "India", "auckland": "New Zealand",
}  # fmt: skip
#: Word for a people or its language -> country. Only a study, a place or patients may
#: follow it: "Dutch multicentre trial", never "Dutch version of the questionnaire".
ADJECTIVES: dict[str, str] = {
    "australian": "Australia", "austrian": "Austria", "belgian": "Belgium", "brazilian": "Brazil",
    "british": "United Kingdom", "english": "United Kingdom", "scottish": "United Kingdom", "canadian": "Canada",
    "chilean": "Chile", "chinese": "China", "colombian": "Colombia", "croatian": "Croatia", "czech": "Czech Republic",
    "danish": "Denmark", "dutch": "Netherlands", "egyptian": "Egypt", "ethiopian": "Ethiopia", "finnish": "Finland",
    "french": "France", "german": "Germany", "greek": "Greece", "hungarian": "Hungary", "icelandic": "Iceland",
    "indian": "India", "indonesian": "Indonesia", "iranian": "Iran", "iraqi": "Iraq", "irish": "Ireland",
    "israeli": "Israel", "italian": "Italy", "japanese": "Japan", "jordanian": "Jordan", "kenyan": "Kenya",
    "korean": "South Korea", "lebanese": "Lebanon", "malaysian": "Malaysia", "mexican": "Mexico",
    "moroccan": "Morocco", "nepalese": "Nepal", "nigerian": "Nigeria", "norwegian": "Norway",
    "pakistani": "Pakistan", "polish": "Poland", "portuguese": "Portugal", "romanian": "Romania",
    "russian": "Russia", "saudi": "Saudi Arabia", "serbian": "Serbia", "singaporean": "Singapore",
    "slovenian": "Slovenia", "spanish": "Spain", "sudanese": "Sudan", "swedish": "Sweden", "swiss": "Switzerland",
    "taiwanese": "Taiwan", "thai": "Thailand", "tunisian": "Tunisia", "turkish": "Turkey", "ugandan": "Uganda",
    "ukrainian": "Ukraine", "vietnamese": "Vietnam",
}  # fmt: skip

"""What readable generated cables say: tables of invented people, topics, clauses and frames.

Every person is invented. A `{slot}` is filled by `prose.Narrator`; `{clause}` is a clause of the
cable's topic. Plants rely on these tables not holding certain words (see `plants.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Topic:
    """One matter that a cable may report on; `geographic` tags are added to `tags`."""

    tags: tuple[str, ...]
    ministry: str
    subjects: tuple[str, ...]
    headings: tuple[str, ...]
    clauses: tuple[str, ...]


SURNAMES: Final = (
    "Ardelune", "Maskovar", "Tervilane", "Oskeldin", "Brantiver", "Quelvoss", "Darrowmink",
    "Felsharn", "Ivoreth", "Jasterwyn", "Kolvander", "Lathmire", "Morvallis", "Nestoride",
    "Ostrevar", "Pellandine", "Rusquill", "Sarvatine", "Torvessel", "Ulmarrow", "Vashterin",
    "Wendrake", "Yostermal", "Zebrundy", "Calderoth", "Drusmane", "Eskwright", "Garnovale",
    "Hestervin", "Imbrosk",
)  # fmt: skip
SIGNERS: Final = (
    "HOLLOWMERE", "THISTLEWAY", "QUENTHORPE", "WEXMOOR", "ALDERQUIST", "BRAMBLEDON", "CORVANCE",
    "DUNMARROW", "ELVERSTROM", "FENWHISTLE", "GRISTMOND", "HARKENVALE",
)  # fmt: skip
GIVEN: Final = (
    "Adela", "Bertram", "Corin", "Delphine", "Edmund", "Florian", "Greta", "Hollis", "Imogen",
    "Jasper", "Lenore", "Marius",
)  # fmt: skip
CHIEFS: Final = ("Ambassador", "Charge d'Affaires, a.i.", "Deputy Chief of Mission")
COUNSELORS: Final = ("Political Counselor", "Economic Counselor", "Acting Political Counselor")
RANKS: Final = (
    "Director General", "Deputy Minister", "Undersecretary", "Department Head", "Vice Minister",
    "Special Adviser", "Chief of Staff",
)  # fmt: skip
EMBASSY: Final = (
    "the Ambassador", "the DCM", "Poloff", "Econoff", "the Political Counselor", "Emboffs",
    "the Economic Counselor", "a visiting interagency delegation",
)  # fmt: skip
CONTACTS: Final = (
    "a senior editor of a {people} daily", "an adviser in the prime minister's office",
    "two members of the parliamentary committee", "a professor in {capital}",
    "the head of a chamber of commerce", "a retired {people} diplomat", "a European diplomat",
    "an official of the opposition party",
)  # fmt: skip

FRAMES: Final = (
    "{lead} told {emb} on {day} that {clause}.",
    "{lead_name} said that {clause}, and that {clause}.",
    "According to {contact}, {clause}.",
    "In {month}, {clause}.",
    "{second} confirmed that {clause}, but cautioned that {clause}.",
    "{emb_cap} asked whether {clause}; {lead_name} replied that {clause}.",
    "Asked about the timetable, {second} said that nothing would be decided before {month}.",
    '{lead_name} called the U.S. position "{quote}" and asked for it in writing.',
    "{contact_cap} doubted this, pointing out that {clause}.",
    "{second} handed over a non-paper which states that {clause}.",
    "Press reports of {day} claim that {clause}.",
    "{emb_cap} drew on the talking points and urged {country} to act before {month}.",
    "He added that {clause}.",
    "She noted, however, that {clause}.",
    "The {ministry} expects about {num} {things} by the end of the year.",
    "{lead_name} put the cost at {money}, or {pct} percent of the budget for the year.",
    "Of the {num} cases that the {ministry} has looked at, {pct} percent remain open.",
    "Three of the {people} press's largest papers reported on {day} that {clause}.",
    "{emb_cap} thanked {lead_name} for the {ministry}'s help and promised an answer by {month}.",
    "This is the first time since {year} that {clause}.",
)
QUOTES: Final = (
    "helpful, as far as it goes", "a step that we can defend at home", "late but welcome",
    "more generous than we had feared", "a matter for the cabinet", "unrealistic",
    "the best that one can get this year",
)  # fmt: skip
THINGS: Final = (
    "new applications", "inspections", "vehicles", "participants", "permits", "returnees",
    "shipments", "field visits",
)  # fmt: skip
SUMMARIES: Final = (
    "{lead} of the {ministry} told {emb} on {day} that {clause}. {country_cap} will decide in"
    " {month}; until then, {clause}.",
    "In a meeting of {day}, {lead} ({ministry}) said that {clause}. {contact_cap} takes another"
    " view: {clause}.",
    "{emb_cap} called on {lead} on {day}. {clause_cap}. The {ministry} believes that {clause}.",
)
COMMENTS: Final = (
    "{lead_name} is new in office and careful, and we take it as a good sign that {clause}. Post"
    " will follow up with the {ministry}.",
    "We have heard such promises before. The test will be whether the {ministry} acts before"
    " {month}, when the budget is due.",
    "That {clause} is good news for U.S. interests, but {country} will want something in return.",
    "Most of our contacts agree that {clause}. Few of them expect the government to say so.",
)
REQUESTS: Final = (
    "Action request: Post would be grateful for guidance by {month} on how to answer.",
    "Post requests that the Department clear the enclosed points with the agencies concerned.",
)

TOPICS: Final = (
    Topic(
        ("PARM", "PREL", "MNUC", "KNNP"),
        "Ministry of Foreign Affairs' disarmament office",
        (
            "{PEOPLE} VIEWS AHEAD OF THE DISARMAMENT CONFERENCE",
            "{COUNTRY}: EXPORT CONTROLS ON SENSITIVE TECHNOLOGY",
            "{CAPITAL} OFFICIALS ON VERIFICATION AND THE TEST BAN",
        ),
        ("Verification", "Export Controls", "The Conference Agenda", "Small Arms", "Next Steps"),
        (
            "the draft on verification leaves too much to each state",
            "the test ban treaty could be ratified before the review conference",
            "a licence will now be needed for every dual-use machine tool",
            "the inspectors had been given access to all the sites on the list",
            "the small arms register would be opened to neighbouring states",
            "no shipment had left the port without an end-user certificate",
            "the non-aligned states will block the programme of work again",
            "a fissile material treaty must come with inspections or not at all",
            "the customs service lacks people who know what a centrifuge part looks like",
            "landmine clearance along the northern border is nearly done",
        ),
    ),
    Topic(
        ("ETRD", "ECON", "EIND"),
        "Ministry of Trade and Industry",
        (
            "{COUNTRY}: TARIFF REVIEW WILL NOT BE READY IN TIME",
            "{PEOPLE} INDUSTRY WARY OF A FREE TRADE AGREEMENT",
            "{CAPITAL} SLOWS CUSTOMS REFORM",
        ),
        ("Tariffs", "Customs Reform", "The View from Industry", "Services", "What Comes Next"),
        (
            "tariffs on finished textiles would fall in three steps",
            "the customs reform has no friends outside the ministry of finance",
            "exports of machinery grew faster than those of raw materials",
            "the draft agreement says nothing about services",
            "small manufacturers fear that cheap imports will close them down",
            "the chamber of commerce will publish its own figures",
            "the port handles twice the containers for which it was built",
            "a dispute panel would take two years and help nobody",
            "the quota for sugar is filled in the first week of the season",
            "American firms wait longest for their licences",
        ),
    ),
    Topic(
        ("ENRG", "EPET", "ECON"),
        "Ministry of Energy",
        (
            "{COUNTRY}: PIPELINE TALKS STALL OVER TRANSIT FEES",
            "POWER CUTS IN {CAPITAL} TEST THE ENERGY MINISTER",
            "{PEOPLE} GRID OPENS TO FOREIGN CAPITAL",
        ),
        ("Transit Fees", "The Grid", "Nuclear Plans", "Prices", "Outlook"),
        (
            "the pipeline cannot be filled before the second field is connected",
            "transit fees are the last open question of the contract",
            "power cuts cost the textile mills a day of work each week",
            "the grid loses a fifth of its current between plant and customer",
            "two foreign companies have asked for the tender documents",
            "household prices will stay frozen until after the vote",
            "the refinery runs at half of its capacity",
            "wind farms on the coast could replace the oldest coal plant",
            "the state company has not paid its suppliers since spring",
            "a gas storage site near the border is under study",
        ),
    ),
    Topic(
        ("PTER", "PREL", "KCRM", "EFIN"),
        "Ministry of the Interior",
        (
            "{COUNTRY}: NEW LAW ON TERRORIST FINANCING",
            "{CAPITAL} POLICE BREAK UP A FORGERY RING",
            "{PEOPLE} COOPERATION ON WATCHLISTS",
        ),
        ("The New Law", "Police Cooperation", "Airport Security", "Banks and Charities"),
        (
            "the law lets the police freeze an account for ninety days",
            "forged passports of four countries were found in one flat",
            "the watchlist is checked at two of nine border crossings",
            "charities must now name their donors",
            "the suspects had rented the house under a false name",
            "the airport has no machine that reads the new documents",
            "the prosecutor wants evidence that can be shown in open court",
            "joint training of bomb technicians should start again",
            "banks report ten times as many transfers as a year ago",
            "no link to groups abroad has been proved",
        ),
    ),
    Topic(
        ("PHUM", "PGOV", "KDEM"),
        "Ministry of Justice",
        (
            "{COUNTRY}: PRISON REFORM GETS A DATE BUT NO BUDGET",
            "JOURNALISTS IN {CAPITAL} UNDER PRESSURE",
            "{PEOPLE} OMBUDSMAN ISSUES A SHARP REPORT",
        ),
        ("Prisons", "The Press", "Trade Unions", "Courts", "The Ombudsman's Report"),
        (
            "the prisons hold twice the number of people that they were built for",
            "two journalists were questioned about their sources",
            "the ombudsman's report names eleven police stations",
            "trials of more than three years are no exception",
            "the bill on associations was withdrawn after protests",
            "women's groups were not heard by the committee",
            "a union organizer was released without charge",
            "the court has ordered the ministry to open its files",
            "village courts settle most cases about land",
            "the radio station may broadcast again from next week",
        ),
    ),
    Topic(
        ("PGOV", "PINR", "KDEM"),
        "Electoral Commission",
        (
            "{COUNTRY}: COALITION HOLDS, FOR NOW",
            "EARLY ELECTIONS IN {COUNTRY}? {CAPITAL} TALKS OF LITTLE ELSE",
            "{PEOPLE} OPPOSITION CHOOSES A NEW LEADER",
        ),
        ("The Coalition", "The Opposition", "Voter Lists", "Polls", "Regional Politics"),
        (
            "the coalition has a majority of two and a quarrel a week",
            "the voter lists still carry the names of the dead",
            "the opposition cannot agree on a candidate",
            "polls give the ruling party a lead of four points",
            "the finance minister will resign before the party congress",
            "the southern provinces want a larger share of the oil money",
            "observers from the region have been invited",
            "the party's youth wing stayed away from the congress",
            "television gives the opposition ten minutes a day",
            "an early vote would suit nobody but the smallest party",
        ),
    ),
    Topic(
        ("TBIO", "KFLU", "EAGR", "EAID"),
        "Ministry of Health",
        (
            "{COUNTRY}: AVIAN INFLUENZA UPDATE",
            "{CAPITAL} PREPARES FOR AN INFLUENZA PANDEMIC",
            "{PEOPLE} HEALTH SERVICE RUNS SHORT OF VACCINE",
        ),
        ("Outbreaks", "Laboratories", "Vaccine", "Compensation for Farmers", "Donors"),
        (
            "samples from two farms were positive and are on their way to a laboratory",
            "farmers hide sick birds because compensation comes late",
            "the national laboratory can test forty samples a day",
            "the stock of antivirals covers two percent of the people",
            "markets for live birds will be closed in the capital",
            "donors have paid a third of what they promised",
            "nurses in the provinces have had no training since the last outbreak",
            "the health and agriculture ministries do not share their data",
            "no human case has been found this season",
            "the vaccine plant needs a new licence",
        ),
    ),
    Topic(
        ("SENV", "KGHG", "ENRG"),
        "Ministry of the Environment",
        (
            "{COUNTRY} AND THE CLIMATE TALKS: A CAUTIOUS YES",
            "FORESTS OF {COUNTRY}: LOGGING BAN IS NOT KEPT",
            "{CAPITAL} WANTS A REGIONAL WATER AGREEMENT",
        ),
        ("Climate Talks", "Forests", "Water", "Fisheries", "Funding"),
        (
            "emissions will peak in ten years at the earliest",
            "the logging ban is kept only where the road is watched",
            "rivers that cross the border need a common gauge",
            "the delegation will follow the region in the climate talks",
            "the fishing fleet catches more than it reports",
            "a fund for adaptation must be new money",
            "satellite pictures show fires in the national park",
            "the coastal plain floods every second year",
            "power plants will be allowed to trade their permits",
            "glaciers feed the reservoirs on which the capital depends",
        ),
    ),
    Topic(
        ("MARR", "MOPS", "PREL", "NATO"),
        "Ministry of Defense",
        (
            "{COUNTRY}: TROOP CONTRIBUTION UNDER REVIEW",
            "STATUS OF FORCES TALKS IN {CAPITAL} RESUME",
            "{PEOPLE} DEFENSE BUDGET: MORE FOR LESS",
        ),
        ("Troop Levels", "Status of Forces", "Procurement", "Exercises", "Parliament"),
        (
            "the parliament will extend the mandate by six months only",
            "the engineers could stay if the infantry is relieved",
            "jurisdiction over off-duty soldiers is the hardest article",
            "the helicopters need spare parts that nobody makes any more",
            "the navy will send a frigate to the exercise",
            "pensions eat up half of the defense budget",
            "caveats on night operations will be lifted one by one",
            "the tender for transport aircraft starts again from nothing",
            "overflight requests are answered within two days",
            "the barracks in the east will be handed to the province",
        ),
    ),
    Topic(
        ("PREF", "PHUM", "EAID"),
        "Agency for Refugees and Displaced Persons",
        (
            "{COUNTRY}: RETURNS ARE SLOWER THAN PLANNED",
            "CAMPS NEAR {CAPITAL} FULL BEFORE THE RAINS",
            "{PEOPLE} ASYLUM LAW PASSES ITS FIRST READING",
        ),
        ("Returns", "The Camps", "Food Supplies", "Asylum Law", "Land"),
        (
            "families return by day and go back to the camp at night",
            "the wells of the second camp will be dry by summer",
            "food is on the road but the bridge is out",
            "the asylum law gives children a guardian",
            "convoys wait at the checkpoint for up to nine hours",
            "the agency counts households and the army counts heads",
            "land titles were lost when the registry burned",
            "schools in the host villages teach in two shifts",
            "relief workers need a permit for each district",
            "most of the new arrivals come from one valley",
        ),
    ),
    Topic(
        ("KIPR", "ETRD", "ECON"),
        "Patent and Copyright Office",
        (
            "{COUNTRY}: POSITION ON THE PRIORITY WATCH LIST",
            "PIRATED DISCS SEIZED IN {CAPITAL}",
            "{PEOPLE} PATENT LAW LEAVES MEDICINES OUT",
        ),
        ("Enforcement", "Patents on Medicines", "Optical Discs", "Courts and Fines"),
        (
            "raids on market stalls have doubled while the factories run on",
            "fines are lower than a morning's profit",
            "the patent office has nine examiners and a ten-year backlog",
            "test data of new medicines are protected in law only",
            "internet providers want a safe harbour",
            "judges would welcome training on software cases",
            "the music industry overstates its losses",
            "trademark cases take half the time that they used to",
            "customs officers may now seize goods without a complaint",
            "the copyright bill will be split in two",
        ),
    ),
    Topic(
        ("CVIS", "CMGT", "SCUL", "OEXC"),
        "Ministry of Education",
        (
            "{COUNTRY}: STUDENT VISA DEMAND REACHES A NEW HIGH",
            "FRAUD TRENDS IN {CAPITAL}",
            "{PEOPLE} STUDENTS AND THE EXCHANGE PROGRAMS",
        ),
        ("Demand", "Fraud", "Exchange Programs", "Outreach", "Staffing"),
        (
            "student applications rose again, above all for engineering",
            "forged bank letters are sold outside the gate",
            "alumni of the exchange programs run four of the ministries",
            "the waiting time for an interview is down to twelve days",
            "a new university wants partners in three U.S. states",
            "the language test is given in one town only",
            "host families are hard to find in the winter term",
            "the consular section answers six hundred letters a week",
            "scholarships go to the sons of officials",
            "nobody from the islands has applied for years",
        ),
    ),
)

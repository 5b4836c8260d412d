"""The posts that send generated cables: facts of the vocabulary's table and this project's own.

`Station.serial_from` lies above any serial that the complete 2011 set has of that post, so that
no generated cable can be mistaken for a real one.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

_POSTS: Final = Path(__file__).parents[2] / "searchcable" / "vocabulary" / "posts.csv"


@dataclass(frozen=True, slots=True)
class Station:
    """A post as it stands in telegrams: `place` in section lines, `address` after FM and INFO."""

    code: str
    name: str
    place: str
    address: str
    route: str
    country: str
    people: str
    capital: str
    tag: str
    region: str
    serial_from: int


# Country, its people (adjective), TAGS code (FIPS 10-4) and region, by place code.
_COUNTRIES: Final = {
    "ANKARA": ("Turkey", "Turkish", "TU", "EUR"),
    "TOKYO": ("Japan", "Japanese", "JA", "EAP"),
    "AMMAN": ("Jordan", "Jordanian", "JO", "NEA"),
    "PARIS": ("France", "French", "FR", "EUR"),
    "KUWAIT": ("Kuwait", "Kuwaiti", "KU", "NEA"),
    "MADRID": ("Spain", "Spanish", "SP", "EUR"),
    "COLOMBO": ("Sri Lanka", "Sri Lankan", "CE", "SCA"),
    "JAKARTA": ("Indonesia", "Indonesian", "ID", "EAP"),
    "NEWDELHI": ("India", "Indian", "IN", "SCA"),
    "ABUJA": ("Nigeria", "Nigerian", "NI", "AF"),
    "THEHAGUE": ("the Netherlands", "Dutch", "NL", "EUR"),
    "OSLO": ("Norway", "Norwegian", "NO", "EUR"),
    "LIMA": ("Peru", "Peruvian", "PE", "WHA"),
    "LAPAZ": ("Bolivia", "Bolivian", "BL", "WHA"),
    "NAIROBI": ("Kenya", "Kenyan", "KE", "AF"),
    "MANILA": ("the Philippines", "Philippine", "RP", "EAP"),
    "LISBON": ("Portugal", "Portuguese", "PO", "EUR"),
    "CANBERRA": ("Australia", "Australian", "AS", "EAP"),
    "OTTAWA": ("Canada", "Canadian", "CA", "WHA"),
    "HELSINKI": ("Finland", "Finnish", "FI", "EUR"),
    "SANTIAGO": ("Chile", "Chilean", "CI", "WHA"),
    "DAKAR": ("Senegal", "Senegalese", "SG", "AF"),
    "RABAT": ("Morocco", "Moroccan", "MO", "NEA"),
    "RIGA": ("Latvia", "Latvian", "LG", "EUR"),
    "HOCHIMINHCITY": ("Vietnam", "Vietnamese", "VM", "EAP"),
}
READABLE: Final = tuple(_COUNTRIES)

# Cables of the whole 2011 set by origin, the first twenty (scripts' sources: STATISTICS).
_SENT: Final = {
    "STATE": 8009, "ANKARA": 7914, "BAGHDAD": 6674, "TOKYO": 5697, "AMMAN": 4312, "PARIS": 3775,
    "KUWAIT": 3717, "MADRID": 3618, "MOSCOW": 3376, "COLOMBO": 3325, "BEIJING": 3294,
    "TELAVIV": 3194, "USUNNEWYORK": 3112, "KHARTOUM": 3077, "JAKARTA": 3057, "NEWDELHI": 3038,
    "ABUJA": 3024, "THEHAGUE": 3019, "HARARE": 2995, "KABUL": 2957,
}  # fmt: skip
_OTHERS_SENT: Final = 251_287 - sum(_SENT.values())

# Addressees that are no posts: (route, name, whether a continuity number follows).
AGENCIES: Final = (
    ("RUEKJCS", "SECDEF WASHDC", False),
    ("RUEKJCS", "JOINT STAFF WASHINGTON DC", False),
    ("RHEHAAA", "NSC WASHDC", False),
    ("RUEAIIA", "CIA WASHDC", False),
    ("RUCPDOC", "DEPT OF COMMERCE WASHDC", True),
    ("RUEATRS", "DEPT OF TREASURY WASHDC", True),
    ("RUCNDT", "USMISSION USUN NEW YORK", True),
    ("RUEHGV", "USMISSION GENEVA", True),
    ("RUEHNO", "USMISSION USNATO BRUSSELS", True),
    ("RHMFISS", "HQ USEUCOM VAIHINGEN GE", False),
)


@cache
def stations() -> dict[str, Station]:
    """Return the embassies, consulates and the Department that have a route, by place code."""
    with _POSTS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = [
        _station(row)
        for row in rows
        if row["route"] and (row["kind"] in _ADDRESSES or row["code"] in _SENT)
    ]
    return {station.code: station for station in found}


def sent(code: str) -> float:
    """Return about how many cables of the 2011 set the post sent: what a drawing weighs it by."""
    return _SENT.get(code) or _OTHERS_SENT / (len(stations()) - len(_SENT))


_ADDRESSES: Final = {"embassy": "AMEMBASSY", "consulate": "AMCONSUL"}
_NAMED: Final = {
    "STATE": ("STATE", "SECSTATE WASHDC"),
    "USUNNEWYORK": ("USUN NEW YORK", "USMISSION USUN NEW YORK"),
}


def _station(row: dict[str, str]) -> Station:
    code, town = row["code"], re.sub(r"^(Embassy|Consulate) ", "", row["name"])
    # Telegrams print the town only where it squeezes to the code: "Kuwait City" does not.
    spaced = town.upper() if town.upper().replace(" ", "") == code else code
    place, address = _NAMED.get(code, (spaced, f"{_ADDRESSES.get(row['kind'], '')} {spaced}"))
    country, people, tag, region = _COUNTRIES.get(code, (town, town, row["country"] or "XX", ""))
    highest = int(row["highest_serial"] or 0)
    return Station(
        code=code, name=row["name"], place=place, address=address, route=row["route"],
        country=country, people=people, capital=town, tag=tag, region=region,
        serial_from=highest + 500,
    )  # fmt: skip

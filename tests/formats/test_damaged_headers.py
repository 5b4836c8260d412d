"""A header that typists, transmission or converters damaged reads as the whole one does."""

from __future__ import annotations

import random
import re
import textwrap

import pytest

import searchcable

POSTS = ("OSLO", "TOKYO", "LA PAZ", "ABU DHABI", "NEW DELHI", "PORT AU PRINCE", "THE HAGUE",
         "USUN NEW YORK", "RIO DE JANEIRO", "MARSEILLE")  # fmt: skip
TAGS = ("PREL", "PGOV", "PHUM", "ECON", "EFIN", "ETRD", "MARR", "PTER", "KDEM", "KNNP", "NO", "JA")
WORDS = ("TALKS", "ON", "FISH", "QUOTAS", "AND", "THE", "NEW", "LABOR", "LAW", "MINISTER", "SEES")
NAMES = ("Jane Roe", "John Doe", "Anna B. Whitney", "Peter O'Hara")
TITLES = ("Ambassador", "DCM", "Political Counselor", "Charge d'Affaires", "Consul General")
LABELLED = re.compile(r"(?:E\.O\. 12958: DECL|TAGS|SUBJECT|REF|Classified By):")


def header(pick: random.Random) -> list[str]:
    """The parts of a header of 2008, then a body and a signer."""
    cited = [pick.choice(("", "07 ")) + f"{pick.choice(POSTS)} {pick.randint(100, 899)}"
             for _ in range(pick.randint(1, 4))]  # fmt: skip
    letters = [f"{letter}. " for letter in "ABCD"] if len(cited) > 1 else [""]
    between = pick.choice((" ", "\n     "))
    return [
        pick.choice(("S E C R E T OSLO 001716", "UNCLAS SECTION 01 OF 02 OSLO 001716")),
        "SIPDIS",
        f"E.O. 12958: DECL: 0{pick.randint(1, 9)}/{pick.randint(10, 28)}/2018",
        f"TAGS: {', '.join(pick.sample(TAGS, pick.randint(2, 6)))}",
        f"SUBJECT: {' '.join(pick.sample(WORDS, pick.randint(2, 10)))} COD",
        "REF: " + between.join(a + b for a, b in zip(letters, cited, strict=False)),
        f"Classified By: {pick.choice(TITLES)} {pick.choice(NAMES)} for reasons 1.4 (b) and (d).",
        "1. (C) SUMMARY: Cod is rare. END SUMMARY.",
        "2. (C) It was not.",
        "WHITNEY",
    ]


def read(text: str) -> dict[str, object]:
    cable = searchcable.parse(text, mrn="08OSLO1716")
    values = cable.to_dict()
    names = ("classification", "captions", "tags", "subject", "classified_by", "declassify_on",
             "signed_by", "sections")  # fmt: skip
    return {
        **{name: values[name] for name in names},
        "summary": " ".join((cable.summary or "").split()),
        "references": [str(r.mrn) for r in cable.references],
        "paragraphs": [(p.number, p.marking) for p in cable.paragraphs],
    }


def in_a_label(parts: list[str], pick: random.Random, labels: str, change) -> str:
    """The text in which `change` was made to one of the `labels`, between its letters."""
    chosen = [i for i, part in enumerate(parts) if part.startswith(tuple(labels.split("|")))]
    at = pick.choice(chosen)
    label, colon, rest = parts[at].partition(":")
    place = pick.randrange(len(label))
    parts = [*parts[:at], change(label, place) + colon + rest, *parts[at + 1 :]]
    return pick.choice(("\n", "\n\n")).join(parts)


def joined(parts: list[str], pick: random.Random, by: str) -> str:
    at = pick.randrange(len(parts) - 3)
    return "\n".join([*parts[:at], parts[at] + by + parts[at + 1], *parts[at + 2 :]])


def wrapped(parts: list[str], indent: str = "") -> str:
    lines = [line for part in parts for line in part.split("\n")]
    return "\n".join(textwrap.fill(line, 60, subsequent_indent=indent) for line in lines)


LONG, ALL = "TAGS|SUBJECT|Classified By", "TAGS|SUBJECT|REF|Classified By"
DAMAGES = {
    "no blank lines": lambda parts, pick: "\n".join(parts),
    "three blank lines": lambda parts, pick: "\n\n\n\n".join(parts),
    "carriage returns": lambda parts, pick: "\n\n".join(parts).replace("\n", "\r\n"),
    "spaces at line ends": lambda parts, pick: "\n".join(parts).replace("\n", "  \n"),
    "two spaces for each": lambda parts, pick: "\n".join(parts).replace(" ", "  "),
    "non-breaking spaces": lambda parts, pick: "\n\n".join(parts).replace(" ", "\u00a0"),
    "tabs behind labels": lambda parts, pick: "\n\n".join(parts).replace(": ", ":\t"),
    "no spaces behind labels": lambda parts, pick: "\n\n".join(parts).replace(": ", ":"),
    "indented": lambda parts, pick: "\n".join(f"   {part}" for part in parts),
    "wrapped": lambda parts, pick: wrapped(parts),
    "wrapped and indented": lambda parts, pick: wrapped(parts, "         "),
    "twice": lambda parts, pick: "\n".join(parts[:7]) + "\n\n" + "\n\n".join(parts),
    "labels in lower case": lambda parts, pick: "\n\n".join(
        LABELLED.sub(lambda label: label[0].lower(), part) for part in parts
    ),
    "pilcrows": lambda parts, pick: "\n\n".join(re.sub(r"^(?=\d\.)", "\u00b6", p) for p in parts),
    "lost pilcrows": lambda parts, pick: "\n\n".join(re.sub(r"^(?=\d\.)", "1", p) for p in parts),
    "a colon lost": lambda parts, pick: "\n".join(
        part.replace(":", "", 1) if part.startswith(("TAGS", "SUBJECT", "REF", "Class")) else part
        for part in parts
    ),
    "a letter lost": lambda parts, pick: in_a_label(
        parts, pick, LONG, lambda label, i: label[:i] + label[i + 1 :]
    ),
    "a letter wrong": lambda parts, pick: in_a_label(
        parts, pick, ALL, lambda label, i: label[:i] + pick.choice("AKNOVZ") + label[i + 1 :]
    ),
    "a letter doubled": lambda parts, pick: in_a_label(
        parts, pick, ALL, lambda label, i: label[:i] + label[i] + label[i:]
    ),
    "two letters swapped": lambda parts, pick: in_a_label(
        parts, pick, ALL, lambda label, i: label[:i] + label[i : i + 2][::-1] + label[i + 2 :]
    ),
    "two lines on one": lambda parts, pick: joined(parts, pick, " "),
    "two lines joined": lambda parts, pick: joined(parts, pick, ""),
}


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("damage", DAMAGES.values(), ids=[n.replace(" ", "-") for n in DAMAGES])
def test_a_damaged_header_reads_as_the_whole_one(damage, seed):
    pick = random.Random(seed)
    parts = header(pick)
    assert read(damage(parts, pick)) == read("\n\n".join(parts))


@pytest.mark.parametrize("seed", range(12))
def test_the_whole_one_is_read(seed):
    parts = header(random.Random(seed))
    found = read("\n\n".join(parts))
    assert found["subject"] == parts[4].removeprefix("SUBJECT: ")
    assert ", ".join(found["tags"]) == parts[3].removeprefix("TAGS: ")
    assert len(found["references"]) == max(1, len(re.findall(r"[A-D]\. ", parts[5])))
    assert found["classified_by"]["reasons"] == ["b", "d"]
    assert (found["captions"], found["signed_by"], found["summary"]) == (
        ["SIPDIS"], "WHITNEY", "Cod is rare.")  # fmt: skip
    assert found["paragraphs"] == [(1, "C"), (2, "C")]

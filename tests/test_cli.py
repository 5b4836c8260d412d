"""The command line: what people type, the exit code, what is printed where."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.telegrams import telegram

ROOT = Path(__file__).parents[1]
SEED = ROOT / "corpus" / "07TOKYO1716.txt"
COMMAND = (sys.executable, "-c", "from searchcable.cli import main; main()")
RLO = "\u202e"  # shows what follows from right to left


def run(
    *args: str,
    stdin: str | None = None,
    env: Mapping[str, str] | None = None,
    cwd: Path = ROOT,
) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own, with no settings but those of `env`."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("SEARCHCABLE_", "NO_COLOR"))}
    return subprocess.run(
        [*COMMAND, *args],
        input=stdin or "",
        capture_output=True,
        encoding="utf-8",
        env={**kept, "COLUMNS": "80", "PYTHONUTF8": "1", **(env or {})},
        cwd=cwd,
        timeout=60,
        check=False,
    )


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the project's corpus."""
    path = tmp_path_factory.mktemp("indexes") / "corpus"
    done = run("index", "corpus/", "-i", str(path))
    assert done.returncode == 0, done.stderr
    return path


@pytest.fixture(scope="module")
def seed_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the seed cable and of one that is made to harm a terminal."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "corpus").mkdir()
    text = SEED.read_text(encoding="utf-8")
    (folder / "corpus" / "seed.txt").write_text(text, encoding="utf-8")
    hostile = (
        text.replace("#1716/01", "#1717/01")
        .replace("TOKYO 001716", "TOKYO 001717")
        .replace("SUBJECT: JAPAN", f"SUBJECT: =HARM \x1b]0;owned\x07\x9b31m{RLO}JAPAN [red]")
    )
    (folder / "corpus" / "hostile.txt").write_text(hostile, encoding="utf-8")
    assert run("index", "corpus", "-i", "index", cwd=folder).returncode == 0
    return folder / "index"


RUNS = [
    pytest.param("query tags:PARM", 0, "07TOKYO1716", "cables", id="by-tag"),
    pytest.param('query "cluster munitions"', 0, "07TOKYO1716", "", id="one-argument"),
    pytest.param("query subject:munitions class:CONFIDENTIAL date:2007", 0,
                 "07TOKYO1716  2007-04-18  Tokyo  CONFIDENTIAL", "1 cable\n", id="three-fields"),
    pytest.param("search subject:munitions", 0, "07TOKYO1716", "", id="search-is-query"),
    pytest.param("query TOKYO 1716", 0, "07TOKYO1716", "read 'TOKYO 1716' as mrn:", id="mrn"),
    pytest.param("query '\"munitions cluster\"'", 1, "", "no cable matches", id="nothing-found"),
    pytest.param("query tgas:PARM", 2, "", "    tgas:PARM\n    ^^^^\n", id="caret"),
    pytest.param("query tgas:PARM", 2, "", "did you mean 'tags'?", id="suggestion"),
    pytest.param("query", 2, "", "Missing argument 'WORDS", id="no-words"),
    pytest.param("query ''", 2, "", "nothing to search for", id="empty-word"),
    pytest.param("query munitions --fromat json", 2, "", "No such option: --fromat", id="option"),
    pytest.param("query munitions --format xml", 2, "", "xml", id="value-of-an-option"),
    pytest.param("query munitions --limit 0", 2, "", "--limit", id="limit-of-nothing"),
    pytest.param("query munitions --limit", 2, "", "requires an argument", id="limit-of-what"),
    pytest.param("query subject:munitions -japan", 1, "", "", id="negated-word"),
    pytest.param("query -japan subject:munitions", 1, "", "", id="negated-word-first"),
    pytest.param("query -nato -n 1 *", 0, "", "1 of ", id="option-among-words"),
    pytest.param("query -- -japan subject:munitions", 1, "", "", id="two-hyphens"),
    pytest.param("query * -n5", 0, "", "5 of 51 cables; next page: --offset 5", id="n5"),
    pytest.param("query * -n 5 --offset 50", 0, "", "51 to 51 of 51 cables\n", id="last-page"),
    pytest.param("query * --offset 51", 1, "", "no more: there are 51 cables", id="beyond"),
    pytest.param("query * --all", 0, "07TOKYO1716", "51 cables\n", id="all"),
    pytest.param("query --explain tags:PARM -oslo", 0, "tags: PARM\n  not\n", "", id="explain"),
    pytest.param("count signed:schieffer", 0, "1\n", "", id="count"),
    pytest.param("count subject:zebra", 1, "0\n", "", id="count-nothing"),
    pytest.param("count signed:schieffer --by class", 0, "1  CONFIDENTIAL\n", "", id="count-by"),
    pytest.param("count signed:schieffer --by date", 0, "1  2007\n", "", id="count-by-year"),
    pytest.param("count signed:schieffer --by text", 2, "", "text", id="count-by-words"),
    pytest.param("show 07TOKYO1716", 0, "¶8 (U) AA/S Mull has cleared this", "", id="show"),
    pytest.param("show '07 Tokyo 01716'", 0, "Declassify on   2016-04-18\n", "", id="spelling"),
    pytest.param("show 07TOKYO1717", 1, "", "07TOKYO1716", id="show-near-miss"),
    pytest.param("show 07TOKYO1716 07TOKYO9", 1, "SCHIEFFER", "no cable 07TOKYO9", id="one-of-two"),
    pytest.param("show", 2, "", "Missing argument 'MRN", id="show-what"),
    pytest.param("fields", 0, "subject:munitions", "", id="fields"),
    pytest.param("stats", 0, "engine   whoosh\ncables   51, read from 51 files\n", "", id="stats"),
    pytest.param("defects", 0, "section-header-missing", "", id="defects"),
    pytest.param("frobnicate", 2, "", "No such command 'frobnicate'", id="no-such-command"),
    pytest.param("index corpus --memory 20M", 2, "", "256M is the least", id="little-memory"),
    pytest.param("index corpus --memory lots", 2, "", "write it as 512M or 4G", id="no-size"),
    pytest.param("index no/such/corpus", 2, "", "no corpus at no/such/corpus", id="no-corpus"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "code", "out", "err"), RUNS)
def test_command(index: Path, line: str, code: int, out: str, err: str) -> None:
    done = run(*shlex.split(line), env={"SEARCHCABLE_INDEX": str(index)})
    assert (done.returncode, out in done.stdout, err in done.stderr) == (code, True, True), done
    assert code == 0 or out or not done.stdout
    assert "Traceback" not in done.stderr


NO_INDEX = [
    pytest.param(("--version",), 0, "searchcable 0.", id="version"),
    pytest.param(("--help",), 0, "index", id="help"),
    pytest.param(("query", "--explain", "a"), 0, "subject or text: a", id="explain"),
    pytest.param(("fields",), 0, "tags:PARM", id="fields"),
    pytest.param(("query", "a"), 2, "", id="query"),
]


@pytest.mark.parametrize(("args", "code", "out"), NO_INDEX)
def test_command_without_an_index(
    tmp_path: Path, args: tuple[str, ...], code: int, out: str
) -> None:
    done = run(*args, cwd=tmp_path)
    assert (done.returncode, out in done.stdout) == (code, True), done
    assert (code == 2) == ("searchcable index corpus/" in done.stderr)


def test_standard_input_is_the_query(index: Path) -> None:
    done = run("query", "-", "-i", str(index), stdin="subject:munitions tags:JA\n")
    assert (done.returncode, done.stdout.split()[0]) == (0, "07TOKYO1716")


@pytest.mark.parametrize("stdin", ["", "\n"], ids=["nothing", "empty-line"])
def test_empty_standard_input_is_an_error(index: Path, stdin: str) -> None:
    done = run("query", "-", "-i", str(index), stdin=stdin)
    assert (done.returncode, done.stderr) == (2, "nothing to search for\n")


def test_text_of_a_hit(index: Path) -> None:
    done = run("query", '"Ukraine and several"', "-i", str(index))
    assert done.stdout.splitlines() == [
        "07TOKYO1716  2007-04-18  Tokyo  CONFIDENTIAL",
        "  JAPAN CALLS FOR COOPERATION ON CLUSTER MUNITIONS",
        "  MOPS PARM PREL JA NATO",
        *done.stdout.splitlines()[3:-1],
        "",
    ]
    assert done.stdout.splitlines()[3].startswith("    ¶7 (C) …")
    assert "Ukraine and several" in " ".join(done.stdout.split())


def test_json_of_hits(index: Path) -> None:
    done = run("query", '"Ukraine and several"', "--format", "json", "-i", str(index))
    answer = json.loads(done.stdout)
    (hit,) = answer.pop("hits")
    assert answer == {"query": '"Ukraine and several"', "total": 1}
    (snippet,) = hit.pop("snippets")
    assert hit.pop("score") > 0
    assert hit == {
        "id": "07TOKYO1716",
        "mrn": "07TOKYO1716",
        "date": "2007-04-18T09:03:00+00:00",
        "origin": {"post": "AMEMBASSY TOKYO", "place_code": "TOKYO", "country": "JP"},
        "classification": "CONFIDENTIAL",
        "subject": "JAPAN CALLS FOR COOPERATION ON CLUSTER MUNITIONS",
        "tags": ["MOPS", "PARM", "PREL", "JA", "NATO"],
    }
    assert (snippet["paragraph"], snippet["marking"]) == (7, "C")
    marked = [snippet["text"][start:end] for start, end in snippet["marks"]]
    assert marked == ["Ukraine", "and", "several"]
    assert done.stderr == ""


def test_json_of_nothing(index: Path) -> None:
    done = run("query", "zebra", "-f", "json", "-i", str(index))
    assert done.returncode == 1
    assert json.loads(done.stdout) == {"query": "zebra", "total": 0, "hits": []}


def test_json_lines_and_csv_tell_the_same(index: Path) -> None:
    args = ("query", "tags:PARM", "--all", "-i", str(index))
    lines = [json.loads(line) for line in run(*args, "-f", "jsonl").stdout.splitlines()]
    rows = list(csv.DictReader(io.StringIO(run(*args, "-f", "csv").stdout)))
    assert [row["mrn"] for row in rows] == [hit["mrn"] for hit in lines]
    assert [row["tags"] for row in rows] == ["; ".join(hit["tags"]) for hit in lines]
    assert "07TOKYO1716" in {row["mrn"] for row in rows}


def test_pages_together_are_all(index: Path) -> None:
    def mrns(*args: str) -> list[str]:
        done = run("query", "*", "-f", "jsonl", "--sort", "oldest", "-i", str(index), *args)
        return [json.loads(line)["id"] for line in done.stdout.splitlines()]

    everything = mrns("--all")
    assert len(set(everything)) == 51
    assert mrns("-n", "30") + mrns("-n", "30", "--offset", "30") == everything


@pytest.mark.parametrize(("sort", "step"), [("oldest", 1), ("newest", -1), ("date", -1)])
def test_sort_by_date(index: Path, sort: str, step: int) -> None:
    done = run("query", "date:*", "--all", "-f", "csv", "--sort", sort, "-i", str(index))
    dates = [row["date"] for row in csv.DictReader(io.StringIO(done.stdout))]
    assert dates[::step] == sorted(dates)
    assert dates


def test_show_as_json_is_the_cable(index: Path) -> None:
    done = run("show", "07TOKYO1716", "--format", "json", "-i", str(index))
    cable = json.loads(done.stdout)
    assert (cable["mrn"], len(cable["info"]), len(cable["paragraphs"])) == ("07TOKYO1716", 18, 8)


def test_show_has_the_whole_text(index: Path) -> None:
    shown = "".join(run("show", "07TOKYO1716", "-i", str(index)).stdout.split())
    body = SEED.read_text(encoding="utf-8").split("11. (C) ")[1].split("\n-----")[0]
    assert "".join(body.split()) in shown
    assert all(h in shown for h in ("CCWMandateNeeded", "EUDiscussions", "MANPADS&ATT"))


@pytest.mark.parametrize("command", ["stats", "fields", "defects"])
def test_figures_as_json(index: Path, command: str) -> None:
    assert json.loads(run(command, "-f", "json", env={"SEARCHCABLE_INDEX": str(index)}).stdout)


HOSTILE = ["query harm", "show 07TOKYO1717", "query harm -f json", "query harm -f jsonl",
           "query harm -f csv", "show 07TOKYO1717 --format json", "query harm --color always",
           "show 07TOKYO1717 --color always", "query \x1b[31m:x", "show \x1b[31m"]  # fmt: skip


@pytest.mark.parametrize("line", HOSTILE)
def test_nothing_in_a_cable_acts_on_a_terminal(seed_index: Path, line: str) -> None:
    done = run(*line.split(), "-i", str(seed_index))
    printed = done.stdout + done.stderr
    assert printed
    assert not {"\x07", "\x9b", RLO} & set(printed)
    assert "\x1b]" not in printed
    assert ("\x1b" in printed) == ("always" in line)


def test_markup_in_a_cable_is_text(seed_index: Path) -> None:
    done = run("query", "harm", "--color", "always", "-i", str(seed_index))
    assert "[red]" in done.stdout


def test_json_keeps_what_a_terminal_must_not_get(seed_index: Path) -> None:
    done = run("show", "07TOKYO1717", "--format", "json", "-i", str(seed_index))
    assert RLO in json.loads(done.stdout)["subject"]


def test_a_cell_is_no_formula(seed_index: Path) -> None:
    done = run("query", "mrn:07TOKYO1717", "-f", "csv", "-i", str(seed_index))
    (row,) = csv.DictReader(io.StringIO(done.stdout))
    assert row["subject"].startswith("'=HARM")


COLORS = [
    pytest.param((), {}, False, id="not-on-a-pipe"),
    pytest.param(("--color", "always"), {}, True, id="always"),
    pytest.param(("--color", "always"), {"NO_COLOR": "1"}, True, id="a-flag-wins"),
    pytest.param((), {"SEARCHCABLE_COLOR": "always"}, True, id="a-variable"),
    pytest.param(("--color", "never"), {"SEARCHCABLE_COLOR": "always"}, False, id="never"),
]


@pytest.mark.parametrize(("args", "env", "colored"), COLORS)
def test_colors(index: Path, args: tuple[str, ...], env: dict[str, str], colored: bool) -> None:
    done = run("query", "subject:munitions", *args, "-i", str(index), env=env)
    assert ("\x1b[" in done.stdout) == colored


def test_plain_text_is_the_colored_without_its_codes(index: Path) -> None:
    args = ("query", "cluster munitions", "-i", str(index))
    colored = run(*args, "--color", "always").stdout
    assert re.sub("\x1b\\[[0-9;]*m", "", colored) == run(*args).stdout


SETTINGS = [
    pytest.param(("-i", "right"), {"SEARCHCABLE_INDEX": "wrong"}, "wrong", id="flag"),
    pytest.param((), {"SEARCHCABLE_INDEX": "../right"}, "wrong", id="variable"),
    pytest.param((), {}, "right", id="file"),
]


@pytest.mark.parametrize(("args", "env", "in_file"), SETTINGS)
def test_which_index(
    tmp_path: Path, index: Path, args: tuple[str, ...], env: dict[str, str], in_file: str
) -> None:
    (tmp_path / "right").symlink_to(index)
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "right").symlink_to(index)
    (tmp_path / "searchcable.toml").write_text(f'index = "{in_file}"\n')
    done = run("count", "signed:schieffer", *args, env=env, cwd=tmp_path / "below")
    assert (done.returncode, done.stdout) == (0, "1\n"), done.stderr


BAD_FILES = [
    pytest.param("index = ", "does not read", id="no-toml"),
    pytest.param('indx = "a"', "no setting 'indx'", id="unknown"),
    pytest.param("index = 7", "index is a text", id="number"),
]


@pytest.mark.parametrize(("text", "message"), BAD_FILES)
def test_a_bad_project_file_is_said(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "searchcable.toml").write_text(text)
    done = run("count", "a", cwd=tmp_path)
    assert (done.returncode, message in done.stderr) == (2, True), done.stderr


def shell(command: str, index: Path) -> subprocess.CompletedProcess[str]:
    """Run a line of bash; the exit code is that of the first command of a pipe."""
    return subprocess.run(
        ["bash", "-c", f"{command}; exit ${{PIPESTATUS[0]}}"],
        capture_output=True, encoding="utf-8", cwd=ROOT, timeout=60, check=False,
        env={**os.environ, "SEARCHCABLE_INDEX": str(index)},
    )  # fmt: skip


PIPES = [
    pytest.param("{s} query '*' --all -f jsonl | head -1", id="jsonl"),
    pytest.param("{s} query '*' --all | head -1", id="text"),
    pytest.param("{s} query '*' --all -f json | true", id="nobody-reads"),
    pytest.param("{s} show 07TOKYO1716 --format json | true", id="show"),
]


@pytest.mark.parametrize("line", PIPES)
def test_a_closed_pipe_is_quiet(index: Path, line: str) -> None:
    command = f"{sys.executable} -c 'from searchcable.cli import main; main()'"
    done = shell(line.format(s=command), index)
    assert done.returncode in (0, 141)
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr
    assert "BrokenPipe" not in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_is_said(index: Path) -> None:
    command = f"{sys.executable} -c 'from searchcable.cli import main; main()'"
    done = shell(f"{command} query '*' > /dev/full", index)
    assert done.returncode == 2
    assert "searchcable: No space left on device\n" in done.stderr
    assert "Exception" not in done.stderr


def test_a_bug_keeps_its_traceback(index: Path) -> None:
    code = (
        "import searchcable.store as s, sys\n"
        "def broken(*a): raise ZeroDivisionError('planted')\n"
        "s.open = broken\n"
        "from searchcable.cli import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "query", "a"],
        capture_output=True, encoding="utf-8", cwd=ROOT, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 70
    assert "Traceback" in done.stderr
    assert "ZeroDivisionError: planted" in done.stderr
    assert "Please report it" in done.stderr


def test_an_interrupt_is_quiet(index: Path) -> None:
    with subprocess.Popen(
        [*COMMAND, "query", "-", "-i", str(index)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT,
    ) as process:  # fmt: skip
        assert process.stdin is not None
        process.stdin.write(b" " * 200_000)  # more than a pipe holds: it reads by then
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err) == (130, b"", b"interrupted\n")


def test_index_says_what_it_did(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / SEED.name).write_bytes(SEED.read_bytes())
    (corpus / "program.py").write_text("import os\n\nprint(os.name)\n")
    (corpus / ".hidden").write_text("hidden")
    args = ("index", str(corpus), "-i", str(tmp_path / "index"))
    first = run(*args)
    assert first.returncode == 0
    assert first.stderr == "committed 1\n"
    assert first.stdout.startswith("1 cable (1 added), 1 defect, 2 skipped, ")
    assert f"  1 skipped, hidden: {corpus.as_posix()}/.hidden\n" in first.stdout
    assert run(*args).stdout.startswith("1 cable (1 unchanged), 1 defect, 2 skipped, ")


def test_index_of_no_cables(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    done = run("index", "corpus", "-i", "index", cwd=tmp_path)
    assert (done.returncode, done.stdout[:9]) == (1, "0 cables,")


def test_prune_asks_and_off_a_terminal_refuses(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / SEED.name).write_bytes(SEED.read_bytes())
    assert run("index", "corpus", "-i", "index", cwd=tmp_path).returncode == 0
    (corpus / SEED.name).unlink()
    refused = run("index", "corpus", "-i", "index", "--prune", cwd=tmp_path)
    assert (refused.returncode, "--prune --yes" in refused.stderr) == (2, True)
    assert run("count", "*", "-i", "index", cwd=tmp_path).stdout == "1\n"
    run("index", "corpus", "-i", "index", "--prune", "--yes", cwd=tmp_path)
    assert run("count", "*", "-i", "index", cwd=tmp_path).stdout == "0\n"


def test_a_query_imports_only_what_it_needs(index: Path) -> None:
    code = (
        "import sys\n"
        "from searchcable.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print([m for m in ('rich', 'lxml', 'searchcable.formats', 'searchcable.indexing')"
        " if m in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "query", "treaty", "-n", "1", "-i", str(index)],
        capture_output=True, encoding="utf-8", cwd=ROOT, timeout=60, check=False,
    )  # fmt: skip
    assert done.stderr.endswith("[]\n"), done.stderr


def test_completion_of_field_names() -> None:
    from searchcable.cli import _complete_word

    assert _complete_word("c") == ["class:", "caption:", "country:", "cites:", "classifier:"]


VOCABULARY = [
    # (command, what it prints)
    pytest.param("posts RUEHKO", "TOKYO  embassy  JP  RUEHKO  Embassy Tokyo", id="route-of-a-post"),
    pytest.param("posts maritime safety tokyo", "RUYNJMK  MARITIME SAFETY AGENCY TOKYO JA",
                 id="route-of-an-addressee"),
    pytest.param("tags arms control", "PARM  subject  Arms Controls and Disarmament", id="meaning"),
    pytest.param("show 07TOKYO1716", "TAGS            MOPS (Military Operations); PARM (Arms",
                 id="meanings-in-show"),
    pytest.param("show 07TOKYO1716", "SIPDIS (SIPRNet distribution)", id="captions-in-show"),
    pytest.param("show 07TOKYO1716", "AMEMBASSY TOKYO (JP)", id="country-in-show"),
]  # fmt: skip


@pytest.mark.parametrize(("command", "printed"), VOCABULARY)
def test_the_vocabulary_is_shown(index: Path, command: str, printed: str) -> None:
    words = command.split()
    options = ["-i", str(index)] if words[0] in ("show", "query") else []
    assert printed in run(*words, *options).stdout


@pytest.fixture(scope="module")
def versions_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of cables that were read in two places: one of them redacted in one."""
    folder = tmp_path_factory.mktemp("versions")
    (folder / "corpus").mkdir()
    for name, serial, words in (
        ("a", 5, "Ann Other said that herring is plenty."),
        ("b", 5, "XXXXXXXXXXXX said that herring is plenty."),
        ("c", 6, "Cod is plenty."),
        ("d", 6, "Cod is rather plenty."),
        ("e", 7, "Alone."),
    ):
        (folder / "corpus" / f"{name}.txt").write_text(telegram(serial, words), encoding="utf-8")
    assert run("index", "corpus", "-i", "index", cwd=folder).returncode == 0
    return folder / "index"


VERSIONS = [
    # (arguments, exit code, what standard output has, what it has not, what standard error has)
    pytest.param("06OSLO5 --sources", 0, "2  1", "Ann", "", id="sources"),
    pytest.param("06OSLO5 --sources --format json", 0, '"redacted": true', "Ann", "", id="json"),
    pytest.param("06OSLO5 --diff", 0, "1 passage, 12 characters, only in version", "Ann", "",
                 id="redacted-counts-only"),
    pytest.param("06OSLO5 --diff --format json", 0, '"removed": 12', "Ann", "",
                 id="redacted-counts-only-in-json"),
    pytest.param("06OSLO5 --diff --reveal", 0, "Ann Other", "characters", "", id="revealed"),
    pytest.param("06OSLO6 --diff", 0, "[-rather-]", "--reveal", "", id="not-redacted"),
    pytest.param("06OSLO6 --diff --versions 2:1", 0, "{+rather+}", "--reveal", "", id="the-two"),
    pytest.param("06OSLO6 --diff --versions 1:9", 2, "", "Cod", "write two of 1 to 2", id="none"),
    pytest.param("06OSLO7 --diff", 2, "", "Alone", "one version", id="only-one"),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "code", "out", "never", "error"), VERSIONS)
def test_versions(versions_index, arguments, code, out, never, error) -> None:
    done = run("show", *arguments.split(), "-i", str(versions_index))
    assert done.returncode == code
    assert out in done.stdout
    assert never not in done.stdout
    assert error in done.stderr

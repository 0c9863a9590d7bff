from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest

from searchkit import formats
from searchkit.errors import UsageError
from searchkit.model import Passage
from searchkit.text import visible

from .conftest import HOSTILE, QUOTE, everywhere, results

EMPTY_SAYS_SO = {"json", "csl-json", "csv", "tsv", "yaml", "html", "readwise", "anki"}


def test_the_formats_are_those_of_the_design():
    """The names stand in the order in which they are listed."""
    expected = "json jsonl csv tsv yaml markdown html bibtex csl-json ris readwise anki plain"
    assert " ".join(formats.FORMATS) == expected


def test_every_row_says_what_it_is_for():
    """Each format has a one-line description, a media type and endings that start with a full stop."""
    for row in formats.describe():
        assert row.description
        assert "\n" not in row.description
        assert "/" in row.media_type
        assert all(suffix.startswith(".") for suffix in row.suffixes)


def test_no_ending_means_two_formats():
    """An ending stands in one row only, so that a file name has one meaning."""
    endings = [suffix for row in formats.describe() for suffix in row.suffixes]
    assert len(endings) == len(set(endings))


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("x.json", "json"),
        ("x.jsonl", "jsonl"),
        ("out/x.NDJSON", "jsonl"),
        ("x.csv", "csv"),
        ("x.readwise.csv", "readwise"),
        ("x.tsv", "tsv"),
        ("x.yml", "yaml"),
        ("x.md", "markdown"),
        ("x.html", "html"),
        ("x.bib", "bibtex"),
        ("x.csl.json", "csl-json"),
        ("x.ris", "ris"),
        ("x.anki.txt", "anki"),
        ("x.txt", "plain"),
        ("x", None),
        ("csv", None),
        ("x.csv/y", None),
        ("x.docx", None),
    ],
)
def test_the_ending_of_a_file_picks_the_format(path: str, name: str | None):
    """The longest ending wins, case does not matter, and folders do not count."""
    assert formats.by_suffix(path) == name


@pytest.mark.parametrize(
    ("typed", "meant"), [("jsno", "json"), ("Markdown", "markdown"), ("md", "markdown"), ("bib", "bibtex"), ("csl", "")]
)
def test_an_unknown_format_names_the_known_ones(typed: str, meant: str):
    """The error lists all formats and says which was probably meant."""
    with pytest.raises(UsageError) as caught:
        formats.render(results(), typed)
    assert typed in caught.value.message
    assert all(name in caught.value.hint for name in formats.FORMATS)
    assert f"did you mean {meant}" in caught.value.hint


def test_an_unknown_format_cannot_write_to_the_terminal():
    """What was typed is shown without its escape sequences."""
    with pytest.raises(UsageError) as caught:
        formats.find("\x1b[31m")
    assert visible(caught.value.message) == caught.value.message


def test_a_format_is_imported_only_when_it_is_used():
    """Asking for the names imports no format and none of the libraries behind them."""
    code = (
        "import sys; from searchkit import formats; formats.describe(); formats.by_suffix('x.csv');"
        "print([name for name in sys.modules if '.as_' in name or name in ('yaml', 'csv', 'html')])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"


@pytest.mark.parametrize("name", formats.FORMATS)
def test_a_second_run_gives_the_same_bytes(name: str, full):
    """Output depends on the results alone."""
    assert formats.render(full, name) == formats.render(full, name)


@pytest.mark.parametrize("name", formats.FORMATS)
def test_the_hash_seed_does_not_show(name: str):
    """No set or hash decides the order of anything."""
    made = f"formats.render(everywhere('a b'), {name!r})"
    code = f"from {__package__}.conftest import everywhere; from searchkit import formats; print({made})"
    command = [sys.executable, "-c", f"import sys; sys.path[:0] = {sys.path!r}; {code}"]
    runs = {subprocess.check_output(command, env={"PYTHONHASHSEED": seed, "PYTHONUTF8": "1"}) for seed in ("1", "2")}
    assert len(runs) == 1


@pytest.mark.parametrize("name", formats.FORMATS)
def test_no_hits_are_no_error(name: str):
    """Nothing found gives an empty document of the form, or nothing where the form has no frame."""
    text = formats.render(results(), name)
    assert text.endswith("\n") if name in EMPTY_SAYS_SO else text == ""


@pytest.mark.parametrize("name", formats.FORMATS)
def test_hits_are_written_one_by_one(name: str):
    """Memory does not grow with the number of hits: no single write holds more than a small part of them."""

    class Stream:
        written = 0
        largest = 0

        def write(self, text: str) -> None:
            self.written += len(text)
            self.largest = max(self.largest, len(text))

        def writelines(self, lines) -> None:
            for line in lines:
                self.write(line)

    stream = Stream()
    formats.write(results(*[replace(QUOTE, id=f"a/b#quote-{n}") for n in range(500)]), name, stream)
    assert stream.largest < stream.written / 50


@pytest.mark.parametrize("name", formats.FORMATS)
@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_reaches_the_terminal(name: str, text: str):
    """Whatever the corpus holds: valid UTF-8, LF line ends, one at the end, and nothing that a terminal acts on."""
    made = formats.render(everywhere(text), name)
    assert made.encode()
    assert visible(made) == made
    assert "\r" not in made
    assert made.endswith("\n")
    assert not made.endswith("\n\n")


@pytest.mark.parametrize("name", formats.FORMATS)
def test_a_passage_with_nothing_but_its_text_is_enough(name: str):
    """No field but the required ones has to be there."""
    bare = replace(QUOTE.episode, number="", published="", url="", headline="", speakers=())
    passages = [Passage(f"a/b#{kind}-1", kind, "Words.", bare) for kind in ("point", "idea", "quote", "segment")]
    assert formats.render(results(*passages), name).count("Words.") == len(passages)

"""The table of readers: who takes what, and what happens when nobody does."""

from __future__ import annotations

import subprocess
import sys
import time
from contextlib import suppress

import pytest

from searchkit import readers
from searchkit.errors import ExitCode, InputError, UsageError

from .conftest import PAGE, read

YAML = "show: The Evening Kite\ntitle: Why maps lie\nquotes:\n- {text: Maps lie politely., speaker: Ada Moreau}\n"
FRONT = f"---\n{YAML}---\n"


@pytest.mark.parametrize(
    ("text", "name", "reader"),
    [
        (PAGE, "page.txt", "summary-page"),
        (PAGE, "-", "summary-page"),
        (PAGE, "page.md", "summary-page"),
        (YAML, "episode.yaml", "episode-yaml"),
        (YAML, "episode.YML", "episode-yaml"),
        (YAML, "episode.txt", "episode-yaml"),
        (FRONT, "episode.md", "front-matter"),
        (FRONT + "\n## Overview\n- A point.\n", "notes", "front-matter"),
        ("1\n00:00:01,000 --> 00:00:02,000\nMaps lie.\n", "talk", "subtitles"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nMaps lie.\n", "talk.txt", "subtitles"),
        ('{"segments": [{"start": 0, "end": 1, "text": "Maps lie."}]}', "talk.txt", "transcript-json"),
        ("<cite>Ada:</cite><time>0:01</time><p>Maps lie.</p>", "talk", "transcript-html"),
        ("Ada Moreau (00:12:31): Maps lie.\nBen Ito (00:12:40): All of them?\n", "talk", "transcript"),
    ],
)
def test_content_decides_who_reads(text: str, name: str, reader: str) -> None:
    """A text goes to the reader whose form it has, whatever the name of its file."""
    assert read(text, name=name).reader == reader


def test_every_reader_says_what_it_takes() -> None:
    """Each reader has a name and a description of one line."""
    table = readers.names_and_descriptions()
    assert list(table)[:5] == ["episode-yaml", "subtitles", "transcript-json", "transcript-html", "transcript"]
    assert {"front-matter", "summary-page"} <= table.keys()
    assert all(description and "\n" not in description for description in table.values())


def test_suffixes_are_those_of_all_readers() -> None:
    """The table knows which file suffixes its forms usually have."""
    assert readers.suffixes() >= {".yaml", ".yml", ".md", ".markdown", ".txt", ".srt", ".vtt", ".json", ".html"}


def test_text_that_nobody_takes_is_refused_with_the_way_to_the_list() -> None:
    """An unknown form is an input error whose hint is one short line that says where all forms are told."""
    with pytest.raises(InputError, match=r"letter\.txt: no reader takes this") as caught:
        read("Dear Ada,\nthe maps came back wet.\n", name="letter.txt")
    assert "searchkit help readers" in caught.value.hint
    assert len(caught.value.hint) <= 100
    assert caught.value.exit_code is ExitCode.BAD_INPUT


@pytest.mark.parametrize("text", ["", "\ufeff", " \n\t\r\n ", "\u200b\u00a0"])
def test_empty_input_is_called_empty(text: str) -> None:
    """Nothing, and nothing but white space, has a message of its own."""
    with pytest.raises(InputError, match=r"nothing\.txt: is empty"):
        read(text, name="nothing.txt")


def test_input_without_a_passage_is_refused() -> None:
    """A reader that takes a text but finds no point, idea or quote in it fails."""
    with pytest.raises(InputError, match="holds no point, idea or quote"):
        read("The Evening KiteAda Moreau\nIDEAS\n\nQUOTES\n", show="The Evening Kite")


def test_a_reader_can_be_named() -> None:
    """A named reader is used without asking whether it claims the text."""
    one_head = "The Evening Kite\nWhy maps lie\nQUOTES\nMaps lie politely.\n— Ada Moreau\n"
    with pytest.raises(InputError, match="no reader takes this"):
        read(one_head)
    assert read(one_head, reader="summary-page").episode.quotes[0].speaker == "Ada Moreau"


def test_an_unknown_reader_is_wrong_usage() -> None:
    """The name of a reader that does not exist is answered with the known ones."""
    with pytest.raises(UsageError, match="no reader 'pdf'") as caught:
        read(PAGE, reader="pdf")
    assert "summary-page" in caught.value.hint


@pytest.mark.parametrize("reader", [name for name in readers.names_and_descriptions() if name != "transcript"])
def test_a_named_reader_refuses_what_it_cannot_read(reader: str) -> None:
    """A reader forced upon a text of another form raises an input error."""
    with pytest.raises(InputError):
        read("Dear Ada,\nthe maps came back wet.\n", reader=reader)


@pytest.mark.parametrize(
    "text",
    [
        "# On maps\n\n## Summary\n\nAn essay about paper.\n\n## References\n\n- A book\n",
        "Overview\nof nothing in particular\n",
    ],
)
def test_articles_are_not_summary_pages(text: str) -> None:
    """One known head, or none over ideas, quotes or points, does not make a summary page."""
    with pytest.raises(InputError, match="no reader takes this"):
        read(text)


def test_importing_the_table_imports_no_reader() -> None:
    """A reader's module is imported when it is tried, not before."""
    code = "import sys, searchkit.readers; print([m for m in sys.modules if m.startswith('searchkit.readers.')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['searchkit.readers.base']"


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"caf\xc3\xa9", "café"),
        (b"\xef\xbb\xbfcaf\xc3\xa9", "café"),
        ("café".encode("utf-16"), "café"),
        (b"\xfe\xff" + "café".encode("utf-16-be"), "café"),
    ],
)
def test_bytes_are_read_as_utf_8_or_marked_utf_16(data: bytes, text: str) -> None:
    """UTF-8 with or without mark and UTF-16 with one give the same text."""
    assert readers.decode(data, name="x") == text


@pytest.mark.parametrize(
    ("data", "text", "encoding", "warning"),
    [
        ("Zoë’s café".encode("cp1252"), "Zoë’s café", "cp1252", "is not UTF-8; read as windows-1252"),
        (b"\xef\xbb\xbfcaf\xe9", "café", "cp1252", "is not UTF-8"),
        (
            "Привет, это старая карта берега. Карты лгут вежливо, и каждый раз иначе.".encode("cp1251"),
            "Привет",
            "cp1251",
            "windows-1251",
        ),
        (
            "one: café\n".encode() + "two: naïve’s\n".encode("cp1252"),
            "two: naïve’s",
            "utf-8",
            "only in part: from line 2",
        ),
        (b"one: caf\xc3\xa9\ntwo: \x81\n", "two: \x81", "utf-8", "only in part: from line 2"),
        ("café".encode(), "café", "utf-8", ""),
    ],
)
def test_other_encodings_are_found_and_said(data: bytes, text: str, encoding: str, warning: str) -> None:
    """A file in another encoding, or in two, is read whole, with a warning that says how."""
    found = readers.decoded(data, name="x")
    assert text in found.text
    assert found.encoding == encoding
    assert warning in found.warning
    assert bool(found.warning) == bool(warning)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("“It’s the map’s job to lie,” she said – and that’s what the walker’s feet don’t know. ", "cp1252"),
        ("Šárka’s map hadn’t any names — Žižka’s had them all, and that is why they burnt it first. ", "cp1252"),
        ("Le phénomène était déjà là, à côté de l’œuvre, où le maître préfère les chênes très âgés. ", "cp1252"),
        ("Die Straße führt über die Brücke, und wer höher geht, hört die Möwen schreien. ", "cp1252"),
        ("Kartan ljuger för att den måste, och den som går vilse på fjället lär sig läsa snö. ", "cp1252"),
        ("A tradição não é uma prisão, são as nossas mãos que a fazem, à espera da manhã. ", "cp1252"),
        ("Den, der går på øen, lærer at læse både sne og is, når det er mørkt. ", "cp1252"),
        ("Ang mapa ni Señora Niña ay hindi nagsasabi ng lahat, at ang piña sa daan ay para sa mga bata. ", "cp1252"),
        ("Harta gënjen, sepse nuk mund të thotë gjithçka, dhe kush ecën në mal e di këtë që në fillim. ", "cp1252"),
        ("Mapa kłamie, bo nie może powiedzieć wszystkiego naraz, a kto chodzi po górach, to wie. ", "cp1250"),
        ("Mapa lže, protože nemůže říct všechno najednou, a kdo chodí po horách, ten to ví. ", "cp1250"),
        ("A térkép hazudik, mert nem tud mindent elmondani, és ez fontos; az erdő nő, a fű zöld. ", "cp1250"),
        ("Harta minte pentru că nu poate spune totul, şi cine merge prin munţi învaţă să o citească. ", "cp1250"),
        ("Karta laže jer ne može reći sve odjednom, a tko hoda po planinama, uči čitati maglu. ", "cp1250"),
        (
            "Harita yalan söyler, çünkü her şeyi bir anda anlatamaz; dağlarda bu daha önemli, daha güç. ",
            "cp1254",
        ),
    ],
)
@pytest.mark.parametrize("times", [1, 12])
def test_code_pages_that_share_most_letters_are_told_by_their_language(text: str, encoding: str, times: int) -> None:
    """Western text is read as windows-1252 however much it looks like another page; others by their little words."""
    found = readers.decoded((text * times).encode(encoding), name="x")
    assert found.text == text * times
    assert found.encoding == encoding


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"\xff\xfea", "is not UTF-16 at byte"),
        (b"a\0b", "is not text: it holds zero bytes"),
        (b"\x89PNG\x00\xff", "is not text: it holds zero bytes"),
    ],
)
def test_bytes_that_are_no_text_are_refused_with_the_place(data: bytes, message: str) -> None:
    """UTF-16 that breaks is refused with the first wrong byte, and a binary file as such."""
    with pytest.raises(InputError, match=message):
        readers.decode(data, name="x")


@pytest.mark.parametrize(
    "piece", ["a", "[", "(", "**a ", "<!--", "— A", '"', "[a](b", "1. ", "12:31 ", "é", "\\", "```\n", "\n"]
)
def test_time_is_linear_in_the_input(piece: str) -> None:
    """Two megabytes of any characters in any part of a page are read or refused quickly."""
    start = time.process_time()
    for shape in (
        "{}",
        "The Evening Kite{}\nIDEAS\n{}\nQUOTES\nx\n— {}",
        "---\ntitle: x\nsummary: {}\n---\n## Quotes\n> {}",
        'text,author\n"{}",x',
        '[{"text": "{}", "author": "{}"}]',
        "{}\n\t-- {}\n%\n{}",
    ):
        text = shape.replace("{}", piece * (2_000_000 // len(piece) // shape.count("{}")))
        with suppress(InputError):
            read(text)
    assert time.process_time() - start < 10

"""Quote collections: whatever shape they have, each quote keeps its words, who said them, and what stands beside."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit import readers
from searchkit.episode_file import dump_episode, parse_episode
from searchkit.errors import InputError
from searchkit.model import Quote
from searchkit.readers.collections.fortune import split_work

from .conftest import read

PAPER, COAST = "Paper is patient.", "The coast is a rumour."
BOTH = [(PAPER, "Ben Ito"), (COAST, "Ada Moreau")]


def said(text: str, name: str = "words.json", **hints: Any) -> list[tuple[str, str]]:
    """Return words and speakers of what a text is read as."""
    return [(quote.text, quote.speaker) for quote in read(text, name=name, **hints).episode.quotes]


@pytest.mark.parametrize(
    "document",
    [
        [{"text": PAPER, "author": "Ben Ito"}, {"text": COAST, "author": "Ada Moreau"}],
        [{"quoteText": PAPER, "quoteAuthor": "Ben Ito"}, {"quoteText": COAST, "quoteAuthor": "Ada Moreau"}],
        [{"q": PAPER, "a": "Ben Ito"}, {"q": COAST, "a": "Ada Moreau"}],
        [{"Quote": PAPER, "Said By": "Ben Ito"}, {"Quote": COAST, "Said By": "Ada Moreau"}],
        {"quotes": [{"body": PAPER, "author": {"name": "Ben Ito"}}, {"body": COAST, "author": ["Ada Moreau"]}]},
        {"data": {"results": [{"content": PAPER, "by": "— Ben Ito"}, {"content": COAST, "by": "Ada Moreau,"}]}},
        {"Ben Ito": [PAPER], "Ada Moreau": [{"text": COAST}]},
        [{"author": "Ben Ito", "quotes": [PAPER]}, {"author": "Ada Moreau", "quotes": [COAST]}],
        [[PAPER, "Ben Ito"], [COAST, "Ada Moreau"]],
    ],
)
def test_json_is_read_under_any_of_the_usual_keys(document: Any) -> None:
    """Records, pairs and mappings of names give the same quotes."""
    assert said(json.dumps(document)) == BOTH


def test_json_lines_are_read_one_by_one_and_a_wrong_one_is_counted() -> None:
    """One record a line; a line that is no JSON is named, and the others are read."""
    lines = [json.dumps({"text": words, "author": who}) for words, who in BOTH]
    reading = read("\n".join((lines[0], '{"text": "Torn', lines[1], "")), name="words.jsonl")
    assert [(quote.text, quote.speaker) for quote in reading.episode.quotes] == BOTH
    assert reading.warnings == ("1 line that is no JSON was left out: line 2",)


def test_a_fault_in_json_is_named_with_its_line() -> None:
    """A document that breaks off is an input error at its line."""
    with pytest.raises(InputError, match=r"words\.json:2: cannot be read as JSON: column") as caught:
        read('[{"text": "a", "author": "b"},\n{"text": }]', name="words.json")
    assert caught.value.line == 2


def test_work_tags_and_all_else_stay_beside_a_quote() -> None:
    """Source and tags have keys of their own, other keys keep theirs, numbers stay as they are written."""
    record = {"text": PAPER, "author": "Ben Ito", "book": "The Sheet", "category": "paper", "likes": 1.50, "at": "1:02"}
    (quote,) = read(json.dumps([record]).replace("1.5", "1.50"), name="x.json").episode.quotes
    assert quote == Quote(PAPER, "Ben Ito", 62.0, {"source": "The Sheet", "tags": ["paper"], "likes": "1.50"})


def test_topics_of_a_mapping_become_tags() -> None:
    """Keys that are no names of people are topics."""
    quotes = read(json.dumps({"paper": [PAPER], "the sea": [COAST]}), name="x.json").episode.quotes
    assert [quote.extra["tags"] for quote in quotes] == [["paper"], ["the sea"]]
    assert [quote.speaker for quote in quotes] == ["", ""]


@pytest.mark.parametrize(("delimiter", "name"), [(",", "x.csv"), ("\t", "x.tsv"), (";", "x.csv"), ("|", "notes.txt")])
def test_a_table_is_read_by_its_header(delimiter: str, name: str) -> None:
    """Columns are found by their names in any order, fields may hold delimiters, line ends and marks."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=delimiter)
    writer.writerow(["No", "Author", "Quote", "Tags"])
    writer.writerow(["1", "Ben Ito", f'Paper{delimiter} he said,\nis “patient” and "white".', "paper, ink"])
    (quote,) = read("\ufeff" + stream.getvalue(), name=name).episode.quotes
    assert quote.text == f'Paper{delimiter} he said, is “patient” and "white".'.replace("\t ", " ")
    assert (quote.speaker, quote.extra) == ("Ben Ito", {"tags": ["paper", "ink"], "No": "1"})


def test_rows_that_do_not_fit_are_counted() -> None:
    """A row with more fields than columns is left out, with its line; one without words is counted."""
    reading = read(f"text,author\n{PAPER},Ben Ito\nOne, two,Ada\n,Nobody\n\n", name="x.csv")
    assert len(reading.episode.quotes) == 1
    assert "1 row with more fields than columns was left out (line 3)" in reading.warnings[0]
    assert "1 record without words was left out" in reading.warnings


def test_a_mark_that_nothing_closes_is_refused_where_it_opens() -> None:
    """A quotation mark that would swallow the rest of the table is an input error."""
    with pytest.raises(InputError, match=r"x\.csv:3: a quotation mark is never closed"):
        read('text,author\nPaper.,Ben\n"Coast,Ada\nSea,Ada\n', name="x.csv")


FORTUNES = f"""\
{PAPER}
\t\t-- Ben Ito
%
The sheet that lies
\tis the one that is believed.
\t\t-- Ada Moreau, "The Sheet
\t\t   and the Sea"
%
Nobody drew this.
%
"""


def test_a_fortune_file_is_read_with_authors_and_works() -> None:
    """Records end at lines of %, attributions may run over lines and name a work."""
    reading = read(FORTUNES, name="/usr/games/paper_sayings")
    assert reading.reader == "quotes-fortune"
    assert reading.episode.quotes == (
        Quote(PAPER, "Ben Ito"),
        Quote(
            "The sheet that lies is the one that is believed.", "Ada Moreau", extra={"source": "The Sheet and the Sea"}
        ),
        Quote("Nobody drew this."),
    )
    assert (reading.episode.show, reading.episode.title) == ("Quotations", "paper sayings")
    assert reading.warnings == ("1 quote has no attribution: “Nobody drew this.”",)


@pytest.mark.parametrize(
    ("credit", "parts"),
    [
        ("Ada Moreau", ("Ada Moreau", "")),
        ('Ada Moreau, "Maps"', ("Ada Moreau", "Maps")),
        ('Ada Moreau "Maps"', ("Ada Moreau", "Maps")),
        ("Ben Ito, Jr., c. 1951", ("Ben Ito, Jr.", "c. 1951")),
        ("“The Kite Annual”", ("", "The Kite Annual")),
        ('The Keeper [Ada Moreau, "Maps"]', ("The Keeper", 'Ada Moreau, "Maps"')),
        ("Ada Moreau (1911-1987)", ("Ada Moreau", "1911-1987")),
    ],
)
def test_a_credit_is_cut_into_person_and_work(credit: str, parts: tuple[str, str]) -> None:
    """What stands behind a name is its work, a suffix of the name aside."""
    assert split_work(credit) == parts


def test_a_collection_is_named_by_the_caller_or_its_file() -> None:
    """Hints overrule, then what the document calls itself, then the file; standard input needs a title."""
    document = json.dumps({"title": "Kite sayings", "quotes": [{"text": PAPER, "author": "Ben Ito"}]})
    episode = read(document, show="Almanac", title="Paper").episode
    assert (episode.show, episode.title) == ("Almanac", "Paper")
    assert read(document).episode.title == "Kite sayings"
    with pytest.raises(InputError, match="needs a title"):
        read(json.dumps([{"text": PAPER, "author": "Ben Ito"}]), name="-")


def test_transcripts_in_json_are_no_collections() -> None:
    """What has moments for its beginning and end is left to others."""
    line = {"speaker": "Ada", "startTime": 0.5, "endTime": 4.2, "body": "Well, maps."}
    for document in ({"segments": [line]}, [line], {"text": "Well.", "segments": [{"start": 0, "text": "Well."}]}):
        assert readers.read(json.dumps(document), name="x.json").reader == "transcript-json"


def test_too_many_quotes_are_refused() -> None:
    """A file of more quotes than an episode file should hold is an input error that says how many."""
    lines = "text,author\n" + "Paper is patient.,Ben Ito\n" * 20_001
    with pytest.raises(InputError, match=r"holds 20,001 quotes; of a file at most 20,000 are read"):
        read(lines, name="x.csv")


WORDS = st.text(st.characters(codec="utf-8", categories=("L", "N")), min_size=1, max_size=9)
PHRASES = st.lists(WORDS, min_size=2, max_size=12).map(lambda words: " ".join(words) + ".")
PEOPLE = st.sampled_from(["", "Ada Moreau", "Ben Ito", "Éva Szabó", "Cy van der Ode", "Ōe"])
QUOTES = st.lists(st.tuples(PHRASES, PEOPLE), min_size=1, max_size=8)


def _json(quotes: list[tuple[str, str]]) -> str:
    return json.dumps([{"text": words, "author": who} for words, who in quotes])


def _lines(quotes: list[tuple[str, str]]) -> str:
    return "".join(json.dumps({"quote": words, "speaker": who}) + "\n" for words, who in quotes)


def _table(quotes: list[tuple[str, str]]) -> str:
    stream = io.StringIO()
    csv.writer(stream).writerows([("author", "quote"), *((who, words) for words, who in quotes)])
    return stream.getvalue()


def _fortune(quotes: list[tuple[str, str]]) -> str:
    return "%\n".join(f"{words}\n" + (f"\t\t-- {who}\n" if who else "") for words, who in [*quotes, ("End.", "")])


@given(quotes=QUOTES, form=st.sampled_from([(_json, "json"), (_lines, "jsonl"), (_table, "csv"), (_fortune, "")]))
def test_every_quote_reads_back_in_every_form(quotes: list[tuple[str, str]], form: tuple[Any, str]) -> None:
    """Words and speakers of a collection come out as they were put in, whatever the form."""
    write, suffix = form
    found = said(write(quotes), f"x.{suffix}")
    assert found == quotes + ([("End.", "")] if not suffix else [])


PIECES = st.sampled_from(
    [
        *'{}[],:;"\\|%\n\t',
        "text,author\n",
        '"text": ',
        '"author": ',
        '{"q": "x"}',
        "-- A",
        "\n%\n",
        "null",
        "1e9",
        "\0",
        "\ud800",
    ]
)
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=4)), max_size=40).map("".join)
COLLECTIONS = [name for name in readers.names_and_descriptions() if name.startswith("quotes-")]


@given(text=TEXTS, reader=st.sampled_from(COLLECTIONS), name=st.sampled_from(["x.json", "x.csv", "x", "-"]))
def test_no_text_breaks_a_reader_of_collections(text: str, reader: str, name: str) -> None:
    """Every text gives quotes with words, or an input error."""
    try:
        reading = read(text, reader=reader, name=name)
    except InputError:
        return
    assert all(quote.text for quote in reading.episode.quotes)


@given(
    value=st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=8),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(
                st.sampled_from(["text", "quotes", "author", "at", "speaker", "tags", "Ada Moreau"]), inner, max_size=4
            )
        ),
        max_leaves=20,
    )
)
def test_a_collection_of_any_shape_survives_the_corpus(value: Any) -> None:
    """Whatever JSON says, what was read of it is stored and loaded as it was read."""
    try:
        episode = read(json.dumps(value), reader="quotes-json", name="x.json").episode
    except InputError:
        return
    assert parse_episode(dump_episode(episode)) == episode

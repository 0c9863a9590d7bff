from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import bibtexparser
import pytest
import rispy
from bibtexparser.middlewares import LatexDecodingMiddleware
from hypothesis import given, settings
from hypothesis import strategies as st
from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

from searchkit import formats
from searchkit.model import EpisodeRef, Passage
from searchkit.text import one_line, visible

from .conftest import EPISODE, HOSTILE, IDEA, POINT, QUOTE, SEGMENT, everywhere, results

NAME_PARTS = {"family", "given", "non-dropping-particle", "suffix", "literal"}


# Commands of the LaTeX kernel that pylatexenc does not know, or reads as a letter that only looks like theirs.
COMMANDS = {"textbraceleft": "{", "textbraceright": "}", "textless": "<", "textgreater": ">", "textbar": "|"}
LATEX = get_default_latex_context_db()
LATEX.add_context_category(
    "kernel",
    prepend=True,
    macros=[MacroTextSpec(name, text) for name, text in {**COMMANDS, "textasciicircum": "^"}.items()],
)


def line(text: str) -> str:
    """Return what every bibliographic form makes of a text."""
    return one_line(visible(text))


def bibtex(made: str) -> list[dict[str, str]]:
    """Return the entries as bibtexparser reads them, LaTeX made text again, with their keys."""
    library = bibtexparser.parse_string(
        made, append_middleware=[LatexDecodingMiddleware(decoder=LatexNodes2Text(latex_context=LATEX))]
    )
    assert not library.failed_blocks
    assert len(library.blocks) == len(library.entries)
    return [
        {"type": one.entry_type, "key": one.key} | {field.key: field.value for field in one.fields}
        for one in library.entries
    ]


def ris(made: str) -> list[dict[str, Any]]:
    """Return the records as rispy reads them."""
    return rispy.loads(made)


def csl(made: str) -> list[dict[str, Any]]:
    """Return the items after a check of what csl-data.json of CSL 1.0.2 asks for."""
    items = json.loads(made)
    for item in items:
        assert item["type"] == "broadcast"
        for name in (*item.get("author", ()), *item.get("contributor", ())):
            assert set(name) <= NAME_PARTS
            assert "literal" not in name or set(name) == {"literal"}
        rest = {key: value for key, value in item.items() if key not in {"author", "contributor", "issued"}}
        assert set(rest) <= {"id", "type", "title", "container-title", "number", "genre", "URL", "note"}
        assert all(isinstance(value, str) for value in rest.values())
        for part in item.get("issued", {}).get("date-parts", ()):
            assert 1 <= len(part) <= 3
            assert all(isinstance(number, int) for number in part)
    return items


READERS: dict[str, Callable[[str], list[dict[str, Any]]]] = {"bibtex": bibtex, "ris": ris, "csl-json": csl}


def test_a_quote_in_bibtex():
    """The whole entry, as it is written."""
    assert formats.render(results(QUOTE), "bibtex") == (
        "@misc{meer2023-the-workbench-mending-is-thinking-quote-3,\n"
        "  author = {van der Meer, Anneke},\n"
        "  title = {{Mending is thinking}},\n"
        "  howpublished = {The Workbench, episode E12},\n"
        "  series = {The Workbench},\n"
        "  number = {E12},\n"
        "  year = {2023},\n"
        "  month = jun,\n"
        "  date = {2023-06-19},\n"
        "  url = {https://workbench.example/episodes/12},\n"
        "  annote = {“A broken chair tells you everything about the man who built it.” (at 00:12:31)},\n"
        "}\n"
    )


def test_a_quote_in_ris():
    """The whole record, as it is written."""
    assert formats.render(results(QUOTE), "ris") == (
        "TY  - SOUND\n"
        "ID  - meer2023-the-workbench-mending-is-thinking-quote-3\n"
        "AU  - van der Meer, Anneke\n"
        "TI  - Mending is thinking\n"
        "T2  - The Workbench\n"
        "IS  - E12\n"
        "PY  - 2023\n"
        "DA  - 2023/06/19/\n"
        "UR  - https://workbench.example/episodes/12\n"
        "N1  - “A broken chair tells you everything about the man who built it.” (at 00:12:31)\n"
        "ER  - \n"
    )


def test_a_quote_in_csl_json():
    """The whole item, as it is written."""
    assert csl(formats.render(results(QUOTE), "csl-json")) == [
        {
            "id": "meer2023-the-workbench-mending-is-thinking-quote-3",
            "type": "broadcast",
            "author": [{"family": "Meer", "given": "Anneke", "non-dropping-particle": "van der"}],
            "contributor": [{"family": "Lind", "given": "Ada"}],
            "title": "Mending is thinking",
            "container-title": "The Workbench",
            "number": "E12",
            "genre": "Audio podcast episode",
            "issued": {"date-parts": [[2023, 6, 19]]},
            "URL": "https://workbench.example/episodes/12",
            "note": "“A broken chair tells you everything about the man who built it.” (at 00:12:31)",
        }
    ]


@pytest.mark.parametrize(
    ("published", "bibtex_date", "ris_date", "parts"),
    [
        ("2023-06-19", ("2023", "jun", "2023-06-19"), "2023/06/19/", [2023, 6, 19]),
        ("2023-06", ("2023", "jun", None), "2023/06//", [2023, 6]),
        ("2023", ("2023", None, None), "2023///", [2023]),
        ("", (None, None, None), None, None),
        ("last spring", (None, None, None), None, None),
    ],
)
def test_a_date_is_as_exact_as_it_is_known(published, bibtex_date, ris_date, parts):
    """A month or year alone stays one, and what is no date is left out."""
    made = results(replace(QUOTE, episode=replace(EPISODE, published=published)))
    [entry] = bibtex(formats.render(made, "bibtex"))
    assert (entry.get("year"), entry.get("month"), entry.get("date")) == bibtex_date
    [record] = ris(formats.render(made, "ris"))
    assert (record.get("year"), record.get("date")) == (bibtex_date[0], ris_date)
    [item] = csl(formats.render(made, "csl-json"))
    assert item.get("issued") == (parts and {"date-parts": [parts]})


@pytest.mark.parametrize("name", READERS)
def test_every_hit_is_an_entry(name: str, full):
    """Ideas, points and segments too; who only speaks in the episode is no author."""
    entries = READERS[name](formats.render(full, name))
    assert len(entries) == len(full)
    authors = "authors" if name == "ris" else "author"
    assert [authors in entry for entry in entries] == [True, False, False, True]


def test_a_video_is_one():
    """A link to a site for videos makes RIS say VIDEO and CSL say so in the genre."""
    made = results(replace(QUOTE, episode=replace(EPISODE, url="https://www.youtube.com/watch?v=abc")))
    assert ris(formats.render(made, "ris"))[0]["type_of_reference"] == "VIDEO"
    assert csl(formats.render(made, "csl-json"))[0]["genre"] == "Video podcast episode"


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_in_bibtex(text: str):
    """A reader finds as many entries as there are hits, and the words in them, whatever they hold."""
    quote, idea, _ = bibtex(formats.render(everywhere(text), "bibtex"))
    assert quote["annote"] == f"“{line(text)}” (at 00:12:31)"
    assert quote.get("series", "") == quote.get("number", "") == line(text)
    assert idea["annote"] == f"Idea: {' — '.join(filter(None, [line(text)] * 2))}"


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_in_ris(text: str):
    """A reader finds as many records as there are hits, and the words in them: no text is a tag."""
    quote, idea, _ = ris(formats.render(everywhere(text), "ris"))
    assert quote["notes"] == [f"“{line(text)}” (at 00:12:31)"]
    assert quote.get("secondary_title", "") == line(text)
    assert idea["type_of_reference"] == "SOUND"


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_in_csl_json(text: str):
    """The items keep their shape, and no note begins with or holds what citeproc-js reads as a variable."""
    quote, *_ = items = csl(formats.render(everywhere(text), "csl-json"))
    assert quote["note"] == f"“{line(text)}” (at 00:12:31)".replace("{:", "{ :")
    assert not any(re.match(r"([-_a-z]+|[A-Z]+):", item["note"]) or "{:" in item["note"] for item in items)


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=())) | st.text("{}\\$&#^_~%@=\"'`-,<>|ab \n\t"))
def test_any_text_reads_back(text: str):
    """The same for whatever Hypothesis finds."""
    [entry] = bibtex(formats.render(results(replace(QUOTE, text=text, at=None)), "bibtex"))
    assert entry["annote"] == f"“{line(text)}”"
    [record] = ris(formats.render(results(replace(QUOTE, text=text, at=None)), "ris"))
    assert record["notes"] == [f"“{line(text)}”"]
    [item] = csl(formats.render(results(replace(QUOTE, text=text.replace("{:", ""), at=None)), "csl-json"))
    assert item["note"] == f"“{line(text.replace('{:', ''))}”"


@given(st.text("{}\\%ab"))
def test_braces_are_balanced_as_bibtex_counts_them(text: str):
    """BibTeX counts braces behind a backslash too; there are as many that open as that close, in this order."""
    depth = 0
    for char in formats.render(results(replace(QUOTE, text=text)), "bibtex"):
        depth += (char == "{") - (char == "}")
        assert depth >= 0
    assert depth == 0


def test_titles_keep_their_capitals():
    """The title stands in two pairs of braces, the second of which BibTeX keeps."""
    made = formats.render(results(replace(QUOTE, episode=replace(EPISODE, title="NASA & I"))), "bibtex")
    assert "  title = {{NASA \\& I}},\n" in made


@pytest.mark.parametrize("name", ["bibtex", "csl-json", "ris"])
def test_keys_are_ascii_and_unique(name: str):
    """Two ids that are alike but for accents, case, other scripts or their far end have two keys."""
    ids = (
        "a/b#quote-1",
        "á/b#quote-1",
        "A/b#quote-1",
        "a/b/c#quote-1",
        "a-b/#quote-1",
        "東京/b#quote-1",
        "京都/b#quote-1",
        "#",
    )
    long = [f"a/{'word-' * 20}{end}#quote-1" for end in ("x", "y")]
    passages = [replace(QUOTE, id=one) for one in (*ids, *long)]
    keys = [one.get("key") or one["id"] for one in READERS[name](formats.render(results(*passages, QUOTE), name))]
    assert len(set(keys)) == len(keys)
    assert all(re.fullmatch("[a-z0-9-]{1,120}", key) for key in keys)


def test_a_key_does_not_depend_on_the_other_hits():
    """The same passage has the same key in every answer, so that a paper can go on citing it."""
    alone = bibtex(formats.render(results(QUOTE), "bibtex"))[0]["key"]
    among = [one["key"] for one in bibtex(formats.render(results(IDEA, POINT, SEGMENT, QUOTE), "bibtex"))]
    assert alone in among
    assert "2023-the-workbench-mending-is-thinking-point-2" in among


def test_the_same_passage_twice_has_two_keys():
    """An answer that holds a passage twice is still a valid bibliography."""
    keys = [one["key"] for one in bibtex(formats.render(results(QUOTE, QUOTE), "bibtex"))]
    assert len(set(keys)) == 2


@given(st.lists(st.text(st.characters(exclude_categories=()), max_size=20), min_size=2, max_size=20, unique=True))
def test_any_ids_have_keys_of_their_own(ids: list[str]):
    """The same for whatever Hypothesis finds."""
    made = results(*[Passage(one, "quote", "x", EpisodeRef("e", "s", "t")) for one in ids])
    keys = [one["id"] for one in csl(formats.render(made, "csl-json"))]
    assert len(set(keys)) == len(keys)
    assert all(re.fullmatch("[a-z0-9-]+", key) for key in keys)

"""A comparison in every output form."""

from __future__ import annotations

import io
import json
from dataclasses import replace

import pytest
import yaml

from searchkit.comparing import Comparison, Voice
from searchkit.formats import FORMATS, render
from searchkit.formats.comparison import summary, write
from searchkit.model import Query

from .conftest import EPISODE, HOSTILE, IDEA, POINT, QUOTE, hit, results
from .test_json import valid

MADE = Comparison(
    Query(text="chair", kinds=("quote",), limit=5),
    (Voice("Anneke van der Meer", (hit(QUOTE),), 1, 4), Voice("Ada Lind", (), 0, 0)),
    "whoosh",
)


def written(comparison: Comparison, name: str) -> str:
    """Return a comparison in a format."""
    stream = io.StringIO(newline="")
    write(comparison, name, stream)
    return stream.getvalue()


def everywhere(text: str) -> Comparison:
    """Return a comparison with a text wherever the corpus or the query gives one."""
    episode = replace(EPISODE, show=text, title=text, number=text, published=text, url=text, headline=text)
    hits = tuple(hit(replace(one, text=text, episode=episode)) for one in (QUOTE, IDEA))
    voices = (Voice(text, hits, 2, 3), Voice(text + "2", hits[:1], 1, 1))
    return Comparison(Query(text=text, kinds=("quote",)), voices, "whoosh", suggestions={text: (text,)})


def test_json_has_a_list_a_voice() -> None:
    """The JSON object has each voice with its counts and hits, as the results of a search have theirs."""
    told = json.loads(written(MADE, "json"))
    valid(told, "comparison")
    assert told["schema_version"] == 1
    assert told["query"] == {"text": "chair", "limit": 5, "kinds": ["quote"]}
    assert [(voice["name"], voice["total"], voice["of"], voice["share"]) for voice in told["voices"]] == [
        ("Anneke van der Meer", 1, 4, 0.25),
        ("Ada Lind", 0, 0, 0.0),
    ]
    assert told["voices"][0]["hits"] == json.loads(render(results(QUOTE), "json"))["hits"]


def test_plain_text_has_a_line_over_each_voice() -> None:
    """Plain text tells of each voice how often it speaks of the subject, then gives its hits as a search does."""
    heads = [line for line in written(MADE, "plain").splitlines() if line.startswith("voice: ")]
    assert heads == ["voice: Anneke van der Meer, 1 of 4 quotes (25.0 %)", "voice: Ada Lind, 0 of 0 quotes"]
    assert written(MADE, "plain").startswith(f"{heads[0]}\n\n{render(results(QUOTE), 'plain')}\n{heads[1]}\n")


def test_the_counts_are_told_in_words() -> None:
    """Of one kind its name is told, of several passages, and without a subject the number alone."""
    assert summary(MADE, Voice("x", (), 1, 1)) == "1 of 1 quote (100.0 %)"
    assert summary(replace(MADE, query=Query(text="x", kinds=("idea", "quote"))), Voice("x", (), 1, 3)) == (
        "1 of 3 passages (33.3 %)"
    )
    assert summary(replace(MADE, query=Query(kinds=("quote",))), Voice("x", (), 1_234, 1_234)) == "1,234 quotes"


@pytest.mark.parametrize("name", [name for name in FORMATS if name not in ("json", "yaml", "plain")])
def test_other_forms_hold_the_hits_of_all(name: str) -> None:
    """A form without a place for voices holds each passage once, voice by voice."""
    both = replace(MADE, voices=(MADE.voices[0], Voice("Ada Lind", (hit(QUOTE), hit(POINT)), 2, 2)))
    joined = replace(results(QUOTE, POINT, query=both.query), total=3)
    assert written(both, name) == render(joined, name)


@pytest.mark.parametrize("text", HOSTILE)
def test_any_text_is_data(text: str) -> None:
    """JSON and YAML give any text back, plain text keeps each voice on one line, and nothing acts on a terminal."""
    made = everywhere(text)
    told = json.loads(written(made, "json"))
    valid(told, "comparison")
    assert [voice["name"] for voice in told["voices"]] == [text, text + "2"]
    assert yaml.safe_load(written(made, "yaml"))["voices"][0]["total"] == 2
    assert sum(line.startswith("voice: ") for line in written(made, "plain").splitlines()) == 2
    for name in ("json", "yaml", "plain"):
        assert not set(written(made, name)) & set(map(chr, (*range(9), *range(11, 32), 127, 0x9B, 0x202E)))

"""An episode as a YAML file: it reads back as it was written, and whatever is wrong is named with its place."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchkit import Chapter, Episode, Idea, InputError, Point, Quote, Source
from searchkit.episode_file import digest, dump_episode, parse_episode
from tests.properties import examples

from .building import any_text
from .conftest import SAMPLE

# Text as a corpus file holds it: without white space at its ends, and now and then what YAML would misread.
_RISKY = (
    "No",
    "null",
    "~",
    "1:30:00",
    "2023-06-19",
    "0x1f",
    "- a",
    "a: b",
    "# c",
    "---",
    "<<",
    "*a",
    "&a",
    "!!x",
    "'",
    '"',
    "|",
)
line = st.one_of(
    st.text(max_size=60), st.sampled_from(_RISKY), st.text(st.sampled_from("ab :#-'\"\n>|é漢"), max_size=120)
)
line = line.map(str.strip)
filled = line.filter(bool)
moments = st.one_of(st.none(), st.integers(0, 400_000_000).map(lambda milliseconds: milliseconds / 1000))
dates = st.one_of(st.just(""), st.dates().map(lambda day: day.isoformat()[: 4 + 3 * (day.day % 3)]))
extra_values = st.recursive(
    st.text(max_size=40),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(), inner, max_size=3)),
)
extras = st.dictionaries(st.text(max_size=20).map("x {}".format), extra_values, max_size=2)
sources = st.builds(Source, line, line, line, line).filter(lambda source: source != Source())
episodes = st.builds(
    Episode,
    show=filled,
    title=filled,
    number=line,
    published=dates,
    url=line,
    language=line,
    speakers=st.lists(filled, max_size=3, unique=True).map(tuple),
    headline=line,
    overview=st.lists(st.builds(Point, filled, extras), max_size=3).map(tuple),
    ideas=st.lists(st.builds(Idea, filled, line, extras), max_size=3).map(tuple),
    quotes=st.lists(st.builds(Quote, filled, line, moments, extras), max_size=3).map(tuple),
    chapters=st.lists(st.builds(Chapter, moments.filter(lambda at: at is not None), filled), max_size=2).map(tuple),
    source=st.one_of(st.none(), sources),
    extra=extras,
)

SMALL = """\
show: The Workbench
title: Mending
number: 12
published: 2023-06-19
speakers: [Ada Lind, No]
overview:
- One point.
- text: Another.
  weight: heavy
ideas:
- heading: Repair is research
  text: You learn why.
- heading: Alone
quotes:
- text: A broken chair.
  speaker: No
  at: 1:30:00
- Just words.
chapters:
- at: 0
  title: Beginning
source: pasted by hand
mood: {good: [yes, no]}
"""


@settings(max_examples=examples(150))
@given(episodes)
def test_what_is_written_reads_back(episode: Episode) -> None:
    """Any episode reads back equal, and its file is the same when it is written again."""
    document = dump_episode(episode)
    again = parse_episode(document)
    assert again == episode
    assert dump_episode(again) == document


def test_reading() -> None:
    """Every field is read as text, converted by its own rule, and whatever else the file holds is kept."""
    assert parse_episode(SMALL) == Episode(
        show="The Workbench",
        title="Mending",
        number="12",
        published="2023-06-19",
        speakers=("Ada Lind", "No"),
        overview=(Point("One point."), Point("Another.", {"weight": "heavy"})),
        ideas=(Idea("Repair is research", "You learn why."), Idea("Alone")),
        quotes=(Quote("A broken chair.", "No", 5400.0), Quote("Just words.")),
        chapters=(Chapter(0.0, "Beginning"),),
        source=Source(file="pasted by hand"),
        extra={"mood": {"good": ["yes", "no"]}},
    )


def test_writing() -> None:
    """An episode is written with its keys in order, nothing empty, what it does not know at the end."""
    assert (
        dump_episode(parse_episode(SMALL))
        == """\
show: The Workbench
title: Mending
number: '12'
published: 2023-06-19
speakers:
- Ada Lind
- 'No'
overview:
- One point.
- text: Another.
  weight: heavy
ideas:
- heading: Repair is research
  text: You learn why.
- heading: Alone
quotes:
- text: A broken chair.
  speaker: 'No'
  at: 01:30:00
- text: Just words.
chapters:
- at: 00:00:00
  title: Beginning
source:
  file: pasted by hand
mood:
  good:
  - 'yes'
  - 'no'
"""
    )


def test_lenient_forms() -> None:
    """One speaker may stand without a dash, a key without a value counts as left out, a name counts once."""
    episode = parse_episode("show: A\ntitle: B\nspeakers: Ada Lind\nquotes:\noverview:\nsource:\nurl:\n")
    assert episode == Episode("A", "B", speakers=("Ada Lind",))
    assert parse_episode("show: A\ntitle: B\nspeakers: [Ada, Bo, Ada, '']\n").speakers == ("Ada", "Bo")
    assert parse_episode("show: A\ntitle: B\nspeakers: ' '\nquotes: ' '\nsource: ' '\n") == Episode("A", "B")


@pytest.mark.parametrize(
    ("text", "line", "key", "says"),
    [
        ("title: B\n", 1, "show", "is missing"),
        ("show: A\n", 1, "title", "is missing"),
        ("title: B\nshow: ' '\n", 2, "show", "is empty"),
        ("show: [A]\ntitle: B\n", 1, "show", "must be text"),
        ("show: A\ntitle: B\npublished: last week\n", 3, "published", "is not a date"),
        ("show: A\ntitle: B\npublished: 2023-02-30\n", 3, "published", "is not in the calendar"),
        ("show: A\ntitle: B\nspeakers: {a: b}\n", 3, "speakers", "must be a list"),
        ("show: A\ntitle: B\nspeakers:\n- A\n- [B]\n", 5, "speakers[1]", "must be text"),
        ("show: A\ntitle: B\nquotes: none\n", 3, "quotes", "must be a list"),
        ("show: A\ntitle: B\nquotes:\n- speaker: X\n", 4, "quotes[0].text", "is missing or empty"),
        ("show: A\ntitle: B\nquotes:\n- ''\n", 4, "quotes[0].text", "is missing or empty"),
        ("show: A\ntitle: B\nquotes:\n- text: x\n  at: soon\n", 5, "quotes[0].at", "is not a moment"),
        ("show: A\ntitle: B\nquotes:\n- text: x\n- text: y\n  at: 1:75\n", 6, "quotes[1].at", "go to 59"),
        ("show: A\ntitle: B\nquotes:\n- [x]\n", 4, "quotes[0]", "must be a mapping"),
        ("show: A\ntitle: B\nideas:\n- just text\n", 4, "ideas[0]", "must be a mapping"),
        ("show: A\ntitle: B\nideas:\n- text: x\n", 4, "ideas[0].heading", "is missing or empty"),
        ("show: A\ntitle: B\nideas:\n- heading: x\n  text: {a: b}\n", 5, "ideas[0].text", "must be text"),
        ("show: A\ntitle: B\noverview:\n- text: ''\n", 4, "overview[0].text", "is missing or empty"),
        ("show: A\ntitle: B\nchapters:\n- title: x\n", 4, "chapters[0].at", "is missing or empty"),
        ("show: A\ntitle: B\nchapters:\n- at: 5\n", 4, "chapters[0].title", "is missing or empty"),
        ("show: A\ntitle: B\nsource: [x]\n", 3, "source", "must be text or a mapping"),
        ("show: A\ntitle: B\nsource:\n  file: [x]\n", 4, "source.file", "must be text"),
        ("show: A\ntitle: B\ntitle: C\n", 3, "", "the key title stands here twice"),
        ("- show: A\n", None, "", "holds no episode"),
        ("just text", None, "", "holds no episode"),
        ("", None, "", "holds no episode"),
    ],
)
def test_faults_name_file_line_and_key(text: str, line: int | None, key: str, says: str) -> None:
    """A wrong file gives an error with its name, the line, the key, and what is wrong."""
    with pytest.raises(InputError) as caught:
        parse_episode(text, path="corpus/a/b.yaml")
    error = caught.value
    assert (error.path, error.line, error.key) == ("corpus/a/b.yaml", line, key)
    assert says in error.message
    assert error.message.startswith(f"corpus/a/b.yaml:{line}: {key}" if line else "corpus/a/b.yaml: ")


@given(
    any_text,
    st.sampled_from(("{}", "show: A\ntitle: {}", "show: A\ntitle: B\nquotes:\n- {}\n", "show: A\ntitle: B\nat: {}")),
)
def test_any_file_gives_an_episode_or_an_error(text: str, template: str) -> None:
    """No file makes anything but an episode or an InputError."""
    with suppress(InputError):
        parse_episode(template.replace("{}", text))


@given(episodes, line, sources)
def test_digest_is_of_what_an_episode_says(episode: Episode, where: str, source: Source) -> None:
    """A digest does not depend on id and source, outlives writing and reading, and changes with the words."""
    assert digest(episode) == digest(replace(episode, id=where, source=source))
    assert digest(parse_episode(dump_episode(episode))) == digest(episode)
    assert digest(replace(episode, title=episode.title + "!")) != digest(episode)
    assert digest(replace(episode, extra={**episode.extra, "y": "z"})) != digest(episode)


@pytest.mark.parametrize("path", sorted(SAMPLE.glob("*/*.yaml")), ids=lambda path: path.stem)
def test_sample_episodes_are_stable(path) -> None:
    """Each file of the sample corpus says the same after it was rewritten."""
    episode = parse_episode(path.read_text(encoding="utf-8"))
    document = dump_episode(episode)
    assert parse_episode(document) == episode
    assert dump_episode(parse_episode(document)) == document

"""YAML as text, lists and mappings: what is refused, and that what is written reads back the same."""

from __future__ import annotations

from contextlib import suppress

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from searchkit import InputError
from searchkit.limits import USUAL
from searchkit.yaml_text import Bare, compose, dump, load
from tests.properties import examples

from .building import any_text

# Text that YAML would take for something else, or that an emitter likes to break.
awkward = st.one_of(
    st.text(max_size=120),
    st.text(st.sampled_from("ab \n:#-'\"|>&*!%@`{}[],?\t\\é"), max_size=160),
    st.sampled_from(
        ("No", "null", "~", "1:30:00", "2023-06-19", "0x1f", "1e3", "- a", "a: b", "# c", "---", "...", "=", "<<")
    ),
    st.lists(st.sampled_from(("word", "longer-word", "No:", "#tag", "-", "é")), min_size=20, max_size=60).map(" ".join),
    st.lists(
        st.sampled_from(("word", "longer-word", " ", "\t", "\u2009x", "\u0314", "\u3000", "\u00a0", "é")),
        min_size=20,
        max_size=60,
    ).map(" ".join),
)
values = st.recursive(
    awkward,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(awkward, inner, max_size=4)),
    max_leaves=12,
)


@settings(max_examples=examples(200))
@given(values)
@example(" leading and trailing ")
@example(" a blank in front of what is long enough" + " to be folded" * 12)
@example("a\n b\n\n\n  c\n")
@example("x" * 200 + "\n" + "y " * 100)
@example({"key\nwith lines": ["\ttab", "\r\n", "\x85", "\u2028"]})
@example("\x00\x07\x7f\ufeff\ud7ff\U0001f600")
def test_what_is_written_reads_back_the_same(value: object) -> None:
    """Any text, list or mapping comes back as it was, and the document is the same when it is written again."""
    document = dump(value)
    assert load(document) == value or value in ([], {}, "")
    assert dump(load(document)) == document


@given(values)
def test_other_readers_read_the_same(value: object) -> None:
    """A reader that gives types to scalars reads back the same text, so nothing that we write is taken for a number."""
    assert yaml.safe_load(dump(value)) == value


@given(any_text)
def test_text_with_lone_surrogates_can_be_written(text: str) -> None:
    """Half a character, which no encoding takes, becomes a replacement character; everything else stays."""
    document = dump({"text": text})
    document.encode()
    shown = "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in text)
    assert load(document) == {"text": shown}


@given(any_text)
def test_reading_any_text_gives_a_value_or_an_error(text: str) -> None:
    """No text makes anything but a value or an InputError."""
    with suppress(InputError):
        load(text)


@given(st.text(st.sampled_from("a:-?[]{}&*!|>'\"#\n ,%"), max_size=60))
def test_reading_what_looks_like_yaml_gives_a_value_or_an_error(text: str) -> None:
    """No text of YAML's own signs makes anything but a value or an InputError."""
    with suppress(InputError):
        load(text)


def test_scalars_are_text() -> None:
    """Nothing is taken for a number, a date, a truth value or nothing."""
    assert load("a: No\nb: 1:30:00\nc: 2023-06-19\nd: 0x1F\ne: ~\nf:\n") == {
        "a": "No", "b": "1:30:00", "c": "2023-06-19", "d": "0x1F", "e": "~", "f": "",
    }  # fmt: skip


def test_tags_have_no_effect() -> None:
    """A tag cannot make anything but text of text."""
    assert load("!!python/object/apply:os.system ['echo']") == ["echo"]
    assert load("a: !!int 5") == {"a": "5"}


@pytest.mark.parametrize("text", ["", "  \n", "# only a comment\n", "---\n"])
def test_an_empty_document_is_empty_text(text: str) -> None:
    """A document without a node is empty text."""
    assert load(text) == ""


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("a: 1\nb: [\n", 3, "cannot be read as YAML"),
        ("a: 1\na: 2", 2, "the key a stands here twice"),
        ("x:\n  b: 1\n  b: 2\n", 3, "the key b stands here twice"),
        ("a: &x 1\nb: *x", None, "aliases are not accepted"),
        ("a: b: c", 1, "cannot be read as YAML"),
        ("a: 'open", 1, "cannot be read as YAML"),
        ("a: 1\n---\nb: 2", 2, "cannot be read as YAML"),
        ("a: 1\n\tb: 2", 2, "cannot be read as YAML"),
        ("? [a]\n: 1", 1, "a key must be plain text"),
        ("a: \x07", 1, "holds a character that YAML does not allow"),
        ("a: *nowhere", 1, "cannot be read as YAML"),
    ],
)
def test_faults_are_named_with_their_line(text: str, line: int | None, says: str) -> None:
    """What cannot be read is an error that says what, and where."""
    with pytest.raises(InputError, match=says) as caught:
        load(text, path="corpus/show/one.yaml")
    assert caught.value.path == "corpus/show/one.yaml"
    assert line is None or caught.value.line == line


def test_aliases_cannot_blow_up() -> None:
    """A few lines of aliases, which would stand for gigabytes, are refused."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    with pytest.raises(InputError, match="aliases are not accepted"):
        load("\n".join(lines))


@pytest.mark.parametrize(
    "nested",
    [
        "[" * 100_000,
        "[" * 5_000 + "]" * 5_000,
        "{a: " * 5_000 + "b" + "}" * 5_000,
        "- " * 5_000 + "a",
        "? " * 5_000 + "a",
        "".join(f"{' ' * depth}a:\n" for depth in range(2_000)),
        "".join(f"{' ' * depth}-\n" for depth in range(2_000)),
        "".join(f"{' ' * depth}?\n" for depth in range(2_000)),
    ],
    ids=["open", "lists", "mappings", "items", "keys", "indented mappings", "indented items", "indented keys"],
)
def test_deep_nesting_is_refused(nested: str) -> None:
    """Text that nests without end is refused before it is read, whatever it nests with."""
    with pytest.raises(InputError, match=f"nests too deeply: at most {USUAL.yaml_depth} levels are read") as caught:
        load(nested)
    assert caught.value.line is not None


def test_ordinary_nesting_is_read() -> None:
    """Text with many list items, indented far, is not taken for deep nesting."""
    document = {"a": [{"b": ["c"] * 100}] * 100, "text": " " * 60 + "x\ny"}
    assert load(dump(document)) == document


def test_too_large() -> None:
    """A document beyond the limit is refused unread."""
    with pytest.raises(InputError, match="at most"):
        compose("a" * (USUAL.episode_bytes + 1))


def test_style() -> None:
    """Long text becomes a block that a person can edit, keys keep their order, and dates stand bare."""
    long_text = "word " * 30 + "end"
    document = dump(
        {"b": long_text, "a": "two\nlines", "c": ["x"], "d": Bare("2023-06-19"), "e": "2023-06-19", "f": "é"}
    )
    assert document.startswith("b: >-\n  word word")
    assert "a: |-\n  two\n  lines\nc:\n- x\nd: 2023-06-19\ne: '2023-06-19'\nf: é\n" in document
    assert max(len(line) for line in document.splitlines()) <= 105


def test_a_colon_in_a_value_is_hinted_at() -> None:
    """The fault that people make most has a hint that says what to do."""
    with pytest.raises(InputError, match="mapping values are not allowed") as caught:
        load("show: Kite\ntitle: Maps: why\n", path="x.yaml")
    assert 'title: "Maps: why they lie"' in caught.value.hint

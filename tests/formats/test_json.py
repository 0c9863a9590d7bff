from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from searchkit import formats
from searchkit.formats.objects import clipped, encode, layered, passage_object
from searchkit.model import Query, Span

from .conftest import AGAIN, HOSTILE, IDEA, QUOTE, everywhere, hit, results

# JSON has no way to write a high surrogate before a low one: the pair means another character.
ANY_TEXT = st.text(st.characters(exclude_categories=())).filter(
    lambda text: text == text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
)
SCHEMA = formats.schema()


def valid(value: object, part: str = "") -> None:
    """Check a value against the schema, or against a part of it."""
    schema = {"$defs": SCHEMA["$defs"], "$ref": f"#/$defs/{part}"} if part else SCHEMA
    Draft202012Validator(schema).validate(value)


def keys_of(value: object) -> set[str]:
    """Return the keys of all mappings in a value."""
    if isinstance(value, dict):
        return set(value) | set().union(*map(keys_of, value.values()))
    return set().union(*map(keys_of, value)) if isinstance(value, list) else set()


def test_the_schema_is_a_schema():
    """The file in the package is valid JSON Schema, draft 2020-12."""
    Draft202012Validator.check_schema(SCHEMA)


def test_full_results_fit_the_schema(full):
    """An answer with everything in it is what the schema says."""
    valid(json.loads(formats.render(full, "json")))


def test_empty_results_fit_the_schema():
    """An answer without hits has every key that must be there."""
    made = json.loads(formats.render(results(), "json"))
    valid(made)
    assert made["hits"] == []


def test_the_schema_describes_every_key(full):
    """Nothing is written that the schema does not name."""
    described = {key for part in _objects(SCHEMA) for key in part}
    written = keys_of(json.loads(formats.render(full, "json"))) - {"chiar", "brokn"}
    assert written <= described


def _objects(schema: object):
    if isinstance(schema, dict):
        yield schema.get("properties", {})
        for value in schema.values():
            yield from _objects(value)


def test_the_top_level_says_what_was_asked_and_answered(full):
    """Everything beside the hits stands at the top, the query with every filter that was set."""
    made = json.loads(formats.render(full, "json"))
    assert list(made) == [
        *("schema_version", "query", "total", "offset", "engine", "dropped", "corrected", "suggestions"),
        *("facets", "stale", "hits"),
    ]
    assert made["query"] == {
        "text": "broken chair",
        "limit": 10,
        "kinds": ["quote", "idea"],
        "speaker": "meer",
        "offset": 2,
        "explain": True,
        "facets": True,
    }
    assert (made["total"], made["offset"], made["engine"], made["stale"]) == (27, 2, "whoosh", True)
    assert made["suggestions"] == {"chiar": ["chair", "choir"]}
    assert made["facets"]["kinds"] == [{"name": "quote", "count": 2}, {"name": "idea", "count": 1}]


def test_what_was_not_set_is_not_in_the_query():
    """The text and the limit always stand there, also when they say nothing or "all"."""
    made = json.loads(formats.render(results(query=Query(limit=None)), "json"))
    assert made["query"] == {"text": "", "limit": None}
    assert "facets" not in made


def test_a_hit_has_all_its_keys(full):
    """Keys never vanish because a value is empty; only duplicates and an explanation are there or not."""
    quote, idea, *_ = json.loads(formats.render(full, "json"))["hits"]
    assert list(idea) == [
        *("id", "kind", "text", "speaker", "heading", "at", "verified", "link"),
        *("score", "highlights", "episode", "context"),
    ]
    assert list(quote) == [*idea, "duplicates", "explanation"]
    assert idea["speaker"] == ""
    assert idea["at"] is None
    assert idea["context"]["idea"] is None
    assert [one["id"] for one in idea["context"]["quotes"]] == [QUOTE.id]
    assert quote["at"] == 751
    assert quote["context"]["idea"] == {"id": IDEA.id, "heading": IDEA.heading, "text": IDEA.text}
    assert [(one["id"], one["exact"], one["other_speaker"]) for one in quote["duplicates"]] == [(AGAIN.id, False, True)]
    assert quote["explanation"][1] == {"what": "order", "value": 2.5}


def test_highlights_are_offsets_of_characters(full):
    """Cutting the text at a highlight gives the words that matched."""
    made = json.loads(formats.render(full, "json"))["hits"][0]
    [[start, end]] = made["highlights"]["text"]
    assert made["text"][start:end] == "broken chair"


def test_a_line_of_jsonl_is_a_hit_with_the_version(full):
    """Each line stands for itself and holds what `json` holds."""
    lines = formats.render(full, "jsonl").splitlines()
    hits = json.loads(formats.render(full, "json"))["hits"]
    assert len(lines) == len(hits)
    for line, one in zip(map(json.loads, lines), hits, strict=True):
        valid(line, "line")
        assert line == {"schema_version": 1, **one}


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("name", ["json", "jsonl"])
def test_hostile_text_reads_back_as_it_was(name: str, text: str):
    """JSON loses nothing: controls, reordering marks and lone surrogates come back."""
    made = formats.render(everywhere(text), name).encode()
    one = json.loads(made)["hits"][0] if name == "json" else json.loads(made.split(b"\n")[0])
    assert one["text"] == one["speaker"] == one["episode"]["url"] == one["context"]["idea"]["text"] == text


@settings(deadline=None)
@given(ANY_TEXT)
def test_any_text_reads_back_as_it_was(text: str):
    """The same for whatever Hypothesis finds."""
    whole = json.loads(formats.render(everywhere(text), "json").encode())
    valid(whole)
    assert whole["hits"][0]["text"] == whole["query"]["text"] == text
    for line in formats.render(everywhere(text), "jsonl").split("\n")[:1]:
        assert json.loads(line)["episode"]["title"] == text


def test_a_number_that_json_does_not_have_is_refused():
    """An infinite score would make the output unreadable, so it is an error."""
    with pytest.raises(ValueError, match="JSON"):
        formats.render(results(hit(score=float("inf"))), "json")


def test_delete_is_escaped_in_plain_ascii():
    """The one control of ASCII that JSON leaves alone does not stay."""
    assert encode("a\x7fb") == '"a\\u007fb"'


def test_a_passage_is_what_the_schema_says():
    """`passage_object` gives a passage with its episode and what belongs to it."""
    made = json.loads(encode(passage_object(IDEA)))
    valid(made, "passage")
    assert made["quotes"] == [QUOTE.id]
    assert made["episode"]["title"] == "Mending is thinking"


@given(st.lists(st.builds(Span, st.integers(-3, 30), st.integers(-3, 30), st.sampled_from(["text", "heading"]))))
def test_clipped_spans_lie_in_the_text_one_behind_the_other(spans: list[Span]):
    """Whatever an engine marks, a page can be cut along it."""
    made = clipped(spans, "text", 20)
    flat = [offset for span in made for offset in span]
    assert flat == sorted(flat)
    assert all(0 <= start < end <= 20 for start, end in made)


@given(
    st.recursive(st.none() | st.integers() | st.text(), lambda part: st.lists(part) | st.dictionaries(st.text(), part))
)
def test_layered_json_is_the_same_json(value: object):
    """JSON on several lines reads back as what it was made of."""
    assert json.loads(layered(value)) == json.loads(encode(value))


def test_what_is_short_stands_on_one_line():
    """A short object is one line whatever is in it; a long one has a line a key, down to the fourth level."""
    assert layered({"a": [1, {"b": 2}]}) == '{"a": [1, {"b": 2}]}'
    assert layered({"a": ["x" * 60, "y" * 60]}).splitlines() == [
        *("{", '  "a": [', f'    "{"x" * 60}",', f'    "{"y" * 60}"', "  ]", "}"),
    ]
    deep = {"a": {"b": {"c": {"d": {"e": ["x" * 200]}}}}}
    assert len(layered(deep).splitlines()) == 9

"""Limits are named, stated in one place, and raised where other settings are."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from searchkit import Library, QueryError
from searchkit.errors import UsageError
from searchkit.limits import CEILINGS, DESCRIPTIONS, USUAL, Limits
from searchkit.records import replace
from searchkit.settings import Settings
from tests.building import episode, quotes


@pytest.fixture(params=["whoosh", "tantivy"])
def library(request: pytest.FixtureRequest, tmp_path: Path) -> Library:
    """A library of an engine whose passages hold forty words that begin alike."""
    library = Library(tmp_path / "corpus", tmp_path / "index", limits=replace(USUAL, query_expansions=10))
    words = [f"kite{letter}{other}" for letter in "abcdefgh" for other in "vwxyz"]
    library.corpus.save(episode("e", quotes=quotes(*(f"{word} common" for word in words), "kiteav again")))
    library.sync(engine=request.param)
    return library


def test_every_limit_is_described() -> None:
    """No limit is missing in what `searchkit help limits` and the settings tell."""
    assert [field.name for field in fields(Limits)] == list(DESCRIPTIONS)


def test_a_pattern_that_stands_for_too_many_words_says_so(library: Library) -> None:
    """Results tell for which pattern only the most frequent words were searched for, and how many it stands for."""
    found = library.search("kite*")
    assert dict(found.limited) == {"kite*": 40}
    assert found.total == 11
    assert dict(library.search("kitea*").limited) == {}
    assert dict(library.search("common -kite*").limited) == {"kite*": 40}
    assert dict(library.trends("*itea*").limited) == {}
    with Library(library.corpus.root, library.generations.root) as whole:
        found = whole.search("kite*")
        assert (found.total, dict(found.limited)) == (41, {})


def test_patterns_have_a_price(library: Library) -> None:
    """A query with too many patterns is refused at the first too many, and what is left of it works."""
    dear = "*aa* *bb* *cc* *dd* kite*"
    with pytest.raises(QueryError, match="too many patterns") as caught:
        library.search(dear)
    assert dear[caught.value.start : caught.value.end] == "kite*"
    assert caught.value.suggestion == "*aa* *bb* *cc* *dd*"
    assert "--max query-patterns=" in caught.value.hint
    library.search(" ".join(f"ki{letter}*" for letter in "abcdefghijklmnop"))
    with Library(library.corpus.root, library.generations.root, limits=replace(USUAL, query_patterns=17)) as raised:
        assert raised.search("(*aa* OR *bb* OR *cc* OR *dd*) OR kite*").total == 41


@pytest.mark.parametrize("name", ["query_words", "query_characters", "query_brackets", "query_signs"])
def test_the_limits_of_a_query_are_arguments_of_the_library(library: Library, name: str) -> None:
    """Each limit of a query is told in its error, with the option that raises it."""
    with Library(library.corpus.root, library.generations.root, limits=replace(USUAL, **{name: 2})) as strict:
        query = {"query_brackets": "(((a) b) c)", "query_signs": "NOT NOT NOT kite"}.get(name, "kite again common")
        with pytest.raises(QueryError) as caught:
            strict.search(query)
    assert f"--max {name.replace('_', '-')}=" in caught.value.hint
    library.search(query)


def test_a_slop_of_five_thousand_digits_is_one() -> None:
    """A nearness too large for a number ended in an OverflowError."""
    from searchkit.query import parse  # noqa: PLC0415 -- what is tested

    assert parse('"a kite"~' + "9" * 5000) == parse('"a kite"~10000')


def test_limits_come_from_settings(tmp_path: Path) -> None:
    """An option comes before the environment, and that before the config file."""
    (tmp_path / "config.toml").write_text(
        "max_query_words = 7\nmax_passages = 9\nmax_page_bytes = 5\n", encoding="utf-8"
    )
    environment = {"SEARCHKIT_CONFIG": str(tmp_path / "config.toml"), "SEARCHKIT_MAX_PASSAGES": "8"}
    limits = Settings({"max_page_bytes": "6"}, environment, tmp_path).limits()
    assert (limits.query_words, limits.passages, limits.page_bytes) == (7, 8, 6)
    assert Settings({}, {"SEARCHKIT_CONFIG": "/nowhere"}, tmp_path).limits() == USUAL


@pytest.mark.parametrize("value", ["0", "-1", "many", "9" * 5000, "1e9"])
def test_a_limit_is_a_number(tmp_path: Path, value: str) -> None:
    """A limit that is no number from 1 on is refused, and so is one of five thousand digits, which was a ValueError."""
    settings = Settings({}, {"SEARCHKIT_CONFIG": "/nowhere", "SEARCHKIT_MAX_PASSAGES": value}, tmp_path)
    with pytest.raises(UsageError, match="max_passages is"):
        settings.limits()


@pytest.mark.parametrize("name", CEILINGS)
def test_what_recurses_has_a_ceiling(tmp_path: Path, name: str) -> None:
    """A limit beyond what Python can do is refused, and at that limit nothing breaks."""
    with pytest.raises(UsageError, match="it is at most"):
        Library(tmp_path, tmp_path, limits=replace(USUAL, **{name: CEILINGS[name] + 1}))
    Library(tmp_path, tmp_path, limits=replace(USUAL, **{name: CEILINGS[name]}))


@pytest.mark.parametrize("sign", ["NOT ", "text:", "-"])
def test_nesting_at_the_ceilings_is_answered(library: Library, sign: str) -> None:
    """Brackets and signs within each other as deep as the limits can be raised break neither parser nor engine."""
    raised = replace(USUAL, **CEILINGS, query_words=2000)
    with Library(library.corpus.root, library.generations.root, limits=raised) as deep:
        signs = sign * (raised.query_signs - 1)
        deep.search((signs + "(kiteav ") * raised.query_brackets + "again" + ")" * raised.query_brackets)


@pytest.mark.parametrize("query", ["which," * 2000, "a-b" * 200])
def test_one_word_of_many_is_many_words(library: Library, query: str) -> None:
    """What only signs part is counted as its words."""
    with pytest.raises(QueryError) as caught:
        library.search(query)
    assert "query-words" in caught.value.hint


@pytest.mark.parametrize("query", ["鳥" * 3000, '"' + "鳥" * 2000 + '"~2'])
def test_a_word_may_be_long(library: Library, query: str) -> None:
    """A pasted paragraph of a script without blanks is looked for, however long it is."""
    assert not library.search(query).hits

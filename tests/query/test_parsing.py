"""Queries and the trees that they give, faults with their places, and what holds for any text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.errors import QueryError
from searchkit.query import FIELDS, date_bounds, parse
from searchkit.query.nodes import (
    All,
    Among,
    And,
    Boost,
    Dates,
    Fuzzy,
    Named,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Term,
    Wildcard,
    Words,
    wording,
)


def t(word: str, raw: str = "") -> Term:
    """Return a word of the text, typed as it is unless told otherwise."""
    return Term(word, raw=raw or word)


def p(text: str, slop: int = 0) -> Phrase:
    """Return a phrase in quotation marks."""
    return Phrase(tuple(text.split()), slop, raw=text)


def run(raw: str, *parts: str) -> Phrase:
    """Return one word as typed that is several to the index."""
    return Phrase(parts, raw=raw, quoted=False)


STONE, BRIDGE, WALL = t("stone"), t("bridge"), t("wall")
BOTH = Words((STONE, BRIDGE))

GOOD: list[tuple[str, Node]] = [
    # Words
    ("", All()),
    ("   ", All()),
    ("*", All()),
    ("***", All()),
    ("stone", STONE),
    ("Stone", t("stone", "Stone")),
    ("café", t("cafe", "café")),
    ("  stone \t bridge\n", BOTH),
    ("stone stone", Words((STONE,))),
    ("stone *", Words((STONE,))),
    ("the of", Words((t("the"), t("of")))),
    ("stone and bridge", Words((STONE, t("and"), BRIDGE))),
    ("and or not", Words((t("and"), t("or"), t("not")))),
    ("stone TO bridge", Words((STONE, t("to", "TO"), BRIDGE))),
    # Phrases
    ('"stone bridge"', p("stone bridge")),
    ('"stone"', STONE),
    ('"stone bridge"~3', p("stone bridge", 3)),
    ('"stone bridge"~0', p("stone bridge")),
    ("“stone bridge”", p("stone bridge")),
    ("„stone bridge“", p("stone bridge")),
    ('"stone -wall"', Phrase(("stone", "wall"), raw="stone -wall")),
    ('"stone wall" bridge', Words((BRIDGE,), (p("stone wall"),))),
    ('"stone bridge"^3', Boost(p("stone bridge"), 3.0)),
    # Patterns
    ("ston*", Prefix("ston")),
    ("Caf*", Prefix("caf")),
    ("st?ne", Wildcard("st?ne")),
    ("*one", Wildcard("*one")),
    ("s*ne", Wildcard("s*ne")),
    ("stnoe~", Fuzzy("stnoe")),
    ("stnoe~1", Fuzzy("stnoe")),
    ("stnoe~2", Fuzzy("stnoe", 2)),
    ("stone~0.5", Fuzzy("stone")),
    ("stone~0", STONE),
    # Operators
    ("stone AND bridge", And((STONE, BRIDGE))),
    ("stone && bridge", And((STONE, BRIDGE))),
    ("stone OR bridge", Or((STONE, BRIDGE))),
    ("stone || bridge", Or((STONE, BRIDGE))),
    ("stone OR bridge AND wall", Or((STONE, And((BRIDGE, WALL))))),
    ("stone AND bridge OR wall", Or((And((STONE, BRIDGE)), WALL))),
    ("(stone OR bridge) AND wall", And((Or((STONE, BRIDGE)), WALL))),
    ("stone AND NOT bridge", And((STONE, Not(BRIDGE)))),
    ("stone NOT bridge", Words((STONE,), (), (BRIDGE,))),
    ("NOT bridge", Not(BRIDGE)),
    ("stone AND (bridge OR NOT wall)", And((STONE, Or((BRIDGE, Not(WALL)))))),
    ("(stone OR wall) bridge", Words((BRIDGE,), (Or((STONE, WALL)),))),
    ("(stone bridge) AND wall", And((BOTH, WALL))),
    ("((stone))", STONE),
    # Signs
    ("+stone bridge", Words((BRIDGE,), (STONE,))),
    ("stone -bridge", Words((STONE,), (), (BRIDGE,))),
    ("-bridge", Not(BRIDGE)),
    ("-bridge -wall", Not(Or((BRIDGE, WALL)))),
    ('stone -"bridge wall"', Words((STONE,), (), (p("bridge wall"),))),
    ("stone -(bridge wall)", Words((STONE,), (), (Words((BRIDGE, WALL)),))),
    ("+(bridge wall) stone", Words((STONE,), (Words((BRIDGE, WALL)),))),
    ("stone -speaker:ada", Words((STONE,), (), (Named("speaker", "ada", start=15, end=18),))),
    ("stone^2", Boost(STONE, 2.0)),
    ("stone^2.5 bridge", Words((Boost(STONE, 2.5), BRIDGE))),
    # Fields
    ("speaker:ada", Named("speaker", "ada", start=8, end=11)),
    ("Speaker:ada", Named("speaker", "ada", start=8, end=11)),
    ("speaker: ada", Named("speaker", "ada", start=9, end=12)),
    ('speaker:"Ada Lind"', Named("speaker", "Ada Lind", start=8, end=18)),
    ("speaker:ad*", Named("speaker", "ad", prefix=True, start=8, end=11)),
    ("speaker:*", All()),
    (
        "speaker:(ada OR bo)",
        Or((Named("speaker", "ada", start=9, end=12), Named("speaker", "bo", start=16, end=18))),
    ),
    ("show:workbench", Named("show", "workbench", start=5, end=14)),
    ("episode:e1", Named("episode", "e1", start=8, end=10)),
    ("number:E12", Named("number", "E12", start=7, end=10)),
    ("kind:quote", Among("kind", ("quote",))),
    ("kind:Ideas", Among("kind", ("idea",))),
    ("text:stone", STONE),
    ("heading:stone", Term("stone", "heading", "stone")),
    ("title:stone", Term("stone", "title", "stone")),
    ("title:ston*", Prefix("ston", "title")),
    ("heading:st?ne", Wildcard("st?ne", "heading")),
    ("heading:stnoe~2", Fuzzy("stnoe", 2, "heading")),
    ('heading:"stone bridge"~2', Phrase(("stone", "bridge"), 2, "heading", "stone bridge")),
    (
        "heading:(stone bridge)",
        Words((), (Term("stone", "heading", "stone"), Term("bridge", "heading", "bridge"))),
    ),
    ("speaker:ada stone", Words((STONE,), (Named("speaker", "ada", start=8, end=11),))),
    # Dates
    ("date:2023", Dates(20230000, 20239999)),
    ('date:"2023"', Dates(20230000, 20239999)),
    ("date:2023-06", Dates(20230600, 20230699)),
    ("date:2023-06-19", Dates(20230619, 20230619)),
    ("date:[2023 TO 2024]", Dates(20230000, 20249999)),
    ("date:{2022 TO 2024}", Dates(20230000, 20239999)),
    ("date:[2022 TO 2024}", Dates(20220000, 20239999)),
    ("date:[* TO 2024]", Dates(0, 20249999)),
    ("date:[2023-06-19 TO *]", Dates(20230619, 0)),
    ("date:[* TO *]", All()),
    ("date:>2023", Dates(20240000, 0)),
    ("date:>=2023-06", Dates(20230600, 0)),
    ("date:<2023", Dates(0, 20229999)),
    ("date:<=2023-06-19", Dates(0, 20230619)),
    ("date:2023 stone", Words((STONE,), (Dates(20230000, 20239999),))),
    # What people paste
    ("well-known", run("well-known", "well", "known")),
    ("stone/bridge", run("stone/bridge", "stone", "bridge")),
    ("地図", run("地図", "地", "図")),
    ("stone 地図", Words((STONE, run("地図", "地", "図")))),
    ("C++", t("c++", "C++")),
    ("AT&T", t("at&t", "AT&T")),
    ("it's", t("it", "it's")),
    ("it’s", t("it", "it's")),
    ("don't", t("dont", "don't")),
    ("40,000", t("40000", "40,000")),
    ("[laughter]", t("laughter")),
    ("{stone}", STONE),
    ("a - b", Words((t("a"), t("b")))),
    ("stone — bridge", BOTH),
    ("stone…", STONE),
    ("stone!", STONE),
    ("who said that?", Words((t("who"), t("said"), t("that")))),
    ("12:31", Words((t("12"), t("31")))),
    ("note: stone", Words((t("note"), STONE))),
    ("http://example.org", Words((t("http"), run("//example.org", "example", "org")))),
    ("stone (+) bridge", BOTH),
    (r"\-stone", t("stone", "-stone")),
    (r"speaker\:ada", run("speaker:ada", "speaker", "ada")),
]

# Query, part of the message, the text at fault and where it begins, suggestion.
FAULTS = [
    ('"a', "never closed", '"', 0, "a"),
    ('stone bridge"', "never closed", '"', 12, "stone bridge"),
    ("(a", "bracket is never closed", "(", 0, "a"),
    ("((stone)", "bracket is never closed", "(", 0, "(stone)"),
    ("a)", "bracket closes nothing", ")", 1, "a"),
    ("a AND", "AND has nothing after it", "AND", 2, "a"),
    ("a && ", "AND has nothing after it", "&&", 2, "a"),
    ("NOT", "NOT has nothing after it", "NOT", 0, "not"),
    ("stone NOT", "NOT has nothing after it", "NOT", 6, "stone"),
    ("AND a", "AND has nothing before it", "AND", 0, "a"),
    ("OR", "OR has nothing before it", "OR", 0, ""),
    ("a OR OR b", "OR has nothing after it", "OR", 2, "a OR b"),
    ("a AND OR b", "AND has nothing after it", "AND", 2, "a OR b"),
    ("foo:bar", "no field foo:", "foo:", 0, "foo bar"),
    ("stone foo:bar", "no field foo:", "foo:", 6, "stone foo bar"),
    ("spaeker:x", "no field spaeker:", "spaeker:", 0, "speaker:x"),
    ("speaker:", "speaker: has nothing after it", "speaker:", 0, ""),
    ("stone speaker:", "speaker: has nothing after it", "speaker:", 6, "stone"),
    ("date:banana", "banana is not a date", "banana", 5, ""),
    ("date:2023-13", "not in the calendar", "2023-13", 5, ""),
    ("date:[2024 TO 2023]", "ends before it begins", "[2024 TO 2023]", 5, "date:[2023 TO 2024]"),
    ("heading:>3", "only date: takes a range", ">3", 8, 'heading:"3"'),
    ("heading:[a TO b]", "only date: takes a range", "[a TO b]", 8, 'heading:"a TO b"'),
    ("speaker:[a TO b]", "takes a name", "[a TO b]", 8, 'speaker:"a TO b"'),
    ("kind:quoet", "no kind quoet", "quoet", 5, "kind:quote"),
    ("kind:banana", "no kind banana", "banana", 5, ""),
    ("a*", "a* asks for too many words", "a*", 0, ""),
    ("?*", "?* asks for too many words", "?*", 0, ""),
    ("stone ?*", "?* asks for too many words", "?*", 6, ""),
    ("startup~9", "asks for too many words", "startup", 0, "startup~2"),
    ("(+)", "no word in the query", "(+)", 0, ""),
    ("()", "no word in the query", "()", 0, ""),
    ('""', "no word in the query", '""', 0, ""),
    ("?", "no word in the query", "?", 0, ""),
    ("-", "no word in the query", "-", 0, ""),
    ("(" * 21 + "a" + ")" * 21, "more than 20 deep", "(", 20, "a"),
]

PIECES = (
    *('"', "“", "(", ")", "[", "]", "{", "}", "+", "-", "*", "?", "~", "~2", "~9", "^", "^2", ":", "<", ">=", "\\"),
    *(" ", " ", " ", "AND", "OR", "NOT", "&&", "||", "TO", "a", "stone", "地図", "2023", "2023-06", "12:31", "’"),
    *(
        "speaker:",
        "heading:",
        "date:",
        "kind:",
        "number:",
        "foo:",
        "quote",
        "https://",
        "/",
        "…",
        ",",
        "\u200b",
        "\x00",
    ),
)


@pytest.mark.parametrize(("typed", "tree"), GOOD, ids=[repr(typed) for typed, _ in GOOD])
def test_a_query_gives_its_tree(typed: str, tree: Node) -> None:
    """What is typed becomes just this tree."""
    assert parse(typed) == tree


@pytest.mark.parametrize(
    ("typed", "message", "fault", "start", "suggestion"), FAULTS, ids=[repr(fault[0])[:30] for fault in FAULTS]
)
def test_a_fault_has_its_place_and_a_way_out(typed: str, message: str, fault: str, start: int, suggestion: str) -> None:
    """A query that cannot be read says what is wrong, where, and what would work."""
    with pytest.raises(QueryError) as caught:
        parse(typed)
    error = caught.value
    assert message in error.message
    assert error.query == typed
    assert (error.start, error.end) == (start, start + len(fault))
    assert typed[error.start : error.end] == fault
    assert error.suggestion == suggestion


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("foo:bar", "speaker:"),
        ("kind:banana", "segment"),
        ("date:banana", "date:[2023 TO 2024]"),
        ("a*", "at least 2 letters"),
        ("startup~9", "at most 2 letters off"),
    ],
)
def test_a_fault_hints_at_what_is_known(typed: str, hint: str) -> None:
    """The hint of a fault tells what would have been understood."""
    with pytest.raises(QueryError) as caught:
        parse(typed)
    assert hint in caught.value.hint


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("stone " * 10_000, "60,000 characters"),
        ("x" * 20_001, "20,001 characters"),
        ("a " * 151, "151 words"),
        ('"' + "a " * 299 + 'b"', "300 words"),
    ],
)
def test_a_query_too_long_is_refused_in_short(typed: str, message: str) -> None:
    """A query of more than it takes is refused with a beginning of it, not with all of it."""
    with pytest.raises(QueryError) as caught:
        parse(typed)
    assert message in caught.value.message
    assert len(caught.value.query) < 100
    assert caught.value.end <= len(caught.value.query)
    assert caught.value.hint


def test_the_longest_query_is_read() -> None:
    """As many words as are allowed are all in the tree."""
    tree = parse(" ".join(f"w{number}" for number in range(150)))
    assert isinstance(tree, Words)
    assert len(tree.words) == 150


def test_the_deepest_brackets_are_read() -> None:
    """Brackets as deep as allowed stand for what is in them."""
    assert parse("(" * 20 + "stone" + ")" * 20) == STONE


def test_a_phrase_with_a_lone_tilde_is_a_loose_phrase() -> None:
    """A tilde without a number lets some words stand between those of a phrase."""
    tree = parse('"stone bridge"~')
    assert isinstance(tree, Phrase)
    assert tree.slop == 5


def test_an_acronym_with_dots_is_one_word() -> None:
    """An acronym typed with its dots is looked for as the index holds it."""
    assert parse("U.S. maps") == Words((Term("us", raw="U.S."), t("maps")))


def test_wording_keeps_words_in_a_row() -> None:
    """What is looked for as the exact wording has every plain word, repetitions too, and nothing required."""
    assert wording(parse('map of a map -wall "stone bridge" well-known')) == ("map", "of", "a", "map", "well", "known")


@pytest.mark.parametrize("field", FIELDS)
def test_every_field_is_read_whatever_its_case(field: str) -> None:
    """A field's name means the same in capitals."""
    value = {"date": "2023", "kind": "quote"}.get(field, "stone")
    assert parse(f"{field.upper()}:{value}") == parse(f"{field}:{value}")


@pytest.mark.parametrize(
    "pasted",
    [
        "https://example.org/a?b=c&d=e#f",
        "[12:31] Ada: so, well -- [laughter]",
        "50% < 60% > 40%",
        "~stone ^ bridge",
        "stone -",
        "- stone\n- bridge",
        "* stone\n* bridge",
        "stone+bridge=wall",
    ],
)
def test_pasted_text_is_read(pasted: str) -> None:
    """Text with signs that cannot be operators where they stand never fails."""
    parse(pasted)


@pytest.mark.parametrize(
    ("value", "bounds"),
    [("2023", (20230000, 20239999)), ("2023-06", (20230600, 20230699)), ("2023-06-19", (20230619, 20230619))],
)
def test_bounds_of_a_date(value: str, bounds: tuple[int, int]) -> None:
    """A year, a month and a day run from their first to their last day."""
    assert date_bounds(value) == bounds


def test_bounds_of_no_date() -> None:
    """What is no date has no bounds."""
    with pytest.raises(ValueError, match="banana"):
        date_bounds("banana")


def check_any(typed: str) -> None:
    """Check that a text gives a tree, the same twice, or a fault with a place inside and a way out that works."""
    fault: QueryError | None = None
    try:
        tree = parse(typed)
    except QueryError as error:
        fault = error
    else:
        assert parse(typed) == tree
        hash(tree)
    if fault is not None:
        assert fault.message
        assert 0 <= fault.start <= fault.end <= len(fault.query)
        if fault.suggestion:
            parse(fault.suggestion)


@given(st.text(max_size=60))
def test_any_text_gives_a_tree_or_a_fault_with_its_place(typed: str) -> None:
    """Whatever is typed is read, or refused with a place inside of it and a suggestion that can be read."""
    check_any(typed)


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_any_mix_of_operators_gives_a_tree_or_a_fault_with_its_place(typed: str) -> None:
    """Operators in any order are read, or refused with a place inside and a suggestion that can be read."""
    check_any(typed)


@given(st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join))
def test_any_mix_of_operators_with_blanks_gives_a_tree_or_a_fault(typed: str) -> None:
    """So are operators with blanks between them."""
    check_any(typed)


@pytest.mark.parametrize(
    ("query", "name", "prefix"),
    [
        (r'speaker:"say \"no\""', 'say "no"', False),
        (r"show:back\\slash", "back\\slash", False),
        (r"show:what\*", "what*", False),
        ("show:what*", "what", True),
    ],
)
def test_a_backslash_in_a_name_is_taken_as_in_a_word(query: str, name: str, prefix: bool) -> None:
    """What stands behind a backslash in a name is itself."""
    named = parse(query)
    assert isinstance(named, Named)
    assert (named.text, named.prefix) == (name, prefix)

"""Names: which speaker or show a text means, and what is said when that cannot be told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.errors import NotFoundError, UsageError
from searchkit.names import Name, Names
from searchkit.text import name_key

COUNTS = {
    "Ada Lind": (3, 9),
    "ada lind": (1, 2),
    "Ada van der Meer": (2, 4),
    "Bo Stone": (2, 5),
    "Zoë Le Cun": (1, 3),
    "Zoe LeCun": (1, 1),
    "鳥羽 志津": (1, 2),
    "Anna-Lisa Berg": (1, 1),
    "DJ Kvist": (1, 1),
    "Rune": (4, 0),
}
ALIASES = {"Johan Kvist": ["DJ Kvist", "The Kvist"], "Nobody Here": ["No One"]}


@pytest.fixture
def speakers() -> Names:
    """The speakers of an invented corpus."""
    return Names("speaker", COUNTS, ALIASES)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ada Lind", "Ada Lind"),
        ("ADA  LIND", "Ada Lind"),
        ("adalind", "Ada Lind"),
        ("lind", "Ada Lind"),
        ("lind, ada", "Ada Lind"),
        ("van der Meer", "Ada van der Meer"),
        ("der meer", "Ada van der Meer"),
        ("vandermeer", "Ada van der Meer"),
        ("meer ada", "Ada van der Meer"),
        ("Zoë", "Zoë Le Cun"),
        ("zoe", "Zoë Le Cun"),
        ("lecun", "Zoë Le Cun"),
        ("le cun", "Zoë Le Cun"),
        ("鳥羽 志津", "鳥羽 志津"),
        ("鳥羽志津", "鳥羽 志津"),
        ("鳥羽", "鳥羽 志津"),
        ("Anna Lisa", "Anna-Lisa Berg"),
        ("lisa berg", "Anna-Lisa Berg"),
        ("sto", "Bo Stone"),
        ("b sto", "Bo Stone"),
        ("Johan Kvist", "Johan Kvist"),
        ("dj kvist", "Johan Kvist"),
        ("the kvist", "Johan Kvist"),
        ("kvist", "Johan Kvist"),
        ("Rune", "Rune"),
    ],
)
def test_a_name_is_found_by_what_people_type(speakers: Names, text: str, name: str) -> None:
    """A name is found by its key, a run of its words, its words in any order, beginnings, and aliases."""
    assert [found.name for found in speakers.find(text)] == [name]
    keys = speakers.resolve(text)
    assert name_key(name) in keys


def test_a_more_exact_way_wins() -> None:
    """A text that is one name in full means that one, though others hold it or begin so."""
    names = Names("show", {"Walks": (1, 1), "Far Walks": (1, 5), "Walkshop": (1, 9)})
    assert names.resolve("walks") == (name_key("Walks"),)
    assert {name.name for name in names.find("walk")} == {"Walks", "Far Walks", "Walkshop"}


def test_names_that_hold_a_whole_name_are_known_too() -> None:
    """What is a whole name means that one; those that hold it as a part are told, and nobody where none is whole."""
    names = Names(
        "speaker",
        {"Stone": (1, 1), "Bo Stone": (9, 3), "Ada Bo-Stone": (2, 1), "Stonewall": (1, 1)},
        {"Cy Stone": ("C. S.",)},
    )
    assert [name.name for name in names.longer("stone")] == ["Bo Stone", "Ada Bo-Stone"]
    assert names.longer("bo stone") == (names.find("ada bo-stone")[0],)
    assert names.longer("bo") == names.longer("") == ()


def test_an_ambiguous_name_lists_the_candidates(speakers: Names) -> None:
    """A text that may mean several names is refused with all of them, those with most passages first."""
    with pytest.raises(UsageError) as caught:
        speakers.resolve("ada")
    assert "2 speakers" in caught.value.message
    first, second = caught.value.message.index("Ada Lind (11)"), caught.value.message.index("Ada van der Meer (4)")
    assert first < second
    assert caught.value.hint


def test_a_very_ambiguous_name_lists_some() -> None:
    """A text that may mean many names lists a few and says how many more there are."""
    names = Names("speaker", {f"Ada Nr{number}": (1, 1) for number in range(12)})
    with pytest.raises(UsageError, match=r"12 speakers.* and 4 more"):
        names.resolve("ada")


def test_an_unknown_name_suggests_the_nearest(speakers: Names) -> None:
    """A misspelt name is not found; the hint has the one that it looks like."""
    with pytest.raises(NotFoundError) as caught:
        speakers.resolve("Ada Lnid")
    assert "no speaker “Ada Lnid”" in caught.value.message
    assert "Ada Lind" in caught.value.hint


@pytest.mark.parametrize("text", ["Xyzzy Plugh", "", "   ", "…", "q"])
def test_a_name_like_none_suggests_the_list(speakers: Names, text: str) -> None:
    """Where nothing looks like it, the hint says how to see all names."""
    assert speakers.find(text) == ()
    with pytest.raises(NotFoundError, match="no speaker"):
        speakers.resolve(text)


def test_two_letters_are_no_beginning(speakers: Names) -> None:
    """A beginning has three letters at least, unless it is asked for as one."""
    assert speakers.find("li") == ()
    assert [name.name for name in speakers.find("li", prefix=True)] == ["Ada Lind", "Anna-Lisa Berg"]


def test_a_prefix_gives_the_keys_of_all(speakers: Names) -> None:
    """With `prefix` every name that begins so is meant, without a complaint."""
    assert set(speakers.resolve("ada", prefix=True)) == {name_key("Ada Lind"), name_key("Ada van der Meer")}


def test_spellings_of_one_key_are_one_name(speakers: Names) -> None:
    """Spellings that differ in case, accents and blanks are one name, the most frequent first, counts added."""
    (name,) = speakers.find("lecun")
    assert name == Name("Zoë Le Cun", ("Zoë Le Cun", "Zoe LeCun"), (name_key("Zoë Le Cun"),), 2, 4)
    (ada,) = speakers.find("ada lind")
    assert (ada.name, ada.episodes, ada.passages) == ("Ada Lind", 4, 11)


def test_aliases_are_one_name_under_the_canonical_spelling(speakers: Names) -> None:
    """Aliases share one name and all their keys, whichever of them the corpus uses."""
    assert set(speakers.resolve("kvist")) == {name_key(name) for name in ("Johan Kvist", "DJ Kvist", "The Kvist")}
    (name,) = speakers.find("the kvist")
    assert (name.name, name.episodes, name.passages) == ("Johan Kvist", 1, 1)


@pytest.mark.parametrize(
    ("spelling", "canonical"),
    [
        ("DJ Kvist", "Johan Kvist"),
        ("dj kvist", "Johan Kvist"),
        ("ADA LIND", "Ada Lind"),
        ("Zoe LeCun", "Zoë Le Cun"),
        ("Somebody Else", "Somebody Else"),
        ("", ""),
    ],
)
def test_canonical(speakers: Names, spelling: str, canonical: str) -> None:
    """A known spelling gives the name that it belongs to, an unknown one itself."""
    assert speakers.canonical(spelling) == canonical


def test_present_leaves_out_names_without_an_episode(speakers: Names) -> None:
    """Only names that stand in an episode are listed, those with most passages first."""
    present = speakers.present()
    assert "Nobody Here" not in {name.name for name in present}
    assert present[0].name == "Ada Lind"
    assert [name.passages for name in present] == sorted((name.passages for name in present), reverse=True)


def test_no_names_at_all() -> None:
    """An index without any name knows none and does not break."""
    names = Names("show", {})
    assert names.present() == ()
    assert names.canonical("Ada") == "Ada"
    with pytest.raises(NotFoundError, match="no show"):
        names.resolve("Ada")


WORDS = st.sampled_from(("Ada", "Bo", "Zoë", "van", "der", "Stone", "Lind", "鳥羽", "Le", "Cun", "Anna-Lisa"))
SPELLINGS = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)


@given(st.dictionaries(SPELLINGS, st.tuples(st.integers(1, 5), st.integers(0, 9)), min_size=1, max_size=8))
def test_every_name_is_found_by_each_spelling(counts: dict[str, tuple[int, int]]) -> None:
    """Whatever names there are, each spelling means exactly the name that it belongs to, and no count is lost."""
    names = Names("speaker", counts)
    for spelling in counts:
        (found,) = names.find(spelling)
        assert spelling in found.spellings
        assert names.canonical(spelling) == found.name
    assert sum(name.passages for name in names.all) == sum(passages for _, passages in counts.values())


@given(st.text(max_size=20))
def test_any_text_gives_names_or_an_error(text: str) -> None:
    """Whatever is typed as a name is resolved, or refused in one of two ways."""
    names = Names("speaker", COUNTS, ALIASES)
    try:
        assert names.resolve(text)
    except NotFoundError:
        assert names.find(text) == ()
    except UsageError:
        assert len(names.find(text)) > 1

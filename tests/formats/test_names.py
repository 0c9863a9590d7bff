from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.formats.names import Name, parse
from searchkit.text import visible


@pytest.mark.parametrize(
    ("name", "parts", "initials"),
    [
        ("Ada Lind", Name("Lind", "Ada"), "A."),
        ("Anneke van der Meer", Name("Meer", "Anneke", "van der"), "A."),
        ("José da Silva", Name("Silva", "José", "da"), "J."),
        ("Robert De Niro", Name("De Niro", "Robert"), "R."),
        ("Yann Le Cun", Name("Le Cun", "Yann"), "Y."),
        ("Jean de La Fontaine", Name("La Fontaine", "Jean", "de"), "J."),
        ("J. Paul Getty", Name("Getty", "J. Paul"), "J. P."),
        ("John F. Kennedy", Name("Kennedy", "John F."), "J. F."),
        ("J.K. Rowling", Name("Rowling", "J.K."), "J. K."),
        ("JK Rowling", Name("Rowling", "JK"), "J. K."),
        ("Jean-Luc Picard", Name("Picard", "Jean-Luc"), "J.-L."),
        ("J.-L. Picard", Name("Picard", "J.-L."), "J.-L."),
        ("Robert Downey Jr.", Name("Downey", "Robert", "", "Jr."), "R."),
        ("Robert Downey, Jr.", Name("Downey", "Robert", "", "Jr."), "R."),
        ("Dr. Ada Lind", Name("Lind", "Ada"), "A."),
        ("Ada Lind, Ph.D.", Name("Lind", "Ada"), "A."),
        ("Conan O’Brien", Name("O’Brien", "Conan"), "C."),
        ("Stephen King", Name("King", "Stephen"), "S."),
        ("Ben Ash", Name("Ash", "Ben"), "B."),
        ("Łukasz Wróbel", Name("Wróbel", "Łukasz"), "Ł."),
        ("E\u0301va Szabo\u0301", Name("Szabó", "Éva"), "É."),
        ("Фёдор Иванов", Name("Иванов", "Фёдор"), "Ф."),
    ],
)
def test_a_sure_name_is_split(name: str, parts: Name, initials: str):
    """Given names, particle, family name and suffix, as they are written in most of the West."""
    made = parse(name)
    assert made == parts
    assert made.initials == initials


@pytest.mark.parametrize(
    "name",
    [
        *("Plato", "山田太郎", "김민지", "Kim Min-ji", "Ana García Ruiz", "Neil deGrasse Tyson", "bell hooks"),
        *("Martin Luther King Jr.", "Smith, John", "Speaker 1", "Pope Francis", "The Workbench", "Lind & Sons"),
        *("Ada Lind and Tom Ash", "Ada (host)", "@ada", "Anna van", "van der Meer", "Workbench Radio", "Guest Speaker"),
        *("Ada <b>Lind</b>", "{Ada} Lind", "Ada Lind; rm"),
    ],
)
def test_a_name_in_doubt_stays_whole(name: str):
    """One word, other scripts, organisations, signs, and several full words are not taken apart."""
    made = parse(name)
    assert made == Name(literal=name)
    assert made.inverted == made.straight == made.surname == name


@pytest.mark.parametrize("name", ["", " ", "\n"])
def test_no_name_is_none(name: str):
    """White space is nobody."""
    assert parse(name) is None


def test_a_name_can_be_turned_round():
    """Inverted for lists, straight for notes, with the suffix where it belongs."""
    made = parse("Robert Downey Jr.")
    assert made.inverted == "Downey, Robert, Jr."
    assert made.straight == "Robert Downey Jr."


@given(st.text(st.characters(exclude_categories=())))
def test_any_text_is_a_name(text: str):
    """Nothing raises, and nothing that acts on a terminal comes out."""
    made = parse(text)
    if made:
        assert made.surname
        assert visible(made.inverted + made.initials) == made.inverted + made.initials

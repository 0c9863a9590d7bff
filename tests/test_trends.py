"""How often something was said over time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit import Episode, Idea, Library, Query, Quote, UsageError
from searchkit.trends import Trends, trends

from .building import episode, many, quotes

Make = Callable[[Iterable[Episode]], Library]


def counted(*found: tuple[str, str], there: Iterable[tuple[str, str]] = (), **options: object) -> Trends:
    """Return trends of passages given as (date, name): those that match, and the rest that does not."""

    def tally(query: Query, fields: Sequence[str]) -> Mapping[tuple[str, ...], int]:
        chosen = [*found] if query.text else [*found, *there]
        return Counter((date, name)[: len(fields)] for date, name in chosen)

    return trends(tally, Query(text="x"), **options)  # type: ignore[arg-type]


def test_gaps_are_zero() -> None:
    """Every period from the first to the last is there, those without a passage as zero."""
    made = counted(("2019-11-02", ""), ("2020-02", ""), ("2020-02-28", ""), there=[("2019-12", ""), ("2020-03", "")])
    assert made.by == "month"
    assert made.periods == ("2019-11", "2019-12", "2020-01", "2020-02", "2020-03")
    assert made.whole.counts == (1, 0, 0, 2, 0)
    assert made.whole.of == (1, 1, 0, 2, 1)
    assert made.whole.shares == (1.0, 0.0, 0.0, 1.0, 0.0)


@pytest.mark.parametrize(
    ("dates", "unit"),
    [
        (["2020-01", "2022-12"], "month"),
        (["2020-01", "2023-01"], "year"),
        (["2020"], "year"),
        (["2020-01-01"] * 9 + ["2020"], "month"),
        (["2020-01-01"] * 8 + ["2020"], "year"),
        ([""], "year"),
        ([], "year"),
    ],
)
def test_the_unit_fits_the_corpus(dates: list[str], unit: str) -> None:
    """Up to three years whose dates are fine enough are shown by month, everything else by year."""
    assert counted(*((date, "") for date in dates)).by == unit


def test_what_has_no_period_is_counted_apart() -> None:
    """Passages without a date, or by month without a month, are counted as undated and are in the total."""
    found = (("2020-01-01", ""), ("2020", ""), ("", ""), ("soon", ""))
    by_month, by_year = counted(*found, by="month"), counted(*found, by="year")
    assert (by_month.periods, by_month.undated, by_month.total) == (("2020-01",), 3, 4)
    assert (by_year.periods, by_year.undated, by_year.total) == (("2020",), 2, 4)


def test_series_are_the_most_frequent_and_the_rest() -> None:
    """The top names have a series each, the most frequent first, and the rest is together."""
    found = [("2020", name) for name in "aaabbbbccd"]
    made = counted(*found, there=[("2021", "a"), ("2021", "z")], per="show", top=2)
    assert [(series.name, series.counts, series.of) for series in made.series] == [
        ("b", (4, 0), (4, 0)),
        ("a", (3, 0), (3, 1)),
    ]
    assert made.others is not None
    assert (made.others.counts, made.others.of) == ((3, 0), (3, 0))
    assert made.whole.counts == (10, 0)
    assert counted(*found, per="show", top=4).others is None


def test_without_words_the_share_is_that_of_everything(make_library: Make) -> None:
    """Where nothing is asked for, each series is counted among the passages of all."""
    library = make_library(
        [
            episode("a", show="Far Walks", published="2020", quotes=quotes("one", "two", "three")),
            episode("b", show="The Workbench", published="2020", quotes=quotes("four")),
        ]
    )
    made = library.trends(per="show")
    assert [(series.name, series.counts, series.of) for series in made.series] == [
        ("Far Walks", (3,), (4,)),
        ("The Workbench", (1,), (4,)),
    ]
    assert library.trends("one", per="show").series[0].of == (3,)


def test_spellings_of_a_name_are_one_series() -> None:
    """Spellings that have one canonical name are counted together, of kinds none has."""
    found = (("2020", "ada lind"), ("2021", "Ada Lind"))
    made = counted(*found, per="speaker", canonical=str.title)
    assert [(series.name, series.counts) for series in made.series] == [("Ada Lind", (1, 1))]
    assert len(counted(*found, per="kind", canonical=str.title).series) == 2


def test_options_that_cannot_be_are_refused() -> None:
    """An unknown period or unit, a top of nothing, and thousands of periods are errors that say what can be."""
    for options, message in (
        ({"by": "week"}, "periods cannot be week"),
        ({"per": "episode"}, "no counts per episode"),
        ({"top": 0}, "top 0"),
    ):
        with pytest.raises(UsageError, match=message):
            counted(("2020", ""), **options)
    with pytest.raises(UsageError, match="from 0001-01 to 9999-12 are 119,988 months") as caught:
        counted(("0001-01", ""), ("9999-12", ""), by="month")
    assert "--since" in caught.value.hint


_dates = st.sampled_from(("", "2019", "2020-06", "2020-06-19", "2021-01-01", "2023-12-31"))


@given(st.lists(st.tuples(_dates, st.sampled_from("abcd"))), st.lists(st.tuples(_dates, st.sampled_from("abcd"))))
def test_every_passage_is_counted_once(found: list[tuple[str, str]], there: list[tuple[str, str]]) -> None:
    """Whatever the dates and names, the series add up to the whole, and that with the undated to all."""
    for by in ("auto", "month", "year"):
        made = counted(*found, there=there, by=by, per="show", top=2)
        rows = [*made.series, *([made.others] if made.others else [])]
        assert made.total == len(found)
        assert sum(series.total for series in rows) == made.whole.total
        assert all(len(series.counts) == len(series.of) == len(made.periods) for series in [*rows, made.whole])
        assert all(count <= of for count, of in zip(made.whole.counts, made.whole.of, strict=True))
        assert list(made.periods) == sorted(made.periods)


def test_the_library_counts_what_a_search_finds(make_library: Make) -> None:
    """The counts are those of a search for all words over the same passages, narrowed in the same way."""
    library = make_library(many(3, 30))
    for text, options in (("map", {}), ("walk river", {}), ("stone", {"kinds": ("idea",)}), ("", {"since": "2020"})):
        made = library.trends(text, by="year", **options)
        found = library.search(text, match="all", limit=None, **options)
        years = Counter(hit.passage.episode.published[:4] for hit in found)
        assert made.undated == years.pop("", 0)
        assert {year: count for year, count in zip(made.periods, made.whole.counts, strict=True) if count} == years
        assert made.total == found.total


def test_all_words_are_wanted_unless_any_will_do(make_library: Make) -> None:
    """A passage that holds one of two words is counted only when any of them will do."""
    library = make_library([episode("e", published="2020", quotes=quotes("a map", "a river", "the map of a river"))])
    assert library.trends("map river").total == 1
    assert library.trends("map river", match="any").total == 3
    assert library.trends("map glacier").total == 0


def test_speakers_are_those_of_quotes(make_library: Make) -> None:
    """Per speaker quotes alone are counted, since nobody says an idea, unless kinds are named."""
    made = episode(
        "e",
        published="2020",
        ideas=(Idea("A map lies.", ""),),
        quotes=(Quote("The map lies.", "Ada Lind"), Quote("A map sleeps.", "ada lind"), *quotes("No map.")),
    )
    library = make_library([made])
    found = library.trends("map", per="speaker")
    assert [(series.name, series.total) for series in found.series] == [("Ada Lind", 2), ("", 1)]
    assert found.query.kinds == ("quote",)
    assert library.trends("map", per="speaker", kinds=("idea", "quote")).whole.total == 4
    assert [series.name for series in library.trends("map", per="kind").series] == ["quote", "idea"]


def test_unknown_words_get_suggestions(make_library: Make) -> None:
    """A word that is not known is corrected, or, in a strict search, similar known words are told."""
    library = make_library([episode("e", published="2020", quotes=quotes("bridge"))])
    assert library.trends("brigde").corrected == {"brigde": "bridge"}
    assert library.trends("brigde").total == 1
    assert library.trends("brigde", strict=True).suggestions == {"brigde": ("bridge",)}
    assert not library.trends("bridge").suggestions

"""The commands that print passages: search, quotes, ideas, random, show, cite."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from searchkit.formats import FORMATS

from .conftest import Done

Run = Callable[..., Done]
pytestmark = pytest.mark.usefixtures("sample")

LETTER = "the-returns-trolley/the-index-at-the-back-of-the-book#quote-1"


def found(done: Done) -> list[str]:
    """Return the ids of the hits of a run that printed JSON."""
    return [hit["id"] for hit in json.loads(done.out)["hits"]]


def test_the_exact_wording_comes_first(run: Run) -> None:
    """A half-remembered line finds the passage that has its words, its speaker, and the idea that it belongs to."""
    done = run("search", "letter from somebody who has read the book", "--json")
    hit = json.loads(done.out)["hits"][0]
    assert hit["id"] == LETTER
    assert hit["speaker"] == "Benedita Falcoeiro"
    assert hit["context"]["idea"]["heading"]
    marked = [hit["text"][start:end] for start, end in hit["highlights"]["text"]]
    assert {"letter", "somebody", "read", "book"} <= set(marked)


@pytest.mark.parametrize(
    "arguments",
    [
        "search bridge",
        "quotes map",
        "ideas silence",
        "random --seed 3",
        "show S1E4#quote-2",
        "export map",
        "search zzz",
    ],
)
def test_json_is_the_format_json(run: Run, arguments: str) -> None:
    """`--json` prints what `--format json` and `-f json` print, and it is JSON."""
    done = run(*arguments.split(), "--json")
    assert done == run(*arguments.split(), "--format", "json") == run(*arguments.split(), "-f", "json")
    assert json.loads(done.out)["schema_version"] == 1


@pytest.mark.parametrize("arguments", ["search bridge", "random", "show S1E4", "export map", "status", "episodes"])
def test_json_and_another_format_exclude_each_other(run: Run, arguments: str) -> None:
    """`--json` beside another format ends in 2; beside the same it does not matter."""
    assert run(*arguments.split(), "--json", "--format", "csv").code == 2
    assert run(*arguments.split(), "--json", "--format", "json").code == 0


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(
    "arguments", ["search bridge", "random --seed 1", "show S1E4#quote-2", "show S1E4", "export map"]
)
def test_every_format_is_taken_wherever_passages_are_printed(run: Run, arguments: str, name: str) -> None:
    """Every format prints something, the same each time, and ends the last line."""
    done = run(*arguments.split(), "--format", name)
    assert done.code == 0, done.err
    assert done.out.endswith("\n")
    assert done == run(*arguments.split(), "--format", name)


def test_nothing_found_is_an_empty_document(run: Run) -> None:
    """Where nothing is found, JSON and the like are documents without hits, and plain text is empty."""
    assert json.loads(run("search", "zzz", "--json").out)["hits"] == []
    assert run("search", "zzz").out == ""
    assert len(run("search", "zzz", "--format", "csv").lines) == 1


def test_a_pipe_gets_plain_lines(run: Run) -> None:
    """Where standard output is no terminal the format is plain: whole lines without colour."""
    done = run("search", "letter from somebody", "--limit", "1")
    assert done == run("search", "letter from somebody", "--limit", "1", "--format", "plain")
    assert done.lines[0].startswith("“An index is a letter from somebody who has read the whole book")
    assert f"  id: {LETTER}" in done.lines


def test_words_need_no_quotation_marks(run: Run) -> None:
    """Several arguments are one query."""
    assert run("search", "letter", "from", "somebody") == run("search", "letter from somebody")


def test_kinds_narrow(run: Run) -> None:
    """`quotes` finds quotes, `ideas` ideas, and `--kind`, again and in the plural too, what it names."""
    for arguments, kinds in (
        (["quotes", "bridge"], {"quote"}),
        (["quotes", "bridge", "--kind", "quote"], {"quote"}),
        (["ideas", "bridge"], {"idea"}),
        (["search", "bridge", "--kind", "points"], {"point"}),
        (["search", "bridge", "-k", "point", "-k", "idea"], {"point", "idea"}),
        (["search", "bridge"], {"point", "idea", "quote"}),
    ):
        hits = json.loads(run(*arguments, "--json", "--all").out)["hits"]
        assert {hit["kind"] for hit in hits} == kinds


def test_the_options_narrow_as_the_fields_do(run: Run) -> None:
    """`--speaker`, `--show`, `--episode`, `--kind`, `--since` and `--until` find what the fields of a query find."""
    for options, query in (
        (["--speaker", "pip"], "bridge speaker:pip"),
        (["--show", "spare parts"], 'bridge show:"spare parts"'),
        (["--episode", "S1E4"], "bridge episode:S1E4"),
        (["--kind", "idea"], "bridge kind:idea"),
        (["--since", "2019", "--until", "2021-07"], "bridge date:[2019 TO 2021-07]"),
    ):
        assert sorted(found(run("search", "bridge", *options, "--json", "--all"))) == sorted(
            found(run("search", query, "--json", "--all"))
        )


def test_ideas_of_a_speaker_are_those_of_episodes_with_them(run: Run) -> None:
    """`ideas --speaker` keeps ideas of episodes in which somebody speaks, as nobody says an idea."""
    hits = json.loads(run("ideas", "--speaker", "benedita", "--json", "--all").out)["hits"]
    assert {hit["episode"]["title"] for hit in hits} == {"Half remembered", "The index at the back of the book"}


def test_pages_follow_each_other(run: Run) -> None:
    """`--limit` and `--offset` cut the list of `--all` into pages, and the count says which page it is."""
    everything = found(run("search", "bridge", "--json", "--all"))
    pages = [run("search", "bridge", "--json", "-n", "4", "--offset", str(start)) for start in (0, 4, 8)]
    assert [hit for page in pages for hit in found(page)] == everything[:12]
    assert "5 to 8 of" in pages[1].err
    assert len(everything) == json.loads(pages[0].out)["total"]


@pytest.mark.parametrize("order", ["newest", "oldest", "speaker", "episode"])
def test_sort_orders_the_hits(run: Run, order: str) -> None:
    """`--sort` orders by date, speaker or episode."""
    hits = json.loads(run("quotes", "the", "--sort", order, "--json", "--all").out)["hits"]
    if order == "speaker":
        keys = [hit["speaker"] for hit in hits]
        assert len(dict.fromkeys(keys)) == sum(one != other for one, other in zip(keys, [None, *keys], strict=False))
    else:
        keys = [hit["episode"]["id" if order == "episode" else "published"] for hit in hits]
        assert keys == sorted(keys, reverse=order == "newest")


def test_context_shows_the_neighbours(run: Run) -> None:
    """`--context 1` gives the passages of the same kind before and after a hit."""
    for arguments in (["quotes", '"thirty-eight lines"', "-C", "1"], ["show", "S1E4#quote-2", "--context", "1"]):
        done = run(*arguments)
        assert sum(line.startswith("  quote before: ") for line in done.lines) == 1
        assert sum(line.startswith("  quote after: ") for line in done.lines) == 1


def test_neighbours_of_a_page_and_of_a_transcript_are_told_apart(run: Run) -> None:
    """Around a quote stand the quotes of its page and what was said then, around a turn other turns."""
    labels = {line.partition(":")[0].strip() for line in run("quotes", "widow", "-n", "1", "-C", "1").lines}
    assert {"quote before", "quote after", "said then"} <= labels
    labels = {line.partition(":")[0].strip() for line in run("moments", "uncut tape", "-n", "1").lines}
    assert {"turn before", "turn after"} <= labels


def test_explain_adds_up(run: Run) -> None:
    """`--explain` gives parts that add up to the score."""
    hit = json.loads(run("search", "bridge", "--explain", "--json", "-n", "1").out)["hits"][0]
    assert sum(part["value"] for part in hit["explanation"]) == pytest.approx(hit["score"], abs=1e-6)
    assert "  score: " in run("search", "bridge", "--explain", "-n", "1").out


def test_match_decides_whether_all_words_are_wanted(run: Run) -> None:
    """`--match all` wants every word, `--match any` takes passages with some of them."""
    few = json.loads(run("search", "bridge silence", "--match", "any", "--json").out)["total"]
    assert run("search", "bridge silence zebra", "--match", "all").code == 1
    assert few > 10


def test_words_that_no_passage_holds_together_are_told(run: Run) -> None:
    """Where no passage holds all words, the answer says which ones the best one lacks."""
    done = run("search", "letter from somebody who has read the whole atlas")
    assert done.code == 0
    assert "no passage holds all words; the best one lacks atlas" in done.err


def test_a_seed_chooses_the_same_again(run: Run) -> None:
    """`random --seed` gives the same quote each time, and other seeds give others."""
    assert run("random", "--seed", "7") == run("random", "--seed", "7")
    chosen = {run("random", "--seed", str(seed), "--json").out for seed in range(8)}
    assert len(chosen) > 3


def test_random_keeps_to_what_is_asked_for(run: Run) -> None:
    """`random` chooses a quote among those that the words and options leave, or of the kind asked for."""
    for seed in range(4):
        hit = json.loads(run("random", "--speaker", "pip", "--seed", str(seed), "--json").out)["hits"][0]
        assert hit["kind"] == "quote"
        assert hit["speaker"] in ("Philippa Osei-Marchetti", "Pip Osei-Marchetti")
    assert json.loads(run("random", "--kind", "idea", "--json").out)["hits"][0]["kind"] == "idea"
    assert run("random", "zebra").code == 1


@pytest.mark.parametrize(
    "name", ["the-spare-parts-hour/the-bridge-that-hummed", "the-bridge-that-hummed", "S1E4", "s1e4", "bridge hummed"]
)
def test_an_episode_is_shown_by_any_of_its_names(run: Run, name: str) -> None:
    """`show` takes the id, the end of it, the number, or words of the title."""
    done = run("show", name)
    assert done.code == 0
    assert "title: The bridge that hummed" in done.lines
    assert "id: the-spare-parts-hour/the-bridge-that-hummed" in done.lines


def test_an_episode_is_shown_whole(run: Run) -> None:
    """`show ID --json` gives everything that the episode holds, and plain text every passage."""
    shown = json.loads(run("show", "S1E4", "--json").out)
    assert shown["schema_version"] == 1
    assert len(shown["passages"]) == shown["points"] + shown["ideas"] + shown["quotes"]
    plain = run("show", "S1E4").out
    for passage in shown["passages"]:
        assert passage["text"] in plain


def test_a_passage_is_shown_by_its_id(run: Run) -> None:
    """`show ID#quote-2` gives that quote, with the episode under any of its names."""
    done = run("show", "S1E4#quote-2", "--json")
    assert json.loads(done.out)["id"] == "the-spare-parts-hour/the-bridge-that-hummed#quote-2"
    assert run("show", "the-bridge-that-hummed#quote-2", "--json") == done


@pytest.mark.parametrize("style", ["apa", "chicago", "mla", "bibtex", "csl-json"])
def test_a_passage_is_cited_in_every_style(run: Run, style: str) -> None:
    """`cite` prints a citation with the title, ended by one line feed; a speaker is named in it."""
    done = run("cite", "S1E4#quote-2", "--style", style)
    assert (done.code, done.err) == (0, "")
    assert "bridge that hummed" in done.out.lower()
    assert done.out.endswith("\n")
    assert not done.out.endswith("\n\n")
    assert done == run("cite", "the-bridge-that-hummed#quote-2", "--style", style)


def test_an_episode_is_not_cited(run: Run) -> None:
    """`cite` of an episode ends in 2 and names a passage of it; of one that does not exist it ends in 1."""
    done = run("cite", "S1E4")
    assert done.code == 2
    assert "S1E4#quote-1" in done.err
    assert run("cite", "no-such").code == 1


@pytest.mark.usefixtures("sample")
@pytest.mark.parametrize("form", ["plain", "json", "csv"])
def test_a_transcript_does_not_end_before_it_begins(run: Run, form: str) -> None:
    """`show --from` behind `--to` is refused with both moments; the same moment for both is not."""
    done = run("show", "S1E4", "--from", "10:00", "--to", "2:00", "--format", form)
    assert (done.code, done.out) == (2, "")
    assert done.err == "error: --to 2:00 stands before --from 10:00\n  exchange the two moments\n"
    assert run("show", "S1E4", "--from", "2:00", "--to", "2:00").code == 0


def test_a_whole_name_tells_of_those_that_hold_it(run: Run, empty: Path) -> None:
    """Quotes of Stone are not those of Bo Stone, who is named on standard error; of Bo Stone nobody else is."""
    collection = "quote,author\nKites fly.,Stone\nMaps lie.,Bo Stone\nRivers move.,Bo Stone\n"
    (empty / "sayings.csv").write_text(collection, encoding="utf-8")
    assert run("add", str(empty / "sayings.csv")).code == run("index").code == 0
    done = run("quotes", "--speaker", "stone")
    assert "Kites fly." in done.out
    assert "Maps lie." not in done.out
    assert "only “stone” itself was looked for, not Bo Stone (2)" in done.err
    assert "looked for" not in run("quotes", "--speaker", "bo").err

from __future__ import annotations

import json
import random
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.quality import quotes, report, running, testsets, trials
from bench.quality.evaluation import MEASURES, Scores, evaluate, significance
from bench.quality.plain import Fts5, PlainWhoosh
from bench.quality.wordforms import inflections, misspelt, replacements
from searchkit import ranking, scoring

DOCUMENTS = (
    ("a", "The cost of ferries", "Ferries cost more in winter, when ice lies on the harbour."),
    ("b", "", "Nobody repairs a clock that nobody looks at."),
    ("c", "Bees in towns", "Bees find more flowers in towns than in fields."),
    ("d", "Winter roads", "Roads in winter are swept before the harbour is."),
)
QUERIES = {"1": "what do ferries cost in winter?", "2": "who repairs a clock (nobody)", "3": "bees: in towns!"}
_WORDS = ("time", "friends", "walking", "the", "of", "nothing", "cities", "it's")
JUDGED = (("1", "a", 2), ("1", "d", 1), ("2", "b", 1), ("3", "c", 1), ("3", "a", 0))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small test collection."""
    place = tmp_path / "small"
    place.mkdir()
    rows = [json.dumps({"_id": one, "title": title, "text": text}) for one, title, text in DOCUMENTS]
    (place / "corpus.jsonl").write_text("\n".join(rows), encoding="utf-8")
    asked = [json.dumps({"_id": one, "text": text}) for one, text in (*QUERIES.items(), ("9", "not judged"))]
    (place / "queries.jsonl").write_text("\n".join(asked), encoding="utf-8")
    judged = ["query-id\tcorpus-id\tscore", *("\t".join(map(str, row)) for row in JUDGED)]
    (place / "qrels.tsv").write_text("\n".join(judged), encoding="utf-8")
    return place


@pytest.fixture
def collections(tmp_path: Path) -> Path:
    """Small collections of quotes, laid out as the real ones are."""
    place = tmp_path / "quotes"
    place.mkdir()
    lines = [" ".join(f"word{number}{letter}" for letter in "abcdefgh") for number in range(6)]
    rows = [json.dumps({"text": line, "author": "Ada Brook"}) for line in (*lines[:3], "Too short, this.")]
    (place / "quotable.jsonl").write_text("\n".join(rows), encoding="utf-8")
    of_jamesft = [{"quoteText": line, "quoteAuthor": ""} for line in (*lines[2:5], "Wörds of “another” code page, all")]
    (place / "jamesft_quotes_cp1252.json").write_text(json.dumps(of_jamesft, ensure_ascii=False), encoding="cp1252")
    (place / "fortunes_wisdom").write_text(
        f"{lines[5]}\n\t\t-- Bo\n%\nA second one,\nin two lines.\n%\n", encoding="utf-8"
    )
    return place


def test_a_test_collection_is_read_with_the_queries_that_are_judged(folder: Path) -> None:
    """Documents may lack a title, a query without judgements is left out, and a limit takes the first queries."""
    test_set = testsets.read(folder)
    assert [document.id for document in test_set.documents] == ["a", "b", "c", "d"]
    assert dict(test_set.queries) == QUERIES
    assert test_set.judged["1"] == {"a": 2, "d": 1}
    assert list(testsets.read(folder, limit=2).queries) == ["1", "2"]


def test_a_folder_of_collections_gives_each(folder: Path) -> None:
    """A folder may be a collection or hold several; one that holds none is an error."""
    assert testsets.folders([folder]) == testsets.folders([folder.parent]) == [folder]
    with pytest.raises(FileNotFoundError):
        testsets.folders([folder.parent / "nothing"])


def test_a_document_becomes_an_idea_or_without_a_title_a_quote(folder: Path) -> None:
    """Title and text stay what they are, so that nothing else of a document is searched."""
    test_set = testsets.read(folder)
    first, second, *_ = (testsets.as_episode(*item) for item in testsets.episode_ids(test_set).items())
    assert (first.ideas[0].heading, first.quotes) == ("The cost of ferries", ())
    assert (second.quotes[0].text, second.ideas) == (DOCUMENTS[1][2], ())


def test_every_stage_runs_through_the_public_search(folder: Path, tmp_path: Path) -> None:
    """Whole runs give every query its answer, trials leave no trace, and the table names the engine and its goal."""
    pytest.importorskip("ir_measures")
    tried = trials.parse(["HELD=0,2"])
    held = ranking.HELD
    rankings, candidates = running.rank(folder, tmp_path / "kept", "whoosh", tried, None)
    assert pytest.approx(held) == ranking.HELD
    assert len(rankings) == 3
    assert rankings[0].scores.mean("S@1") == 1.0
    assert rankings[0].refused == ()
    plain = running.rank_plain(folder, tmp_path / "kept", None)
    assert running.rank_plain(folder, tmp_path / "kept", None) == plain
    text = report.collection("small", {"whoosh": rankings[0]}, {"whoosh": candidates}, plain)
    assert "searchkit, whoosh" in text
    assert "HELD=2" in report.trials("small", "whoosh", tried, rankings)


def test_the_measures_are_those_of_trec_eval() -> None:
    """A run of two queries, one of them without an answer, earns what is computed by hand."""
    pytest.importorskip("ir_measures")
    scores = evaluate({"1": ["x", "a"]}, {"1": {"a": 1}, "2": {"b": 1}})
    assert set(scores.values) == set(MEASURES)
    assert scores.mean("nDCG@10") == pytest.approx(0.63093 / 2, abs=1e-4)
    assert scores.mean("MRR") == scores.mean("MAP") == 0.25
    assert scores.mean("S@1") == 0.0
    assert scores.mean("R@100") == 0.5
    assert Scores({"S@1": [1.0, 0.0]}).error("S@1") == pytest.approx(0.5)


def test_equal_runs_do_not_differ_and_clearly_better_ones_do() -> None:
    """The randomisation test gives 1 for the same values, and a small p where every query gains."""
    pytest.importorskip("numpy")
    assert significance([0.1, 0.2], [0.1, 0.2]) == 1.0
    assert significance([1.0] * 20, [0.5] * 20) < 0.001
    assert significance([1.0, 0.0], [0.0, 1.0]) == 1.0


@pytest.mark.parametrize("text", ["HELD", "NO_SUCH=1", "HELD=much", "searching.NO_SUCH=1"])
def test_weights_that_are_not_there_are_refused(text: str) -> None:
    """A constant that does not exist and a value that is no number are errors before anything is measured."""
    with pytest.raises(ValueError, match=r"not|no constant"):
        trials.parse([text])


def test_a_constant_is_set_wherever_it_was_imported() -> None:
    """An engine that imported a weight by name sees the trial too, and the old value comes back."""
    from searchkit.engines.whoosh import evaluating  # noqa: PLC0415

    before = scoring.SPEAKER_WEIGHT
    trial = trials.parse(["scoring.SPEAKER_WEIGHT=7"])[1]
    assert not trial.keeps_candidates
    with trial.applied():
        assert scoring.SPEAKER_WEIGHT == evaluating.SPEAKER_WEIGHT == 7
    assert scoring.SPEAKER_WEIGHT == evaluating.SPEAKER_WEIGHT == before


def test_quotes_of_all_collections_are_read(collections: Path) -> None:
    """JSON lines, the old code page, and fortunes with an attribution behind two dashes."""
    lines = quotes.read(collections)
    assert {line.collection for line in lines} == {"quotable", "jamesft", "fortunes"}
    assert [line.author for line in lines if line.collection == "fortunes"] == ["Bo", ""]
    assert any("Wörds of “another”" in line.text for line in lines)


def test_the_draw_is_fixed_and_leaves_short_quotes_out(collections: Path) -> None:
    """Two draws are equal, each quote is drawn once from a collection, and none has fewer than five words."""
    lines = quotes.read(collections)
    drawn = quotes.memories(lines)
    assert drawn == quotes.memories(lines)
    assert len(drawn) == 7
    assert all(len(memory.wanted.key) >= quotes.FEWEST for memory in drawn)


def test_half_remembered_quotes_are_found_by_every_engine(collections: Path, tmp_path: Path) -> None:
    """searchkit, plain Whoosh and FTS5 answer, and equal quotes of two collections count as one."""
    (recalled,) = running.recall(collections, tmp_path / "kept", "whoosh", trials.parse([]), 3)
    assert recalled.share(10) == 1.0
    peers = {peer: running.recall_plain(collections, tmp_path / "kept", peer, 3) for peer in ("whoosh", "fts5")}
    assert all(len(peer.places) == len(recalled.places) for peer in peers.values())
    asked_for = quotes.memories(quotes.read(collections), 3)
    assert "SQLite" in report.recalled({"searchkit, whoosh": recalled, "SQLite": peers["fts5"]}, asked_for)


@given(st.lists(st.sampled_from(_WORDS), min_size=5, max_size=30))
def test_memory_loses_three_words_in_ten(words: list[str]) -> None:
    """Whatever the quote, as many words are left as there should be, and the same seed leaves the same."""
    left = quotes.half_remembered(" ".join(words), random.Random(1))  # noqa: S311
    assert len(left.split()) == len(words) - round(0.3 * len(words))
    assert left == quotes.half_remembered(" ".join(words), random.Random(1))  # noqa: S311


@given(st.text("abcdefghijk", min_size=5, max_size=12), st.integers())
def test_a_slip_of_the_fingers_keeps_the_first_letter(word: str, seed: int) -> None:
    """A misspelt word is another one, at most a letter longer or shorter, and begins the same."""
    slip = misspelt(word, random.Random(seed))  # noqa: S311
    assert slip != word
    assert slip[0] == word[0]
    assert abs(len(slip) - len(word)) <= 1


def test_replacements_are_other_words() -> None:
    """Synonyms and forms come from the table and a few rules, and words without forms have none."""
    assert "glad" in replacements("happy")
    assert "went" in inflections("go")
    assert inflections("cities") == ("city",)
    assert inflections("within") == inflections("nothing") == ()


def test_peers_take_any_text(tmp_path: Path) -> None:
    """Operators, quotes and nothing at all are no error to the engines that searchkit is compared with."""
    texts = [(one, text) for one, _, text in DOCUMENTS]
    for peer in (PlainWhoosh(tmp_path / "plain", texts), Fts5(texts)):
        assert list(islice(peer.best('winter -AND "harbour* (NEAR', 5), 1)) in (["a"], ["d"])
        assert list(peer.best("?!", 5)) == []

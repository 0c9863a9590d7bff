"""The figures of quality as plain tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bench.quality import quotes, reference
from bench.quality.evaluation import MEASURES, significance
from bench.quality.running import Ranking, Recalled
from bench.quality.trials import Trial
from bench.report import table

MAIN = "nDCG@10"
GOAL_FIRST, GOAL_TEN = 0.97, 0.995  # of half-remembered quotes: found first, and among the first ten
_LENGTHS = (quotes.FEWEST, 8, 12)  # words from which a band of lengths of quotes begins


def collection(
    name: str, of_engines: Mapping[str, Ranking], candidates: Mapping[str, Ranking], plain: Ranking | None
) -> str:
    """Return the table of a test collection."""
    rows = []
    for engine, ranking in of_engines.items():
        against = [_against(ranking, candidates[engine]), _against(ranking, plain)]
        rows.append([f"searchkit, {engine}", *_figures(ranking), *against, _verdict(name, ranking)])
        rows.append([f"  its engine's own order, {engine}", *_figures(candidates[engine]), "", "", ""])
    if plain is not None:
        rows.append(["plain Whoosh, OR, stems", *_figures(plain), "", "", ""])
    for engine, (ndcg, mean_precision, recall) in reference.SCORES.get(name, {}).items():
        rows.append([f"{engine} (published)", _number(ndcg), "", _number(mean_precision), _number(recall), *[""] * 6])
    asked = len(next(iter(of_engines.values())).scores.values[MAIN])
    refused = sum(len(ranking.refused) for ranking in of_engines.values())
    title = f"{name}: {asked} queries, {refused} refused."
    headings = ["engine", MAIN, "±1 SE", *MEASURES[1:], "ms", "p, own order", "p, Whoosh", f"goal: {MAIN}"]
    return table(title, headings, rows)


def _figures(ranking: Ranking) -> list[str]:
    scores = ranking.scores
    return [
        _number(scores.mean(MAIN)),
        _number(scores.error(MAIN)),
        *(_number(scores.mean(measure)) for measure in MEASURES[1:]),
        f"{ranking.milliseconds:.1f}" if ranking.milliseconds else "",
    ]


def _against(one: Ranking, other: Ranking | None) -> str:
    """Return the difference of two rankings and how probable it is by chance."""
    if other is None:
        return ""
    ours, theirs = one.scores, other.scores
    probability = significance(ours.values[MAIN], theirs.values[MAIN])
    return f"{ours.mean(MAIN) - theirs.mean(MAIN):+.3f} ({probability:.3f})"


def _verdict(name: str, ranking: Ranking) -> str:
    reach = reference.to_reach(name)
    if reach is None:
        return ""
    least = reach - ranking.scores.error(MAIN)
    return f"{'met' if ranking.scores.mean(MAIN) >= least else 'MISSED'} (≥ {least:.3f})"


def trials(name: str, engine: str, tried: Sequence[Trial], rankings: Sequence[Ranking]) -> str:
    """Return the table of weights tried on a test collection; p compares each with searchkit as it is."""
    rows = []
    for trial, ranking in zip(tried, rankings, strict=True):
        against = _against(ranking, rankings[0]) if trial.settings else ""
        rows.append([str(trial), *_figures(ranking)[:-1], against])
    return table(f"{name}, {engine}", ["weights", MAIN, "±1 SE", *MEASURES[1:], "p, as it is"], rows)


def recalled(of_engines: Mapping[str, Recalled], asked_for: Sequence[quotes.Memory]) -> str:
    """Return the table of half-remembered quotes."""
    rows = []
    lengths = [len(memory.wanted.key) for memory in asked_for]
    for engine, result in of_engines.items():
        first, ten = result.share(1), result.share(10)
        nearly, nearly_ten = result.share_nearly(1), result.share_nearly(10)
        verdict = ""
        if engine.startswith("searchkit"):
            verdict = _recall_verdict(first, ten, nearly, nearly_ten)
        shares = [f"{share:.1%}" for share in (first, ten, nearly, nearly_ten, *_by_length(result, lengths))]
        rows.append([engine, *shares, str(len(result.refused)), f"{result.milliseconds:.1f}", verdict])
    title = (
        f"{quotes.NAME} quotes: {len(asked_for)} of at least {quotes.FEWEST} words, each with words lost, swapped, "
        f"replaced and mistyped.\nGoal: {GOAL_FIRST:.1%} found first, {GOAL_TEN:.1%} among the first ten. "
        f"A version: the quote, or another\nthat says nearly the same. "
        f"Last shares: found first, of longer and longer quotes."
    )
    bands = [f"{least} words on" for least in _LENGTHS]
    return table(
        title, ["engine", "success@1", "success@10", "a version@1", "@10", *bands, "refused", "ms", "goal"], rows
    )


def _recall_verdict(first: float, ten: float, nearly: float, nearly_ten: float) -> str:
    if first >= GOAL_FIRST and ten >= GOAL_TEN:
        return "met"
    return "met by a version" if nearly >= GOAL_FIRST and nearly_ten >= GOAL_TEN else "MISSED"


def _by_length(result: Recalled, lengths: Sequence[int]) -> list[float]:
    """Return the share found first of the quotes of each band of lengths."""
    shares = []
    for least, behind in zip(_LENGTHS, (*_LENGTHS[1:], max(lengths) + 1), strict=True):
        places = [place for place, length in zip(result.places, lengths, strict=True) if least <= length < behind]
        shares.append(sum(place == 1 for place in places) / max(1, len(places)))
    return shares


def recall_trials(engine: str, tried: Sequence[Trial], results: Sequence[Recalled]) -> str:
    """Return the table of weights tried on half-remembered quotes; p compares each with searchkit as it is."""
    rows = []
    for trial, result in zip(tried, results, strict=True):
        probability = significance(*([float(place == 1) for place in one.places] for one in (result, results[0])))
        against = f"{result.share(1) - results[0].share(1):+.1%} ({probability:.3f})" if trial.settings else ""
        rows.append([str(trial), f"{result.share(1):.1%}", f"{result.share(10):.1%}", against])
    return table(f"{quotes.NAME}, {engine}", ["weights", "success@1", "success@10", "p, as it is"], rows)


def misses(asked_for: Sequence[quotes.Memory], result: Recalled) -> str:
    """Return what was typed, what was wanted and what came first, for each quote that did not come first."""
    return "\n".join(
        f"{f'place {place}' if place else 'not in ten'}\n"
        f"  typed:  {memory.typed}\n  wanted: {memory.wanted.text}\n  first:  {first}"
        for memory, place, first in zip(asked_for, result.places, result.first, strict=True)
        if place != 1
    )


def _number(value: float) -> str:
    return f"{value:.3f}"

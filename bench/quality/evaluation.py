"""Measures of ranked lists, by trec_eval through ir_measures, and how sure one may be of them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, stdev

MEASURES = ("nDCG@10", "MAP", "R@100", "MRR", "S@1")
_ROUNDS = 10_000  # of the randomisation test
_SEED = 20_240_229

Run = Mapping[str, Sequence[str]]
"""For each query the ids of documents, the best first."""


@dataclass(frozen=True, slots=True)
class Scores:
    """What a run earned: for each measure the value of each query, in the order of the queries."""

    values: Mapping[str, Sequence[float]]

    def mean(self, measure: str) -> float:
        """Return the mean over the queries."""
        return fmean(self.values[measure])

    def error(self, measure: str) -> float:
        """Return the standard error of the mean."""
        values = self.values[measure]
        return stdev(values) / math.sqrt(len(values)) if len(values) > 1 else 0.0


def evaluate(run: Run, judged: Mapping[str, Mapping[str, int]]) -> Scores:
    """Return what a run earns; a query without an answer earns nothing.

    Scores given to trec_eval are the places in the run: it would put equal ones in an order of its own.
    """
    import ir_measures  # noqa: PLC0415 -- an extra package, which only this needs
    from ir_measures import AP, RR, R, Success, nDCG  # noqa: PLC0415

    names = dict(zip((nDCG @ 10, AP, R @ 100, RR, Success @ 1), MEASURES, strict=True))
    placed = {
        query: {document: float(-place) for place, document in enumerate(run.get(query, ()))}
        for query in judged
        if run.get(query)
    }
    earned: dict[str, dict[str, float]] = {name: {} for name in MEASURES}
    if placed:
        for metric in ir_measures.iter_calc(list(names), judged, placed):
            earned[names[metric.measure]][metric.query_id] = metric.value
    return Scores({name: [of_one.get(query, 0.0) for query in judged] for name, of_one in earned.items()})


def significance(one: Sequence[float], other: Sequence[float]) -> float:
    """Return the p of a two-sided paired randomisation test of two lists of values (Smucker and others, CIKM 2007).

    It is the share of random exchanges between the two, query by query, that make a difference of the means at least as
    large as the one seen. The seed is fixed.
    """
    import numpy  # noqa: ICN001, PLC0415 -- trec_eval's binding brings it

    difference = numpy.asarray(one) - numpy.asarray(other)
    difference = difference[difference != 0]
    if not difference.size:
        return 1.0
    seen = abs(difference.sum()) - 1e-12  # sums of the same numbers in another order may differ in the last digit
    chance = numpy.random.default_rng(_SEED)
    as_large = 0
    for _ in range(10):  # in parts, for the memory
        signs = chance.integers(0, 2, size=(_ROUNDS // 10, difference.size)) * 2 - 1
        as_large += int((abs(signs @ difference) >= seen).sum())
    return (as_large + 1) / (_ROUNDS + 1)

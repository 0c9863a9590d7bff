"""What other engines score on the same test collections: Lucene and Whoosh, measured with trec_eval.

Title and text are joined in one field. The figures are nDCG@10, MAP (of the first thousand) and recall@100, of the
README of the shared data.
"""

from __future__ import annotations

SCORES: dict[str, dict[str, tuple[float, float, float]]] = {
    "cranfield": {
        "Lucene, k1 .9, b .4": (0.365, 0.288, 0.722),
        "Lucene, k1 1.2, b .75": (0.384, 0.305, 0.736),
        "Whoosh BM25F, OR, stems": (0.379, 0.306, 0.739),
    },
    "scifact_train": {
        "Lucene, k1 .9, b .4": (0.697, 0.660, 0.929),
        "Lucene, k1 1.2, b .75": (0.699, 0.664, 0.933),
    },
    "podquote_dev": {
        "Lucene, k1 .9, b .4": (0.323, 0.293, 0.569),
        "Lucene, k1 1.2, b .75": (0.311, 0.285, 0.567),
    },
}


def to_reach(name: str) -> float | None:
    """Return the better nDCG@10 of Lucene for a test collection, None if there is none."""
    scores = [figures[0] for engine, figures in SCORES.get(name, {}).items() if engine.startswith("Lucene")]
    return max(scores, default=None)

"""The verdict on a quotation as the corpus keeps it: with a fingerprint of what it is about.

`verified: verbatim 5d41402abc4b2a76` stands in a quote of an episode file. The digits are a digest of the quote's words
and speaker and of the whole transcript; where any of them was changed since, the verdict holds no longer, and nobody is
shown it.
"""

from __future__ import annotations

from collections.abc import Sequence

from searchkit.digests import digest
from searchkit.model import VERDICTS, Quote, Segment, Verified

_DIGITS = 16


def fingerprint(transcript: Sequence[Segment]) -> str:
    """Return the digest of the words and names of a transcript, whatever its times; "" if there is none."""
    if not transcript:
        return ""
    return digest("\n".join(f"{segment.speaker}\t{segment.text}" for segment in transcript).encode("utf-8", "replace"))


def seal(verdict: Verified, quote: Quote, transcript: str) -> str:
    """Return a verdict as a quote keeps it.

    Args:
        verdict: what the transcript says of the quote.
        quote: the quote.
        transcript: the fingerprint of the transcript.
    """
    return f"{verdict} {_digits(quote, transcript)}"


def verdict_of(quote: Quote, transcript: str) -> Verified:
    """Return the verdict that a quote keeps; "" if it keeps none, or one on other words."""
    verdict, _, digits = quote.verified.rpartition(" ")
    if verdict not in VERDICTS or not transcript or digits != _digits(quote, transcript):
        return ""
    return verdict


def _digits(quote: Quote, transcript: str) -> str:
    return digest(f"{quote.text}\n{quote.speaker}\n{transcript}".encode("utf-8", "replace"))[:_DIGITS]

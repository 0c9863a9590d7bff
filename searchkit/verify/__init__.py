"""Whether what a quotation says was said: it is looked for in the transcript of its episode (docs/verify.md)."""

from searchkit.verify.checking import CheckedEpisode, CheckedQuote, Verification, check, verify
from searchkit.verify.judging import NEAR, Verdict, judge
from searchkit.verify.transcript import Transcript

__all__ = [
    "NEAR", "CheckedEpisode", "CheckedQuote", "Transcript", "Verdict", "Verification", "check", "judge", "verify",
]  # fmt: skip

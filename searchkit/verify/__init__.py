"""Whether what a quotation says was said: it is looked for in the transcript of its episode (docs/verify.md)."""

from searchkit.verify.judging import NEAR, VERDICTS, Verdict, VerdictName, judge
from searchkit.verify.transcript import Transcript

__all__ = ["NEAR", "VERDICTS", "Transcript", "Verdict", "VerdictName", "judge"]

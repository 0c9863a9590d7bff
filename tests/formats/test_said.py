"""Verdicts and recollections in their output forms."""

from __future__ import annotations

import io
import json
from dataclasses import replace

import pytest

from searchkit.errors import InputError
from searchkit.formats import recollection, verification
from searchkit.formats.diffs import marked_diff
from searchkit.model import Quote, Segment
from searchkit.terminal import Terminal
from searchkit.text import visible
from searchkit.verify import CheckedEpisode, Transcript, Verification, check, judge
from searchkit.whosaid import Remembered, WhoSaid
from searchkit.wording import word_diff, wording

from .conftest import EPISODE, HOSTILE, QUOTE
from .test_json import valid


def checked(text: str, speaker: str = "Ada") -> Verification:
    """Return a verification of one quote, said in other words, whose texts are all the same."""
    from searchkit.model import Episode  # noqa: PLC0415

    said = f"{text} the lamp goes out before the oil does, and nobody asks the wick"
    quotes = (Quote(f"{text} the lamp goes out before the oil ends, and nobody asks the wick", speaker, 3.0),)
    episode = Episode(text or "s", text or "t", quotes=quotes, transcript=(Segment(said, speaker, 2.0, 9.0),), id="a/b")
    return Verification((check(episode),), (InputError("is faulty", "mend it", path="x"),))


def remembered(text: str) -> list[WhoSaid]:
    """Return an answer to a line with a text wherever the corpus or the user gives one, and one without an answer."""
    passage = replace(QUOTE, text=text, speaker=text, verified="near", episode=replace(EPISODE, show=text, title=text))
    one = Remembered(passage, 0.8, text, word_diff(wording(f"as {text}"), wording(f"{text} is")), (text,))
    return [WhoSaid(text, (one,), "whoosh"), WhoSaid(text, (), "whoosh")]


def written(write: object, value: object, name: str) -> str:
    """Return what a function writes."""
    stream = io.StringIO(newline="")
    write(value, name, stream)
    return stream.getvalue()


def test_a_verification_fits_the_schema() -> None:
    """The JSON object of `verify` has every key that the schema demands, and an error is in it with its hint."""
    told = json.loads(written(verification.write, checked("so"), "json"))
    valid(told, "verification")
    assert told["counts"] == {"verbatim": 0, "near": 1, "elsewhere": 0, "not found": 0}
    assert told["episodes"][0]["quotes"][0]["diff"][1] == {"op": "replace", "given": "ends,", "said": "does,"}
    assert told["errors"] == [{"message": "x: is faulty", "hint": "mend it"}]


def test_a_recollection_fits_the_schema() -> None:
    """The JSON object of `whosaid` has an answer for each line, an empty one too."""
    told = json.loads(written(recollection.write, remembered("a broken chair"), "json"))
    valid(told, "recollection")
    assert [len(answer["found"]) for answer in told["answers"]] == [1, 0]


def test_plain_text_marks_the_difference() -> None:
    """Plain text shows what was not said and what was as GNU wdiff does."""
    made = written(verification.write, checked("so"), "plain")
    assert "  verified: near, sure 0." in made
    assert "before the oil [-ends,-] {+does,+} and nobody" in made
    assert "  said by: Ada at 00:00:02\n" in made


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("name", ["json", "plain", ""])
def test_hostile_text_stays_text(text: str, name: str) -> None:
    """Whatever stands in a quote, a name or a line, nothing that a terminal acts on comes out, and JSON reads back."""
    values = ((verification.write, checked(text, text)), (recollection.write, remembered(text)))
    for write, value in values:
        made = written(write, value, name) if name else drawn(value)
        assert visible(made) == made
        if name == "json":
            assert isinstance(json.loads(made), dict)


def drawn(value: Verification | list[WhoSaid]) -> str:
    """Return what a terminal without colour shows."""
    from searchkit.terminal.recollection import lines  # noqa: PLC0415
    from searchkit.terminal.verification import tables  # noqa: PLC0415

    out = io.StringIO()
    parts = tables(value) if isinstance(value, Verification) else lines(value)
    Terminal(out, io.StringIO(), {}, color="never").draw(*parts)
    return out.getvalue()


def test_an_episode_without_a_transcript_has_no_verdicts() -> None:
    """It is named in the object, and nothing is said of its quotes."""
    made = Verification((CheckedEpisode("a/b", "s", "t", "", has_transcript=False),))
    [episode] = json.loads(written(verification.write, made, "json"))["episodes"]
    assert (episode["transcript"], episode["quotes"]) == (False, [])
    assert verification.summary(made) == "0 quotes"


def test_a_diff_of_what_is_the_same_has_no_marks() -> None:
    """Words that are the same stand as they were said."""
    transcript = Transcript((Segment("The map, is late.", "Ada"),))
    assert marked_diff(judge(transcript, "the map is late").diff) == "The map, is late."

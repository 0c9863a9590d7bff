"""Hostile text is text in every output form."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from bench.reliability import judges, outputs
from searchkit import formats


@pytest.mark.parametrize("count", [1500, pytest.param(20_000, marks=pytest.mark.thorough)])
def test_hostile_text_is_harmless_in_every_output(tmp_path: Path, count: int) -> None:
    """No control, tag, formula or markup comes out of any format, card, list, chart, command or error."""
    assert outputs.run(count, tmp_path, seed=count) == []


@pytest.mark.parametrize(
    ("name", "bad"),
    [
        ("html", "<p>{}</p><script>x</script>"),
        ("html", '<p onclick="x">{}</p>'),
        ("markdown", "**{}**"),
        ("markdown", "[x](javascript:x) [y](http://evil.example)"),
        ("csv", "id,kind,text\n1,2,=1+1\n1,2,3\n"),
        ("yaml", "text: no\n"),
        ("anki", "<img src=x>\tb\tc\na\tb\tc\n"),
        ("ris", "TY  - SOUND\nwhatever\nER  - \n"),
        ("bibtex", "@misc{a, title = {\\input{x}}}\n@misc{b}\n"),
        ("plain", "a\n\n\nb\n"),
    ],
)
def test_the_judges_see_what_is_wrong(name: str, bad: str) -> None:
    """An output with a live tag, formula, command or another number of records is not let pass."""
    results = outputs.made_results(random.Random(3))  # noqa: S311 -- the same every time is what is wanted
    assert list(judges.JUDGES[name](bad, results))
    assert not list(judges.JUDGES[name](formats.render(results, name), results))


def test_a_text_without_end_is_cut_on_a_terminal() -> None:
    """A terminal gets the beginning of a long text and how much more there is; the plain format has all of it."""
    results = outputs.made_results(random.Random(3))  # noqa: S311
    long = results.hits[0].passage.__class__(id="a/b#quote-1", kind="quote", text="x\n" * 50_000,
                                             episode=results.hits[0].passage.episode)  # fmt: skip
    hit = results.hits[0].__class__(long)
    drawn = outputs.drawn(outputs.views.card(hit), width=80)
    assert "95,000 characters more; --format plain has them" in " ".join(drawn.replace("│", " ").split())
    assert drawn.count("\n") < 3000

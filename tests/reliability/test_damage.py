"""Damage and payloads, fewer than `python -m bench.reliability` tries: all damage is reported, no payload runs."""

from __future__ import annotations

from pathlib import Path

import pytest

bench_damage = pytest.importorskip("bench.reliability.damage", reason="the benchmarks lie in the repository only")
bench_pickles = pytest.importorskip("bench.reliability.pickles", reason="the benchmarks lie in the repository only")


# Three thousand files are damaged in all, in parts that can be tried side by side.
_PARTS = [pytest.param(range(begin, begin + 360), marks=pytest.mark.thorough) for begin in range(60, 1500, 360)]


@pytest.mark.parametrize("numbers", [range(60), *_PARTS], ids=lambda numbers: f"from-{numbers.start}")
@pytest.mark.parametrize("engine", ["whoosh", "tantivy"])
def test_every_damage_is_reported(tmp_path: Path, engine: str, numbers: range) -> None:
    """Flipped, zeroed, cut and swapped files are an error that names them; no answer is ever another."""
    done = list(bench_damage.run(tmp_path, engine, numbers))
    assert len(done) == len(numbers)
    assert [trial for trial in done if trial.outcome not in bench_damage.GOOD] == []
    assert sum(trial.outcome == bench_damage.REPORTED for trial in done) > len(numbers) // 4


def test_no_pickle_runs(tmp_path: Path) -> None:
    """A pickle in any file that is read, of either engine, the corpus or the config, is data and makes no file."""
    done = list(bench_pickles.attempts(tmp_path, 36))
    assert len(done) >= 30
    assert not any(attempt.ran for attempt in done)
    assert {code for attempt in done for code in attempt.codes} <= {0, 1, 2, 3, 4}


def test_the_payload_runs_where_it_is_unpickled(tmp_path: Path) -> None:
    """The payload is a real one: whoever unpickles it has the file that it makes."""
    import pickle  # noqa: PLC0415 -- nothing else here may load it

    mark = tmp_path / "ran"
    pickle.loads(bench_pickles.payload(mark, "x.segment")).close()  # noqa: S301 -- our own
    assert mark.exists()

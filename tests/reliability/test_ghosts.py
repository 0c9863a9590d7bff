"""After any mixture of good and bad records the index answers as a scan of the corpus would."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.reliability.ghosts import differences
from searchkit import Library
from searchkit.episode_file import dump_episode
from tests.building import any_text, episode, quotes
from tests.properties import examples, scratch_folder

_BAD = (
    "", "show: a\n", "show: a\ntitle: b\nquotes: [{text: ghostly words, at: never}]\n", "- ghostly\n", "{",
    "a: *ghost\n",
    "show: a\ntitle: b\nquotes:\n- text: ghostly words\n- speaker: nobody\n", "show: a\ntitle: b\npublished: ghost\n",
    "show: a\ntitle: b\nheadline: ghost\nheadline: twice\n", "show: a\ntitle: b\noverview: [ghostly, {text: [deep]}]\n",
)  # fmt: skip
_words = st.lists(
    st.sampled_from(("map", "kite", "river", "café", "naïve", "walks", "walking", "地図", "ghostly", "the")), min_size=1
)
_text = st.one_of(_words.map(" ".join), any_text)


def _dumped(texts: list[str], speaker: str, title: str) -> str:
    return dump_episode(episode("x", title=title, quotes=quotes(*texts, speaker=speaker)))


_good = st.builds(
    _dumped,
    st.lists(_text.filter(lambda text: text.strip()), min_size=1, max_size=4),
    st.sampled_from(("", "Ada Lind", "Zoë")),
    st.sampled_from(("t", "Why maps lie")),
)
_file = st.one_of(_good, _good, st.sampled_from(_BAD), any_text)
_names = st.sampled_from([f"show/{letter}.yaml" for letter in "abcde"] + ["other/a.yaml", "show/a.yml"])
_batch = st.lists(st.tuples(_names, st.one_of(_file, st.none())), min_size=1, max_size=6)


@pytest.mark.parametrize("engine", ["whoosh", "tantivy"])
@settings(max_examples=examples(25))
@given(batches=st.lists(_batch, min_size=1, max_size=3))
def test_the_index_equals_a_scan_of_the_corpus(engine: str, batches: list[list[tuple[str, str | None]]]) -> None:
    """Files come, change, become faulty and go in batches; after each the index holds what the corpus does, no more."""
    with scratch_folder() as folder, Library(folder / "corpus", folder / "index") as library:
        for batch in batches:
            library.corpus.root.mkdir(exist_ok=True)
            for name, content in batch:
                path = library.corpus.root / name
                path.parent.mkdir(exist_ok=True)
                if content is None:
                    path.unlink(missing_ok=True)
                else:
                    path.write_bytes(content.encode("utf-8", "surrogatepass"))
            library.sync(engine=engine)
            assert list(differences(library)) == []

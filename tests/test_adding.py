"""Pages into the corpus: what becomes of each, and that nothing which somebody wrote is lost."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from searchkit import Added, Episode, Hints, InputError, Library, Quote
from searchkit.adding import find_pages, read_page
from searchkit.limits import USUAL

DAY = date(2024, 2, 29)


def page(*, title: str = "Ada Moreau: Why maps lie", number: str = "E12", quote: str = "") -> str:
    """Return a summary page."""
    return "\n".join(
        (
            "The Evening Kite",
            f"{title} | {number}" if number else title,
            "WHAT IT’S REALLY ABOUT",
            "Ada Moreau Unfolds a Century of Crooked Borders",
            "- Moreau tells how she came to draw coasts that no longer exist.",
            "IDEAS WORTH REMEMBERING",
            "A map is an argument drawn to scale.",
            "Whoever draws it decides what is left out, and nobody can argue with what is not there to see.",
            "WORDS WORTH SAVING",
            quote or "The coast is a rumour that the sea keeps correcting.",
            "— Ada Moreau",
        )
    )


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """A library without a corpus or an index yet."""
    return Library(tmp_path / "corpus", tmp_path / "index")


def content(library: Library) -> dict[str, bytes]:
    """Return the corpus: path to content of every file."""
    root = library.corpus.root
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def edit(library: Library, added: Added, **fields: object) -> Episode:
    """Change an episode in the corpus, as somebody with an editor would, and return it."""
    edited = replace(library.corpus.load(added.episode.id), **fields)
    library.corpus.save(edited)
    return edited


def names(found: Iterable[Path | InputError], root: Path) -> list[str]:
    """Return what was found as names relative to a folder, errors as their path after a cross."""
    return [f"× {one.path}" if isinstance(one, InputError) else str(one.relative_to(root)) for one in found]


def test_a_first_page_is_added(library: Library) -> None:
    """A page becomes an episode file under its show, with what it said and where it came from."""
    added = library.add(page(), name="some/where/maps.txt", today=DAY)
    assert (added.name, added.outcome, added.reader) == ("some/where/maps.txt", "added", "summary-page")
    episode = added.episode
    assert episode.id == "the-evening-kite/e12-ada-moreau-why-maps-lie"
    assert (episode.show, episode.number) == ("The Evening Kite", "E12")
    assert [quote.speaker for quote in episode.quotes] == ["Ada Moreau"]
    assert episode.source is not None
    assert (episode.source.file, episode.source.added) == ("maps.txt", "2024-02-29")
    assert library.corpus.load(episode.id) == episode
    assert list(content(library)) == [f"{episode.id}.yaml"]


def test_what_was_added_is_found_after_the_next_sync(library: Library) -> None:
    """Adding alone touches no index; the sync that follows brings the page in."""
    library.add(page())
    assert not library.generations.exists()
    library.sync()
    with library:
        assert [hit.passage.kind for hit in library.search("rumour")] == ["quote"]


def test_the_same_page_again_is_unchanged(library: Library) -> None:
    """A page that is there already is left alone, the day of its adding too, whatever its file is called now."""
    first = library.add(page(), name="maps.txt", today=DAY)
    before = content(library)
    again = library.add(page(), name="copy.txt", today=date(2024, 3, 1))
    assert (again.outcome, again.episode) == ("unchanged", first.episode)
    assert content(library) == before


def test_a_changed_page_updates_its_episode(library: Library) -> None:
    """A page that has changed replaces the episode that nobody has edited."""
    first = library.add(page(), today=DAY)
    again = library.add(page(quote="Paper is patient."), today=date(2024, 3, 1))
    assert (again.outcome, again.episode.id) == ("updated", first.episode.id)
    there = library.corpus.load(first.episode.id)
    assert there == again.episode
    assert [quote.text for quote in there.quotes] == ["Paper is patient."]
    assert there.source is not None
    assert there.source.added == "2024-03-01"
    assert len(content(library)) == 1


def test_an_edited_episode_is_kept(library: Library) -> None:
    """When the page is as it was, an edited episode stays as it is."""
    first = library.add(page())
    edited = edit(library, first, published="2021-05")
    before = content(library)
    again = library.add(page())
    assert (again.outcome, again.episode) == ("kept", edited)
    assert content(library) == before


def test_an_edited_episode_is_not_overwritten_by_a_changed_page(library: Library) -> None:
    """When both have changed, adding is refused, names page and episode, and changes nothing."""
    first = library.add(page())
    edit(library, first, published="2021-05")
    before = content(library)
    with pytest.raises(InputError, match="has been edited") as caught:
        library.add(page(quote="Paper is patient."), name="maps.txt")
    assert caught.value.path == "maps.txt"
    assert first.episode.id in caught.value.message
    assert "--force" in caught.value.hint
    assert content(library) == before


@pytest.mark.parametrize("quote", ["", "Paper is patient."])
def test_force_overwrites_an_edited_episode(library: Library, quote: str) -> None:
    """With force the page wins, whether it has changed or not."""
    first = library.add(page())
    edit(library, first, published="2021-05")
    again = library.add(page(quote=quote), force=True)
    assert (again.outcome, again.episode.published) == ("updated", "")
    assert library.corpus.load(first.episode.id) == again.episode
    assert library.add(page(quote=quote)).outcome == "unchanged"


def test_force_leaves_an_unchanged_episode_alone(library: Library) -> None:
    """With force, too, a page that is there already is not written again."""
    library.add(page(), today=DAY)
    before = content(library)
    assert library.add(page(), force=True, today=date(2024, 3, 1)).outcome == "unchanged"
    assert content(library) == before


def test_an_episode_written_by_hand_counts_as_edited(library: Library) -> None:
    """A file that came from no page is not overwritten without force."""
    first = library.add(page())
    edit(library, first, source=None, quotes=(Quote("My own words."),))
    with pytest.raises(InputError, match="has been edited"):
        library.add(page())
    assert library.add(page(), force=True).outcome == "updated"


def test_a_faulty_episode_is_not_overwritten(library: Library) -> None:
    """Where the file of the episode cannot be read, adding is refused and the file stays."""
    first = library.add(page())
    path = library.corpus.root / f"{first.episode.id}.yaml"
    path.write_text("show: [half", encoding="utf-8")
    for force in (False, True):
        with pytest.raises(InputError, match="why-maps-lie"):
            library.add(page(), force=force)
    assert path.read_text(encoding="utf-8") == "show: [half"


@pytest.mark.parametrize("outcome", ["added", "updated", "unchanged", "kept", "refused"])
def test_a_dry_run_tells_and_writes_nothing(library: Library, outcome: str) -> None:
    """A dry run gives the outcome and the episode of a real one, and leaves every file as it was."""
    text = page()
    if outcome != "added":
        first = library.add(page())
        if outcome in ("kept", "refused"):
            edit(library, first, published="2021-05")
        if outcome in ("updated", "refused"):
            text = page(quote="Paper is patient.")
    before = content(library)
    if outcome == "refused":
        with pytest.raises(InputError, match="has been edited"):
            library.add(text, dry_run=True)
    else:
        told = library.add(text, dry_run=True, today=DAY)
        assert told.outcome == outcome
        assert content(library) == before
        assert library.add(text, today=DAY) == told
        return
    assert content(library) == before


def test_a_dry_run_makes_no_folder(library: Library) -> None:
    """A dry run before the first episode leaves no corpus behind."""
    assert library.add(page(), dry_run=True).outcome == "added"
    assert not library.corpus.root.exists()


@pytest.mark.parametrize("quote", ["Paper is patient.", "The sea is not."])
def test_keys_that_searchkit_does_not_know_survive_an_update(library: Library, quote: str) -> None:
    """What somebody noted under keys of their own stays in the file when the page replaces the rest."""
    first = library.add(page())
    path = library.corpus.root / f"{first.episode.id}.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "shelf: upper left\nread_by: [Bo, Ada]\n", encoding="utf-8")
    again = library.add(page(quote=quote), force=True)
    assert again.outcome == "updated"
    there = library.corpus.load(first.episode.id)
    assert there is not None
    assert dict(there.extra) == {"shelf": "upper left", "read_by": ["Bo", "Ada"]}
    assert there.quotes[0].text == quote


def test_what_the_caller_says_overrules_the_page(library: Library) -> None:
    """Each hint replaces what the page says, and the episode is filed accordingly."""
    hints = Hints(
        show="Night Kites", title="Coasts", number="7", published="2022-03-04", url="https://example.org/coasts"
    )
    episode = library.add(page(), hints=hints).episode
    assert (episode.show, episode.title, episode.number) == ("Night Kites", "Coasts", "7")
    assert (episode.published, episode.url) == ("2022-03-04", "https://example.org/coasts")
    assert episode.id == "night-kites/7-coasts"


def test_a_show_of_the_corpus_is_known_again(library: Library) -> None:
    """A page whose first line runs show and title together is split where the corpus knows the show."""
    library.add(page())
    glued = page(title="Bo Ito: Why rivers wander", number="E13").replace("Kite\nBo", "KiteBo", 1)
    assert library.add(glued).episode.show == "The Evening Kite"


def test_a_page_that_no_reader_takes_is_refused(library: Library) -> None:
    """Text that is no page is an error that names it, and nothing is filed."""
    for text in ("", " \n", "just a line"):
        with pytest.raises(InputError) as caught:
            library.add(text, name="scrap.txt")
        assert "scrap.txt" in caught.value.message
    assert not library.corpus.root.exists()


LONG = "A very long walk along the coast of an island that no printed map has ever shown in its right place"


def test_titles_cut_to_the_same_name_do_not_overwrite_each_other(library: Library) -> None:
    """Long titles that differ only behind the cut are two episodes, and each page finds its own again."""
    titles = (f"{LONG}, going out", f"{LONG}, coming back", f"{LONG}, once more")
    added = [library.add(page(title=title, number="")) for title in titles]
    assert [one.outcome for one in added] == ["added"] * 3
    assert len({one.episode.id for one in added}) == 3
    assert sorted(library.corpus.load(one.episode.id).title for one in added) == sorted(titles)
    again = [library.add(page(title=title, number="")) for title in titles]
    assert [one.outcome for one in again] == ["unchanged"] * 3
    assert [one.episode.id for one in again] == [one.episode.id for one in added]
    changed = library.add(page(title=titles[1], number="", quote="Paper is patient."))
    assert (changed.outcome, changed.episode.id) == ("updated", added[1].episode.id)


def test_an_episode_file_may_be_added_too(library: Library, tmp_path: Path) -> None:
    """An episode file of another corpus is filed with the source that it names itself."""
    first = library.add(page(), name="maps.txt", today=DAY)
    text = (library.corpus.root / f"{first.episode.id}.yaml").read_text(encoding="utf-8")
    other = Library(tmp_path / "other", tmp_path / "index")
    added = other.add(text, name="copy.yaml", today=date(2024, 3, 1))
    assert (added.outcome, added.reader) == ("added", "episode-yaml")
    assert added.episode == first.episode


def test_a_page_is_read_as_text(tmp_path: Path) -> None:
    """A page is read as UTF-8, with or without a mark, or as UTF-16 with one."""
    for name, encoding in (("a.txt", "utf-8"), ("b.txt", "utf-8-sig"), ("c.txt", "utf-16")):
        (tmp_path / name).write_text("Zoë’s kite", encoding=encoding)
        assert read_page(tmp_path / name) == "Zoë’s kite"


def test_a_missing_page_is_told(tmp_path: Path) -> None:
    """A page that is not there is an error that names it."""
    with pytest.raises(InputError, match="no such file") as caught:
        read_page(tmp_path / "nowhere.txt")
    assert caught.value.path == str(tmp_path / "nowhere.txt")


def test_a_folder_without_pages_is_told_apart_from_a_missing_one(tmp_path: Path) -> None:
    """An empty folder is called empty, one of other files is told how many they are, and neither is called missing."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "a.png").touch()
    (tmp_path / "pictures" / "b.png").touch()
    told = [str(error) for error in find_pages([str(tmp_path / name) for name in ("empty", "pictures", "nowhere")])]
    assert told[0].endswith("empty: this folder is empty")
    assert "this folder holds 2 files, and none with the ending of a page or transcript" in told[1]
    assert told[2].endswith("nowhere: there is no such file")


def test_a_folder_is_no_page(tmp_path: Path) -> None:
    """A folder in place of a page is an error that names it."""
    with pytest.raises(InputError, match="cannot be read") as caught:
        read_page(tmp_path)
    assert caught.value.path == str(tmp_path)


@pytest.mark.parametrize("data", [b"\xff\xfea", b"\x89PNG\0\0", b"kite\0"])
def test_bytes_that_are_no_text_are_told(tmp_path: Path, data: bytes) -> None:
    """A file that breaks its encoding, or of no text at all, is an error that names it and helps."""
    (tmp_path / "scrap.txt").write_bytes(data)
    with pytest.raises(InputError, match="is not") as caught:
        read_page(tmp_path / "scrap.txt")
    assert caught.value.path == str(tmp_path / "scrap.txt")
    assert caught.value.hint


def test_a_page_too_large_is_refused(tmp_path: Path) -> None:
    """Of a file beyond the limit no more than that is read."""
    (tmp_path / "huge.txt").touch()
    os.truncate(tmp_path / "huge.txt", USUAL.page_bytes + 1)
    with pytest.raises(InputError, match=r"at most 10,000,000 are read \(page-bytes\)"):
        read_page(tmp_path / "huge.txt")


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with pages, and with files that are none."""
    for name in (
        *("a.txt", "b.md", "c.yaml", "picture.png", ".hidden.txt", "deep/er/d.txt", ".git/e.txt"),
        *("notes [old].txt", "corpus/show/f.yaml"),
    ):
        path = tmp_path / "desk" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("kite", encoding="utf-8")
    return tmp_path / "desk"


def test_a_folder_gives_every_page_under_it(desk: Path) -> None:
    """A folder stands for the files under it that a reader could take, hidden ones left out, in order."""
    found = names(find_pages([str(desk)]), desk)
    assert found == ["a.txt", "b.md", "c.yaml", "corpus/show/f.yaml", "deep/er/d.txt", "notes [old].txt"]


def test_folders_to_skip_are_left_out(desk: Path) -> None:
    """What lies in the corpus is left out of a folder around it."""
    found = names(find_pages([str(desk)], skip=[desk / "corpus"]), desk)
    assert found == ["a.txt", "b.md", "c.yaml", "deep/er/d.txt", "notes [old].txt"]


def test_a_file_named_outright_is_taken_even_from_a_folder_to_skip(desk: Path) -> None:
    """Who names one file of the corpus gets it."""
    named = str(desk / "corpus" / "show" / "f.yaml")
    assert names(find_pages([named], skip=[desk / "corpus"]), desk) == ["corpus/show/f.yaml"]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("*.txt", ["a.txt", "notes [old].txt"]),
        ("?.md", ["b.md"]),
        ("[ab].*", ["a.txt", "b.md"]),
        ("**/d.txt", ["deep/er/d.txt"]),
        ("picture.*", ["picture.png"]),
    ],
)
def test_patterns_are_expanded(desk: Path, pattern: str, expected: list[str]) -> None:
    """A pattern stands for the files that match it, absolute or from where one is."""
    found = [name for name in names(find_pages([str(desk / pattern)]), desk) if not name.startswith(".")]
    assert found == expected


def test_patterns_are_relative_to_where_one_is(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A relative pattern is expanded in the folder that one is in."""
    monkeypatch.chdir(desk)
    assert [str(found) for found in find_pages(["deep/*/*.txt"])] == ["deep/er/d.txt"]


def test_a_name_with_brackets_is_a_name_first(desk: Path) -> None:
    """A file whose name looks like a pattern is found by its name."""
    assert names(find_pages([str(desk / "notes [old].txt")]), desk) == ["notes [old].txt"]


@pytest.mark.parametrize("name", ["nowhere.txt", "nothing*.txt", "nowhere/*.txt"])
def test_what_is_missing_is_an_error_in_its_place(desk: Path, name: str) -> None:
    """A name or pattern without a file gives an error that names it, and the others go on."""
    found = list(find_pages([str(desk / "a.txt"), str(desk / name), str(desk / "b.md")]))
    assert names(found, desk) == ["a.txt", f"× {desk / name}", "b.md"]
    assert isinstance(found[1], InputError)
    assert found[1].hint


def test_a_file_named_twice_is_found_once(desk: Path) -> None:
    """Whether by name, pattern, link or folder, each file comes once."""
    (desk / "link.txt").symlink_to(desk / "a.txt")
    asked = [str(desk / "a.txt"), str(desk / "*.md"), str(desk / "deep" / ".." / "a.txt"), str(desk)]
    found = names(find_pages(asked), desk)
    assert found[:2] == ["a.txt", "b.md"]
    assert len(found) == 6
    assert "link.txt" not in found


def test_a_page_keeps_the_facts_of_the_transcript_that_was_there(library: Library) -> None:
    """A page without date and URL leaves those of the transcript in its place; added again, it changes nothing."""
    facts = "published: 2024-01-07\nurl: https://example.org/kites"
    said = "[00:00:01] Ada: Kites fly.\n\n[00:00:05] Bo: They do.\n"
    transcript = f"---\nshow: Far Walks\ntitle: Kites\n{facts}\n---\n\n{said}"
    page = "---\nshow: Far Walks\ntitle: Kites\n---\n\n## Quotes\n\n> Kites fly. — Ada\n"
    assert library.add(transcript, name="kites.md").episode.transcript
    assert library.add(page, name="page.md").outcome == "updated"
    (there,) = (library.corpus.load(state.episode_id) for state in library.corpus.scan() if state.is_episode)
    assert there is not None
    assert (there.published, there.url, len(there.quotes)) == ("2024-01-07", "https://example.org/kites", 1)
    assert [segment.text for segment in there.transcript] == ["Kites fly.", "They do."]
    assert library.add(page, name="page.md").outcome == "unchanged"

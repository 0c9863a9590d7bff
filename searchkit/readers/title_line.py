"""Show and title told apart where a page pastes them as one: `The Evening KiteAda Moreau: Why maps lie | E12`.

What tells them apart, in this order: what the caller says; a show that the corpus knows; a speaker of the page whose
name is glued to what stands before it; the change of case. The last is a guess, which names such as LeCun, YouTube or
PyTorch would spoil: a word that the page writes elsewhere in the same way is never cut, nor one of a table of names.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from searchkit.readers.fields import is_number
from searchkit.text import fold

_LONGEST_SHOW = 120
_SLACK = 12  # how much longer or shorter a folded name may be than the name
_SHORTEST = 2

# Names with a capital inside. A new one is a new word here.
_INNER_CAPITALS = """
AIOps AirBnB AlexNet AlphaGo AngelList AutoGPT BiggerPockets BioNTech BitTorrent BlackBerry BlackRock BlockFi
ByteDance CapEx ChatGPT CloudFlare CoinDesk CoreWeave CppCast CrowdStrike dApps DataBricks DeepMind DeepSeek
DeFi DevOps DevRel DoorDash DropBox DuckDuckGo eBay eCommerce EconTalk EdTech ElevenLabs eSports FaceBook FedEx
FinOps FinTech GenAI GitHub GitLab GiveWell GlaxoSmithKline GoFundMe GraphQL HashiCorp HealthTech HubSpot
HuggingFace iCloud iMac InfoQ InsurTech InVision iOS iPad iPhone iPod iTunes JavaScript JPMorgan LaMDA LangChain
LaTeX LessWrong LinkedIn LLaMA LLaVA LLMOps MacBook macOS MakerDAO MasterCard McKinsey MegaETH MetaMask
MicroStrategy MidJourney MLOps MongoDB MrBeast mRNA MySpace MySQL NeurIPS NoSQL NumPy OnlyFans OpenAI OpEx
PageRank PayPal PewDiePie PhD PlayStation PostgreSQL PowerPoint PropTech ProPublica PyTorch QuickBooks QuickTime
RadioLab RedHat ResNet RevOps SaaS SciPy SlideShare SmartLess SoftBank SolarCity SoundCloud SpaceX StackOverflow
StarCraft StarTalk StoryCorps StubHub SubStack SuperBowl TechCrunch TensorFlow ThoughtWorks TikTok TradFi
TripAdvisor tvOS TypeScript UnitedHealth ViacomCBS WarGames WebAssembly WeChat WeTransfer WeWork WhatsApp WiFi
WikiLeaks WordPress xAI XBox YCombinator YouTube YouTuber YouTubers ZipRecruiter ZoomInfo
"""
_KNOWN = re.compile("|".join(sorted(_INNER_CAPITALS.split(), key=len, reverse=True)))
_FAMILY_NAME = re.compile(r"(?<![A-Z])(?:Mc|Mac|Fitz|Le|La|De|Di|Da|Du|Des|Van|Von|Al|El)[A-ZÀ-Þ][a-zß-ÿ]+")
_TOKEN = re.compile(r"[^\W_]+")
_PLURAL_OF_CAPITALS = re.compile(r"[A-Z]{2,}s$")
_ENDS_OF_SHOW = re.compile(r": |; | [|–—-] |[?!] ")
_CLOSING = "!?)"
_GLUED_BEHIND_MARK = re.compile(r"(?<=[!?)])(?=[A-ZÀ-Þ])|(?<=[^\W\d_])(?=[“«])")
_SEPARATORS = " :|｜·•–—-"
_SHOW_WORDS_TABLE = """
podcast podcasts pod show cast radio fm tv am vc hour hours talk talks live lab weekly daily report brief club
interview interviews series channel experience project files sessions conversations stories network university
academy minutes fireside summit conference institute review times news today
"""
_SHOW_WORDS = frozenset(_SHOW_WORDS_TABLE.split())


@dataclass(frozen=True, slots=True)
class ShowAndTitle:
    """A line in its parts; `sure` is False if it is a guess, `reason` says then what told them apart."""

    show: str
    title: str
    number: str = ""
    sure: bool = True
    reason: str = "only the change of case tells them apart"


def split_by_known_show(line: str, shows: Iterable[str]) -> ShowAndTitle | None:
    """Return show and title of a line that begins with a show that is known, or names it behind its last bar.

    >>> split_by_known_show("The Evening KiteAda Moreau: Maps", ["the evening kite"])
    ShowAndTitle(show='the evening kite', title='Ada Moreau: Maps', number='', sure=True)
    """
    # A corpus may know thousands of shows: those that stand at neither place are passed over at once.
    places = (
        fold(line[: 2 * _LONGEST_SHOW]),
        fold(line.replace("｜", "|").rpartition("|")[2][: 2 * _LONGEST_SHOW].strip()),
    )
    likely = {show for show in shows if (key := fold(show.strip())) and any(place.startswith(key) for place in places)}
    for show in sorted(likely, key=lambda each: (-len(each), each)):
        if found := _behind(line, show) or _before_bar(line, show):
            return found
    return None


def _behind(line: str, show: str) -> ShowAndTitle | None:
    end = _prefix(line, show)
    title = "" if end is None or end == len(line) or _goes_on(line, end) else line[end:].strip(_SEPARATORS)
    return ShowAndTitle(show, title) if title else None


def _before_bar(line: str, show: str) -> ShowAndTitle | None:
    """Return what `Why maps lie | The Evening Kite #12` says."""
    title, _, last = line.replace("｜", "|").rpartition("|")
    end = _prefix(last.strip(), show)
    number = last.strip()[end:].strip(_SEPARATORS + ",") if end is not None else ""
    if end is None or not title.strip() or (number and not is_number(number)):
        return None
    return ShowAndTitle(show, title.strip(), number)


def _prefix(line: str, name: str) -> int | None:
    """Return where `name` ends at the start of `line`, whatever case, accents and marks; None if not there."""
    wanted = fold(name.strip())
    if not wanted or len(name) > _LONGEST_SHOW:
        return None
    for end in range(max(1, len(name) - _SLACK), min(len(line), len(name) + _SLACK) + 1):
        if fold(line[:end]) == wanted:
            return end
    return None


def _goes_on(line: str, end: int) -> bool:
    """Return True if the word or name that ends at `end` goes on there: `The Daily` in `The Daily Kite`."""
    after = line[end]
    if after.isspace():
        return line[end:].lstrip()[:1] not in _SEPARATORS.strip()
    return after.islower() or (after.isdigit() and line[end - 1].isdigit())


def split_at_title(line: str, title: str) -> str | None:
    """Return what stands before `title` at the end of `line`, None if the line does not end with it."""
    wanted = fold(title.strip())
    if not wanted:
        return None
    for start in range(max(0, len(line) - len(title) - _SLACK), max(0, len(line) - len(title) + _SLACK) + 1):
        if fold(line[start:]) == wanted:
            return line[:start].strip(_SEPARATORS)
    return None


def split_by_speaker(line: str, speakers: Iterable[str]) -> ShowAndTitle | None:
    """Return show and title of a line in which a speaker's name is glued to what stands before it."""
    places = [place for speaker in speakers if len(speaker) > _SHORTEST for place in _glued_at(line, speaker)]
    return _cut(line, min(places), sure=True) if places else None


def _glued_at(line: str, name: str) -> Iterator[int]:
    """Yield where `name` is glued to what stands before it, in its own case or, as a whole word, in capitals."""
    head = line[: _LONGEST_SHOW + 2 * len(name)]
    for wanted in dict.fromkeys((name, name.upper())):
        start = head.find(wanted, 1)
        while start > 0:
            before, after = head[start - 1], head[start + len(wanted) : start + len(wanted) + 1]
            if (before.isalnum() or before in _CLOSING) and not (
                after.isalpha() if wanted.isupper() else after.islower()
            ):
                yield start
            start = head.find(wanted, start + 1)


def split_by_case(line: str, body_words: Collection[str]) -> ShowAndTitle | None:
    """Return show and title of a line with one place at which a word ends and a capital follows without a blank.

    Args:
        line: the line, without episode number.
        body_words: every word of the page below; what stands there as one word is one.
    """
    stop = _ENDS_OF_SHOW.search(line)
    head = line[: min(stop.start() if stop else len(line), _LONGEST_SHOW + 40)]
    places = [place for token in _TOKEN.finditer(head) for place in _places(token, body_words)]
    places += [match.start() for match in _GLUED_BEHIND_MARK.finditer(head)]
    good = [place for place in sorted(set(places)) if place <= _LONGEST_SHOW]
    if len(good) > 1:
        good = [place for place in good if _last_word(head[:place]) in _SHOW_WORDS]
    return _cut(line, good[0], sure=False) if len(good) == 1 else None


def split_by_show_word(line: str) -> ShowAndTitle | None:
    """Return show and title of `Ada Moreau on maps — The Evening Kite Show`: one side ends as names of shows do."""
    for mark in (" — ", " – ", " - ", " | "):
        before, found, after = line[: 4 * _LONGEST_SHOW].rpartition(mark)
        if found:
            ends = [_last_word(side.strip()) in _SHOW_WORDS for side in (before, after)]
            if ends[0] != ends[1]:
                show, title = (before, after) if ends[0] else (after, before)
                reason = "it ends as names of shows do"
                return ShowAndTitle(show.strip(), title.strip(), sure=False, reason=reason)
    return None


def _last_word(text: str) -> str:
    """Return the last word of a show in lower case: `vc` of `The Twenty Minute VC`, `podcast` of `MyPodcast`."""
    words = re.findall(r"[A-Z]+(?![a-z])|[^\W\dA-Z_]*[A-Z]?[^\W\dA-Z_]+", text)
    return words[-1].lower() if words else ""


def _places(token: re.Match[str], body_words: Collection[str]) -> Iterator[int]:
    """Yield the places of a word at which a show may end and a title begin."""
    word = token[0]
    if word in body_words or _PLURAL_OF_CAPITALS.search(word):
        return
    names = list(_names(word, body_words))
    for place in range(1, len(word)):
        if any(start < place < end for start, end in names):
            continue
        edge = any(place == start or (place == end and word[place].isupper()) for start, end in names)
        if edge or _case_changes(word, place) or _number_begins(word, place):
            yield token.start() + place


def _names(word: str, body_words: Collection[str]) -> Iterator[tuple[int, int]]:
    """Yield where names with a capital inside stand in `word`, so that they are not cut."""
    for match in _KNOWN.finditer(word):
        yield match.span()
    for match in _FAMILY_NAME.finditer(word):
        if match[0] in body_words or not any(match[0].endswith(each) for each in _capitalised(body_words, match[0])):
            yield match.span()
    for start in range(1, len(word)):
        if word[start:] in body_words and any(map(str.isupper, word[start + 1 :])) and not word[start:].isupper():
            yield start, len(word)


def _capitalised(body_words: Collection[str], name: str) -> Iterator[str]:
    """Yield the ends of `name` that the page writes as words of their own: `Tim` of `MacTim`."""
    for start in range(1, len(name)):
        if name[start].isupper() and name[start:] in body_words:
            yield name[start:]


def _case_changes(word: str, place: int) -> bool:
    """Return True if a new word may begin at `place`: `Kite|Ada`, `VC|Ada`, `Kite|AI`, never `Space|X` or `i|Phone`."""
    before, first, after = word[place - 1], word[place], word[place + 1 : place + 2]
    if not first.isupper() or (not after and first not in "AI"):
        return False
    if before.islower():
        return place > 1
    small = word[place + 1 : place + 3]
    glued_capitals = before.isupper() and place > 1 and small.islower() and small not in ("s", "")
    behind_digit = before.isdigit() and not word[:place].isdigit() and small.islower()
    return glued_capitals or behind_digit


def _number_begins(word: str, place: int) -> bool:
    """Return True for `Podcast|10` of `My Podcast10 ways to read a map`, never for `Covid|19`."""
    return word[place:].isdigit() and word[place - 1].isalpha() and _last_word(word[:place]) in _SHOW_WORDS


def _cut(line: str, place: int, *, sure: bool) -> ShowAndTitle | None:
    show, title = line[:place].strip(_SEPARATORS), line[place:].strip()
    return ShowAndTitle(show, title, sure=sure) if min(len(show), len(title)) >= _SHORTEST else None

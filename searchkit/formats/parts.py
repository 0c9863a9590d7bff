"""What several formats share: moments, dates, links, the words of a passage, and the error for an unknown name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from searchkit.errors import UsageError
from searchkit.model import Context, Duplicate, Hit, Passage
from searchkit.text import one_line, visible
from searchkit.times import format_moment

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_BADGES = {
    "verbatim": "the words of the transcript",
    "near": "nearly the words of the transcript",
    "elsewhere": "said by somebody else in the transcript",
    "not found": "not in the transcript",
}
_TOLD_AS = {"segment": "turn"}
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_YOUTUBE = ("youtube.com", "youtube-nocookie.com", "youtu.be")
_VIDEO = (*_YOUTUBE, "vimeo.com", "ted.com", "dailymotion.com", "twitch.tv")
# How a link to a moment is written, by host: as a parameter of the address, or behind its #.
_PARAMETERS: Mapping[tuple[str, ...], Callable[[int], tuple[str, str]]] = {
    _YOUTUBE: lambda at: ("t", f"{at}s"),
    ("twitch.tv",): lambda at: ("t", f"{at // 3600}h{at // 60 % 60}m{at % 60}s"),
    ("dailymotion.com",): lambda at: ("start", f"{at}"),
    ("open.spotify.com", "podcasts.apple.com", "pca.st", "pocketcasts.com"): lambda at: ("t", f"{at}"),
}
_FRAGMENTS: Mapping[tuple[str, ...], Callable[[int], str]] = {
    ("vimeo.com",): lambda at: f"t={at}s",
    ("soundcloud.com",): lambda at: f"t={short_clock(at)}",
}
# RFC 3986, section 2: what may stand in a URL as it is, and "%", because it begins what is already encoded.
_URL_CHARS = ":/?#[]@!$&'()*+,;=-._~%"


def clean(text: str) -> str:
    """Return text from the corpus as one line that is safe to show."""
    return one_line(visible(text))


def also(duplicate: Duplicate) -> str:
    """Return where else nearly the same was said, and by whom if it is said to be somebody else.

    `in other words, said to be by Bo Fjord, The Workbench E12, “Mending” (2023-06-19)`
    """
    passage, episode = duplicate.passage, duplicate.passage.episode
    how = "" if duplicate.exact else "in other words"
    who = f"said to be by {clean(passage.speaker)}" if duplicate.other_speaker else ""
    show = " ".join(filter(None, (clean(episode.show), clean(episode.number))))
    where = ", ".join(filter(None, (how, who, show, f"“{clean(episode.title)}”")))
    return f"{where} ({clean(episode.published)})" if episode.published else where


def alsos(hit: Hit) -> tuple[str, ...]:
    """Return where else nearly the same as a hit was said, each place once.

    The episode of the hit itself is told only if the words or the speaker differ there: a collection may hold a quote
    twice, and says nothing new by that.
    """
    own = hit.passage.episode.id
    told = (one for one in hit.duplicates if one.passage.episode.id != own or not one.exact or one.other_speaker)
    return tuple(dict.fromkeys(map(also, told)))


def badge(passage: Passage) -> str:
    """Return what the transcript says of a quote, for people; "" if nobody asked it.

    >>> _BADGES["near"]
    'nearly the words of the transcript'
    """
    return _BADGES.get(passage.verified, "")


def unknown(what: str, name: str, known: Sequence[str], guess: str | None = None) -> UsageError:
    """Return the error for a name that is not among the known ones.

    Args:
        what: what it should be the name of ("format").
        name: as it was typed.
        known: the names that there are.
        guess: what was probably meant; None to take the one that looks most like it.
    """
    from searchkit.suggest import nearest  # noqa: PLC0415 -- start-up time

    near = [guess] if guess else nearest(name, known, limit=1)
    hint = f"did you mean {near[0]}? " if near else ""
    return UsageError(f"there is no {what} called {clean(name)!r}", f"{hint}{what}s: {', '.join(known)}")


def short_clock(seconds: float) -> str:
    """Return whole seconds from the start as a player shows them.

    >>> short_clock(751.9), short_clock(3723)
    ('12:31', '1:02:03')
    """
    whole = int(max(seconds, 0))
    hours, minutes = divmod(whole // 60, 60)
    return f"{hours}:{minutes:02}:{whole % 60:02}" if hours else f"{minutes}:{whole % 60:02}"


def date_parts(published: str) -> tuple[int, ...]:
    """Return `(year,)`, `(year, month)` or `(year, month, day)` of an ISO date; () if it is none."""
    match = _DATE.fullmatch(published)
    parts = tuple(int(part) for part in match.groups() if part) if match else ()
    return parts if len(parts) == 1 or 1 <= (parts or (0, 0))[1] <= len(MONTHS) else ()


def date_words(published: str) -> str:
    """Return an ISO day, month or year as people write it, "" if it is none.

    >>> date_words("2023-06-19"), date_words("2023-06"), date_words("2023")
    ('19 June 2023', 'June 2023', '2023')
    """
    parts = date_parts(published)
    words = [f"{parts[0]}"] if parts else []
    words += [MONTHS[parts[1] - 1]] if parts[1:] else []
    words += [f"{parts[2]}"] if parts[2:] else []
    return " ".join(reversed(words))


def web_url(url: str) -> str:
    """Return an http or https URL in ASCII, everything else percent-encoded; "" for any other text.

    Only what this returns may become a link: `javascript:` and the like must not.
    """
    url = url.strip()
    if visible(url) != url or re.search(r"\s", url):
        return ""
    try:
        split = urlsplit(url)
        known = split.scheme in {"http", "https"} and bool(split.hostname)
    except ValueError:  # brackets that are no IPv6 address
        return ""
    return quote(url, safe=_URL_CHARS) if known else ""


def _is_host(url: str, hosts: Sequence[str]) -> bool:
    name = urlsplit(url).hostname or ""
    return any(name == host or name.endswith("." + host) for host in hosts)


def is_video(url: str) -> bool:
    """Whether a URL leads to a site that shows videos."""
    safe = web_url(url)
    return bool(safe) and _is_host(safe, _VIDEO)


def moment_url(url: str, at: float | None) -> str:
    """Return a link to a moment of a recording in the form that its host knows, `#t=751` for any other.

    That is what W3C's Media Fragments have, and what players of pages take. YouTube wants `t=751s` among the
    parameters, Vimeo `#t=751s`, Twitch `t=0h12m31s`, Dailymotion `start=751`, Spotify and Apple `t=751`, SoundCloud
    `#t=12:31`.

    Args:
        url: of the episode.
        at: seconds from the start, or None for the whole recording.

    Returns:
        The link; without the moment where the URL has a fragment of its own; "" if `web_url` does not take the URL.
    """
    url = web_url(url)
    if not url or at is None:
        return url
    split = urlsplit(url)
    seconds = int(at)
    name, value = next((form(seconds) for hosts, form in _PARAMETERS.items() if _is_host(url, hosts)), ("", ""))
    if name:
        kept = [(key, value) for key, value in parse_qsl(split.query, keep_blank_values=True) if key != name]
        return split._replace(query=urlencode([*kept, (name, value)])).geturl()
    if split.fragment:
        return url
    told = next((form(seconds) for hosts, form in _FRAGMENTS.items() if _is_host(url, hosts)), f"t={seconds}")
    return split._replace(fragment=told).geturl()


def counted(number: int, what: str) -> str:
    """Return a number with what it counts.

    >>> counted(1, "quote"), counted(1200, "quote")
    ('1 quote', '1,200 quotes')
    """
    return f"{number:,} {what}" + ("" if number == 1 else "s")


def percent(share: float) -> str:
    """Return a share as a percentage with one decimal.

    >>> percent(0.125)
    '12.5 %'
    """
    return f"{100 * share:.1f} %"


def is_spoken(passage: Passage) -> bool:
    """Whether the words of a passage are somebody's own, not a summary of them."""
    return passage.kind in {"quote", "segment"}


def words(passage: Passage) -> str:
    """Return what a passage says as one line: a quote in quotation marks, an idea as heading and text."""
    text = clean(passage.text)
    if is_spoken(passage):
        return f"“{text}”"
    return " — ".join(part for part in (clean(passage.heading), text) if part)


def around(context: Context) -> Iterator[tuple[str, Passage]]:
    """Yield the neighbours of a passage, each with a word or two that say what it is and on which side.

    Neighbours on a page are the next of its kind (`quote before`), which may have been said an hour apart; turns of the
    transcript (`turn before`, and `said then` around the moment of a quote) were said one upon the other.
    """
    for side, passages in (("before", context.before), ("after", context.after)):
        for passage in passages:
            yield f"{_TOLD_AS.get(passage.kind, passage.kind)} {side}", passage
    for turn in context.turns:
        yield "said then", turn


def annotation(passage: Passage) -> str:
    """Return the words of a passage and their moment, as a note to a bibliography entry.

    The kind stands before what is no quote, so that no note begins with text that a reader could take for a command.
    """
    label = "" if is_spoken(passage) else f"{passage.kind.capitalize()}: "
    moment = "" if passage.at is None else f" (at {format_moment(passage.at)})"
    return f"{label}{words(passage)}{moment}"

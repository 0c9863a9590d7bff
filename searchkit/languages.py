"""What differs between languages: stemmers and stop words. English is the language of what does not say another.

Stemmers are those of Snowball, by PyStemmer, which is loaded with the first word that is not in memory. Words of a
language without a stemmer are their own stem.
"""

from __future__ import annotations

from collections.abc import Callable

from searchkit.text import fold

ENGLISH = ""  # the code that passages carry; of other languages it is that of ISO 639-1

_SNOWBALL = {
    "ar": "arabic",
    "ca": "catalan",
    "cs": "czech",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "eo": "esperanto",
    "es": "spanish",
    "et": "estonian",
    "eu": "basque",
    "fa": "persian",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hi": "hindi",
    "hu": "hungarian",
    "hy": "armenian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "ne": "nepali",
    "nl": "dutch",
    "no": "norwegian",
    "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "st": "sesotho",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
    "yi": "yiddish",
}
_OTHER_NAMES = {
    **{name: code for code, name in _SNOWBALL.items()},
    "nb": "no",
    "nn": "no",
    "eng": "en",
    "deu": "de",
    "ger": "de",
    "deutsch": "de",
    "fra": "fr",
    "fre": "fr",
    "francais": "fr",
    "spa": "es",
    "espanol": "es",
    "castellano": "es",
    "ita": "it",
    "italiano": "it",
    "por": "pt",
    "portugues": "pt",
    "rus": "ru",
    "nld": "nl",
    "dut": "nl",
    "nederlands": "nl",
    "swe": "sv",
    "svenska": "sv",
    "japanese": "ja",
    "jpn": "ja",
    "chinese": "zh",
    "zho": "zh",
    "korean": "ko",
    "kor": "ko",
}

# The forms of the English auxiliary verbs: who half remembers a line exchanges them more than other words, and no rule
# of a stemmer finds what they have in common.
_AUXILIARIES = {
    "be": "am are been being is was were",
    "do": "did does doing done",
    "have": "had has having",
}
IRREGULAR = {form: verb for verb, forms in _AUXILIARIES.items() for form in forms.split()}

# Function words: too frequent to tell passages apart, so a query of other words leaves them out. Written as the
# analyzer gives them, without accents and apostrophes.
_STOP_WORDS = {
    "": """
    a about above after again all also am an and any are as at be because been before being below between both
    but by can could did do does doing down during each few for from further had has have having he her here
    hers him his how i if in into is it its just me more most my nor not of off on once only or other our out
    over own same she should so some such than that the their theirs them then there these they this those
    through to too under until up very was we were what when where which while who whom why will with would
    you your yours im ive youre youve dont doesnt didnt isnt wasnt arent werent cant couldnt wouldnt
    shouldnt wont hasnt havent hadnt thats theres lets were
    """,
    "de": """
    aber als also am an auch auf aus bei bin bis da damit dann das dass dein dem den der des die dir du durch ein
    eine einem einen einer er es fur hat hatte ich ihm ihn ihr im in ist ja kann man mein mich mir mit nach nicht
    noch nur oder ohne schon sein sich sie sind so uber um und uns unter vom von vor war was weil wenn wer wie
    wir wird wo zu zum zur
    """,
    "es": """
    a al como con cual cuando de del desde donde el ella ellos en entre era es esa ese eso esta este esto ha hay
    la las le les lo los mas me mi mis muy ni no nos o para pero por porque que quien se ser si sin sobre son su
    sus tambien te tiene todo tu un una unas uno unos y ya yo
    """,
    "fr": """
    a ai au aux avec c ce ces cette ca comme d dans de des du elle elles en est et etait eu il ils j je l la le
    les leur leurs lui m ma mais me mes moi mon n ne nous on ont ou par pas plus pour qu que qui s sa sans se ses
    si son sont sur t ta te tes toi ton tous tout tres tu un une vous y
    """,
    "it": """
    a ai al alla anche c che chi ci come con cosa da dal dalla degli dei del della delle di e ed era gli ha hai
    ho i il in io la le lei lo loro lui ma mi mia mio ne nel nella no noi non o per perche piu quando quella
    quello questa questo se si sono su sua sul suo ti tra tu un una uno vi voi
    """,
    "nl": """
    aan al als ben bij dan dat de deze die dit doen door dus een en er had heb hebben heeft het hij hoe hun ik in
    is ja je kan maar me met mij mijn naar niet nog nu of om omdat ons ook op over te toen tot u uit van veel voor
    waar was wat we wel werd wie wij wordt worden zal ze zich zij zijn zo zonder
    """,
    "pt": """
    a ao aos as ate com como da das de dela dele do dos e ela elas ele eles em entre era essa esse esta este eu
    foi ha isso isto ja la lhe mais mas me mesmo meu minha muito na nao nas nem no nos nossa nosso num numa o os
    ou para pela pelo por porque quando que quem se sem ser seu sua sao so tambem te tem um uma voce
    """,
}
_MEMO_LIMIT = (
    500_000  # words a language; a memory is emptied when it holds more, so that it does not grow without bound
)


def code(language: str) -> str:
    """Return the code of a language as an episode names it: ISO 639-1, "" for English and where none is named.

    Regions and scripts are left out (`pt-BR`), a few other codes and names are understood.

    >>> [code(name) for name in ("en-GB", "German", "pt_BR", "ja", "")]
    ['', 'de', 'pt', 'ja', '']
    """
    name = fold(language).replace("_", "-").partition("-")[0]
    name = "".join(char for char in name if char.isalnum())
    name = _OTHER_NAMES.get(name, name)
    return ENGLISH if name == "en" else name


def is_stop_word(word: str, language: str = ENGLISH) -> bool:
    """Whether a folded word is too frequent in a language to tell passages apart."""
    return word in stop_words(language)


def stop_words(language: str = ENGLISH) -> frozenset[str]:
    """Return the stop words of a language, folded; none for a language whose are not known."""
    words = _stop_words.get(language)
    if words is None:
        words = _stop_words[language] = frozenset(_STOP_WORDS.get(language, "").split())
    return words


_stop_words: dict[str, frozenset[str]] = {}


class Stemmer:
    """The stemmer of one language with a memory.

    Args:
        language: code of the language, as `code` gives it.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self._memo: dict[str, str] = {}
        self._stem_word: Callable[[str], str] | None = None

    def stem(self, word: str) -> str:
        """Return the stem of a word in lower case; what has digits or signs comes back as it is."""
        stem = self._memo.get(word)
        if stem is None:
            stem = self._look_up(word)
        return stem

    def _look_up(self, word: str) -> str:
        if self._stem_word is None:
            self._stem_word = self._load()
        if len(self._memo) > _MEMO_LIMIT:
            self._memo.clear()
        stems = word.isalpha() and (word.isascii() or self.language != ENGLISH)
        stem = self._memo[word] = self._stem_word(word) if stems else word
        return stem

    def _load(self) -> Callable[[str], str]:
        name = _SNOWBALL.get(self.language or "en")
        if name is None:
            return str
        import Stemmer as snowball  # noqa: N813, PLC0415 -- start-up time

        if name not in snowball.algorithms():
            return str
        stem_word: Callable[[str], str] = snowball.Stemmer(name).stemWord
        return stem_word


_stemmers: dict[str, Stemmer] = {}


def stemmer(language: str = ENGLISH) -> Stemmer:
    """Return the stemmer of a language, one for all who ask."""
    found = _stemmers.get(language)
    if found is None:
        found = _stemmers[language] = Stemmer(language)
    return found


__all__ = ["ENGLISH", "IRREGULAR", "Stemmer", "code", "is_stop_word", "stemmer", "stop_words"]

"""An invented language with the statistics of a real one: words by Zipf's law, set phrases, names.

The most frequent words are English, so that stop lists and stemmers have what they expect. The others are made of
syllables and come in families (`strain`, `strained`, `strainer`), so that stemming joins some of them. Everything is
drawn with a fixed seed and nothing depends on the order of a set: the same words on every machine.
"""

from __future__ import annotations

import math
import random
from bisect import bisect
from functools import cached_property
from itertools import accumulate

SEED = 20261123
SIZE = 120_000  # words; a real corpus of 100,000 passages has about as many
SPEAKERS = 1000

_FREQUENT = """
the of and to a in that is it for was on with as be he i this are his by at not from but have they which or had you we
one all were her there been their has would what will when who more if no out so up said about than them can into could
some time only do my other new these two may then first any now such like our over me even most made after also did many
before must through years where much your way well down should because each just those people how too little good very
make world still own see men work long get here between both life being under never day same another know while last
might us great old year off come since against go came right used take three states himself few house use during without
again place american around however home small found thought went say part once general high upon school every does got
united left number course war until always away something fact though water less public put think almost hand enough far
took head yet government system better set told nothing night end why called find going look asked later knew point next
program city business give group toward young let days room side social given present several order national possible
rather second face per among form important often things looked early white john big case large become need four within
felt along children saw best church ever least power development light thing seemed family interest want members mind
country area others done turned although open god service certain kind problem began different door thus help sense
means whole matter
"""
_ONSETS = "b br c ch cl cr d dr f fl fr g gl gr h j k l m n p ph pl pr qu r s sc sh sl sp st str t th tr v w wh z"
_NUCLEI = "a e i o u ai ea ee ie oa oo ou a e i o"
_CODAS = "b ck ct d ft g l ld ll m mp n nd ng nt p r rd rm rn rt s ss st t th x"
_ENDINGS = "s ed ing er ly ness tion ment able al ive ity ies es ism ist ful"
_SHORTEST, _LONGEST = 3, 13  # letters of a root
_EXPONENT, _SHIFT = 1.07, 2.7  # of the Zipf-Mandelbrot law, rank r having the weight 1 / (r + shift) ** exponent
_PHRASES = 5000
_PHRASE_RANKS = (60, 30_000)  # the words that set phrases are made of


class Vocabulary:
    """The words, phrases and names of the invented language.

    Attributes:
        words: the most frequent first.
        weights: for `random.choices`: the cumulative weights of the words.
    """

    def __init__(self) -> None:
        self._random = random.Random(SEED)
        self._onsets = [*_ONSETS.split(), ""]
        self._nuclei = _NUCLEI.split()
        self._codas = [*_CODAS.split(), "", ""]
        self.words = self._made_words()
        self.weights = list(accumulate(1 / (rank + _SHIFT) ** _EXPONENT for rank in range(1, SIZE + 1)))
        self._phrases = self._made_phrases()
        self._phrase_weights = list(accumulate(1 / (rank + 2) ** 0.9 for rank in range(1, _PHRASES + 1)))

    @cached_property
    def speakers(self) -> tuple[str, ...]:
        """Names of two parts, each different, none of them a word."""
        known, names = set(self.words), dict[str, None]()
        while len(names) < SPEAKERS:
            parts = [self._root() for _ in range(2)]
            if not known.intersection(parts) and min(map(len, parts)) >= _SHORTEST:
                names[" ".join(part.capitalize() for part in parts)] = None
        return tuple(names)

    @cached_property
    def speaker_weights(self) -> tuple[float, ...]:
        """Cumulative weights of the speakers: some are everywhere, most are rare."""
        return tuple(accumulate(1 / (rank + 5) ** 0.8 for rank in range(1, SPEAKERS + 1)))

    def draw(self, chance: random.Random, count: int) -> list[str]:
        """Return words as running text has them, by their frequency."""
        return chance.choices(self.words, cum_weights=self.weights, k=count)

    def phrase(self, chance: random.Random) -> list[str]:
        """Return one of the set phrases: two or three words that often stand together."""
        return self._phrases[bisect(self._phrase_weights, chance.random() * self._phrase_weights[-1])]

    def _root(self) -> str:
        chance = self._random
        syllables = chance.choices((1, 2, 3), (3, 6, 2))[0]
        made = ""
        for number in range(syllables):
            made += chance.choice(self._onsets) + chance.choice(self._nuclei)
            if number == syllables - 1 or chance.random() < 0.35:  # noqa: PLR2004 -- share of closed syllables
                made += chance.choice(self._codas)
        return made

    def _made_words(self) -> list[str]:
        frequent = list(dict.fromkeys(_FREQUENT.split()))
        known, endings = dict.fromkeys(frequent), ["", "", "", *_ENDINGS.split()]
        while len(known) < SIZE:
            root = self._root()
            if _SHORTEST <= len(root) <= _LONGEST:
                family = self._random.sample(endings, self._random.choice((1, 1, 2, 3, 4, 6)))
                known |= dict.fromkeys(root + ending for ending in family)
        rare = list(known)[len(frequent) : SIZE]
        self._random.shuffle(rare)
        return frequent + rare

    def _made_phrases(self) -> list[list[str]]:
        low, high = map(math.log, _PHRASE_RANKS)
        return [
            [
                self.words[int(math.exp(self._random.uniform(low, high)))]
                for _ in range(self._random.choice((2, 2, 2, 3)))
            ]
            for _ in range(_PHRASES)
        ]

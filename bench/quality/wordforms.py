"""Words that people put in place of others when they half remember a line: synonyms and inflections, a small table."""

from __future__ import annotations

import random

_SYNONYM_ROWS = """
    big large great huge          small little tiny             good fine nice               bad poor wrong evil
    happy glad joyful             sad unhappy sorrowful         smart clever intelligent     fast quick rapid
    hard difficult tough          easy simple                   begin start commence         end finish conclude
    stop halt quit                make create build             give offer hand              get obtain receive
    keep hold retain              find discover                 lose misplace                help aid assist
    show reveal display           speak talk                    say state tell               see notice observe
    look gaze glance              hear listen                   think believe suppose        know understand
    learn study                   teach instruct                want desire wish             need require
    like enjoy                    love adore cherish            hate despise detest          fear dread
    hope expect                   try attempt                   choose pick select           change alter transform
    grow increase                 buy purchase                  sell trade                   fight battle struggle
    win succeed triumph           fail lose                     work labour toil             rest repose
    live exist dwell              die perish                    kill slay                    road path way
    house home                    child kid                     man fellow person            people folk persons
    friend companion pal          enemy foe                     job task work                money cash wealth
    rich wealthy                  poor needy                    thing object                 idea thought notion
    truth fact                    lie falsehood                 mistake error blunder        problem trouble difficulty
    answer reply response         question query                story tale                   journey trip voyage
    place spot location           world earth globe             life existence               death end
    time hour                     moment instant                day date                     future tomorrow
    past yesterday                war conflict battle           peace calm                   power strength might
    strong powerful mighty        weak feeble frail             brave courageous bold        courage bravery
    wise sage prudent             fool idiot                    foolish stupid silly         mind intellect brain
    heart soul                    body flesh                    eye sight                    happiness joy bliss
    sorrow grief sadness          anger rage fury               beauty loveliness            beautiful lovely pretty
    ugly hideous                  free independent              freedom liberty              law rule
    leader chief head             government state              nation country               success achievement
    failure defeat                goal aim purpose              dream vision                 chance opportunity
    secret mystery                gift present                  always forever constantly    never
    often frequently              sometimes occasionally        maybe perhaps                only merely just
    really truly                  very extremely                every each                   whole entire
    many numerous several         few                           enough sufficient            important significant
    necessary essential           possible feasible             impossible hopeless          true real genuine
    false untrue                  new novel fresh               old ancient                  young youthful
    first initial                 last final                    great grand                  whatever anything
    everyone everybody            someone somebody              anyone anybody               nothing naught
    also too                      but yet                       because since                though although
    imagine picture               remember recall               forget overlook              forgive pardon
    laugh giggle                  cry weep                      smile grin                   run sprint
    walk stroll                   fall drop tumble              rise climb ascend            move shift
    wait stay remain              leave depart                  arrive come                  follow pursue
    lead guide                    join unite                    break shatter                cut slice
    open unlock                   close shut                    carry bear                   throw toss
    pain suffering hurt           suffer endure                 character nature             knowledge learning
    wisdom insight                experience practice           action deed act              reason cause
    result outcome consequence    difference distinction        attitude outlook             quiet silent still
"""
_IRREGULAR_ROWS = """
    be is are was were been      have has had        do does did done       go goes went gone      make made
    take took taken              come came           see saw seen           know knew known        get got
    give gave given              find found          think thought          tell told              become became
    leave left                   feel felt           bring brought          begin began begun      keep kept
    hold held                    write wrote written stand stood            hear heard             mean meant
    meet met                     pay paid            sit sat                speak spoke spoken     lead led
    grow grew grown              lose lost           fall fell fallen       send sent              build built
    understand understood        draw drew drawn     break broke broken     spend spent            rise rose risen
    drive drove driven           buy bought          wear wore worn         choose chose chosen    teach taught
    learn learnt                 forget forgot       fight fought           win won                sell sold
    man men                      woman women         child children         life lives             foot feet
    tooth teeth                  mouse mice          wife wives             knife knives           self selves
    good better best             bad worse worst     say said               say says               person people
"""
_RIGID_WORDS = """
    about above after again against ahead almost alone along also although always among another anything around away
    because been before behind being below beneath beside besides between beyond both cannot during each either else
    enough even ever every everyone everything except from further hence here hers herself himself however indeed
    instead into itself just less lest like many maybe merely more most much must myself neither never nevertheless next
    nobody none nothing often once only onto other others ought ourselves over perhaps quite rather seldom shall should
    since some somebody someone something sometimes somewhere soon still such than that their theirs them themselves
    then there therefore these they this those though through throughout thus till together today tomorrow tonight
    toward towards under unless until upon very well what whatever when whenever where wherever whether which while
    whoever whole whom whose will with within without would yesterday your yours yourself could
"""  # that have no other forms
_RIGID_ENDS = ("ss", "us", "is", "ly", "ness", "thing", "ful", "less", "ous", "able", "ible")
_VOWELS = "aeiou"
_SHORTEST = 4  # letters of a word that takes an ending
_DOUBLED = 3  # letters of a word that doubles its last one (stop, stopped)


def _groups(rows: str) -> dict[str, tuple[str, ...]]:
    """Return for each word the others of its groups; groups stand two blanks or more apart."""
    others: dict[str, list[str]] = {}
    for group in rows.replace("\n", "  ").split("  "):
        words = group.split()
        for word in words:
            others.setdefault(word, []).extend(other for other in words if other != word)
    return {word: tuple(dict.fromkeys(found)) for word, found in others.items() if found}


_RIGID = frozenset(_RIGID_WORDS.split())
SYNONYMS = _groups(_SYNONYM_ROWS)
IRREGULAR = _groups(_IRREGULAR_ROWS)


def replacements(word: str) -> tuple[str, ...]:
    """Return what may stand in a word's place, in lower case: other words of its meaning, and other forms of it."""
    return (*SYNONYMS.get(word, ()), *inflections(word))


def inflections(word: str) -> tuple[str, ...]:
    """Return other forms of a word, some of which may not exist: people's memory is no grammar either."""
    if word in IRREGULAR:
        return IRREGULAR[word]
    if len(word) < _SHORTEST or word in _RIGID or not (word.isascii() and word.isalpha()) or word.endswith(_RIGID_ENDS):
        return ()
    if word.endswith("ies"):
        return (word[:-3] + "y",)
    if word.endswith("s"):
        return (word[:-1],)
    if word.endswith("ing") and len(word) > _SHORTEST + 2:
        return _of_stem(word[:-3])
    if word.endswith("ed"):
        return (word[:-1],) if word[-3] not in _VOWELS else (word[:-2],)
    if word.endswith("y") and word[-2] not in _VOWELS:
        return (word[:-1] + "ies",)
    plural = word + ("es" if word.endswith(("x", "z", "ch", "sh")) else "s")
    return (plural,)


def _of_stem(stem: str) -> tuple[str, ...]:
    doubled = len(stem) > _DOUBLED and stem[-1] == stem[-2] and stem[-1] not in "lsz"
    base = stem[:-1] if doubled else stem
    return (base + "s", base + ("d" if base.endswith("e") else "ed"))


def misspelt(word: str, chance: random.Random) -> str:
    """Return a word with one slip of the fingers: a letter left out, doubled, exchanged, or swapped with the next.

    The first letter stays, as it nearly always does when people mistype (Pollock and Zamora, CACM 1984).
    """
    at = chance.randrange(1, len(word) - 1)
    slips = (
        word[:at] + word[at + 1 :],
        word[:at] + word[at] + word[at:],
        word[:at] + chance.choice("abcdefghijklmnopqrstuvwxyz") + word[at + 1 :],
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
    )
    return chance.choice([slip for slip in slips if slip != word])

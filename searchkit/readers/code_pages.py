"""Windows' Latin code pages told apart by the little words of a text.

Windows-1252 (western), windows-1250 (central European) and windows-1254 (Turkish) share the signs of print and most
letters, so that neither bytes that cannot be nor the frequency of letters tell them apart: English with curly quotes
is sound text in all three. What differs is the language. So windows-1252 is preferred, and another page taken only if
the words that are ASCII alone, which every page reads alike, speak for a language that needs it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from searchkit import languages

WESTERN = "cp1252"
_FEWEST = 5  # little words that are there, each counted as often as it stands, below which there is nothing to go by
_SHARE = 0.06  # of all words that are such words of a language that is believed; running text has twice that and more
_WORD = re.compile(rb"[A-Za-z\x80-\xff]+")

# Function words of ASCII letters alone.
_LITTLE_WORDS: Mapping[str, str] = {
    "cp1250 Polish": """
        ale bo by co czy dla do go gdy i ich ja jak jego jej jest juz kto ma na nad nas nie o od oraz po pod
        przez sam tak tego ten to tu tylko tym w we wszystko z za ze
    """,
    "cp1250 Czech": """
        a aby ale ani asi bude by byl byla do ho i jak jako je jeho jen jsem jsme jsou k kde kdo kdy ke ma
        mu na nad nebo o od po pod pro s se si tak ten to tom tu u v ve z za ze
    """,
    "cp1250 Slovak": """
        a aby ako ale ani bez bol bola by do ho i je jeho k kde kto ku len ma na nad nie o od po pod pre s
        sa si so som sme tak ten to tom u v vo z za zo
    """,
    "cp1250 Hungarian": """
        a aki ami az be csak de e egy el ez ezt azt fel ha hogy is itt ki kell le lett majd meg mert mi
        minden mint nagyon nem ott s sem vagy van volt
    """,
    "cp1250 Romanian": """
        a ai al am ar are asta au ca care ce cel cine cu cum da dar de din doar ei el este eu fi fost iar in
        la lui mai mult ne nu o pe pentru prin sau se sunt un unde unei unui
    """,
    "cp1250 Croatian": """
        a ali bi bilo bio da do gdje i ih ili iz ja je jer kako kao koja koje koji mi na ne nego nije o od
        on po sa sam se smo su svi ta tako tko to u za
    """,
    "cp1250 Slovene": """
        a ali bi bil bila bo do ga ima in iz ja je jih kako kar kdo ki kjer ko kot le me mi na naj ne ni o
        ob od pa po pri s samo se sem si smo so ta tako to tudi v z za
    """,
    "cp1254 Turkish": """
        ama ancak ben bile bir biz bu da daha de diye en gibi hem her ile ise kadar ki kim mi ne neden o
        olan olarak onu sen sonra var ve veya ya yok
    """,
    "cp1252 Danish": """
        af at blev da de den der det du eller en er et for fra han har hun hvad i ikke jeg kan man med men
        mere og om os som til ud var ved vi
    """,
    "cp1252 Norwegian": """
        at av ble da de den der det du eller en er et for fra han har hun hva i ikke jeg kan man med men mer
        og om oss som til ut var ved vi
    """,
    "cp1252 Swedish": """
        alla att av de den det du eller en ett han har hon hur i icke inte jag kan man med men mer min nu
        och om oss som till upp ut vad var vi
    """,
    "cp1252 Finnish": """
        ei en ennen eli ettei han hyvin ja jo joka jos kanssa kuin kun me mutta myos ne nyt oli olla on ovat
        se sen sitten tai vain voi
    """,
    "cp1252 Filipino": """
        ako ang ano at ay hindi ito ka kami kanyang kay kung lang mga na nang ng ni niya nito pa para po sa si
        siya tayo
    """,
    "cp1252 Albanian": """
        ai ajo as asaj atij dhe do duke edhe i ishte ka kam ku me mund ne nga nje nuk pa per po qe se si te tij
        tyre u
    """,
    "cp1252 Swahili": """
        alikuwa au bila cha hadi hata hii ili ilikuwa kama katika kuwa kwa kwamba la lakini na ni ya yake za zaidi
    """,
    "cp1252 Estonian": """
        aga et ei ja ka kas kes kui kuid ma mis nagu ning nii oli olid on ole peale see seda siis ta tema ta
    """,
    "cp1252 Icelandic": """
        af allt en er ef ekki eftir ekkert fyrir hafa hann hef hefur hvar hver me mig og okkur sem til um
        var vera yfir
    """,
}
_WESTERN_STOP_WORDS = ("", "de", "es", "fr", "it", "nl", "pt")


def code_page(data: bytes) -> str:
    """Return which of windows-1252, windows-1250 and windows-1254 a text is in; windows-1252 in doubt.

    Args:
        data: a text that is likely in one of them.

    Returns:
        The name of its codec.
    """
    words = Counter(_WORD.findall(data.lower()))
    shares = {name: _share(words, frozenset(told.encode().split())) for name, told in _LITTLE_WORDS.items()}
    for language in _WESTERN_STOP_WORDS:
        told = frozenset(word.encode() for word in languages.stop_words(language))
        shares[f"{WESTERN} {language}"] = _share(words, told)
    # Of equal shares the western one: a page that few need must be spoken for.
    best = max(shares, key=lambda name: (shares[name], name.startswith(WESTERN)))
    enough = shares[best] >= max(_SHARE, _FEWEST / max(words.total(), 1))
    return best.partition(" ")[0] if enough else WESTERN


def _share(words: Counter[bytes], little: frozenset[bytes]) -> float:
    return sum(words[word] for word in little) / max(words.total(), 1)

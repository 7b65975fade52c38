"""English captions: what people may type to get a drawing."""

import itertools
import re
from collections import Counter

STOP_WORDS = set("face with and the of in on for a an to person symbol sign".split())
PLURALS = set(
    "two eyes jeans glasses sunglasses fries socks gloves grapes cherries scissors books".split()
)
CONSONANT_SOUNDS = ("uni", "ufo", "eu")
COLOUR_WORD = re.compile(r"\b(red|green|blue|orange|yellow|purple|pink|brown|black|golden|gold)\b")
LEADING_COLOUR = re.compile(
    r"^(red|green|blue|orange|yellow|purple|pink|brown|black|white|large|light|dark) "
)
MAX_KEYWORDS = 8
RARE_KEYWORD = 5  # emoji that share it, at most
DISTINCTIVE_KEYWORD = 2


def with_article(name: str) -> str:
    """The name with "a" or "an", or alone where it is a plural."""
    plural = name.endswith("s") and not name.endswith("ss")
    if name.split()[0] in PLURALS or plural:
        return name
    vowel = name[0].lower() in "aeiou" and not name.lower().startswith(CONSONANT_SOUNDS)
    return f"{'an' if vowel else 'a'} {name}"


class Keywords:
    """emojilib's keywords, with how many of the selected emoji share each."""

    def __init__(self, by_emoji: dict[str, list[str]], selected: list[str]):
        self._by_emoji = by_emoji
        self._emoji_of = Counter(
            keyword
            for emoji in selected
            for keyword in {spaced(raw) for raw in by_emoji.get(emoji, [])}
        )

    def rarest(self, emoji: str, name: str) -> list[str]:
        """At most MAX_KEYWORDS keywords of an emoji that few others have, rarest first."""
        rare = [
            spaced(raw)
            for raw in self._by_emoji.get(emoji, [])
            if re.fullmatch(r"[a-z][a-z _-]{2,}", raw)
            and raw not in STOP_WORDS
            and self._emoji_of[spaced(raw)] <= RARE_KEYWORD
            and spaced(raw) != name
        ]
        return sorted(rare, key=self._emoji_of.__getitem__)[:MAX_KEYWORDS]

    def is_distinctive(self, keyword: str) -> bool:
        return self._emoji_of[keyword] <= DISTINCTIVE_KEYWORD


def spaced(keyword: str) -> str:
    return keyword.replace("_", " ")


def plain(emoji: str, name: str, aliases: list[str], keywords: Keywords) -> list[str]:
    """Captions of a drawing as it is; repeated ones are drawn more often."""
    captions = []
    for title in [name, *aliases]:
        thing = with_article(title)
        captions += [title, thing, title, f"{title} emoji"]
        if title == name or len(aliases) < 2:
            captions += [f"a picture of {thing}", f"a drawing of {thing}"]
    captions += [name, with_article(name), f"the {name}"] * 2
    rarest = keywords.rarest(emoji, name)
    for keyword in rarest:
        if keywords.is_distinctive(keyword):
            captions.append(keyword)
        captions.append(f"{name}, {keyword}")
    captions += [f"{first}, {second}" for first, second in itertools.pairwise(rarest)][:3]
    return captions


def on_background(titles: list[str], colour: str) -> list[str]:
    captions = []
    for title in titles:
        thing = with_article(title)
        captions += [
            f"{thing} on a {colour} background",
            f"{thing}, {colour} background",
            f"{thing} on {colour}",
        ]
    return captions


def colourless(titles: list[str]) -> list[str]:
    """The titles without a leading colour; those that name a colour elsewhere are left out."""
    stripped = dict.fromkeys(LEADING_COLOUR.sub("", title) for title in titles)
    return [title for title in stripped if not COLOUR_WORD.search(title)]


def recoloured(titles: list[str], colour: str) -> list[str]:
    article = "an" if colour.startswith("o") else "a"
    captions = []
    for title in titles:
        captions += [
            f"{colour} {title}",
            f"{article} {colour} {title}",
            f"{with_article(title)}, {colour}",
            f"{colour} {title} emoji",
        ]
    return captions

"""Which emoji are drawn, under which names, in which colours: reads catalogue/*.txt."""

import pathlib
import re

FOLDER = pathlib.Path(__file__).parent / "catalogue"

# name -> (hue 0..1, saturation, value) that a drawing's dominant colour is mapped to
COLOURS = {
    "red": (0.995, 0.82, 0.88),
    "orange": (0.075, 0.88, 0.98),
    "yellow": (0.145, 0.78, 0.99),
    "green": (0.36, 0.70, 0.66),
    "blue": (0.585, 0.80, 0.90),
    "purple": (0.775, 0.62, 0.74),
    "pink": (0.925, 0.48, 0.98),
    "brown": (0.065, 0.62, 0.52),
    "black": (0.60, 0.12, 0.24),
}

# name -> red, green, blue
BACKGROUNDS = {
    "red": (226, 74, 68),
    "orange": (250, 160, 62),
    "yellow": (255, 224, 100),
    "green": (122, 196, 112),
    "blue": (104, 170, 236),
    "purple": (166, 122, 206),
    "pink": (250, 176, 204),
    "black": (38, 38, 44),
    "grey": (178, 182, 188),
}


class Catalogue:
    """The selection: every list of catalogue/*.txt, read once."""

    def __init__(self):
        self.recoloured = set(_lines("recolour"))
        self._people = set(_lines("people"))
        self._symbols = set(_lines("symbols"))
        self._dropped = _any_of("drop-patterns")
        self._core_patterns = _any_of("core-patterns")
        self._core_names = set(_lines("core-names"))
        self._dull = _any_of("dull-patterns")
        self._aliases = dict(line.split(" = ") for line in _lines("aliases"))

    def keeps(self, name: str, group: str) -> bool:
        match group:
            case "Flags":
                return False
            case "People & Body":
                return name in self._people
            case "Symbols":
                return name in self._symbols
            case _:
                return not self._dropped.search(name)

    def is_popular(self, name: str) -> bool:
        """Whether core-patterns.txt finds it."""
        return bool(self._core_patterns.search(name))

    def is_core(self, name: str) -> bool:
        """Whether it is one of the things that people ask for."""
        wanted = self.is_popular(name) or name in self._core_names
        return wanted and not self._dull.search(name)

    def aliases(self, name: str) -> list[str]:
        return self._aliases[name].split(" | ") if name in self._aliases else []


def words() -> list[str]:
    """Everyday words that the tokenizer should know."""
    return " ".join(_lines("words")).split()


def _lines(name: str) -> list[str]:
    lines = (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]


def _any_of(name: str) -> re.Pattern:
    return re.compile("|".join(_lines(name)))

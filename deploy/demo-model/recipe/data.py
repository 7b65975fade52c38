"""Builds the training set: 64x64 emoji pictures with English captions, from the npm packages.

Writes into --out:
  images.npy     uint8 [N, 64, 64, 3]
  captions.json  {"images": [{"emoji", "kind", "core", "weight", "colour", "background",
                              "captions"}], "captions": [text, ...], "emoji": [name, ...]}
  heldout.json   (thing, colour) pairs that are never trained on
Kinds: plain (white background), recolour ("a blue apple"), background ("a cat on a yellow
background"). `weight` is how often a picture is drawn relative to the others.
"""

import argparse
import hashlib
import json
import pathlib
import random
from collections import Counter

import numpy as np

import captions
from catalogue import BACKGROUNDS, COLOURS, Catalogue
from drawings import PACKS, IconPack, place, recolour

HELD_OUT_SHARE = 0.12
# how often each kind is drawn, shared among its pictures
CENTRED_WEIGHT = 0.75
MOVED_WEIGHT = 0.25
BACKGROUND_WEIGHT = 0.025
RECOLOUR_WEIGHT = 0.03


class TrainingSet:
    """Pictures and captions collected so far; a caption text is stored once."""

    def __init__(self):
        self.pictures: list[np.ndarray] = []
        self.images: list[dict] = []
        self.emoji: list[str] = []
        self.held_out: list[str] = []
        self.missing: list[str] = []
        self._caption_ids: dict[str, int] = {}

    def add(self, picture: np.ndarray, texts: list[str], **image) -> None:
        ids = [self._caption_id(text) for text in texts]
        self.pictures.append(picture)
        self.images.append({"emoji": len(self.emoji) - 1, **image, "captions": ids})

    def save(self, folder: pathlib.Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        np.save(folder / "images.npy", np.stack(self.pictures))
        index = {"images": self.images, "captions": [*self._caption_ids], "emoji": self.emoji}
        (folder / "captions.json").write_text(json.dumps(index, ensure_ascii=False))
        (folder / "heldout.json").write_text(json.dumps(self.held_out, indent=0))

    def summary(self) -> str:
        shares = Counter()
        for image in self.images:
            shares[image["kind"]] += image["weight"]
        total = shares.total()
        rounded = {kind: round(share / total, 3) for kind, share in shares.items()}
        return (
            f"{len(self.emoji)} emoji, {len(self.images)} images, "
            f"{len(self._caption_ids)} captions, {len(self.held_out)} held-out recolours; "
            f"sampling share {rounded}; no drawing for {self.missing}"
        )

    def _caption_id(self, text: str) -> int:
        text = text.replace("’", "'").lower()
        return self._caption_ids.setdefault(text, len(self._caption_ids))


class Builder:
    """Adds every picture of one emoji after the other, with one random generator throughout."""

    def __init__(self, arguments: argparse.Namespace):
        self.random = random.Random(arguments.seed)
        self.variants = arguments.variants
        self.packs = {
            style: IconPack(arguments.npm, style) for style in arguments.styles.split(",")
        }
        self.catalogue = Catalogue()
        names = json.loads((arguments.npm / "unicode-emoji-json/data-by-emoji.json").read_text())
        self.selected = {
            emoji: entry["name"]
            for emoji, entry in names.items()
            if self.catalogue.keeps(entry["name"], entry["group"])
        }
        keywords = json.loads((arguments.npm / "emojilib/dist/emoji-en-US.json").read_text())
        self.keywords = captions.Keywords(keywords, list(self.selected))
        self.set = TrainingSet()

    def build(self) -> TrainingSet:
        for emoji, name in self.selected.items():
            for style in self.packs:
                self.add_emoji(emoji, name, style)
        return self.set

    def add_emoji(self, emoji: str, name: str, style: str) -> None:
        drawing = self.packs[style].render(emoji)
        if drawing is None:
            self.set.missing.append(name)
            return
        self.set.emoji.append(name if style == "noto" else f"{name} @{style}")
        suffix = "" if style == "noto" else f", {style} style"
        self.add_plain(drawing, emoji, name, suffix)
        self.add_backgrounds(drawing, name, suffix)
        if name in self.catalogue.recoloured:
            self.add_recolours(drawing, name, suffix)

    def add_plain(self, drawing, emoji: str, name: str, suffix: str) -> None:
        """As it is, and `variants` times slightly moved and scaled."""
        aliases = self.catalogue.aliases(name)
        texts = [text + suffix for text in captions.plain(emoji, name, aliases, self.keywords)]
        if not suffix:
            texts.append(f"{name}, noto style")
        self.add(place(drawing, 0.98, (0, 0)), texts, name, kind="plain", weight=CENTRED_WEIGHT)
        for _ in range(self.variants):
            moved = place(drawing, self.random.uniform(0.88, 1.0), self.shift(2))
            weight = MOVED_WEIGHT / self.variants
            self.add(moved, texts, name, kind="plain", weight=weight)

    def add_backgrounds(self, drawing, name: str, suffix: str) -> None:
        titles = [name, *self.catalogue.aliases(name)[:2]]
        count = 3 if self.catalogue.is_popular(name) else 1
        for colour in self.random.sample(sorted(BACKGROUNDS), count):
            texts = [text + suffix for text in captions.on_background(titles, colour)]
            scale = self.random.uniform(0.84, 0.94)
            picture = place(drawing, scale, self.shift(1.5), BACKGROUNDS[colour])
            self.add(
                picture, texts, name, kind="background", weight=BACKGROUND_WEIGHT, background=colour
            )

    def add_recolours(self, drawing, name: str, suffix: str) -> None:
        titles = captions.colourless([name, *self.catalogue.aliases(name)])
        for colour in COLOURS:
            painted = recolour(drawing, colour)
            pair = f"{colour} {titles[0]}"
            if painted is None or pair in self.selected.values():
                continue
            if is_held_out(pair):
                self.set.held_out.append(pair)
                continue
            texts = [text + suffix for text in captions.recoloured(titles[:3], colour)]
            for _ in range(2):
                picture = place(painted, self.random.uniform(0.93, 0.99), self.shift(1))
                self.add(
                    picture, texts, name, kind="recolour", weight=RECOLOUR_WEIGHT, colour=colour
                )

    def shift(self, limit: float) -> tuple[float, float]:
        return (self.random.uniform(-limit, limit), self.random.uniform(-limit, limit))

    def add(self, picture: np.ndarray, texts: list[str], name: str, **image) -> None:
        image = {"core": int(self.catalogue.is_core(name)), "colour": "", "background": "", **image}
        self.set.add(picture, texts, **image)


def is_held_out(pair: str) -> bool:
    """A fixed share of the (thing, colour) pairs, chosen by their name."""
    digest = hashlib.sha1(pair.encode()).hexdigest()
    return int(digest[:8], 16) / 2**32 < HELD_OUT_SHARE


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--npm", type=pathlib.Path, default=pathlib.Path("npm/node_modules"))
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path("data"))
    parser.add_argument("--styles", default="noto", help=f"comma-separated, of {', '.join(PACKS)}")
    parser.add_argument(
        "--variants", type=int, default=4, help="moved copies of each plain picture"
    )
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    training_set = Builder(arguments).build()
    training_set.save(arguments.out)
    print(training_set.summary())


if __name__ == "__main__":
    main()

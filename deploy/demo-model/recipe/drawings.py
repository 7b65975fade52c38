"""Drawings: SVG icons to 64x64 pictures, moved, scaled, recoloured, on plain backgrounds."""

import io
import json
import pathlib

import numpy as np
import resvg_py
from PIL import Image

from catalogue import COLOURS

SIZE = 64
RENDERED_SIZE = 160
WHITE = (255, 255, 255)
PACKS = {"noto": "noto", "flat": "fluent-emoji-flat"}


class IconPack:
    """The drawings of one npm package in Iconify's format."""

    def __init__(self, npm: pathlib.Path, style: str):
        folder = npm / "@iconify-json" / PACKS[style]
        self._icons = json.loads((folder / "icons.json").read_text())
        self._names = json.loads((folder / "chars.json").read_text())

    def render(self, emoji: str) -> Image.Image | None:
        """The drawing of an emoji with its transparency, or None where the pack has none."""
        name = self._name(emoji)
        if name is None:
            return None
        icon = self._icons["icons"][name]
        width = icon.get("width", self._icons.get("width", 16))
        height = icon.get("height", self._icons.get("height", 16))
        box = f"{icon.get('left', 0)} {icon.get('top', 0)} {width} {height}"
        svg = (
            '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
            f'width="{RENDERED_SIZE}" height="{RENDERED_SIZE}" viewBox="{box}">{icon["body"]}</svg>'
        )
        png = bytes(resvg_py.svg_to_bytes(svg_string=svg))
        return Image.open(io.BytesIO(png)).convert("RGBA")

    def _name(self, emoji: str) -> str | None:
        plain = "-".join(f"{ord(char):x}" for char in emoji if char != "\ufe0f")
        exact = "-".join(f"{ord(char):x}" for char in emoji)
        for key in (plain, plain.zfill(4), exact):
            name = self._names.get(key)
            while name and name not in self._icons["icons"]:
                name = self._icons["aliases"].get(name, {}).get("parent")
            if name:
                return name
        return None


def place(
    drawing: Image.Image, scale: float, shift: tuple[float, float], background: tuple = WHITE
) -> np.ndarray:
    """Composites a drawing on a plain background: uint8 [64, 64, 3].

    `scale` is its share of the picture's width, `shift` moves it, in pixels. Resampled with
    premultiplied alpha at twice the size, then averaged: crisp and free of aliases.
    """
    rgba = np.asarray(drawing, np.float32) / 255
    premultiplied = np.concatenate([rgba[..., :3] * rgba[..., 3:], rgba[..., 3:]], -1)
    source = drawing.size[0]
    step = source / (SIZE * scale)
    left, top = (source / 2 - (SIZE / 2 + offset) * step for offset in shift)
    affine = (step / 2, 0, left, 0, step / 2, top)
    planes = []
    for channel in range(4):
        plane = Image.fromarray(premultiplied[..., channel])
        double = plane.transform((SIZE * 2, SIZE * 2), Image.AFFINE, affine, Image.BILINEAR)
        planes.append(np.asarray(double).reshape(SIZE, 2, SIZE, 2).mean((1, 3)))
    small = np.stack(planes, -1)
    behind = np.array(background, np.float32) / 255
    composed = small[..., :3] + (1 - small[..., 3:]) * behind
    return np.clip(composed * 255 + 0.5, 0, 255).astype(np.uint8)


def recolour(drawing: Image.Image, colour: str) -> Image.Image | None:
    """The drawing with its dominant colour mapped to the named one; None where that makes no sense.

    It makes none when too little of the drawing has that colour, or when it is that colour already.
    """
    rgba = np.asarray(drawing, np.float32) / 255
    rgb, alpha = rgba[..., :3], rgba[..., 3]
    hue, saturation, value = _hsv(rgb)
    solid = alpha > 0.5
    dominant = _dominant_hue(hue, saturation, value, solid)
    if dominant is None:  # a grey drawing: its mid tones take the colour
        mask = (alpha > 0) & (value > 0.25) & (value < 0.97) & (saturation < 0.35)
    else:
        mask = (_hue_distance(hue, dominant) < 0.10) & (saturation > 0.12) & (alpha > 0)
    if (mask & solid).sum() < 0.12 * solid.sum():
        return None

    median_saturation = np.median(saturation[mask & solid])
    median_value = np.median(value[mask & solid])
    now = (dominant, median_saturation, median_value)
    if _has_colour_already(colour, now):
        return None

    target_hue, target_saturation, target_value = COLOURS[colour]
    relative = saturation / median_saturation if dominant is not None else 1.0
    new_saturation = np.clip(target_saturation * relative**0.6, 0, 1)
    exponent = 1.0 if target_value < median_value else 0.8
    new_value = np.clip(target_value * (value / median_value) ** exponent, 0, 1)
    painted = rgb.copy()
    painted[mask] = _rgb(target_hue, new_saturation, new_value)[mask]
    whole = np.concatenate([painted, rgba[..., 3:]], -1)
    return Image.fromarray((whole * 255 + 0.5).astype(np.uint8), "RGBA")


def _dominant_hue(hue, saturation, value, solid) -> float | None:
    """The hue (0..1) that most of a drawing's saturated pixels share; None for a grey drawing."""
    coloured = solid & (saturation > 0.22) & (value > 0.2)
    if coloured.sum() <= 0.25 * solid.sum():
        return None
    histogram, _ = np.histogram(hue[coloured], 36, (0, 1), weights=saturation[coloured])
    smooth = histogram + np.roll(histogram, 1)
    smooth = smooth + np.roll(histogram, -1)
    return (smooth.argmax() + 0.5) / 36


def _has_colour_already(colour: str, now: tuple) -> bool:
    hue, saturation, value = now
    target_hue, target_saturation, target_value = COLOURS[colour]
    if colour == "black" and value < 0.35:
        return True
    return (
        hue is not None
        and _hue_distance(hue, target_hue) < 0.055
        and abs(value - target_value) < 0.25
        and abs(saturation - target_saturation) < 0.35
    )


def _hue_distance(a, b):
    return np.abs((a - b + 0.5) % 1 - 0.5)


def _hsv(rgb: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    red, green, blue = rgb[..., 0], rgb[..., 1], rgb[..., 2]
    highest, lowest = rgb.max(-1), rgb.min(-1)
    spread = np.maximum(highest - lowest, 1e-6)
    of_red = (green - blue) / spread % 6
    of_green = (blue - red) / spread + 2
    of_blue = (red - green) / spread + 4
    hue = np.where(highest == red, of_red, np.where(highest == green, of_green, of_blue)) / 6
    saturation = np.where(highest > 0, (highest - lowest) / np.maximum(highest, 1e-6), 0)
    return hue, saturation, highest


def _rgb(hue: float, saturation: np.ndarray, value: np.ndarray) -> np.ndarray:
    sector = np.floor(hue * 6)
    fraction = hue * 6 - sector
    p = value * (1 - saturation)
    q = value * (1 - fraction * saturation)
    t = value * (1 - (1 - fraction) * saturation)
    sectors = [
        (value, t, p),
        (q, value, p),
        (p, value, t),
        (p, q, value),
        (t, p, value),
        (value, p, q),
    ]
    return np.stack(sectors[int(sector) % 6], -1)

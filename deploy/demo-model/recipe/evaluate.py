"""Draws every core emoji by its name and asks which training drawing is nearest to the picture.

Distance is that of the pixels, small shifts allowed. Prints how often the right drawing is the
nearest and among the nearest five, and writes the prompts that hit, best first.
"""

import argparse
import pathlib
from typing import NamedTuple

import numpy as np
import torch

import pipelines
import training
from captions import with_article

SHIFTS = (-2, 0, 2)
BATCH = 32


class Result(NamedTuple):
    rank: int  # drawings that are nearer than the right one
    distance: float  # mean squared difference from the right one
    prompt: str
    nearest: str


class Gallery:
    """The core drawings as they are: one per emoji, compared at half size in every shift."""

    def __init__(self, arguments: argparse.Namespace):
        data = training.read_captions(arguments)
        first_of = {}
        for index, image in enumerate(data["images"]):
            if image["kind"] == "plain" and image["core"]:
                first_of.setdefault(image["emoji"], index)
        self.names = [data["emoji"][emoji] for emoji in first_of]
        drawings = training.read_images(arguments)[list(first_of.values())]
        values = torch.from_numpy(drawings).float().permute(0, 3, 1, 2) / 255
        shifted = [torch.roll(values, (dy, dx), (2, 3)) for dy in SHIFTS for dx in SHIFTS]
        self._drawings = halved(torch.stack(shifted, 1))

    def distances(self, picture: torch.Tensor) -> torch.Tensor:
        """Mean squared difference of a picture [3, 64, 64] in [0, 1] from each drawing."""
        return ((self._drawings - halved(picture)) ** 2).mean(-1).min(1).values


def halved(pictures: torch.Tensor) -> torch.Tensor:
    """Every second pixel, flattened: [..., 3, H, W] to [..., values]."""
    return pictures[..., ::2, ::2].flatten(-3)


def evaluate(arguments: argparse.Namespace) -> list[Result]:
    gallery = Gallery(arguments)
    pipeline = pipelines.load(arguments.model, arguments.device)
    pipeline.scheduler = pipelines.sampler(arguments.sampler, pipeline.scheduler.config)
    order = np.random.RandomState(arguments.seed).permutation(len(gallery.names))
    if arguments.limit:
        order = order[: arguments.limit]
    results = []
    for begin in range(0, len(order), BATCH):
        chosen = [int(index) for index in order[begin : begin + BATCH]]
        prompts = [prompt_of(gallery.names[index]) for index in chosen]
        pictures = pipeline(
            prompts,
            num_inference_steps=arguments.steps,
            guidance_scale=arguments.guidance,
            generator=pipelines.generators([arguments.seed + index for index in chosen]),
            height=64,
            width=64,
            output_type="np",
        ).images
        for index, prompt, picture in zip(chosen, prompts, pictures, strict=True):
            distances = gallery.distances(torch.from_numpy(picture).permute(2, 0, 1))
            own = distances[index]
            nearest = gallery.names[int(distances.argmin())]
            results.append(Result(int((distances < own).sum()), float(own), prompt, nearest))
    return sorted(results)


def prompt_of(name: str) -> str:
    return with_article(name).lower().replace("’", "'")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", type=pathlib.Path, default=pathlib.Path("model"))
    parser.add_argument("--data", type=pathlib.Path, default=pathlib.Path("data"))
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path("prompts.txt"))
    parser.add_argument("--sampler", choices=pipelines.SAMPLERS, default="dpm++-2m")
    parser.add_argument("--steps", type=int, default=20)
    parser.add_argument("--guidance", type=float, default=2.5)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--limit", type=int, help="draw only this many, chosen at random")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    results = evaluate(arguments)
    hits = [result for result in results if result.rank == 0]
    near = sum(result.rank < 5 for result in results)
    error = np.mean([result.distance for result in results]) ** 0.5
    print(
        f"{len(results)} emoji: nearest is the right one for {len(hits) / len(results):.3f}, "
        f"among the nearest five for {near / len(results):.3f}; rms difference {error:.4f}"
    )
    for miss in results[len(hits) :]:
        print(f"missed: {miss.prompt} -> {miss.nearest} (rank {miss.rank + 1})")
    arguments.out.write_text("".join(f"{hit.prompt}\n" for hit in hits))


if __name__ == "__main__":
    main()

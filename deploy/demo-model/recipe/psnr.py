"""Parity of Latent Mesh with diffusers on the demo model, in decibels.

    python deploy/demo-model/recipe/psnr.py
    python deploy/demo-model/recipe/psnr.py --server 127.0.0.1:7400      # a running mesh: faster

Draws ten prompts with every sampler through `./latentmesh generate` and through diffusers, with the
same seed, steps and guidance, compares the 8-bit pictures, and writes docs/parity-demo.md. Exits
with 1 when one of them is below --minimum.
"""

import argparse
import datetime
import importlib.metadata
import math
import pathlib
import shlex
import subprocess
import sys
import tempfile

import numpy as np
import torch
from PIL import Image

import pipelines

ROOT = pathlib.Path(__file__).resolve().parents[3]
PROMPTS = [
    "a red heart",
    "a smiling face with sunglasses",
    "a green tree",
    "pizza",
    "a dog face",
    "a red car on a blue background",
    "a birthday cake",
    "a blue cat",
    "thumbs up",
    "a black skull",
]
FIRST_SEED = 100
SIZE = 64
LIBRARIES = ("diffusers", "transformers", "torch")


def psnr(picture: np.ndarray, truth: np.ndarray) -> float:
    """Peak signal-to-noise ratio of two uint8 pictures in dB; infinite when they are equal."""
    if picture.shape != truth.shape:
        raise ValueError(f"pictures of {picture.shape} and {truth.shape}")
    squared = np.mean((picture.astype(np.float64) - truth) ** 2)
    return math.inf if squared == 0 else 10 * math.log10(255**2 / squared)


class Comparison:
    """Draws one prompt with one sampler on both sides."""

    def __init__(self, arguments: argparse.Namespace, folder: pathlib.Path):
        self.arguments = arguments
        self.folder = folder
        self.pipeline = pipelines.load(arguments.model)
        self.model_config = self.pipeline.scheduler.config

    def decibels(self, prompt: str, sampler: str, seed: int) -> float:
        return psnr(self.by_mesh(prompt, sampler, seed), self.by_diffusers(prompt, sampler, seed))

    def by_diffusers(self, prompt: str, sampler: str, seed: int) -> np.ndarray:
        self.pipeline.scheduler = pipelines.sampler(sampler, self.model_config)
        image = self.pipeline(
            prompt,
            num_inference_steps=self.arguments.steps,
            guidance_scale=self.arguments.guidance,
            generator=pipelines.generators([seed])[0],
            height=SIZE,
            width=SIZE,
        ).images[0]
        return np.asarray(image)

    def by_mesh(self, prompt: str, sampler: str, seed: int) -> np.ndarray:
        path = self.folder / "picture.png"
        command = [
            str(ROOT / "latentmesh"),
            *("generate", prompt, "-o", str(path), "--seed", str(seed), "--sampler", sampler),
            *("--steps", str(self.arguments.steps), "--guidance", str(self.arguments.guidance)),
            *("--size", f"{SIZE}x{SIZE}"),
        ]
        if self.arguments.server:
            command += ["--server", self.arguments.server]
        else:
            command += ["--model", str(self.arguments.model)]
        drawn = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True)
        if drawn.returncode != 0:
            raise RuntimeError(f"{shlex.join(command)} failed:\n{drawn.stderr}")
        picture = np.asarray(Image.open(path).convert("RGB"))
        path.unlink()
        return picture


def compare(arguments: argparse.Namespace) -> dict[str, list[float]]:
    """Decibels by prompt, one for each sampler."""
    table = {}
    with tempfile.TemporaryDirectory() as folder:
        comparison = Comparison(arguments, pathlib.Path(folder))
        for index, prompt in enumerate(PROMPTS):
            seed = FIRST_SEED + index
            row = [comparison.decibels(prompt, name, seed) for name in pipelines.SAMPLERS]
            print(f"{prompt}, seed {seed}: {' '.join(map(shown, row))}", flush=True)
            table[prompt] = row
    return table


def shown(decibels: float) -> str:
    return "equal" if math.isinf(decibels) else f"{decibels:.1f}"


def page(arguments: argparse.Namespace, table: dict[str, list[float]]) -> str:
    lowest = min(min(row) for row in table.values())
    equal = sum(math.isinf(value) for row in table.values() for value in row)
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in LIBRARIES)
    lines = [
        "# Parity with diffusers on the demo model",
        "",
        "The same prompt, seed, steps and guidance through `./latentmesh generate` and through",
        "diffusers' `StableDiffusionPipeline`, both in float32 on a CPU: PSNR of the 8-bit",
        f"{SIZE}x{SIZE} pictures in dB, {arguments.steps} steps, guidance {arguments.guidance:g}.",
        "",
        f"`{command_line(arguments)}` on {datetime.date.today()}, commit {commit()}, {versions}.",
        "",
        f"| prompt | seed | {' | '.join(pipelines.SAMPLERS)} |",
        f"|---|---|{'---|' * len(pipelines.SAMPLERS)}",
    ]
    for index, (prompt, row) in enumerate(table.items()):
        lines.append(f"| {prompt} | {FIRST_SEED + index} | {' | '.join(map(shown, row))} |")
    lines += [
        "",
        f"Lowest: {shown(lowest)} (at least {arguments.minimum:g} is required); "
        f"{equal} of {len(table) * len(pipelines.SAMPLERS)} pictures are equal in every pixel.",
        "",
    ]
    return "\n".join(lines)


def command_line(arguments: argparse.Namespace) -> str:
    server = ["--server", "HOST:PORT"] if arguments.server else []
    return shlex.join(["python", "deploy/demo-model/recipe/psnr.py", *server])


def commit() -> str:
    describe = ["git", "describe", "--always", "--abbrev=12", "--dirty"]
    return subprocess.run(describe, cwd=ROOT, capture_output=True, text=True).stdout.strip()


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", type=pathlib.Path, default=ROOT / "deploy/demo-model/model")
    parser.add_argument("--server", metavar="HOST:PORT", help="a mesh that serves that model")
    parser.add_argument("--steps", type=int, default=20)
    parser.add_argument("--guidance", type=float, default=2.5)
    parser.add_argument("--minimum", type=float, default=45.0, help="dB that every picture needs")
    parser.add_argument("--out", type=pathlib.Path, default=ROOT / "docs/parity-demo.md")
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    table = compare(arguments)
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    arguments.out.write_text(page(arguments, table))
    print(f"written to {arguments.out}")
    return 0 if min(min(row) for row in table.values()) >= arguments.minimum else 1


if __name__ == "__main__":
    sys.exit(main())

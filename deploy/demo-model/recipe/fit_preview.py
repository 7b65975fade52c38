"""Fits the linear map from a latent pixel to its colour that previews are drawn with.

    python deploy/demo-model/recipe/fit_preview.py

Draws the prompts with diffusers, averages the decoded pixels that belong to each latent pixel, and
solves rgb = factors * latent + bias by least squares: over three of four prompts, measured on the
fourth, then over all. Writes the map into the model's latentmesh.json.
"""

import argparse
import json
import pathlib

import numpy as np
import torch

import pipelines

ROOT = pathlib.Path(__file__).resolve().parents[3]
SIZE = 64
HELD_OUT = 4  # every fourth prompt
DIGITS = 5


def draw(arguments: argparse.Namespace, prompts: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """Final latents [N, C, h, w] as samplers see them, and pictures [N, 3, H, W] in [0, 1]."""
    pipeline = pipelines.load(arguments.model)
    pipeline.scheduler = pipelines.sampler("dpm++-2m", pipeline.scheduler.config)
    vae = pipeline.vae
    latents, pictures = [], []
    for begin in range(0, len(prompts), arguments.batch):
        batch = prompts[begin : begin + arguments.batch]
        drawn = pipeline(
            batch,
            num_inference_steps=arguments.steps,
            guidance_scale=arguments.guidance,
            generator=pipelines.generators([begin + i for i in range(len(batch))]),
            height=SIZE,
            width=SIZE,
            output_type="latent",
        ).images
        with torch.inference_mode():
            decoded = vae.decode(drawn / vae.config.scaling_factor).sample
        latents.append(drawn.numpy())
        pictures.append((decoded / 2 + 0.5).clamp(0, 1).numpy())
        print(f"{begin + len(batch)} of {len(prompts)}", flush=True)
    return np.concatenate(latents), np.concatenate(pictures)


def rows(latents: np.ndarray, pictures: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Every latent pixel with a one behind it [M, C + 1], and its mean colour [M, 3]."""
    n, channels, height, width = latents.shape
    factor = pictures.shape[2] // height
    colours = pictures.reshape(n, 3, height, factor, width, factor).mean(axis=(3, 5))
    x = latents.transpose(0, 2, 3, 1).reshape(-1, channels).astype(np.float64)
    y = colours.transpose(0, 2, 3, 1).reshape(-1, 3).astype(np.float64)
    return np.hstack([x, np.ones((len(x), 1))]), y


def fit(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """[C + 1, 3]: one column per colour, the bias last."""
    return np.linalg.lstsq(x, y, rcond=None)[0]


def r_squared(x: np.ndarray, y: np.ndarray, solution: np.ndarray) -> np.ndarray:
    """Share of each colour's variance that the map explains."""
    error = ((y - (x @ solution).clip(0, 1)) ** 2).sum(axis=0)
    return 1 - error / ((y - y.mean(axis=0)) ** 2).sum(axis=0)


def write(solution: np.ndarray, path: pathlib.Path) -> None:
    """Keeps what else the file says; one line per colour, so that people can read it."""
    content = json.loads(path.read_text()) if path.exists() else {}
    content["preview"] = "PREVIEW"
    colours = [json.dumps(column) for column in solution[:-1].T.round(DIGITS).tolist()]
    bias = json.dumps(solution[-1].round(DIGITS).tolist())
    factors = ",\n      ".join(colours)
    preview = f'{{\n    "factors": [\n      {factors}\n    ],\n    "bias": {bias}\n  }}'
    path.write_text(json.dumps(content, indent=2).replace('"PREVIEW"', preview) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", type=pathlib.Path, default=ROOT / "deploy/demo-model/model")
    parser.add_argument(
        "--prompts", type=pathlib.Path, default=ROOT / "deploy/demo-model/prompts.txt"
    )
    parser.add_argument("--stride", type=int, default=1, help="take every n-th prompt")
    parser.add_argument("--steps", type=int, default=20)
    parser.add_argument("--guidance", type=float, default=2.5)
    parser.add_argument("--batch", type=int, default=25)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--keep", type=pathlib.Path, metavar="FILE.npz", help="also the latents")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    lines = arguments.prompts.read_text().splitlines()
    prompts = [line.strip() for line in lines if line.strip()][:: arguments.stride]
    latents, pictures = draw(arguments, prompts)
    if arguments.keep:
        np.savez(arguments.keep, latents=latents, pictures=pictures)
    held_out = np.arange(len(prompts)) % HELD_OUT == HELD_OUT - 1
    solution = fit(*rows(latents[~held_out], pictures[~held_out]))
    explained = r_squared(*rows(latents[held_out], pictures[held_out]), solution)
    print(f"R^2 on {held_out.sum()} prompts that were not fitted: {explained.round(3)} (r, g, b)")
    write(fit(*rows(latents, pictures)), arguments.model / "latentmesh.json")
    print(f"written to {arguments.model / 'latentmesh.json'}")


if __name__ == "__main__":
    main()

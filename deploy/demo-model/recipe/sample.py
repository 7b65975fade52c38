"""Draws a contact sheet of labelled samples from an exported model, with diffusers."""

import argparse
import pathlib
import time

import torch
from PIL import Image, ImageDraw

import pipelines

SIZE = 64
ZOOM = 2
MARGIN = 4
LABEL_HEIGHT = 16
LETTER_WIDTH = 5.6
LIGHT_GREY = (240, 240, 240)
BLACK = (20, 20, 20)
PROMPTS = [
    "a red heart",
    "a smiling face with sunglasses",
    "a green tree",
    "pizza",
    "a cat",
    "a dog face",
    "a red car",
    "a rocket",
    "an apple",
    "a crying face",
    "a yellow star",
    "a butterfly",
    "a house",
    "a rose",
    "a cup of coffee",
    "thumbs up",
    "an airplane",
    "a robot",
    "a birthday cake",
    "a guitar",
    "a green strawberry",
    "a blue gift",
    "a purple lion",
    "a cat on a yellow background",
    "a black skull",
]


def contact_sheet(images: list[Image.Image], labels: list[str], columns: int) -> Image.Image:
    width = SIZE * ZOOM + 2 * MARGIN
    height = SIZE * ZOOM + 2 * MARGIN + LABEL_HEIGHT
    rows = -(-len(images) // columns)
    sheet = Image.new("RGB", (columns * width, rows * height), LIGHT_GREY)
    pen = ImageDraw.Draw(sheet)
    for index, (image, label) in enumerate(zip(images, labels, strict=True)):
        left = index % columns * width + MARGIN
        top = index // columns * height + MARGIN
        sheet.paste(image.resize((SIZE * ZOOM, SIZE * ZOOM), Image.LANCZOS), (left, top))
        label_top = top + SIZE * ZOOM + MARGIN - 1
        pen.text((left, label_top), label[: int(width / LETTER_WIDTH)], fill=BLACK)
    return sheet


def draw(arguments: argparse.Namespace, prompts: list[str]) -> list[Image.Image]:
    """One picture per prompt; seeds count up from --seed."""
    pipeline = pipelines.load(arguments.model, arguments.device)
    pipeline.scheduler = pipelines.sampler(arguments.sampler, pipeline.scheduler.config)
    images = []
    for begin in range(0, len(prompts), arguments.batch):
        batch = prompts[begin : begin + arguments.batch]
        first_seed = arguments.seed + begin
        images += pipeline(
            batch,
            num_inference_steps=arguments.steps,
            guidance_scale=arguments.guidance,
            generator=pipelines.generators([first_seed + i for i in range(len(batch))]),
            height=SIZE,
            width=SIZE,
        ).images
    return images


def read_prompts(path: pathlib.Path | None) -> list[str]:
    if path is None:
        return PROMPTS
    return [line.strip() for line in path.read_text().splitlines() if line.strip()]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=pathlib.Path, default=pathlib.Path("model"))
    parser.add_argument("--prompts", type=pathlib.Path, help="a text file, one prompt a line")
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path("sheet.png"))
    parser.add_argument("--sampler", choices=pipelines.SAMPLERS, default="dpm++-2m")
    parser.add_argument("--steps", type=int, default=20)
    parser.add_argument("--guidance", type=float, default=2.5)
    parser.add_argument("--seed", type=int, default=0, help="of the first picture")
    parser.add_argument("--batch", type=int, default=25)
    parser.add_argument("--columns", type=int, default=8)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    prompts = read_prompts(arguments.prompts)
    start = time.time()
    images = draw(arguments, prompts)
    seconds = (time.time() - start) / len(images)
    contact_sheet(images, prompts, arguments.columns).save(arguments.out)
    print(f"{len(images)} images, {seconds:.3f} s each -> {arguments.out}")


if __name__ == "__main__":
    main()

"""diffusers' side of cold_and_warm.py, in a process of its own.

    diffusers_side.py JOB.json

JOB.json holds model, prompt, size, steps, guidance, threads and picture (where to write the first).
Imports, loads and draws one picture, and prints what each took as a line of JSON. Then, for each
line N on its input, draws N pictures and prints their seconds.
"""

import json
import sys
import time

began = time.perf_counter()


def main() -> None:
    with open(sys.argv[1]) as file:
        job = json.load(file)

    import torch
    from diffusers import StableDiffusionPipeline

    torch.set_num_threads(job["threads"])
    imported = time.perf_counter()
    pipeline = StableDiffusionPipeline.from_pretrained(job["model"], dtype=torch.float32)
    pipeline.set_progress_bar_config(disable=True)
    loaded = time.perf_counter()
    draw(pipeline, job, seed=0).save(job["picture"])
    drawn = time.perf_counter()
    answer({"import": imported - began, "load": loaded - imported, "first": drawn - loaded})

    for line in sys.stdin:
        answer([seconds_of(pipeline, job, seed) for seed in range(int(line))])


def answer(result) -> None:
    print(json.dumps(result), flush=True)


def draw(pipeline, job: dict, seed: int):
    import torch

    return pipeline(
        job["prompt"],
        num_inference_steps=job["steps"],
        guidance_scale=job["guidance"],
        generator=torch.Generator().manual_seed(seed),
        height=job["size"],
        width=job["size"],
    ).images[0]


def seconds_of(pipeline, job: dict, seed: int) -> float:
    start = time.perf_counter()
    draw(pipeline, job, seed)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()

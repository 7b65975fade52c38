"""diffusers pipelines over an exported model, with the samplers that Latent Mesh also has."""

import pathlib

import diffusers
import torch

# name in Latent Mesh -> class in diffusers
SAMPLERS = {
    "ddim": diffusers.DDIMScheduler,
    "pndm": diffusers.PNDMScheduler,
    "euler": diffusers.EulerDiscreteScheduler,
    "euler-a": diffusers.EulerAncestralDiscreteScheduler,
    "dpm++-2m": diffusers.DPMSolverMultistepScheduler,
}


def load(model: pathlib.Path, device: str = "cpu") -> diffusers.StableDiffusionPipeline:
    """The model in float32."""
    pipeline = diffusers.StableDiffusionPipeline.from_pretrained(model, dtype=torch.float32)
    pipeline.set_progress_bar_config(disable=True)
    return pipeline.to(device)


def sampler(name: str, model_config: dict):
    """A diffusers scheduler with the noise schedule and prediction type of the model's own."""
    return SAMPLERS[name].from_config(model_config)


def generators(seeds: list[int]) -> list[torch.Generator]:
    return [torch.Generator().manual_seed(seed) for seed in seeds]

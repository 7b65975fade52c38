"""Writes the run as a diffusers folder in Stable Diffusion 1.x layout, float16 safetensors."""

import argparse
import json
import pathlib
import shutil

import torch
from diffusers import UNet2DConditionModel
from safetensors.torch import load_file, save_file

import training
from finetune_decoder import latest_vae
from train_unet import NOISE_SCHEDULE

NOTICE = pathlib.Path(__file__).parent / "LICENSE-NOTICE"
DIFFUSERS_WEIGHTS = "diffusion_pytorch_model.safetensors"
DIFFUSERS_VERSION = "0.40.0"

SCHEDULER = {
    "_class_name": "PNDMScheduler",
    "_diffusers_version": DIFFUSERS_VERSION,
    **NOISE_SCHEDULE,
    "clip_sample": False,
    "prediction_type": "v_prediction",
    "set_alpha_to_one": False,
    "skip_prk_steps": True,
    "steps_offset": 1,
    "trained_betas": None,
}
MODEL_INDEX = {
    "_class_name": "StableDiffusionPipeline",
    "_diffusers_version": DIFFUSERS_VERSION,
    "feature_extractor": [None, None],
    "requires_safety_checker": False,
    "safety_checker": [None, None],
    "scheduler": ["diffusers", "PNDMScheduler"],
    "text_encoder": ["transformers", "CLIPTextModel"],
    "tokenizer": ["transformers", "CLIPTokenizer"],
    "unet": ["diffusers", "UNet2DConditionModel"],
    "vae": ["diffusers", "AutoencoderKL"],
}
# What the model recommends to Latent Mesh; see README.md of the demo model.
DEFAULTS = {
    "name": "emoji-demo",
    "steps": 20,
    "guidance_scale": 2.5,
    "width": 64,
    "height": 64,
}


def export(run: pathlib.Path, folder: pathlib.Path) -> None:
    shutil.copytree(run / "tokenizer", folder / "tokenizer")
    export_text_encoder(run / "text_encoder", folder / "text_encoder")
    export_vae(latest_vae(run), folder / "vae")
    export_unet(run / "unet.pt", folder / "unet")
    write_json(folder / "scheduler" / "scheduler_config.json", dict(sorted(SCHEDULER.items())))
    write_json(folder / "model_index.json", MODEL_INDEX)
    write_json(folder / "latentmesh.json", DEFAULTS)
    shutil.copyfile(NOTICE, folder / "LICENSE-NOTICE")


def export_text_encoder(source: pathlib.Path, folder: pathlib.Path) -> None:
    config = json.loads((source / "config.json").read_text())
    for newer_key in ("transformers_version", "dtype"):
        config.pop(newer_key, None)
    config |= {"architectures": ["CLIPTextModel"], "torch_dtype": "float32", "dropout": 0.0}
    write_json(folder / "config.json", config)
    weights = load_file(source / "model.safetensors")
    if not next(iter(weights)).startswith("text_model."):
        weights = {f"text_model.{key}": value for key, value in weights.items()}
    save_half(weights, folder / "model.safetensors")


def export_vae(source: pathlib.Path, folder: pathlib.Path) -> None:
    config = json.loads((source / "config.json").read_text())
    config.pop("_name_or_path", None)
    config["force_upcast"] = False
    write_json(folder / "config.json", config)
    save_half(load_file(source / DIFFUSERS_WEIGHTS), folder / DIFFUSERS_WEIGHTS)


def export_unet(checkpoint: pathlib.Path, folder: pathlib.Path) -> None:
    """The averaged weights."""
    state = training.load_checkpoint(checkpoint)
    unet = UNet2DConditionModel(**state["config"])
    unet.load_state_dict(state["ema"])
    unet.half().save_pretrained(folder)


def save_half(weights: dict[str, torch.Tensor], path: pathlib.Path) -> None:
    halves = {key: value.half().contiguous() for key, value in weights.items()}
    save_file(halves, path, {"format": "pt"})


def write_json(path: pathlib.Path, content: dict) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, indent=2) + "\n")


def replace_folder(new: pathlib.Path, target: pathlib.Path) -> None:
    """Puts the finished folder in the target's place, which is never half written."""
    old = target.with_name(target.name + ".old")
    shutil.rmtree(old, ignore_errors=True)
    if target.is_dir():
        target.rename(old)
    new.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", type=pathlib.Path, default=pathlib.Path("run"))
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path("model"))
    arguments = parser.parse_args()
    new = arguments.out.with_name(arguments.out.name + ".new")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True)
    export(arguments.run, new)
    replace_folder(new, arguments.out)
    for path in sorted(arguments.out.rglob("*")):
        if path.is_file():
            path.chmod(0o644)
            print(f"{path.stat().st_size:>10} {path.relative_to(arguments.out)}")


if __name__ == "__main__":
    main()

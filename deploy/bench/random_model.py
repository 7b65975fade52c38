"""Writes a model of a published shape with random weights: as a diffusers folder or a single file.

    python3 deploy/bench/random_model.py sd15 FOLDER
    python3 deploy/bench/random_model.py sdxl FILE.safetensors --dtype fp16 --components unet,vae

The same seed gives the same weights in every type and form. Speed, memory and names need no trained
weights. Needs numpy only; about a second per GB. `--shrunk` is for trying scripts out, `--sparse`
for what reads names and sizes only: all weights are zeros that take no room on the disk.
"""

import argparse
import json
import math
import pathlib
import shutil
import struct
import zlib
from collections.abc import Iterator

import numpy as np

import ldm_names
import published_shapes as published

HERE = pathlib.Path(__file__).resolve().parent
TOKENIZER = HERE.parent / "parity" / "fixtures" / "clip-tokenizer"
TYPES = {"fp32": ("F32", 4), "fp16": ("F16", 2), "bf16": ("BF16", 2)}
POOL = 1 << 22


class Weights:
    """Values of any tensor of a component: a stretch of one pool of normal deviates, scaled so that
    activations keep their size. Norms are neutral and biases small."""

    def __init__(self, seed: int, dtype: str, sparse: bool = False):
        self.dtype = dtype
        self.sparse = sparse
        pool = np.random.default_rng(seed).standard_normal(POOL, dtype=np.float32)
        self.pool = np.concatenate([pool, pool])

    def of(self, name: str, shape: tuple) -> Iterator[bytes]:
        """The bytes of a tensor in C order, in parts. `name` begins with its component's."""
        left = math.prod(shape)
        if len(shape) == 1 and name.endswith("weight"):  # of a norm
            yield self._typed(np.ones(left, np.float32))
            return
        start = zlib.crc32(name.encode()) % POOL
        while left > 0:
            count = min(left, POOL)
            yield self._typed(self.pool[start : start + count] * self._gain(name, shape))
            left -= count

    @staticmethod
    def _gain(name: str, shape: tuple) -> np.float32:
        if len(shape) == 1 or ".embeddings." in name:
            return np.float32(0.02)
        return np.float32(1 / math.sqrt(math.prod(shape[1:])))

    def _typed(self, values: np.ndarray) -> bytes:
        if self.dtype == "fp32":
            return values.tobytes()
        if self.dtype == "fp16":
            return values.astype(np.float16).tobytes()
        bits = values.view(np.uint32)
        return ((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16).astype(np.uint16).tobytes()


def write_safetensors(file: pathlib.Path, tensors: list, weights: Weights, shapes: dict) -> None:
    """`tensors` as of ldm_names; `shapes` are those of their sources."""
    kind, width = TYPES[weights.dtype]
    header, end = {"__metadata__": {"format": "pt"}}, 0
    for tensor in tensors:
        begin, end = end, end + width * math.prod(tensor.shape)
        header[tensor.name] = {
            "dtype": kind,
            "shape": list(tensor.shape),
            "data_offsets": [begin, end],
        }
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    with file.open("wb") as out:
        out.write(struct.pack("<Q", len(text)) + text)
        if weights.sparse:
            out.truncate(out.tell() + end)
            return
        for tensor in tensors:
            for source in tensor.sources:
                write_tensor(out, tensor, weights.of(source, shapes[source]), shapes[source])


def write_tensor(out, tensor, parts: Iterator[bytes], shape: tuple) -> None:
    if not tensor.transposed:
        out.writelines(parts)
        return
    stored = b"".join(parts)
    kind = np.uint32 if len(stored) == 4 * math.prod(shape) else np.uint16
    out.write(np.frombuffer(stored, kind).reshape(shape).T.tobytes())


def components(family: dict) -> list[str]:
    return [c for c in ("text_encoder", "text_encoder_2", "unet", "vae") if c in family]


def write_folder(root: pathlib.Path, family: dict, chosen: list[str], weights: Weights) -> None:
    index = {"_class_name": family["pipeline"], "_diffusers_version": "0.40.0"}
    if "text_encoder_2" in family:
        index["force_zeros_for_empty_prompt"] = True
    for name in components(family):
        config = family[name]
        library = "transformers" if name.startswith("text") else "diffusers"
        class_name = config.get("_class_name") or config["architectures"][0]
        index[name] = [library, class_name]
        folder = root / name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "config.json").write_text(json.dumps(config, indent=2) + "\n")
        if library == "transformers":
            tokenizer = name.replace("text_encoder", "tokenizer")
            index[tokenizer] = ["transformers", "CLIPTokenizer"]
            write_tokenizer(root / tokenizer, "!" if config["hidden_act"] == "gelu" else None)
        if name in chosen:
            own = published.tensors(name, config)
            shapes = {f"{name}/{n}": shape for n, shape in own.items()}
            plain = [ldm_names.Tensor(n, s, [f"{name}/{n}"]) for n, s in sorted(own.items())]
            stem = "model" if library == "transformers" else "diffusion_pytorch_model"
            write_safetensors(folder / f"{stem}.safetensors", plain, weights, shapes)
    index["scheduler"] = ["diffusers", family["scheduler"]["_class_name"]]
    (root / "scheduler").mkdir(exist_ok=True)
    scheduler = json.dumps(family["scheduler"], indent=2) + "\n"
    (root / "scheduler" / "scheduler_config.json").write_text(scheduler)
    (root / "model_index.json").write_text(json.dumps(index, indent=2) + "\n")


def write_tokenizer(folder: pathlib.Path, pad: str | None) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("vocab.json", "merges.txt", "special_tokens_map.json"):
        shutil.copyfile(TOKENIZER / name, folder / name)
    config = json.loads((TOKENIZER / "tokenizer_config.json").read_text())
    if pad:
        config["pad_token"] = pad
        special = json.loads((folder / "special_tokens_map.json").read_text())
        (folder / "special_tokens_map.json").write_text(
            json.dumps(special | {"pad_token": pad}, indent=2) + "\n"
        )
    (folder / "tokenizer_config.json").write_text(json.dumps(config, indent=2) + "\n")


def write_file(file: pathlib.Path, family: dict, chosen: list[str], weights: Weights) -> None:
    tensors, shapes = [], {}
    for name in chosen:
        own = published.tensors(name, single_file_config(family[name]))
        shapes |= {f"{name}/{source}": shape for source, shape in own.items()}
        for tensor in ldm_tensors(name, family, own):
            sources = [f"{name}/{source}" for source in tensor.sources]
            tensors.append(ldm_names.Tensor(tensor.name, tensor.shape, sources, tensor.transposed))
    write_safetensors(file, sorted(tensors, key=lambda t: t.name), weights, shapes)


def single_file_config(config: dict) -> dict:
    """SD 2.x leaves out the last layer of its text encoder; the file has it."""
    penultimate = config.get("architectures") == ["CLIPTextModel"]
    if not penultimate or config["hidden_act"] != "gelu":
        return config
    return config | {"num_hidden_layers": config["num_hidden_layers"] + 1}


def ldm_tensors(name: str, family: dict, shapes: dict) -> Iterator[ldm_names.Tensor]:
    if name == "unet":
        return ldm_names.unet(shapes, family["unet"])
    if name == "vae":
        return ldm_names.vae(shapes, family["vae"])
    if "text_encoder_2" in family:
        slot = 0 if name == "text_encoder" else 1
        prefix = f"conditioner.embedders.{slot}."
    else:
        prefix = "cond_stage_model."
    quick = family[name]["hidden_act"] == "quick_gelu"
    return ldm_names.clip(shapes, prefix) if quick else ldm_names.open_clip(shapes, prefix)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("family", choices=sorted(published.FAMILIES))
    parser.add_argument("target", type=pathlib.Path, help="a folder, or a .safetensors file")
    parser.add_argument("--dtype", choices=sorted(TYPES), default="fp32")
    parser.add_argument("--components", help="weights to write, separated by commas; default all")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--shrunk", action="store_true", help="about a hundredth of the weights")
    parser.add_argument("--sparse", action="store_true", help="zeros that take no room")
    options = parser.parse_args()
    family = published.FAMILIES[options.family]
    if options.shrunk:
        family = published.shrunk(family)
    chosen = options.components.split(",") if options.components else components(family)
    if unknown := set(chosen) - set(components(family)):
        parser.error(f"{options.family} has no {', '.join(sorted(unknown))}")
    write = write_file if options.target.suffix == ".safetensors" else write_folder
    options.target.parent.mkdir(parents=True, exist_ok=True)
    write(options.target, family, chosen, Weights(options.seed, options.dtype, options.sparse))


if __name__ == "__main__":
    main()

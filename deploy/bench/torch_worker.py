"""One network in torch that is called by lines on the input, as `./latentmesh bench calls` is.

    call ROWS           one call; {"seconds": ...}
    outputs ROWS FILE   one call, its answers as float32 into the file
    memory              {"peak_rss_kib": ...}

Random inputs: nothing depends on their values. Load time is from `from_pretrained` (or from the
first tensor read) to the loaded network; the interpreter's start and imports are left out.
"""

import argparse
import json
import pathlib
import sys
import time

import torch

import plain_torch

DTYPES = {"fp32": torch.float32, "fp16": torch.float16, "bf16": torch.bfloat16}
TOKENS = 77


class Network:
    """A network and its inputs for any number of rows."""

    def __init__(self, options: argparse.Namespace):
        self.options = options
        self.device = torch.device(options.device)
        self.dtype = DTYPES[options.dtype]
        part = {"unet": "unet", "vae": "vae", "text": "text_encoder"}[options.network]
        self.folder = options.model / part
        self.config = json.loads((self.folder / "config.json").read_text())
        self.random = torch.Generator().manual_seed(0)
        self.inputs: dict[int, tuple] = {}
        load = self.load_library if options.library == "diffusers" else self.load_plain
        self.forward = load()
        if options.compile == "eager-backend":  # traces, and compiles nothing
            self.forward = torch.compile(self.forward, backend="eager")
        elif options.compile:
            self.forward = torch.compile(self.forward, mode=options.compile)

    def load_library(self):
        if self.options.network == "text":
            from transformers import CLIPTextModel

            model = CLIPTextModel.from_pretrained(self.folder, dtype=self.dtype).to(self.device)
            return lambda ids: model(ids).last_hidden_state
        import diffusers

        kind = getattr(diffusers, self.config["_class_name"])
        model = kind.from_pretrained(self.folder, torch_dtype=self.dtype).to(self.device)
        if self.options.channels_last:
            model = model.to(memory_format=torch.channels_last)
        if self.options.network == "vae":
            return lambda latent: model.decode(latent).sample
        return lambda x, t, states, added: (
            model(x, t, states, added_cond_kwargs=self.library_names(added)).sample
        )

    @staticmethod
    def library_names(added):
        return {"text_embeds": added[0], "time_ids": added[1]} if added else None

    def load_plain(self):
        from safetensors.torch import load_file

        file = self.folder / "diffusion_pytorch_model.safetensors"
        tensors = {
            name: self.placed(tensor.to(self.device, self.dtype))
            for name, tensor in load_file(file).items()
        }
        if self.options.network == "vae":
            return lambda latent: plain_torch.decoder(tensors, self.config, latent)
        return lambda *inputs: plain_torch.unet(tensors, self.config, *inputs)

    def placed(self, tensor: torch.Tensor) -> torch.Tensor:
        if tensor.dim() == 4 and self.options.channels_last:
            return tensor.contiguous(memory_format=torch.channels_last)
        return tensor

    def normal(self, *shape: int) -> torch.Tensor:
        values = torch.randn(shape, generator=self.random).to(self.device, self.dtype)
        return self.placed(values)

    def of(self, rows: int) -> tuple:
        if rows not in self.inputs:
            self.inputs[rows] = self.make(rows)
        return self.inputs[rows]

    def make(self, rows: int) -> tuple:
        config, side = self.config, self.options.side
        if self.options.network == "text":
            length = config["max_position_embeddings"]
            ids = torch.arange(rows * length) % config["vocab_size"]
            return (ids.reshape(rows, length).to(self.device),)
        if self.options.network == "vae":
            factor = 2 ** (len(config["block_out_channels"]) - 1)
            side = side or config["sample_size"] // factor
            return (self.normal(rows, config["latent_channels"], side, side),)
        side = side or config["sample_size"]
        added = None
        if config.get("addition_embed_type"):
            ids = torch.zeros(rows, 6, device=self.device)
            features = config["projection_class_embeddings_input_dim"]
            pooled = features - 6 * config["addition_time_embed_dim"]
            added = (self.normal(rows, pooled), ids)
        return (
            self.normal(rows, config["in_channels"], side, side),
            torch.full((rows,), 500.0, device=self.device),
            self.normal(rows, TOKENS, config["cross_attention_dim"]),
            added,
        )

    def call(self, rows: int) -> torch.Tensor:
        with torch.inference_mode():
            result = self.forward(*self.of(rows))
        if self.device.type == "cuda":
            torch.cuda.synchronize()
        return result


def peak_rss_kib() -> int:
    status = pathlib.Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in status if line.startswith("VmHWM:"))


def say(**values: object) -> None:
    print(json.dumps(values), flush=True)


def answer(network: Network, words: list[str]) -> None:
    if words[0] == "call":
        network.of(int(words[1]))
        begun = time.perf_counter()
        network.call(int(words[1]))
        say(seconds=time.perf_counter() - begun)
    elif words[0] == "outputs":
        values = network.call(int(words[1])).float().cpu().contiguous().numpy()
        pathlib.Path(words[2]).write_bytes(values.tobytes())
        say()
    elif words[0] == "memory":
        say(peak_rss_kib=peak_rss_kib())
    else:
        raise ValueError("no such command: " + words[0])


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", type=pathlib.Path, required=True)
    parser.add_argument("--network", choices=["unet", "vae", "text"], default="unet")
    parser.add_argument("--dtype", choices=sorted(DTYPES), default="fp32")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--side", type=int, default=0)
    parser.add_argument("--channels-last", action="store_true")
    parser.add_argument("--compile", default="", help="a mode of torch.compile; empty for eager")
    parser.add_argument("--library", choices=["diffusers", "plain"], default="plain")
    options = parser.parse_args()
    if options.threads:
        torch.set_num_threads(options.threads)
    if options.library == "diffusers":
        import diffusers  # noqa: F401
        import transformers  # noqa: F401
    begun = time.perf_counter()
    network = Network(options)
    say(load_seconds=time.perf_counter() - begun, provider=options.device)
    for line in sys.stdin:
        answer(network, line.split(maxsplit=2))


if __name__ == "__main__":
    main()

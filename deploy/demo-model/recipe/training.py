"""What the training stages share: options, time budget, learning rate, averaged weights, log."""

import argparse
import contextlib
import copy
import json
import math
import os
import pathlib
import time

import numpy as np
import torch

CAPTIONS = "captions.json"
IMAGES = "images.npy"


def parser(description: str, minutes: float) -> argparse.ArgumentParser:
    """The options of every stage; each adds its own."""
    options = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    device = "cuda" if torch.cuda.is_available() else "cpu"
    threads = int(os.environ.get("OMP_NUM_THREADS", 0)) or os.cpu_count()
    options.add_argument("--data", type=pathlib.Path, default=pathlib.Path("data"))
    options.add_argument(
        "--run", type=pathlib.Path, default=pathlib.Path("run"), help="checkpoints and logs"
    )
    options.add_argument("--device", default=device)
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--minutes", type=float, default=minutes, help="wall time of this call")
    options.add_argument("--threads", type=int, default=threads)
    options.add_argument("--fp32", action="store_true", help="no bf16 autocast")
    return options


def prepare(arguments: argparse.Namespace) -> None:
    """Seeds torch, sets its threads and makes the run folder."""
    torch.manual_seed(arguments.seed)
    torch.set_num_threads(arguments.threads)
    arguments.run.mkdir(parents=True, exist_ok=True)
    if arguments.device == "cuda":
        torch.backends.cuda.matmul.allow_tf32 = True
        torch.backends.cudnn.allow_tf32 = True


def read_captions(arguments: argparse.Namespace) -> dict:
    return json.loads((arguments.data / CAPTIONS).read_text())


def read_images(arguments: argparse.Namespace) -> np.ndarray:
    """uint8 [N, 64, 64, 3]."""
    return np.load(arguments.data / IMAGES)


def autocast(arguments: argparse.Namespace):
    if arguments.fp32:
        return contextlib.nullcontext()
    return torch.autocast(arguments.device, dtype=torch.bfloat16)


def pixels(images: np.ndarray, device: str) -> torch.Tensor:
    """uint8 [N, H, W, 3] to float [N, 3, H, W] in [-1, 1]."""
    return torch.from_numpy(images).to(device).permute(0, 3, 1, 2).float() / 127.5 - 1


def psnr(decoded: torch.Tensor, truth: torch.Tensor) -> float:
    """Mean over the pictures, in dB; both in [-1, 1]."""
    squared = ((decoded - truth) ** 2).mean((1, 2, 3)) / 4
    return float((-10 * squared.log10()).mean())


def parameter_count(model: torch.nn.Module) -> int:
    return sum(parameter.numel() for parameter in model.parameters())


class Clock:
    """The time budget of one call, after `spent` seconds of earlier ones."""

    def __init__(self, minutes: float, spent: float = 0.0):
        self._budget = minutes * 60
        self._spent = spent
        self._start = time.time()

    def is_running(self) -> bool:
        return self._elapsed() < self._budget

    def spent(self) -> float:
        """Seconds of training so far, earlier calls included."""
        return self._spent + self._elapsed()

    def progress(self) -> float:
        """Share of the whole training time, this call's budget included."""
        return self.spent() / (self._spent + self._budget)

    def _elapsed(self) -> float:
        return time.time() - self._start


class LearningRate:
    """A linear warm-up, then half a cosine from `peak` to `floor` times peak."""

    def __init__(self, peak: float, warmup_steps: int, floor: float):
        self._peak = peak
        self._warmup_steps = warmup_steps
        self._floor = floor

    def set(self, optimizer: torch.optim.Optimizer, step: int, progress: float) -> float:
        cosine = 0.5 * (1 + math.cos(math.pi * progress))
        warmup = min(1, (step + 1) / self._warmup_steps)
        rate = self._peak * warmup * (self._floor + (1 - self._floor) * cosine)
        for group in optimizer.param_groups:
            group["lr"] = rate
        return rate


def descend(optimizer: torch.optim.Optimizer, loss: torch.Tensor, clipped) -> None:
    """One optimiser step, the gradient of the `clipped` parameters limited to norm 1."""
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(clipped, 1.0)
    optimizer.step()


class AveragedModel:
    """An exponential moving average of a model's weights, faster at the beginning."""

    def __init__(self, model: torch.nn.Module, decay: float):
        self.model = copy.deepcopy(model).eval().requires_grad_(False)
        self._decay = decay

    @torch.no_grad()
    def update(self, model: torch.nn.Module, step: int) -> None:
        decay = min(self._decay, (1 + step) / (10 + step))
        latest = [parameter.detach() for parameter in model.parameters()]
        torch._foreach_lerp_(list(self.model.parameters()), latest, 1 - decay)


class Log:
    """Lines of key=value, on the terminal and in a file of the run folder."""

    def __init__(self, path: pathlib.Path):
        self._file = open(path, "a")
        self._start = time.time()

    def __call__(self, **values) -> None:
        shown = (f"{k}={v:.5g}" if isinstance(v, float) else f"{k}={v}" for k, v in values.items())
        line = f"[{time.time() - self._start:7.1f}s] {' '.join(shown)}"
        print(line, flush=True)
        self._file.write(line + "\n")
        self._file.flush()


class Means:
    """Running means of what a step reports, logged and forgotten every `every` steps."""

    def __init__(self, every: int = 100):
        self._every = every
        self._rows: list[list[float]] = []

    def add(self, *values: float) -> None:
        self._rows.append(list(values))

    def are_due(self, step: int) -> bool:
        return step % self._every == 0

    def take(self) -> list[float]:
        means = np.nanmean(self._rows, 0)
        self._rows = []
        return [float(mean) for mean in means]


def save_checkpoint(path: pathlib.Path, **state) -> None:
    partial = path.with_suffix(".tmp")
    torch.save(state, partial)
    os.replace(partial, path)


def load_checkpoint(path: pathlib.Path) -> dict | None:
    if not path.exists():
        return None
    return torch.load(path, map_location="cpu", weights_only=True)

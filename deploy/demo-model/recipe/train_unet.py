"""Stage 3: UNet2DConditionModel on cached latents and cached text states, predicting v.

Captions are dropped now and then, for classifier-free guidance. The learning rate falls over
--horizon minutes of accumulated training time, so that a run can be stopped and resumed.
--workers N trains with N processes on one set of shared weights without locks ("Hogwild"), each
with its own optimiser state: on a CPU it keeps going while one core is busy with something else.
"""

import argparse
import json
import os
import pathlib
import time

import numpy as np
import torch
import torch.multiprocessing
from diffusers import AutoencoderKL, DDPMScheduler, UNet2DConditionModel
from diffusers.models.attention_processor import AttnProcessor

import training

TRAIN_TIMESTEPS = 1000
NOISE_SCHEDULE = {
    "beta_start": 0.00085,
    "beta_end": 0.012,
    "beta_schedule": "scaled_linear",
    "num_train_timesteps": TRAIN_TIMESTEPS,
}
CHECKPOINT_SECONDS = 120


def build(text_width: int) -> UNet2DConditionModel:
    return UNet2DConditionModel(
        sample_size=16,
        in_channels=4,
        out_channels=4,
        block_out_channels=(64, 128, 192),
        layers_per_block=1,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D", "DownBlock2D"),
        up_block_types=("UpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"),
        cross_attention_dim=text_width,
        attention_head_dim=4,
        norm_num_groups=32,
    )


class Pairs:
    """Random (latent, text states) pairs, each picture as often as its weight says."""

    def __init__(self, arguments: argparse.Namespace, random: np.random.RandomState):
        images = training.read_captions(arguments)["images"]
        weights = [
            image["weight"] * (1 if image["core"] else arguments.noncore) for image in images
        ]
        self._cumulative = np.cumsum(np.array(weights) / np.sum(weights))
        self._captions = [np.array(image["captions"]) for image in images]
        self._random = random
        self._dropped_share = arguments.drop
        self.latents = read_latents(arguments)
        self._states = torch.load(arguments.run / "text_cache.pt", weights_only=True)

    def draw(self, count: int) -> tuple[torch.Tensor, torch.Tensor]:
        picked = np.searchsorted(self._cumulative, self._random.rand(count))
        images = np.minimum(picked, len(self._cumulative) - 1)
        captions = np.array([self._random.choice(self._captions[image]) for image in images])
        empty = len(self._states) - 1
        captions[self._random.rand(count) < self._dropped_share] = empty
        latents = self.latents[torch.from_numpy(images).to(self.latents.device)]
        return latents, self._states[torch.from_numpy(captions)]


def read_latents(arguments: argparse.Namespace) -> torch.Tensor:
    """The scaled latents of every picture, [N, 4, 16, 16], computed once per VAE."""
    path = arguments.run / "latents.pt"
    if not path.exists():
        torch.save(encode_images(arguments), path)
    latents = torch.load(path, weights_only=True).float()
    return latents.to(arguments.device)


@torch.no_grad()
def encode_images(arguments: argparse.Namespace) -> torch.Tensor:
    vae = AutoencoderKL.from_pretrained(arguments.run / "vae").to(arguments.device).eval()
    images = training.read_images(arguments)
    encoded = []
    for begin in range(0, len(images), 64):
        batch = training.pixels(images[begin : begin + 64], arguments.device)
        mean = vae.encode(batch).latent_dist.mean
        encoded.append((mean * vae.config.scaling_factor).half().cpu())
    return torch.cat(encoded)


class Trainer:
    """Trains `network`. Worker 0 also averages the weights, logs and saves."""

    def __init__(self, arguments: argparse.Namespace, network: UNet2DConditionModel, rank: int):
        self.arguments = arguments
        self.device = arguments.device
        self.rank = rank
        self.network = network
        self.averaged = training.AveragedModel(network, arguments.ema)
        self.optimizer = torch.optim.AdamW(
            network.parameters(),
            lr=arguments.lr,
            betas=(0.9, 0.99),
            weight_decay=0.01,
            foreach=True,
        )
        self.rate = training.LearningRate(arguments.lr, warmup_steps=300, floor=0.03)
        self.checkpoint = checkpoint_path(arguments)
        self.step = 0
        spent = self.resume()
        seed = arguments.seed + 1000 * rank + self.step  # other draws after each resumption
        torch.manual_seed(seed)
        self.pairs = Pairs(arguments, np.random.RandomState(seed))
        schedule = DDPMScheduler(**NOISE_SCHEDULE)
        self.alphas_cumprod = schedule.alphas_cumprod.to(self.device)
        self.clock = training.Clock(arguments.minutes, spent)

    def resume(self) -> float:
        """Continues from the checkpoint, whose weights the network already has (new_network)."""
        state = training.load_checkpoint(self.checkpoint)
        if state is None:
            return 0.0
        self.averaged.model.load_state_dict(state["ema"])
        self.optimizer.load_state_dict(state["opt"])
        self.step = state["n"]
        return state["spent"]

    def save(self) -> None:
        config = {k: v for k, v in self.network.config.items() if not k.startswith("_")}
        training.save_checkpoint(
            self.checkpoint,
            model=self.network.state_dict(),
            ema=self.averaged.model.state_dict(),
            opt=self.optimizer.state_dict(),
            n=self.step,
            spent=self.clock.spent(),
            config=config,
        )

    def train(self) -> None:
        is_first = self.rank == 0
        log = training.Log(self.arguments.run / "unet.log") if is_first else None
        if is_first:
            self.log_start(log)
        means = training.Means()
        lap = saved = time.time()
        while self.clock.is_running():
            rate = self.rate.set(self.optimizer, self.step, self.progress())
            report = self.train_step()
            if not is_first:
                continue
            self.averaged.update(self.network, self.step)
            means.add(*report)
            if means.are_due(self.step):
                loss, *x0 = means.take()
                speed = 100 * self.arguments.batch / (time.time() - lap)
                rounded = [round(error, 4) for error in x0]
                log(n=self.step, loss=loss, x0=rounded, lr=rate, img_s=speed)
                lap = time.time()
            if time.time() - saved > CHECKPOINT_SECONDS:
                self.save()
                saved = time.time()
        if is_first:
            self.save()
            log(done=self.step, spent_min=self.clock.spent() / 60)

    def log_start(self, log: training.Log) -> None:
        log(
            params=training.parameter_count(self.network),
            latents=tuple(self.pairs.latents.shape),
            latent_std=float(self.pairs.latents.std()),
            resume=self.step,
            spent_min=self.clock.spent() / 60,
        )

    def progress(self) -> float:
        return min(1, self.clock.spent() / (self.arguments.horizon * 60))

    def train_step(self) -> list[float]:
        """One step; returns the loss, and the error of x0 for each quarter of the noise levels."""
        latents, states = self.pairs.draw(self.arguments.batch)
        states = states.to(self.device)
        if self.arguments.fp32:
            states = states.float()
        timesteps = stratified_timesteps(len(latents)).to(self.device)
        alphas = self.alphas_cumprod[timesteps]
        signal = alphas.sqrt()[:, None, None, None]
        sigma = (1 - alphas).sqrt()[:, None, None, None]
        noise = torch.randn_like(latents)
        velocity = signal * noise - sigma * latents
        noisy = signal * latents + sigma * noise
        with training.autocast(self.arguments):
            predicted = self.network(noisy, timesteps, encoder_hidden_states=states).sample
        errors = ((predicted.float() - velocity) ** 2).mean((1, 2, 3))
        loss = errors.mean()
        training.descend(self.optimizer, loss, list(self.network.parameters()))
        self.step += 1
        return [loss.item(), *x0_errors(errors.detach(), alphas, timesteps)]


def stratified_timesteps(count: int) -> torch.Tensor:
    """One random timestep in each of `count` equal parts of the range, in random order."""
    positions = (torch.randperm(count) + torch.rand(count)) / count
    return (positions * TRAIN_TIMESTEPS).long().clamp(0, TRAIN_TIMESTEPS - 1)


def x0_errors(errors: torch.Tensor, alphas: torch.Tensor, timesteps: torch.Tensor) -> list[float]:
    """Mean squared error of the clean latent for each quarter of the timesteps."""
    of_x0 = errors * (1 - alphas)
    quarter = TRAIN_TIMESTEPS // 4
    begins = range(0, TRAIN_TIMESTEPS, quarter)
    masks = [(timesteps >= begin) & (timesteps < begin + quarter) for begin in begins]
    return [of_x0[mask].mean().item() for mask in masks]


def checkpoint_path(arguments: argparse.Namespace) -> pathlib.Path:
    return arguments.run / "unet.pt"


def new_network(arguments: argparse.Namespace) -> UNet2DConditionModel:
    """The network with the weights of the checkpoint, or with random ones where there is none."""
    config = json.loads((arguments.run / "text_encoder" / "config.json").read_text())
    network = build(config["hidden_size"])
    state = training.load_checkpoint(checkpoint_path(arguments))
    if state is not None:
        network.load_state_dict(state["model"])
    network = network.to(arguments.device).train()
    if arguments.device == "cpu":
        # The fused attention's backward is slow on a CPU: 30 % more images/s without it.
        network.set_attn_processor(AttnProcessor())
    if arguments.device == "cuda":
        network = network.to(memory_format=torch.channels_last)
    return network


def train_together(arguments: argparse.Namespace) -> None:
    """Starts the workers on one network in shared memory."""
    network = new_network(arguments)
    network.share_memory()
    read_latents(arguments)  # computed here, once, not by every worker
    torch.multiprocessing.spawn(work, (arguments, network), nprocs=arguments.workers)


def work(rank: int, arguments: argparse.Namespace, network: UNet2DConditionModel) -> None:
    torch.set_num_threads(1)
    if arguments.pin:
        os.sched_setaffinity(0, {rank % os.cpu_count()})
    Trainer(arguments, network, rank).train()


def main() -> None:
    options = training.parser(__doc__, minutes=15.0)
    options.add_argument("--horizon", type=float, default=75.0, help="minutes of all runs together")
    options.add_argument("--batch", type=int, default=32)
    options.add_argument("--lr", type=float, default=8e-4)
    options.add_argument("--ema", type=float, default=0.999, help="decay of the averaged weights")
    options.add_argument("--drop", type=float, default=0.1, help="share of captions left out")
    options.add_argument("--noncore", type=float, default=0.0, help="weight of non-core drawings")
    options.add_argument("--workers", type=int, default=1)
    options.add_argument("--pin", action="store_true", help="each worker on a core of its own")
    arguments = options.parse_args()
    training.prepare(arguments)
    if arguments.workers > 1:
        train_together(arguments)
    else:
        Trainer(arguments, new_network(arguments), rank=0).train()


if __name__ == "__main__":
    main()

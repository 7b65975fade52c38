"""Stage 4, optional: sharpens the VAE's decoder; the encoder, and so the latents, stay as they are.

The latents get a little noise, so that the decoder also forgives the UNet's small errors. Writes
run/vae_ft, which export.py prefers.
"""

import argparse
import pathlib

import numpy as np
import torch
from diffusers import AutoencoderKL

import training
from train_vae import pixel_and_edge_loss


class Trainer:
    def __init__(self, arguments: argparse.Namespace):
        self.arguments = arguments
        self.device = arguments.device
        self.random = np.random.RandomState(arguments.seed)
        self.images = training.read_images(arguments)
        self.latents = torch.load(arguments.run / "latents.pt", weights_only=True).float()
        weights = shares(training.read_captions(arguments)["images"], arguments.noncore)
        self.shares = weights / weights.sum()
        self.vae = self.load_decoder()
        self.trained = [weight for weight in self.vae.parameters() if weight.requires_grad]
        self.averaged = training.AveragedModel(self.vae, 0.995)
        self.optimizer = torch.optim.AdamW(
            self.trained, lr=arguments.lr, betas=(0.9, 0.99), weight_decay=1e-4
        )
        self.rate = training.LearningRate(arguments.lr, warmup_steps=50, floor=0.02)
        self.log = training.Log(arguments.run / "decoder.log")
        self.tested = self.choose(128)

    def load_decoder(self) -> AutoencoderKL:
        vae = AutoencoderKL.from_pretrained(latest_vae(self.arguments.run))
        vae = vae.to(self.device).train()
        vae.encoder.requires_grad_(False)
        vae.quant_conv.requires_grad_(False)
        return vae

    def choose(self, count: int) -> np.ndarray:
        return self.random.choice(len(self.images), count, p=self.shares)

    def train(self) -> None:
        self.log(psnr_before=self.psnr(self.vae))
        clock = training.Clock(self.arguments.minutes)
        means = training.Means()
        step = 0
        while clock.is_running():
            rate = self.rate.set(self.optimizer, step, clock.progress())
            means.add(*self.train_step())
            step += 1
            self.averaged.update(self.vae, step)
            if means.are_due(step):
                pixel, edge = means.take()
                self.log(n=step, l1=pixel, grad=edge, lr=rate)
        self.log(n=step, psnr_after=self.psnr(self.averaged.model))
        self.averaged.model.save_pretrained(self.arguments.run / "vae_ft")

    def train_step(self) -> tuple[float, float]:
        chosen = self.choose(self.arguments.batch)
        truth = training.pixels(self.images[chosen], self.device)
        latents = self.latents[chosen].to(self.device)
        strength = self.arguments.noise * torch.rand(len(chosen), 1, 1, 1, device=self.device)
        latents = latents + strength * torch.randn_like(latents)
        with training.autocast(self.arguments):
            decoded = self.decode(self.vae, latents)
        pixel, edge = pixel_and_edge_loss(decoded.float(), truth)
        training.descend(self.optimizer, pixel + 0.5 * edge, self.trained)
        return pixel.item(), edge.item()

    @torch.no_grad()
    def psnr(self, vae: AutoencoderKL) -> float:
        truth = training.pixels(self.images[self.tested], self.device)
        decoded = self.decode(vae, self.latents[self.tested].to(self.device))
        return training.psnr(decoded.clamp(-1, 1), truth)

    @staticmethod
    def decode(vae: AutoencoderKL, latents: torch.Tensor) -> torch.Tensor:
        return vae.decode(latents / vae.config.scaling_factor).sample


def shares(images: list[dict], noncore: float) -> np.ndarray:
    """How often each picture is drawn: moved plain ones twice as often as in stage 3, flattened."""
    return np.array([weight(image, noncore) for image in images]) ** 0.7


def weight(image: dict, noncore: float) -> float:
    is_moved = image["kind"] == "plain" and image["weight"] <= 0.5
    return image["weight"] * (2 if is_moved else 1) * (1 if image["core"] else noncore)


def latest_vae(run: pathlib.Path) -> pathlib.Path:
    """The VAE with the sharpened decoder if there is one, else that of stage 1."""
    sharpened = run / "vae_ft"
    return sharpened if sharpened.is_dir() else run / "vae"


def main() -> None:
    options = training.parser(__doc__, minutes=5.0)
    options.add_argument("--batch", type=int, default=8)
    options.add_argument("--lr", type=float, default=1e-3)
    options.add_argument("--noise", type=float, default=0.08, help="largest noise on the latents")
    options.add_argument("--noncore", type=float, default=0.0, help="weight of non-core drawings")
    arguments = options.parse_args()
    training.prepare(arguments)
    Trainer(arguments).train()


if __name__ == "__main__":
    main()

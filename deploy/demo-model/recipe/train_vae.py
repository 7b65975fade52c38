"""Stage 1: AutoencoderKL, 64x64x3 to 16x16x4 and back.

Ends by folding a per-channel normalisation into quant_conv and post_quant_conv, so that with Stable
Diffusion's usual scaling factor 0.18215 the latents have zero mean and unit variance.
"""

import argparse
import time

import numpy as np
import torch
import torch.nn.functional as F
from diffusers import AutoencoderKL
from PIL import Image

import training

SCALING_FACTOR = 0.18215
LATENT_CHANNELS = 4
MAX_SHIFT = 3
SHIFT_MARGIN = 4


def build() -> AutoencoderKL:
    return AutoencoderKL(
        in_channels=3,
        out_channels=3,
        latent_channels=LATENT_CHANNELS,
        sample_size=64,
        norm_num_groups=8,
        layers_per_block=1,
        block_out_channels=(32, 64, 64),
        down_block_types=("DownEncoderBlock2D",) * 3,
        up_block_types=("UpDecoderBlock2D",) * 3,
        scaling_factor=SCALING_FACTOR,
    )


def augmented(images: np.ndarray, chosen: np.ndarray, device: str) -> torch.Tensor:
    """The chosen pictures, half of them mirrored, all shifted by the same few pixels."""
    batch = training.pixels(images[chosen], device)
    mirrored = torch.rand(len(chosen), device=device) < 0.5
    batch = torch.where(mirrored[:, None, None, None], batch.flip(3), batch)
    down, right = SHIFT_MARGIN + np.random.randint(-MAX_SHIFT, MAX_SHIFT + 1, 2)
    height, width = batch.shape[2:]
    padded = F.pad(batch, (SHIFT_MARGIN,) * 4, mode="replicate")
    return padded[:, :, down : down + height, right : right + width].contiguous()


def pixel_and_edge_loss(decoded: torch.Tensor, truth: torch.Tensor) -> tuple:
    """L1 distance of the pixels, and of their differences to the right and lower neighbours."""
    edges = F.l1_loss(decoded.diff(dim=3), truth.diff(dim=3))
    edges = edges + F.l1_loss(decoded.diff(dim=2), truth.diff(dim=2))
    return F.l1_loss(decoded, truth), edges


def divergence(mean: torch.Tensor, log_variance: torch.Tensor) -> torch.Tensor:
    """Kullback-Leibler divergence from the unit normal, per latent element."""
    return 0.5 * (mean**2 + log_variance.exp() - 1 - log_variance).mean()


@torch.no_grad()
def fold_normalisation(vae: AutoencoderKL, images: np.ndarray, device: str) -> tuple:
    """Gives latents times SCALING_FACTOR zero mean and unit variance; returns what they were."""
    means = [
        vae.encode(training.pixels(images[begin : begin + 64], device)).latent_dist.mean
        for begin in range(0, len(images), 64)
    ]
    latents = torch.cat(means)
    mean = latents.mean((0, 2, 3))
    deviation = latents.std((0, 2, 3))
    gain = 1 / (SCALING_FACTOR * deviation)

    into = vae.quant_conv
    into.weight[:LATENT_CHANNELS] *= gain[:, None, None, None]
    into.bias[:LATENT_CHANNELS] = (into.bias[:LATENT_CHANNELS] - mean) * gain
    into.bias[LATENT_CHANNELS:] += 2 * gain.log()
    out = vae.post_quant_conv
    out.bias += out.weight[:, :, 0, 0] @ mean
    out.weight /= gain[None, :, None, None]
    return mean.tolist(), deviation.tolist()


class Trainer:
    def __init__(self, arguments: argparse.Namespace):
        self.arguments = arguments
        self.device = arguments.device
        self.images = training.read_images(arguments)
        self.vae = build().to(self.device).train()
        self.averaged = training.AveragedModel(self.vae, 0.998)
        self.optimizer = torch.optim.AdamW(
            self.vae.parameters(), lr=arguments.lr, betas=(0.9, 0.99), weight_decay=1e-4
        )
        self.rate = training.LearningRate(arguments.lr, warmup_steps=100, floor=0.03)
        self.log = training.Log(arguments.run / "vae.log")
        self.log(params=training.parameter_count(self.vae))
        self.checkpoint = arguments.run / "vae.pt"
        self.step = 0
        self.clock = training.Clock(arguments.minutes, self.resume())

    def resume(self) -> float:
        """Continues from the checkpoint, if there is one; returns the seconds spent on it."""
        state = training.load_checkpoint(self.checkpoint)
        if state is None:
            return 0.0
        self.vae.load_state_dict(state["model"])
        self.averaged.model.load_state_dict(state["ema"])
        self.optimizer.load_state_dict(state["opt"])
        self.step = state["n"]
        return state["spent"]

    def save(self) -> None:
        training.save_checkpoint(
            self.checkpoint,
            model=self.vae.state_dict(),
            ema=self.averaged.model.state_dict(),
            opt=self.optimizer.state_dict(),
            n=self.step,
            spent=self.clock.spent(),
        )

    def train(self) -> None:
        means = training.Means()
        lap = time.time()
        while self.clock.is_running():
            rate = self.rate.set(self.optimizer, self.step, self.clock.progress())
            means.add(*self.train_step())
            if means.are_due(self.step):
                pixel, edge, kl = means.take()
                speed = 100 * self.arguments.batch / (time.time() - lap)
                self.log(n=self.step, l1=pixel, grad=edge, kl=kl, lr=rate, img_s=speed)
                lap = time.time()
            if self.step % 1000 == 0:
                self.save()
        self.save()

    def train_step(self) -> tuple[float, float, float]:
        chosen = np.random.randint(0, len(self.images), self.arguments.batch)
        batch = augmented(self.images, chosen, self.device)
        with training.autocast(self.arguments):
            posterior = self.vae.encode(batch).latent_dist
            decoded = self.vae.decode(posterior.sample()).sample
        pixel, edge = pixel_and_edge_loss(decoded.float(), batch)
        kl = divergence(posterior.mean.float(), posterior.logvar.float())
        loss = pixel + 0.5 * edge + self.arguments.kl * kl
        training.descend(self.optimizer, loss, self.vae.parameters())
        self.step += 1
        self.averaged.update(self.vae, self.step)
        return pixel.item(), edge.item(), kl.item()

    def finish(self) -> None:
        """Folds the normalisation into the averaged weights, measures them and saves them."""
        vae = self.averaged.model
        some = self.images[np.random.RandomState(1).permutation(len(self.images))[:512]]
        self.log(fold=fold_normalisation(vae, some, self.device))
        self.measure(vae, some[:256])
        vae.save_pretrained(self.arguments.run / "vae")

    @torch.no_grad()
    def measure(self, vae: AutoencoderKL, images: np.ndarray) -> None:
        """Logs the quality of round trips, and draws 24 of them into vae.png."""
        truth = training.pixels(images, self.device)
        posterior = vae.encode(truth).latent_dist
        decoded = vae.decode(posterior.mean).sample.clamp(-1, 1)
        noise = 0.1 * torch.randn_like(posterior.mean) / SCALING_FACTOR
        from_noisy = vae.decode(posterior.mean + noise).sample.clamp(-1, 1)
        self.log(
            psnr=training.psnr(decoded, truth),
            psnr_noise01=training.psnr(from_noisy, truth),
            post_std=float((posterior.std * SCALING_FACTOR).mean()),
            latent_std=float((posterior.mean * SCALING_FACTOR).std()),
        )
        rows = torch.stack([truth[:24], decoded[:24]])
        height, width = truth.shape[2:]
        sheet = rows.permute(0, 3, 1, 4, 2).reshape(2 * height, 24 * width, 3)
        values = ((sheet + 1) * 127.5).clamp(0, 255).byte().cpu().numpy()
        Image.fromarray(values).save(self.arguments.run / "vae.png")


def main() -> None:
    options = training.parser(__doc__, minutes=15.0)
    options.add_argument("--batch", type=int, default=8)
    options.add_argument("--lr", type=float, default=1.5e-3)
    options.add_argument("--kl", type=float, default=5e-4, help="weight of the divergence")
    arguments = options.parse_args()
    training.prepare(arguments)
    np.random.seed(arguments.seed)
    trainer = Trainer(arguments)
    trainer.train()
    trainer.finish()


if __name__ == "__main__":
    main()

"""Stable Diffusion's denoiser and decoder in plain torch, for hosts without diffusers.

Functions of a dictionary of weights under the names that diffusers saves. For comparing speed: the
same operators as diffusers calls, nothing else of it.
"""

import math

import torch
import torch.nn.functional as F  # noqa: N812


class Weights:
    """Tensors below a prefix."""

    def __init__(self, tensors: dict[str, torch.Tensor], prefix: str = ""):
        self.tensors = tensors
        self.prefix = prefix

    def at(self, name: object) -> "Weights":
        return Weights(self.tensors, f"{self.prefix}{name}.")

    def __contains__(self, name: str) -> bool:
        return self.prefix + name in self.tensors

    def get(self, name: str) -> torch.Tensor | None:
        return self.tensors.get(self.prefix + name)

    def linear(self, x: torch.Tensor, name: str) -> torch.Tensor:
        weight = self.tensors[f"{self.prefix}{name}.weight"]
        return F.linear(x, weight, self.get(name + ".bias"))

    def conv(self, x: torch.Tensor, name: str, stride: int = 1) -> torch.Tensor:
        weight = self.tensors[f"{self.prefix}{name}.weight"]
        padding = weight.shape[-1] // 2
        return F.conv2d(x, weight, self.get(name + ".bias"), stride, padding)

    def group_norm(self, x: torch.Tensor, name: str, eps: float, groups: int = 32) -> torch.Tensor:
        return F.group_norm(x, groups, self.get(name + ".weight"), self.get(name + ".bias"), eps)

    def layer_norm(self, x: torch.Tensor, name: str) -> torch.Tensor:
        return F.layer_norm(
            x, x.shape[-1:], self.get(name + ".weight"), self.get(name + ".bias"), 1e-5
        )


def sinusoid(numbers: torch.Tensor, features: int) -> torch.Tensor:
    half = features // 2
    exponent = torch.arange(half, dtype=torch.float32, device=numbers.device) / half
    angles = numbers.float()[:, None] * torch.exp(-math.log(10_000) * exponent)
    return torch.cat([angles.cos(), angles.sin()], dim=-1)


def resnet(
    w: Weights, x: torch.Tensor, eps: float, time: torch.Tensor | None = None
) -> torch.Tensor:
    h = w.conv(F.silu(w.group_norm(x, "norm1", eps)), "conv1")
    if time is not None:
        h = h + w.linear(time, "time_emb_proj")[:, :, None, None]
    h = w.conv(F.silu(w.group_norm(h, "norm2", eps)), "conv2")
    return (w.conv(x, "conv_shortcut") if "conv_shortcut.weight" in w else x) + h


def attention(w: Weights, x: torch.Tensor, context: torch.Tensor, heads: int) -> torch.Tensor:
    def split(y: torch.Tensor) -> torch.Tensor:
        return y.unflatten(-1, (heads, -1)).transpose(1, 2)

    q, k, v = w.linear(x, "to_q"), w.linear(context, "to_k"), w.linear(context, "to_v")
    attended = F.scaled_dot_product_attention(split(q), split(k), split(v))
    return w.linear(attended.transpose(1, 2).flatten(2), "to_out.0")


def transformer(w: Weights, x: torch.Tensor, context: torch.Tensor, heads: int) -> torch.Tensor:
    linear = w.get("proj_in.weight").dim() == 2
    h = w.group_norm(x, "norm", 1e-6)
    h = h if linear else w.conv(h, "proj_in")
    h = h.permute(0, 2, 3, 1).flatten(1, 2)
    h = w.linear(h, "proj_in") if linear else h
    depth = 0
    while f"transformer_blocks.{depth}.norm1.weight" in w:
        block = w.at(f"transformer_blocks.{depth}")
        normed = block.layer_norm(h, "norm1")
        h = h + attention(block.at("attn1"), normed, normed, heads)
        h = h + attention(block.at("attn2"), block.layer_norm(h, "norm2"), context, heads)
        a, b = block.linear(block.layer_norm(h, "norm3"), "ff.net.0.proj").chunk(2, dim=-1)
        h = h + block.linear(a * F.gelu(b), "ff.net.2")
        depth += 1
    h = w.linear(h, "proj_out") if linear else h
    h = h.unflatten(1, x.shape[2:]).permute(0, 3, 1, 2)
    return x + (h if linear else w.conv(h, "proj_out"))


def unet(
    tensors: dict[str, torch.Tensor],
    config: dict,
    sample: torch.Tensor,
    timestep: torch.Tensor,
    states: torch.Tensor,
    added: tuple[torch.Tensor, torch.Tensor] | None = None,
) -> torch.Tensor:
    """`added` is SDXL's pooled text and sizes."""
    w = Weights(tensors)
    channels = config["block_out_channels"]
    heads = config["attention_head_dim"]
    heads = heads if isinstance(heads, list) else [heads] * len(channels)
    eps = config["norm_eps"]
    t = w.at("time_embedding")
    time = sinusoid(timestep, channels[0]).to(sample.dtype)
    time = t.linear(F.silu(t.linear(time, "linear_1")), "linear_2")
    if added is not None:
        pooled, sizes = added
        numbers = sinusoid(sizes.flatten(), config["addition_time_embed_dim"])
        numbers = numbers.reshape(len(sample), -1).to(sample.dtype)
        a = w.at("add_embedding")
        joined = torch.cat([pooled, numbers], dim=-1)
        time = time + a.linear(F.silu(a.linear(joined, "linear_1")), "linear_2")
    time = F.silu(time)
    h = w.conv(sample, "conv_in")
    skips = [h]
    for level in range(len(channels)):
        block = w.at(f"down_blocks.{level}")
        for i in range(config["layers_per_block"]):
            h = resnet(block.at(f"resnets.{i}"), h, eps, time)
            if f"attentions.{i}.norm.weight" in block:
                h = transformer(block.at(f"attentions.{i}"), h, states, heads[level])
            skips.append(h)
        if level < len(channels) - 1:
            h = block.conv(h, "downsamplers.0.conv", stride=2)
            skips.append(h)
    middle = w.at("mid_block")
    h = resnet(middle.at("resnets.0"), h, eps, time)
    h = transformer(middle.at("attentions.0"), h, states, heads[-1])
    h = resnet(middle.at("resnets.1"), h, eps, time)
    for index in range(len(channels)):
        block = w.at(f"up_blocks.{index}")
        for i in range(config["layers_per_block"] + 1):
            h = resnet(block.at(f"resnets.{i}"), torch.cat([h, skips.pop()], dim=1), eps, time)
            if f"attentions.{i}.norm.weight" in block:
                h = transformer(block.at(f"attentions.{i}"), h, states, heads[-1 - index])
        if index < len(channels) - 1:
            h = F.interpolate(h, size=skips[-1].shape[2:], mode="nearest")
            h = block.conv(h, "upsamplers.0.conv")
    return w.conv(F.silu(w.group_norm(h, "conv_norm_out", eps)), "conv_out")


def decoder(tensors: dict[str, torch.Tensor], config: dict, latent: torch.Tensor) -> torch.Tensor:
    w = Weights(tensors)
    h = w.conv(latent, "post_quant_conv")
    w = w.at("decoder")
    h = w.conv(h, "conv_in")
    middle = w.at("mid_block")
    h = resnet(middle.at("resnets.0"), h, 1e-6)
    a = middle.at("attentions.0")
    tokens = a.group_norm(h, "group_norm", 1e-6).permute(0, 2, 3, 1).flatten(1, 2)
    attended = attention(a, tokens, tokens, 1)
    h = h + attended.unflatten(1, h.shape[2:]).permute(0, 3, 1, 2)
    h = resnet(middle.at("resnets.1"), h, 1e-6)
    for index in range(len(config["block_out_channels"])):
        block = w.at(f"up_blocks.{index}")
        for i in range(config["layers_per_block"] + 1):
            h = resnet(block.at(f"resnets.{i}"), h, 1e-6)
        if "upsamplers.0.conv.weight" in block:
            h = block.conv(F.interpolate(h, scale_factor=2.0), "upsamplers.0.conv")
    return w.conv(F.silu(w.group_norm(h, "conv_norm_out", 1e-6)), "conv_out")

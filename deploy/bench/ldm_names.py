"""The same tensors as a single-file checkpoint of the latent-diffusion code names them."""

import dataclasses
import re

RESNET = {
    "norm1": "in_layers.0",
    "conv1": "in_layers.2",
    "time_emb_proj": "emb_layers.1",
    "norm2": "out_layers.0",
    "conv2": "out_layers.3",
    "conv_shortcut": "skip_connection",
}
UNET_ENDS = {
    "time_embedding.linear_1": "time_embed.0",
    "time_embedding.linear_2": "time_embed.2",
    "add_embedding.linear_1": "label_emb.0.0",
    "add_embedding.linear_2": "label_emb.0.2",
    "conv_in": "input_blocks.0.0",
    "mid_block.attentions.0": "middle_block.1",
    "conv_norm_out": "out.0",
    "conv_out": "out.2",
}
VAE_ATTENTION = {
    "group_norm": "norm",
    "to_q": "q",
    "to_k": "k",
    "to_v": "v",
    "to_out.0": "proj_out",
}
OPEN_CLIP = {
    "layer_norm1": "ln_1",
    "layer_norm2": "ln_2",
    "self_attn.out_proj": "attn.out_proj",
    "mlp.fc1": "mlp.c_fc",
    "mlp.fc2": "mlp.c_proj",
}


@dataclasses.dataclass(frozen=True)
class Tensor:
    """One tensor of the file: `sources` of the component's own names, on top of each other."""

    name: str
    shape: tuple
    sources: list
    transposed: bool = False


def unet(shapes, config):
    """Under `model.diffusion_model.`."""
    stride = config["layers_per_block"] + 1
    for name, shape in shapes.items():
        yield _plain("model.diffusion_model." + _unet_name(name, stride, config), name, shape)


def _unet_name(name, stride, config):
    for ours, theirs in UNET_ENDS.items():
        if name.startswith(ours + "."):
            return theirs + name[len(ours) :]
    if found := re.fullmatch(r"mid_block\.resnets\.(\d)\.(\w+)\.(.+)", name):
        return f"middle_block.{2 * int(found[1])}.{RESNET[found[2]]}.{found[3]}"
    side, level, kind, index, rest = re.fullmatch(
        r"(down|up)_blocks\.(\d+)\.(\w+)\.(\d+)\.(.+)", name
    ).groups()
    level, index = int(level), int(index)
    last = kind in ("downsamplers", "upsamplers")
    at = level * stride + (stride - 1 if last else index) + (1 if side == "down" else 0)
    block = f"{'input' if side == 'down' else 'output'}_blocks.{at}"
    if kind == "resnets":
        part, rest = rest.split(".", 1)
        return f"{block}.0.{RESNET[part]}.{rest}"
    if kind == "attentions":
        return f"{block}.1.{rest}"
    if kind == "downsamplers":
        return f"{block}.0.op.{rest.removeprefix('conv.')}"
    module = 2 if config["up_block_types"][level].startswith("CrossAttn") else 1
    return f"{block}.{module}.{rest}"


def vae(shapes, config):
    """Under `first_stage_model.`; its attention is of 1x1 convolutions."""
    levels = len(config["block_out_channels"])
    for name, shape in shapes.items():
        theirs = _vae_name(name, levels)
        if ".attn_1." in theirs and len(shape) == 2:
            shape = (*shape, 1, 1)
        yield _plain("first_stage_model." + theirs, name, shape)


def _vae_name(name, levels):
    name = re.sub(r"mid_block\.resnets\.(\d)", lambda m: f"mid.block_{int(m[1]) + 1}", name)
    if found := re.fullmatch(r"(.+)\.mid_block\.attentions\.0\.(.+)\.(weight|bias)", name):
        return f"{found[1]}.mid.attn_1.{VAE_ATTENTION[found[2]]}.{found[3]}"
    name = re.sub(r"down_blocks\.(\d)", r"down.\1", name)
    name = re.sub(r"up_blocks\.(\d)", lambda m: f"up.{levels - 1 - int(m[1])}", name)
    name = name.replace("resnets", "block").replace("conv_shortcut", "nin_shortcut")
    name = name.replace("conv_norm_out", "norm_out")
    return re.sub(r"(down|up)samplers\.0", r"\1sample", name)


def clip(shapes, prefix):
    """As transformers names them, under a prefix."""
    for name, shape in shapes.items():
        yield _plain(prefix + "transformer." + name, name, shape)


def open_clip(shapes, prefix):
    """OpenCLIP's: one matrix for query, key and value; a projection that is transposed."""
    prefix += "model."
    for name, shape in shapes.items():
        if found := re.fullmatch(r"(.+)\.self_attn\.([qkv])_proj\.(\w+)", name):
            if found[2] == "q":
                parts = [f"{found[1]}.self_attn.{p}_proj.{found[3]}" for p in "qkv"]
                theirs = f"{_layer(found[1])}.attn.in_proj_{found[3]}"
                yield Tensor(prefix + theirs, (3 * shape[0], *shape[1:]), parts)
        elif name == "text_projection.weight":
            yield Tensor(prefix + "text_projection", shape[::-1], [name], transposed=True)
        else:
            yield _plain(prefix + _open_clip_name(name), name, shape)


def _layer(name):
    return name.replace("text_model.encoder.layers", "transformer.resblocks")


def _open_clip_name(name):
    ends = {
        "text_model.embeddings.token_embedding.weight": "token_embedding.weight",
        "text_model.embeddings.position_embedding.weight": "positional_embedding",
        "text_model.final_layer_norm.weight": "ln_final.weight",
        "text_model.final_layer_norm.bias": "ln_final.bias",
    }
    if name in ends:
        return ends[name]
    for ours, theirs in OPEN_CLIP.items():
        name = name.replace("." + ours + ".", "." + theirs + ".")
    return _layer(name)


def _plain(theirs, name, shape):
    return Tensor(theirs, shape, [name])

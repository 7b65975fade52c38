"""Configs of the published Stable Diffusion models, and the tensors that they come to.

Names and shapes are those that diffusers and transformers save; `torch` is not needed. `shrunk`
makes a model of the same layout that a test can afford.
"""

import copy

CLIP_VOCABULARY = 49408


def _unet(**changes):
    config = {
        "_class_name": "UNet2DConditionModel",
        "act_fn": "silu",
        "attention_head_dim": 8,
        "block_out_channels": [320, 640, 1280, 1280],
        "center_input_sample": False,
        "cross_attention_dim": 768,
        "down_block_types": ["CrossAttnDownBlock2D"] * 3 + ["DownBlock2D"],
        "downsample_padding": 1,
        "flip_sin_to_cos": True,
        "freq_shift": 0,
        "in_channels": 4,
        "layers_per_block": 2,
        "mid_block_scale_factor": 1,
        "norm_eps": 1e-05,
        "norm_num_groups": 32,
        "out_channels": 4,
        "sample_size": 64,
        "up_block_types": ["UpBlock2D"] + ["CrossAttnUpBlock2D"] * 3,
    }
    return config | changes


def _text(hidden, layers, heads, **changes):
    config = {
        "architectures": ["CLIPTextModel"],
        "bos_token_id": 49406,
        "eos_token_id": 2,
        "hidden_act": "gelu",
        "hidden_size": hidden,
        "intermediate_size": 4 * hidden,
        "layer_norm_eps": 1e-05,
        "max_position_embeddings": 77,
        "model_type": "clip_text_model",
        "num_attention_heads": heads,
        "num_hidden_layers": layers,
        "pad_token_id": 1,
        "projection_dim": hidden,
        "vocab_size": CLIP_VOCABULARY,
    }
    return config | changes


def _vae(**changes):
    config = {
        "_class_name": "AutoencoderKL",
        "act_fn": "silu",
        "block_out_channels": [128, 256, 512, 512],
        "down_block_types": ["DownEncoderBlock2D"] * 4,
        "in_channels": 3,
        "latent_channels": 4,
        "layers_per_block": 2,
        "norm_num_groups": 32,
        "out_channels": 3,
        "sample_size": 512,
        "scaling_factor": 0.18215,
        "up_block_types": ["UpDecoderBlock2D"] * 4,
    }
    return config | changes


def _scheduler(name, **changes):
    config = {
        "_class_name": name,
        "beta_end": 0.012,
        "beta_schedule": "scaled_linear",
        "beta_start": 0.00085,
        "clip_sample": False,
        "num_train_timesteps": 1000,
        "prediction_type": "epsilon",
        "set_alpha_to_one": False,
        "skip_prk_steps": True,
        "steps_offset": 1,
    }
    return config | changes


CLIP_L = _text(768, 12, 12, hidden_act="quick_gelu")
OPEN_CLIP_H = _text(1024, 23, 16)
OPEN_CLIP_G = _text(1280, 32, 20, architectures=["CLIPTextModelWithProjection"])

FAMILIES = {
    "sd15": {
        "pipeline": "StableDiffusionPipeline",
        "text_encoder": CLIP_L,
        "unet": _unet(),
        "vae": _vae(),
        "scheduler": _scheduler("PNDMScheduler"),
    },
    "sd21": {
        "pipeline": "StableDiffusionPipeline",
        "text_encoder": OPEN_CLIP_H,
        "unet": _unet(
            attention_head_dim=[5, 10, 20, 20],
            cross_attention_dim=1024,
            sample_size=96,
            upcast_attention=True,
            use_linear_projection=True,
        ),
        "vae": _vae(sample_size=768),
        "scheduler": _scheduler("DDIMScheduler", prediction_type="v_prediction"),
    },
    "sdxl": {
        "pipeline": "StableDiffusionXLPipeline",
        "text_encoder": CLIP_L,
        "text_encoder_2": OPEN_CLIP_G,
        "unet": _unet(
            addition_embed_type="text_time",
            addition_time_embed_dim=256,
            attention_head_dim=[5, 10, 20],
            block_out_channels=[320, 640, 1280],
            cross_attention_dim=2048,
            down_block_types=["DownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D"],
            projection_class_embeddings_input_dim=2816,
            sample_size=128,
            transformer_layers_per_block=[1, 2, 10],
            up_block_types=["CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"],
            use_linear_projection=True,
        ),
        "vae": _vae(force_upcast=True, sample_size=1024, scaling_factor=0.13025),
        "scheduler": _scheduler("EulerDiscreteScheduler", timestep_spacing="leading"),
    },
}


def shrunk(family):
    """The same layout, a tenth as wide, at 64x64 pixels: about a hundredth of the weights."""
    small = copy.deepcopy(family)
    for name in ("text_encoder", "text_encoder_2"):
        if name in small:
            text = small[name]
            text |= {"hidden_size": 64, "intermediate_size": 256, "projection_dim": 64}
            text |= {"num_hidden_layers": 2, "num_attention_heads": 4}
    unet = small["unet"]
    unet["block_out_channels"] = [c // 10 for c in unet["block_out_channels"]]
    unet["sample_size"] = 8
    unet["cross_attention_dim"] = 128 if "text_encoder_2" in small else 64
    if isinstance(unet["attention_head_dim"], list):
        unet["attention_head_dim"] = [max(1, h // 5) for h in unet["attention_head_dim"]]
    if "addition_embed_type" in unet:
        unet["addition_time_embed_dim"] = 32
        unet["projection_class_embeddings_input_dim"] = 64 + 6 * 32
        unet["transformer_layers_per_block"] = [1, 1, 2]
    small["vae"]["block_out_channels"] = [32, 32, 64, 64]
    small["vae"]["sample_size"] = 64
    return small


class Tensors(dict):
    """Shapes by name."""

    def linear(self, name, out, into, bias=True):
        self[name + ".weight"] = (out, into)
        if bias:
            self[name + ".bias"] = (out,)

    def conv(self, name, out, into, kernel):
        self[name + ".weight"] = (out, into, kernel, kernel)
        self[name + ".bias"] = (out,)

    def norm(self, name, width):
        self[name + ".weight"] = (width,)
        self[name + ".bias"] = (width,)

    def resnet(self, name, into, out, time=None):
        self.norm(name + ".norm1", into)
        self.conv(name + ".conv1", out, into, 3)
        if time:
            self.linear(name + ".time_emb_proj", out, time)
        self.norm(name + ".norm2", out)
        self.conv(name + ".conv2", out, out, 3)
        if into != out:
            self.conv(name + ".conv_shortcut", out, into, 1)


def unet_tensors(config):
    """A UNet2DConditionModel's."""
    t = Tensors()
    channels = config["block_out_channels"]
    levels = len(channels)
    depths = config.get("transformer_layers_per_block", 1)
    depths = depths if isinstance(depths, list) else [depths] * levels
    time = 4 * channels[0]
    layers = config["layers_per_block"]

    def transformer(name, width, depth):
        t.norm(name + ".norm", width)
        project = t.linear if config.get("use_linear_projection") else _pointwise(t)
        project(name + ".proj_in", width, width)
        for i in range(depth):
            block = f"{name}.transformer_blocks.{i}"
            for part, context in (("attn1", width), ("attn2", config["cross_attention_dim"])):
                t.linear(f"{block}.{part}.to_q", width, width, bias=False)
                t.linear(f"{block}.{part}.to_k", width, context, bias=False)
                t.linear(f"{block}.{part}.to_v", width, context, bias=False)
                t.linear(f"{block}.{part}.to_out.0", width, width)
            t.linear(f"{block}.ff.net.0.proj", 8 * width, width)
            t.linear(f"{block}.ff.net.2", width, 4 * width)
            for n in (1, 2, 3):
                t.norm(f"{block}.norm{n}", width)
        project(name + ".proj_out", width, width)

    t.linear("time_embedding.linear_1", time, channels[0])
    t.linear("time_embedding.linear_2", time, time)
    if "addition_embed_type" in config:
        t.linear("add_embedding.linear_1", time, config["projection_class_embeddings_input_dim"])
        t.linear("add_embedding.linear_2", time, time)
    t.conv("conv_in", channels[0], config["in_channels"], 3)
    skips = [channels[0]]
    width = channels[0]
    for level, kind in enumerate(config["down_block_types"]):
        name = f"down_blocks.{level}"
        for i in range(layers):
            t.resnet(f"{name}.resnets.{i}", width, channels[level], time)
            width = channels[level]
            if kind.startswith("CrossAttn"):
                transformer(f"{name}.attentions.{i}", width, depths[level])
            skips.append(width)
        if level < levels - 1:
            t.conv(f"{name}.downsamplers.0.conv", width, width, 3)
            skips.append(width)
    t.resnet("mid_block.resnets.0", width, width, time)
    transformer("mid_block.attentions.0", width, depths[-1])
    t.resnet("mid_block.resnets.1", width, width, time)
    for block, kind in enumerate(config["up_block_types"]):
        level = levels - 1 - block
        name = f"up_blocks.{block}"
        for i in range(layers + 1):
            t.resnet(f"{name}.resnets.{i}", width + skips.pop(), channels[level], time)
            width = channels[level]
            if kind.startswith("CrossAttn"):
                transformer(f"{name}.attentions.{i}", width, depths[level])
        if level > 0:
            t.conv(f"{name}.upsamplers.0.conv", width, width, 3)
    t.norm("conv_norm_out", channels[0])
    t.conv("conv_out", config["out_channels"], channels[0], 3)
    return t


def _pointwise(tensors):
    return lambda name, out, into: tensors.conv(name, out, into, 1)


def vae_tensors(config):
    """An AutoencoderKL's."""
    t = Tensors()
    channels = config["block_out_channels"]
    latent = config["latent_channels"]

    def middle(name, width):
        t.resnet(name + ".resnets.0", width, width)
        t.norm(name + ".attentions.0.group_norm", width)
        for part in ("to_q", "to_k", "to_v", "to_out.0"):
            t.linear(f"{name}.attentions.0.{part}", width, width)
        t.resnet(name + ".resnets.1", width, width)

    t.conv("encoder.conv_in", channels[0], 3, 3)
    width = channels[0]
    for level, out in enumerate(channels):
        for i in range(config["layers_per_block"]):
            t.resnet(f"encoder.down_blocks.{level}.resnets.{i}", width, out)
            width = out
        if level < len(channels) - 1:
            t.conv(f"encoder.down_blocks.{level}.downsamplers.0.conv", out, out, 3)
    middle("encoder.mid_block", width)
    t.norm("encoder.conv_norm_out", width)
    t.conv("encoder.conv_out", 2 * latent, width, 3)
    t.conv("quant_conv", 2 * latent, 2 * latent, 1)
    t.conv("post_quant_conv", latent, latent, 1)
    t.conv("decoder.conv_in", width, latent, 3)
    middle("decoder.mid_block", width)
    for block, out in enumerate(reversed(channels)):
        for i in range(config["layers_per_block"] + 1):
            t.resnet(f"decoder.up_blocks.{block}.resnets.{i}", width, out)
            width = out
        if block < len(channels) - 1:
            t.conv(f"decoder.up_blocks.{block}.upsamplers.0.conv", out, out, 3)
    t.norm("decoder.conv_norm_out", width)
    t.conv("decoder.conv_out", 3, width, 3)
    return t


def text_tensors(config):
    """A CLIPTextModel's, or with a projection where the architecture says so."""
    t = Tensors()
    width = config["hidden_size"]
    t["text_model.embeddings.token_embedding.weight"] = (config["vocab_size"], width)
    t["text_model.embeddings.position_embedding.weight"] = (
        config["max_position_embeddings"],
        width,
    )
    for i in range(config["num_hidden_layers"]):
        layer = f"text_model.encoder.layers.{i}"
        for part in ("q_proj", "k_proj", "v_proj", "out_proj"):
            t.linear(f"{layer}.self_attn.{part}", width, width)
        t.norm(layer + ".layer_norm1", width)
        t.linear(layer + ".mlp.fc1", config["intermediate_size"], width)
        t.linear(layer + ".mlp.fc2", width, config["intermediate_size"])
        t.norm(layer + ".layer_norm2", width)
    t.norm("text_model.final_layer_norm", width)
    if config["architectures"] == ["CLIPTextModelWithProjection"]:
        t.linear("text_projection", config["projection_dim"], width, bias=False)
    return t


def tensors(component, config):
    """Shapes by name of one component of a family."""
    if component == "unet":
        return unet_tensors(config)
    if component == "vae":
        return vae_tensors(config)
    return text_tensors(config)

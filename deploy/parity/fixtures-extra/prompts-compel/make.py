"""Reference values of compel 2.5.1, with torch, transformers, diffusers: make.py FIXTURES."""

import json
import sys
from pathlib import Path
from types import SimpleNamespace

import torch
from compel import Compel
from compel.convenience_wrappers import CompelForSD, CompelForSDXL
from compel.embeddings_provider import DownweightMode
from compel.prompt_parser import Blend
from safetensors.torch import save_file
from transformers import CLIPTextModel, CLIPTextModelWithProjection, CLIPTokenizer

HERE = Path(__file__).parent
LONG = (
    "A lighthouse on a cliff above a stormy sea, with (dark rocks)0.6 and white birds. "
    "Oil painting, thick brush strokes, (muted colours)1.2 and a golden light that breaks "
    "through the clouds far away over the horizon, where a small ship with red sails goes home "
    "after a long journey along (the cold and empty northern coast, past islands without names, "
    "harbours without ships and towns without people)0.5 in the rain, detailed, calm"
)
UNBROKEN = " ".join(f"word{i}" for i in range(50)) + " end-- here"
SD = ["a (red)0.5 heart, (blue)0.3 star", "(a cat)0 on a mat", LONG, UNBROKEN]
SD += [f'("{LONG}", "a dog-").blend(0.7, 0.3)', f'("a cat", "{LONG}").and(0.6, 1.2)']
XL = ["a lighthouse++ in a (storm)0.4", LONG[:220], ""]
XL += ['("a cat", "a dog--").blend(1, 0.5, no_normalize)']


def describe(prompt):
    if isinstance(prompt, Blend):
        prompts = [describe(each) for each in prompt.prompts]
        return dict(
            kind="blend",
            weights=list(prompt.weights),
            normalize=prompt.normalize_weights,
            prompts=prompts,
        )
    fragments = [dict(text=f.text, weight=float(f.weight)) for f in prompt.children]
    return dict(kind="prompt", fragments=fragments)


def conjunction(prompt):
    parsed = Compel.parse_prompt_string(prompt)
    return dict(
        weights=[float(w) for w in parsed.weights], prompts=[describe(p) for p in parsed.prompts]
    )


@torch.no_grad()
def main(fixtures):
    torch.set_num_threads(1)
    tensors, cases = {}, []

    def case(model, prompt, mode, states, pooled=None):
        name = str(len(cases))
        item = dict(
            model=model, prompt=prompt, downweight_mode=mode, conjunction=conjunction(prompt)
        )
        item["embeddings"] = f"{name}/embeddings"
        tensors[item["embeddings"]] = states[0].contiguous()
        if pooled is not None:
            item["pooled"] = f"{name}/pooled"
            tensors[item["pooled"]] = pooled[0].contiguous()
        cases.append(item)
        print(name, tuple(states.shape), prompt[:60])

    sd1 = fixtures / "sd1/model"
    pipe = SimpleNamespace(
        tokenizer=CLIPTokenizer.from_pretrained(sd1 / "tokenizer"),
        text_encoder=CLIPTextModel.from_pretrained(sd1 / "text_encoder").eval(),
    )
    for prompt in SD:
        case("sd1", prompt, "mask", CompelForSD(pipe)(prompt).embeds)
    removing = Compel(
        tokenizer=pipe.tokenizer,
        text_encoder=pipe.text_encoder,
        truncate_long_prompts=False,
        downweight_mode=DownweightMode.REMOVE,
    )
    case("sd1", SD[0], "remove", removing(SD[0]))
    sdxl = fixtures / "sdxl/model"
    pipe = SimpleNamespace(
        tokenizer=CLIPTokenizer.from_pretrained(sdxl / "tokenizer"),
        text_encoder=CLIPTextModel.from_pretrained(sdxl / "text_encoder").eval(),
        tokenizer_2=CLIPTokenizer.from_pretrained(sdxl / "tokenizer_2"),
        text_encoder_2=CLIPTextModelWithProjection.from_pretrained(sdxl / "text_encoder_2").eval(),
    )
    for prompt in XL:
        made = CompelForSDXL(pipe)(prompt)
        case("sdxl", prompt, "mask", made.embeds, made.pooled_embeds)
    save_file(tensors, HERE / "expected.safetensors")
    text = json.dumps(dict(tool="compel 2.5.1", cases=cases), indent=1)
    (HERE / "expected.json").write_text(text + "\n")


main(Path(sys.argv[1]))

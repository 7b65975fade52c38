"""Stage 2: a CLIP tokenizer and a small CLIPTextModel.

The encoder is trained on its own, then frozen: from a caption it must name the emoji, its colour
and its background, and predict an 8x8 thumbnail of the picture, both from the end token and from
any padding token (the UNet reads them all). Ends by caching the hidden states of every caption, and
of the empty text as the last, for stage 3.
"""

import argparse
import json
import pathlib
import random

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTokenizer

import catalogue
import tokenizer
import training

PREFIXES = [
    "",
    "a picture of",
    "an image of",
    "a drawing of",
    "draw",
    "emoji of",
    "a cute",
    "a small",
    "a big",
    "an icon of",
    "please draw",
    "one",
    "a nice",
    "my",
]
PREFIX_SHARE = 0.2
THUMBNAIL = 8
THUMBNAIL_VALUES = THUMBNAIL * THUMBNAIL * 3
MAX_COLOURS = 10
SHORT_LENGTH = 24  # enough for nearly every caption, and three times faster than 77 tokens


class Targets:
    """What the encoder must tell about each picture."""

    def __init__(self, images: list[dict], pictures: np.ndarray):
        self.emoji = torch.tensor([image["emoji"] for image in images])
        self.colour = indices([image["colour"] for image in images])
        self.background = indices([image["background"] for image in images])
        self.thumbnail = thumbnails(pictures)


def indices(names: list[str]) -> torch.Tensor:
    distinct = sorted(set(names))
    if len(distinct) > MAX_COLOURS:
        raise ValueError(f"{len(distinct)} colours, at most {MAX_COLOURS} fit: {distinct}")
    return torch.tensor([distinct.index(name) for name in names])


def thumbnails(pictures: np.ndarray) -> torch.Tensor:
    """Averages of 8x8 pixels, standardised: [N, 192]."""
    count = len(pictures)
    block = pictures.shape[1] // THUMBNAIL
    blocks = torch.from_numpy(pictures).float()
    blocks = blocks.reshape(count, THUMBNAIL, block, THUMBNAIL, block, 3)
    values = blocks.mean((2, 4)).reshape(count, THUMBNAIL_VALUES) / 255
    return (values - values.mean(0)) / values.std()


class Trainer:
    def __init__(self, arguments: argparse.Namespace):
        self.arguments = arguments
        self.device = arguments.device
        data = training.read_captions(arguments)
        self.images = data["images"]
        self.emoji_count = len(data["emoji"])
        self.log = training.Log(arguments.run / "text.log")
        self.tokenizer = make_tokenizer(arguments, data["captions"])
        self.prefixes = [self.tokens_of(prefix) for prefix in PREFIXES]
        self.end = self.tokenizer.eos_token_id
        texts = [*data["captions"], ""]
        self.ids = self.padded_ids(texts)
        self.targets = Targets(self.images, training.read_images(arguments))
        weights = np.array([image["weight"] for image in self.images]) ** 0.7
        self.shares = weights / weights.sum()
        self.encoder = self.build_encoder().to(self.device)
        outputs = self.emoji_count + THUMBNAIL_VALUES + 2 * MAX_COLOURS
        self.head = nn.Linear(arguments.hidden, outputs).to(self.device)
        self.optimizer = torch.optim.AdamW(
            [*self.encoder.parameters(), *self.head.parameters()],
            lr=arguments.lr,
            betas=(0.9, 0.98),
            weight_decay=0.01,
        )
        self.rate = training.LearningRate(arguments.lr, warmup_steps=200, floor=0.02)
        self.checkpoint = arguments.run / "text.pt"
        self.step = 0
        self.clock = training.Clock(arguments.minutes, self.resume())

    def tokens_of(self, text: str) -> list[int]:
        return self.tokenizer(text, add_special_tokens=False).input_ids

    def padded_ids(self, texts: list[str]) -> torch.Tensor:
        """[N, 77]: start, text, end, and end tokens as padding."""
        length = tokenizer.CONTEXT_LENGTH
        encoded = self.tokenizer(texts, padding="max_length", max_length=length, truncation=True)
        return torch.tensor(encoded.input_ids)

    def build_encoder(self) -> CLIPTextModel:
        hidden = self.arguments.hidden
        config = CLIPTextConfig(
            vocab_size=len(self.tokenizer),
            hidden_size=hidden,
            intermediate_size=4 * hidden,
            projection_dim=hidden,
            num_hidden_layers=self.arguments.layers,
            num_attention_heads=self.arguments.heads,
            max_position_embeddings=tokenizer.CONTEXT_LENGTH,
            hidden_act="quick_gelu",
            layer_norm_eps=1e-5,
            attention_dropout=0.0,
            bos_token_id=self.tokenizer.bos_token_id,
            eos_token_id=self.end,
            pad_token_id=self.end,
        )
        return CLIPTextModel(config)

    def resume(self) -> float:
        state = training.load_checkpoint(self.checkpoint)
        if state is None:
            return 0.0
        self.encoder.load_state_dict(state["enc"])
        self.head.load_state_dict(state["head"])
        self.optimizer.load_state_dict(state["opt"])
        self.step = state["n"]
        return state["spent"]

    def save(self) -> None:
        training.save_checkpoint(
            self.checkpoint,
            enc=self.encoder.state_dict(),
            head=self.head.state_dict(),
            opt=self.optimizer.state_dict(),
            n=self.step,
            spent=self.clock.spent(),
        )

    def train(self) -> None:
        means = training.Means()
        while self.clock.is_running():
            rate = self.rate.set(self.optimizer, self.step, self.clock.progress())
            means.add(*self.train_step())
            if means.are_due(self.step):
                emoji, thumbnail, colour, background, accuracy = means.take()
                self.log(
                    n=self.step,
                    id=emoji,
                    thumb=thumbnail,
                    colour=colour,
                    bg=background,
                    acc=accuracy,
                    lr=rate,
                )
        self.save()

    def train_step(self) -> list[float]:
        chosen = np.random.choice(len(self.images), self.arguments.batch, p=self.shares)
        length = tokenizer.CONTEXT_LENGTH if self.step % 5 == 0 else SHORT_LENGTH
        ids = torch.tensor([self.random_caption(index, length) for index in chosen])
        ends = (ids == self.end).int().argmax(1)
        paddings = ends + (torch.rand(len(ids)) * (length - ends)).long()
        answers = self.answers(ids, ends, paddings)
        losses, accuracy = self.losses(answers, torch.from_numpy(chosen))
        emoji, thumbnail, colour, background = losses
        loss = emoji + 2 * thumbnail + colour + background
        training.descend(self.optimizer, loss, self.encoder.parameters())
        self.step += 1
        return [*(part.item() for part in losses), accuracy]

    def random_caption(self, image: int, length: int) -> list[int]:
        """The ids of one of a picture's captions, now and then with a prefix."""
        ids = self.ids[random.choice(self.images[image]["captions"])].tolist()
        body = ids[1 : ids.index(self.end)]
        if random.random() < PREFIX_SHARE:
            body = random.choice(self.prefixes) + body
        body = body[: length - 2]
        return [ids[0], *body, *[self.end] * (length - 1 - len(body))]

    def answers(self, ids, ends, paddings) -> torch.Tensor:
        """The head's outputs at each row's end token, then at its chosen padding token."""
        with training.autocast(self.arguments):
            states = self.encoder(input_ids=ids.to(self.device)).last_hidden_state
            rows = torch.arange(len(ids), device=self.device)
            at_ends = states[rows, ends.to(self.device)]
            at_paddings = states[rows, paddings.to(self.device)]
            return self.head(torch.cat([at_ends, at_paddings])).float()

    def losses(self, answers: torch.Tensor, chosen: torch.Tensor) -> tuple:
        def twice(values: torch.Tensor) -> torch.Tensor:
            return torch.cat([values[chosen], values[chosen]]).to(self.device)

        parts = [self.emoji_count, THUMBNAIL_VALUES, MAX_COLOURS, MAX_COLOURS]
        emoji, thumbnail, colour, background = answers.split(parts, dim=1)
        names = twice(self.targets.emoji)
        losses = (
            F.cross_entropy(emoji, names),
            F.mse_loss(thumbnail, twice(self.targets.thumbnail)),
            F.cross_entropy(colour, twice(self.targets.colour)),
            F.cross_entropy(background, twice(self.targets.background)),
        )
        accuracy = (emoji.argmax(1) == names).float().mean().item()
        return losses, accuracy

    @torch.no_grad()
    def finish(self) -> None:
        """Saves the encoder, and the hidden states of every caption: bfloat16 [N, 77, hidden]."""
        self.encoder.eval()
        self.encoder.save_pretrained(self.arguments.run / "text_encoder")
        cache = torch.empty(*self.ids.shape, self.arguments.hidden, dtype=torch.bfloat16)
        with training.autocast(self.arguments):
            for begin in range(0, len(self.ids), 256):
                ids = self.ids[begin : begin + 256].to(self.device)
                states = self.encoder(input_ids=ids).last_hidden_state
                cache[begin : begin + 256] = states.to("cpu", torch.bfloat16)
        torch.save(cache, self.arguments.run / "text_cache.pt")
        some = cache[:2000].float()
        self.log(cached=len(cache), mean=float(cache.float().mean()), std=float(some.std()))


def make_tokenizer(arguments: argparse.Namespace, captions: list[str]) -> CLIPTokenizer:
    """Trains the tokenizer on captions, keywords, names and everyday words, once."""
    folder = arguments.run / "tokenizer"
    if not (folder / "vocab.json").exists():
        texts = captions + 2 * names_and_keywords(arguments.npm) + 40 * catalogue.words()
        tokenizer.train(texts, folder, arguments.vocab)
    return CLIPTokenizer.from_pretrained(folder)


def names_and_keywords(npm: pathlib.Path) -> list[str]:
    keywords = json.loads((npm / "emojilib/dist/emoji-en-US.json").read_text())
    names = json.loads((npm / "unicode-emoji-json/data-by-emoji.json").read_text())
    texts = [word.replace("_", " ") for words in keywords.values() for word in words]
    return texts + [entry["name"] for entry in names.values() if entry["group"] != "Flags"]


def main() -> None:
    options = training.parser(__doc__, minutes=5.0)
    options.add_argument("--npm", type=pathlib.Path, default=pathlib.Path("npm/node_modules"))
    options.add_argument("--vocab", type=int, default=3072, help="entries of the vocabulary")
    options.add_argument("--hidden", type=int, default=192)
    options.add_argument("--layers", type=int, default=3)
    options.add_argument("--heads", type=int, default=4)
    options.add_argument("--batch", type=int, default=96)
    options.add_argument("--lr", type=float, default=1.5e-3)
    arguments = options.parse_args()
    training.prepare(arguments)
    random.seed(arguments.seed)
    np.random.seed(arguments.seed)
    trainer = Trainer(arguments)
    trainer.train()
    trainer.finish()


if __name__ == "__main__":
    main()

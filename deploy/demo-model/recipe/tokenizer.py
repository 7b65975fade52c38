"""A CLIP tokenizer (byte-level BPE) with a vocabulary of its own, as transformers' files."""

import json
import pathlib
from collections.abc import Iterable

from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers

START = "<|startoftext|>"
END = "<|endoftext|>"
END_OF_WORD = "</w>"
CONTEXT_LENGTH = 77
SPECIALS_AND_BYTES = 2 + 2 * 256
PATTERN = (
    r"<\|startoftext\|>|<\|endoftext\|>|'s|'t|'re|'ve|'m|'ll|'d"
    r"|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"
)


def train(texts: Iterable[str], folder: pathlib.Path, size: int) -> None:
    """Writes vocab.json, merges.txt and the two config files; at most `size` entries."""
    merges = learn_merges(texts, size)[: size - SPECIALS_AND_BYTES]
    letters = byte_letters()
    entries = [
        *letters,
        *(letter + END_OF_WORD for letter in letters),
        *("".join(merge) for merge in merges),
        START,
        END,
    ]
    vocabulary = {entry: index for index, entry in enumerate(dict.fromkeys(entries))}
    merge_lines = ["#version: 0.2", *(" ".join(merge) for merge in merges)]

    folder.mkdir(parents=True, exist_ok=True)
    write(folder / "vocab.json", json.dumps(vocabulary, ensure_ascii=False))
    write(folder / "merges.txt", "\n".join(merge_lines) + "\n")
    write(folder / "special_tokens_map.json", json.dumps(special_tokens(), indent=2))
    write(folder / "tokenizer_config.json", json.dumps(config(), indent=2))


def learn_merges(texts: Iterable[str], size: int) -> list[list[str]]:
    model = Tokenizer(models.BPE(end_of_word_suffix=END_OF_WORD, continuing_subword_prefix=""))
    model.normalizer = normalizers.Sequence(
        [
            normalizers.NFC(),
            normalizers.Replace(Regex(r"\s+"), " "),
            normalizers.Lowercase(),
        ]
    )
    model.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(PATTERN), behavior="removed", invert=True),
            pre_tokenizers.ByteLevel(add_prefix_space=False),
        ]
    )
    trainer = trainers.BpeTrainer(
        vocab_size=size,
        end_of_word_suffix=END_OF_WORD,
        show_progress=False,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
    )
    model.train_from_iterator(texts, trainer)
    return json.loads(model.to_str())["model"]["merges"]


def byte_letters() -> list[str]:
    """The letters that stand for the 256 bytes, in the order of GPT-2's and CLIP's table."""
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = 256 - len(printable)
    return [*map(chr, printable), *(chr(256 + index) for index in range(others))]


def special_tokens() -> dict:
    return {
        "bos_token": added_token(START),
        "eos_token": added_token(END),
        "pad_token": END,
        "unk_token": added_token(END),
    }


def config() -> dict:
    return {
        "add_prefix_space": False,
        "bos_token": {"__type": "AddedToken", **added_token(START)},
        "do_lower_case": True,
        "eos_token": {"__type": "AddedToken", **added_token(END)},
        "errors": "replace",
        "model_max_length": CONTEXT_LENGTH,
        "pad_token": END,
        "tokenizer_class": "CLIPTokenizer",
        "unk_token": {"__type": "AddedToken", **added_token(END)},
    }


def added_token(content: str) -> dict:
    return {
        "content": content,
        "lstrip": False,
        "normalized": True,
        "rstrip": False,
        "single_word": False,
    }


def write(path: pathlib.Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")

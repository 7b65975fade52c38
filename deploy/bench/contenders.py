"""Processes with one network each that take turns, and the ratios that come of it."""

import dataclasses
import json
import os
import pathlib
import statistics
import subprocess
import time

HERE = pathlib.Path(__file__).resolve().parent
QUIET = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_VERBOSITY": "error", "DIFFUSERS_VERBOSITY": "error"}


class Contender:
    """A process that answers the lines of `CallLoop`. Ends with its `with` block."""

    def __init__(self, name: str, command: list[str], environment: dict[str, str] | None = None):
        self.name = name
        self.begun = time.perf_counter()
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE if os.environ.get("QUIET_CONTENDERS") else None,
            text=True,
            env=os.environ | QUIET | (environment or {}),
        )
        self.ready = self._answer()

    def _answer(self) -> dict:
        while line := self.process.stdout.readline():
            if line.startswith("{"):
                return json.loads(line)
        raise RuntimeError(f"{self.name} ended with {self.process.wait()}")

    def ask(self, line: str) -> dict:
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        return self._answer()

    def call(self, rows: int) -> float:
        """Seconds of one call."""
        return self.ask(f"call {rows}")["seconds"]

    def since_start(self) -> float:
        return time.perf_counter() - self.begun

    def __enter__(self) -> "Contender":
        return self

    def __exit__(self, *unused: object) -> None:
        self.process.stdin.close()
        try:
            self.process.wait(timeout=60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()


@dataclasses.dataclass(frozen=True)
class Pair:
    """Calls in turn: the median of each, and the median of the rounds' own ratios."""

    ours: list[float]
    theirs: list[float]

    @property
    def ratio(self) -> float:
        return statistics.median(a / b for a, b in zip(self.ours, self.theirs, strict=True))


def rounds(contenders: list[Contender], rows: int, count: int, seconds: float) -> list[list[float]]:
    """Times of each contender; at most `count` rounds, none begun after `seconds`. The first call
    of each is not counted; the order turns round by round."""
    for contender in contenders:
        contender.call(rows)
    times: list[list[float]] = [[] for _ in contenders]
    begun = time.perf_counter()
    while len(times[0]) < count and (not times[0] or time.perf_counter() - begun < seconds):
        order = list(range(len(contenders)))
        for i in order if len(times[0]) % 2 == 0 else reversed(order):
            times[i].append(contenders[i].call(rows))
    return times


def relative_error(actual: bytes, expected: bytes) -> float:
    """Of float32 values: in the root mean square; infinite where one is not a number."""
    import numpy as np

    a = np.frombuffer(actual, np.float32).astype(np.float64)
    b = np.frombuffer(expected, np.float32).astype(np.float64)
    error = float(np.sqrt(((a - b) ** 2).sum() / (b**2).sum()))
    return error if np.isfinite(error) else float("inf")

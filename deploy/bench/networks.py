"""Memory, load and speed of single networks on the CPU, against torch on the same weights.

    python3 deploy/bench/networks.py memory    # peak memory of unet-svc, ways to widen fp16 files
    python3 deploy/bench/networks.py load      # process start to first answer, against diffusers
    python3 deploy/bench/networks.py compute   # a guided step, a text, an image, against torch
    python3 deploy/bench/networks.py rows      # the demo's denoiser at 1 to 16 rows

Weights are random ones of SD 1.5's shape (random_model.py), written below --work once: 3.6 GB for
compute and load, 8.9 GB for memory. Contenders are processes that take turns, at most two at a
time; what counts is the median of the rounds' ratios. `--shrunk` tries everything out in a minute.
--python names an interpreter with requirements.txt (see cold_and_warm.py).
"""

import argparse
import contextlib
import dataclasses
import os
import pathlib
import platform
import shlex
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator

from contenders import Contender, Pair, rounds

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
GUIDED = 2
MIB = 1 << 20
ROWS = (1, 2, 4, 8, 16)


@dataclasses.dataclass(frozen=True)
class Goal:
    what: str
    value: float
    limit: float
    at_least: bool = False

    def line(self) -> str:
        reached = self.value >= self.limit if self.at_least else self.value <= self.limit
        word = "reached" if reached else "NOT REACHED"
        bound = "at least" if self.at_least else "at most"
        return f"* {word}: {self.what}: {self.value:.3f} (goal: {bound} {self.limit:.3f})"


class Bench:
    """Where things are, and how contenders are started."""

    def __init__(self, options: argparse.Namespace):
        self.options = options
        self.lines: list[str] = []
        self.goals: list[Goal] = []

    def tell(self, line: str = "") -> None:
        print(line, flush=True)
        self.lines.append(line)

    def model(self, dtype: str, components: str) -> pathlib.Path:
        """A folder of SD 1.5's shape, written by the first who asks."""
        size = "shrunk" if self.options.shrunk else "full"
        folder = self.options.work / f"sd15-{size}-{dtype}-{components.replace(',', '-')}"
        if not (folder / "model_index.json").exists():
            command = [self.options.python, str(HERE / "random_model.py"), "sd15", str(folder)]
            command += ["--dtype", dtype, "--components", components]
            begun = time.perf_counter()
            subprocess.run(command + ["--shrunk"] * self.options.shrunk, check=True)
            print(f"wrote {folder.name} in {time.perf_counter() - begun:.1f} s", flush=True)
        self.fill(folder)
        return folder

    @staticmethod
    def fill(folder: pathlib.Path) -> None:
        """Components that are not asked for get an empty file: a folder is opened as a whole."""
        for part, stem in (
            ("text_encoder", "model"),
            ("unet", "diffusion_pytorch_model"),
            ("vae", "diffusion_pytorch_model"),
        ):
            file = folder / part / f"{stem}.safetensors"
            if not file.exists():
                file.write_bytes((2).to_bytes(8, "little") + b"{}")

    @contextlib.contextmanager
    def ours(self, model: pathlib.Path, network: str, **more: object) -> Iterator[Contender]:
        arguments = {"model": model, "network": network, "threads": self.options.threads} | more
        command = shlex.split(self.options.latentmesh) + ["bench", "calls"]
        command += [f"--{name}={value}" for name, value in arguments.items()]
        with Contender(f"Latent Mesh {network.lower()}", command) as contender:
            yield contender

    @contextlib.contextmanager
    def torch(self, model: pathlib.Path, network: str, *more: str) -> Iterator[Contender]:
        command = [self.options.python, str(HERE / "torch_worker.py"), "--library", "diffusers"]
        command += ["--model", str(model), "--network", network, *more]
        command += ["--threads", str(self.options.threads)]
        with Contender(f"torch {network}", command) as contender:
            yield contender

    def pair(self, ours: Contender, theirs: Contender, rows: int, times: int = 1) -> Pair:
        """`times` the usual rounds, for calls that are short."""
        options = self.options
        pair = Pair(*rounds([ours, theirs], rows, times * options.rounds, options.seconds))
        print(f"{ours.name} {pair.ours} {theirs.name} {pair.theirs}", flush=True)
        return pair


def memory(bench: Bench) -> None:
    """Peak memory of unet-svc, and what narrow files cost."""
    wide, narrow = bench.model("fp32", "unet"), bench.model("fp16", "unet")
    weights = (wide / "unet" / "diffusion_pytorch_model.safetensors").stat().st_size
    bench.tell("| network | file | load s | first call s | peak RSS MiB | heap MiB |")
    bench.tell("|---|---|---|---|---|---|")
    readings = {}
    copies = bench.options.work / "copies"
    shutil.rmtree(copies, ignore_errors=True)
    for name, folder, network, more in (
        ("unet-svc", wide, "SERVICE", {}),
        ("denoiser", wide, "UNET", {}),
        ("denoiser, widened in memory", narrow, "UNET", {}),
        ("denoiser, copy written", narrow, "UNET", {"copies": copies}),
        ("denoiser, copy found", narrow, "UNET", {"copies": copies}),
    ):
        with bench.ours(folder, network, **more) as contender:
            seconds = contender.call(GUIDED)
            used = contender.ask("memory")
            readings[name] = used
            dtype = "fp16" if folder is narrow else "fp32"
            bench.tell(
                f"| {name} | {dtype} | {contender.ready['load_seconds']:.1f} | {seconds:.2f} "
                f"| {used['peak_rss_kib'] / 1024:.0f} | {used['heap_bytes'] / MIB:.1f} |"
            )
    shutil.rmtree(copies, ignore_errors=True)
    bench.tell()
    bench.tell(f"Weights in F32: {weights / MIB:.0f} MiB.")
    limit = 1.15 * weights + 400e6
    for name in ("unet-svc", "denoiser, copy written", "denoiser, copy found"):
        peak = readings[name]["peak_rss_kib"] * 1024
        bench.goals.append(Goal(f"peak of {name}, part of 1.15 weights + 400 MB", peak / limit, 1))
    bench.goals.append(Goal("heap of unet-svc, MiB", readings["unet-svc"]["heap_bytes"] / MIB, 64))


def load(bench: Bench) -> None:
    """From nothing to the end of the first guided step."""
    model = bench.model("fp32", "unet")
    ours: list[float] = []
    theirs: list[float] = []
    graphs: list[float] = []
    begun = time.perf_counter()
    while not ours or len(ours) < 3 and time.perf_counter() - begun < bench.options.seconds:
        with bench.ours(model, "UNET") as contender:
            first = contender.call(GUIDED)
            ours.append(contender.since_start())
            graphs.append(contender.ready["graph_seconds"])
            bench.tell(
                f"* Latent Mesh: {ours[-1]:.1f} s from the start of the process, of them "
                f"{contender.ready['load_seconds']:.1f} s loading and {first:.1f} s the first call"
            )
        with bench.torch(model, "unet") as contender:
            first = contender.call(GUIDED)
            theirs.append(contender.ready["load_seconds"] + first)
            bench.tell(
                f"* diffusers: {theirs[-1]:.1f} s from from_pretrained on, of them "
                f"{contender.ready['load_seconds']:.1f} s loading and {first:.1f} s the first call"
            )
    bench.goals.append(Goal("load and first call, of diffusers'", Pair(ours, theirs).ratio, 1))
    bench.goals.append(Goal("writing the graph, s", max(graphs), 1))


def compute(bench: Bench) -> None:
    """Our networks against torch's, two contenders at a time."""
    model = bench.model("fp32", "text_encoder,unet,vae")
    bench.tell("| ours | against | rounds | ours s | theirs s | ratio | goal |")
    bench.tell("|---|---|---|---|---|---|---|")

    def read(what: str, against: str, pair: Pair, limit: float) -> None:
        bench.tell(
            f"| {what} | {against} | {len(pair.ours)} | {statistics.median(pair.ours):.3f} "
            f"| {statistics.median(pair.theirs):.3f} | {pair.ratio:.3f} | {limit} |"
        )
        bench.goals.append(Goal(f"{what}, of {against}", pair.ratio, limit))

    wanted = bench.options.only or "text image step service"
    side = 8 if bench.options.shrunk else 32
    if "text" in wanted:
        with bench.ours(model, "TEXT") as ours, bench.torch(model, "text") as theirs:
            read("text, 2 x 77", "torch fp32", bench.pair(ours, theirs, 2, 20), 0.45)
    if "image" in wanted:
        with (
            bench.ours(model, "VAE", side=side) as ours,
            bench.torch(model, "vae", "--side", str(side)) as theirs,
        ):
            read(f"image of {8 * side}", "torch fp32", bench.pair(ours, theirs, 1, 3), 0.8)
    if "step" in wanted:
        with bench.ours(model, "UNET") as ours, bench.torch(model, "unet") as theirs:
            read("guided step", "torch fp32", bench.pair(ours, theirs, GUIDED), 0.6)
    if "bf16" in wanted:
        bf16 = ("--dtype", "bf16", "--channels-last")
        with bench.ours(model, "UNET") as ours, bench.torch(model, "unet", *bf16) as theirs:
            against = "torch bf16 channels-last"
            read("guided step", against, bench.pair(ours, theirs, GUIDED), 1.25)
    if "service" in wanted:
        with bench.ours(model, "UNET") as ours, bench.ours(model, "SERVICE") as service:
            pair = bench.pair(service, ours, GUIDED)
            read("guided step through unet-svc", "the session alone", pair, 1.03)


def rows(bench: Bench) -> None:
    """What sharing a forward gains, on the model that ships with the product."""
    model = ROOT / "deploy" / "demo-model" / "model"
    with bench.ours(model, "UNET") as ours, bench.torch(model, "unet") as theirs:
        per_row: dict[str, dict[int, float]] = {"Latent Mesh": {}, "torch fp32": {}}
        for count in ROWS:
            pair = Pair(*rounds([ours, theirs], count, 40, bench.options.seconds / len(ROWS)))
            per_row["Latent Mesh"][count] = statistics.median(pair.ours) / count
            per_row["torch fp32"][count] = statistics.median(pair.theirs) / count
    bench.tell("| ms per row | " + " | ".join(f"{count} rows" for count in ROWS) + " | gain at 8 |")
    bench.tell("|---" * (len(ROWS) + 2) + "|")
    for name, seconds in per_row.items():
        cells = " | ".join(f"{1000 * seconds[count]:.2f}" for count in ROWS)
        bench.tell(f"| {name} | {cells} | {seconds[1] / seconds[8]:.2f} |")
    own = per_row["Latent Mesh"]
    bench.goals.append(Goal("rows per second at 8 rows, of 1", own[1] / own[8], 1.35, True))
    theirs_at_1 = per_row["torch fp32"][1]
    bench.goals.append(Goal("one row, of torch fp32", own[1] / theirs_at_1, 0.45))


BENCHES = {"memory": memory, "load": load, "compute": compute, "rows": rows}


def processor() -> str:
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()


def commit() -> str:
    git = ["git", "-C", str(ROOT), "describe", "--always", "--dirty"]
    return subprocess.run(git, capture_output=True, text=True).stdout.strip() or "unknown"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("bench", choices=sorted(BENCHES))
    parser.add_argument("--python", default=sys.executable, help="has torch and diffusers")
    parser.add_argument("--latentmesh", default=str(ROOT / "latentmesh"), help="command of ours")
    parser.add_argument("--work", type=pathlib.Path, default=ROOT / ".latentmesh" / "bench-models")
    parser.add_argument("--result", type=pathlib.Path, help="also write the result here")
    parser.add_argument("--threads", type=int, default=1, help="of each contender (default 1)")
    parser.add_argument("--rounds", type=int, default=5, help="at most so many (default 5)")
    parser.add_argument("--seconds", type=float, default=90, help="no round begins after them")
    parser.add_argument("--only", default="", help="compute: text, image, step, service, bf16")
    parser.add_argument("--shrunk", action="store_true", help="small weights, to try it out")
    bench = Bench(parser.parse_args())
    options = bench.options
    options.work = options.work.absolute()
    options.work.mkdir(parents=True, exist_ok=True)
    began = os.getloadavg()
    BENCHES[options.bench](bench)
    ended = os.getloadavg()
    bench.tell()
    for goal in bench.goals:
        bench.tell(goal.line())
    if options.result:
        words = f"`deploy/bench/networks.py {options.bench} --threads {options.threads}`"
        load = f"load average {began[0]:.1f} before, {ended[0]:.1f} after"
        head = f"Command: {words}{' --shrunk' * options.shrunk}. Machine: {processor()}, "
        head += f"{os.cpu_count()} cores; {load}. Commit: {commit()}."
        text = "\n".join([f"# Networks: {options.bench}", "", head, "", *bench.lines])
        options.result.parent.mkdir(parents=True, exist_ok=True)
        options.result.write_text(text + "\n")


if __name__ == "__main__":
    main()

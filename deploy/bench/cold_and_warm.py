"""Latent Mesh against diffusers on one machine: a new process's first picture, and the next ones.

    python3 deploy/bench/cold_and_warm.py

Cold: `./latentmesh generate PROMPT -o FILE` as a whole process, against diffusers' import, load and
first picture (its interpreter's own start and end are left out, to its favour).
Warm: a Python client of `./latentmesh up`, against diffusers in a running process. Both draw the
demo model's defaults: 20 guided steps of PNDM at 64x64.
diffusers runs with 1 and with 2 threads; its better median counts. Everything runs once per round,
in turn, so that other load on the machine meets both sides. Results go to deploy/bench/results.

Without --python, the script makes a virtual environment and installs requirements.txt into it: on
Linux the default torch brings GPU libraries of several GB (requirements.txt says how to avoid it).
"""

import argparse
import contextlib
import datetime
import json
import os
import pathlib
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
LAUNCHER = str(ROOT / "latentmesh")
THREADS = (1, 2)
PICTURE = {"prompt": "a red heart", "size": 64, "steps": 20, "guidance": 2.5}
QUIET_LIBRARIES = {
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "TRANSFORMERS_VERBOSITY": "error",
    "DIFFUSERS_VERBOSITY": "error",
}


class Side:
    """A process that draws pictures when told how many, and answers with their seconds."""

    def __init__(self, python: str, script: str, job: dict, folder: pathlib.Path):
        path = folder / f"job-{time.monotonic_ns()}.json"
        path.write_text(json.dumps(job))
        self._process = subprocess.Popen(
            [python, str(HERE / script), str(path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=dict(os.environ, **QUIET_LIBRARIES),
        )
        self.first = self._answer()

    def seconds(self, pictures: int) -> list[float]:
        self._process.stdin.write(f"{pictures}\n")
        self._process.stdin.flush()
        return self._answer()

    def close(self) -> None:
        self._process.stdin.close()
        if self._process.wait() != 0:
            raise RuntimeError(f"{self._process.args} failed")

    def _answer(self):
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self._process.args} ended; run it by hand to see why")
        return json.loads(line)


class Bench:
    """One run: what is measured, round by round, and where its files go for the time being."""

    def __init__(self, arguments: argparse.Namespace, python: str, folder: pathlib.Path):
        self.python = python
        self.folder = folder
        self.rounds = arguments.rounds
        self.pictures = arguments.pictures
        self.model = str(arguments.model)
        self.cold: dict[str, list[float]] = {}
        self.warm: dict[str, list[float]] = {}
        self.cold_parts: dict[str, list[dict]] = {}
        self.plan: dict = {}

    def run(self) -> None:
        with contextlib.ExitStack() as stack:
            server = stack.enter_context(mesh(self.model))
            sides = {name(threads): self.diffusers(threads) for threads in THREADS}
            sides["mesh"] = self.mesh_client(server)
            for side in sides.values():
                stack.callback(side.close)
            self.plan = sides["mesh"].first
            self.generate()  # not measured: builds what is stale
            for number in range(self.rounds):
                print(f"round {number + 1} of {self.rounds}", flush=True)
                self.measure_cold()
                self.measure_warm(sides)

    def measure_cold(self) -> None:
        for threads in THREADS:
            side = self.diffusers(threads)
            side.close()
            self.cold_parts.setdefault(name(threads), []).append(side.first)
            self._record(self.cold, name(threads), [sum(side.first.values())])
        start = time.perf_counter()
        self.generate()
        self._record(self.cold, "mesh", [time.perf_counter() - start])

    def measure_warm(self, sides: dict[str, Side]) -> None:
        for key, side in sides.items():
            side.seconds(1)  # not measured: wakes the process up
            self._record(self.warm, key, side.seconds(self.pictures))

    def generate(self) -> None:
        picture = str(self.folder / "mesh-cold.png")
        command = [LAUNCHER, "generate", PICTURE["prompt"], "--model", self.model, "-o", picture]
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True)

    def diffusers(self, threads: int) -> Side:
        picture = str(self.folder / f"{name(threads)}.png")
        job = dict(PICTURE, model=self.model, threads=threads, picture=picture)
        return Side(self.python, "diffusers_side.py", job, self.folder)

    def mesh_client(self, server: str) -> Side:
        job = dict(PICTURE, server=server, picture=str(self.folder / "mesh.png"))
        return Side(self.python, "mesh_side.py", job, self.folder)

    @staticmethod
    def _record(table: dict[str, list[float]], key: str, seconds: list[float]) -> None:
        table.setdefault(key, []).extend(seconds)
        print(f"  {key}: {statistics.median(seconds):.3f} s", flush=True)


def main() -> None:
    arguments = parse_arguments()
    load_before = os.getloadavg()
    with tempfile.TemporaryDirectory() as folder:
        python = arguments.python or make_environment()
        subprocess.run([HERE.parent / "examples/python/generate_stubs.sh", python], check=True)
        bench = Bench(arguments, python, pathlib.Path(folder))
        bench.run()
    result = {
        "date": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "command": " ".join(
            ["python3", "deploy/bench/cold_and_warm.py", *shown_options(arguments)]
        ),
        "commit": commit(),
        "machine": machine(load_before),
        "versions": versions(python),
        "picture": PICTURE,
        "plan": bench.plan,
        "cold_seconds": bench.cold,
        "cold_parts": bench.cold_parts,
        "warm_seconds": bench.warm,
        "cold_ratio": ratio(bench.cold),
        "warm_ratio": ratio(bench.warm),
    }
    write(result, arguments.results)


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--python", help="an interpreter that has requirements.txt installed")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--pictures", type=int, default=10, help="warm pictures per side and round")
    parser.add_argument("--model", type=pathlib.Path, default=ROOT / "deploy/demo-model/model")
    parser.add_argument("--results", type=pathlib.Path, default=HERE / "results")
    return parser.parse_args()


def make_environment() -> str:
    home = ROOT / ".latentmesh" / "bench-venv"
    python = str(home / "bin" / "python")
    if not home.exists():
        subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)
    install = [python, "-m", "pip", "install", "--quiet", "--requirement", "requirements.txt"]
    subprocess.run(install, cwd=HERE, check=True)
    return python


@contextlib.contextmanager
def mesh(model: str) -> Iterator[str]:
    """A mesh of real processes for as long as the context lasts: the orchestrator's address."""
    up = [LAUNCHER, "up", "--port", "0", "--model", model]
    printed = subprocess.run(up, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout
    try:
        yield re.search(r"serving at (\S+)", printed).group(1)
    finally:
        subprocess.run([LAUNCHER, "down"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def name(threads: int) -> str:
    return f"diffusers, {threads} thread{'s' if threads > 1 else ''}"


def best_diffusers(table: dict[str, list[float]]) -> str:
    return min(map(name, THREADS), key=lambda key: statistics.median(table[key]))


def ratio(table: dict[str, list[float]]) -> float:
    return statistics.median(table["mesh"]) / statistics.median(table[best_diffusers(table)])


def shown_options(arguments: argparse.Namespace) -> list[str]:
    own_python = ["--python", "PYTHON"] if arguments.python else []
    counts = ["--rounds", str(arguments.rounds), "--pictures", str(arguments.pictures)]
    return own_python + counts


def commit() -> str:
    head = ["git", "describe", "--always", "--abbrev=12", "--dirty"]
    return subprocess.run(head, cwd=ROOT, capture_output=True, text=True).stdout.strip()


def machine(load_before: tuple) -> dict:
    cpuinfo = pathlib.Path("/proc/cpuinfo")
    fields = re.findall(r"(?m)^(model name|cpu family|model)\s*: (.*)$", cpuinfo.read_text())
    return {
        "cpu": dict(fields),
        "cores": os.cpu_count(),
        "system": platform.platform(),
        "load_before": load_before,
        "load_after": os.getloadavg(),
    }


def versions(python: str) -> dict[str, str]:
    names = ["torch", "diffusers", "transformers", "numpy", "grpcio"]
    ask = f"import importlib.metadata as m; print(*map(m.version, {names}))"
    asked = subprocess.run([python, "-c", ask], check=True, capture_output=True, text=True)
    return dict(zip(names, asked.stdout.split(), strict=True), python=platform.python_version())


def write(result: dict, folder: pathlib.Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    stem = folder / f"{result['date'][:10]}-cold-warm"
    stem.with_suffix(".json").write_text(json.dumps(result, indent=1) + "\n")
    text = markdown(result)
    stem.with_suffix(".md").write_text(text)
    print(f"\n{text}\nwritten to {stem}.json and .md")


def markdown(result: dict) -> str:
    cpu = result["machine"]["cpu"]
    load = result["machine"]["load_before"][0]
    lines = [
        "# Latent Mesh against diffusers, cold and warm",
        "",
        f"`{result['command']}`, commit {result['commit']}, {result['date']}.",
        f"{cpu['model name']} (family {cpu['cpu family']}, model {cpu['model']}), "
        f"{result['machine']['cores']} cores, load {load:.2f} before. "
        + ", ".join(f"{key} {value}" for key, value in result["versions"].items())
        + ".",
        "",
        "| seconds, median (min to max) | first picture of a new process | next pictures, each |",
        "|---|---|---|",
    ]
    for key in [*map(name, THREADS), "mesh"]:
        cells = [spread(result[table][key]) for table in ("cold_seconds", "warm_seconds")]
        lines.append(f"| {key} | {cells[0]} | {cells[1]} |")
    lines += [
        f"| **ratio, mesh to diffusers' best** | **{result['cold_ratio']:.2f}** "
        f"| **{result['warm_ratio']:.2f}** |",
        "",
        f"One picture: {json.dumps(result['picture'])}; plan: {json.dumps(result['plan'])}.",
        "",
    ]
    return "\n".join(lines)


def spread(seconds: list[float]) -> str:
    median = statistics.median(seconds)
    return f"{median:.2f} ({min(seconds):.2f} to {max(seconds):.2f}, n={len(seconds)})"


if __name__ == "__main__":
    main()

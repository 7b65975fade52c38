"""Runs on a GPU host what gather.py has put together, stage by stage.

    python3 run.py PARTS --home FOLDER             # needs torch for CUDA, safetensors and numpy
    python3 run.py PARTS --home FOLDER --dry-run   # every stage on the CPU, with small weights

Stages: provider, parity, sd15, sdxl, vae, mesh, gemm. Results are kept after every stage, in
FOLDER/results.json and results.md; a stage that fails says so and the next one runs. What is
compared runs in turn, in one call of this script. `--stages` picks some; `--unverified` also takes
the fused operators that only CUDA has.
"""

import argparse
import contextlib
import hashlib
import importlib
import json
import os
import pathlib
import shlex
import statistics
import subprocess
import sys
import tarfile
import time
import traceback
from collections.abc import Iterator

STAGES = ("provider", "parity", "sd15", "sdxl", "vae", "mesh", "gemm")
MAIN = "io.latentmesh.cli.Main"

# 2^-11 times the root of the roundings on the longest way: docs/decisions/precision.md. Full-size
# networks are some five times as deep as the fixtures'.
PARITY_LIMITS = {"UNET": 2e-2, "TEXT": 1e-2, "VAE": 1e-2}


def unpack(parts: pathlib.Path, home: pathlib.Path) -> dict:
    """Puts the parts together once, after checking each; returns the manifest."""
    manifest = json.loads((parts / "manifest.json").read_text())
    done = home / "unpacked.json"
    if done.exists() and json.loads(done.read_text()) == manifest:
        return manifest
    archive = home / "archive.tar.gz"
    with archive.open("wb") as out:
        for part in manifest["parts"]:
            content = (parts / part["name"]).read_bytes()
            if hashlib.sha256(content).hexdigest() != part["sha256"]:
                raise ValueError(f"{part['name']}: must have the manifest's sha256, has another")
            out.write(content)
    with tarfile.open(archive) as tar:
        tar.extractall(home, filter="tar")
    archive.unlink()
    done.write_text(json.dumps(manifest))
    return manifest


class Host:
    """What is on this machine, and how contenders are started on it."""

    def __init__(self, home: pathlib.Path, manifest: dict, options: argparse.Namespace):
        self.home = home
        self.options = options
        self.dry = options.dry_run
        self.results: dict[str, object] = {}
        self.lines: list[str] = []
        natives = home / "natives"
        jars = os.pathsep.join(str(jar) for jar in sorted((home / "jars").iterdir()))
        self.java = [
            str(home / "runtime" / "bin" / "java"),
            f"-Dlatentmesh.root={home}",
            *("-cp", jars, MAIN),
        ]
        self.environment = {
            "JAVA_TOOL_OPTIONS": f"-Donnxruntime.native.path={natives} "
            f"-Dlatentmesh.cuda={manifest['cuda']} --enable-native-access=ALL-UNNAMED "
            "--sun-misc-unsafe-memory-access=allow",
            "LD_LIBRARY_PATH": os.pathsep.join([*self.cuda_folders(), str(natives)]),
        }
        sys.path.insert(0, str(home / "deploy" / "bench"))
        self.contenders = importlib.import_module("contenders")

    @staticmethod
    def cuda_folders() -> list[str]:
        """CUDA's libraries where pip puts them, before what the environment says."""
        folders = [str(f) for path in sys.path for f in pathlib.Path(path).glob("nvidia/*/lib")]
        own = os.environ.get("LD_LIBRARY_PATH", "")
        return folders + ([own] if own else [])

    @property
    def provider(self) -> str:
        return "CPU" if self.dry else "CUDA"

    @property
    def device(self) -> str:
        return "cpu" if self.dry else "cuda"

    def tell(self, line: str = "") -> None:
        print(line, flush=True)
        self.lines.append(line)

    def model(self, family: str) -> pathlib.Path:
        """Random weights of a published shape; in F16, which torch and we take as they are."""
        if family == "demo":
            return self.home / "deploy" / "demo-model" / "model"
        folder = self.home / "models" / family
        if not (folder / "model_index.json").exists():
            script = self.home / "deploy" / "bench" / "random_model.py"
            command = [sys.executable, str(script), family, str(folder), "--dtype", "fp16"]
            subprocess.run(command + ["--shrunk"] * self.dry, check=True)
        return folder

    @contextlib.contextmanager
    def ours(self, model: pathlib.Path, network: str, **more: object) -> Iterator[object]:
        arguments = {"model": model, "network": network, "provider": self.provider}
        arguments |= {"precision": "FP16"} if self.dry and network != "VAE" else {}
        command = self.java + ["bench", "calls"]
        command += [f"--{key}={value}" for key, value in (arguments | more).items()]
        name = " ".join(["Latent Mesh", *(str(value).lower() for value in more.values())])
        with self.contenders.Contender(name, command, self.environment) as contender:
            yield contender

    @contextlib.contextmanager
    def torch(self, model: pathlib.Path, network: str, mode: str, dtype: str) -> Iterator[object]:
        script = self.home / "deploy" / "bench" / "torch_worker.py"
        command = [sys.executable, str(script), "--model", str(model), "--network", network]
        command += ["--device", self.device, "--dtype", "fp32" if self.dry else dtype]
        command += ["--channels-last", "--compile", mode]
        command += ["--threads", "1"] * self.dry  # several wait for each other on a busy machine
        name = "torch " + ("compiled" if mode else "eager")
        with self.contenders.Contender(name, command) as contender:
            yield contender

    def race(self, model: pathlib.Path, network: str, rows: list[int], dtype: str) -> None:
        """Ours and torch's in turn, at each number of rows."""
        with contextlib.ExitStack() as stack:
            running = [stack.enter_context(self.ours(model, network))]
            if self.options.unverified:
                fused = self.ours(model, network, operators="UNVERIFIED_CUDA")
                running.append(stack.enter_context(fused))
            # A compiler may be missing where this is tried out; a GPU host has one.
            for mode in ("", "eager-backend" if self.dry else "max-autotune-no-cudagraphs"):
                running.append(stack.enter_context(self.torch(model, network.lower(), mode, dtype)))
            self.tell("| rows | " + " | ".join(f"{c.name} ms" for c in running) + " | ratios |")
            self.tell("|---" * (len(running) + 2) + "|")
            for count in rows:
                times = self.contenders.rounds(running, count, 1 if self.dry else 20, 30)
                medians = [statistics.median(each) for each in times]
                cells = " | ".join(f"{1000 * median:.2f}" for median in medians)
                ratios = ", ".join(
                    f"{self.contenders.Pair(times[0], other).ratio:.3f}" for other in times[1:]
                )
                self.tell(f"| {count} | {cells} | {ratios} |")
                names = [contender.name for contender in running]
                key = f"{model.name} {network} {count}"
                self.results[key] = dict(zip(names, medians, strict=True))


def provider(host: Host) -> None:
    """The provider loads, and is not the CPU in disguise."""
    with host.ours(host.model("demo"), "UNET") as contender:
        ready = contender.ready
        seconds = contender.call(2)
    host.results["provider"] = ready
    host.tell(f"provider={ready['provider']} precision={ready['precision']} first={seconds:.3f} s")
    if ready["provider"] != host.device:
        raise ValueError(f"provider: must be {host.device}, is {ready['provider']}")


def parity(host: Host) -> None:
    """F16 where it will serve against F32 on the CPU, on one call of each network."""
    host.tell("| model | network | relative error | limit | |")
    host.tell("|---|---|---|---|---|")
    forms = ["PORTABLE"] + ["UNVERIFIED_CUDA"] * (host.options.unverified and not host.dry)
    for family in ("demo", "sd15"):
        model = host.model(family)
        for network, limit in PARITY_LIMITS.items():
            expected = outputs(host, model, network, provider="CPU", precision="FP32")
            for form in forms:
                own = outputs(host, model, network, operators=form, precision="FP16")
                error = host.contenders.relative_error(own, expected)
                host.results[f"parity {family} {network} {form}"] = error
                word = "good" if error <= limit else "TOO FAR"
                host.tell(f"| {family} | {network} {form} | {error:.2e} | {limit:.0e} | {word} |")


def outputs(host: Host, model: pathlib.Path, network: str, **more: object) -> bytes:
    side = {"side": 16} if network != "TEXT" else {}
    file = host.home / "outputs"
    with host.ours(model, network, **(side | more)) as contender:
        contender.ask(f"outputs 2 {file}")
    return file.read_bytes()


def sd15(host: Host) -> None:
    """A guided step of SD 1.5 at 512x512: 2 rows of one image, and more."""
    host.race(host.model("sd15"), "UNET", [1, 2, 4, 8, 16], "fp16")


def sdxl(host: Host) -> None:
    """A guided step of SDXL at 1024x1024."""
    host.race(host.model("sdxl"), "UNET", [2, 4], "fp16")


def vae(host: Host) -> None:
    """Decoders: SD 1.5's in F16, SDXL's in F32 on both sides."""
    host.race(host.model("sd15"), "VAE", [1, 2], "fp16")
    host.race(host.model("sdxl"), "VAE", [1], "fp32")


def mesh(host: Host) -> None:
    """Pictures from sentences through four processes."""
    model, steps, images = host.model("sd15"), 3 if host.dry else 20, 2 if host.dry else 8
    environment = os.environ | host.environment
    up = host.java + ["up", "--model", str(model), "--port", "0"]
    said = subprocess.run(up, env=environment, check=True, capture_output=True, text=True).stdout
    try:
        serving = next(line for line in said.splitlines() if line.startswith("serving at "))
        address = serving.removeprefix("serving at ")
        for image in range(images):
            generate = host.java + ["generate", "a red heart", "--server", address, "--json"]
            generate += ["--steps", str(steps), "--seed", str(image)]
            generate += ["-o", str(host.home / "picture.png")]
            answer = subprocess.run(
                generate, env=environment, check=True, capture_output=True, text=True
            ).stdout
            seconds = json.loads(answer)["seconds"]
            host.results[f"mesh image {image}"] = seconds
            each = 1000 * seconds["denoising"] / steps
            host.tell(f"* image {image}: {seconds['total']:.3f} s, {each:.2f} ms per guided step")
    finally:
        down = host.java + ["down"]
        subprocess.run(down, env=environment, check=True, stdout=subprocess.DEVNULL)


def gemm(host: Host) -> None:
    """The rate that no network passes: square products in torch."""
    import torch

    size = 256 if host.dry else 8192
    dtype = torch.float32 if host.dry else torch.float16
    a = torch.randn(size, size, dtype=dtype, device=host.device)
    times = []
    for _ in range(20):
        begun = time.perf_counter()
        a @ a
        if not host.dry:
            torch.cuda.synchronize()
        times.append(time.perf_counter() - begun)
    rate = 2 * size**3 / statistics.median(times) / 1e12
    host.results["gemm teraflops"] = rate
    host.tell(f"{rate:.2f} TFLOP/s at {size} in {dtype}")


def run_stage(host: Host, name: str) -> bool:
    host.tell(f"\n## {name}\n")
    begun = time.perf_counter()
    try:
        globals()[name](host)
        passed = True
    except Exception:  # the outermost frame of a stage: the next one runs
        passed = False
        host.tell("failed: " + traceback.format_exc(limit=4).replace("\n", "\n    "))
    host.results[f"stage {name}"] = {
        "passed": passed,
        "seconds": round(time.perf_counter() - begun, 1),
    }
    keep(host)
    return passed


def keep(host: Host) -> None:
    (host.home / "results.json").write_text(json.dumps(host.results, indent=2) + "\n")
    kind = "Dry run on the CPU with small weights: no reading" if host.dry else "GPU readings"
    head = f"# {kind}\n\nCommand: `{shlex.join(['run.py', *sys.argv[1:]])}`.\n"
    (host.home / "results.md").write_text(head + "\n".join(host.lines) + "\n")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("parts", type=pathlib.Path, help="the folder that gather.py wrote")
    parser.add_argument("--home", type=pathlib.Path, required=True, help="stays between calls")
    parser.add_argument("--stages", default=",".join(STAGES))
    parser.add_argument("--dry-run", action="store_true")
    parser.add_argument("--unverified", action="store_true")
    options = parser.parse_args()
    stages = options.stages.split(",")
    if unknown := set(stages) - set(STAGES):
        parser.error("--stages: no such stage: " + ", ".join(sorted(unknown)))
    home = options.home.absolute()
    home.mkdir(parents=True, exist_ok=True)
    host = Host(home, unpack(options.parts, home), options)
    passed = [run_stage(host, stage) for stage in stages]
    return 0 if all(passed) else 1


if __name__ == "__main__":
    sys.exit(main())

"""How good the estimate of the remaining time is: told against true, on an idle mesh.

    python deploy/bench/estimate.py                                 # starts meshes of its own
    python deploy/bench/estimate.py --server 127.0.0.1:7400         # one that runs

Draws with several samplers, numbers of steps and of images, one request at a time, and compares
what the service said when every image had its third step with what it then took. Without --server
each of --fresh meshes is started anew, and its very first generation counted apart. Needs the
Python client's stubs (deploy/examples/python/generate_stubs.sh). Results go to --out.
"""

import argparse
import datetime
import json
import math
import os
import pathlib
import statistics
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "deploy" / "examples" / "python"))

import grpc  # noqa: E402

from latentmesh.v1 import image_pb2, image_pb2_grpc  # noqa: E402

AFTER_STEP = 3
LIMIT = 0.20
PORT = 7433
FIRST = {"sampler": "pndm", "steps": 20}
CASES = [
    FIRST,
    {"sampler": "ddim", "steps": 20},
    {"sampler": "euler", "steps": 10},
    {"sampler": "euler-a", "steps": 30},
    {"sampler": "dpm++-2m", "steps": 8},
    {"sampler": "dpm++-2m", "steps": 20},
    {"sampler": "pndm", "steps": 50},
    {"sampler": "euler", "steps": 20, "guidance_scale": 1},
    {"sampler": "euler", "steps": 20, "count": 2},
    {"sampler": "dpm++-2m", "steps": 10, "count": 4},
    {"sampler": "euler", "steps": 20, "count": 8},
    {"sampler": "euler", "steps": 10, "width": 128, "height": 128},
    {"sampler": "euler", "steps": 20, "preview_every": 1},
]


def told_and_true(images: image_pb2_grpc.ImageServiceStub, case: dict, seed: int) -> dict:
    """Seconds that the service said were left when every image had its third step, and took."""
    request = image_pb2.GenerateRequest(prompt="a red heart", seed=seed, **case)
    steps = [0] * case.get("count", 1)
    told = at = None
    for event in images.Generate(request):
        if event.HasField("progress"):
            steps[event.progress.image] = event.progress.step
            if told is None and min(steps) >= AFTER_STEP:
                told = event.progress.remaining.ToTimedelta().total_seconds()
                at = time.perf_counter()
    true = time.perf_counter() - at
    return {**case, "told": round(told, 4), "true": round(true, 4), "error": told / true - 1}


def measure(server: str, arguments: argparse.Namespace, warm: list, first: list | None) -> None:
    with grpc.insecure_channel(server) as channel:
        images = image_pb2_grpc.ImageServiceStub(channel)
        if first is not None:
            first.append(shown(told_and_true(images, FIRST, 0)))
        for seed in range(arguments.rounds):
            for case in CASES:
                warm.append(shown(told_and_true(images, case, seed)))


def shown(result: dict) -> dict:
    case = {key: value for key, value in result.items() if key not in ("told", "true", "error")}
    print(f"{result['error']:+7.1%}  {result['told']:.3f} s of {result['true']:.3f} s  {case}")
    return result


def measure_fresh(arguments: argparse.Namespace, warm: list, first: list) -> None:
    launcher = str(ROOT / "latentmesh")
    subprocess.run([launcher, "up", "--port", str(PORT)], check=True, stdout=subprocess.DEVNULL)
    try:
        measure(f"127.0.0.1:{PORT}", arguments, warm, first)
    finally:
        subprocess.run([launcher, "down"], check=True, stdout=subprocess.DEVNULL)


def summary(results: list) -> dict:
    errors = sorted(abs(result["error"]) for result in results)
    return {
        "generations": len(errors),
        "median": round(statistics.median(errors), 3),
        "p90": round(errors[math.ceil(0.9 * len(errors)) - 1], 3),
        "worst": round(errors[-1], 3),
        f"within {LIMIT:.0%}": sum(error <= LIMIT for error in errors),
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--server", metavar="HOST:PORT", help="an idle mesh that runs already")
    parser.add_argument("--rounds", type=int, default=2, help="of all cases, per mesh")
    parser.add_argument("--fresh", type=int, default=3, help="meshes to start one after the other")
    parser.add_argument("--out", type=pathlib.Path, help="a JSON file for the results")
    arguments = parser.parse_args()
    warm, first = [], []
    if arguments.server:
        measure(arguments.server, arguments, warm, None)
    else:
        for _ in range(arguments.fresh):
            measure_fresh(arguments, warm, first)
    result = {
        "what": f"absolute relative error of the time left, after step {AFTER_STEP}",
        "date": str(datetime.date.today()),
        "commit": commit(),
        "cores": os.cpu_count(),
        "warm": summary(warm),
        **({"first of a fresh mesh": summary(first)} if first else {}),
        "load": round(os.getloadavg()[0], 2),
        "generations": [{**each, "error": round(each["error"], 3)} for each in first + warm],
    }
    print(json.dumps({key: value for key, value in result.items() if key != "generations"}))
    if arguments.out:
        arguments.out.write_text(json.dumps(result, indent=1) + "\n")


def commit() -> str:
    describe = ["git", "describe", "--always", "--abbrev=12", "--dirty"]
    return subprocess.run(describe, cwd=ROOT, capture_output=True, text=True).stdout.strip()


if __name__ == "__main__":
    main()

"""The mesh's side of cold_and_warm.py: a Python client with one channel to a running mesh.

    mesh_side.py JOB.json

JOB.json holds server, prompt, size, steps, guidance and picture (where to write the first). Draws
one picture and prints its plan as a line of JSON. Then, for each line N on its input, draws N
pictures and prints their seconds: each a whole call of Generate, until its last event.
"""

import json
import pathlib
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "examples" / "python"))

import grpc  # noqa: E402
from google.protobuf.json_format import MessageToDict  # noqa: E402

from latentmesh.v1 import image_pb2, image_pb2_grpc  # noqa: E402


def main() -> None:
    job = json.loads(pathlib.Path(sys.argv[1]).read_text())
    with grpc.insecure_channel(job["server"]) as channel:
        images = image_pb2_grpc.ImageServiceStub(channel)
        events = draw(images, job, seed=0)
        picture = next(event.image for event in events if event.HasField("image"))
        pathlib.Path(job["picture"]).write_bytes(picture.png)
        answer(MessageToDict(events[0].accepted.plan))

        for line in sys.stdin:
            answer([seconds_of(images, job, seed) for seed in range(int(line))])


def answer(result) -> None:
    print(json.dumps(result), flush=True)


def draw(images: image_pb2_grpc.ImageServiceStub, job: dict, seed: int) -> list:
    request = image_pb2.GenerateRequest(
        prompt=job["prompt"],
        width=job["size"],
        height=job["size"],
        steps=job["steps"],
        guidance_scale=job["guidance"],
        seed=seed,
    )
    return list(images.Generate(request))


def seconds_of(images: image_pb2_grpc.ImageServiceStub, job: dict, seed: int) -> float:
    start = time.perf_counter()
    draw(images, job, seed)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()

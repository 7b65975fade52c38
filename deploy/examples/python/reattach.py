"""Draws a picture through lost connections: what was missed is asked for again by Watch.

    python reattach.py "a red heart" -o heart.png

The generation is kept (ON_DISCONNECT_KEEP), so that it goes on while nobody listens.
"""

import argparse
import pathlib
import time
from collections.abc import Iterator

import grpc

from latentmesh.v1 import image_pb2, image_pb2_grpc

PATIENCE_SECONDS = 60
PAUSE_SECONDS = 0.5


def events(
    images: image_pb2_grpc.ImageServiceStub, request: image_pb2.GenerateRequest
) -> Iterator[image_pb2.GenerateResponse]:
    """All events of a generation, each once and in order, through any number of connections."""
    job, last = "", 0
    call = images.Generate(request)
    lost_since = None
    while True:
        try:
            for event in call:
                job = job or event.accepted.job_id
                last, lost_since = event.sequence, None
                yield event
            return
        except grpc.RpcError as error:
            lost_since = lost_since or time.monotonic()
            too_late = time.monotonic() - lost_since > PATIENCE_SECONDS
            if error.code() != grpc.StatusCode.UNAVAILABLE or not job or too_late:
                raise
        time.sleep(PAUSE_SECONDS)
        watch = image_pb2.WatchRequest(job_id=job, from_sequence=last + 1)
        call = (answer.event for answer in images.Watch(watch))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("prompt")
    parser.add_argument("-o", "--output", type=pathlib.Path, default=pathlib.Path("picture.png"))
    parser.add_argument("--server", default="127.0.0.1:7400", metavar="HOST:PORT")
    arguments = parser.parse_args()
    request = image_pb2.GenerateRequest(
        prompt=arguments.prompt, on_disconnect=image_pb2.ON_DISCONNECT_KEEP
    )
    png = b""
    with grpc.insecure_channel(arguments.server) as channel:
        for event in events(image_pb2_grpc.ImageServiceStub(channel), request):
            png += event.image.png + event.image_chunk.data
    arguments.output.write_bytes(png)


if __name__ == "__main__":
    main()

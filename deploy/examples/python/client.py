"""A small client of the image service: draws, shows progress, cancels, lists models and samplers.

    python client.py "a red heart" -o heart.png --seed 7
    python client.py "a cat" --count 4 -o cat.png
    python client.py "a cat" --preview-every 5
    python client.py "a cat" --cancel-after 5
    python client.py --list

Exit codes: 0 drawn (or cancelled as asked), 1 the service refused or failed, 2 wrong usage.
"""

import argparse
import pathlib
import sys
from collections.abc import Iterable

import grpc
from google.rpc import error_details_pb2
from grpc_status import rpc_status

from latentmesh.v1 import image_pb2, image_pb2_grpc


class Picture:
    """One image: it arrives as its beginning (Image) and any number of ImageChunk messages."""

    def __init__(self, image: image_pb2.Image):
        self.index = image.index
        self.seed = image.seed
        self.size = image.png_size
        self.png = bytearray(image.png)

    def append(self, chunk: image_pb2.ImageChunk) -> None:
        if chunk.offset != len(self.png):
            raise ValueError(
                f"image {self.index}: chunk at {chunk.offset}, expected {len(self.png)}"
            )
        self.png += chunk.data

    def is_whole(self) -> bool:
        return len(self.png) >= self.size


def main() -> int:
    arguments = parse_arguments()
    with grpc.insecure_channel(arguments.server) as channel:
        images = image_pb2_grpc.ImageServiceStub(channel)
        try:
            if arguments.list:
                print_offer(images)
            else:
                generate(images, arguments)
        except grpc.RpcError as error:
            print_error(error)
            return 1
    return 0


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("prompt", nargs="?", help="what to draw")
    parser.add_argument("-o", "--output", type=pathlib.Path, default=pathlib.Path("picture.png"))
    parser.add_argument("--server", default="127.0.0.1:7400", metavar="HOST:PORT")
    parser.add_argument("--negative", help="what to steer away from")
    parser.add_argument("--seed", type=int, help="of the first image; the following ones count up")
    parser.add_argument("--count", type=int, help="number of images")
    parser.add_argument("--steps", type=int)
    parser.add_argument("--guidance", type=float)
    parser.add_argument("--sampler", help="see --list")
    parser.add_argument(
        "--preview-every", type=int, metavar="N", help="save a preview after every N evaluations"
    )
    parser.add_argument("--timeout", type=float, metavar="SECONDS", help="deadline of the call")
    parser.add_argument(
        "--cancel-after", type=int, metavar="N", help="cancel the call after N events"
    )
    parser.add_argument("--list", action="store_true", help="list models, samplers and schedules")
    arguments = parser.parse_args()
    if arguments.prompt is None and not arguments.list:
        parser.error("a prompt or --list is required")
    return arguments


def print_offer(images: image_pb2_grpc.ImageServiceStub) -> None:
    for model in images.ListModels(image_pb2.ListModelsRequest()).models:
        print(
            f"model {model.name}: {model.default_width}x{model.default_height}, "
            f"{model.default_steps} steps of {model.default_sampler}, "
            f"guidance {model.default_guidance_scale:g}{' (default)' if model.is_default else ''}"
        )
    answer = images.ListSamplers(image_pb2.ListSamplersRequest())
    for sampler in answer.samplers:
        print(f"sampler {sampler.name}: {sampler.description} ({sampler.diffusers_class})")
    for schedule in answer.schedules:
        print(f"schedule {schedule.name}: {schedule.description}")


def generate(images: image_pb2_grpc.ImageServiceStub, arguments: argparse.Namespace) -> None:
    call = images.Generate(request_of(arguments), timeout=arguments.timeout)
    try:
        for picture in receive(call, arguments):
            path = output_path(arguments.output, picture.index)
            path.write_bytes(picture.png)
            print(f"image {picture.index}: seed {picture.seed}, {len(picture.png)} bytes -> {path}")
    except grpc.RpcError as error:
        if not (call.cancelled() and arguments.cancel_after):
            raise error
        print(f"cancelled after {arguments.cancel_after} events")


def request_of(arguments: argparse.Namespace) -> image_pb2.GenerateRequest:
    """The request; what the user did not say stays absent, so that the model's defaults apply."""
    return image_pb2.GenerateRequest(
        prompt=arguments.prompt,
        negative_prompt=arguments.negative,
        seed=arguments.seed,
        count=arguments.count,
        steps=arguments.steps,
        guidance_scale=arguments.guidance,
        sampler=arguments.sampler,
        preview_every=arguments.preview_every,
    )


def receive(call: grpc.Call, arguments: argparse.Namespace) -> Iterable[Picture]:
    """Prints the events of a generation and yields each picture as soon as it is whole."""
    arriving: dict[int, Picture] = {}
    for number, event in enumerate(call, start=1):
        match event.WhichOneof("event"):
            case "accepted":
                print_plan(event.accepted)
            case "progress":
                print_progress(event.progress)
            case "preview":
                save_preview(event.preview, arguments.output)
            case "image":
                arriving[event.image.index] = Picture(event.image)
            case "image_chunk":
                arriving[event.image_chunk.index].append(event.image_chunk)
            case "completed":
                print_stats(event.completed.stats)
        yield from take_whole(arriving)
        if number == arguments.cancel_after:
            call.cancel()


def take_whole(arriving: dict[int, Picture]) -> Iterable[Picture]:
    for index in [index for index, picture in arriving.items() if picture.is_whole()]:
        yield arriving.pop(index)


def print_plan(accepted: image_pb2.Accepted) -> None:
    plan = accepted.plan
    print(
        f"accepted {accepted.job_id}: {plan.model}, {plan.width}x{plan.height}, "
        f"{plan.steps} steps of {plan.sampler} ({plan.schedule}), "
        f"guidance {plan.guidance_scale:g}, seeds {list(plan.seeds)}"
    )
    for warning in plan.warnings:
        print(f"warning: {warning}")


def print_stats(stats: image_pb2.GenerationStats) -> None:
    print(f"completed in {stats.total.ToTimedelta().total_seconds():.2f} s, {stats.rows} rows")


def print_progress(progress: image_pb2.Progress) -> None:
    left = ""
    if progress.HasField("remaining"):
        left = f", {progress.remaining.ToTimedelta().total_seconds():.1f} s left"
    if progress.HasField("queue_position"):
        print(f"waiting: {progress.queue_position} requests go first{left}")
        return
    print(f"image {progress.image}: step {progress.step}/{progress.steps}{left}")


def save_preview(preview: image_pb2.Preview, output: pathlib.Path) -> None:
    """Saves a preview as it came: a small picture with one pixel per latent pixel."""
    picture = output_path(output, preview.image)
    path = picture.with_name(f"{picture.stem}-step{preview.step}.png")
    path.write_bytes(preview.png)
    print(f"image {preview.image}: preview {preview.width}x{preview.height} -> {path}")


def output_path(output: pathlib.Path, index: int) -> pathlib.Path:
    """The path of image `index`: the one asked for, then numbered ones beside it."""
    return output if index == 0 else output.with_stem(f"{output.stem}-{index}")


def print_error(error: grpc.RpcError) -> None:
    """Prints the status, its reason, and every field that the service refused."""
    print(f"{error.code().name}: {error.details()}", file=sys.stderr)
    status = rpc_status.from_call(error)
    for detail in status.details if status else []:
        info = error_details_pb2.ErrorInfo()
        if detail.Unpack(info):
            print(f"  reason {info.reason} ({info.domain}) {dict(info.metadata)}", file=sys.stderr)
        refusal = error_details_pb2.BadRequest()
        if detail.Unpack(refusal):
            for violation in refusal.field_violations:
                print(f"  {violation.field}: {violation.description}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())

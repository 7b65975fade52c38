"""Tests of client.py against an image service that answers from a script: no model, no mesh."""

import contextlib
import io
import pathlib
import tempfile
import unittest
from concurrent import futures
from unittest import mock

import grpc
from google.protobuf import any_pb2
from google.rpc import code_pb2, error_details_pb2, status_pb2
from grpc_status import rpc_status

import client
import reattach
from latentmesh.v1 import image_pb2, image_pb2_grpc

HERE = pathlib.Path(__file__).resolve().parent
CHUNKED_PNG = bytes(range(256)) * 40


class ScriptedImages(image_pb2_grpc.ImageServiceServicer):
    """Draws CHUNKED_PNG in parts; refuses the prompt "bad"; never ends for the prompt "slow"."""

    def Generate(self, request, context):
        if request.prompt == "bad":
            context.abort_with_status(rpc_status.to_status(refusal()))
        yield image_pb2.GenerateResponse(accepted={"job_id": "j", "plan": {"warnings": ["cut"]}})
        yield image_pb2.GenerateResponse(progress={"queue_position": 2})
        step = 0
        while step == 0 or (request.prompt == "slow" and context.is_active()):
            step += 1
            yield image_pb2.GenerateResponse(progress={"step": step, "steps": 1})
        if request.HasField("preview_every"):
            preview = {"step": request.preview_every, "width": 16, "height": 16, "png": b"small"}
            yield image_pb2.GenerateResponse(preview=preview)
        part = len(CHUNKED_PNG) // 3
        first = {"png": CHUNKED_PNG[:part], "png_size": len(CHUNKED_PNG), "seed": request.seed}
        yield image_pb2.GenerateResponse(image=first)
        for begin in range(part, len(CHUNKED_PNG), part):
            chunk = {"offset": begin, "data": CHUNKED_PNG[begin : begin + part]}
            yield image_pb2.GenerateResponse(image_chunk=chunk)
        yield image_pb2.GenerateResponse(completed={"stats": {"rows": 40}})


class BreakingImages(image_pb2_grpc.ImageServiceServicer):
    """Numbers five events, and loses the connection after every second one."""

    def __init__(self):
        self.asked = []

    def Generate(self, request, context):
        yield image_pb2.GenerateResponse(accepted={"job_id": "j"}, sequence=1)
        yield image_pb2.GenerateResponse(progress={"step": 1}, sequence=2)
        context.abort(grpc.StatusCode.UNAVAILABLE, "lost")

    def Watch(self, request, context):
        self.asked.append((request.job_id, request.from_sequence))
        for sequence in range(request.from_sequence, request.from_sequence + 2):
            event = image_pb2.GenerateResponse(progress={"step": sequence}, sequence=sequence)
            yield image_pb2.WatchResponse(event=event)
            if sequence == 5:
                return
        context.abort(grpc.StatusCode.UNAVAILABLE, "lost")


def refusal() -> status_pb2.Status:
    violations = [{"field": "steps", "description": "must be 1 to 1000, was 0"}]
    details = [
        error_details_pb2.ErrorInfo(reason="INVALID_REQUEST", domain="latentmesh"),
        error_details_pb2.BadRequest(field_violations=violations),
    ]
    status = status_pb2.Status(code=code_pb2.INVALID_ARGUMENT, message="1 field is wrong")
    for detail in details:
        packed = any_pb2.Any()
        packed.Pack(detail)
        status.details.append(packed)
    return status


class ClientTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        server = grpc.server(futures.ThreadPoolExecutor(2))
        image_pb2_grpc.add_ImageServiceServicer_to_server(ScriptedImages(), server)
        self.address = f"127.0.0.1:{server.add_insecure_port('127.0.0.1:0')}"
        server.start()
        self.addCleanup(lambda: server.stop(0).wait())

    def run_client(self, *arguments: str) -> tuple[int, str, str]:
        out, err = io.StringIO(), io.StringIO()
        command = ["client.py", "--server", self.address, *arguments]
        with mock.patch("sys.argv", command):
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
                code = client.main()
        return code, out.getvalue(), err.getvalue()

    def test_generate_pictureInChunks_isWrittenWhole(self):
        target = self.folder / "x.png"
        code, out, _ = self.run_client("a cat", "--seed", "7", "-o", str(target))
        self.assertEqual(code, 0)
        self.assertEqual(target.read_bytes(), CHUNKED_PNG)
        self.assertIn("image 0: step 1/1", out)
        self.assertIn("seed 7", out)
        self.assertIn("warning: cut", out)

    def test_generate_previews_areSavedBesideThePicture(self):
        target = self.folder / "x.png"
        code, out, _ = self.run_client("a cat", "--preview-every", "5", "-o", str(target))
        self.assertEqual(code, 0)
        self.assertEqual((self.folder / "x-step5.png").read_bytes(), b"small")
        self.assertIn("preview 16x16", out)

    def test_generate_placeInTheQueue_isPrinted(self):
        _, out, _ = self.run_client("a cat", "-o", str(self.folder / "x.png"))
        self.assertIn("waiting: 2 requests go first", out)

    def test_generate_refusedRequest_printsReasonAndFields(self):
        code, _, err = self.run_client("bad")
        self.assertEqual(code, 1)
        self.assertIn("INVALID_ARGUMENT: 1 field is wrong", err)
        self.assertIn("reason INVALID_REQUEST", err)
        self.assertIn("steps: must be 1 to 1000, was 0", err)

    def test_generate_cancelAfterEvents_stopsAndSucceeds(self):
        target = self.folder / "x.png"
        code, out, _ = self.run_client("slow", "--cancel-after", "3", "-o", str(target))
        self.assertEqual(code, 0)
        self.assertIn("cancelled after 3 events", out)
        self.assertFalse(target.exists())

    def test_generate_missedDeadline_fails(self):
        code, _, err = self.run_client("slow", "--timeout", "0.2")
        self.assertEqual(code, 1)
        self.assertIn("DEADLINE_EXCEEDED", err)

    def test_picture_chunkOutOfOrder_isRefused(self):
        picture = client.Picture(image_pb2.Image(png=b"ab", png_size=6))
        with self.assertRaisesRegex(ValueError, "chunk at 4, expected 2"):
            picture.append(image_pb2.ImageChunk(offset=4, data=b"ef"))

    def test_reattach_lostConnections_giveEveryEventOnce(self):
        server = grpc.server(futures.ThreadPoolExecutor(2))
        service = BreakingImages()
        image_pb2_grpc.add_ImageServiceServicer_to_server(service, server)
        address = f"127.0.0.1:{server.add_insecure_port('127.0.0.1:0')}"
        server.start()
        self.addCleanup(lambda: server.stop(0).wait())
        with grpc.insecure_channel(address) as channel:
            with mock.patch("time.sleep"):
                images = image_pb2_grpc.ImageServiceStub(channel)
                seen = list(reattach.events(images, image_pb2.GenerateRequest(prompt="x")))
        self.assertEqual([event.sequence for event in seen], [1, 2, 3, 4, 5])
        self.assertEqual(service.asked, [("j", 3), ("j", 5)])

    def test_fiveLines_areThoseOfTheReadme(self):
        readme = (HERE.parents[2] / "README.md").read_text()
        self.assertIn(f"```python\n{(HERE / 'five_lines.py').read_text()}```", readme)


if __name__ == "__main__":
    unittest.main()

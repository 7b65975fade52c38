"""Runs the Python client against a running mesh, and asks it by reflection what it serves.

    LATENTMESH_SERVER=127.0.0.1:7400 python smoke_test.py -v

LATENTMESH_SERVER is the orchestrator's address. LATENTMESH_TIERS may hold the addresses of the
model services, comma-separated: then these are asked by reflection too.
"""

import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

import grpc
from grpc_reflection.v1alpha import reflection_pb2

HERE = pathlib.Path(__file__).parent
SERVER = os.environ.get("LATENTMESH_SERVER", "127.0.0.1:7400")
TIERS = [tier for tier in os.environ.get("LATENTMESH_TIERS", "").split(",") if tier]
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
CALL_SECONDS = 120


def run_client(*arguments: str) -> subprocess.CompletedProcess:
    command = [sys.executable, str(HERE / "client.py"), "--server", SERVER, *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=CALL_SECONDS)


def services_of(address: str) -> set[str]:
    """The services that a server lists by reflection.

    grpcio-reflection knows v1alpha only; v1 has the same messages under another service name.
    """
    with grpc.insecure_channel(address) as channel:
        reflect = channel.stream_stream(
            "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo",
            request_serializer=reflection_pb2.ServerReflectionRequest.SerializeToString,
            response_deserializer=reflection_pb2.ServerReflectionResponse.FromString,
        )
        question = reflection_pb2.ServerReflectionRequest(list_services="")
        answer = next(reflect(iter([question]), timeout=CALL_SECONDS))
        return {service.name for service in answer.list_services_response.service}


class SmokeTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))

    def draw(self, *arguments: str) -> bytes:
        target = self.folder / "picture.png"
        result = run_client(*arguments, "-o", str(target))
        self.assertEqual(result.returncode, 0, result.stderr)
        return target.read_bytes()

    def test_reflection_orchestrator_listsImageService(self):
        self.assertIn("latentmesh.v1.ImageService", services_of(SERVER))

    def test_reflection_tiers_listTheirServices(self):
        if not TIERS:
            self.skipTest("LATENTMESH_TIERS is not set")
        listed = set().union(*map(services_of, TIERS))
        for service in ("TextEncoderService", "DenoiserService", "VaeService"):
            self.assertIn(f"latentmesh.v1.{service}", listed)

    def test_list_demoModel_isOffered(self):
        result = run_client("--list")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertRegex(result.stdout, r"(?m)^model \S+: 64x64, 20 steps")
        for sampler in ("ddim", "pndm", "euler", "euler-a", "dpm++-2m"):
            self.assertIn(f"sampler {sampler}:", result.stdout)

    def test_generate_steps_areReportedInOrder(self):
        target = self.folder / "heart.png"
        result = run_client("a red heart", "--seed", "7", "-o", str(target))
        self.assertEqual(result.returncode, 0, result.stderr)
        steps = [(int(a), int(b)) for a, b in re.findall(r"step (\d+)/(\d+)", result.stdout)]
        self.assertEqual(steps, sorted(steps))
        self.assertEqual(steps[-1][0], steps[-1][1])
        self.assertGreater(len(steps), 1)
        self.assertTrue(target.read_bytes().startswith(PNG_SIGNATURE))

    def test_generate_sameSeed_givesSameBytes(self):
        first, again = (self.draw("a cat", "--seed", "3", "--steps", "4") for _ in range(2))
        self.assertEqual(first, again)
        self.assertNotEqual(first, self.draw("a cat", "--seed", "4", "--steps", "4"))

    def test_generate_cancelled_endsWithoutPicture(self):
        target = self.folder / "never.png"
        request = ("a cat", "--steps", "200", "--cancel-after", "3", "-o", str(target))
        result = run_client(*request)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("cancelled after 3 events", result.stdout)
        self.assertFalse(target.exists())

    def test_generate_badRequest_namesEveryField(self):
        result = run_client(" ", "--steps", "0", "--sampler", "nonsense")
        self.assertEqual(result.returncode, 1)
        self.assertIn("INVALID_ARGUMENT", result.stderr)
        self.assertIn("reason INVALID_REQUEST", result.stderr)
        for field in ("prompt", "steps", "sampler"):
            self.assertRegex(result.stderr, rf"(?m)^  {field}: ")

    def test_fiveLines_asInTheReadme_drawAHeart(self):
        program = (HERE / "five_lines.py").read_text().replace("127.0.0.1:7400", SERVER)
        environment = dict(os.environ, PYTHONPATH=str(HERE))
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=self.folder,
            env=environment,
            check=True,
            timeout=CALL_SECONDS,
        )
        self.assertTrue((self.folder / "heart.png").read_bytes().startswith(PNG_SIGNATURE))


if __name__ == "__main__":
    unittest.main()

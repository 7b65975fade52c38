"""Parts that are put together again, and parts that are not what the manifest says.

python3 deploy/bench/gpu/test_parts.py
"""

import json
import pathlib
import tempfile
import unittest

import gather
import run


class PartsTest(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.root = pathlib.Path(scratch.name)
        self.parts, self.home = self.root / "parts", self.root / "home"
        for folder in (self.root / "content" / "jars", self.parts, self.home):
            folder.mkdir(parents=True)
        (self.root / "content" / "jars" / "a.jar").write_bytes(bytes(range(256)) * 100)
        manifest = gather.split(self.root / "content", self.parts, part_bytes=100)
        (self.parts / "manifest.json").write_text(json.dumps(manifest | {"cuda": 12}))

    def test_unpack_parts_gives_what_was_split(self):
        self.assertGreater(len(list(self.parts.glob("part-*"))), 1)
        run.unpack(self.parts, self.home)
        unpacked = (self.home / "jars" / "a.jar").read_bytes()
        self.assertEqual(unpacked, bytes(range(256)) * 100)

    def test_unpack_again_does_nothing(self):
        run.unpack(self.parts, self.home)
        (self.home / "jars" / "a.jar").unlink()
        run.unpack(self.parts, self.home)
        self.assertFalse((self.home / "jars" / "a.jar").exists())

    def test_unpack_a_part_that_changed_is_refused_by_name(self):
        (self.parts / "part-001").write_bytes(b"not what was gathered")
        with self.assertRaisesRegex(ValueError, "part-001: must have the manifest's sha256"):
            run.unpack(self.parts, self.home)

    def test_stages_all_have_a_function_that_says_what_it_does(self):
        for stage in run.STAGES:
            self.assertTrue(getattr(run, stage).__doc__, stage)


if __name__ == "__main__":
    unittest.main()

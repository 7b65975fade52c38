"""Gathers what a GPU host without JDK, network or diffusers needs, in parts that fit one transfer.

    python3 deploy/bench/gpu/gather.py OUT
    python3 deploy/bench/gpu/gather.py OUT --wheel onnxruntime_gpu-1.31.1-....whl

OUT then holds part-000, part-001, ... and manifest.json. On the host: run.py, which is in
the first part as well as beside this file. Contents: a Java runtime made by jlink, the product's
jars (ONNX Runtime's without its libraries), the libraries in a folder, the demo model, CLIP's
tokenizer, and the scripts. With --wheel the libraries are those of a Python wheel (CUDA 13), in
front of which stays the jar's libonnxruntime4j_jni.so.
"""

import argparse
import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import tarfile
import tempfile
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent.parent
CLI = ROOT / "deploy" / "cli" / "target"
PART_BYTES = 60 << 20
NATIVE = "ai/onnxruntime/native/linux-x64/"
LIBRARIES = (
    "libonnxruntime.so",
    "libonnxruntime4j_jni.so",
    "libonnxruntime_providers_shared.so",
    "libonnxruntime_providers_cuda.so",
)
MODULES = (
    "java.base,java.desktop,java.instrument,java.logging,java.management,java.naming,java.net.http,"
    "java.security.jgss,java.sql,java.xml,jdk.crypto.ec,jdk.httpserver,jdk.management,"
    "jdk.unsupported,jdk.zipfs"
)
SCRIPTS = ("contenders", "ldm_names", "plain_torch", "published_shapes", "random_model")


def runtime(target: pathlib.Path) -> None:
    jlink = pathlib.Path(os.environ["JAVA_HOME"]) / "bin" / "jlink"
    command = [str(jlink), "--add-modules", MODULES, "--output", str(target)]
    command += ["--strip-debug", "--no-header-files", "--no-man-pages", "--compress", "zip-6"]
    subprocess.run(command, check=True)


def class_path() -> list[pathlib.Path]:
    dependencies = (CLI / "dependencies.classpath").read_text().strip().split(os.pathsep)
    return [*CLI.glob("latentmesh-cli-*.jar"), *map(pathlib.Path, dependencies)]


def jars(target: pathlib.Path, natives: pathlib.Path) -> None:
    """Copies the class path; ONNX Runtime's libraries go to a folder of their own."""
    target.mkdir()
    natives.mkdir()
    for jar in class_path():
        if jar.name.startswith("onnxruntime"):
            split_onnxruntime(jar, target / jar.name, natives)
        else:
            shutil.copyfile(jar, target / jar.name)


def split_onnxruntime(jar: pathlib.Path, target: pathlib.Path, natives: pathlib.Path) -> None:
    with zipfile.ZipFile(jar) as source, zipfile.ZipFile(target, "w") as slim:
        for entry in source.infolist():
            if not entry.filename.startswith("ai/onnxruntime/native/"):
                slim.writestr(entry, source.read(entry))
            elif entry.filename.removeprefix(NATIVE) in LIBRARIES:
                with source.open(entry) as library:
                    name = entry.filename.removeprefix(NATIVE)
                    with (natives / name).open("wb") as out:
                        shutil.copyfileobj(library, out)


def take_wheel(wheel: pathlib.Path, natives: pathlib.Path) -> None:
    """The wheel's core and providers in place of the jar's; the JNI library stays."""
    with zipfile.ZipFile(wheel) as source:
        for entry in source.infolist():
            name = pathlib.PurePosixPath(entry.filename).name
            core = name.startswith("libonnxruntime.so")
            if core or name in LIBRARIES[2:]:
                with source.open(entry) as library:
                    target = natives / ("libonnxruntime.so" if core else name)
                    with target.open("wb") as out:
                        shutil.copyfileobj(library, out)


def scripts(target: pathlib.Path) -> None:
    bench = target / "deploy" / "bench"
    (bench / "gpu").mkdir(parents=True)
    for name in (*SCRIPTS, "torch_worker"):
        shutil.copyfile(HERE.parent / f"{name}.py", bench / f"{name}.py")
    shutil.copyfile(HERE / "run.py", bench / "gpu" / "run.py")
    tokenizer = pathlib.PurePath("deploy/parity/fixtures/clip-tokenizer")
    shutil.copytree(ROOT / tokenizer, target / tokenizer)
    shutil.copytree(ROOT / "deploy/demo-model/model", target / "deploy/demo-model/model")


def split(folder: pathlib.Path, out: pathlib.Path, part_bytes: int = PART_BYTES) -> dict:
    """A compressed archive of the folder in parts, and what run.py needs to put them together."""
    parts = []
    with tempfile.TemporaryFile() as archive:
        with tarfile.open(fileobj=archive, mode="w:gz", compresslevel=6) as tar:
            for child in sorted(folder.iterdir()):
                tar.add(child, child.name)
        archive.seek(0)
        while piece := archive.read(part_bytes):
            name = f"part-{len(parts):03d}"
            (out / name).write_bytes(piece)
            parts.append({"name": name, "sha256": hashlib.sha256(piece).hexdigest()})
    return {"parts": parts}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--wheel", type=pathlib.Path, help="onnxruntime-gpu for CUDA 13")
    parser.add_argument("--without-cuda", action="store_true", help="for a dry run elsewhere")
    options = parser.parse_args()
    subprocess.run([str(ROOT / "latentmesh"), "build"], check=True)
    options.out.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        runtime(folder / "runtime")
        jars(folder / "jars", folder / "natives")
        if options.wheel:
            take_wheel(options.wheel, folder / "natives")
        if options.without_cuda:
            (folder / "natives" / LIBRARIES[3]).unlink()
        scripts(folder)
        manifest = split(folder, options.out)
    manifest["cuda"] = 13 if options.wheel else 12
    (options.out / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")
    shutil.copyfile(HERE / "run.py", options.out / "run.py")
    print(f"{len(manifest['parts'])} parts of at most {PART_BYTES >> 20} MiB in {options.out}")


if __name__ == "__main__":
    main()

package io.latentmesh.networks.onnx;

import java.nio.file.Path;

/** An ONNX file cannot be used; the message names the file, what it must be and what it was. */
public final class OnnxFileException extends RuntimeException {
  OnnxFileException(Path file, String problem) {
    super(file + ": " + problem);
  }

  OnnxFileException(Path file, String problem, Throwable cause) {
    super(file + ": " + problem, cause);
  }
}

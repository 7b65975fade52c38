package io.latentmesh.networks.runtime;

/** ONNX Runtime failed: a session could not be created, or a run broke off. */
public final class InferenceException extends RuntimeException {
  InferenceException(String message, Throwable cause) {
    super(message + ": " + cause.getMessage(), cause);
  }

  InferenceException(String message) {
    super(message);
  }
}

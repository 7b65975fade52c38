package io.latentmesh.orchestrator.edge;

import io.latentmesh.v1.GenerateRequest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What makes two requests the same generation: SHA-256 over the serialized message without what
 * changes neither the pictures nor what is returned with them: the request's id, previews,
 * priority, and what happens when listeners go away. A field that this version does not know
 * counts. A message without maps is serialized in the order of its field numbers, so equal messages
 * give equal bytes in every version.
 */
final class GrpcFingerprint {
  private GrpcFingerprint() {}

  static String of(GenerateRequest request) {
    GenerateRequest picture =
        request.toBuilder()
            .clearRequestId()
            .clearPreviewEvery()
            .clearPriority()
            .clearOnDisconnect()
            .clearLease()
            .build();
    return HexFormat.of().formatHex(sha256().digest(picture.toByteArray()));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}

package io.latentmesh.serving;

import io.grpc.MethodDescriptor;
import java.util.List;

/**
 * A kind of peer.
 *
 * @param name what metrics and messages call it, for example {@code vae}
 * @param idempotent methods that may be sent again to another replica when one fails, because
 *     answering twice is the same as answering once
 */
public record Upstream(String name, List<MethodDescriptor<?, ?>> idempotent) {
  public Upstream {
    idempotent = List.copyOf(idempotent);
  }
}

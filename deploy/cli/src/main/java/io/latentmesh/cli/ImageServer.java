package io.latentmesh.cli;

import io.grpc.ManagedChannel;
import io.latentmesh.cli.model.ModelChoice;
import io.latentmesh.standalone.Standalone;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whatever answers the public API for one command: a mesh elsewhere, or one in this process that
 * ends with the command.
 */
final class ImageServer implements AutoCloseable {
  private static final int MAX_MESSAGE_BYTES = 64 << 20;

  private final ManagedChannel channel;
  private final @Nullable Standalone own; // null when the mesh is somebody else's

  /** A mesh that lives for one command has no use for batch times that take a second to measure. */
  private static final Map<String, String> FOR_ONE_CALL =
      Map.of("latentmesh.batching.warm-up-time", "0s");

  private ImageServer(ManagedChannel channel, @Nullable Standalone own) {
    this.channel = channel;
    this.own = own;
  }

  /**
   * Opens one of the two.
   *
   * @param address host:port of an orchestrator; null starts a mesh in this process
   * @param model what an own mesh holds
   * @param connection how the orchestrator is reached
   */
  static ImageServer open(@Nullable String address, ModelChoice model, Connection connection) {
    if (address == null) {
      Map<String, String> settings = new HashMap<>(FOR_ONE_CALL);
      settings.putAll(model.settings());
      Standalone own = Standalone.start(model.path(), settings);
      return new ImageServer(connect(own.address(), new Connection()), own);
    }
    if (model.isMade()) {
      throw new IllegalArgumentException(
          "--model, --vae, --config, --prediction-type: a running server has its own models; leave"
              + " them or --server out");
    }
    return at(address, connection);
  }

  /** A mesh elsewhere. */
  static ImageServer at(String address, Connection connection) {
    return new ImageServer(connect(address, connection), null);
  }

  ManagedChannel channel() {
    return channel;
  }

  @Override
  public void close() {
    channel.shutdownNow();
    if (own != null) {
      own.close();
    }
  }

  private static ManagedChannel connect(String address, Connection connection) {
    return connection.to(address).maxInboundMessageSize(MAX_MESSAGE_BYTES).build();
  }
}

package io.latentmesh.testcontainers;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import com.github.dockerjava.api.model.Volume;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * All services of Latent Mesh in one container, on the CPU. Without further words it serves the
 * demo model, which draws pictures of 64x64 pixels in about a second, the same ones everywhere for
 * the same request. {@link #start} returns when the mesh serves.
 *
 * <pre>{@code
 * try (var mesh = new LatentMeshContainer()) {
 *   mesh.start();
 *   var images = ImageServiceGrpc.newBlockingStub(mesh.channel());
 *   images.generate(GenerateRequest.newBuilder().setPrompt("a red heart").setSeed(1).build());
 * }
 * }</pre>
 *
 * <p>The container runs without privileges: an unknown user, a read-only root, no capabilities. Its
 * ports are published on loopback where the engine is on this machine. Like every {@code
 * GenericContainer} it is set up by one thread; {@link #target} and {@link #channel} are for any
 * thread once it has started.
 */
public final class LatentMeshContainer extends GenericContainer<LatentMeshContainer> {
  /** The container's port for calls. */
  public static final int PORT = 50051;

  /** The container's port of the metrics page. */
  public static final int METRICS_PORT = 9464;

  private static final String MODELS = "/models";
  private static final String LOOPBACK = "127.0.0.1";
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** Ports on loopback and on all interfaces are counted apart, so that the first may be taken. */
  private static final int ATTEMPTS = 3;

  private @Nullable ManagedChannel channel; // Null until asked for. Guarded by this container.

  /** The mesh of this module's version with the demo model in it. */
  public LatentMeshContainer() {
    this(DefaultImage.name());
  }

  /**
   * @param image a build of {@code latentmesh/standalone}; one without {@code -demo} in its tag
   *     needs {@link #withModel}
   */
  public LatentMeshContainer(DockerImageName image) {
    super(image);
    image.assertCompatibleWith(DockerImageName.parse(DefaultImage.REPOSITORY));
    addExposedPorts(PORT, METRICS_PORT);
    withEnv("LATENTMESH_SERVER_PLAINTEXT", "true");
    withLabel("io.latentmesh.tests", "container");
    withCreateContainerCmdModifier(command -> confine(command, getHost()));
    waitingFor(new HealthWaitStrategy(PORT).withStartupTimeout(PATIENCE));
    withStartupAttempts(ATTEMPTS);
  }

  /**
   * Serves another model: a diffusers folder on the engine's machine, mounted for reading.
   *
   * @throws IllegalArgumentException if it is no folder
   */
  public LatentMeshContainer withModel(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new IllegalArgumentException("model: must be a folder, was " + folder);
    }
    var mount = new Bind(folder.toAbsolutePath().toString(), new Volume(MODELS), AccessMode.ro);
    return withCreateContainerCmdModifier(command -> addBind(hostConfig(command), mount));
  }

  /**
   * Sets one of the settings of docs/operations.md, for example {@code
   * latentmesh.admission.max-queued}. What begins with {@code latentmesh.server} is said of the
   * public API, the rest of every service that has the setting.
   *
   * @throws IllegalArgumentException if the name does not begin with {@code latentmesh.}
   */
  public LatentMeshContainer withSetting(String name, String value) {
    if (!name.startsWith("latentmesh.")) {
      throw new IllegalArgumentException("name: must begin with latentmesh., was " + name);
    }
    return withEnv(name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_"), value);
  }

  /** Gives every line of the log to {@code reader}, on a thread of Testcontainers. */
  public LatentMeshContainer withLog(Consumer<String> reader) {
    return withLogConsumer(frame -> frame.getUtf8String().lines().forEach(reader));
  }

  /** The public API as a gRPC target, host:port. */
  public String target() {
    return getHost() + ":" + getMappedPort(PORT);
  }

  /** URL of the page that Prometheus scrapes. */
  public String metricsUrl() {
    return "http://" + getHost() + ":" + getMappedPort(METRICS_PORT) + "/metrics";
  }

  /** A channel to the public API: always the same one, shut down when the container stops. */
  public synchronized ManagedChannel channel() {
    ManagedChannel open = channel;
    if (open == null) {
      open = Grpc.newChannelBuilder(target(), InsecureChannelCredentials.create()).build();
      channel = open;
    }
    return open;
  }

  @Override
  protected void containerIsStopping(InspectContainerResponse container) {
    closeChannel();
  }

  private synchronized void closeChannel() {
    if (channel != null) {
      channel.shutdownNow();
      channel = null;
    }
  }

  private static void confine(CreateContainerCmd command, String host) {
    HostConfig settings = hostConfig(command);
    settings
        .withReadonlyRootfs(true)
        .withTmpFs(Map.of("/tmp", "rw,nosuid,nodev,noexec,size=64m"))
        .withSecurityOpts(List.of("no-new-privileges"))
        .withCapDrop(Capability.ALL);
    if (host.equals(LOOPBACK) || host.equals("localhost")) {
      settings.withPortBindings(onLoopback(PORT), onLoopback(METRICS_PORT));
    }
  }

  private static PortBinding onLoopback(int port) {
    return new PortBinding(Ports.Binding.bindIp(LOOPBACK), ExposedPort.tcp(port));
  }

  private static void addBind(HostConfig settings, Bind mount) {
    Bind[] before = settings.getBinds();
    Stream<Bind> others = before == null ? Stream.of() : Arrays.stream(before);
    settings.withBinds(Stream.concat(others, Stream.of(mount)).toArray(Bind[]::new));
  }

  private static HostConfig hostConfig(CreateContainerCmd command) {
    HostConfig settings = command.getHostConfig();
    if (settings == null) {
      settings = HostConfig.newHostConfig();
      command.withHostConfig(settings);
    }
    return settings;
  }
}

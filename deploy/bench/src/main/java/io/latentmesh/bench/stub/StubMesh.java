package io.latentmesh.bench.stub;

import io.latentmesh.bench.Scrape;
import io.latentmesh.orchestrator.OrchestratorServer;
import io.latentmesh.orchestrator.OrchestratorSettings;
import io.latentmesh.serving.Settings;
import io.latentmesh.serving.SettingsSources;
import io.latentmesh.unet.engine.BatchDenoiser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * An orchestrator, stub stages and any number of stub denoisers in one process, over the loopback
 * interface. The orchestrator finds the denoisers through a list of addresses in a file, which is
 * written anew when they come and go. Confined to one thread.
 */
public final class StubMesh implements AutoCloseable {
  private final Plan plan;
  private final StubStages stages;
  private final List<StubReplica> replicas = new ArrayList<>();
  private final Path addresses;
  private final OrchestratorServer orchestrator;

  /**
   * What to start.
   *
   * @param network of every denoiser
   * @param replicas of the denoiser, at least 1
   * @param settings by full name, for the denoisers and the orchestrator
   */
  public record Plan(
      StubModel model, BatchDenoiser network, int replicas, Map<String, String> settings) {
    public Plan {
      settings = Map.copyOf(settings);
    }
  }

  private StubMesh(Plan plan) throws IOException {
    this.plan = plan;
    addresses = Files.createTempFile("latentmesh-denoisers", ".txt");
    stages = StubStages.start(plan.model());
    for (int replica = 0; replica < plan.replicas(); replica++) {
      startReplica();
    }
    publish();
    orchestrator = orchestrator();
  }

  /** Starts all of it. The first request may come before the orchestrator knows its stages. */
  public static StubMesh start(Plan plan) {
    try {
      return new StubMesh(plan);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** host:port of the public API. */
  public String address() {
    return "127.0.0.1:" + orchestrator.port();
  }

  /** The orchestrator's metrics page, as it is now. */
  public Scrape scrape() {
    return Scrape.from("http://127.0.0.1:" + orchestrator.metricsPort() + "/metrics");
  }

  /** The denoisers there are, oldest first. */
  public List<StubReplica> replicas() {
    return List.copyOf(replicas);
  }

  /** Starts one more denoiser, waits until it serves, and publishes its address. */
  public StubReplica addReplica() {
    StubReplica replica = startReplica();
    publish();
    return replica;
  }

  /** Takes the newest denoiser's address off the list and drains it. */
  public void removeReplica() {
    StubReplica leaving = replicas.removeLast();
    publish();
    leaving.close();
  }

  @Override
  public void close() {
    orchestrator.close();
    replicas.forEach(StubReplica::close);
    stages.close();
    try {
      Files.deleteIfExists(addresses);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private StubReplica startReplica() {
    StubReplica replica = StubReplica.start(plan.model().hosting(plan.network()), plan.settings());
    replicas.add(replica);
    return replica;
  }

  private void publish() {
    String list =
        replicas.stream().map(StubReplica::address).collect(Collectors.joining("\n", "", "\n"));
    try {
      Path draft =
          Files.writeString(addresses.resolveSibling(addresses.getFileName() + ".new"), list);
      Files.move(draft, addresses, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private OrchestratorServer orchestrator() {
    Map<String, String> settings = new HashMap<>(plan.settings());
    settings.put("latentmesh.peers.text-encoder.target", stages.address());
    settings.put("latentmesh.peers.unet.target", "file://" + addresses);
    settings.put("latentmesh.peers.unet.plaintext", "true");
    settings.put("latentmesh.peers.vae.target", stages.address());
    return OrchestratorServer.start(
        Settings.load(
            OrchestratorSettings.class, SettingsSources.defaults().withOverrides(settings)));
  }
}

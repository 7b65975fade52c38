package io.latentmesh.cli.bench;

import io.latentmesh.bench.containers.Docker;
import io.latentmesh.cli.mesh.Tier;
import io.latentmesh.cli.repository.Repository;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the containers of a mesh are started with: as little privileged as they may be, their ports
 * published on loopback.
 *
 * @param tag of the images
 * @param network the engine's name of the network that they are in
 */
record ContainerPlan(String tag, String network) {
  private static final List<Tier> STAGES = List.of(Tier.TEXT_ENCODER, Tier.UNET, Tier.VAE);
  private static final String CONFINED =
      "--read-only --tmpfs /tmp:rw,noexec,nosuid,nodev,size=16m --cap-drop ALL"
          + " --security-opt no-new-privileges --memory 1g --memory-swap 1g"
          + " --publish 127.0.0.1::50051 --publish 127.0.0.1::9464";

  /** What is there of the images with this tag, or with the newest if there is none. */
  static ContainerPlan of(String network) {
    return new ContainerPlan(newestTag(), network);
  }

  /** What the images say that they were built of. */
  String revision() {
    return Docker.run(
        "inspect",
        "--format",
        "{{index .Config.Labels \"org.opencontainers.image.revision\"}}",
        image(Tier.ORCHESTRATOR));
  }

  /** Arguments of {@code docker} that start one container of a tier. */
  List<String> start(Tier tier) {
    Stream<String> own =
        tier == Tier.ORCHESTRATOR
            ? STAGES.stream().flatMap(ContainerPlan::peer)
            : Stream.of("--volume", Repository.demoModel() + ":/models:ro");
    List<String> arguments = new ArrayList<>(List.of("run", "--detach", "--label", Docker.LABEL));
    arguments.addAll(List.of("--network", network, "--network-alias", tier.label()));
    arguments.addAll(List.of(CONFINED.split(" ", -1)));
    settings().flatMap(ContainerPlan::environment).forEach(arguments::add);
    own.forEach(arguments::add);
    arguments.add(image(tier));
    return arguments;
  }

  /** Every text is encoded, and a crowded machine may take its time: loss is what is looked for. */
  private static Stream<String> settings() {
    return Stream.of(
        "LATENTMESH_SERVER_PLAINTEXT=true",
        "LATENTMESH_BATCHING_WARM_UP_TIME=100ms",
        "LATENTMESH_TEXT_CACHE_MAX_BYTES=0",
        "LATENTMESH_ADMISSION_MAX_QUEUE_AGE=5m");
  }

  private static Stream<String> peer(Tier tier) {
    String name = "LATENTMESH_PEERS_" + tier.name() + "_";
    return Stream.of(
            name + "TARGET=dns:///" + tier.label() + ":50051",
            name + "PLAINTEXT=true",
            name + "RESOLVE_EVERY=1s")
        .flatMap(ContainerPlan::environment);
  }

  private static Stream<String> environment(String setting) {
    return Stream.of("--env", setting);
  }

  private String image(Tier tier) {
    String service = tier == Tier.ORCHESTRATOR ? tier.label() : tier.label() + "-svc";
    return "latentmesh/" + service + ":" + tag;
  }

  private static String newestTag() {
    return Docker.run("images", "--format", "{{.Tag}}", "latentmesh/orchestrator")
        .lines()
        .findFirst()
        .orElseThrow(() ->
            new IllegalStateException("no image latentmesh/orchestrator: run deploy/images/build"));
  }
}

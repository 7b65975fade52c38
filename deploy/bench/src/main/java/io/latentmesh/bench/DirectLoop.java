package io.latentmesh.bench;

import io.latentmesh.networks.folder.DiffusersFolder;
import io.latentmesh.networks.runtime.DenoiserModel;
import io.latentmesh.networks.runtime.DenoiserRow;
import io.latentmesh.networks.runtime.Provider;
import io.latentmesh.networks.runtime.SessionSettings;
import io.latentmesh.orchestrator.plan.SamplingPlan;
import io.latentmesh.orchestrator.plan.SamplingRequest;
import io.latentmesh.orchestrator.plan.SchedulerConfig;
import io.latentmesh.orchestrator.sampling.Denoiser;
import io.latentmesh.orchestrator.sampling.Guidance;
import io.latentmesh.orchestrator.sampling.Latent;
import io.latentmesh.orchestrator.sampling.LatentShape;
import io.latentmesh.orchestrator.sampling.Noise;
import io.latentmesh.orchestrator.sampling.TorchGenerator;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The denoising of one guided image with plain method calls: the same networks, samplers and
 * guidance as the mesh, and nothing between them. What the mesh costs is measured against this.
 */
final class DirectLoop implements AutoCloseable {
  private static final int TOKENS = 77;

  private final DenoiserModel model;
  private final SamplingPlan plan;
  private final double guidanceScale;
  private final LatentShape shape;
  private final List<float[]> conditionings;

  private DirectLoop(DenoiserModel model, SamplingPlan plan, double guidanceScale) {
    var config = model.config();
    this.model = model;
    this.plan = plan;
    this.guidanceScale = guidanceScale;
    shape = new LatentShape(config.inChannels(), config.sampleSize(), config.sampleSize());
    var texts = new TorchGenerator(0);
    int size = TOKENS * config.crossAttentionSize();
    conditionings = List.of(texts.randn(size), texts.randn(size));
  }

  /** Loads the denoiser of a model; texts are random, which changes nothing about the time. */
  static DirectLoop open(Path folder, int steps, double guidanceScale) {
    DiffusersFolder files = DiffusersFolder.open(folder);
    var request = new SamplingRequest(steps, Optional.empty(), Optional.empty(), 0);
    SamplingPlan plan =
        SamplingPlan.of(SchedulerConfig.parse(files.schedulerConfigJson()), request);
    return new DirectLoop(
        DenoiserModel.load(files, new SessionSettings(Provider.CPU, 0)), plan, guidanceScale);
  }

  int evaluations() {
    return plan.evaluations();
  }

  /** Denoises one image and returns how long that took, in seconds. */
  double run(long seed) {
    long begun = System.nanoTime();
    Noise noise = Noise.of(new TorchGenerator(seed), shape);
    Denoiser denoiser = Guidance.classifierFree(plan.denoiser(this::predict), guidanceScale);
    plan.sample(denoiser, plan.start(noise.next()), noise);
    return (System.nanoTime() - begun) / 1e9;
  }

  private List<Latent> predict(Latent input, double timestep, List<Integer> rows) {
    var size =
        new io.latentmesh.networks.runtime.LatentShape(
            shape.channels(), shape.height(), shape.width());
    List<DenoiserRow> batch =
        rows.stream()
            .map(row ->
                new DenoiserRow(input.toArray(), size, (float) timestep, conditionings.get(row)))
            .toList();
    return model.predict(batch).stream().map(row -> Latent.of(shape, row.values())).toList();
  }

  @Override
  public void close() {
    model.close();
  }
}

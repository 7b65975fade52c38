package io.latentmesh.orchestrator.plan;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.latentmesh.orchestrator.sampling.Latent;
import io.latentmesh.orchestrator.sampling.LatentShape;
import io.latentmesh.parity.FixtureCase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * What one run of the reference pipeline gave.
 *
 * @param shape of one image's latent
 */
record Reference(FixtureCase fixture, JsonNode run, int images, LatentShape shape) {
  static Reference of(FixtureCase fixture, JsonNode run) {
    List<Long> extents = fixture.shape(run.path("tensors").path("latents").asText());
    return new Reference(
        fixture,
        run,
        Math.toIntExact(extents.get(0)),
        new LatentShape(
            Math.toIntExact(extents.get(1)),
            Math.toIntExact(extents.get(2)),
            Math.toIntExact(extents.get(3))));
  }

  String name() {
    return fixture.name() + " " + run.path("name").asText();
  }

  boolean has(String tensor) {
    return run.path("tensors").has(tensor);
  }

  float[] floats(String tensor) {
    return fixture.floats(run.path("tensors").path(tensor).asText());
  }

  /** One image's share of a latent tensor. */
  Latent latent(String tensor, int image) {
    int each = shape.elements();
    return Latent.of(shape, Arrays.copyOfRange(floats(tensor), image * each, (image + 1) * each));
  }

  /** How far noise of 1e-6 in every network call carried this run; 0 where it was not measured. */
  double measuredNoise() {
    Path file = fixture.folder().resolveSibling("tolerances.json");
    if (!Files.exists(file)) {
      return 0;
    }
    try {
      return new ObjectMapper()
          .readTree(file.toFile())
          .at(
              JsonPointer.compile(
                  "/network_noise_1e-6/%s/runs/%s/latents_rel"
                      .formatted(fixture.name(), run.path("name").asText())))
          .asDouble(0);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}

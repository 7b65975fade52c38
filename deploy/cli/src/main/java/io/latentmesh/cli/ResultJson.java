package io.latentmesh.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Duration;
import java.io.IOException;

/** A finished generation for programs: files, seeds, recipes and where the time went. */
final class ResultJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ResultJson() {}

  static String of(GenerationResult result, OutputOptions outputs) throws IOException {
    ObjectNode root = JSON.createObjectNode();
    root.put("model", result.plan().getModel());
    var images = root.putArray("images");
    for (int i = 0; i < result.images().size(); i++) {
      var image = result.images().get(i).message();
      ObjectNode entry = images.addObject();
      entry.put("file", outputs.file(i, result.images().size()).toString());
      entry.put("seed", Long.toUnsignedString(image.getSeed()));
      entry.put("width", image.getWidth());
      entry.put("height", image.getHeight());
      entry.set("recipe", JSON.readTree(image.getRecipeJson()));
    }
    var warnings = root.putArray("warnings");
    result.plan().getWarningsList().forEach(warnings::add);
    var stats = root.putObject("seconds");
    stats.put("total", seconds(result.stats().getTotal()));
    stats.put("text_encoding", seconds(result.stats().getTextEncoding()));
    stats.put("denoising", seconds(result.stats().getDenoising()));
    stats.put("decoding", seconds(result.stats().getDecoding()));
    return JSON.writeValueAsString(root);
  }

  private static double seconds(Duration duration) {
    return duration.getSeconds() + duration.getNanos() / 1e9;
  }
}

package io.latentmesh.cli;

import io.latentmesh.v1.Plan;
import io.latentmesh.v1.Preview;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Writes previews as they come, each latent pixel as a square, in the size of the picture. */
final class PreviewFiles {
  private final OutputOptions outputs;
  private final PreviewOptions options;

  PreviewFiles(OutputOptions outputs, PreviewOptions options) {
    this.outputs = outputs;
    this.options = options;
  }

  /** Writes one preview of a generation with that plan. */
  void write(Preview preview, Plan plan) {
    try {
      Path file = file(preview, plan);
      Files.createDirectories(file.toAbsolutePath().resolveSibling(""));
      var small = ImageIO.read(new ByteArrayInputStream(preview.getPng().toByteArray()));
      if (!ImageIO.write(enlarged(small, plan), "png", file.toFile())) {
        throw new IOException("no PNG writer in this Java runtime");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path file(Preview preview, Plan plan) {
    Path picture = outputs.file(preview.getImage(), plan.getSeedsCount());
    String name = "%s-step%d.png".formatted(OutputOptions.stem(picture), preview.getStep());
    return options.folder == null ? picture.resolveSibling(name) : options.folder.resolve(name);
  }

  private static BufferedImage enlarged(BufferedImage small, Plan plan) {
    var large = new BufferedImage(plan.getWidth(), plan.getHeight(), BufferedImage.TYPE_INT_RGB);
    Graphics2D canvas = large.createGraphics();
    canvas.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
    canvas.drawImage(small, 0, 0, plan.getWidth(), plan.getHeight(), null);
    canvas.dispose();
    return large;
  }
}

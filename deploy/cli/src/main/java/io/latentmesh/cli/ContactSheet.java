package io.latentmesh.cli;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;

/**
 * Several pictures of one size in one file: a near-square grid, row by row, on a light ground with
 * a margin between them.
 */
final class ContactSheet {
  private static final int MARGIN_PIXELS = 4;
  private static final Color GROUND = new Color(240, 240, 240);

  private ContactSheet() {}

  /**
   * Writes the sheet as PNG.
   *
   * @param pngs at least one encoded picture, all of one size
   */
  static void write(List<byte[]> pngs, Path file) throws IOException {
    List<BufferedImage> pictures = new ArrayList<>();
    for (byte[] png : pngs) {
      pictures.add(ImageIO.read(new ByteArrayInputStream(png)));
    }
    if (!ImageIO.write(arrange(pictures), "png", file.toFile())) {
      throw new IOException("no PNG writer in this Java runtime");
    }
  }

  private static BufferedImage arrange(List<BufferedImage> pictures) {
    int columns = (int) Math.ceil(Math.sqrt(pictures.size()));
    int rows = Math.ceilDiv(pictures.size(), columns);
    int cellWidth = pictures.getFirst().getWidth() + MARGIN_PIXELS;
    int cellHeight = pictures.getFirst().getHeight() + MARGIN_PIXELS;
    var sheet =
        new BufferedImage(
            columns * cellWidth + MARGIN_PIXELS,
            rows * cellHeight + MARGIN_PIXELS,
            BufferedImage.TYPE_INT_RGB);
    Graphics2D canvas = sheet.createGraphics();
    canvas.setColor(GROUND);
    canvas.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
    for (int i = 0; i < pictures.size(); i++) {
      int x = MARGIN_PIXELS + i % columns * cellWidth;
      int y = MARGIN_PIXELS + i / columns * cellHeight;
      canvas.drawImage(pictures.get(i), x, y, null);
    }
    canvas.dispose();
    return sheet;
  }
}

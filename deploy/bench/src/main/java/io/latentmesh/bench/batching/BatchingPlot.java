package io.latentmesh.bench.batching;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.imageio.ImageIO;

/**
 * Slowdown against the rate: one row of panels for each curve, p50 on the left, p99 on the right.
 */
final class BatchingPlot {
  private static final int WIDTH = 1240;
  private static final int PANEL_HEIGHT = 250;
  private static final int TOP = 64;
  private static final int LEFT = 70;
  private static final int GAP = 80;
  private static final int ROW = PANEL_HEIGHT + 84;
  private static final int PANEL_WIDTH = (WIDTH - LEFT - GAP - 30) / 2;
  private static final double CEILING = 100;
  private static final Color GRID = new Color(0xdd, 0xdd, 0xdd);
  private static final Color TEXT = new Color(0x22, 0x22, 0x22);
  private static final Color LIMIT = new Color(0x99, 0x99, 0x99);
  private static final Map<Contender, Color> COLORS =
      Map.of(
          Contender.ONE_AT_A_TIME, new Color(0xd9, 0x5f, 0x02),
          Contender.STATIC_WINDOW, new Color(0x75, 0x70, 0xb3),
          Contender.OURS, new Color(0x1b, 0x9e, 0x77));

  private final List<Study> studies;
  private final BufferedImage image;
  private final Graphics2D pen;

  BatchingPlot(List<Study> studies) {
    this.studies = studies;
    this.image = new BufferedImage(WIDTH, TOP + studies.size() * ROW, BufferedImage.TYPE_INT_RGB);
    this.pen = image.createGraphics();
    pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    pen.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
  }

  void write(Path png) throws IOException {
    pen.setColor(Color.WHITE);
    pen.fillRect(0, 0, image.getWidth(), image.getHeight());
    legend();
    for (int i = 0; i < studies.size(); i++) {
      int top = TOP + i * ROW + 28;
      panel(studies.get(i), 0.5, LEFT, top);
      panel(studies.get(i), 0.99, LEFT + PANEL_WIDTH + GAP, top);
    }
    Path folder = png.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    ImageIO.write(image, "png", png.toFile());
  }

  private void legend() {
    int x = LEFT;
    pen.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 15));
    for (Contender contender : Contender.values()) {
      pen.setColor(colorOf(contender));
      pen.setStroke(new BasicStroke(3));
      pen.draw(new Line2D.Double(x, 24, x + 30, 24));
      pen.setColor(TEXT);
      pen.drawString(contender.title(), x + 38, 29);
      x += 60 + pen.getFontMetrics().stringWidth(contender.title());
    }
    pen.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
    pen.drawString(
        "Slowdown (latency over unloaded latency) against requests per second. Dashed: target 3;"
            + " dotted: highest rate in time in hindsight (h) and by the bound (b).",
        LEFT,
        52);
  }

  private void panel(Study study, double quantile, int left, int top) {
    frame(study, quantile, left, top);
    mark(study.hindsight(), "h", study, left, top);
    mark(study.bound(), "b", study, left, top);
    for (Contender contender : Contender.values()) {
      line(study, contender, quantile, left, top);
    }
  }

  private void frame(Study study, double quantile, int left, int top) {
    pen.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 14));
    pen.setColor(TEXT);
    String percentile = "p" + Math.round(100 * quantile);
    pen.drawString(percentile + ", " + study.file().title(), left, top - 8);
    pen.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
    for (int slowdown : new int[] {1, 2, 3, 5, 10, 20, 50, 100}) {
      double y = y(slowdown, top);
      boolean target = slowdown == 3;
      pen.setColor(target ? LIMIT : GRID);
      pen.setStroke(target ? dashes(7) : new BasicStroke(1));
      pen.draw(new Line2D.Double(left, y, left + PANEL_WIDTH, y));
      pen.setColor(TEXT);
      String label = slowdown == CEILING ? "100+" : String.valueOf(slowdown);
      pen.drawString(label, left - 8 - pen.getFontMetrics().stringWidth(label), (int) y + 4);
    }
    for (Study.Point point : study.points(Contender.OURS)) {
      String label = String.format(Locale.ROOT, "%.3g", point.load() * study.capacity());
      int x = (int) x(point.load(), left);
      pen.drawString(
          label, x - pen.getFontMetrics().stringWidth(label) / 2, top + PANEL_HEIGHT + 18);
    }
    pen.drawString("requests per second", left, top + PANEL_HEIGHT + 36);
  }

  private void mark(double rate, String name, Study study, int left, int top) {
    double x = x(rate / study.capacity(), left);
    pen.setColor(LIMIT);
    pen.setStroke(dashes(2));
    pen.draw(new Line2D.Double(x, top, x, top + PANEL_HEIGHT));
    pen.setColor(TEXT);
    pen.drawString(name, (int) x + 4, top + 14);
  }

  private void line(Study study, Contender contender, double quantile, int left, int top) {
    pen.setColor(colorOf(contender));
    pen.setStroke(new BasicStroke(contender == Contender.OURS ? 3 : 2));
    Path2D path = new Path2D.Double();
    boolean begun = false;
    for (Study.Point point : study.points(contender)) {
      double x = x(point.load(), left);
      double y = y(point.outcome().slowdown(quantile), top);
      if (begun) {
        path.lineTo(x, y);
      } else {
        path.moveTo(x, y);
        begun = true;
      }
      pen.fillOval((int) x - 3, (int) y - 3, 7, 7);
    }
    pen.draw(path);
  }

  private static double x(double load, int left) {
    return left + load * PANEL_WIDTH;
  }

  private static double y(double slowdown, int top) {
    double bounded = Math.clamp(slowdown, 1, CEILING);
    return top + PANEL_HEIGHT * (1 - Math.log(bounded) / Math.log(CEILING));
  }

  private static BasicStroke dashes(float length) {
    return new BasicStroke(
        1.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, new float[] {length, 4}, 0);
  }

  private static Color colorOf(Contender contender) {
    return COLORS.getOrDefault(contender, TEXT);
  }
}

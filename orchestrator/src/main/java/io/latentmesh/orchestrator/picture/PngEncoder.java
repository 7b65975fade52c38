package io.latentmesh.orchestrator.picture;

import io.latentmesh.orchestrator.stage.RgbImage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Writes 8-bit RGB pictures as PNG (ISO/IEC 15948).
 *
 * <p>Own code because of the first picture of a fresh process: the first use of {@code
 * javax.imageio} costs 120 to 160 ms of loading its desktop classes, this 25 to 40 ms, nearly all
 * of it zlib's.
 */
public final class PngEncoder {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  private static final byte BITS_PER_CHANNEL = 8;
  private static final byte COLOUR_TYPE_RGB = 2;
  private static final int DEFLATE_LEVEL = 6;

  private PngEncoder() {}

  /**
   * Encodes one picture. Text goes before the pixels, in the order of {@code texts}, as tEXt where
   * Latin-1 can hold it and as uncompressed iTXt (UTF-8) otherwise.
   *
   * @param texts by keyword (1 to 79 characters of printable Latin-1); no NUL in either
   */
  public static Png encode(RgbImage image, Map<String, String> texts) {
    var out = new ByteArrayOutputStream();
    out.writeBytes(SIGNATURE);
    chunk(out, "IHDR", header(image));
    texts.forEach((keyword, text) -> text(out, keyword, text));
    chunk(out, "IDAT", deflate(RowFilter.filter(image)));
    chunk(out, "IEND", new byte[0]);
    return new Png(out.toByteArray());
  }

  private static byte[] header(RgbImage image) {
    return ByteBuffer.allocate(13)
        .putInt(image.width())
        .putInt(image.height())
        .put(BITS_PER_CHANNEL)
        .put(COLOUR_TYPE_RGB)
        .array(); // the last three: deflate, the five filters, no interlace
  }

  private static void text(ByteArrayOutputStream out, String keyword, String text) {
    if (keyword.isEmpty() || keyword.length() > 79 || (keyword + text).indexOf('\0') >= 0) {
      throw new IllegalArgumentException("not a PNG text: " + keyword);
    }
    var content = new ByteArrayOutputStream();
    content.writeBytes(keyword.getBytes(StandardCharsets.ISO_8859_1));
    content.write(0);
    if (StandardCharsets.ISO_8859_1.newEncoder().canEncode(text)) {
      content.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
      chunk(out, "tEXt", content.toByteArray());
      return;
    }
    content.writeBytes(new byte[4]); // not compressed, method 0, no language, no translated keyword
    content.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    chunk(out, "iTXt", content.toByteArray());
  }

  private static byte[] deflate(byte[] filtered) {
    var out = new ByteArrayOutputStream(filtered.length / 2 + 64);
    try (var deflater = new Deflater(DEFLATE_LEVEL)) {
      deflater.setInput(filtered);
      deflater.finish();
      byte[] buffer = new byte[1 << 16];
      while (!deflater.finished()) {
        out.write(buffer, 0, deflater.deflate(buffer));
      }
    }
    return out.toByteArray();
  }

  private static void chunk(ByteArrayOutputStream out, String type, byte[] content) {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    var checksum = new CRC32();
    checksum.update(name);
    checksum.update(content);
    out.writeBytes(ByteBuffer.allocate(4).putInt(content.length).array());
    out.writeBytes(name);
    out.writeBytes(content);
    out.writeBytes(ByteBuffer.allocate(4).putInt((int) checksum.getValue()).array());
  }
}

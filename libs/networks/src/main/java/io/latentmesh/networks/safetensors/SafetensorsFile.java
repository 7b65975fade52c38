package io.latentmesh.networks.safetensors;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A memory-mapped safetensors file whose header has been checked. Format: an unsigned little-endian
 * 64-bit header length, that many bytes of JSON, then the tensors' bytes, little-endian in C order.
 *
 * <p>Any thread may read. The mapping, and every segment taken from it, ends with {@link #close};
 * closing while another thread reads is refused by the JVM with an IllegalStateException there.
 * Files above 2 GiB are fine.
 */
public final class SafetensorsFile implements AutoCloseable {
  /** The format's own bound. */
  static final long MAX_HEADER_BYTES = 100_000_000;

  private static final int LENGTH_BYTES = 8;

  private final Path path;
  private final Arena arena;
  private final MemorySegment bytes;
  private final Header header;

  private SafetensorsFile(Path path, Arena arena, MemorySegment bytes, Header header) {
    this.path = path;
    this.arena = arena;
    this.bytes = bytes;
    this.header = header;
  }

  /**
   * Maps a file and checks its header.
   *
   * @throws SafetensorsException if it cannot be read, or its header is malformed or disagrees with
   *     the file's size
   */
  public static SafetensorsFile open(Path file) {
    Arena arena = Arena.ofShared();
    try {
      return open(file.toRealPath(), arena);
    } catch (IOException e) {
      arena.close();
      throw new SafetensorsException(file, "cannot be read: " + e, e);
    } catch (RuntimeException e) {
      arena.close();
      throw e;
    }
  }

  private static SafetensorsFile open(Path file, Arena arena) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new SafetensorsException(file, "must be a regular file, was not");
    }
    try (FileChannel channel = FileChannel.open(file)) {
      long length = channel.size();
      if (length <= LENGTH_BYTES) {
        throw new SafetensorsException(file, "size: must be above 8 bytes, was " + length);
      }
      MemorySegment bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, length, arena);
      Header header = readHeader(file, bytes);
      return new SafetensorsFile(file, arena, bytes, header);
    }
  }

  /** The checked header of what may be a file's bytes: at least 9 of them. */
  static Header readHeader(Path file, MemorySegment bytes) throws IOException {
    long dataBegin = LENGTH_BYTES + headerLength(file, bytes);
    ByteBuffer json = bytes.asSlice(LENGTH_BYTES, dataBegin - LENGTH_BYTES).asByteBuffer();
    // A decoder that reports malformed UTF-8; Jackson by itself would also guess UTF-16 and UTF-32.
    try (Reader reader =
        new InputStreamReader(new BufferInputStream(json), StandardCharsets.UTF_8.newDecoder())) {
      Header header = HeaderParser.parse(file, reader, dataBegin, bytes.byteSize() - dataBegin);
      Coverage.check(file, header.entries(), dataBegin, bytes.byteSize());
      return header;
    } catch (CharacterCodingException e) {
      throw new SafetensorsException(file, "header: must be UTF-8, was not: " + e, e);
    }
  }

  private static long headerLength(Path file, MemorySegment bytes) {
    // Through a buffer: the first VarHandle of a process costs 30 ms, and this is every cold start.
    ByteBuffer start =
        bytes.asSlice(0, LENGTH_BYTES + 1).asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    long length = start.getLong();
    long rest = bytes.byteSize() - LENGTH_BYTES;
    if (length < 0 || length > Math.min(rest, MAX_HEADER_BYTES)) {
      ForeignFormat.refuse(file, bytes);
      throw new SafetensorsException(
          file,
          "header length: must be at most %d (format) and %d (rest of the file), was %s"
              .formatted(MAX_HEADER_BYTES, rest, Long.toUnsignedString(length)));
    }
    if (length == 0 || start.get() != '{') {
      ForeignFormat.refuse(file, bytes);
      throw new SafetensorsException(file, "header: must be a JSON object that begins with '{'");
    }
    return length;
  }

  /** The file itself, absolute, with every link resolved. */
  public Path path() {
    return path;
  }

  /** Size of the file. */
  public long byteCount() {
    return bytes.byteSize();
  }

  /** The tensors by name, in the header's order. Immutable. */
  public Map<String, TensorEntry> entries() {
    return header.entries();
  }

  /** The tensors as a network takes them: under the names of this file. */
  public TensorSet tensors() {
    Map<String, TensorSlice> slices = new LinkedHashMap<>();
    entries().forEach((name, entry) -> slices.put(name, TensorSlice.of(path, entry)));
    return new TensorSet(path, slices);
  }

  /** The header's {@code __metadata__}. Immutable. */
  public Map<String, String> metadata() {
    return header.metadata();
  }

  /**
   * The tensor of that name.
   *
   * @throws SafetensorsException if there is none
   */
  public TensorEntry entry(String name) {
    TensorEntry entry = header.entries().get(name);
    if (entry == null) {
      throw new SafetensorsException(path, "tensor '" + name + "': must be in the file, was not");
    }
    return entry;
  }

  /** The stored bytes of a tensor, read-only, valid until this file is closed. */
  public MemorySegment segment(TensorEntry entry) {
    return bytes.asSlice(entry.begin(), entry.byteCount());
  }

  /**
   * A copy of a tensor's elements as 32-bit floats: F16 and BF16 widened exactly, F64 rounded to
   * nearest.
   *
   * @throws SafetensorsException if there is no such tensor, or its type is another
   */
  public float[] floats(String name) {
    TensorEntry entry = entry(name);
    return Elements.floats(path, entry, segment(entry));
  }

  /**
   * A copy of a tensor's elements as 64-bit integers: I64, I32, I16, I8 and U8 (and BOOL as 0 and
   * 1).
   *
   * @throws SafetensorsException if there is no such tensor, or its type is another
   */
  public long[] longs(String name) {
    TensorEntry entry = entry(name);
    return Elements.longs(path, entry, segment(entry));
  }

  /** Ends the mapping. */
  @Override
  public void close() {
    arena.close();
  }
}

package io.latentmesh.networks.copies;

import io.latentmesh.networks.safetensors.Dtype;
import io.latentmesh.networks.safetensors.HeaderBytes;
import io.latentmesh.networks.safetensors.TensorEntry;
import io.latentmesh.networks.safetensors.TensorSet;
import io.latentmesh.networks.safetensors.TensorSlice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * How a copy is laid out: an ordinary safetensors file with the tensors in the order of their names
 * and two entries of metadata.
 *
 * @param entries by name; offsets count from the beginning of the file
 */
record CopyPlan(TensorSet source, String key, Map<String, TensorEntry> entries, long byteCount) {
  static final String KEY = "latentmesh.key";
  static final String CHECKSUM = "latentmesh.crc32c";

  CopyPlan {
    entries = Map.copyOf(entries);
  }

  static CopyPlan of(TensorSet source) throws IOException {
    String key = CopyKey.of(source);
    Map<String, TensorEntry> data = laidOut(source, 0);
    long begin = header(key, data, "00000000").remaining();
    Map<String, TensorEntry> entries = laidOut(source, begin);
    long end = entries.values().stream().mapToLong(TensorEntry::end).max().orElse(begin);
    return new CopyPlan(source, key, entries, end);
  }

  /** Where the header ends. */
  long dataBegin() {
    return entries.values().stream().mapToLong(TensorEntry::begin).min().orElse(byteCount);
  }

  /** The first bytes of a copy whose data have that checksum; always as many. */
  ByteBuffer header(String checksum) {
    return header(key, laidOut(source, 0), checksum);
  }

  /** The source's tensors, under their names, in {@code copy}. */
  TensorSet tensors(Path copy) {
    Map<String, TensorSlice> slices = new LinkedHashMap<>();
    source
        .slices()
        .forEach(
            (name, slice) -> slices.put(name, new TensorSlice(copy, entry(name), slice.order())));
    return new TensorSet(source.source(), slices);
  }

  /** What is copied, in the copy's order. */
  Collection<TensorSlice> slices() {
    return new TreeMap<>(source.slices()).values();
  }

  private TensorEntry entry(String name) {
    return Objects.requireNonNull(entries.get(name), name);
  }

  private static ByteBuffer header(String key, Map<String, TensorEntry> data, String checksum) {
    return HeaderBytes.of(new TreeMap<>(Map.of(KEY, key, CHECKSUM, checksum)), data.values());
  }

  private static Map<String, TensorEntry> laidOut(TensorSet source, long begin) {
    Map<String, TensorEntry> entries = new LinkedHashMap<>();
    long offset = begin;
    for (Map.Entry<String, TensorSlice> slice : new TreeMap<>(source.slices()).entrySet()) {
      String name = slice.getKey();
      TensorEntry stored = slice.getValue().stored();
      long end = offset + Float.BYTES * stored.elements();
      entries.put(name, new TensorEntry(name, Dtype.F32, stored.shape(), offset, end));
      offset = end;
    }
    return entries;
  }
}

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Copies a jar without the native libraries in it, of which an image needs one system's and has them as files. The copy depends on
 * the jar's content only. Arguments: the jar, the copy, and the folders in the jar to leave out.
 */
final class WithoutNatives {
  private static final LocalDateTime TIME = LocalDateTime.of(2026, 1, 1, 0, 0);
  private static final Set<String> NATIVE = Set.of("so", "dll", "dylib", "jnilib");

  private WithoutNatives() {}

  public static void main(String[] arguments) throws IOException {
    Path jar = Path.of(arguments[0]);
    Path copy = Path.of(arguments[1]);
    List<String> folders = List.of(arguments).subList(2, arguments.length);
    try (var from = new ZipFile(jar.toFile());
        var to = new ZipOutputStream(Files.newOutputStream(copy))) {
      for (String name : new TreeSet<>(from.stream().map(ZipEntry::getName).toList())) {
        if (folders.stream().noneMatch(name::startsWith) || !NATIVE.contains(ending(name))) {
          copy(from, name, to);
        }
      }
    }
  }

  private static String ending(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  private static void copy(ZipFile from, String name, ZipOutputStream to) throws IOException {
    var entry = new ZipEntry(name);
    entry.setTimeLocal(TIME);
    to.putNextEntry(entry);
    try (var content = from.getInputStream(from.getEntry(name))) {
      content.transferTo(to);
    }
    to.closeEntry();
  }
}

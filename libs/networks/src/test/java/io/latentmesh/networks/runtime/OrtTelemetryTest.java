package io.latentmesh.networks.runtime;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisabledOnOs(OS.WINDOWS) // no setenv
class OrtTelemetryTest {
  @Test
  void start_environmentWithoutASwitch_isOff() throws IOException {
    ProcessBuilder process = process();
    process.environment().remove(OrtTelemetry.SWITCH);
    assertThat(said(process)).isEqualTo("1");
  }

  @ParameterizedTest
  @CsvSource({"0", "1"})
  void start_environmentWithASwitch_leavesIt(String value) throws IOException {
    ProcessBuilder process = process();
    process.environment().put(OrtTelemetry.SWITCH, value);
    assertThat(said(process)).isEqualTo(value);
  }

  private static ProcessBuilder process() {
    return new ProcessBuilder(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        System.getProperty("java.class.path"),
        SwitchAsTheLibrarySeesIt.class.getName());
  }

  private static String said(ProcessBuilder process) throws IOException {
    byte[] output = process.start().getInputStream().readAllBytes();
    return new String(output, StandardCharsets.UTF_8).strip();
  }

  /** Prints the switch as C code in the process finds it. */
  static final class SwitchAsTheLibrarySeesIt {
    private SwitchAsTheLibrarySeesIt() {}

    @SuppressWarnings("restricted") // calls C
    public static void main(String[] arguments) throws Throwable {
      OrtTelemetry.switchOff();
      Linker linker = Linker.nativeLinker();
      var getenv =
          linker.downcallHandle(
              linker.defaultLookup().find("getenv").orElseThrow(),
              FunctionDescriptor.of(ADDRESS, ADDRESS));
      try (var arena = Arena.ofConfined()) {
        var value = (MemorySegment) getenv.invokeExact(arena.allocateFrom(OrtTelemetry.SWITCH));
        System.out.println(value.reinterpret(16).getString(0));
      }
    }
  }
}

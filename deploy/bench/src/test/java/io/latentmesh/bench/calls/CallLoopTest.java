package io.latentmesh.bench.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallLoopTest {
  private static final NetworkCalls THREE_NUMBERS =
      new NetworkCalls() {
        @Override
        public List<float[]> call(int rows) {
          return Collections.nCopies(rows, new float[] {1, 2, 3});
        }

        @Override
        public Identity identity() {
          return new Identity("cpu", "fp16", 42);
        }

        @Override
        public void close() {}
      };

  @TempDir private Path folder;

  @Test
  void run_withoutCommands_saysWhatWasLoaded() throws IOException {
    assertThat(run(""))
        .isEqualTo(
            "{\"graph_seconds\": 0.2500, \"load_seconds\": 1.5000, \"provider\": \"cpu\","
                + " \"precision\": \"fp16\", \"parameters\": 42}");
  }

  @Test
  void run_calls_areTimedOneByOne() throws IOException {
    assertThat(run("call 1\ncall 2\n").lines().skip(1))
        .hasSize(2)
        .allMatch(line -> line.matches("\\{\"seconds\": \\d+\\.\\d{6}}"));
  }

  @Test
  void run_outputs_areWrittenRowByRowInLittleEndian() throws IOException {
    Path file = folder.resolve("out");
    String said = run("outputs 2 " + file);
    assertThat(said).endsWith("\n{}");
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    float[] values = new float[6];
    bytes.asFloatBuffer().get(values);
    assertThat(values).containsExactly(1, 2, 3, 1, 2, 3);
  }

  @Test
  void run_unknownCommand_isRefusedByName() {
    assertThatThrownBy(() -> run("dance")).hasMessage("no such command: dance");
  }

  @Test
  void peakKib_ofTheKernelsLines_isTheHighWaterMark() {
    assertThat(
            ProcessMemory.peakKib(List.of("VmPeak:\t 99 kB", "VmHWM:\t  1234 kB", "VmRSS:\t 7 kB")))
        .isEqualTo(1234);
  }

  private static String run(String commands) throws IOException {
    StringWriter said = new StringWriter();
    new CallLoop(THREE_NUMBERS, new PrintWriter(said))
        .run(new CallLoop.Loading(0.25, 1.5), new BufferedReader(new StringReader(commands)));
    return said.toString().strip();
  }
}

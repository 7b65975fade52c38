package io.latentmesh.bench.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
  @TempDir Path folder;

  @Test
  void read_everyKindOfEvent_asWritten() throws IOException {
    var jobs = new JobCounters(true, 5, 1, 1, 0, 1, 2);
    List<Event> events =
        List.of(
            new Event.EpisodeBegan(1, 3),
            new Event.Sent(2, 1, "r1"),
            new Event.Accepted(3, 1, "job"),
            new Event.Drawn(4, 1, 0, "aa"),
            new Event.Completed(5, 1),
            new Event.Ended(6, 1, "OK", ""),
            new Event.FaultBegan(7, Fault.Kind.FREEZE, "vae-2"),
            new Event.FaultEnded(8, "vae-2"),
            new Event.Scraped(9, jobs),
            new Event.Rested(10, jobs, 1, 0, 0));
    Path file = folder.resolve("history.jsonl");

    try (History history = History.in(file)) {
      events.forEach(event -> history.add(_ -> event));
    }

    assertThat(History.read(file)).isEqualTo(events);
    assertThat(Files.readAllLines(file)).hasSize(events.size());
  }
}

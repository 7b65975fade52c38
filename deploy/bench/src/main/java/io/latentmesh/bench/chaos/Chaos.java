package io.latentmesh.bench.chaos;

import io.latentmesh.bench.Pause;
import io.latentmesh.bench.load.ImageClient;
import io.latentmesh.v1.GenerateRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Episodes of faults under load. The pictures of all requests are recorded undisturbed first; then
 * each episode does one thing to one process while clients draw, and waits for rest. What happened
 * goes into a history, and the checker judges that history alone.
 */
public final class Chaos {
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final Duration AFTER_FAILURE = Duration.ofMillis(100);
  private static final Duration AFTER_HEALING = Duration.ofMillis(700);

  private static final Logger log = LoggerFactory.getLogger(Chaos.class);

  private final Plan plan;
  private final Processes processes;
  private final Map<String, GenerateRequest> requests;

  /**
   * What to do.
   *
   * @param episodes their numbers, from 1 on
   * @param clients that draw at once
   * @param requests of different kinds
   * @param history file for what happens
   */
  public record Plan(long seed, List<Integer> episodes, int clients, int requests, Path history) {
    public Plan {
      episodes = List.copyOf(episodes);
    }
  }

  private Chaos(Plan plan, Processes processes) {
    this.plan = plan;
    this.processes = processes;
    this.requests = ChaosRequests.of(plan.seed(), plan.requests());
  }

  /** Runs all episodes on a mesh that serves. */
  public static ChaosResult run(Plan plan, Processes processes)
      throws IOException, InterruptedException {
    var chaos = new Chaos(plan, processes);
    long begun = System.nanoTime();
    Map<String, String> undisturbed;
    try (ImageClient client = ImageClient.open(processes.address());
        History history = History.in(plan.history())) {
      undisturbed = chaos.undisturbed(client);
      var calls = new RecordedCalls(client, history, DEADLINE, chaos.requests.size());
      for (int number : plan.episodes()) {
        Episode episode = Episode.of(plan.seed(), number, processes.tiers(), processes.kinds());
        log.info("event=episode number={} fault={}", number, episode.fault());
        chaos.episode(episode, calls, history);
      }
    }
    List<Event> events = History.read(plan.history());
    return new ChaosResult(
        plan,
        events,
        InvariantChecker.check(events, undisturbed),
        (System.nanoTime() - begun) / 1e9);
  }

  private Map<String, String> undisturbed(ImageClient client) {
    Map<String, String> hashes = new HashMap<>();
    requests.forEach(
        (name, request) -> hashes.put(name, Undisturbed.sha256(client, request, DEADLINE)));
    return hashes;
  }

  private void episode(Episode episode, RecordedCalls calls, History history)
      throws InterruptedException {
    history.add(at -> new Event.EpisodeBegan(at, episode.number()));
    var counters = new MeshCounters(processes, history);
    Thread watch = Thread.ofVirtual().start(counters::watch);
    var drawing = new AtomicBoolean(true);
    List<Thread> clients = clients(episode, calls, drawing);
    try {
      new FaultDriver(processes, history).run(episode.fault());
      Pause.until(System.nanoTime() + AFTER_HEALING.toNanos());
    } finally {
      drawing.set(false);
      for (Thread client : clients) {
        client.join();
      }
      watch.interrupt();
      watch.join();
    }
    counters.rest(calls.ok());
  }

  private List<Thread> clients(Episode episode, RecordedCalls calls, AtomicBoolean drawing) {
    List<Thread> threads = new ArrayList<>();
    for (int client = 0; client < plan.clients(); client++) {
      var random = new Random(episode.requestSeed() + client);
      threads.add(Thread.ofVirtual().start(() -> draw(random, calls, drawing)));
    }
    return threads;
  }

  private void draw(Random random, RecordedCalls calls, AtomicBoolean drawing) {
    List<String> names = List.copyOf(requests.keySet());
    while (drawing.get()) {
      String name = names.get(random.nextInt(names.size()));
      GenerateRequest request = requests.get(name);
      if (request == null) {
        throw new IllegalStateException("no request " + name);
      }
      if (!calls.make(name, request).ok()) {
        Pause.until(System.nanoTime() + AFTER_FAILURE.toNanos());
      }
    }
  }
}

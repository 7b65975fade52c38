package io.latentmesh.cli.mesh;

import java.time.Instant;
import java.util.Optional;

/**
 * One process of a mesh that runs on this machine.
 *
 * @param name for people, for example {@code unet-1}
 * @param pid its process id
 * @param startMillis when it started, in milliseconds of the epoch: a process id alone may have
 *     been given to another program since
 * @param address host:port of its gRPC server
 * @param metrics address of its metrics page
 * @param log file that holds its output
 */
public record MeshProcess(
    String name, long pid, long startMillis, String address, String metrics, String log) {
  /** The process, if it still runs and is the one that was started. */
  public Optional<ProcessHandle> handle() {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(found -> found.info().startInstant().map(this::isSameStart).orElse(true));
  }

  private boolean isSameStart(Instant start) {
    return start.toEpochMilli() == startMillis;
  }
}

package io.latentmesh.bench.containers;

import io.latentmesh.bench.HostCommand;
import java.util.ArrayList;
import java.util.List;

/**
 * One container of a tier, and what can be done to it. Any thread.
 *
 * @param id the engine's
 * @param network the engine's id or name of the network that it is in
 * @param alias what it goes by there, as all replicas of its tier do
 */
public record Replica(String id, String network, String alias) {
  private static final int ATTEMPTS_TO_FREEZE = 20;

  /** Takes all of a container of 1 GiB, and so more than a service in it leaves. */
  private static final List<String> GLUTTON =
      List.of("/opt/jre/bin/java", "-Xms1g", "-Xmx1g", "-XX:+AlwaysPreTouch", "-version");

  /** Sends SIGKILL, and returns when the container has ended. */
  public void kill() {
    Docker.run("kill", "--signal", "KILL", id);
    awaitEnd();
  }

  /** Sends SIGTERM, and returns at once. */
  public void terminate() {
    Docker.run("kill", "--signal", "TERM", id);
  }

  /** Returns when the container has ended. */
  public void awaitEnd() {
    Docker.run("wait", id);
  }

  /** Starts a container that has ended: at another published port, perhaps at another address. */
  public void start() {
    Docker.run("start", id);
  }

  /** Stops all its threads. A busy kernel may not manage that at once: runc tries it, and fails. */
  public void pause() {
    pause(ATTEMPTS_TO_FREEZE);
  }

  private void pause(int attempts) {
    try {
      Docker.run("pause", id);
    } catch (IllegalStateException failure) {
      if (attempts == 1 || !failure.toString().contains("unable to freeze")) {
        throw failure;
      }
      pause(attempts - 1);
    }
  }

  /** Lets them go on. */
  public void unpause() {
    Docker.run("unpause", id);
  }

  /** Takes it off its network, name and all. */
  public void leaveNetwork() {
    Docker.run("network", "disconnect", "--force", network, id);
  }

  /** Puts it back under its name. */
  public void joinNetwork() {
    Docker.run("network", "connect", "--alias", alias, network, id);
  }

  /** Puts it back under no name: reachable, and no replica any more. */
  public void joinNetworkUnnamed() {
    Docker.run("network", "connect", network, id);
  }

  /** host:port on this machine for a port of the container. */
  public String published(int port) {
    return Docker.run("port", id, port + "/tcp").lines().findFirst().orElseThrow();
  }

  /** What it has logged since it was made. */
  public String log() {
    return HostCommand.run(List.of("sh", "-c", "exec docker logs " + id + " 2>&1"));
  }

  /**
   * Fills what memory the container has left with another JVM, and returns when it was ended.
   *
   * @throws IllegalStateException when it was not the kernel that ended it
   */
  void exhaustMemory() {
    hostSide().preferForOomKill();
    List<String> exec = new ArrayList<>(List.of("exec", "--user", "65532:65532", id));
    exec.addAll(GLUTTON);
    try {
      Docker.run(exec);
    } catch (IllegalStateException ended) {
      awaitEnd();
    }
    if (!inspect("{{.State.OOMKilled}}").equals("true")) {
      throw new IllegalStateException("container " + id + " has not run out of memory");
    }
  }

  /** Its process as this machine sees it, until that ends. */
  HostSide hostSide() {
    return new HostSide(Long.parseLong(inspect("{{.State.Pid}}")));
  }

  private String inspect(String format) {
    return Docker.run("inspect", "--format", format, id);
  }
}

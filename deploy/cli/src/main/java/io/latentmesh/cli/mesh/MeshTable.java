package io.latentmesh.cli.mesh;

import java.io.PrintWriter;

/** The processes of a mesh as lines for people. */
final class MeshTable {
  private static final String ROW = "%-15s %-8s %-13s %-22s %-38s %s%n";

  private final MeshState mesh;

  MeshTable(MeshState mesh) {
    this.mesh = mesh;
  }

  /** Prints every process and returns whether all of them are SERVING. */
  boolean print(PrintWriter out) {
    out.println("model " + mesh.model());
    out.printf(ROW, "process", "pid", "health", "address", "metrics", "log");
    boolean healthy = true;
    for (MeshProcess process : mesh.processes()) {
      String health = process.handle().isPresent() ? Health.of(process.address()) : "GONE";
      healthy &= health.equals("SERVING");
      out.printf(
          ROW,
          process.name(),
          process.pid(),
          health,
          process.address(),
          process.metrics(),
          process.log());
    }
    return healthy;
  }
}

package io.latentmesh.orchestrator.jobs;

/**
 * What a client calls its request.
 *
 * @param tenant whose request it is; ids of different tenants never meet
 * @param requestId chosen by the client; empty names nothing
 */
public record RequestKey(String tenant, String requestId) {
  /** Whether the client gave the request a name. */
  public boolean isNamed() {
    return !requestId.isEmpty();
  }
}

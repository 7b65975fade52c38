package io.latentmesh.orchestrator.access;

import io.latentmesh.orchestrator.admission.Quota;
import io.latentmesh.orchestrator.stage.Priority;
import io.latentmesh.serving.ServiceException;
import java.util.Optional;

/** What a token allows. Thread-safe. */
public final class Grant {
  private final TokenLine line;
  private final Optional<ImageRate> rate;

  Grant(TokenLine line, Optional<ImageRate> rate) {
    this.line = line;
    this.rate = rate;
  }

  /** The token's name. */
  public String name() {
    return line.name();
  }

  /** Whose requests these are. */
  public String tenant() {
    return line.tenant();
  }

  /** The most urgent class that may be asked for. */
  public Priority highest() {
    return line.highest();
  }

  /** Bounds beyond the tenant's own. */
  public Quota quota() {
    return line.quota();
  }

  /**
   * Counts images that are about to be drawn.
   *
   * @throws ServiceException RESOURCE_EXHAUSTED if they are too many for now
   */
  public void charge(int images) {
    rate.ifPresent(bound -> bound.take(images));
  }

  /** Takes a charge back: the images were refused after all. */
  public void refund(int images) {
    rate.ifPresent(bound -> bound.giveBack(images));
  }

  TokenHash hash() {
    return line.hash();
  }

  Optional<ImageRate> rate() {
    return rate;
  }
}

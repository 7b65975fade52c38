package io.latentmesh.orchestrator.admission;

import io.latentmesh.serving.ServiceException;
import java.util.Optional;
import java.util.concurrent.locks.Condition;

/** An admitted request and how far it is. All fields are guarded by {@link Admission}'s lock. */
final class Entry {
  private final Place place;
  private final Work.Volume volume;
  private final Condition turn;

  private State state = State.WAITING;
  private Optional<ServiceException> expulsion = Optional.empty();
  private boolean ready;
  private int evaluations;
  private int sampled;
  private int decoded;
  private long sampledNanos;

  /** From admission to its end. */
  enum State {
    WAITING,
    RUNNING,
    EXPELLED,
    CLOSED
  }

  Entry(Place place, Work.Volume volume, Condition turn) {
    this.place = place;
    this.volume = volume;
    this.turn = turn;
  }

  Place place() {
    return place;
  }

  Work.Volume volume() {
    return volume;
  }

  /** Signalled when the state changes. */
  Condition turn() {
    return turn;
  }

  State state() {
    return state;
  }

  Optional<ServiceException> expulsion() {
    return expulsion;
  }

  /** Whether the texts are encoded, so that the turn would not be wasted. */
  boolean isReady() {
    return ready;
  }

  void ready() {
    ready = true;
  }

  void begin() {
    change(State.RUNNING);
  }

  void expel(ServiceException reason) {
    expulsion = Optional.of(reason);
    change(State.EXPELLED);
  }

  void close() {
    change(State.CLOSED);
  }

  void evaluated() {
    evaluations++;
  }

  void sampled(long nowNanos) {
    sampled++;
    sampledNanos = nowNanos;
  }

  void decoded() {
    decoded++;
  }

  /** Images that the denoiser has not finished. */
  int imagesInFlight() {
    return state == State.RUNNING ? volume.images() - sampled : 0;
  }

  /** Rows that the denoiser has or gets. */
  int rowsInFlight() {
    return imagesInFlight() * volume.rowsPerEvaluation();
  }

  /** Images that are sampled and not yet decoded. */
  int imagesFinishing() {
    return state == State.RUNNING ? sampled - decoded : 0;
  }

  boolean allDecoded() {
    return decoded == volume.images();
  }

  /** When the last image so far was sampled. */
  long sampledNanos() {
    return sampledNanos;
  }

  Situation.Running running() {
    double done = Math.min(volume.evaluations(), (double) evaluations / volume.images());
    return new Situation.Running(place, rowsInFlight(), volume.evaluations() - done);
  }

  private void change(State next) {
    state = next;
    turn.signalAll();
  }
}

package io.latentmesh.bench.chaos;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * One line of a history. {@code atMillis} counts from the beginning of the history, {@code call}
 * numbers the calls of all clients.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Event.EpisodeBegan.class, name = "episode"),
  @JsonSubTypes.Type(value = Event.Sent.class, name = "sent"),
  @JsonSubTypes.Type(value = Event.Accepted.class, name = "accepted"),
  @JsonSubTypes.Type(value = Event.Drawn.class, name = "drawn"),
  @JsonSubTypes.Type(value = Event.Completed.class, name = "completed"),
  @JsonSubTypes.Type(value = Event.Ended.class, name = "ended"),
  @JsonSubTypes.Type(value = Event.FaultBegan.class, name = "fault"),
  @JsonSubTypes.Type(value = Event.FaultEnded.class, name = "healed"),
  @JsonSubTypes.Type(value = Event.Scraped.class, name = "scraped"),
  @JsonSubTypes.Type(value = Event.Rested.class, name = "rested")
})
public sealed interface Event {
  long atMillis();

  /** An episode begins. */
  record EpisodeBegan(long atMillis, int episode) implements Event {}

  /** A client has called; {@code request} names what it asks for. */
  record Sent(long atMillis, long call, String request) implements Event {}

  /** The server has taken the call on. */
  record Accepted(long atMillis, long call, String job) implements Event {}

  /** A picture has come. */
  record Drawn(long atMillis, long call, int image, String sha256) implements Event {}

  /** The server has said that nothing more comes. */
  record Completed(long atMillis, long call) implements Event {}

  /** The call has ended with a status of gRPC. */
  record Ended(long atMillis, long call, String status, String message) implements Event {}

  /** A process is being killed, frozen or drained. */
  record FaultBegan(long atMillis, Fault.Kind kind, String process) implements Event {}

  /** It serves again. */
  record FaultEnded(long atMillis, String process) implements Event {}

  /** What the orchestrator counted at one moment, under load or not. */
  record Scraped(long atMillis, JobCounters jobs) implements Event {}

  /**
   * What was left some time after the last call of an episode had ended.
   *
   * @param calls of this mesh that have ended OK
   * @param streams open at the denoisers
   * @param rows waiting at the denoisers
   */
  record Rested(long atMillis, JobCounters jobs, long calls, double streams, double rows)
      implements Event {}
}

package io.latentmesh.serving.identity;

import io.grpc.Context;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The names of what a call works for. They live in the call's gRPC context, and so on every thread
 * that carries it.
 *
 * @param trace of the trace that the caller began, or of one that began here
 * @param requestId as the client chose it, in printable ASCII; empty when it chose none
 * @param jobId as the orchestrator calls the generation; empty outside of one
 */
public record CallIds(TraceParent trace, String requestId, String jobId) {
  private static final int MOST_CHARACTERS = 128;
  private static final Context.Key<AtomicReference<CallIds>> KEY =
      Context.key("latentmesh-call-ids");

  public CallIds {
    requestId = plain(requestId);
    jobId = plain(jobId);
  }

  /** Of the calling thread's call; empty outside of calls. */
  public static Optional<CallIds> current() {
    @Nullable AtomicReference<CallIds> ids = KEY.get();
    return ids == null ? Optional.empty() : Optional.of(ids.get());
  }

  /**
   * From now on the current call, and whatever carries its context, has these names. Without effect
   * outside of calls.
   */
  public static void name(String requestId, String jobId) {
    @Nullable AtomicReference<CallIds> ids = KEY.get();
    if (ids != null) {
      ids.updateAndGet(before -> new CallIds(before.trace, requestId, jobId));
    }
  }

  /** The current context, with names of its own. */
  Context inContext() {
    return Context.current().withValue(KEY, new AtomicReference<>(this));
  }

  /** Headers and log lines hold neither spaces nor what is not ASCII. */
  private static String plain(String text) {
    String start = text.substring(0, Math.min(text.length(), MOST_CHARACTERS));
    return start.replaceAll("[^\\x21-\\x7e]", "?");
  }
}

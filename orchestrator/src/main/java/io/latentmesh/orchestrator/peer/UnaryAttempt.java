package io.latentmesh.orchestrator.peer;

import io.latentmesh.orchestrator.failover.Attempt;
import io.latentmesh.orchestrator.failover.Outcome;
import io.latentmesh.orchestrator.stage.Stage;
import io.latentmesh.serving.ServiceException;
import io.latentmesh.tensor.TensorFormatException;
import java.net.SocketAddress;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One unary call under way.
 *
 * @param placed where the call is, once it is somewhere
 * @param reader makes the answer of the response
 */
record UnaryAttempt<R, T>(
    Stage stage,
    Future<R> response,
    Supplier<Optional<SocketAddress>> placed,
    Function<R, T> reader)
    implements Attempt<T> {

  @Override
  public Optional<Outcome<T>> await(long nanos) throws InterruptedException {
    try {
      return Optional.of(read(response.get(nanos, TimeUnit.NANOSECONDS)));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (ExecutionException e) {
      return Optional.of(GrpcFailures.outcome(stage, cause(e), replica().isPresent()));
    } catch (CancellationException e) {
      return Optional.of(GrpcFailures.outcome(stage, e, replica().isPresent()));
    }
  }

  @Override
  public Optional<SocketAddress> replica() {
    return placed.get();
  }

  @Override
  public void abandon() {
    response.cancel(true);
  }

  private Outcome<T> read(R message) {
    try {
      return new Outcome.Answered<>(reader.apply(message));
    } catch (TensorFormatException e) {
      return GrpcFailures.malformed(
          GrpcStage.malformed(stage, String.valueOf(e.getMessage())).withCause(e));
    } catch (ServiceException e) {
      return GrpcFailures.malformed(e);
    }
  }

  private static Throwable cause(ExecutionException e) {
    return e.getCause() == null ? e : e.getCause();
  }
}

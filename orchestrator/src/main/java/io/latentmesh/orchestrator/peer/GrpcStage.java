package io.latentmesh.orchestrator.peer;

import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.latentmesh.orchestrator.stage.ComponentIdentity;
import io.latentmesh.orchestrator.stage.Stage;
import io.latentmesh.serving.PeerErrors;
import io.latentmesh.serving.ServiceException;
import io.latentmesh.tensor.TensorFormatException;
import io.latentmesh.v1.ModelIdentity;
import java.util.function.Supplier;

/** What calls of all three stages share: whose fault an error is, and how long a look may take. */
final class GrpcStage {
  /** Descriptions are answered from memory: whoever takes longer is as good as not there. */
  static final int DESCRIBE_TIMEOUT_SECONDS = 5;

  private GrpcStage() {}

  /** Runs one call; errors name the stage, and an answer that makes no sense is INTERNAL. */
  static <T> T call(Stage stage, Supplier<T> call) {
    try {
      return call.get();
    } catch (StatusRuntimeException e) {
      throw PeerErrors.rethrow(stage.label(), e);
    } catch (TensorFormatException e) {
      throw malformed(stage, String.valueOf(e.getMessage())).withCause(e);
    }
  }

  /** The stage answered what its contract does not allow. */
  static ServiceException malformed(Stage stage, String problem) {
    return ServiceException.of(
            Code.INTERNAL, "MALFORMED_ANSWER", stage.label() + ": malformed answer: " + problem)
        .withMetadata(PeerErrors.STAGE, stage.label());
  }

  static ComponentIdentity identity(ModelIdentity identity) {
    return new ComponentIdentity(
        identity.getName(),
        identity.getArchitecture(),
        identity.getSha256(),
        identity.getParameters(),
        identity.getProvider(),
        identity.getStoredDataType());
  }
}

package io.latentmesh.orchestrator.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.latentmesh.v1.Churn;
import io.latentmesh.v1.Downweight;
import io.latentmesh.v1.DynamicThresholding;
import io.latentmesh.v1.Emphasis;
import io.latentmesh.v1.ExtraOutputs;
import io.latentmesh.v1.GenerateRequest;
import io.latentmesh.v1.GuidanceInterval;
import io.latentmesh.v1.GuidanceSchedule;
import io.latentmesh.v1.NoiseOptions;
import io.latentmesh.v1.OnDisconnect;
import io.latentmesh.v1.Priority;
import io.latentmesh.v1.PromptSyntax;
import io.latentmesh.v1.Start;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GrpcFingerprintTest {
  private static final GenerateRequest REQUEST =
      GenerateRequest.newBuilder().setPrompt("a cat").build();

  @Test
  void fingerprint_doesNotDependOnTheTerms() {
    GenerateRequest other =
        REQUEST.toBuilder()
            .setRequestId("x")
            .setPreviewEvery(3)
            .setPriority(Priority.PRIORITY_BATCH)
            .setOnDisconnect(OnDisconnect.ON_DISCONNECT_KEEP)
            .setLease(com.google.protobuf.Duration.newBuilder().setSeconds(3))
            .build();
    assertThat(GrpcFingerprint.of(other)).isEqualTo(GrpcFingerprint.of(REQUEST));
  }

  @Test
  void fingerprint_dependsOnEverythingElse() {
    List<GenerateRequest.Builder> others =
        List.of(
            REQUEST.toBuilder().setPrompt("a dog"),
            REQUEST.toBuilder().setModel("m"),
            REQUEST.toBuilder().setNegativePrompt(""),
            REQUEST.toBuilder().setWidth(1),
            REQUEST.toBuilder().setHeight(1),
            REQUEST.toBuilder().setSteps(1),
            REQUEST.toBuilder().setGuidanceScale(1),
            REQUEST.toBuilder().setSampler("s"),
            REQUEST.toBuilder().setSchedule("s"),
            REQUEST.toBuilder().addSeeds(1),
            REQUEST.toBuilder().setSeed(1),
            REQUEST.toBuilder().setCount(1),
            REQUEST.toBuilder().setSchedulerConfigJson("{}"),
            REQUEST.toBuilder().setEta(1),
            REQUEST.toBuilder().setClipSkip(1),
            REQUEST.toBuilder().setPromptSyntax(PromptSyntax.PROMPT_SYNTAX_A1111),
            REQUEST.toBuilder().setEmphasis(Emphasis.EMPHASIS_NO_NORM),
            REQUEST.toBuilder().setDownweight(Downweight.DOWNWEIGHT_REMOVE),
            REQUEST.toBuilder().setGuidanceRescale(0.7),
            REQUEST.toBuilder().setGuidanceInterval(GuidanceInterval.newBuilder().setEnd(0.5)),
            REQUEST.toBuilder().setGuidanceSchedule(GuidanceSchedule.newBuilder().setEnd(2)),
            REQUEST.toBuilder()
                .setDynamicThresholding(DynamicThresholding.newBuilder().setRatio(0.9)),
            REQUEST.toBuilder().setPerpNeg(1),
            REQUEST.toBuilder().setCfgPlusPlus(0.6),
            REQUEST.toBuilder().setRecipeJson("{}"),
            REQUEST.toBuilder().setStart(Start.newBuilder().setStrength(0.5)),
            REQUEST.toBuilder().setStopAt(0.5),
            REQUEST.toBuilder().setStopAfter(3),
            REQUEST.toBuilder().setNoise(NoiseOptions.newBuilder().setEtaSeedDelta(1)),
            REQUEST.toBuilder().setChurn(Churn.newBuilder().setAmount(1)),
            REQUEST.toBuilder().addTimesteps(1),
            REQUEST.toBuilder().addSigmas(1),
            REQUEST.toBuilder().setExtraOutputs(ExtraOutputs.newBuilder().setFinalLatents(true)));
    // Five fields are terms, the prompt is set already.
    assertThat(others).hasSize(GenerateRequest.getDescriptor().getFields().size() - 5);
    Set<String> fingerprints = new HashSet<>(Set.of(GrpcFingerprint.of(REQUEST)));
    others.forEach(other -> fingerprints.add(GrpcFingerprint.of(other.build())));
    assertThat(fingerprints).hasSize(others.size() + 1);
  }
}

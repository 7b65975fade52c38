package io.latentmesh.orchestrator.generation;

import static io.latentmesh.orchestrator.request.Requests.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.latentmesh.orchestrator.FakeMesh;
import io.latentmesh.orchestrator.request.GenerationPlan;
import io.latentmesh.orchestrator.request.GenerationRequest;
import io.latentmesh.orchestrator.request.Requests;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The promise: after the third step, on an idle mesh, within 20 % of the truth. */
class RemainingTimeAccuracyTest {
  private static final double PROMISED = 0.20;

  /** The demo model on two cores: rows cost, forwards hardly. */
  private static final VirtualMesh.Costs SMALL_ON_CPU = new VirtualMesh.Costs(2, 9, 8, 40, 26, 0.1);

  /** SD 1.5 on a GPU: a decode is worth three evaluations. */
  private static final VirtualMesh.Costs LARGE_ON_GPU =
      new VirtualMesh.Costs(3, 8, 16, 30, 60, 0.1);

  static Stream<Arguments> cases() {
    List<Arguments> cases = new ArrayList<>();
    for (VirtualMesh.Costs costs : List.of(SMALL_ON_CPU, LARGE_ON_GPU)) {
      for (String sampler : List.of("ddim", "pndm", "euler", "euler-a", "dpm++-2m")) {
        for (int steps : new int[] {4, 8, 30}) {
          for (int images : new int[] {1, 2, 4}) {
            for (double guidance : new double[] {1, 7}) {
              cases.add(
                  Arguments.of(
                      costs,
                      with(
                          Requests.sampler(sampler),
                          Requests.steps(steps),
                          Requests.guidanceScale(guidance),
                          Requests.count(1, images))));
            }
          }
        }
      }
    }
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void estimate_ofTheFirstRequestOfAProcess_isAsGoodAsPromised(
      VirtualMesh.Costs costs, GenerationRequest request) {
    var outcome = new VirtualMesh(costs).draw(plan(costs, request));
    assertThat(outcome.error()).as(outcome.toString()).isLessThan(PROMISED);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void estimate_ofALaterRequest_isAsGoodAsPromisedWhateverTheStageSays(
      VirtualMesh.Costs costs, GenerationRequest request) {
    var mesh = new VirtualMesh(costs);
    FakeMesh silent = new FakeMesh();
    mesh.draw(silent.plan(with(Requests.steps(4), Requests.count(1, 2))));
    var outcome = mesh.draw(silent.plan(request));
    assertThat(outcome.error()).as(outcome.toString()).isLessThan(PROMISED);
  }

  private static GenerationPlan plan(VirtualMesh.Costs costs, GenerationRequest request) {
    FakeMesh mesh = new FakeMesh();
    mesh.vae.decodeNanosPerPixel(costs.finishing() * 1_000_000 / (16 * 16));
    return mesh.plan(request);
  }
}

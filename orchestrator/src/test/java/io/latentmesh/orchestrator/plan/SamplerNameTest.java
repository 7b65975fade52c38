package io.latentmesh.orchestrator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SamplerNameTest {
  @Test
  void clientNames_areUnique() {
    assertThat(Arrays.stream(SamplerName.values()).map(SamplerName::clientName))
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @EnumSource(SamplerName.class)
  void diffusersOptions_areFieldsOfItsClass(SamplerName sampler) {
    SchedulerConfig options = SchedulerConfig.parse(sampler.diffusersOptions());
    assertThat(options.keys()).allMatch(ClassDefaults.of(sampler.type())::has);
  }

  /** But those without a class, and plms, which a file calls pndm. */
  @ParameterizedTest
  @EnumSource(
      value = SamplerName.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {
        "PLMS",
        "DPM_PLUS_PLUS_3M_SDE_K",
        "DPM_PLUS_PLUS_2S_ANCESTRAL",
        "DPM_FAST",
        "DPM_ADAPTIVE"
      })
  void of_itsOwnClassAndOptions_isTheName(SamplerName sampler) {
    String json =
        sampler
            .diffusersOptions()
            .replaceFirst("\\{", "{\"_class_name\": \"%s\",".formatted(sampler.diffusersClass()))
            .replace(",}", "}");
    assertThat(SamplerName.of(SchedulerConfig.parse(json))).isEqualTo(sampler);
  }

  @Test
  void a1111Names_areThoseOfThatProgram() {
    assertThat(SamplerName.EULER_ANCESTRAL.a1111Name()).isEqualTo("Euler a");
    assertThat(SamplerName.DPM_PLUS_PLUS_SDE.a1111Name()).isEqualTo("DPM++ SDE");
    assertThat(SamplerName.SA_SOLVER.a1111Name()).isEmpty();
  }
}

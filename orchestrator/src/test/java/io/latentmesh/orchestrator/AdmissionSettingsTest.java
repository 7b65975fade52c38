package io.latentmesh.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latentmesh.orchestrator.admission.AdmissionLimits;
import io.latentmesh.orchestrator.admission.TenantLimits;
import io.latentmesh.serving.Settings;
import io.latentmesh.serving.SettingsException;
import io.latentmesh.serving.SettingsSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdmissionSettingsTest {
  private static final TenantLimits UNLIMITED =
      new TenantLimits(1, Integer.MAX_VALUE, Integer.MAX_VALUE);

  @Test
  void limits_notSet_areTheDefaults() {
    assertThat(limits(Map.of()))
        .isEqualTo(
            new AdmissionLimits(
                256,
                Duration.ofSeconds(30),
                0,
                1.4,
                new AdmissionLimits.Tenants(Map.of(), UNLIMITED)));
  }

  @Test
  void tenants_areSetByName() {
    AdmissionLimits.Tenants tenants =
        limits(
                Map.of(
                    "latentmesh.admission.tenants.acme.weight", "2.5",
                    "latentmesh.admission.tenants.acme.max-running", "3",
                    "latentmesh.admission.other-tenants.max-queued", "4"))
            .tenants();
    assertThat(tenants.named())
        .containsExactly(Map.entry("acme", new TenantLimits(2.5, 3, Integer.MAX_VALUE)));
    assertThat(tenants.others()).isEqualTo(new TenantLimits(1, Integer.MAX_VALUE, 4));
  }

  @Test
  void tenants_mayBeNamedInTheFile(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("settings.properties");
    Files.writeString(
        file,
        """
        latentmesh.admission.tenants.acme.weight=2
        latentmesh.admission.tenants."two\\ words".weight=3
        """);
    var settings =
        Settings.load(
            OrchestratorSettings.class,
            SettingsSources.defaults().withOverrides(peers()).withFile(file));
    assertThat(settings.admission().toLimits().tenants().named().keySet())
        .containsExactlyInAnyOrder("acme", "two words");
  }

  @Test
  void values_outOfBounds_areAllNamed() {
    assertThatThrownBy(() ->
            limits(
                Map.of(
                    "latentmesh.admission.max-queued", "0",
                    "latentmesh.admission.deadline-safety", "-1",
                    "latentmesh.admission.tenants.acme.weight", "1001")))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("latentmesh.admission.max-queued")
        .hasMessageContaining("latentmesh.admission.deadline-safety")
        .hasMessageContaining("latentmesh.admission.tenants.acme.weight");
  }

  private static AdmissionLimits limits(Map<String, String> values) {
    Map<String, String> all = new HashMap<>(peers());
    all.putAll(values);
    return Settings.load(OrchestratorSettings.class, SettingsSources.defaults().withOverrides(all))
        .admission()
        .toLimits();
  }

  private static Map<String, String> peers() {
    Map<String, String> values = new HashMap<>();
    for (String peer : new String[] {"text-encoder", "unet", "vae"}) {
      values.put("latentmesh.peers." + peer + ".target", "127.0.0.1:1");
    }
    return values;
  }
}

package io.latentmesh.networks.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latentmesh.networks.folder.DiffusersFolder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DenoiserModelTest {
  private static final LatentShape SHAPE = new LatentShape(4, 8, 8);
  private static final int TOKENS = 77;

  @SuppressWarnings("NullAway.Init") // set before every test
  private static DenoiserModel model;

  @BeforeAll
  static void load() {
    Path demo = Path.of(System.getProperty("latentmesh.root"), "deploy", "demo-model", "model");
    model = DenoiserModel.load(DiffusersFolder.open(demo), new SessionSettings(Provider.CPU, 1));
  }

  @AfterAll
  static void close() {
    model.close();
  }

  @Test
  void predict_oneRowNotFinite_marksThatRowOnly() {
    List<OutputRow> rows =
        model.predict(List.of(row(SHAPE, 1), row(SHAPE, Float.NaN), row(SHAPE, 1)));
    assertThat(rows).extracting(OutputRow::isFinite).containsExactly(true, false, true);
    assertThat(rows.getFirst().values()).isEqualTo(rows.getLast().values());
  }

  @Test
  void predict_withAnotherTimestep_changesTheAnswer() {
    float[] early = model.predict(List.of(row(SHAPE, 1, 999))).getFirst().values();
    assertThat(model.predict(List.of(row(SHAPE, 1, 1))).getFirst().values()).isNotEqualTo(early);
  }

  @Test
  void predict_rowsOfUnlikeShapes_isRefused() {
    List<DenoiserRow> rows = List.of(row(SHAPE, 1), row(new LatentShape(4, 8, 16), 1));
    assertThatThrownBy(() -> model.predict(rows)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void predict_latentWithOtherChannels_isRefusedWithBoth() {
    List<DenoiserRow> rows = List.of(row(new LatentShape(9, 8, 8), 1));
    assertThatThrownBy(() -> model.predict(rows))
        .hasMessage("latents must have 4 channels, have 9");
  }

  @Test
  void identity_ofTheDemoModel_hasHashAndSize() {
    NetworkIdentity identity = model.identity();
    assertThat(identity.sha256()).matches("[0-9a-f]{64}");
    assertThat(identity.parameters()).isEqualTo(8_563_012);
    assertThat(identity.provider()).isEqualTo("cpu");
    assertThat(identity.storedDtype()).isEqualTo("F16");
  }

  private static DenoiserRow row(LatentShape shape, float value) {
    return row(shape, value, 500);
  }

  private static DenoiserRow row(LatentShape shape, float value, float timestep) {
    float[] latent = new float[shape.elements()];
    Arrays.fill(latent, value);
    float[] states = new float[TOKENS * model.config().crossAttentionSize()];
    return new DenoiserRow(latent, shape, timestep, states);
  }
}

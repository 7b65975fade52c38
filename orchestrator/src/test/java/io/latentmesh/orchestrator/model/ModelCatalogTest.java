package io.latentmesh.orchestrator.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.Status.Code;
import io.latentmesh.orchestrator.FakeMesh;
import io.latentmesh.orchestrator.prompt.PromptText;
import io.latentmesh.orchestrator.stage.Conditioning;
import io.latentmesh.orchestrator.stage.TextEncoder;
import io.latentmesh.orchestrator.stage.TextEncoderDescription;
import io.latentmesh.orchestrator.stage.TokenizedText;
import io.latentmesh.serving.ServiceException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ModelCatalogTest {
  private final FakeMesh mesh = new FakeMesh();
  private final AtomicBoolean down = new AtomicBoolean();
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicLong now = new AtomicLong(1_000);
  private final List<String> told = new ArrayList<>();

  ModelCatalogTest() {
    mesh.vae.onCall(() -> {
      asked.incrementAndGet();
      if (down.get()) {
        throw ServiceException.of(Code.UNAVAILABLE, "UNAVAILABLE", "vae: refused");
      }
    });
  }

  @Test
  void model_onceKnown_isNotAskedForAgain() {
    mesh.catalog.require(Optional.empty());
    mesh.catalog.require(Optional.empty());
    assertThat(asked).hasValue(1);
  }

  @Test
  void model_ofUnknownName_isLookedForBeforeItIsRefused() {
    mesh.catalog.require(Optional.empty());
    assertThatThrownBy(() -> mesh.catalog.require(Optional.of("new")))
        .isInstanceOf(ServiceException.class);
    assertThat(asked).hasValue(2);
  }

  @Test
  void models_ofUnlikeWidth_areAFailedPrecondition() {
    var catalog = new ModelCatalog(new WideTextEncoder(), mesh.denoiser, mesh.vae);
    var refusal =
        catchThrowableOfType(ServiceException.class, () -> catalog.require(Optional.empty()));
    assertThat(refusal.code()).isEqualTo(Code.FAILED_PRECONDITION);
    assertThat(refusal).hasMessage("the stages hold different models: conditioning width 99 and 3");
  }

  @Test
  void schedulerConfig_unreadable_isAFailedPreconditionOfTheUnet() {
    mesh.denoiser.schedulerConfig("[]");
    var refusal =
        catchThrowableOfType(ServiceException.class, () -> mesh.catalog.require(Optional.empty()));
    assertThat(refusal.code()).isEqualTo(Code.FAILED_PRECONDITION);
    assertThat(refusal).hasMessageStartingWith("unet: scheduler_config.json of model fake: ");
  }

  @Test
  void watcher_hearsOfStagesThatComeAndGo_tellsEachChangeOnce() {
    try (var watcher = new ModelWatcher(mesh.catalog, now::get)) {
      down.set(true);
      watcher.check(listener());
      down.set(false);
      watcher.check(listener());
      watcher.check(listener());
      down.set(true);
      for (int i = 0; i < 4; i++) {
        watcher.check(listener());
      }
    }
    assertThat(told)
        .containsExactly(
            "absent", "available", "absent", "absent", "unavailable", "absent", "absent");
  }

  @Test
  void watcher_afterOnePollWithoutAnswer_keepsHealthAndModel() {
    try (var watcher = new ModelWatcher(mesh.catalog, now::get)) {
      watcher.check(listener());
      for (int i = 0; i < 10; i++) {
        down.set(true);
        watcher.check(listener());
        watcher.check(listener());
        down.set(false);
        watcher.check(listener());
      }
    }
    assertThat(told).contains("absent").doesNotContain("unavailable");
  }

  @Test
  void model_whileAStageIsAway_staysKnownForHalfAMinute() {
    try (var watcher = new ModelWatcher(mesh.catalog, now::get)) {
      watcher.check(listener());
      down.set(true);
      watcher.check(listener());
      now.addAndGet(Duration.ofSeconds(30).toNanos() - 1);
      watcher.check(listener());
      assertThat(mesh.catalog.known(Optional.empty())).isPresent();
      now.addAndGet(1);
      watcher.check(listener());
      assertThat(mesh.catalog.known(Optional.empty())).isEmpty();
    }
  }

  @Test
  void model_whenTheStagesNoLongerFit_isForgottenAtOnce() {
    mesh.catalog.refresh();
    mesh.denoiser.schedulerConfig("[]");
    assertThatThrownBy(mesh.catalog::refresh).isInstanceOf(ServiceException.class);
    assertThat(mesh.catalog.known(Optional.empty())).isEmpty();
  }

  private ModelWatcher.Listener listener() {
    return new ModelWatcher.Listener() {
      @Override
      public void available() {
        told.add("available");
      }

      @Override
      public void unavailable() {
        told.add("unavailable");
      }

      @Override
      public void absent() {
        told.add("absent");
      }
    };
  }

  private final class WideTextEncoder implements TextEncoder {
    @Override
    public List<Conditioning> encode(String model, List<Input> texts) {
      return List.of();
    }

    @Override
    public TokenizedText tokenize(String model, PromptText text) {
      throw new UnsupportedOperationException("tokens are never asked for here");
    }

    @Override
    public TextEncoderDescription describe(String model) {
      return new TextEncoderDescription(
          mesh.textEncoder.describe().identity(), 77, 99, 2, 0, false);
    }
  }
}

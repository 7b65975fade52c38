package io.latentmesh.orchestrator.cache;

import io.latentmesh.orchestrator.prompt.PromptText;
import io.latentmesh.orchestrator.stage.ComponentIdentity;
import io.latentmesh.orchestrator.stage.Conditioning;
import io.latentmesh.orchestrator.stage.TextEncoder;
import io.latentmesh.orchestrator.stage.TextEncoderDescription;
import io.latentmesh.orchestrator.stage.TokenizedText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A stage whose weights can change, whose calls are counted and can be held. */
final class ReplaceableTextEncoder implements TextEncoder {
  static final String MODEL = "m";

  private final List<List<Input>> calls = Collections.synchronizedList(new ArrayList<>());
  private final AtomicReference<@Nullable Gate> held = new AtomicReference<>();
  private volatile char weights = 'a';

  /** One call that stops inside the stage until it is let go. */
  static final class Gate {
    private final CountDownLatch called = new CountDownLatch(1);
    private final CountDownLatch opened = new CountDownLatch(1);
    private volatile @Nullable RuntimeException failure; // null when the call succeeds

    void failWith(RuntimeException exception) {
      failure = exception;
    }

    void awaitCall() {
      await(called);
    }

    void open() {
      opened.countDown();
    }

    private void pass() {
      called.countDown();
      await(opened);
      RuntimeException thrown = failure;
      if (thrown != null) {
        throw thrown;
      }
    }

    private static void await(CountDownLatch latch) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  Gate holdNextCall() {
    var gate = new Gate();
    held.set(gate);
    return gate;
  }

  void replaceWeights(char hashDigit) {
    weights = hashDigit;
  }

  /** The texts of each call so far. */
  List<List<Input>> calls() {
    return List.copyOf(calls);
  }

  @Override
  public List<Conditioning> encode(String model, List<Input> texts) {
    calls.add(List.copyOf(texts));
    Gate gate = held.getAndSet(null);
    if (gate != null) {
      gate.pass();
    }
    return texts.stream()
        .map(text -> new Conditioning(new long[4], new float[8], text.text().characters()))
        .toList();
  }

  @Override
  public TokenizedText tokenize(String model, PromptText text) {
    throw new UnsupportedOperationException("tokens are never asked for here");
  }

  @Override
  public TextEncoderDescription describe(String model) {
    var identity =
        new ComponentIdentity(
            MODEL, "CLIPTextModel", String.valueOf(weights).repeat(64), 1, "cpu", "F32");
    return new TextEncoderDescription(identity, 4, 2, 1, 0, false);
  }
}

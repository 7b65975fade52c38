package io.latentmesh.orchestrator.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latentmesh.orchestrator.stage.Conditioning;
import io.latentmesh.orchestrator.stage.TextEncoder.Input;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CachingTextEncoderTest {
  private static final String MODEL = ReplaceableTextEncoder.MODEL;
  private static final Input EMPTY = new Input("", 0);
  private static final Input HEART = new Input("a red heart", 0);

  private final ReplaceableTextEncoder stage = new ReplaceableTextEncoder();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final CachingTextEncoder encoder = cache(1 << 20);

  CachingTextEncoderTest() {
    encoder.describe();
  }

  @Test
  void text_seenBefore_isTheSameObjectAndNotSentAgain() {
    Conditioning first = encoder.encode(MODEL, List.of(HEART)).getFirst();
    assertThat(encoder.encode(MODEL, List.of(HEART)).getFirst()).isSameAs(first);
    assertThat(stage.calls()).containsExactly(List.of(HEART));
  }

  @Test
  void texts_someSeenBefore_onlyTheOthersAreSent() {
    encoder.encode(MODEL, List.of(EMPTY));
    List<Conditioning> both = encoder.encode(MODEL, List.of(HEART, EMPTY));
    assertThat(stage.calls()).containsExactly(List.of(EMPTY), List.of(HEART));
    assertThat(both).extracting(Conditioning::tokenCount).containsExactly(11, 0);
  }

  @Test
  void texts_missing_areSentInTheirOrder() {
    List<Input> texts = List.of(HEART, EMPTY, new Input("b", 0), new Input("a", 0));
    encoder.encode(MODEL, texts);
    assertThat(stage.calls()).containsExactly(texts);
  }

  @Test
  void text_twiceInOneRequest_isSentOnce() {
    List<Conditioning> both = encoder.encode(MODEL, List.of(HEART, HEART));
    assertThat(stage.calls()).containsExactly(List.of(HEART));
    assertThat(both.getFirst()).isSameAs(both.getLast());
  }

  @Test
  void text_withOtherOptions_isAnotherText() {
    encoder.encode(MODEL, List.of(HEART));
    encoder.encode(MODEL, List.of(new Input(HEART.text(), 1)));
    assertThat(stage.calls()).hasSize(2);
  }

  @Test
  void text_afterTheModelWasReplaced_isSentAgain() {
    encoder.encode(MODEL, List.of(HEART));
    stage.replaceWeights('b');
    encoder.describe();
    encoder.encode(MODEL, List.of(HEART));
    assertThat(stage.calls()).hasSize(2);
  }

  @Test
  void text_afterTheOldModelCameBack_isSentAgain() {
    encoder.encode(MODEL, List.of(HEART));
    for (char weights : new char[] {'b', 'a'}) {
      stage.replaceWeights(weights);
      encoder.describe();
    }
    encoder.encode(MODEL, List.of(HEART));
    assertThat(stage.calls()).hasSize(2);
  }

  @Test
  void text_whileTheSameModelIsDescribedAgain_isKept() {
    encoder.encode(MODEL, List.of(HEART));
    encoder.describe();
    encoder.encode(MODEL, List.of(HEART));
    assertThat(stage.calls()).hasSize(1);
  }

  @Test
  void text_ofAModelThatWasNotDescribed_isNotRemembered() {
    encoder.encode("other", List.of(HEART));
    encoder.encode("other", List.of(HEART));
    assertThat(stage.calls()).hasSize(2);
    assertThat(requests("miss")).isEqualTo(2);
  }

  @Test
  void text_thatAnotherCallIsEncoding_isWaitedFor() {
    var gate = stage.holdNextCall();
    Call first = Call.start(() -> encoder.encode(MODEL, List.of(HEART)).getFirst());
    gate.awaitCall();
    Call second = Call.start(() -> encoder.encode(MODEL, List.of(HEART)).getFirst());
    second.awaitBlocked();
    gate.open();
    assertThat(second.result().join()).isSameAs(first.result().join());
    assertThat(stage.calls()).hasSize(1);
    assertThat(requests("hit")).isEqualTo(1);
    assertThat(requests("miss")).isEqualTo(1);
  }

  @Test
  void text_whoseCallFails_isTriedByTheNextOneWaiting() {
    var gate = stage.holdNextCall();
    var failure = new IllegalStateException("text-encoder: gone");
    gate.failWith(failure);
    Call first = Call.start(() -> encoder.encode(MODEL, List.of(HEART)).getFirst());
    gate.awaitCall();
    Call second = Call.start(() -> encoder.encode(MODEL, List.of(HEART, EMPTY)).getFirst());
    second.awaitBlocked();
    gate.open();
    assertThatThrownBy(first.result()::join)
        .isInstanceOf(CompletionException.class)
        .cause()
        .isSameAs(failure);
    assertThat(second.result().join().tokenCount()).isEqualTo(11);
    assertThat(stage.calls()).containsExactly(List.of(HEART), List.of(EMPTY), List.of(HEART));
  }

  @Test
  void text_whoseCallFailed_isSentAgainByTheNextRequest() {
    var gate = stage.holdNextCall();
    gate.failWith(new CancellationException("interrupted"));
    gate.open();
    assertThatThrownBy(() -> encoder.encode(MODEL, List.of(HEART))).hasMessage("interrupted");
    assertThat(encoder.encode(MODEL, List.of(HEART))).hasSize(1);
  }

  @Test
  void waiter_interrupted_isCancelledAlone() {
    var gate = stage.holdNextCall();
    Call first = Call.start(() -> encoder.encode(MODEL, List.of(HEART)).getFirst());
    gate.awaitCall();
    Call second = Call.start(() -> encoder.encode(MODEL, List.of(HEART)).getFirst());
    second.awaitBlocked();
    second.thread().interrupt();
    assertThatThrownBy(second.result()::join).isInstanceOf(CancellationException.class);
    gate.open();
    assertThat(first.result().join().tokenCount()).isEqualTo(11);
  }

  @Test
  void text_encodedWhileTheModelIsReplaced_isNotKept() {
    var gate = stage.holdNextCall();
    Call first = Call.start(() -> encoder.encode(MODEL, List.of(HEART)).getFirst());
    gate.awaitCall();
    stage.replaceWeights('b');
    encoder.describe();
    gate.open();
    first.result().join();
    assertThat(entries()).isZero();
  }

  @Test
  void memory_whenItIsFull_holdsNoMoreThanItsBound() {
    var small = cache(20_000);
    small.describe();
    for (int i = 0; i < 200; i++) {
      small.encode(MODEL, List.of(new Input("text " + i, 0)));
    }
    assertThat(bytes()).isBetween(10_000.0, 20_000.0);
    assertThat(entries()).isBetween(1.0, 40.0);
  }

  @Test
  void meters_beforeAnyRequest_areZero() {
    assertThat(requests("hit") + requests("miss") + bytes() + entries()).isZero();
  }

  private CachingTextEncoder cache(long maxBytes) {
    registry.clear();
    return new CachingTextEncoder(stage, maxBytes, new TextCacheMeters(registry));
  }

  private double requests(String result) {
    return registry
        .get("latentmesh.embedding.cache.requests")
        .tag("result", result)
        .counter()
        .count();
  }

  private double bytes() {
    return registry.get("latentmesh.embedding.cache.bytes").gauge().value();
  }

  private double entries() {
    return registry.get("latentmesh.embedding.cache.entries").gauge().value();
  }

  /** A call on a thread of its own. */
  private record Call(Thread thread, CompletableFuture<Conditioning> result) {

    static Call start(java.util.function.Supplier<Conditioning> work) {
      var result = new CompletableFuture<Conditioning>();
      Thread thread =
          Thread.ofPlatform()
              .daemon()
              .start(() -> {
                try {
                  result.complete(work.get());
                } catch (RuntimeException e) {
                  result.completeExceptionally(e);
                }
              });
      return new Call(thread, result);
    }

    /** Until the thread waits for something. */
    void awaitBlocked() {
      while (thread.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
    }
  }
}

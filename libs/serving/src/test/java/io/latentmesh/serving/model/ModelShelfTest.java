package io.latentmesh.serving.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.Status;
import io.latentmesh.serving.ServiceException;
import io.latentmesh.serving.model.HeldModel.State;
import io.latentmesh.serving.model.ModelOffer.Residence;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ModelShelfTest {
  private final List<String> closed = new CopyOnWriteArrayList<>();
  private final Recorder recorder = new Recorder();

  @Test
  void borrow_beforeModelsAreKnown_isNotReady() {
    ServiceException error = refused(new ModelShelf<>(100, recorder), "");
    assertThat(error.code()).isEqualTo(Status.Code.FAILED_PRECONDITION);
    assertThat(error.reason()).isEqualTo("MODEL_NOT_READY");
  }

  @Test
  void borrow_noNameOrItsName_givesTheDefaultModel() throws Exception {
    ModelShelf<String> shelf = shelf(100, resident("demo", 10), onDemand("other", 10));
    assertThat(shelf.borrow("", "model").model()).isEqualTo("demo's network");
    assertThat(shelf.borrow("demo", "model").model()).isEqualTo("demo's network");
  }

  @Test
  void borrow_aNameThatNoModelHas_isNotFoundAndNamesThemAll() throws Exception {
    ServiceException error = refused(shelf(100, resident("a", 1), onDemand("b", 1)), "c");
    assertThat(error.code()).isEqualTo(Status.Code.NOT_FOUND);
    assertThat(error.message()).isEqualTo("model: must be one of [a, b] or empty, was \"c\"");
  }

  @Test
  void borrow_endlessName_isRefusedWithoutRepeatingIt() {
    ServiceException error = refused(new ModelShelf<>(1, recorder), "x".repeat(129));
    assertThat(error.message()).isEqualTo("model: must have at most 128 characters, has 129");
  }

  @Test
  void borrow_aModelThatIsNotLoaded_loadsItWhileOthersGoOn() throws Exception {
    CountDownLatch slow = new CountDownLatch(1);
    ModelShelf<String> shelf =
        shelf(
            100,
            resident("demo", 10),
            new ModelOffer<>(
                "slow",
                10,
                Residence.ON_DEMAND,
                () -> {
                  slow.await();
                  return model("slow");
                }));
    ServiceException error = refused(shelf, "slow");
    assertThat(error.code()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(error.reason()).isEqualTo("MODEL_LOADING");
    assertThat(error.retryAfter()).contains(Duration.ofSeconds(1));
    assertThat(shelf.models())
        .extracting(HeldModel::state)
        .containsExactly(State.LOADED, State.LOADING);
    assertThat(shelf.borrow("demo", "model").model()).isEqualTo("demo's network");
    slow.countDown();
    recorder.awaitLoaded("slow");
    assertThat(shelf.borrow("slow", "model").model()).isEqualTo("slow's network");
  }

  @Test
  void load_beyondTheBudget_evictsWhatWasUsedLongestAgo() throws Exception {
    ModelShelf<String> shelf =
        shelf(30, resident("r", 10), onDemand("a", 10), onDemand("b", 10), onDemand("c", 10));
    use(shelf, "a");
    use(shelf, "b");
    use(shelf, "a");
    use(shelf, "c");
    assertThat(recorder.evicted).containsExactly("b");
    assertThat(closed).containsExactly("b");
    assertThat(shelf.loaded())
        .containsExactlyInAnyOrder("r's network", "a's network", "c's network");
  }

  @Test
  void load_whileAllOthersAreInUse_isRefusedAndEvictsNothing() throws Exception {
    ModelShelf<String> shelf =
        shelf(30, resident("r", 10), onDemand("a", 10), onDemand("b", 10), onDemand("c", 20));
    use(shelf, "b");
    loadedLease(shelf, "a"); // stays open
    ServiceException error = refused(shelf, "c");
    assertThat(error.code()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(error.message())
        .isEqualTo("the model needs 20 bytes beside 20 of models in use, the budget is 30");
    assertThat(closed).isEmpty();
    assertThat(shelf.loaded()).contains("b's network");
  }

  @Test
  void close_ofALease_letsTheModelGo() throws Exception {
    ModelShelf<String> shelf = shelf(20, resident("r", 10), onDemand("a", 10), onDemand("b", 10));
    ModelLease<String> lease = loadedLease(shelf, "a");
    assertThat(refused(shelf, "b").reason()).isEqualTo("MODEL_MEMORY");
    lease.close();
    lease.close(); // counts once
    use(shelf, "b");
    assertThat(recorder.evicted).containsExactly("a");
  }

  @Test
  void look_doesNotCountAsUse() throws Exception {
    ModelShelf<String> shelf =
        shelf(30, resident("r", 10), onDemand("a", 10), onDemand("b", 10), onDemand("c", 10));
    use(shelf, "a");
    use(shelf, "b");
    assertThat(shelf.look("a", "model")).isEqualTo("a's network");
    use(shelf, "c");
    assertThat(recorder.evicted).containsExactly("a");
  }

  @Test
  void borrow_aModelThatFailsToLoad_saysWhyOnceAndTriesAgain() throws Exception {
    CompletableFuture<Void> attempted = new CompletableFuture<>();
    List<String> problems = new ArrayList<>(List.of("disk full"));
    ModelShelf<String> shelf =
        shelf(
            100,
            resident("r", 1),
            new ModelOffer<>(
                "sick",
                1,
                Residence.ON_DEMAND,
                () -> {
                  attempted.complete(null);
                  if (!problems.isEmpty()) {
                    throw new IllegalStateException(problems.removeFirst());
                  }
                  return model("sick");
                }));
    assertThat(refused(shelf, "sick").reason()).isEqualTo("MODEL_LOADING");
    recorder.awaitFailed("sick");
    ServiceException error = refused(shelf, "sick");
    assertThat(error.reason()).isEqualTo("MODEL_UNUSABLE");
    assertThat(error.message()).isEqualTo("model \"sick\" cannot be loaded: disk full");
    use(shelf, "sick");
  }

  @Test
  void start_aResidentBeyondTheBudget_isRefused() {
    assertThatThrownBy(() -> shelf(30, resident("a", 20), resident("b", 20)))
        .hasMessageContaining("the model needs 20 bytes beside 20 of models in use");
  }

  @Test
  void start_twoOfOneName_isRefused() {
    assertThatThrownBy(() -> shelf(30, resident("a", 1), resident("a", 1)))
        .hasMessage("models: must have names of their own, two are called \"a\"");
  }

  @Test
  void close_closesTheLastModelFirst() throws Exception {
    ModelShelf<String> shelf = shelf(30, resident("a", 1), onDemand("b", 1));
    use(shelf, "b");
    shelf.close();
    assertThat(closed).containsExactly("b", "a");
  }

  @SafeVarargs
  @SuppressWarnings("varargs") // the array is only read
  private ModelShelf<String> shelf(long budget, ModelOffer<String>... offers) throws Exception {
    ModelShelf<String> shelf = new ModelShelf<>(budget, recorder);
    shelf.fill(List.of(offers));
    shelf.loadResidents();
    return shelf;
  }

  private ModelOffer<String> resident(String name, long bytes) {
    return ModelOffer.resident(name, bytes, () -> model(name));
  }

  private ModelOffer<String> onDemand(String name, long bytes) {
    return new ModelOffer<>(name, bytes, Residence.ON_DEMAND, () -> model(name));
  }

  private LoadedModel<String> model(String name) {
    return new LoadedModel<>(name + "'s network", Tags.of("model", name), () -> closed.add(name));
  }

  private void use(ModelShelf<String> shelf, String name) throws Exception {
    loadedLease(shelf, name).close();
  }

  private ModelLease<String> loadedLease(ModelShelf<String> shelf, String name) throws Exception {
    try {
      return shelf.borrow(name, "model");
    } catch (ServiceException loading) {
      assertThat(loading.reason()).isEqualTo("MODEL_LOADING");
      recorder.awaitLoaded(name);
      return shelf.borrow(name, "model");
    }
  }

  private static ServiceException refused(ModelShelf<String> shelf, String name) {
    return catchThrowableOfType(ServiceException.class, () -> shelf.borrow(name, "model"));
  }

  /** Keeps what happened, and lets tests wait for it. */
  private static final class Recorder implements ShelfObserver {
    private final List<String> evicted = new CopyOnWriteArrayList<>();
    private final List<String> events = new ArrayList<>();

    @Override
    public void loaded(ModelOffer<?> offer, LoadedModel<?> model, Duration took) {
      add("loaded " + offer.name());
    }

    @Override
    public void evicted(ModelOffer<?> offer, LoadedModel<?> model) {
      evicted.add(offer.name());
    }

    @Override
    public void failed(ModelOffer<?> offer, Throwable cause) {
      add("failed " + offer.name());
    }

    void awaitLoaded(String name) throws InterruptedException {
      await("loaded " + name);
    }

    void awaitFailed(String name) throws InterruptedException {
      await("failed " + name);
    }

    private void add(String event) {
      synchronized (events) {
        events.add(event);
        events.notifyAll();
      }
    }

    private void await(String event) throws InterruptedException {
      synchronized (events) {
        while (!events.remove(event)) {
          events.wait();
        }
      }
    }
  }
}

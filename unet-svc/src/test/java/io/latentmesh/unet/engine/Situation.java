package io.latentmesh.unet.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A situation to choose in, for tests; times in milliseconds. What a test does not say is plain.
 */
final class Situation {
  static final long MILLI = 1_000_000;

  private final List<Row> rows = new ArrayList<>();
  private final List<Returning> returning = new ArrayList<>();
  private final Map<Row.Kind, BatchCurve> curves = new HashMap<>();
  private final Map<Row.Kind, Integer> caps = new HashMap<>();
  private Shares shares = Shares.none();
  private long now;
  private long turnaround;

  /** An image at its first evaluation, opened at time 0. */
  static Image image() {
    return new Image("", 1, Urgency.INTERACTIVE, 20, 0, 0, Evaluation.NO_DEADLINE, Rows.SMALL);
  }

  /** What a test may say about an image. */
  record Image(
      String tenant,
      double weight,
      Urgency urgency,
      int evaluations,
      int index,
      long opened,
      long deadline,
      LatentShape shape) {
    Image of(String name, double share) {
      return new Image(name, share, urgency, evaluations, index, opened, deadline, shape);
    }

    Image at(Urgency level) {
      return new Image(tenant, weight, level, evaluations, index, opened, deadline, shape);
    }

    Image steps(int count) {
      return new Image(tenant, weight, urgency, count, index, opened, deadline, shape);
    }

    Image done(int count) {
      return new Image(tenant, weight, urgency, evaluations, count, opened, deadline, shape);
    }

    Image opened(long millis) {
      return new Image(tenant, weight, urgency, evaluations, index, millis, deadline, shape);
    }

    Image due(long millis) {
      return new Image(tenant, weight, urgency, evaluations, index, opened, millis, shape);
    }

    Image sized(LatentShape size) {
      return new Image(tenant, weight, urgency, evaluations, index, opened, deadline, size);
    }

    private Evaluation evaluation(long arrived) {
      long nanos = deadline == Evaluation.NO_DEADLINE ? deadline : deadline * MILLI;
      var claim = new Claim(new Claim.Tenant(tenant, weight), urgency, evaluations, opened * MILLI);
      return new Evaluation(claim, "", index, arrived * MILLI, nanos);
    }
  }

  static Row.Kind kind(LatentShape shape) {
    return Rows.of(shape, 3, 0).kind();
  }

  /** Times of 1, 2, 3... rows of the small shape. */
  Situation curve(long... millis) {
    return curve(Rows.SMALL, millis);
  }

  Situation curve(LatentShape shape, long... millis) {
    long[] nanos = new long[millis.length];
    for (int i = 0; i < nanos.length; i++) {
      nanos[i] = millis[i] * MILLI;
    }
    curves.put(kind(shape), BatchCurve.of(nanos));
    return this;
  }

  Situation cap(int rows) {
    caps.put(kind(Rows.SMALL), rows);
    return this;
  }

  Situation now(long millis) {
    now = millis * MILLI;
    return this;
  }

  Situation turnaround(long millis) {
    turnaround = millis * MILLI;
    return this;
  }

  Situation shares(Shares received) {
    shares = received;
    return this;
  }

  /** One evaluation of {@code count} rows that has come when its image was opened. */
  List<Row> waits(Image image, int count) {
    return waits(image, count, image.opened);
  }

  List<Row> waits(Image image, int count, long arrived) {
    Evaluation evaluation = image.evaluation(arrived);
    List<Row> evaluated = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      evaluated.add(Rows.of(image.shape, 3, rows.size() + i, evaluation));
    }
    rows.addAll(evaluated);
    return evaluated;
  }

  Row waits(Image image) {
    return waits(image, 1).getFirst();
  }

  /** An image whose evaluation was answered, and whose next one is expected then. */
  Situation returns(Image image, int count, long expected) {
    returning.add(new Returning(image.evaluation(0), kind(image.shape), count, expected * MILLI));
    return this;
  }

  Choice choice() {
    return choice(Tuning.standard());
  }

  Choice choice(Tuning tuning) {
    return new FairPolicy(tuning)
        .choose(
            new Waiting(rows, shares, curves, caps, new Turnaround(returning, turnaround), now));
  }

  /** Chooses, and takes the chosen rows away. */
  List<Row> run() {
    Choice choice = choice();
    shares = choice.shares();
    rows.removeAll(choice.rows());
    return choice.rows();
  }
}

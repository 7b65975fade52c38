package io.latentmesh.bench.chaos;

import com.google.protobuf.ByteString;
import io.latentmesh.bench.load.Call;
import io.latentmesh.bench.load.ImageClient;
import io.latentmesh.bench.load.Offer;
import io.latentmesh.v1.GenerateRequest;
import io.latentmesh.v1.GenerateResponse;
import io.latentmesh.v1.Image;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;

/** Calls whose every event goes into a history. Any thread. */
final class RecordedCalls {
  private final ImageClient client;
  private final History history;
  private final Duration deadline;
  private final AtomicLong numbers = new AtomicLong();
  private final AtomicLong ok;

  /**
   * Calls that are numbered from 1 on.
   *
   * @param before calls of this mesh that have ended OK and are in no history
   */
  RecordedCalls(ImageClient client, History history, Duration deadline, long before) {
    this.ok = new AtomicLong(before);
    this.client = client;
    this.history = history;
    this.deadline = deadline;
  }

  /** Calls of this mesh that have ended OK. */
  long ok() {
    return ok.get();
  }

  /** Makes one call and returns when it has ended, however. */
  Call make(String name, GenerateRequest request) {
    long number = numbers.incrementAndGet();
    history.add(at -> new Event.Sent(at, number, name));
    var offer = new Offer((int) number, request, System.nanoTime(), deadline);
    Call call = client.call(offer, event -> record(number, event));
    if (call.ok()) {
      ok.incrementAndGet();
    }
    history.add(at -> new Event.Ended(at, number, call.code().name(), call.message()));
    return call;
  }

  private void record(long number, GenerateResponse event) {
    switch (event.getEventCase()) {
      case ACCEPTED -> {
        String job = event.getAccepted().getJobId();
        history.add(at -> new Event.Accepted(at, number, job));
      }
      case IMAGE -> {
        Image image = event.getImage();
        String hash = sha256(image.getPng());
        history.add(at -> new Event.Drawn(at, number, image.getIndex(), hash));
      }
      case COMPLETED -> history.add(at -> new Event.Completed(at, number));
      case PROGRESS, PREVIEW, IMAGE_CHUNK, EVENT_NOT_SET -> {}
    }
  }

  static String sha256(ByteString bytes) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(bytes.asReadOnlyByteBuffer());
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException(missing);
    }
  }
}

package io.latentmesh.orchestrator.faults;

import com.google.common.collect.Lists;
import com.google.protobuf.ByteString;
import io.latentmesh.v1.GenerateRequest;
import io.latentmesh.v1.GenerateResponse;
import io.latentmesh.v1.ImageServiceGrpc;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What each request gives when nothing breaks, drawn once. Thread-safe. */
final class Pictures {
  private final FaultyMesh sound;
  private final Map<GenerateRequest, List<ByteString>> drawn = new ConcurrentHashMap<>();

  Pictures() throws IOException, InterruptedException {
    sound = new FaultyMesh(List.of());
  }

  List<ByteString> of(GenerateRequest request) {
    return drawn.computeIfAbsent(
        request,
        asked ->
            pngs(
                Lists.newArrayList(
                    ImageServiceGrpc.newBlockingStub(sound.channel()).generate(asked))));
  }

  static List<ByteString> pngs(List<GenerateResponse> events) {
    return events.stream()
        .filter(GenerateResponse::hasImage)
        .map(event -> event.getImage().getPng())
        .toList();
  }

  void close() throws InterruptedException {
    sound.close();
  }
}

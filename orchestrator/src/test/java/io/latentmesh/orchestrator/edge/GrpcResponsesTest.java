package io.latentmesh.orchestrator.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.latentmesh.v1.Image;
import io.latentmesh.v1.ImageChunk;
import java.util.List;
import org.junit.jupiter.api.Test;

class GrpcResponsesTest {
  private static final int PART = GrpcResponses.MAX_PNG_BYTES_PER_MESSAGE;

  @Test
  void png_thatFits_isOneMessage() {
    Image image = image(PART);
    assertThat(GrpcResponses.chunks(image)).isEmpty();
    assertThat(GrpcResponses.beginning(image)).isEqualTo(image);
  }

  @Test
  void png_thatDoesNotFit_goesOnInChunks() {
    Image image = image(2 * PART + 5);
    List<ImageChunk> chunks = GrpcResponses.chunks(image);
    assertThat(chunks).extracting(ImageChunk::getOffset).containsExactly((long) PART, 2L * PART);
    assertThat(chunks).extracting(ImageChunk::getIndex).containsOnly(3);
    ByteString joined = GrpcResponses.beginning(image).getPng();
    for (ImageChunk chunk : chunks) {
      joined = joined.concat(chunk.getData());
    }
    assertThat(joined).isEqualTo(image.getPng());
  }

  @Test
  void png_thatDoesNotFit_saysItsWholeSize() {
    assertThat(GrpcResponses.beginning(image(PART + 1)).getPngSize()).isEqualTo(PART + 1);
  }

  private static Image image(int bytes) {
    byte[] png = new byte[bytes];
    for (int i = 0; i < bytes; i++) {
      png[i] = (byte) (i / 7);
    }
    return Image.newBuilder()
        .setIndex(3)
        .setPng(ByteString.copyFrom(png))
        .setPngSize(bytes)
        .build();
  }
}

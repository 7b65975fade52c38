package io.latentmesh.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.latentmesh.v1.DataType;
import io.latentmesh.v1.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class TensorCodecTest {
  @Test
  void floats_roundTrip_keepsEveryBit() {
    float[] values = {0f, -0f, 1.5f, Float.MIN_VALUE, Float.MAX_VALUE, Float.NEGATIVE_INFINITY};
    assertThat(TensorCodec.floats(TensorCodec.ofFloats(values, List.of(2L, 3L)), "x"))
        .containsExactly(values);
  }

  @Test
  void floats_ofHalves_areWidened() {
    Tensor halves =
        Tensor.newBuilder()
            .setDataType(DataType.DATA_TYPE_F16)
            .addShape(2)
            .setData(ByteString.copyFrom(new byte[] {0x00, 0x3c, 0x00, (byte) 0xc0}))
            .build();
    assertThat(TensorCodec.floats(halves, "x")).containsExactly(1f, -2f);
  }

  @Test
  void longs_roundTrip() {
    assertThat(TensorCodec.longs(TensorCodec.ofLongs(new long[] {-1, Long.MAX_VALUE}), "x"))
        .containsExactly(-1, Long.MAX_VALUE);
  }

  @Test
  void floats_wrongByteCount_namesFieldBoundAndValue() {
    Tensor short1 =
        Tensor.newBuilder()
            .setDataType(DataType.DATA_TYPE_F32)
            .addShape(2)
            .setData(ByteString.copyFrom(new byte[7]))
            .build();
    assertThatThrownBy(() -> TensorCodec.floats(short1, "evaluate.latent"))
        .isInstanceOf(TensorFormatException.class)
        .hasMessage("evaluate.latent.data: must be 8 bytes for shape [2] of DATA_TYPE_F32, was 7");
  }

  @Test
  void floats_shapeWhoseProductOverflows_isRefused() {
    Tensor huge =
        Tensor.newBuilder()
            .setDataType(DataType.DATA_TYPE_F32)
            .addShape(1L << 40)
            .addShape(1L << 40)
            .build();
    assertThatThrownBy(() -> TensorCodec.floats(huge, "x"))
        .isInstanceOf(TensorFormatException.class)
        .hasMessageContaining("x.data");
  }

  @Test
  void floats_zeroExtent_isRefused() {
    Tensor empty = Tensor.newBuilder().setDataType(DataType.DATA_TYPE_F32).addShape(0).build();
    assertThatThrownBy(() -> TensorCodec.floats(empty, "x"))
        .hasMessage("x.shape: extents must be at least 1, was [0]");
  }

  @Test
  void floats_ofWrongType_namesTheType() {
    assertThatThrownBy(() -> TensorCodec.floats(TensorCodec.ofLongs(new long[] {1}), "x"))
        .hasMessage(
            "x.data_type: must be one of [DATA_TYPE_F32, DATA_TYPE_F16], was DATA_TYPE_I64");
  }

  @Test
  void requireShape_wildcard_matchesAnyExtent() {
    Tensor tensor = TensorCodec.ofFloats(new float[6], List.of(2L, 3L));
    TensorCodec.requireShape(tensor, "x", List.of(-1L, 3L));
    assertThatThrownBy(() -> TensorCodec.requireShape(tensor, "x", List.of(3L, 3L)))
        .hasMessage("x.shape: must be [3, 3] (-1 is any), was [2, 3]");
  }
}

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
  void ofFloats_asHalves_roundsToNearestWithTiesToEven() {
    float half = 1f / 2048; // half of the distance between two halves above 1
    float[] values = {1 + half, 1 + 3 * half, 1 + half * 1.001f, -0f, 65_519f, 5.9e-8f};

    Tensor halves = halves(values);

    assertThat(halves.getData().size()).isEqualTo(2 * values.length);
    assertThat(TensorCodec.floats(halves, "x"))
        .containsExactly(1, 1 + 4 * half, 1 + 2 * half, -0f, 65_504f, 5.9604645e-8f);
  }

  @Test
  void ofFloats_tooLargeForHalves_namesFieldValueAndPlace() {
    assertThatThrownBy(() -> halves(1, -65_520))
        .isInstanceOf(TensorFormatException.class)
        .hasMessage("x: F16 cannot hold -65520.0 at 1");
  }

  @Test
  void ofFloats_infinityAsHalves_staysInfinity() {
    assertThat(TensorCodec.floats(halves(Float.NEGATIVE_INFINITY, Float.NaN), "x"))
        .containsExactly(Float.NEGATIVE_INFINITY, Float.NaN);
  }

  @Test
  void ofFloats_asFloats_keepsEveryBit() {
    Tensor floats =
        TensorCodec.ofFloats(new float[] {0.1f}, List.of(1L), DataType.DATA_TYPE_F32, "x");

    assertThat(floats).isEqualTo(TensorCodec.ofFloats(new float[] {0.1f}, List.of(1L)));
  }

  private static Tensor halves(float... values) {
    return TensorCodec.ofFloats(values, List.of((long) values.length), DataType.DATA_TYPE_F16, "x");
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

package io.latentmesh.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latentmesh.v1.DataType;
import io.latentmesh.v1.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReusedTensorTest {
  private static final float[] ANY = {1, 2};

  @ParameterizedTest
  @EnumSource(names = {"DATA_TYPE_F32", "DATA_TYPE_F16"})
  void holding_otherValues_replacesThoseBefore(DataType type) {
    ReusedTensor reused = new ReusedTensor(type, List.of(2L));
    Tensor tensor = reused.holding(ANY, "x");
    assertThat(TensorCodec.floats(tensor, "x")).containsExactly(1, 2);
    reused.holding(new float[] {-0.5f, 4}, "x");
    assertThat(TensorCodec.floats(tensor, "x")).containsExactly(-0.5f, 4);
  }

  @ParameterizedTest
  @EnumSource(names = {"DATA_TYPE_F32", "DATA_TYPE_F16"})
  void holding_aWrongNumberOfValues_namesShapeAndNumber(DataType type) {
    ReusedTensor reused = new ReusedTensor(type, List.of(2L));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> reused.holding(new float[3], "x"))
        .withMessage("shape [2] does not hold 3 values");
  }

  @Test
  void tensor_ofWholeNumbers_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ReusedTensor(DataType.DATA_TYPE_I64, List.of(2L)))
        .withMessageContaining("DATA_TYPE_I64");
  }

  @ParameterizedTest
  @EnumSource(names = {"DATA_TYPE_F32", "DATA_TYPE_F16"})
  void copyFloats_ofMoreThanABlock_copiesAll(DataType type) {
    float[] values = new float[2500];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % 2048;
    }
    Tensor tensor = TensorCodec.ofFloats(values, List.of(2500L), type, "x");
    float[] copy = new float[2500];
    TensorCodec.copyFloats(tensor, "x", copy);
    assertThat(copy).isEqualTo(values);
  }

  @Test
  void copyFloats_intoAnArrayOfAnotherLength_namesBoth() {
    Tensor tensor = TensorCodec.ofFloats(ANY, List.of(2L));
    assertThatThrownBy(() -> TensorCodec.copyFloats(tensor, "x", new float[3]))
        .isInstanceOf(TensorFormatException.class)
        .hasMessage("x: must have 3 elements, has 2");
  }
}

package io.latentmesh.networks.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class TensorSliceTest {
  private static final TensorSlice SIX_BY_TWO = slice(List.of(6L, 2L), 100, 148);

  @Test
  void part_ofThree_isAThirdOfTheRowsAndOfTheBytes() {
    TensorSlice middle = SIX_BY_TWO.part(1, 3);
    assertThat(middle.shape()).containsExactly(2L, 2L);
    assertThat(middle.stored().begin()).isEqualTo(116);
    assertThat(middle.stored().end()).isEqualTo(132);
    assertThat(middle.stored().name()).isEqualTo("a");
  }

  @Test
  void part_ofRowsThatDoNotDivide_isRefusedByName() {
    assertThatThrownBy(() -> SIX_BY_TWO.part(0, 4))
        .isInstanceOf(SafetensorsException.class)
        .hasMessageContaining("tensor 'a': shape: must have a first axis that is a multiple of 4")
        .hasMessageEndingWith("was [6, 2]");
  }

  @Test
  void part_ofAScalar_isRefused() {
    TensorSlice scalar = slice(List.of(), 0, 4);
    assertThatThrownBy(() -> scalar.part(0, 3)).isInstanceOf(SafetensorsException.class);
  }

  @Test
  void transposed_ofAMatrix_hasItsAxesExchangedAndItsBytes() {
    TensorSlice transposed = SIX_BY_TWO.transposed();
    assertThat(transposed.shape()).containsExactly(2L, 6L);
    assertThat(transposed.stored()).isEqualTo(SIX_BY_TWO.stored());
  }

  @Test
  void transposed_ofAVector_isRefused() {
    TensorSlice vector = slice(List.of(3L), 0, 12);
    assertThatThrownBy(vector::transposed)
        .hasMessageContaining("must have 2 axes to be transposed, was [3]");
  }

  private static TensorSlice slice(List<Long> shape, long begin, long end) {
    return TensorSlice.of(Path.of("f"), new TensorEntry("a", Dtype.F32, shape, begin, end));
  }
}

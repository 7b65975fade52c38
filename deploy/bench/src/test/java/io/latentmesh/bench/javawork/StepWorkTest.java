package io.latentmesh.bench.javawork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.protobuf.ByteString;
import io.latentmesh.tensor.TensorCodec;
import io.latentmesh.v1.DataType;
import io.latentmesh.v1.Tensor;
import org.junit.jupiter.api.Test;

final class StepWorkTest {
  /** Twenty steps of float arithmetic on values up to about 600. */
  private static final float ROUNDING = 0.005f;

  private final ProductRun product = new ProductRun(StepWork.SHORT);
  private final NaiveRun naive = new NaiveRun(ProductRun.plan(StepWork.SHORT).sigmas());

  @Test
  void contenders_drawTheSameImage() {
    assertClose(product.run().toArray(), naive.run());
  }

  @Test
  void contenders_sendTheSameBytes() {
    product.run();
    naive.run();
    Tensor sent =
        Tensor.newBuilder()
            .setDataType(DataType.DATA_TYPE_F32)
            .addAllShape(Evaluations.EXTENTS)
            .setData(ByteString.copyFrom(naive.question()))
            .build();

    assertClose(
        TensorCodec.floats(product.question().getLatent(), "latent"),
        TensorCodec.floats(sent, "latent"));
  }

  private static void assertClose(float[] actual, float[] expected) {
    assertThat(actual).hasSize(expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).isCloseTo(expected[i], within(ROUNDING));
    }
  }
}

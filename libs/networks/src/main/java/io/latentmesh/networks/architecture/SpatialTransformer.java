package io.latentmesh.networks.architecture;

import static io.latentmesh.networks.graph.Convolution.pointwise;

import io.latentmesh.networks.graph.Attention;
import io.latentmesh.networks.graph.AttentionForm;
import io.latentmesh.networks.graph.GroupNorm;
import io.latentmesh.networks.graph.Layers;
import io.latentmesh.networks.graph.Layers.NormedSum;
import io.latentmesh.networks.graph.Operations;
import io.latentmesh.networks.graph.Value;

/**
 * Pixels attend to each other and to the conditioning (Transformer2DModel in diffusers; Rombach et
 * al., 2022, arXiv:2112.10752, appendix E.2.1).
 *
 * @param conditioning hidden states {@code [B,T,D]}
 * @param groups channel groups of the normalization
 * @param projection how pixels become tokens
 * @param precision of the attention itself, not of its projections
 */
record SpatialTransformer(
    Value conditioning, int groups, Projection projection, AttentionPrecision precision) {
  /** Fixed in the reference, whatever the configuration says for the residual blocks. */
  private static final float GROUP_NORM_EPSILON = 1e-6f;

  private static final float LAYER_NORM_EPSILON = 1e-5f;

  /** What the input and output projections are stored as; both compute the same. */
  enum Projection {
    POINTWISE_CONVOLUTION,
    LINEAR
  }

  /** What scores are computed in where the graph is narrower than F32; no matter in F32. */
  enum AttentionPrecision {
    OF_THE_REST,
    /** For networks whose scores leave the range of F16 (SD 2.1). */
    FP32
  }

  /**
   * The size of one transformer.
   *
   * @param heads attention heads
   * @param depth number of transformer blocks
   * @param selfAttention form of the attention among pixels
   */
  record Size(int heads, int depth, AttentionForm selfAttention) {}

  Value apply(Layers at, Value x, Size size) {
    Operations o = at.operations();
    Value normalized = at.groupNorm(x, "norm", new GroupNorm(groups, GROUP_NORM_EPSILON));
    Value tokens = tokens(at, normalized);
    for (int i = 0; i < size.depth(); i++) {
      tokens = block(at.at("transformer_blocks").at(i), tokens, size);
    }
    return o.add(image(at, tokens, x), x);
  }

  private Value tokens(Layers at, Value image) {
    Operations o = at.operations();
    return switch (projection) {
      case POINTWISE_CONVOLUTION -> o.tokens(at.conv(image, "proj_in", pointwise(image.width())));
      case LINEAR -> at.linear(o.tokens(image), "proj_in", image.width());
    };
  }

  private Value image(Layers at, Value tokens, Value like) {
    Operations o = at.operations();
    int width = tokens.width();
    return switch (projection) {
      case POINTWISE_CONVOLUTION -> at.conv(o.image(tokens, like), "proj_out", pointwise(width));
      case LINEAR -> o.image(at.linear(tokens, "proj_out", width), like);
    };
  }

  private Value block(Layers at, Value x, Size size) {
    Value h = at.layerNorm(x, "norm1", LAYER_NORM_EPSILON);
    Value self = attention(at.at("attn1"), h, h, size);
    NormedSum afterSelf = at.layerNormOfSum(self, x, "norm2", LAYER_NORM_EPSILON);
    Value cross = attention(at.at("attn2"), afterSelf.normed(), conditioning, size);
    NormedSum afterCross = at.layerNormOfSum(cross, afterSelf.sum(), "norm3", LAYER_NORM_EPSILON);
    Value fed = feedForward(at.at("ff.net"), afterCross.normed());
    return at.operations().add(fed, afterCross.sum());
  }

  /** The conditioning is short: attention to it is never worth tiles. */
  private Value attention(Layers at, Value x, Value context, Size size) {
    AttentionForm form = context.equals(conditioning) ? AttentionForm.WHOLE : size.selfAttention();
    Attention inputs = projections(at, x, context, size);
    Operations o = at.operations();
    Value attended =
        switch (precision) {
          case OF_THE_REST -> o.attention(inputs, form);
          case FP32 -> o.attentionInFloat32(inputs, form);
        };
    return at.linear(attended, "to_out.0", attended.width());
  }

  private static Attention projections(Layers at, Value x, Value context, Size size) {
    int width = x.width();
    return new Attention(
        at.linearWithoutBias(x, "to_q", width),
        at.linearWithoutBias(context, "to_k", width),
        at.linearWithoutBias(context, "to_v", width),
        size.heads());
  }

  private static Value feedForward(Layers at, Value x) {
    int inner = 4 * x.width();
    return at.linear(at.gatedGelu(x, "0.proj", inner), "2", x.width());
  }
}

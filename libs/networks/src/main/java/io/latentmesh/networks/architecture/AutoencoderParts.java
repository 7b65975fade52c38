package io.latentmesh.networks.architecture;

import io.latentmesh.networks.folder.VaeConfig;
import io.latentmesh.networks.graph.Attention;
import io.latentmesh.networks.graph.AttentionForm;
import io.latentmesh.networks.graph.GroupNorm;
import io.latentmesh.networks.graph.Layers;
import io.latentmesh.networks.graph.Operations;
import io.latentmesh.networks.graph.Value;
import java.util.Optional;

/** What both halves of the autoencoder are made of. */
final class AutoencoderParts {
  /** Fixed in the reference; the configuration has no field for it. */
  private static final float EPSILON = 1e-6f;

  private final GroupNorm norm;
  private final Resnet resnet;
  private final boolean attentionInTheMiddle;

  AutoencoderParts(VaeConfig config) {
    this.norm = new GroupNorm(config.normGroups(), EPSILON);
    this.resnet = new Resnet(norm, Optional.empty());
    this.attentionInTheMiddle = config.midBlockAttention();
  }

  GroupNorm norm() {
    return norm;
  }

  /** {@code count} residual blocks, the first of which changes the width to {@code out}. */
  Value resnets(Layers at, Value x, int out, int count) {
    Value h = x;
    for (int i = 0; i < count; i++) {
      h = resnet.apply(at.at("resnets").at(i), h, out);
    }
    return h;
  }

  /** The block between the halves of encoder or decoder. */
  Value middle(Layers at, Value x) {
    Value h = resnet.apply(at.at("resnets.0"), x, x.width());
    if (attentionInTheMiddle) {
      h = attention(at.at("attentions.0"), h);
    }
    return resnet.apply(at.at("resnets.1"), h, x.width());
  }

  /** One head as wide as the image is deep: too wide for tiles to pay (1.06 of whole). */
  private Value attention(Layers at, Value x) {
    Operations o = at.operations();
    AttentionNames names = AttentionNames.of(at);
    int width = x.width();
    Value h = o.tokens(at.groupNorm(x, "group_norm", norm));
    Attention attention =
        new Attention(
            at.linear(h, names.query(), width),
            at.linear(h, names.key(), width),
            at.linear(h, names.value(), width),
            1);
    Value attended = o.attention(attention, AttentionForm.WHOLE);
    return o.add(o.image(at.linear(attended, names.out(), width), x), x);
  }

  /** Files written before diffusers 0.18 name the projections differently. */
  private record AttentionNames(String query, String key, String value, String out) {
    private static final AttentionNames CURRENT =
        new AttentionNames("to_q", "to_k", "to_v", "to_out.0");
    private static final AttentionNames FORMER =
        new AttentionNames("query", "key", "value", "proj_attn");

    static AttentionNames of(Layers at) {
      return at.has("query.weight") ? FORMER : CURRENT;
    }
  }
}

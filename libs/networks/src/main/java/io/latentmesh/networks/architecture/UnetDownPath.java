package io.latentmesh.networks.architecture;

import static io.latentmesh.networks.graph.Convolution.halving;

import io.latentmesh.networks.architecture.SpatialTransformer.AttentionPrecision;
import io.latentmesh.networks.architecture.SpatialTransformer.Projection;
import io.latentmesh.networks.folder.UnetBlockType;
import io.latentmesh.networks.folder.UnetLevels;
import io.latentmesh.networks.folder.UnetTrunk;
import io.latentmesh.networks.graph.AttentionForm;
import io.latentmesh.networks.graph.GroupNorm;
import io.latentmesh.networks.graph.Layers;
import io.latentmesh.networks.graph.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The down blocks and the mid block, which a UNet and a ControlNet have in common. */
final class UnetDownPath {
  private final UnetTrunk config;
  private final UnetLevels levels;
  private final Layers net;
  private final Resnet resnet;
  private final SpatialTransformer transformer;

  UnetDownPath(UnetTrunk config, Layers net, UnetInputs inputs) {
    this.config = config;
    this.levels = config.levels();
    this.net = net;
    Value time = new TimeEmbedding(config).apply(net, inputs);
    this.resnet = new Resnet(norm(), Optional.of(time));
    this.transformer =
        new SpatialTransformer(
            inputs.hiddenStates(), config.norm().groups(), projection(), attention());
  }

  GroupNorm norm() {
    return new GroupNorm(config.norm().groups(), (float) config.norm().eps());
  }

  Resnet resnet() {
    return resnet;
  }

  SpatialTransformer transformer() {
    return transformer;
  }

  /** What the up blocks take in reverse: {@code h} and what each layer makes; the last goes on. */
  List<Value> skips(Value h) {
    List<Value> skips = new ArrayList<>();
    skips.add(h);
    for (int level = 0; level < levels.count(); level++) {
      down(net.at("down_blocks").at(level), level, skips);
    }
    return skips;
  }

  private void down(Layers at, int level, List<Value> skips) {
    int width = levels.channels().get(level);
    for (int i = 0; i < levels.layersPerBlock(); i++) {
      Value h = resnet.apply(at.at("resnets").at(i), skips.getLast(), width);
      if (levels.types().get(level) == UnetBlockType.CROSS_ATTENTION) {
        h = transformer.apply(at.at("attentions").at(i), h, size(level));
      }
      skips.add(h);
    }
    if (level < levels.count() - 1) {
      skips.add(at.conv(skips.getLast(), "downsamplers.0.conv", halving(width)));
    }
  }

  Value middle(Value x) {
    Layers at = net.at("mid_block");
    Value h = resnet.apply(at.at("resnets.0"), x, x.width());
    h = transformer.apply(at.at("attentions.0"), h, size(levels.count() - 1));
    return resnet.apply(at.at("resnets.1"), h, x.width());
  }

  /** The size of the transformers at a level. */
  SpatialTransformer.Size size(int level) {
    long side = Math.ceilDiv(config.sampleSize(), 1 << level);
    return new SpatialTransformer.Size(
        levels.attentionHeads().get(level),
        levels.transformerLayers().get(level),
        AttentionForm.forSelfAttention(side * side));
  }

  private AttentionPrecision attention() {
    return config.attention().upcast() ? AttentionPrecision.FP32 : AttentionPrecision.OF_THE_REST;
  }

  private Projection projection() {
    return config.attention().linearProjection()
        ? Projection.LINEAR
        : Projection.POINTWISE_CONVOLUTION;
  }
}

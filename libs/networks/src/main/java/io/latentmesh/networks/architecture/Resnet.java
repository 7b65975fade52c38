package io.latentmesh.networks.architecture;

import static io.latentmesh.networks.graph.Convolution.pointwise;
import static io.latentmesh.networks.graph.Convolution.same3x3;

import io.latentmesh.networks.graph.GroupNorm;
import io.latentmesh.networks.graph.Layers;
import io.latentmesh.networks.graph.Operations;
import io.latentmesh.networks.graph.Value;
import java.util.Optional;

/**
 * A residual block of two convolutions (ResnetBlock2D in diffusers).
 *
 * @param norm both normalizations
 * @param time the activated time embedding {@code [B,E]} that every block projects and adds; empty
 *     in the autoencoder
 */
record Resnet(GroupNorm norm, Optional<Value> time) {

  Value apply(Layers at, Value x, int out) {
    Operations o = at.operations();
    Value h = at.conv(at.groupNormSilu(x, "norm1", norm), "conv1", same3x3(out));
    if (time.isPresent()) {
      h = o.add(h, o.pixel(at.linearRows(time.get(), "time_emb_proj", out)));
    }
    h = at.conv(at.groupNormSilu(h, "norm2", norm), "conv2", same3x3(out));
    Value shortcut = x.width() == out ? x : at.conv(x, "conv_shortcut", pointwise(out));
    return o.add(shortcut, h);
  }
}

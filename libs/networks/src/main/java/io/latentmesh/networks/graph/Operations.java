package io.latentmesh.networks.graph;

import static io.latentmesh.networks.graph.Operator.microsoft;
import static io.latentmesh.networks.graph.Operator.onnx;

import java.util.List;
import java.util.stream.LongStream;

/**
 * Computations without weights. Where ONNX has several forms for one of them, the comment names the
 * measurement that chose (time ratios on ONNX Runtime's CPU provider, one thread).
 */
public final class Operations {
  private final GraphBuilder graph;
  private final Constants constants;
  private final Layout layout;

  Operations(GraphBuilder graph) {
    this.graph = graph;
    this.constants = new Constants(graph);
    this.layout = graph.settings().layout();
  }

  /** {@code values} in C order as a tensor of {@code shape}; equal names mean equal values. */
  public Value constant(String name, List<Long> shape, float... values) {
    return constants.floats(name, shape, values);
  }

  /** {@code x} in the type that the graph computes in. */
  public Value narrowed(Value x) {
    return graph.cast(x, graph.settings().precision().type());
  }

  /** {@code x} in F32. */
  public Value float32(Value x) {
    return graph.cast(x, ElementType.F32);
  }

  /** An input image {@code [B,C,H,W]} in the type and layout that the graph computes in. */
  public Value received(Value image) {
    return laidOut(narrowed(image));
  }

  /** An image of the graph as F32 {@code [B,C,H,W]}. */
  public Value delivered(Value image) {
    Value wide = float32(image);
    return switch (layout) {
      case CHANNELS_FIRST -> wide;
      case CHANNELS_LAST ->
          graph.add(onnx("Transpose").withInts("perm", 0, 3, 1, 2), image.width(), wide);
    };
  }

  /** Four axes, the channels' second, in the graph's layout. */
  Value laidOut(Value x) {
    return switch (layout) {
      case CHANNELS_FIRST -> x;
      case CHANNELS_LAST -> graph.add(onnx("Transpose").withInts("perm", 0, 2, 3, 1), x.width(), x);
    };
  }

  /** The sum, elementwise with broadcasting; as wide as the wider of the two. */
  public Value add(Value a, Value b) {
    return graph.add(onnx("Add"), Math.max(a.width(), b.width()), a, b);
  }

  /** The product, elementwise with broadcasting; as wide as the wider of the two. */
  public Value multiply(Value a, Value b) {
    return graph.add(onnx("Mul"), Math.max(a.width(), b.width()), a, b);
  }

  /** {@code x * sigmoid(x)}. QuickGelu with alpha 1: 0.99; Swish-24 has no CPU kernel: 3.43. */
  public Value silu(Value x) {
    return graph.add(microsoft("QuickGelu").with("alpha", 1f), x.width(), x);
  }

  /** {@code x * sigmoid(1.702 x)}, the activation of the first CLIP models. */
  public Value quickGelu(Value x) {
    return graph.add(microsoft("QuickGelu").with("alpha", 1.702f), x.width(), x);
  }

  /** The exact Gelu. The tanh approximation is slower (1.29) and 2e-4 off. */
  public Value gelu(Value x) {
    return graph.add(onnx("Gelu"), x.width(), x);
  }

  /** {@code a * gelu(b)} where {@code x = [a, b]} on the feature axis of {@code [B,T,2D]}. */
  public Value gatedGelu(Value x) {
    int half = x.width() / 2;
    Operator split = onnx("Split").with("axis", 2).with("num_outputs", 2);
    List<Value> halves = graph.add(split, List.of(half, half), x);
    return multiply(halves.getFirst(), gelu(halves.getLast()));
  }

  /** Joins images on the channel axis. */
  public Value concatChannels(Value a, Value b) {
    Operator concat = onnx("Concat").with("axis", layout.channelAxis());
    return graph.add(concat, a.width() + b.width(), a, b);
  }

  /** Joins rows {@code [B,F]} and {@code [B,G]} whose features are {@code width} together. */
  public Value concatFeatures(Value a, Value b, int width) {
    return graph.add(onnx("Concat").with("axis", 1), width, a, b);
  }

  /** {@code [cos(x), sin(x)]} of angles {@code [B,F]}, or the sines first. */
  public Value cosAndSin(Value angles, TrigonometricOrder order) {
    return cosAndSin(angles, order, 1);
  }

  /** The same of angles {@code [B,K,F]}. */
  public Value cosAndSinOfEach(Value angles, TrigonometricOrder order) {
    return cosAndSin(angles, order, 2);
  }

  private Value cosAndSin(Value angles, TrigonometricOrder order, long axis) {
    Value cos = graph.add(onnx("Cos"), angles.width(), angles);
    Value sin = graph.add(onnx("Sin"), angles.width(), angles);
    Operator concat = onnx("Concat").with("axis", axis);
    return switch (order) {
      case COSINE_FIRST -> graph.add(concat, 2 * angles.width(), cos, sin);
      case SINE_FIRST -> graph.add(concat, 2 * angles.width(), sin, cos);
    };
  }

  /** Which half of a sinusoidal embedding comes first. */
  public enum TrigonometricOrder {
    COSINE_FIRST,
    SINE_FIRST
  }

  /** A vector {@code [B]} as a column {@code [B,1]}. */
  public Value column(Value vector) {
    return reshape(vector, 1, -1, 1);
  }

  /** Each element of {@code [B,K]} as a row of its own, {@code [B,K,1]}. */
  public Value eachAsRow(Value rows) {
    return reshape(rows, 1, 0, -1, 1);
  }

  /** {@code [B,K,F]} as {@code [B,KF]}. K is the caller's choice, so the width stays at F. */
  public Value joinedRows(Value rows) {
    return reshape(rows, rows.width(), 0, -1);
  }

  /** Features {@code [B,C]} as an image of one pixel {@code [B,C,1,1]}. */
  public Value pixel(Value features) {
    int width = features.width();
    return switch (layout) {
      case CHANNELS_FIRST -> reshape(features, width, 0, width, 1, 1);
      case CHANNELS_LAST -> reshape(features, width, 0, 1, 1, width);
    };
  }

  /** An image {@code [B,C,H,W]} as tokens {@code [B,HW,C]}. */
  public Value tokens(Value image) {
    if (layout == Layout.CHANNELS_LAST) {
      return reshape(image, image.width(), 0, -1, image.width());
    }
    Value flat = reshape(image, image.width(), 0, image.width(), -1);
    return graph.add(onnx("Transpose").withInts("perm", 0, 2, 1), image.width(), flat);
  }

  /** Tokens {@code [B,HW,C]} as an image {@code [B,C,H,W]} of the same shape as {@code like}. */
  public Value image(Value tokens, Value like) {
    if (layout == Layout.CHANNELS_LAST) {
      return graph.add(onnx("Reshape"), tokens.width(), tokens, shape(like));
    }
    Value flat = graph.add(onnx("Transpose").withInts("perm", 0, 2, 1), tokens.width(), tokens);
    return graph.add(onnx("Reshape"), tokens.width(), flat, shape(like));
  }

  /** Each pixel four times: nearest-neighbour upsampling by two. */
  public Value doubled(Value image) {
    float[] twice = {1, 1, 1, 1};
    twice[layout.heightAxis()] = 2;
    twice[layout.heightAxis() + 1] = 2;
    Value scales = constants.floats("x2", List.of(4L), twice);
    return graph.add(nearest().withMixedInputs(), image.width(), image, absent(), scales);
  }

  /**
   * Nearest-neighbour upsampling to the height and width of {@code like}, each {@code 2n} or {@code
   * 2n - 1} for {@code n} of the image.
   */
  public Value resized(Value image, Value like) {
    int height = layout.heightAxis();
    Operator extents = onnx("Shape").with("start", height).giving(ElementType.I64);
    if (layout == Layout.CHANNELS_LAST) {
      extents = extents.with("end", layout.channelAxis());
    }
    Value size = graph.add(extents, 2, like);
    Operator resize = nearest().withInts("axes", height, height + 1L);
    return graph.add(resize, image.width(), image, absent(), absent(), size);
  }

  /** The attention output {@code [B,S,D]}, without a mask. */
  public Value attention(Attention attention, AttentionForm form) {
    Value q = attention.query();
    return switch (form) {
      case WHOLE -> graph.add(wholeAttention(attention), q.width(), inputs(attention));
      case TILED ->
          graph.add(
              microsoft("MultiHeadAttention").with("num_heads", attention.heads()),
              q.width(),
              inputs(attention));
    };
  }

  /** The same, computed in F32 whatever the graph computes in. */
  public Value attentionInFloat32(Attention attention, AttentionForm form) {
    Attention wide =
        new Attention(
            float32(attention.query()),
            float32(attention.key()),
            float32(attention.value()),
            attention.heads());
    return graph.cast(attention(wide, form), attention.query().type());
  }

  /** The attention output {@code [B,S,D]} with {@code mask} {@code [1,1,S,T]} added to scores. */
  public Value attention(Attention attention, Value mask) {
    Value q = attention.query();
    Operator operator = wholeAttention(attention);
    return graph.add(operator, q.width(), q, attention.key(), attention.value(), mask);
  }

  /** {@code x} limited to {@code [low, high]}. */
  public Value clipped(Value x, float low, float high) {
    Value min = constants.floats("f32 " + low, List.of(), low);
    Value max = constants.floats("f32 " + high, List.of(), high);
    return graph.add(onnx("Clip"), x.width(), x, min, max);
  }

  /** The two halves of the channels of a {@link #delivered} image. */
  public List<Value> halves(Value image) {
    int half = image.width() / 2;
    Operator split = onnx("Split").with("axis", 1).with("num_outputs", 2);
    return graph.add(split, List.of(half, half), image);
  }

  /** An image with its channels in reverse. */
  public Value reversedChannels(Value image) {
    long[] order = LongStream.range(0, image.width()).map(i -> image.width() - 1 - i).toArray();
    Operator gather = onnx("Gather").with("axis", layout.channelAxis());
    return graph.add(gather, image.width(), image, constants.longs(order));
  }

  /** Where the largest of each row of ids {@code [B,T]} stands first, {@code [B,1]}. */
  public Value positionOfLargest(Value ids) {
    return firstLargest(ids);
  }

  /** Where {@code id} stands first in each row of ids {@code [B,T]}, {@code [B,1]}; else 0. */
  public Value positionOf(long id, Value ids) {
    Operator equal = onnx("Equal").giving(ElementType.BOOL);
    return firstLargest(graph.add(equal, 1, ids, constants.longs(id)));
  }

  /** As floats, which have a kernel everywhere and are exact below 2^24. */
  private Value firstLargest(Value x) {
    Operator first = onnx("ArgMax").with("axis", 1).with("keepdims", 1);
    return graph.add(first.giving(ElementType.I64), 1, float32(x));
  }

  /** The state of {@code [B,T,D]} at one position {@code [B,1]} of each row, {@code [B,D]}. */
  public Value stateAt(Value positions, Value states) {
    return graph.add(onnx("GatherND").with("batch_dims", 1), states.width(), states, positions);
  }

  Value reshape(Value x, int width, long... shape) {
    return graph.add(onnx("Reshape"), width, x, constants.longs(shape));
  }

  /**
   * InstanceNormalization over {@code groups} as channels: the native operator takes 1.72 to 2.23.
   */
  Value normalizedGroups(Value image, GroupNorm norm) {
    Value groups = reshape(image, norm.groups(), 0, norm.groups(), -1);
    Value ones = constants.filled(1, norm.groups());
    Value zeros = constants.filled(0, norm.groups());
    Operator operator = onnx("InstanceNormalization").with("epsilon", norm.epsilon());
    Value normalized = graph.add(operator, norm.groups(), groups, ones, zeros);
    return graph.add(onnx("Reshape"), image.width(), normalized, shape(image));
  }

  private Value shape(Value x) {
    return graph.shared(
        "shape of " + x.name(), () -> graph.add(onnx("Shape").giving(ElementType.I64), 4, x));
  }

  private static Operator wholeAttention(Attention attention) {
    return onnx("Attention")
        .with("q_num_heads", attention.heads())
        .with("kv_num_heads", attention.heads());
  }

  private static Value[] inputs(Attention attention) {
    return new Value[] {attention.query(), attention.key(), attention.value()};
  }

  private static Operator nearest() {
    return onnx("Resize")
        .with("mode", "nearest")
        .with("coordinate_transformation_mode", "asymmetric")
        .with("nearest_mode", "floor");
  }

  /** An optional input that is left out. */
  private static Value absent() {
    return new Value("", 1, ElementType.I64);
  }
}

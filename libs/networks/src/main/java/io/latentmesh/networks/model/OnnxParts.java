package io.latentmesh.networks.model;

import io.latentmesh.networks.folder.ClipTextConfig;
import io.latentmesh.networks.folder.ModelDefaults;
import io.latentmesh.networks.folder.ModelFiles;
import io.latentmesh.networks.folder.ModelFolderException;
import io.latentmesh.networks.folder.ModelIndex;
import io.latentmesh.networks.folder.ModelName;
import io.latentmesh.networks.folder.TextArchitecture;
import io.latentmesh.networks.folder.TextSlot;
import io.latentmesh.networks.folder.UnetConfig;
import io.latentmesh.networks.folder.VaeConfig;
import io.latentmesh.networks.onnx.OnnxArgument;
import io.latentmesh.networks.onnx.OnnxGraphFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * The parts of a folder of exported ONNX graphs. optimum keeps the reference's config beside every
 * graph; diffusers' own script, which is older, keeps none, and exports Stable Diffusion 1.x and
 * 2.x only, so what it leaves out is known but for the width of the conditioning.
 */
record OnnxParts(Path root) {
  private static final String GRAPH = "model.onnx";
  private static final String CONFIG = "config.json";

  /** Whether a folder holds graphs in place of weights. */
  static boolean isExport(Path folder) {
    return Files.isRegularFile(folder.resolve("unet", GRAPH));
  }

  static TextToImageModel open(Path folder, ModelOptions options) {
    return new OnnxParts(folder).model(options);
  }

  private TextToImageModel model(ModelOptions options) {
    ModelIndex index = ModelIndex.read(root);
    ModelDefaults defaults = ModelDefaults.read(root);
    UnetConfig unet = unet();
    List<TextEncoderSource> text = textEncoders(unet);
    return new TextToImageModel(
        ModelName.of(root, defaults),
        text,
        new DenoiserSource(
            unet, text.getLast().config().projectionSize(), graph(GraphRole.DENOISER, "unet")),
        AutoencoderFiles.instead(autoencoder(), options),
        new ModelFacts(
            ModelFiles.schedulerConfig(root), defaults, index.zeroesMissingNegative(), List.of()));
  }

  private UnetConfig unet() {
    Path file = root.resolve("unet", CONFIG);
    if (Files.exists(file)) {
      return UnetConfig.read(file);
    }
    OnnxGraphFile graph = graph(GraphRole.DENOISER, "unet").read();
    OnnxArgument states = graph.requireInput("encoder_hidden_states");
    long width = states.dimensions().isEmpty() ? 0 : states.dimensions().getLast().length();
    if (width == 0) {
      throw new ModelFolderException(
          file, "must be there: the graph does not say how wide its encoder_hidden_states are");
    }
    return UnetConfig.parse(graph.file(), "{\"cross_attention_dim\": %d}".formatted(width));
  }

  private List<TextEncoderSource> textEncoders(UnetConfig unet) {
    List<TextEncoderSource> found =
        Arrays.stream(TextSlot.values())
            .filter(slot -> Files.isRegularFile(root.resolve(slot.encoder(), GRAPH)))
            .map(slot -> textEncoder(slot, unet))
            .toList();
    if (found.isEmpty()) {
      throw new ModelFolderException(
          root.resolve(TextSlot.FIRST.encoder(), GRAPH), "must be a file, was missing");
    }
    return found;
  }

  private TextEncoderSource textEncoder(TextSlot slot, UnetConfig unet) {
    Path file = root.resolve(slot.encoder(), CONFIG);
    int width = unet.crossAttentionSize();
    GraphRole role =
        slot.architecture() == TextArchitecture.PROJECTED
            ? GraphRole.PROJECTING_TEXT_ENCODER
            : GraphRole.TEXT_ENCODER;
    ExportedGraph graph = graph(role, slot.encoder());
    ClipTextConfig config =
        Files.exists(file)
            ? ClipTextConfig.read(file, slot.architecture())
            : ClipTextConfig.parse(
                graph.path(),
                "{\"hidden_size\": %d, \"num_attention_heads\": 1}".formatted(width),
                slot.architecture());
    return new TextEncoderSource(
        config, graph, new TokenizerSource.InFolder(ModelFiles.tokenizer(root, slot)));
  }

  private AutoencoderSource autoencoder() {
    Path file = root.resolve("vae_decoder", CONFIG);
    ExportedGraph decoder = graph(GraphRole.DECODER, "vae_decoder");
    VaeConfig config =
        Files.exists(file)
            ? VaeConfig.read(file)
            : VaeConfig.parse(
                decoder.path(),
                """
                {"block_out_channels": [128, 256, 512, 512], "layers_per_block": 2,
                 "down_block_types": ["DownEncoderBlock2D", "DownEncoderBlock2D",
                   "DownEncoderBlock2D", "DownEncoderBlock2D"],
                 "up_block_types": ["UpDecoderBlock2D", "UpDecoderBlock2D",
                   "UpDecoderBlock2D", "UpDecoderBlock2D"],
                 "sample_size": 512}
                """);
    if (!config.scaling().mean().isEmpty()) {
      throw new ModelFolderException(
          file, "latents_mean and latents_std: must be absent, exported graphs do not apply them");
    }
    return new AutoencoderSource(config, decoder, graph(GraphRole.ENCODER, "vae_encoder"));
  }

  private ExportedGraph graph(GraphRole role, String component) {
    return new ExportedGraph(role, root.resolve(component, GRAPH));
  }
}

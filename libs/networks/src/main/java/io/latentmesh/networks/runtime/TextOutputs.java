package io.latentmesh.networks.runtime;

import static io.latentmesh.networks.architecture.ClipTextNetwork.POOLED;
import static io.latentmesh.networks.architecture.ClipTextNetwork.hiddenStates;
import static io.latentmesh.networks.architecture.ClipTextNetwork.normedHiddenStates;

import io.latentmesh.networks.folder.ClipTextConfig;
import io.latentmesh.networks.folder.TextArchitecture;
import io.latentmesh.networks.model.ExportedGraph;
import io.latentmesh.networks.model.GraphRole;
import io.latentmesh.networks.model.StoredWeights;
import io.latentmesh.networks.model.TextEncoderSource;
import io.latentmesh.networks.onnx.OnnxGraphFile;
import io.latentmesh.networks.runtime.TextStateChoice.FinalNorm;

/**
 * Where a text encoder's graph shows its states. Graphs written here show every layer with and
 * without the final norm; exported ones show the last layer normed, perhaps others without.
 */
sealed interface TextOutputs {
  /** Of the graph that a source leads to. */
  static TextOutputs of(TextEncoderSource source) {
    return switch (source.network()) {
      case StoredWeights _ -> new Own(source.config());
      case ExportedGraph exported -> Exported.of(source.config(), exported.read());
    };
  }

  /**
   * The output with the chosen states.
   *
   * @throws IllegalArgumentException if the choice skips more than {@link #skippableLayers}
   */
  default String states(TextStateChoice choice) {
    int most = skippableLayers(choice.norm());
    if (choice.skippedLayers() > most) {
      throw new IllegalArgumentException(
          "clipSkip must be 0 to %d, is %d".formatted(most, choice.skippedLayers()));
    }
    return name(choice);
  }

  String name(TextStateChoice choice);

  /** How many of the last layers may be left out; -1 if not even none may be. */
  int skippableLayers(FinalNorm norm);

  /** Whether there is a pooled state. */
  boolean pools();

  /** Whether there is a projection of it. */
  boolean projects();

  /** Whether the graph takes what hides positions, which no exporter writes. */
  boolean hidesPositions();

  /** Of a graph that is written here. */
  record Own(ClipTextConfig config) implements TextOutputs {
    @Override
    public String name(TextStateChoice choice) {
      int layer = config.layers() - choice.skippedLayers();
      return switch (choice.norm()) {
        case APPLIED -> normedHiddenStates(layer);
        case LEFT_OUT -> hiddenStates(layer);
      };
    }

    @Override
    public int skippableLayers(FinalNorm norm) {
      return config.layers();
    }

    @Override
    public boolean pools() {
      return true;
    }

    @Override
    public boolean projects() {
      return config.architecture() == TextArchitecture.PROJECTED;
    }

    @Override
    public boolean hidesPositions() {
      return true;
    }
  }

  /**
   * Of an exported graph.
   *
   * @param lastLayer index of its last {@code hidden_states}; -1 if it shows none
   */
  record Exported(int lastLayer, boolean pools, boolean projects) implements TextOutputs {

    static Exported of(ClipTextConfig config, OnnxGraphFile file) {
      boolean projects = config.architecture() == TextArchitecture.PROJECTED;
      int layers = 0;
      while (file.output(hiddenStates(layers)).isPresent()) {
        layers++;
      }
      return new Exported(layers - 1, file.output(POOLED).isPresent(), projects);
    }

    @Override
    public String name(TextStateChoice choice) {
      return switch (choice.norm()) {
        case APPLIED -> GraphRole.LAST_STATES;
        case LEFT_OUT -> hiddenStates(lastLayer - choice.skippedLayers());
      };
    }

    @Override
    public int skippableLayers(FinalNorm norm) {
      return switch (norm) {
        case APPLIED -> 0;
        case LEFT_OUT -> lastLayer;
      };
    }

    @Override
    public boolean hidesPositions() {
      return false;
    }
  }
}

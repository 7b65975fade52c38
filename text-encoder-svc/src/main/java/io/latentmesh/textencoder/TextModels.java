package io.latentmesh.textencoder;

import io.latentmesh.networks.folder.ClipTextConfig;
import io.latentmesh.networks.folder.TextArchitecture;
import io.latentmesh.networks.model.TextEncoderSource;
import io.latentmesh.networks.model.TextToImageModel;
import io.latentmesh.networks.runtime.NetworkIdentity;
import io.latentmesh.networks.runtime.SessionSettings;
import io.latentmesh.networks.runtime.TextEncoderModel;
import io.latentmesh.v1.ModelIdentity;
import io.latentmesh.v1.TextEncoderServiceGetModelResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The text encoders of a model, one or two, with their tokenizers. Whoever loads them closes them.
 */
record TextModels(TextToImageModel source, List<TextEncoderModel> encoders, Tokenizers tokenizers)
    implements AutoCloseable {

  /** Loads all; on failure what was loaded is closed. */
  static TextModels load(TextToImageModel source, SessionSettings settings) {
    List<TextEncoderModel> encoders = new ArrayList<>();
    List<ClipTokenizer> tokenizers = new ArrayList<>();
    try {
      for (TextEncoderSource each : source.textEncoders()) {
        encoders.add(TextEncoderModel.load(each, settings));
        tokenizers.add(ClipTokenizer.load(each.tokenizer(), each.config().positions()));
      }
      return new TextModels(source, encoders, new Tokenizers(tokenizers));
    } catch (RuntimeException e) {
      tokenizers.forEach(ClipTokenizer::close);
      encoders.forEach(TextEncoderModel::close);
      throw e;
    }
  }

  void warmUp(int texts) {
    encoders.forEach(encoder -> encoder.warmUp(texts));
  }

  AttentionMask mask() {
    return encoders.stream().allMatch(TextEncoderModel::hidesPositions)
        ? AttentionMask.TAKEN
        : AttentionMask.NOT_TAKEN;
  }

  /** What requests call the model. */
  String name() {
    return source.name();
  }

  /** What clients are told. */
  TextEncoderServiceGetModelResponse describe() {
    List<ClipTextConfig> configs = encoders.stream().map(TextEncoderModel::config).toList();
    ClipTextConfig last = configs.getLast();
    boolean projected = last.architecture() == TextArchitecture.PROJECTED;
    return TextEncoderServiceGetModelResponse.newBuilder()
        .setIdentity(identity())
        .setContextLength(configs.getFirst().positions())
        .setHiddenSize(configs.stream().mapToInt(ClipTextConfig::hiddenSize).sum())
        .setLayers(ShownStates.layers(encoders))
        .setPooledWidth(projected ? last.projectionSize() : last.hiddenSize())
        .setZeroesMissingNegative(source.facts().zeroesMissingNegative())
        .build();
  }

  private ModelIdentity identity() {
    List<NetworkIdentity> all = encoders.stream().map(TextEncoderModel::identity).toList();
    return ModelIdentity.newBuilder()
        .setName(name())
        .setArchitecture(
            all.stream().map(NetworkIdentity::architecture).collect(Collectors.joining("+")))
        .setSha256(sha256(all.stream().map(NetworkIdentity::sha256).toList()))
        .setParameters(all.stream().mapToLong(NetworkIdentity::parameters).sum())
        .setProvider(all.getFirst().provider())
        .setStoredDataType(all.getFirst().storedDtype())
        .setPrecision(all.getFirst().precision())
        .build();
  }

  /** Of two encoders: the hash of both hashes, in hexadecimal and one behind the other. */
  private static String sha256(List<String> hashes) {
    if (hashes.size() == 1) {
      return hashes.getFirst();
    }
    byte[] both = String.join("", hashes).getBytes(StandardCharsets.US_ASCII);
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(both));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  @Override
  public void close() {
    tokenizers.close();
    encoders.forEach(TextEncoderModel::close);
  }
}

package io.latentmesh.networks.folder;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latentmesh.networks.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A valid model folder with the demo's configs and one-number weights, to be broken by tests. */
public final class TinyModelFolder {
  public static final String INDEX = "model_index.json";
  public static final String TEXT = "text_encoder/config.json";
  public static final String UNET = "unet/config.json";
  public static final String VAE = "vae/config.json";
  public static final String SCHEDULER = "scheduler/scheduler_config.json";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path root;

  private TinyModelFolder(Path root) {
    this.root = root;
  }

  /** Writes it into a folder that exists or not. */
  public static TinyModelFolder in(Path root) {
    TinyModelFolder folder = new TinyModelFolder(root);
    for (String file : List.of(INDEX, TEXT, UNET, VAE, SCHEDULER)) {
      folder.write(file, folder.demo(file));
    }
    folder.write("tokenizer/vocab.json", "{}").write("tokenizer/merges.txt", "");
    folder.weights("text_encoder/model.safetensors");
    folder.weights("unet/diffusion_pytorch_model.safetensors");
    return folder.weights("vae/diffusion_pytorch_model.safetensors");
  }

  /** Makes it SDXL's kind: two text encoders of the demo's shape, six time ids. */
  public TinyModelFolder asSdxl() {
    write("text_encoder_2/config.json", demo(TEXT)).weights("text_encoder_2/model.safetensors");
    write("tokenizer_2/vocab.json", "{}").write("tokenizer_2/merges.txt", "");
    return set(INDEX, "_class_name", "\"StableDiffusionXLPipeline\"")
        .set(INDEX, "text_encoder_2", "[\"transformers\", \"CLIPTextModelWithProjection\"]")
        .set(INDEX, "tokenizer_2", "[\"transformers\", \"CLIPTokenizer\"]")
        .set(UNET, "cross_attention_dim", "384")
        .set(UNET, "addition_embed_type", "\"text_time\"")
        .set(UNET, "addition_time_embed_dim", "32")
        .set(UNET, "projection_class_embeddings_input_dim", "384");
  }

  /** Makes it SDXL's refiner's kind: the second text encoder only, five time ids. */
  public TinyModelFolder asRefiner() {
    asSdxl().delete(TEXT).delete("tokenizer/vocab.json");
    return set(INDEX, "_class_name", "\"StableDiffusionXLImg2ImgPipeline\"")
        .set(INDEX, "text_encoder", "[null, null]")
        .set(INDEX, "tokenizer", "[null, null]")
        .set(UNET, "cross_attention_dim", "192")
        .set(UNET, "projection_class_embeddings_input_dim", "352");
  }

  public Path root() {
    return root;
  }

  public Path file(String name) {
    return root.resolve(name);
  }

  /** Sets a key of a JSON file to a value written as JSON. */
  public TinyModelFolder set(String file, String key, String json) {
    try {
      ObjectNode object = (ObjectNode) JSON.readTree(file(file).toFile());
      object.set(key, JSON.readTree(json));
      return write(file, JSON.writeValueAsString(object));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public TinyModelFolder write(String file, String text) {
    try {
      Files.createDirectories(parent(file));
      Files.writeString(file(file), text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public TinyModelFolder delete(String file) {
    try {
      Files.delete(file(file));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public TinyModelFolder weights(String file) {
    try {
      Files.createDirectories(parent(file));
      new SafetensorsWriter().floats("a", List.of(1L), new float[] {1}).write(file(file));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path parent(String file) {
    return root.resolve(file).resolve("..").normalize();
  }

  private String demo(String file) {
    try {
      return Files.readString(DemoModelTest.DEMO.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

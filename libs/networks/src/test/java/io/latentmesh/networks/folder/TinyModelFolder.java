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

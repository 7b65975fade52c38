package io.latentmesh.networks.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiffusersFolderTest {
  private final Path temporary;
  private final Path root;
  private final TinyModelFolder model;

  DiffusersFolderTest(@TempDir Path temporary) {
    this.temporary = temporary;
    this.root = temporary.resolve("my-model");
    this.model = TinyModelFolder.in(root);
  }

  @Test
  void open_filesOfComponents_areFound() {
    DiffusersFolder folder = DiffusersFolder.open(root);
    assertThat(folder.root()).isEqualTo(root.toAbsolutePath());
    assertThat(folder.textWeights()).isEqualTo(model.file("text_encoder/model.safetensors"));
    assertThat(folder.unetWeights())
        .isEqualTo(model.file("unet/diffusion_pytorch_model.safetensors"));
    assertThat(folder.vaeWeights())
        .isEqualTo(model.file("vae/diffusion_pytorch_model.safetensors"));
    assertThat(folder.tokenizer()).isEqualTo(model.file("tokenizer"));
  }

  @Test
  void open_schedulerConfig_isVerbatim() {
    String json = "{ \"_class_name\":\"X\",\n \"beta\" : 1e-4 }\n";
    model.write(TinyModelFolder.SCHEDULER, json);
    assertThat(DiffusersFolder.open(root).schedulerConfigJson()).isEqualTo(json);
  }

  @Test
  void open_withoutDefaults_recommendsNothing() {
    assertThat(DiffusersFolder.open(root).defaults()).isEqualTo(ModelDefaults.none());
  }

  @Test
  void open_withDefaults_readsAllOfThem() {
    model.write(
        ModelDefaults.FILE,
        """
        {"name": "x", "steps": 1000, "guidance_scale": 0, "width": 8, "height": 8192,
         "sampler": "euler", "schedule": "karras",
         "preview": {"factors": [[1, 0, 0, 0], [0, 0.5, 0, 0], [0, 0, -2e-1, 0]],
                     "bias": [0.5, 0, 1]}}
        """);
    ModelDefaults defaults = DiffusersFolder.open(root).defaults();
    assertThat(defaults.name()).hasValue("x");
    assertThat(defaults.steps()).hasValue(1000);
    assertThat(defaults.guidanceScale()).hasValue(0);
    assertThat(defaults.width()).hasValue(8);
    assertThat(defaults.height()).hasValue(8192);
    assertThat(defaults.sampler()).hasValue("euler");
    assertThat(defaults.schedule()).hasValue("karras");
    PreviewMap preview = defaults.preview().orElseThrow();
    assertThat(preview.factors())
        .containsExactly(1f, 0f, 0f, 0f, 0f, .5f, 0f, 0f, 0f, 0f, -.2f, 0f);
    assertThat(preview.bias()).containsExactly(.5f, 0f, 1f);
  }

  @Test
  void name_withoutOwn_isTheFolders() {
    assertThat(DiffusersFolder.open(root).name()).isEqualTo("my-model");
  }

  @Test
  void name_ofFolderCalledModel_isItsParents() {
    TinyModelFolder.in(temporary.resolve("hearts/model"));
    assertThat(DiffusersFolder.open(temporary.resolve("hearts/model")).name()).isEqualTo("hearts");
  }

  @Test
  void name_ofHubSnapshot_isTheRepositorys() {
    Path snapshot = temporary.resolve("models--acme--tiny-sd/snapshots/8d1f");
    TinyModelFolder.in(snapshot);
    assertThat(DiffusersFolder.open(snapshot).name()).isEqualTo("tiny-sd");
  }

  @Test
  void open_snapshotOfLinks_isFollowed() throws Exception {
    Path blobs = Files.createDirectories(temporary.resolve("blobs"));
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path blob = blobs.resolve(root.relativize(file).toString().replace('/', '_'));
        Files.move(file, blob);
        Files.createSymbolicLink(file, file.resolve("..").normalize().relativize(blob));
      }
    }
    DiffusersFolder folder = DiffusersFolder.open(root);
    assertThat(folder.unetWeights().toRealPath().resolve("..").normalize())
        .isEqualTo(blobs.toRealPath());
  }

  @Test
  void open_onlyHalfPrecisionVariant_isUsed() {
    model
        .delete("unet/diffusion_pytorch_model.safetensors")
        .weights("unet/diffusion_pytorch_model.fp16.safetensors");
    assertThat(DiffusersFolder.open(root).unetWeights().getFileName())
        .hasToString("diffusion_pytorch_model.fp16.safetensors");
  }

  @Test
  void open_bothPrecisions_prefersThePlainOne() {
    model.weights("unet/diffusion_pytorch_model.fp16.safetensors");
    assertThat(DiffusersFolder.open(root).unetWeights().getFileName())
        .hasToString("diffusion_pytorch_model.safetensors");
  }

  @Test
  void open_onlyPickle_isRefusedWithTheReason() {
    model
        .delete("unet/diffusion_pytorch_model.safetensors")
        .write("unet/diffusion_pytorch_model.bin", "");
    refused()
        .hasMessageStartingWith(model.file("unet") + ": diffusion_pytorch_model.safetensors: ")
        .hasMessageContaining("was only diffusion_pytorch_model.bin: a pickle can run code");
  }

  @Test
  void open_shardedWeights_areFoundByTheirIndex() {
    model
        .delete("text_encoder/model.safetensors")
        .write("text_encoder/model.safetensors.index.json", "{}");
    assertThat(DiffusersFolder.open(root).textWeights())
        .isEqualTo(model.file("text_encoder/model.safetensors.index.json"));
  }

  @Test
  void open_missingWeights_areRefused() {
    model.delete("vae/diffusion_pytorch_model.safetensors");
    refused()
        .hasMessage(
            model.file("vae")
                + ": diffusion_pytorch_model.safetensors: must be in the folder, was missing");
  }

  @Test
  void find_missingComponent_isRefused() {
    assertThatThrownBy(() -> WeightFiles.find(model.file("unet_2"), "model"))
        .isInstanceOf(ModelFolderException.class)
        .hasMessage(model.file("unet_2") + ": must be a folder, was missing");
  }

  @Test
  void open_linkToNothing_isRefused() throws Exception {
    model.delete("vae/diffusion_pytorch_model.safetensors");
    Files.createSymbolicLink(
        model.file("vae/diffusion_pytorch_model.safetensors"), Path.of("../gone"));
    refused().hasMessageContaining("must link to a file, which is missing");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        TinyModelFolder.INDEX,
        TinyModelFolder.TEXT,
        TinyModelFolder.UNET,
        TinyModelFolder.VAE,
        TinyModelFolder.SCHEDULER,
        "tokenizer/vocab.json",
        "tokenizer/merges.txt"
      })
  void open_missingFile_isNamed(String file) {
    model.delete(file);
    refused().hasMessage(model.file(file) + ": must be a file, was missing");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        TinyModelFolder.INDEX,
        TinyModelFolder.TEXT,
        TinyModelFolder.UNET,
        TinyModelFolder.VAE,
        TinyModelFolder.SCHEDULER
      })
  void open_brokenJson_isNamed(String file) {
    model.write(file, "{\"a\": 1, ");
    refused().hasMessageStartingWith(model.file(file) + ": is not valid JSON: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "null", "3", "", " "})
  void open_configThatIsNoObject_isRefused(String json) {
    model.write(TinyModelFolder.VAE, json);
    refused().hasMessage(model.file(TinyModelFolder.VAE) + ": must be a JSON object, was not");
  }

  @Test
  void open_duplicateKey_isRefused() {
    model.write(TinyModelFolder.VAE, "{\"act_fn\":\"silu\",\"act_fn\":\"silu\"}");
    refused().hasMessageContaining("Duplicate").hasMessageContaining("act_fn");
  }

  @Test
  void open_hugeConfig_isRefused() {
    model.write(TinyModelFolder.VAE, " ".repeat((int) JsonFile.MAX_BYTES + 1));
    refused().hasMessageContaining("size: must be at most 4000000 bytes, was 4000001");
  }

  @Test
  void open_missingFolder_isRefused() {
    assertThatThrownBy(() -> DiffusersFolder.open(temporary.resolve("gone")))
        .isInstanceOf(ModelFolderException.class)
        .hasMessageEndingWith("gone: must be a folder with model_index.json, was missing");
  }

  @Test
  void open_singleFile_isRefused() {
    assertThatThrownBy(() -> DiffusersFolder.open(model.file(TinyModelFolder.INDEX)))
        .isInstanceOf(ModelFolderException.class)
        .hasMessageEndingWith("must be a folder with model_index.json, was a file");
  }

  private AbstractThrowableAssert<?, ?> refused() {
    return assertThatThrownBy(() -> DiffusersFolder.open(root))
        .isInstanceOf(ModelFolderException.class);
  }
}

package io.latentmesh.networks.checkpoint;

import io.latentmesh.networks.safetensors.TensorSlice;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One text encoder in a checkpoint.
 *
 * @param component name of its folder in the reference's layout
 * @param prefix of its tensors
 */
record TextEncoderPart(String component, String prefix, Scheme scheme) {
  private static final String MODEL = "text_model.";

  /** How its tensors are named, and how much of it the family uses. */
  enum Scheme {
    /** As in transformers; old files leave out {@code text_model.}. */
    CLIP,
    /** As in OpenCLIP, with a projection. */
    OPEN_CLIP,
    /** As in OpenCLIP; the last layer is left out, which makes the last state the last but one. */
    OPEN_CLIP_PENULTIMATE
  }

  static TextEncoderPart clip(String component, String prefix) {
    return new TextEncoderPart(component, prefix, Scheme.CLIP);
  }

  static TextEncoderPart openClip(String component, String prefix) {
    return new TextEncoderPart(component, prefix, Scheme.OPEN_CLIP);
  }

  static TextEncoderPart penultimateOpenClip(String component, String prefix) {
    return new TextEncoderPart(component, prefix, Scheme.OPEN_CLIP_PENULTIMATE);
  }

  /** Class of the encoder in transformers. */
  String architecture() {
    return scheme == Scheme.OPEN_CLIP ? "CLIPTextModelWithProjection" : "CLIPTextModel";
  }

  /** CLIP's own weights were trained with an approximation, OpenCLIP's with GELU itself. */
  String activation() {
    return scheme == Scheme.CLIP ? "quick_gelu" : "gelu";
  }

  /** What its tokenizer fills a short prompt with. */
  String padToken() {
    return scheme == Scheme.CLIP ? "<|endoftext|>" : "!";
  }

  /** Its tensors, without the prefix, under the reference's names. */
  Map<String, TensorSlice> translate(NamedTensors tensors) {
    return switch (scheme) {
      case CLIP -> withModelPrefix(tensors.slices());
      case OPEN_CLIP -> OpenClipNames.translate(tensors, OpenClipNames.layers(tensors));
      case OPEN_CLIP_PENULTIMATE -> withoutProjection(tensors);
    };
  }

  /** What it is known to leave unused: beginnings of names. */
  Stream<String> leftovers(NamedTensors tensors) {
    return switch (scheme) {
      case CLIP -> Stream.empty();
      case OPEN_CLIP -> Stream.of("logit_scale");
      case OPEN_CLIP_PENULTIMATE ->
          Stream.of("logit_scale", "text_projection", OpenClipNames.lastLayer(tensors));
    };
  }

  private static Map<String, TensorSlice> withoutProjection(NamedTensors tensors) {
    Map<String, TensorSlice> translated =
        OpenClipNames.translate(tensors, OpenClipNames.layers(tensors) - 1);
    translated.remove("text_projection.weight");
    return translated;
  }

  private static Map<String, TensorSlice> withModelPrefix(Map<String, TensorSlice> slices) {
    Map<String, TensorSlice> prefixed = new LinkedHashMap<>();
    slices.forEach(
        (name, slice) -> prefixed.put(name.startsWith(MODEL) ? name : MODEL + name, slice));
    return prefixed;
  }
}

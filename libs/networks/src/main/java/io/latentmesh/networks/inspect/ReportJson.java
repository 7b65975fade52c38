package io.latentmesh.networks.inspect;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.latentmesh.networks.safetensors.Dtype;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** A report as one JSON object. */
final class ReportJson {
  private static final JsonFactory JSON = new JsonFactory();

  private ReportJson() {}

  static String of(ModelReport report) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text).useDefaultPrettyPrinter()) {
      write(json, report);
    } catch (IOException e) {
      throw new UncheckedIOException("a string cannot fail to be written", e);
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, ModelReport report) throws IOException {
    json.writeStartObject();
    json.writeStringField("root", report.root().toString());
    json.writeStringField("name", report.name());
    json.writeStringField("family", report.family().label());
    json.writeStringField("pipeline", report.pipeline());
    json.writeStringField("scheduler", report.scheduler());
    json.writeStringField("prediction_type", report.predictionType());
    json.writeArrayFieldStart("components");
    for (ComponentReport component : report.components()) {
      writeComponent(json, component);
    }
    json.writeEndArray();
    writeTexts(json, "warnings", report.warnings());
    writeTexts(json, "problems", report.problems());
    json.writeEndObject();
  }

  private static void writeTexts(JsonGenerator json, String name, List<String> texts)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (String text : texts) {
      json.writeString(text);
    }
    json.writeEndArray();
  }

  private static void writeComponent(JsonGenerator json, ComponentReport component)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("name", component.name());
    json.writeStringField("architecture", component.architecture());
    WeightReport weights = component.weights();
    if (weights == null) {
      json.writeNullField("weights");
    } else {
      json.writeObjectFieldStart("weights");
      writeWeights(json, weights);
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private static void writeWeights(JsonGenerator json, WeightReport weights) throws IOException {
    json.writeStringField("file", weights.file().toString());
    json.writeNumberField("bytes", weights.bytes());
    json.writeNumberField("parameters", weights.parameters());
    json.writeObjectFieldStart("dtypes");
    for (Map.Entry<Dtype, Integer> dtype : weights.dtypes().entrySet()) {
      json.writeNumberField(dtype.getKey().name(), dtype.getValue());
    }
    json.writeEndObject();
    json.writeStringField("sha256", weights.sha256());
  }
}

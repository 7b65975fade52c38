package io.latentmesh.orchestrator.request;

import io.latentmesh.orchestrator.model.Model;
import io.latentmesh.serving.Violations;

/** The rules of width and height for one model. */
record SizeRules(Limits limits, Model model) {

  void check(GenerationRequest.Size size, Violations violations) {
    int width = size.width().orElse(model.defaultWidth());
    int height = size.height().orElse(model.defaultHeight());
    checkSide("width", width, violations);
    checkSide("height", height, violations);
    violations.check(
        (long) width * height <= limits.maxPixels() || width < 1 || height < 1,
        "width",
        "width times height must be at most %d pixels, was %d x %d"
            .formatted(limits.maxPixels(), width, height));
  }

  private void checkSide(String field, int side, Violations violations) {
    int multiple = model.sizeMultiple();
    violations.check(
        side >= multiple && side <= limits.maxSidePixels(),
        field,
        "must be from %d to %d pixels, was %d".formatted(multiple, limits.maxSidePixels(), side));
    violations.check(
        side % multiple == 0,
        field,
        "must be a multiple of %d pixels, was %d".formatted(multiple, side));
  }
}

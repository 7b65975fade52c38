package io.latentmesh.orchestrator.course;

import io.latentmesh.orchestrator.source.GreyImage;
import io.latentmesh.orchestrator.source.PictureLimits;
import io.latentmesh.orchestrator.source.SourcePicture;
import io.latentmesh.orchestrator.source.SourcePictureException;
import io.latentmesh.serving.Violations;
import java.nio.ByteBuffer;
import java.util.Optional;

/** The files of a request, read; empty where there is none, or none that can be read. */
public record CourseFiles(
    Optional<SourcePicture> picture, Optional<GreyImage> mask, Optional<SourcePicture> depth) {

  /** Reads what is there, and adds what is wrong with it. */
  public static CourseFiles read(CourseRequest asked, PictureLimits limits, Violations violations) {
    var reader = new Reader(limits, violations);
    return new CourseFiles(
        reader.read("start.image", asked.picture()),
        reader
            .read("start.mask.image", asked.mask().map(CourseRequest.Mask::picture))
            .map(SourcePicture::grey),
        reader.read("start.depth_map", asked.depthMap()));
  }

  private record Reader(PictureLimits limits, Violations violations) {
    Optional<SourcePicture> read(String field, Optional<ByteBuffer> file) {
      try {
        return file.map(bytes -> SourcePicture.read(field, bytes, limits));
      } catch (SourcePictureException e) {
        violations.add(e.field(), e.description());
        return Optional.empty();
      }
    }
  }
}

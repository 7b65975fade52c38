package io.latentmesh.orchestrator.course;

import io.latentmesh.orchestrator.sampling.Latent;
import io.latentmesh.orchestrator.sampling.LatentShape;
import io.latentmesh.orchestrator.source.CropRegion;
import io.latentmesh.orchestrator.source.GreyImage;
import io.latentmesh.orchestrator.source.Mask;
import io.latentmesh.orchestrator.source.ResizeMode;
import io.latentmesh.orchestrator.source.SourcePicture;
import io.latentmesh.orchestrator.stage.RgbImage;
import java.util.Optional;

/**
 * A picture of which a part is drawn, brought to size as diffusers' inpainting pipeline does: with
 * a crop, the marked region is filled into the frame; without, the whole picture is.
 *
 * @param picture of the frame's size
 * @param region of it that is drawn
 */
record MaskedPicture(RgbImage picture, Region region) {
  private static final int COLOURS = 3;

  static MaskedPicture of(
      CourseRequest asked, SourcePicture picture, GreyImage marked, Frame frame) {
    CourseRequest.Mask rules = asked.mask().orElseThrow();
    RgbImage whole = picture.rgb();
    Mask mask =
        Mask.of(ResizeMode.STRETCH.resize(marked, whole.width(), whole.height()))
            .blurred(rules.blur());
    return rules.cropPadding().isPresent()
        ? cropped(whole, mask, rules.cropPadding().getAsInt(), frame)
        : uncropped(whole, mask, asked, frame);
  }

  private static MaskedPicture cropped(RgbImage whole, Mask mask, int padding, Frame frame) {
    CropRegion crop = CropRegion.around(mask, frame.width(), frame.height(), padding);
    RgbImage part = ResizeMode.FILL.resize(crop.of(whole), frame.width(), frame.height());
    Mask partMask = mask.cropped(crop).resized(ResizeMode.FILL, frame.width(), frame.height());
    return of(part, partMask, frame, Optional.of(new Paste(mask, whole, Optional.of(crop))));
  }

  private static MaskedPicture uncropped(
      RgbImage whole, Mask mask, CourseRequest asked, Frame frame) {
    ResizeMode mode = asked.change().resize();
    RgbImage fitting = mode.resize(whole, frame.width(), frame.height());
    Mask fittingMask = mask.resized(mode, frame.width(), frame.height());
    boolean soft = asked.mask().orElseThrow().blur() > 0;
    return of(
        fitting,
        fittingMask,
        frame,
        soft ? Optional.of(new Paste(fittingMask, fitting, Optional.empty())) : Optional.empty());
  }

  private static MaskedPicture of(RgbImage picture, Mask mask, Frame frame, Optional<Paste> paste) {
    LatentShape shape = frame.latentShape();
    Latent latentMask =
        Latent.of(
            new LatentShape(1, shape.height(), shape.width()),
            mask.atLatentSize(shape.height(), shape.width()));
    return new MaskedPicture(picture, new Region(latentMask, shown(picture, mask.binary()), paste));
  }

  /**
   * 2 (p / 255) - 1 in float32, and 0 where the mask is 1.
   *
   * @param mask [H, W]
   */
  private static Latent shown(RgbImage picture, float[] mask) {
    byte[] pixels = picture.toArray();
    float[] values = new float[pixels.length];
    for (int i = 0; i < mask.length; i++) {
      for (int colour = 0; colour < COLOURS; colour++) {
        float value = 2f * ((pixels[i * COLOURS + colour] & 0xff) / 255f) - 1f;
        values[colour * mask.length + i] = mask[i] == 0 ? value : 0;
      }
    }
    return Latent.of(new LatentShape(COLOURS, picture.height(), picture.width()), values);
  }
}

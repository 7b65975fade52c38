package io.latentmesh.boundaries;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.List;

/** The four services as slices. */
final class Tiers {
  private static final List<String> NAMES = List.of("textencoder", "unet", "vae", "orchestrator");

  static final SliceAssignment ASSIGNMENT =
      new SliceAssignment() {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
          return NAMES.stream()
              .filter(
                  name -> (type.getPackageName() + ".").startsWith("io.latentmesh." + name + "."))
              .findFirst()
              .map(SliceIdentifier::of)
              .orElseGet(SliceIdentifier::ignore);
        }

        @Override
        public String getDescription() {
          return "the four services";
        }
      };

  private Tiers() {}
}

package io.latentmesh.orchestrator.stage;

/** Identities of the one model that the fakes hold. */
public final class FakeIdentity {
  public static final String MODEL = "fake";

  private FakeIdentity() {}

  static ComponentIdentity of(String architecture, char hashDigit) {
    return of(MODEL, architecture, hashDigit);
  }

  /** Of another model; an empty name is the one's. */
  static ComponentIdentity of(String model, String architecture, char hashDigit) {
    return new ComponentIdentity(
        model.isEmpty() ? MODEL : model,
        architecture,
        String.valueOf(hashDigit).repeat(64),
        1_000,
        "cpu",
        "F32");
  }
}

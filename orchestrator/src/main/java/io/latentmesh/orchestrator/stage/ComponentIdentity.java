package io.latentmesh.orchestrator.stage;

/**
 * Which weights a stage holds and how it runs them.
 *
 * @param name the model's name, as requests use it
 * @param architecture the network's class, for example {@code UNet2DConditionModel}
 * @param sha256 of the weight file, 64 lower-case hexadecimal digits
 * @param parameters number of weights (elements)
 * @param provider {@code cpu} or {@code cuda}
 * @param storedDataType element type of the weights on disk, for example {@code F32}
 */
public record ComponentIdentity(
    String name,
    String architecture,
    String sha256,
    long parameters,
    String provider,
    String storedDataType) {}

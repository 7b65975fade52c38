package io.latentmesh.networks.runtime;

/**
 * What a recipe records about a network.
 *
 * @param architecture class name in the reference library
 * @param sha256 of the weights file, 64 lower-case hex digits; of the list of their hashes if they
 *     are several
 * @param parameters number of weights in use
 * @param provider {@code cpu} or {@code cuda}
 * @param storedDtype the type of most bytes in the weights file, as safetensors names it
 * @param precision what it computes in: {@code fp32} or {@code fp16}
 */
public record NetworkIdentity(
    String architecture,
    String sha256,
    long parameters,
    String provider,
    String storedDtype,
    String precision) {}

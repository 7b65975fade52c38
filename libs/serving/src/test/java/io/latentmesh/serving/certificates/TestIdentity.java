package io.latentmesh.serving.certificates;

/**
 * A certificate and its key in PEM form.
 *
 * @param serial of the certificate
 */
public record TestIdentity(String certificate, String key, long serial) {}

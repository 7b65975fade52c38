package io.latentmesh.networks.model;

import java.nio.file.Path;

/**
 * An ONNX file that somebody exported, used as it is; its weights are in it or in files beside it.
 *
 * @param path absolute; links are not resolved
 */
public record ExportedGraph(Path path) implements NetworkSource {}

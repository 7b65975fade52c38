package io.latentmesh.orchestrator.stage;

/**
 * A model that a stage has.
 *
 * @param name what requests call it
 * @param loaded whether it can be used at once
 */
public record StageModel(String name, boolean loaded) {}

package io.latentmesh.orchestrator.prompt;

/**
 * One of the prompts that a picture is composed of.
 *
 * @param weight of what it adds to the unconditional; 1 is neutral
 */
public record PromptTerm(double weight, PromptSchedule schedule) {}

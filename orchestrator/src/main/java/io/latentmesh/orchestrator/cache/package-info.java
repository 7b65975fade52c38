/**
 * What is remembered instead of asked again: encoded texts, as a decorator of the text encoder.
 * Refuses to know requests, and to keep anything that a replaced model would answer differently.
 */
@NullMarked
package io.latentmesh.orchestrator.cache;

import org.jspecify.annotations.NullMarked;

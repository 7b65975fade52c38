/**
 * Which models can be asked for: what the three stages say about theirs, put together and checked
 * against each other. Refuses to know requests.
 */
@NullMarked
package io.latentmesh.orchestrator.model;

import org.jspecify.annotations.NullMarked;

/**
 * The public API: {@code ImageService}, its translation to the project's own types and back, and
 * the log line and series of each request. Refuses to decide anything about pictures.
 */
@NullMarked
package io.latentmesh.orchestrator.edge;

import org.jspecify.annotations.NullMarked;

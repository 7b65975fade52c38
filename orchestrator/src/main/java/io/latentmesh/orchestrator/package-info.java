/**
 * The orchestrator's process: its settings, its wiring, its main. Everything else lies in the
 * packages below. Refuses to do any of the work.
 */
@NullMarked
package io.latentmesh.orchestrator;

import org.jspecify.annotations.NullMarked;

/**
 * Who may use the public API, and how much of it: a file of tokens, kept as hashes only. Refuses to
 * know how tokens travel.
 */
@NullMarked
package io.latentmesh.orchestrator.access;

import org.jspecify.annotations.NullMarked;

/**
 * What was asked for and what will be run: the request in the project's own types, its rules, and
 * the plan with every default filled in. Refuses to run anything.
 */
@NullMarked
package io.latentmesh.orchestrator.request;

import org.jspecify.annotations.NullMarked;

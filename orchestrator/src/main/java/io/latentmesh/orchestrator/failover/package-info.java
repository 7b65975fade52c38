/**
 * When work goes to another replica, and to which: what counts as late, who is avoided, how long to
 * wait for a replica to come back, how streams spread. Everything that decides is a value or a
 * small object with a clock of its own choosing. Refuses channels, messages and threads, which stay
 * in {@code peer}.
 */
@NullMarked
package io.latentmesh.orchestrator.failover;

import org.jspecify.annotations.NullMarked;

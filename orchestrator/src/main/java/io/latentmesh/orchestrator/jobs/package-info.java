/**
 * Jobs: generations that outlive the call that began them. Keeps their events for whoever listens,
 * now or later, knows which request id names which job, and counts every job exactly once. {@link
 * io.latentmesh.orchestrator.jobs.Jobs} runs them; {@link io.latentmesh.orchestrator.jobs.JobStore}
 * is what several orchestrators could share. Refuses gRPC, messages, and any knowledge of what a
 * job does: events are bytes here.
 */
@NullMarked
package io.latentmesh.orchestrator.jobs;

import org.jspecify.annotations.NullMarked;

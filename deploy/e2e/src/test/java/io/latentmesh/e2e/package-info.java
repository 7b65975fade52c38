/**
 * What a mesh promises its clients, as scenarios that every way of running it must pass: {@link
 * io.latentmesh.e2e.ContractKit} is bound to one process with all services and to four processes.
 */
@NullMarked
package io.latentmesh.e2e;

import org.jspecify.annotations.NullMarked;

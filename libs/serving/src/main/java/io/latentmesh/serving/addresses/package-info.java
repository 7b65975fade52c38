/**
 * Ways to name several addresses where there is no name service to ask: {@code
 * static:///host:port,host:port}, which stays as it was given, and {@code file:///path}, which
 * follows a file. Refuses to choose among the addresses.
 */
@NullMarked
package io.latentmesh.serving.addresses;

import org.jspecify.annotations.NullMarked;

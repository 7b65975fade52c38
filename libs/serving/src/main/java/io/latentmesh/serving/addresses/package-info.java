/**
 * A way to name several addresses at once where there is no name service to ask: {@code
 * static:///host:port,host:port}. Refuses to look anything up again: the addresses stay as they
 * were given.
 */
@NullMarked
package io.latentmesh.serving.addresses;

import org.jspecify.annotations.NullMarked;

/**
 * Who is at the other end of a connection: certificates from files, reloaded while the process
 * runs, and the identities in them. Refuses to know what calls are about.
 */
@NullMarked
package io.latentmesh.serving.tls;

import org.jspecify.annotations.NullMarked;

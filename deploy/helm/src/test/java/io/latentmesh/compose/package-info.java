/**
 * The compose file, read as Compose reads it, without an engine. What these tests refuse: a port
 * beyond loopback, an image without a version, and a setting that the processes do not know.
 */
@NullMarked
package io.latentmesh.compose;

import org.jspecify.annotations.NullMarked;

/** A collector of traces for tests: keeps what it is sent, and refuses to be anything more. */
@NullMarked
package io.latentmesh.serving.collector;

import org.jspecify.annotations.NullMarked;

/**
 * All four services in one JVM, speaking real gRPC over loopback: for laptops, tests and the
 * command line. Holds wiring only.
 */
@NullMarked
package io.latentmesh.standalone;

import org.jspecify.annotations.NullMarked;

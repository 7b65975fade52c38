/**
 * Benchmarks that need the product's own classes. Each compares things that run interleaved in one
 * call, prints ratios and differences rather than bare times, and keeps its result as a file with
 * command, machine and commit.
 */
@NullMarked
package io.latentmesh.bench;

import org.jspecify.annotations.NullMarked;

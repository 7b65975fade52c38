/**
 * The benchmarks as commands: options, and what happens to a report. Measures nothing itself;
 * starts processes where a benchmark needs them.
 */
@NullMarked
package io.latentmesh.cli.bench;

import org.jspecify.annotations.NullMarked;

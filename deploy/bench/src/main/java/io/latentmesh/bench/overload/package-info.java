/** Goodput, refusals and recovery when twice the capacity is offered. */
@NullMarked
package io.latentmesh.bench.overload;

import org.jspecify.annotations.NullMarked;

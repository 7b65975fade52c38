/** What one evaluation costs on the wire, against an echo of the same bytes and a unary call. */
@NullMarked
package io.latentmesh.bench.step;

import org.jspecify.annotations.NullMarked;

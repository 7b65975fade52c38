/**
 * Bad calls by the million against a running mesh: each follows from a seed and a number, each ends
 * in a status that is judged, and the mesh must stay as it was. Breaks nothing but protocols: no
 * process is killed here, and no answer is taken for right because it came.
 */
@NullMarked
package io.latentmesh.bench.abuse;

import org.jspecify.annotations.NullMarked;

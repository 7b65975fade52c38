/**
 * What operators are given to see the mesh with: the list of series, the rules and the boards, as
 * they stand in the repository. Refuses to start anything: the tests that need a running mesh are
 * in the package above.
 */
@NullMarked
package io.latentmesh.e2e.observability;

import org.jspecify.annotations.NullMarked;

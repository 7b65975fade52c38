/** Tests of single-file checkpoints, against names that were not made by the code under test. */
@NullMarked
package io.latentmesh.networks.checkpoint;

import org.jspecify.annotations.NullMarked;

/** Tests of copies of weights. */
@NullMarked
package io.latentmesh.networks.copies;

import org.jspecify.annotations.NullMarked;

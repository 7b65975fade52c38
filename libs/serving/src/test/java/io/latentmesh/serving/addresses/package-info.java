/** Specifies the addresses that stay as they were given. */
@NullMarked
package io.latentmesh.serving.addresses;

import org.jspecify.annotations.NullMarked;

/** The reference cases as the parity tests of every part read them. */
@NullMarked
package io.latentmesh.parity;

import org.jspecify.annotations.NullMarked;

/**
 * What a model folder is and what is wrong with it, for a person or a script. Reports and never
 * throws for a broken model; judges by reading, not by running.
 */
@NullMarked
package io.latentmesh.networks.inspect;

import org.jspecify.annotations.NullMarked;

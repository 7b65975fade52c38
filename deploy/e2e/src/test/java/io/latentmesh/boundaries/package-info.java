/**
 * What each part must not know, as rules over the compiled classes; and, for each rule, a class
 * that breaks it, so that no rule can pass by matching nothing.
 */
@NullMarked
package io.latentmesh.boundaries;

import org.jspecify.annotations.NullMarked;

/**
 * What the processes have in common that hold one model: it is absent while it loads, has a name
 * that requests may ask for, and runs forwards that are measured. Refuses to know what a model is.
 */
@NullMarked
package io.latentmesh.serving.model;

import org.jspecify.annotations.NullMarked;

/**
 * What the processes have in common that hold models: each has a name that requests may ask for, is
 * absent while it loads, may have to give its room to another, and runs forwards that are measured.
 * Refuses to know what a model is.
 */
@NullMarked
package io.latentmesh.serving.model;

import org.jspecify.annotations.NullMarked;

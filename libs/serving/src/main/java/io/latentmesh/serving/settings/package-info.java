/**
 * The kinds of value a setting may have, as converters that refuse a value by naming the bound.
 * Refuses to know which settings exist and where their text comes from.
 */
@NullMarked
package io.latentmesh.serving.settings;

import org.jspecify.annotations.NullMarked;

/**
 * Files that an operator replaces while a process runs. Knows when they changed and what becomes of
 * a bad change; refuses to know what is in them.
 */
@NullMarked
package io.latentmesh.serving.files;

import org.jspecify.annotations.NullMarked;

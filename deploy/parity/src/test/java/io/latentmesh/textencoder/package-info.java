/** The tokenizer against that of transformers. */
@NullMarked
package io.latentmesh.textencoder;

import org.jspecify.annotations.NullMarked;

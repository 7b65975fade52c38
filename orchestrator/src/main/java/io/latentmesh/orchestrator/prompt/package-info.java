/**
 * What a prompt says: the grammars that people write prompts in, read into weighted texts for each
 * step. Refuses to know tokens, models and messages: how many tokens a word has is the text
 * encoder's business.
 */
@NullMarked
package io.latentmesh.orchestrator.prompt;

import org.jspecify.annotations.NullMarked;

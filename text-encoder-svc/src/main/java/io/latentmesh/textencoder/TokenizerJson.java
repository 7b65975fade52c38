package io.latentmesh.textencoder;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;

/**
 * Composes the {@code tokenizer.json} of Hugging Face tokenizers from CLIP's older files. The
 * normalizer and the pre-tokenizer are those of transformers 5: NFC, runs of white space to one
 * blank, lower case; words, single digits and runs of anything else.
 */
final class TokenizerJson {
  private TokenizerJson() {}

  /** The document; start, end, padding and truncation are left to the caller. */
  static String compose(TokenizerFiles files, SpecialTokens special) {
    return """
    {"version": "1.0", "truncation": null, "padding": null,
     "added_tokens": %s,
     "normalizer": {"type": "Sequence", "normalizers": [
       {"type": "NFC"},
       {"type": "Replace", "pattern": {"Regex": "\\\\s+"}, "content": " "},
       {"type": "Lowercase"}]},
     "pre_tokenizer": {"type": "Sequence", "pretokenizers": [
       {"type": "Split", "behavior": "Removed", "invert": true, "pattern": {"Regex":
         "'s|'t|'re|'ve|'m|'ll|'d|[\\\\p{L}]+|[\\\\p{N}]|[^\\\\s\\\\p{L}\\\\p{N}]+"}},
       {"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": true}]},
     "post_processor": null,
     "decoder": {
       "type": "ByteLevel", "add_prefix_space": true, "trim_offsets": true, "use_regex": true},
     "model": {"type": "BPE", "dropout": null, "unk_token": %s,
       "continuing_subword_prefix": "", "end_of_word_suffix": "</w>", "fuse_unk": false,
       "byte_fallback": false, "ignore_merges": false,
       "vocab": %s, "merges": %s}}
    """
        .formatted(
            added(special),
            TextNode.valueOf(special.eos()),
            files.vocabulary().json(),
            merges(files));
  }

  /** Tree nodes, because binding classes to JSON costs 100 ms of a cold start. */
  private static ArrayNode added(SpecialTokens special) {
    ArrayNode added = JsonNodeFactory.instance.arrayNode();
    for (SpecialToken token : special.added()) {
      added
          .addObject()
          .put("id", token.id())
          .put("content", token.content())
          .put("single_word", token.singleWord())
          .put("lstrip", token.lstrip())
          .put("rstrip", token.rstrip())
          .put("normalized", token.normalized())
          .put("special", token.special());
    }
    return added;
  }

  private static ArrayNode merges(TokenizerFiles files) {
    ArrayNode merges = JsonNodeFactory.instance.arrayNode();
    files.vocabulary().merges().forEach(merges::add);
    return merges;
  }
}

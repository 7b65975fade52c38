package io.latentmesh.serving.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceParentTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String HEADER = "00-" + TRACE + "-00f067aa0ba902b7-01";

  @Test
  void parse_header_isReadAndWrittenAlike() {
    assertThat(TraceParent.parse(HEADER))
        .hasValueSatisfying(parent -> assertThat(parent.header()).isEqualTo(HEADER));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "01-" + TRACE + "-00f067aa0ba902b7-01",
        "00-" + TRACE + "-00f067aa0ba902b7",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-" + TRACE + "-0000000000000000-01"
      })
  void parse_notOfVersion00_isIgnored(String header) {
    assertThat(TraceParent.parse(header)).isEmpty();
  }

  @Test
  void child_isOfTheSameTraceWithASpanOfItsOwn() {
    TraceParent child = TraceParent.parse(HEADER).orElseThrow().child(() -> 0xabcdefL);
    assertThat(child.header()).isEqualTo("00-" + TRACE + "-0000000000abcdef-01");
  }

  @Test
  void begin_evenOfZeros_isATraceThatCanBeRead() {
    TraceParent own = TraceParent.begin(() -> 0);
    assertThat(TraceParent.parse(own.header())).hasValue(own);
  }
}

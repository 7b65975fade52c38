package io.latentmesh.bench.abuse;

/** Types of frames (RFC 9113, section 6). */
enum FrameType {
  DATA(0),
  HEADERS(1),
  PRIORITY(2),
  RST_STREAM(3),
  SETTINGS(4),
  PUSH_PROMISE(5),
  PING(6),
  GOAWAY(7),
  WINDOW_UPDATE(8),
  CONTINUATION(9);

  private static final FrameType[] ALL = values();

  private final int number;

  FrameType(int number) {
    this.number = number;
  }

  /** As frames have it. */
  int number() {
    return number;
  }

  /** The type of that number; numbers that are none are left alone, like priorities. */
  static FrameType of(int number) {
    return number < ALL.length ? ALL[number] : PRIORITY;
  }
}

package io.latentmesh.bench.abuse;

/** Types of frames in the order of their numbers (RFC 9113, section 6). */
enum FrameType {
  DATA,
  HEADERS,
  PRIORITY,
  RST_STREAM,
  SETTINGS,
  PUSH_PROMISE,
  PING,
  GOAWAY,
  WINDOW_UPDATE,
  CONTINUATION;

  private static final FrameType[] ALL = values();

  /** The type of that number; numbers that are none are left alone, like priorities. */
  static FrameType of(int number) {
    return number < ALL.length ? ALL[number] : PRIORITY;
  }
}

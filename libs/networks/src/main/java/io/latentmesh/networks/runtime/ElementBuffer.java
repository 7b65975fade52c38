package io.latentmesh.networks.runtime;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.latentmesh.networks.graph.ElementType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;

/**
 * Direct memory of one tensor, to be written and read as float or long whatever it is made of.
 * Confined to the owner of the {@link RunBuffers} that it is part of.
 */
final class ElementBuffer {
  private final TensorSpec spec;
  private final ByteBuffer bytes;

  ElementBuffer(TensorSpec spec) {
    this.spec = spec;
    int size = Math.multiplyExact(spec.elements(), width(spec.type()));
    this.bytes = ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
  }

  /** A tensor over this memory. */
  OnnxTensor tensor(OrtEnvironment environment) throws OrtException {
    long[] shape = spec.dimensions();
    return switch (spec.type()) {
      case F32 -> OnnxTensor.createTensor(environment, bytes.asFloatBuffer(), shape);
      case F64 -> OnnxTensor.createTensor(environment, bytes.asDoubleBuffer(), shape);
      case I32 -> OnnxTensor.createTensor(environment, bytes.asIntBuffer(), shape);
      case I64 -> OnnxTensor.createTensor(environment, bytes.asLongBuffer(), shape);
      case F16 -> OnnxTensor.createTensor(environment, bytes, shape, OnnxJavaType.FLOAT16);
      case BF16, BOOL -> throw unsupported();
    };
  }

  int elements() {
    return spec.elements();
  }

  /** Writes floats from element {@code offset} on; integers are cut off as numpy cuts them. */
  void put(int offset, float[] values) {
    switch (spec.type()) {
      case F32 -> bytes.asFloatBuffer().put(offset, values);
      case F16 -> {
        ShortBuffer target = bytes.asShortBuffer();
        for (int i = 0; i < values.length; i++) {
          target.put(offset + i, Float.floatToFloat16(values[i]));
        }
      }
      case F64 -> {
        DoubleBuffer target = bytes.asDoubleBuffer();
        for (int i = 0; i < values.length; i++) {
          target.put(offset + i, values[i]);
        }
      }
      case I32, I64 -> {
        for (int i = 0; i < values.length; i++) {
          put(offset + i, (long) values[i]);
        }
      }
      case BF16, BOOL -> throw unsupported();
    }
  }

  /** Writes integers from element {@code offset} on. */
  void put(int offset, long[] values) {
    for (int i = 0; i < values.length; i++) {
      put(offset + i, values[i]);
    }
  }

  private void put(int index, long value) {
    switch (spec.type()) {
      case I64 -> {
        LongBuffer target = bytes.asLongBuffer();
        target.put(index, value);
      }
      case I32 -> {
        IntBuffer target = bytes.asIntBuffer();
        target.put(index, Math.toIntExact(value));
      }
      case F32, F16, F64 -> put(index, new float[] {value});
      case BF16, BOOL -> throw unsupported();
    }
  }

  /** Reads floats from element {@code offset} on. */
  void get(int offset, float[] values) {
    switch (spec.type()) {
      case F32 -> {
        FloatBuffer source = bytes.asFloatBuffer();
        source.get(offset, values);
      }
      case F16 -> {
        ShortBuffer source = bytes.asShortBuffer();
        for (int i = 0; i < values.length; i++) {
          values[i] = Float.float16ToFloat(source.get(offset + i));
        }
      }
      case F64 -> {
        DoubleBuffer source = bytes.asDoubleBuffer();
        for (int i = 0; i < values.length; i++) {
          values[i] = (float) source.get(offset + i);
        }
      }
      case I32, I64, BF16, BOOL -> throw unsupported();
    }
  }

  private IllegalArgumentException unsupported() {
    return new IllegalArgumentException(
        "%s: is made of %s, which is not read or written here".formatted(spec.name(), spec.type()));
  }

  private static int width(ElementType type) {
    return switch (type) {
      case BOOL -> 1;
      case F16, BF16 -> Short.BYTES;
      case F32, I32 -> Float.BYTES;
      case F64, I64 -> Double.BYTES;
    };
  }
}

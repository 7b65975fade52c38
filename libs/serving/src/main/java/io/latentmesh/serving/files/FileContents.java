package io.latentmesh.serving.files;

import java.util.List;

/** What is made of the contents of some files. */
@FunctionalInterface
public interface FileContents {
  /**
   * Takes the contents into use, all or nothing.
   *
   * @param contents one for each file, in their order; not to be kept
   * @throws UnusableFileException if they cannot be used; what was in use stays so
   */
  void use(List<byte[]> contents) throws UnusableFileException;
}

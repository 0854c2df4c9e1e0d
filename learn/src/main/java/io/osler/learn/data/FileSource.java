package io.osler.learn.data;

import io.osler.core.config.InputException;
import io.osler.core.io.ImageFile;
import io.osler.core.volume.Volume;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;

/** An image in a file of its own, or one of another format by any file of it. */
record FileSource(Path file, VolumeCache cache, Foreign foreign) implements Source {
  @Override
  public Volume read() {
    return cache.get(
        file,
        path ->
            Files.isDirectory(path) || foreign.is(path)
                ? foreign.read(path)
                : ImageFile.read(path));
  }

  @Override
  public Optional<Path> origin() {
    return Optional.of(file);
  }

  @Override
  public void digest(MessageDigest digest) {
    // A folder is one image: its first file stands for it.
    Path stored =
        Files.isDirectory(file)
            ? foreign.images(file).stream().map(Foreign.Image::path).findFirst().orElse(file)
            : file;
    try (InputStream in = Files.newInputStream(stored)) {
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    } catch (IOException e) {
      throw new InputException(
          file + " cannot be read.", "it may have been moved.", "check the file.", e);
    }
  }
}

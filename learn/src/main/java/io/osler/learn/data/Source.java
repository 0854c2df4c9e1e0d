package io.osler.learn.data;

import io.osler.core.volume.Volume;
import java.security.MessageDigest;

/** Where the image of an entry comes from; read when asked, by any thread. */
public interface Source {
  /** Decodes the image; a damaged one is refused with an InputException that names it. */
  Volume read();

  /** Feeds the stored bytes, undecoded, to a hash: equal images stored equally hash equally. */
  void digest(MessageDigest digest);
}

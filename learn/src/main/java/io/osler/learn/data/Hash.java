package io.osler.learn.data;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Consumer;

/** SHA-256 in hexadecimal. */
final class Hash {
  private Hash() {}

  static String of(Consumer<MessageDigest> feed) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      feed.accept(digest);
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}

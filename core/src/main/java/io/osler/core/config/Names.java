package io.osler.core.config;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Names in files: kebab-case, and the nearest one to a mistyped one. */
public final class Names {
  private Names() {}

  /**
   * {@code learningRate} → {@code learning-rate}, {@code UNet} → {@code u-net}, {@code CLAHE} →
   * {@code clahe}, {@code SINGLE_LABEL} → {@code single-label}; digits attach to what they follow.
   */
  public static String kebab(String name) {
    StringBuilder kebab = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '_') {
        kebab.append('-');
        continue;
      }
      boolean starts = i > 0 && Character.isUpperCase(c) && name.charAt(i - 1) != '_';
      if (starts) {
        boolean afterLower = !Character.isUpperCase(name.charAt(i - 1));
        boolean beforeLower = i + 1 < name.length() && Character.isLowerCase(name.charAt(i + 1));
        if (afterLower || beforeLower) {
          kebab.append('-');
        }
      }
      kebab.append(Character.toLowerCase(c));
    }
    return kebab.toString();
  }

  /**
   * The known name with the smallest edit distance, when it is at most a third of the length (two
   * for short names): further ones would be guesses.
   */
  public static Optional<String> nearest(String name, Collection<String> known) {
    String wanted = shortened(name).toLowerCase(Locale.ROOT);
    int most = Math.max(2, wanted.length() / 3);
    String best = "";
    int least = most + 1;
    for (String one : known) {
      int distance = distance(wanted, one.toLowerCase(Locale.ROOT));
      if (distance < least) {
        least = distance;
        best = one;
      }
    }
    return least <= most ? Optional.of(best) : Optional.empty();
  }

  /** "Did you mean …" or the list of what is known: the last sentence of a refusal. */
  public static String advice(String name, Collection<String> known) {
    String all = known.isEmpty() ? "none" : String.join(", ", known);
    return nearest(name, known)
        .map(near -> "did you mean '" + near + "'? Known: " + all + ".")
        .orElse("use one of: " + all + ".");
  }

  static String shortened(String text) {
    String line = text.replaceAll("\\p{Cntrl}+", " ");
    return line.length() <= 60 ? line : line.substring(0, 57) + "…";
  }

  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int above = row[j];
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(change, Math.min(above, row[j - 1]) + 1);
        diagonal = above;
      }
    }
    return row[b.length()];
  }
}

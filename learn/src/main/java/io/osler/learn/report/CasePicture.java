package io.osler.learn.report;

import io.osler.core.config.InputException;
import io.osler.core.config.Require;
import java.util.Optional;

/**
 * One image shown in the report, beside the map of what the model looked at.
 *
 * <p>Takes the PNG bytes over: nobody writes to them again.
 *
 * @param caption anything worth saying beyond truth and call; may be empty
 * @param volume whether the pictures are three planes of a volume side by side
 * @param image the picture as the model saw it, a PNG
 * @param heatMap the same picture with the heat map laid over it, a PNG
 * @param truth a class, a finding, or "no" and the finding that is absent
 * @param called the same, as the model says
 * @param probability of what was called
 */
public record CasePicture(
    Kind kind,
    String id,
    String caption,
    boolean volume,
    byte[] image,
    Optional<byte[]> heatMap,
    String truth,
    String called,
    double probability) {
  private static final int MOST_BYTES = 8 << 20;
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

  /** Why an image is shown. */
  public enum Kind {
    BEST("Right and sure", "Correct calls with the highest stated probability."),
    CONFIDENT_WRONG("Wrong and sure", "Wrong calls with the highest stated probability."),
    WORST("Hardest", "Images to whose truth the model gave the least probability.");

    final String title;
    final String meaning;

    Kind(String title, String meaning) {
      this.title = title;
      this.meaning = meaning;
    }
  }

  public CasePicture {
    requirePng(id, image);
    heatMap.ifPresent(png -> requirePng(id, png));
    Require.within("probability of " + id, probability, 0, 1);
  }

  private static void requirePng(String id, byte[] png) {
    boolean signed =
        png.length > SIGNATURE.length
            && java.util.Arrays.equals(png, 0, SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length);
    if (!signed || png.length > MOST_BYTES) {
      throw new InputException(
          "The picture of " + id + " is not a PNG of at most 8 MiB.", "", "encode it as PNG.");
    }
  }
}

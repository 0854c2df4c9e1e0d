package io.osler.core.filter;

import io.osler.core.config.About;
import io.osler.core.transform.Intensity;
import io.osler.core.volume.Volume;

/**
 * Red, green and blue (0 to 255) to amounts of haematoxylin, eosin and diaminobenzidine: ln(v/255)
 * / ln 10⁻⁶ times the inverse of their colours, none below 0. Memory: twice the image.
 */
@About(
    value = "Amounts of haematoxylin, eosin and DAB in place of red, green and blue.",
    source = "Ruifrok and Johnston 2001; scikit-image rgb2hed")
public record StainSeparation() implements Intensity {
  private static final double[][] FROM =
      Ruderman.inverse(new double[][] {{0.65, 0.70, 0.29}, {0.07, 0.99, 0.11}, {0.27, 0.57, 0.78}});

  @Override
  public Volume apply(Volume image) {
    double scale = 1 / Math.log(1e-6);
    return Colours.each(
        Colours.checked(image, "stain-separation"),
        c -> {
          double r = Math.log(Math.max(c[0] / 255, 1e-6)) * scale;
          double g = Math.log(Math.max(c[1] / 255, 1e-6)) * scale;
          double b = Math.log(Math.max(c[2] / 255, 1e-6)) * scale;
          for (int s = 0; s < 3; s++) {
            c[s] = Math.max(0, r * FROM[0][s] + g * FROM[1][s] + b * FROM[2][s]);
          }
        });
  }
}

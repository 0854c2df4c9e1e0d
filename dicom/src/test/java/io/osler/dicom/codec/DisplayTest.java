package io.osler.dicom.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.osler.core.config.InputException;
import io.osler.dicom.dataset.DataSet;
import io.osler.dicom.dataset.DataSetBuilder;
import io.osler.dicom.dataset.DicomFile;
import io.osler.dicom.dataset.Tag;
import io.osler.dicom.dataset.TransferSyntax;
import io.osler.dicom.dataset.VR;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The examples and formulas of PS3.3 C.11.2.1. */
class DisplayTest {
  @Test
  void windowsFollowTheStandard() {
    // C.11.2.1.2.1: centre 2048, width 4096 is the identity on 0 to 4095.
    Window linear = new Window(2048, 4096, Window.Shape.LINEAR);
    assertThat(linear.level(0)).isZero();
    assertThat(linear.level(4095)).isEqualTo(1);
    assertThat(linear.level(1365)).isCloseTo(1365 / 4095.0, within(1e-12));
    Window single = new Window(2048, 1, Window.Shape.LINEAR);
    assertThat(single.level(2047.5)).isZero();
    assertThat(single.level(2048)).isEqualTo(1);
    Window exact = new Window(0, 100, Window.Shape.LINEAR_EXACT);
    assertThat(exact.level(-50)).isZero();
    assertThat(exact.level(25)).isEqualTo(0.75);
    Window sigmoid = new Window(10, 40, Window.Shape.SIGMOID);
    assertThat(sigmoid.level(10)).isEqualTo(0.5);
    assertThat(sigmoid.level(20)).isCloseTo(1 / (1 + Math.exp(-1)), within(1e-12));
    assertThatThrownBy(() -> new Window(0, 0.5, Window.Shape.LINEAR))
        .isInstanceOf(InputException.class);
  }

  @Test
  void tablesComeBeforeWindowsAndEndsAreHeld() {
    DataSet table =
        DataSet.EMPTY
            .edit()
            .put(Tag.parse("LUTDescriptor"), VR.US, 2, 1, 8)
            .put(Tag.parse("LUTData"), VR.OW, new byte[] {10, 0, (byte) 200, 0})
            .build();
    DataSetBuilder image =
        image(0, 1, 2, 3)
            .put(Tag.parse("WindowCenter"), VR.DS, 2)
            .put(Tag.parse("WindowWidth"), VR.DS, 4)
            .put(Tag.parse("VOILUTSequence"), List.of(table));
    assertThat(shown(image, Display.DEFAULT)).containsExactly(10, 10, 200, 200);
    Display full = new Display(new Display.Voi.FullRange(), true);
    assertThat(shown(image, full)).containsExactly(0, 85, 170, 255);
    image.put(Tag.parse("PresentationLUTShape"), "INVERSE");
    assertThat(shown(image, full)).containsExactly(255, 170, 85, 0);
  }

  @Test
  void paddingIsBlackAndOutsideTheRange() {
    DataSetBuilder image = image(0, 100, 150, 200).put(Tag.parse("PixelPaddingValue"), VR.US, 0);
    assertThat(shown(image, Display.DEFAULT)).containsExactly(0, 0, 128, 255);
  }

  @Test
  void overlaysAreDrawnInWhite() {
    DataSetBuilder image =
        image(0, 1, 2, 3)
            .put(Tag.of(0x6000, 0x10), VR.US, 2)
            .put(Tag.of(0x6000, 0x11), VR.US, 2)
            .put(Tag.of(0x6000, 0x40), VR.CS, "G")
            .put(Tag.of(0x6000, 0x100), VR.US, 1)
            .put(Tag.of(0x6000, 0x102), VR.US, 0)
            .put(Tag.of(0x6000, 0x3000), VR.OW, new byte[] {0b0010, 0});
    assertThat(shown(image, Display.DEFAULT)).containsExactly(0, 255, 170, 255);
    Display bare = new Display(new Display.Voi.FullRange(), false);
    assertThat(shown(image, bare)).containsExactly(0, 85, 170, 255);
  }

  private static DataSetBuilder image(int... values) {
    byte[] pixels = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      pixels[i] = (byte) values[i];
    }
    return DataSet.EMPTY
        .edit()
        .put(Tag.SOP_CLASS, "1.2.840.10008.5.1.4.1.1.7")
        .put(Tag.SOP_INSTANCE, "1.2.3")
        .put(Tag.PHOTOMETRIC, "MONOCHROME2")
        .put(Tag.ROWS, VR.US, 2)
        .put(Tag.COLUMNS, VR.US, 2)
        .put(Tag.BITS_ALLOCATED, VR.US, 8)
        .put(Tag.PIXELS, VR.OB, pixels);
  }

  private static int[] shown(DataSetBuilder image, Display display) {
    DicomFile file = DicomFile.of(image.build(), TransferSyntax.EXPLICIT_LITTLE);
    byte[] samples = display.frame(file, 0).samples();
    int[] levels = new int[samples.length];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = samples[i] & 0xFF;
    }
    return levels;
  }
}

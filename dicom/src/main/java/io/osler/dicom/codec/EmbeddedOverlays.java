package io.osler.dicom.codec;

import io.osler.dicom.dataset.DataSet;
import io.osler.dicom.dataset.DataSetBuilder;
import io.osler.dicom.dataset.VR;

/** Overlays in unused bits of the pixels (retired), which compression would drop (PS3.3 C.9.2). */
final class EmbeddedOverlays {
  private EmbeddedOverlays() {}

  /** The same data set with every such overlay in an element of its own. */
  static DataSet moved(DataSet dataSet, PixelData pixels) {
    DataSetBuilder out = dataSet.edit();
    boolean any = false;
    for (Overlay overlay : Overlay.of(dataSet)) {
      if (overlay.isEmbedded()) {
        any = true;
        byte[] bits = overlay.packed(pixels);
        out.put(overlay.tag(0x3000), VR.OW, bits);
        out.put(overlay.tag(0x0100), VR.US, 1);
        out.put(overlay.tag(0x0102), VR.US, 0);
      }
    }
    return any ? out.build() : dataSet;
  }
}

package io.osler.examples;

import io.osler.core.volume.Volume;
import io.osler.dicom.codec.PixelData;
import io.osler.dicom.codec.Transcoder;
import io.osler.dicom.dataset.DataSet;
import io.osler.dicom.dataset.DicomFile;
import io.osler.dicom.dataset.JsonModel;
import io.osler.dicom.dataset.Limits;
import io.osler.dicom.dataset.Tag;
import io.osler.dicom.dataset.TransferSyntax;
import io.osler.dicom.dataset.VR;
import io.osler.dicom.read.Series;
import io.osler.dicom.read.SeriesImage;
import io.osler.dicom.validate.Validator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes a small series, reads it as a volume, compresses it, checks it. */
public final class DicomExample {
  private DicomExample() {}

  /** Takes a data set, which it does not need, and a folder of its own. */
  public static void main(String[] args) throws IOException {
    Path folder = Files.createDirectories(Path.of(args[1]));
    for (int n = 0; n < 4; n++) {
      // tag::make
      DataSet slice =
          DataSet.EMPTY
              .edit()
              .put(Tag.SOP_CLASS, "1.2.840.10008.5.1.4.1.1.2")
              .put(Tag.SOP_INSTANCE, "2.25.7." + n)
              .put(Tag.STUDY, "2.25.5")
              .put(Tag.SERIES, "2.25.6")
              .put(Tag.MODALITY, "CT")
              .put(Tag.POSITION, VR.DS, 0, 0, 2.5 * n)
              .put(Tag.ORIENTATION, VR.DS, 1, 0, 0, 0, 1, 0)
              .put(Tag.PIXEL_SPACING, VR.DS, 0.7, 0.7)
              .put(Tag.PHOTOMETRIC, "MONOCHROME2")
              .put(Tag.ROWS, 16)
              .put(Tag.COLUMNS, 16)
              .put(Tag.BITS_ALLOCATED, 16)
              .put(Tag.PIXELS, VR.OW, new byte[512])
              .build();
      DicomFile.of(slice, TransferSyntax.EXPLICIT_LITTLE).write(folder.resolve(n + ".dcm"));
      // end::make
    }

    // tag::volume
    Series.Found found = Series.in(folder);
    found.refused().forEach(System.out::println);
    for (Series series : found.series()) {
      SeriesImage image = SeriesImage.read(series);
      Volume volume = image.volume();
      System.out.println(series.modality() + " " + volume + " " + image.placement());
    }
    // end::volume

    // tag::header
    DicomFile header = DicomFile.readHeader(folder.resolve("0.dcm"), Limits.DEFAULT);
    System.out.println(header.dataSet().integer(Tag.ROWS).orElseThrow() + " rows");
    System.out.println(JsonModel.write(header.dataSet()));
    // end::header

    // tag::transcode
    DicomFile plain = DicomFile.read(folder.resolve("0.dcm"));
    DicomFile packed = Transcoder.lossless(TransferSyntax.JPEG_LS_LOSSLESS).apply(plain);
    System.out.println(PixelData.of(packed).frame(0).length + " pixels, all as before");
    Validator.check(packed).forEach(System.out::println);
    // end::transcode
  }
}

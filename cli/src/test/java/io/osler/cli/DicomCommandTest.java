package io.osler.cli;

import static io.osler.cli.DicomFixtures.bytes;
import static io.osler.cli.DicomFixtures.osler;
import static io.osler.cli.DicomFixtures.slice;
import static org.assertj.core.api.Assertions.assertThat;

import io.osler.cli.DicomFixtures.Answer;
import io.osler.core.config.Json;
import io.osler.core.io.ImageFile;
import io.osler.core.io.VolumeFile;
import io.osler.core.volume.Volume;
import io.osler.dicom.dataset.DataSet;
import io.osler.dicom.dataset.DicomFile;
import io.osler.dicom.dataset.JsonModel;
import io.osler.dicom.dataset.Tag;
import io.osler.dicom.dataset.VR;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DicomCommandTest {
  @TempDir private Path folder;

  @Test
  void dumpShowsElementsAndBoundsThem() throws IOException {
    Path file =
        Files.write(
            folder.resolve("a.dcm"),
            bytes(slice(1).put(Tag.parse("TextValue"), VR.UT, "x".repeat(5000))));
    Answer answer = osler("dicom", "dump", file);
    assertThat(answer.status()).isZero();
    assertThat(answer.out())
        .contains("# a.dcm, Explicit VR Little Endian")
        .contains("(0028,0010) US Rows [6]")
        .contains("(0008,0016) UI SOPClassUID [1.2.840.10008.5.1.4.1.1.2] CT Image Storage")
        .contains("(7fe0,0010) OW PixelData 96 bytes: 64 00 65 00")
        .contains("…] of 5000 bytes");
    assertThat(answer.out().lines()).allMatch(line -> line.length() < 160);
    assertThat(osler("dicom", "dump", file, "--full").out()).contains("x".repeat(5000));
    Answer tag = osler("dicom", "dump", file, "--tag", "Rows", "--tag", "0002,0010");
    assertThat(tag.out().lines()).hasSize(2);
    assertThat(osler("dicom", "dump", file, "--tag", "Rovs").status()).isEqualTo(1);
  }

  @Test
  void jsonOfAFolderIsAListAndGoesBothWays() throws IOException {
    DicomFixtures.series(folder, 2);
    Path bulk = folder.resolve("bulk");
    Answer one = osler("dicom", "dump", folder.resolve("s1.dcm"), "--json");
    DataSet again = JsonModel.read(one.out());
    DataSet before = DicomFile.read(folder.resolve("s1.dcm")).dataSet();
    assertThat(JsonModel.write(again)).isEqualTo(JsonModel.write(before));
    Answer all = osler("dicom", "dump", folder, "--json", "--bulk", bulk);
    assertThat(all.status()).isZero();
    assertThat(all.out().strip()).startsWith("[{").endsWith("}]");
  }

  @Test
  void listSaysWhatEachSeriesIs() throws IOException {
    DicomFixtures.series(folder, 4);
    Files.write(folder.resolve("gap.dcm"), bytes(slice(9)));
    Answer answer = osler("dicom", "list", folder);
    assertThat(answer.out())
        .contains("study 1.2.4", "series 1.2.5", "CT Image (CT, number 7): 5 file(s), 8 × 6")
        .contains("no volume:");
    Answer json = osler("dicom", "list", folder, "--json", "--headers");
    Map<String, Object> read = Json.read(json.out());
    assertThat(read).containsKeys("studies", "refused");
  }

  @Test
  void aFolderBecomesVolumesWithSidecars() throws IOException {
    DicomFixtures.series(folder, 3);
    for (String format : new String[] {"nifti", "nrrd"}) {
      Path out = folder.resolve("out-" + format);
      Answer answer = osler("dicom", "convert", folder, "--out", out, "--format", format);
      assertThat(answer.status()).as(answer.all()).isZero();
      Path file = out.resolve("7_CT" + (format.equals("nifti") ? ".nii.gz" : ".nrrd"));
      Volume volume = VolumeFile.read(file);
      assertThat(volume.size().toString()).isEqualTo("8×6×3");
      assertThat(volume.geometry().spacing().x()).isEqualTo(0.75);
      assertThat(volume.geometry().spacing().y()).isEqualTo(0.5);
      assertThat(volume.geometry().spacing().z()).isEqualTo(2);
      assertThat(volume.geometry().origin().x()).isEqualTo(-10);
      assertThat(volume.at(0, 1, 0, 2)).isEqualTo(201 - 1024);
      Map<String, Object> sidecar = Json.read(Files.readString(out.resolve("7_CT.json")));
      assertThat(sidecar).containsKeys("Modality", "SliceThickness", "ConversionSoftware");
      assertThat(sidecar.toString()).doesNotContain(DicomFixtures.SECRET);
    }
  }

  @Test
  void aFileBecomesThePictureThatAReaderSees() throws IOException {
    Path in = Files.write(folder.resolve("a.dcm"), bytes(slice(1)));
    Path out = folder.resolve("a.png");
    // Values are −924 + i; the window maps −924 to 0 and −877 to 255.
    Answer answer = osler("dicom", "convert", in, "--out", out, "--window", "-900,48");
    assertThat(answer.status()).as(answer.all()).isZero();
    Volume picture = ImageFile.read(out);
    assertThat(picture.at(0, 0, 0, 0))
        .isEqualTo((float) Math.rint(255 * ((-924 + 900.5) / 47 + 0.5)));
    assertThat(picture.at(0, 7, 5, 0))
        .isEqualTo((float) Math.rint(255 * ((-877 + 900.5) / 47 + 0.5)));
    Path inverted =
        Files.write(folder.resolve("b.dcm"), bytes(slice(1).put(Tag.PHOTOMETRIC, "MONOCHROME1")));
    assertThat(osler("dicom", "convert", inverted, "--out", folder.resolve("b.png")).status())
        .isZero();
    Volume dark = ImageFile.read(folder.resolve("b.png"));
    assertThat(dark.at(0, 0, 0, 0)).isEqualTo(255);
    assertThat(dark.at(0, 7, 5, 0)).isZero();
    Answer none = osler("dicom", "convert", in, "--out", folder.resolve("c.png"), "--frame", "2");
    assertThat(none.status()).isEqualTo(1);
    assertThat(none.err()).contains("has no frame 2");
  }

  @Test
  void transcodeKeepsPixels() throws IOException {
    DicomFixtures.series(folder, 2);
    Path out = folder.resolve("out");
    Answer answer = osler("dicom", "transcode", folder, "--to", "jpeg-ls-lossless", "--out", out);
    assertThat(answer.status()).as(answer.all()).isZero();
    DicomFile packed = DicomFile.read(out.resolve("s1.dcm"));
    assertThat(packed.syntax().uid()).isEqualTo("1.2.840.10008.1.2.4.80");
    Path back = folder.resolve("back.dcm");
    assertThat(
            osler(
                    "dicom",
                    "transcode",
                    out.resolve("s1.dcm"),
                    "--to",
                    "1.2.840.10008.1.2.1",
                    "--out",
                    back)
                .status())
        .isZero();
    assertThat(
            DicomFile.read(back)
                .dataSet()
                .bytes(Tag.PIXELS)
                .orElseThrow()
                .mismatch(
                    DicomFile.read(folder.resolve("s1.dcm"))
                        .dataSet()
                        .bytes(Tag.PIXELS)
                        .orElseThrow()))
        .isEqualTo(-1);
  }

  @Test
  void validateNamesWhatAnIodRequires() throws IOException {
    Path file = Files.write(folder.resolve("a.dcm"), bytes(slice(1).remove(Tag.MODALITY)));
    Answer answer = osler("dicom", "validate", file);
    assertThat(answer.status()).isEqualTo(1);
    assertThat(answer.out())
        .contains("ct-image")
        .contains("(0008,0060) Modality: is missing, required by module General Series (type 1)")
        .doesNotContain("(0028,0010)", DicomFixtures.SECRET);
  }
}

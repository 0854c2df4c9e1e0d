package io.osler.cli;

import static io.osler.cli.DicomFixtures.SECRET;
import static io.osler.cli.DicomFixtures.bytes;
import static io.osler.cli.DicomFixtures.explicit;
import static io.osler.cli.DicomFixtures.file;
import static io.osler.cli.DicomFixtures.join;
import static io.osler.cli.DicomFixtures.osler;
import static io.osler.cli.DicomFixtures.slice;
import static io.osler.cli.DicomFixtures.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.osler.cli.DicomFixtures.Answer;
import io.osler.dicom.codec.Transcoder;
import io.osler.dicom.dataset.DicomFile;
import io.osler.dicom.dataset.Note;
import io.osler.dicom.dataset.Tag;
import io.osler.dicom.dataset.TransferSyntax;
import io.osler.dicom.dataset.VR;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hostile and broken files at the command line: one clear message, nothing half-written. */
class DicomBadInputTest {
  private static final String LITTLE = "1.2.840.10008.1.2.1";
  private static final byte[] PERSON = explicit(0x00100010, "PN", text(SECRET + "^A"));
  private static final byte[] MODALITY = explicit(0x00080060, "CS", text("CT"));

  @TempDir private Path folder;

  private Path write(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  /** Refused in one line that names the file and quotes no patient. */
  private static void refused(Answer answer, String... named) {
    assertThat(answer.status()).as(answer.all()).isEqualTo(1);
    assertThat(answer.err()).startsWith("osler: ").contains(named);
    assertThat(answer.err().strip()).doesNotContain("\n");
    quiet(answer);
  }

  private static void quiet(Answer answer) {
    assertThat(answer.err()).doesNotContain(SECRET, "a fault in Osler", "Exception");
  }

  @Test
  void truncatedAnywhere() throws IOException {
    byte[] all = bytes(slice(1));
    Path png = folder.resolve("x.png");
    for (int length = 0; length < all.length; length += 37) {
      Path file = write("cut.dcm", Arrays.copyOf(all, length));
      for (Answer answer :
          List.of(
              osler("dicom", "validate", file), osler("dicom", "convert", file, "--out", png))) {
        assertThat(answer.status()).as("cut at " + length + ": " + answer.all()).isEqualTo(1);
        assertThat(answer.all()).contains("cut.dcm");
        quiet(answer);
        assertThat(png).doesNotExist();
      }
      Path packed = folder.resolve("packed.dcm");
      Answer answer = osler("dicom", "transcode", file, "--to", "rle", "--out", packed);
      quiet(answer);
      if (answer.status() == 0) {
        // Cut between two elements, before anything said that pixels follow: a whole, small object.
        DicomFile whole = DicomFile.read(file);
        assertThat(whole.dataSet().has(Tag.BITS_ALLOCATED)).isFalse();
        assertThat(whole.notes()).noneMatch(Note::cutOff);
        Files.delete(packed);
      } else {
        assertThat(answer.err()).contains("cut.dcm");
        assertThat(packed).doesNotExist();
      }
      quiet(osler("dicom", "dump", file));
    }
  }

  @Test
  void nestedAThousandDeep() throws IOException {
    byte[] open =
        join(
            explicit(0x00081140, "SQ", -1, new byte[0]),
            new byte[] {(byte) 0xFE, (byte) 0xFF, 0, (byte) 0xE0, -1, -1, -1, -1});
    ByteArrayOutputStream deep = new ByteArrayOutputStream();
    for (int i = 0; i < 1000; i++) {
      deep.writeBytes(open);
    }
    Path file = write("deep.dcm", file(LITTLE, join(MODALITY, deep.toByteArray())));
    refused(osler("dicom", "dump", file), "deep.dcm", "(0008,1140)", "at byte ");
  }

  @Test
  void fourGigabytesClaimedInAKilobyte() throws IOException {
    byte[] claims = explicit(0x7FE00010, "OW", 0xFFFFFFF0, new byte[600]);
    byte[] header = bytes(slice(1).remove(Tag.PIXELS));
    Path file = write("claims.dcm", join(header, claims));
    Answer dump = osler("dicom", "dump", file);
    assertThat(dump.status()).isZero();
    assertThat(dump.out()).contains("# (7fe0,0010) at byte " + header.length);
    refused(
        osler("dicom", "validate", write("claims2.dcm", file(LITTLE, Arrays.copyOf(claims, 8)))),
        "claims2.dcm");
    Path bulk =
        write(
            "claims3.dcm",
            file(LITTLE, join(PERSON, explicit(0x00420011, "OB", 0x7FFFFFF0, new byte[500]))));
    assertThat(osler("dicom", "dump", bulk).out()).contains("(0042,0011) at byte ");
  }

  @Test
  void undefinedLengthWhereNoneMayBe() throws IOException {
    Path file =
        write("open.dcm", file(LITTLE, join(PERSON, explicit(0x00420011, "UT", -1, new byte[40]))));
    refused(osler("dicom", "dump", file), "open.dcm", "(0042,0011)", "at byte ");
  }

  @Test
  void deflateBomb() throws IOException {
    Deflater raw = new Deflater(9, true);
    byte[] buffer = new byte[1 << 16];
    raw.setInput(MODALITY);
    int start = raw.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
    raw.setInput(new byte[1 << 20]);
    int length = raw.deflate(buffer, start, buffer.length - start, Deflater.SYNC_FLUSH);
    raw.end();
    // The same block of zeros again and again: each refers to nothing but zeros before it.
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    packed.write(buffer, 0, start);
    for (int i = 0; i < 1100; i++) {
      packed.write(buffer, start, length);
    }
    Path file = write("bomb.dcm", file("1.2.840.10008.1.2.1.99", packed.toByteArray()));
    refused(osler("dicom", "dump", file), "bomb.dcm", "inflates to more than");
  }

  @Test
  void jpegBombs() throws IOException {
    for (String uid :
        List.of(
            "1.2.840.10008.1.2.5",
            "1.2.840.10008.1.2.4.50",
            "1.2.840.10008.1.2.4.70",
            "1.2.840.10008.1.2.4.80",
            "1.2.840.10008.1.2.4.90")) {
      byte[] start = {
        -1,
        (byte) 0xD8,
        -1,
        (byte) 0xC0,
        0,
        11,
        8,
        (byte) 0x3A,
        (byte) 0x98,
        (byte) 0x3A,
        (byte) 0x98,
        1,
        1,
        0x11,
        0,
        0
      };
      var bomb =
          slice(1)
              .put(Tag.ROWS, VR.US, 15000)
              .put(Tag.COLUMNS, VR.US, 15000)
              .put(Tag.BITS_ALLOCATED, VR.US, 8)
              .put(Tag.BITS_STORED, VR.US, 8)
              .put(Tag.HIGH_BIT, VR.US, 7)
              .putFrames(List.of(Arrays.copyOf(start, 200)));
      byte[] all = DicomFile.of(bomb.build(), TransferSyntax.of(uid)).bytes();
      Path file = write("bomb.dcm", all);
      long before = System.nanoTime();
      refused(
          osler("dicom", "convert", file, "--out", folder.resolve("x.png")),
          "bomb.dcm",
          "(7fe0,0010)");
      assertThat((System.nanoTime() - before) * 1e-9).as(uid).isLessThan(5);
      assertThat(folder.resolve("x.png")).doesNotExist();
    }
  }

  @Test
  void oddButReadable() throws IOException {
    byte[] body = join(MODALITY, PERSON);
    byte[] wrongGroup = file(LITTLE, body);
    wrongGroup[140] += 6;
    byte[] bigInside = join(MODALITY, new byte[] {0, 0x10, 0, 0x20, 'L', 'O', 0, 2, 'A', 'B'});
    List<byte[]> files =
        List.of(
            wrongGroup,
            file(
                LITTLE,
                join(
                    MODALITY,
                    explicit(0x00080070, "LO", text("AB"))[0] == 8
                        ? explicit(0x00080070, "LO", new byte[] {'A', 'B', 'C'})
                        : new byte[0],
                    PERSON)),
            file(LITTLE, join(MODALITY, explicit(0x00080070, "ZZ", text("AB")))),
            file("1.2.840.10008.1.2.2", body),
            file(LITTLE, bigInside),
            body,
            Arrays.copyOfRange(file(LITTLE, body), 128, file(LITTLE, body).length));
    for (int i = 0; i < files.size(); i++) {
      Path file = write("odd" + i + ".dcm", files.get(i));
      Answer answer = osler("dicom", "dump", file);
      assertThat(answer.status()).as("file " + i + answer.all()).isLessThan(2);
      quiet(answer);
      Answer checked = osler("dicom", "validate", file);
      assertThat(checked.status()).as("file " + i).isEqualTo(1);
      assertThat(checked.all()).as("file " + i).contains("odd" + i + ".dcm").doesNotContain(SECRET);
    }
    assertThat(osler("dicom", "dump", folder.resolve("odd0.dcm")).out()).contains("# (0002,0000)");
    assertThat(osler("dicom", "dump", folder.resolve("odd5.dcm")).out()).contains("no preamble");
  }

  @Test
  void pixelsShorterAndLongerThanTheirHeader() throws IOException {
    Path shorter = write("short.dcm", bytes(slice(1).put(Tag.PIXELS, VR.OW, new byte[90])));
    Path png = folder.resolve("x.png");
    refused(
        osler("dicom", "convert", shorter, "--out", png),
        "short.dcm",
        "(7fe0,0010) at byte ",
        "90 bytes",
        "96");
    assertThat(png).doesNotExist();
    assertThat(osler("dicom", "validate", shorter).out()).contains("has 90 bytes");
    Path longer = write("long.dcm", bytes(slice(1).put(Tag.PIXELS, VR.OW, new byte[120])));
    assertThat(osler("dicom", "convert", longer, "--out", png).status()).isZero();
    assertThat(osler("dicom", "validate", longer).out()).contains("24 bytes longer");
  }

  @Test
  void oneBadSeriesDoesNotStopTheOthers() throws IOException {
    DicomFixtures.series(folder, 3);
    write(
        "nan.dcm",
        bytes(slice(1).put(Tag.SERIES, "1.2.6").put(Tag.PIXEL_SPACING, VR.LO, "NaN", "1")));
    write("garbage.dcm", Arrays.copyOf(bytes(slice(1)), 170));
    write("notes.txt", text("nothing"));
    Path out = folder.resolve("out");
    Answer answer = osler("dicom", "convert", folder, "--out", out);
    assertThat(answer.status()).isEqualTo(1);
    assertThat(answer.out()).contains("7_CT.nii.gz");
    assertThat(answer.err()).contains("no volume of", "(0028,0030)");
    quiet(answer);
    try (var files = Files.list(out)) {
      assertThat(files.map(file -> file.getFileName().toString()).sorted())
          .containsExactly("7_CT.json", "7_CT.nii.gz");
    }
    Answer again = osler("dicom", "convert", folder, "--out", out);
    assertThat(again.err()).contains("exists already");
    assertThat(again.status()).isEqualTo(1);
  }

  @Test
  void mixedPatientsAndEmptyUids() throws IOException {
    DicomFixtures.series(folder, 3);
    for (int n = 0; n < 3; n++) {
      write(
          "p" + n,
          bytes(slice(n).put(Tag.PATIENT_ID, SECRET + "2").put(Tag.SOP_INSTANCE, "1.3." + n)));
    }
    Answer mixed = osler("dicom", "list", folder);
    assertThat(mixed.out())
        .contains("2 patients share", "no volume:", "mixes patients", "(0010,0020)");
    assertThat(mixed.all()).doesNotContain(SECRET);
    assertThat(osler("dicom", "list", folder, "--patient").out()).contains(SECRET);
    Path inner = Files.createDirectory(folder.resolve("inner"));
    for (int n = 0; n < 3; n++) {
      Files.write(inner.resolve("e" + n), bytes(slice(n).put(Tag.STUDY, "").put(Tag.SERIES, "")));
    }
    Answer empty = osler("dicom", "list", inner);
    assertThat(empty.out())
        .contains("no Series Instance UID (0020,000e): grouped by folder", "volume 8 × 6 × 3");
    assertThat(empty.status()).isZero();
  }

  @Test
  void aDicomdirIsFollowedAndKeptInItsFolder() throws IOException {
    Files.createDirectory(folder.resolve("A"));
    Files.write(folder.resolve("A").resolve("I1"), bytes(slice(1)));
    Path file = write("DICOMDIR", directory(0, "A\\i1"));
    Answer answer = osler("dicom", "list", file, "--headers");
    assertThat(answer.out()).as(answer.err()).contains("series 1.2.5", "1 file(s)");
    assertThat(answer.status()).isZero();
    for (String way : List.of("..\\x", "/etc\\passwd", "A\\..\\..\\x", "C:\\x", "A/I1")) {
      Answer out = osler("dicom", "list", write("DICOMDIR", directory(0, way)), "--headers");
      assertThat(out.err()).as(way).contains("DICOMDIR", "(0004,1500)", "out of its folder");
      assertThat(out.out()).contains("no DICOM objects");
    }
    Path circle = write("DICOMDIR", directory(1, "A\\I1"));
    refused(osler("dicom", "list", circle), "DICOMDIR", "(0004,1400)", "circle", "byte ");
    Answer all = osler("dicom", "list", folder, "--headers");
    assertThat(all.err()).contains("circle");
    assertThat(all.out()).contains("series 1.2.5");
  }

  /** One record; with {@code next} its successor is itself. */
  private static byte[] directory(int next, String fileId) {
    byte[] empty = file(LITTLE, new byte[0]);
    int offset = empty.length + 12 + 12;
    byte[] item =
        join(
            explicit(0x00041400, "UL", int32(next * offset)),
            explicit(0x00041410, "US", new byte[] {-1, -1}),
            explicit(0x00041420, "UL", int32(0)),
            explicit(0x00041430, "CS", "IMAGE ".getBytes(StandardCharsets.US_ASCII)),
            explicit(0x00041500, "CS", text(fileId)));
    byte[] header = {(byte) 0xFE, (byte) 0xFF, 0, (byte) 0xE0};
    return file(
        LITTLE,
        join(
            explicit(0x00041200, "UL", int32(offset)),
            explicit(0x00041220, "SQ", join(header, int32(item.length), item))));
  }

  private static byte[] int32(int value) {
    return new byte[] {
      (byte) value, (byte) (value >> 8), (byte) (value >> 16), (byte) (value >> 24)
    };
  }

  @Test
  void nothingIsOverwrittenByTranscoding() throws IOException {
    Path in = write("a.dcm", bytes(slice(1)));
    Path out = write("b.dcm", new byte[] {1});
    Answer answer = osler("dicom", "transcode", in, "--to", "rle", "--out", out);
    assertThat(answer.status()).isEqualTo(1);
    assertThat(Files.size(out)).isEqualTo(1);
    refused(
        osler("dicom", "transcode", in, "--to", "jpeg-ls", "--out", folder.resolve("c")),
        "no transfer syntax",
        "jpeg-ls-lossless");
    assertThat(Transcoder.written()).hasSize(9);
  }
}

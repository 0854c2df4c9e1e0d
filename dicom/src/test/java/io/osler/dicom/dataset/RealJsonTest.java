package io.osler.dicom.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.core.config.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The JSON of every real file, read again, says what pydicom's JSON of it says. */
@Tag("real-data")
class RealJsonTest {
  /**
   * Where pydicom writes otherwise: words of big endian files unturned (PS3.18 F.2.7 wants them
   * little endian); one truncated file as nothing at all.
   */
  private static final List<String> OTHERWISE =
      List.of(
          "1A_expb.dcm",
          "1A_expb_2frame.dcm",
          "gdcm-US-ALOKA-16_big.dcm",
          "emri_small_jpeg_2k_lossless_too_short.dcm");

  @Test
  void jsonSaysWhatPydicomsSays() throws Exception {
    List<String> wrong = new ArrayList<>();
    int compared = 0;
    for (String[] row : rows()) {
      if (OTHERWISE.stream().anyMatch(row[0]::endsWith)) {
        continue;
      }
      DicomFile file = DicomFile.read(RealFilesTest.data().resolve(row[0]));
      try {
        DataSet again = JsonModel.read(JsonModel.write(file.dataSet()));
        List<String> lines = new ArrayList<>();
        lines(again, "", lines);
        compared++;
        if (!digest(lines).equals(row[2])) {
          wrong.add(row[0] + ": " + lines.size() + " lines, want " + row[1]);
        }
      } catch (InputException e) {
        wrong.add(row[0] + ": " + e.getMessage());
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(compared).isGreaterThan(300);
  }

  /** Compressed and native pixels come back from JSON byte by byte. */
  @Test
  void pixelsSurvive() throws Exception {
    for (String[] row : rows()) {
      DicomFile file = DicomFile.read(RealFilesTest.data().resolve(row[0]));
      if (!file.dataSet().has(io.osler.dicom.dataset.Tag.PIXELS)) {
        continue;
      }
      DataSet again = JsonModel.read(JsonModel.write(file.dataSet()));
      Element before = file.dataSet().get(io.osler.dicom.dataset.Tag.PIXELS).orElseThrow();
      Element after = again.get(io.osler.dicom.dataset.Tag.PIXELS).orElseThrow();
      assertThat(bytes(after)).as(row[0]).isEqualTo(bytes(before));
    }
  }

  private static List<String> bytes(Element element) {
    return switch (element) {
      case Element.Plain plain -> {
        byte[] all = Values.bytes(plain.value());
        if (plain.context().bigEndian) {
          Encoder.swap(all, plain.vr().unit());
        }
        // Bytes of an odd count are padded when they are laid out afresh.
        yield List.of(hash(all.length % 2 == 0 ? all : Arrays.copyOf(all, all.length + 1)));
      }
      case Element.Fragments pixels ->
          pixels.fragments().stream().map(one -> hash(Values.bytes(one))).toList();
      case Element.Items _ -> List.of();
    };
  }

  private static String hash(byte[] bytes) {
    return bytes.length + " bytes, " + Arrays.hashCode(bytes);
  }

  private static void lines(DataSet dataSet, String way, List<String> out) throws Exception {
    for (Element element : dataSet.elements()) {
      io.osler.dicom.dataset.Tag tag = element.tag();
      if (tag.group() == 0x7FE0 || tag.isPrivate()) {
        continue;
      }
      String head = way + tag.hex() + " " + element.vr() + " ";
      switch (element) {
        case Element.Items sequence -> {
          out.add(head + sequence.items().size());
          for (int i = 0; i < sequence.items().size(); i++) {
            lines(sequence.items().get(i), way + tag.hex() + "." + (i + 1) + ".", out);
          }
        }
        case Element.Plain plain -> out.add(head + words(plain));
        case Element.Fragments _ -> {}
      }
    }
  }

  private static String words(Element.Plain plain) throws Exception {
    VR vr = plain.vr();
    if (plain.length() == 0) {
      return "-";
    }
    if (vr.kind() == VR.Kind.BYTES) {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(Values.bytes(plain.value()));
      return "b" + HexFormat.of().formatHex(hash).substring(0, 16);
    }
    List<String> values = Values.texts(plain).stream().map(text -> word(vr, text)).toList();
    return values.stream().allMatch("-"::equals) ? "-" : String.join("\\", values);
  }

  private static String word(VR vr, String text) {
    if (text.isEmpty()) {
      return "-";
    }
    boolean number =
        vr.kind() == VR.Kind.WHOLE || vr.kind() == VR.Kind.REAL || vr == VR.DS || vr == VR.IS;
    if (vr == VR.FL) {
      byte[] bits = ByteBuffer.allocate(4).putFloat(Float.parseFloat(text)).array();
      return "n" + HexFormat.of().formatHex(bits);
    }
    if (number) {
      byte[] bits = ByteBuffer.allocate(8).putDouble(Double.parseDouble(text)).array();
      return "n" + HexFormat.of().formatHex(bits);
    }
    return "t" + text.replaceAll(vr == VR.PN ? "[= ]+$" : "[ \0]+$", "");
  }

  private static String digest(List<String> lines) throws Exception {
    String text = lines.stream().collect(Collectors.joining("\n"));
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(hash).substring(0, 16);
  }

  private static List<String[]> rows() throws IOException {
    try (InputStream in = RealJsonTest.class.getResourceAsStream("/golden/dicom_json.tsv")) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().map(line -> line.split("\t")).toList();
    }
  }
}

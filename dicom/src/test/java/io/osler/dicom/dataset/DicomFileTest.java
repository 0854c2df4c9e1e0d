package io.osler.dicom.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osler.core.config.InputException;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DicomFileTest {
  static final Tag CODES = Tag.parse("ProcedureCodeSequence");

  static DataSet sample() {
    DataSet code =
        DataSet.EMPTY.edit().put(Tag.parse("CodeValue"), "T-1").put(CODES, List.of()).build();
    return DataSet.EMPTY
        .edit()
        .put(Tag.CHARACTER_SET, "ISO_IR 192")
        .put(Tag.SOP_CLASS, "1.2.840.10008.5.1.4.1.1.2")
        .put(Tag.SOP_INSTANCE, "1.2.3")
        .put(Tag.PATIENT_NAME, "Müller^Jörg")
        .put(Tag.ROWS, 2)
        .put(Tag.COLUMNS, 3)
        .put(Tag.PIXEL_SPACING, 0.5, 1.0 / 3)
        .put(CODES, List.of(code, DataSet.EMPTY))
        .put(Tag.of(0x0029, 0x10), VR.LO, "OSLER")
        .put(Tag.of(0x0029, 0x1001), VR.FD, Math.PI)
        .put(Tag.PIXELS, VR.OW, new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
        .build();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.2.840.10008.1.2",
        "1.2.840.10008.1.2.1",
        "1.2.840.10008.1.2.1.99",
        "1.2.840.10008.1.2.2"
      })
  void whatIsWrittenIsRead(String uid) {
    byte[] bytes = DicomFile.of(sample(), TransferSyntax.of(uid)).bytes();
    DicomFile read = DicomFile.parse("x", bytes);
    DataSet found = read.dataSet();
    assertThat(read.notes()).isEmpty();
    assertThat(read.syntax().uid()).isEqualTo(uid);
    assertThat(found.text(Tag.PATIENT_NAME)).hasValue("Müller^Jörg");
    assertThat(found.integer(Tag.COLUMNS)).hasValue(3);
    assertThat(found.numbers(Tag.PIXEL_SPACING)[1]).isCloseTo(1.0 / 3, within(1e-12));
    assertThat(found.items(CODES)).hasSize(2);
    assertThat(found.item(CODES).orElseThrow().text(Tag.parse("CodeValue"))).hasValue("T-1");
    Tag own = found.privateTag(0x29, "OSLER", 1).orElseThrow();
    assertThat(found.creator(own)).hasValue("OSLER");
    boolean big = found.isBigEndian(Tag.PIXELS);
    assertThat(Values.int16(found.bytes(Tag.PIXELS).orElseThrow(), 0, big)).isEqualTo(0x0201);
    assertThat(read.bytes()).isEqualTo(bytes);
  }

  private static org.assertj.core.data.Offset<Double> within(double offset) {
    return org.assertj.core.data.Offset.offset(offset);
  }

  @Test
  void anEditLeavesEverythingElseAsItStood() {
    byte[] bytes = DicomFile.of(sample(), TransferSyntax.EXPLICIT_LITTLE).bytes();
    DicomFile read = DicomFile.parse("x", bytes);
    DataSet same = read.dataSet().edit().put(Tag.PATIENT_NAME, "Müller^Jörg").build();
    assertThat(read.with(same).bytes()).isEqualTo(bytes);
    DataSet other = read.dataSet().edit().put(Tag.PATIENT_NAME, "A^B").build();
    DicomFile changed = DicomFile.parse("y", read.with(other).bytes());
    assertThat(changed.dataSet().text(Tag.PATIENT_NAME)).hasValue("A^B");
    assertThat(changed.dataSet().size()).isEqualTo(sample().size());
  }

  @Test
  void aNewCharacterSetReencodesOldText() {
    byte[] bytes = DicomFile.of(sample(), TransferSyntax.EXPLICIT_LITTLE).bytes();
    DicomFile read = DicomFile.parse("x", bytes);
    DataSet latin = read.dataSet().edit().put(Tag.CHARACTER_SET, "ISO_IR 100").build();
    DataSet found = DicomFile.parse("y", read.with(latin).bytes()).dataSet();
    assertThat(found.text(Tag.PATIENT_NAME)).hasValue("Müller^Jörg");
    assertThat(found.bytes(Tag.PATIENT_NAME).orElseThrow().byteSize()).isEqualTo(12);
    DataSet greek = read.dataSet().edit().put(Tag.CHARACTER_SET, "ISO_IR 126").build();
    assertThatThrownBy(() -> read.with(greek).bytes())
        .isInstanceOf(InputException.class)
        .hasMessageContaining("(0010,0010)")
        .hasMessageNotContaining("Jörg");
  }

  @Test
  void aHeaderStopsBeforeThePixels(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("a.dcm");
    DicomFile.of(sample(), TransferSyntax.IMPLICIT_LITTLE).write(file);
    DataSet header = DicomFile.readHeader(file, Limits.DEFAULT).dataSet();
    assertThat(header.has(Tag.PIXELS)).isFalse();
    assertThat(header.size()).isEqualTo(sample().size() - 1);
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void aClaimOfFourGigabytesIsNotBelieved() {
    byte[] header = {8, 0, 0x16, 0, 'U', 'N', 0, 0, (byte) 0xFE, (byte) 0xFF, (byte) 0xFF};
    byte[] bytes = java.util.Arrays.copyOf(header, 1000);
    bytes[11] = (byte) 0xFF;
    DicomFile read = DicomFile.parse("claim.dcm", bytes);
    assertThat(read.notes().toString()).contains("(0008,0016)").contains("exceeds the 988");
    assertThat(read.bytes()).isEqualTo(bytes);
  }

  @Test
  void aThousandLevelsAreRefused() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < 1000; i++) {
      out.writeBytes(new byte[] {8, 0, 0x15, 0x11, 'S', 'Q', 0, 0, -1, -1, -1, -1});
      out.writeBytes(new byte[] {-2, -1, 0, -32, -1, -1, -1, -1});
    }
    assertThatThrownBy(() -> DicomFile.parse("deep.dcm", out.toByteArray()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("deep.dcm")
        .hasMessageContaining("(0008,1115)")
        .hasMessageContaining("byte 1292")
        .hasMessageContaining("deeper than 64");
  }

  @Test
  void aDeflateBombIsRefused() {
    DataSet zeros = sample().edit().put(Tag.PIXELS, VR.OB, new byte[4 << 20]).build();
    byte[] bytes = DicomFile.of(zeros, TransferSyntax.DEFLATED).bytes();
    Limits tight = new Limits(64, 1000, 1 << 20, 1 << 20);
    assertThatThrownBy(() -> DicomFile.parse("bomb", MemorySegment.ofArray(bytes), tight))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("inflates to more than 1048576");
  }

  @Test
  void theWriterRefusesWhatTheStandardForbids() {
    DataSetBuilder edit = DataSet.EMPTY.edit();
    assertThatThrownBy(() -> edit.put(Tag.MODALITY, "ct")).isInstanceOf(InputException.class);
    assertThatThrownBy(() -> edit.put(Tag.STUDY, "1..2")).isInstanceOf(InputException.class);
    assertThatThrownBy(() -> edit.put(Tag.ROWS, 70000)).isInstanceOf(InputException.class);
    assertThatThrownBy(() -> edit.put(Tag.PATIENT_ID, "a".repeat(65)))
        .isInstanceOf(InputException.class);
    assertThatThrownBy(() -> DicomFile.of(DataSet.EMPTY, TransferSyntax.EXPLICIT_LITTLE))
        .isInstanceOf(InputException.class);
  }

  @Test
  void nothingThatIsNotDicomIsRead() {
    for (String text : List.of("", "DIC", "hello world, this is not it", "\u0000".repeat(200))) {
      assertThatThrownBy(() -> DicomFile.parse("t", text.getBytes()))
          .isInstanceOf(InputException.class);
    }
  }

  /** What mutants have found: each was written back otherwise than it was read. */
  @Test
  void oddFilesComeBackByteForByte() {
    byte[] plain = DicomFile.of(sample(), TransferSyntax.EXPLICIT_LITTLE).bytes();
    // A meta header of another byte order, its representation unreadable.
    byte[] mixed = plain.clone();
    mixed[132] = 0;
    mixed[133] = 2;
    mixed[136] = 0;
    mixed[137] = 0;
    mixed[138] = 0;
    mixed[139] = 4;
    assertThat(DicomFile.parse("mixed", mixed.clone()).bytes()).isEqualTo(mixed);
    // A character set that is taken back by a second, empty one.
    java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
    byte[] first = {8, 0, 5, 0, 'C', 'S', 10, 0, 'I', 'S', 'O', '_', 'I', 'R', ' ', '1', '0', '0'};
    byte[] second = {8, 0, 5, 0, 'C', 'S', 0, 0};
    byte[] name = {16, 0, 16, 0, 'P', 'N', 4, 0, 'B', (byte) 0xFC, 'k', ' '};
    out.writeBytes(first);
    out.writeBytes(second);
    out.writeBytes(name);
    byte[] taken = out.toByteArray();
    DicomFile file = DicomFile.parse("taken", taken.clone());
    assertThat(file.bytes()).isEqualTo(taken);
    assertThat(file.notes()).anyMatch(note -> note.text().contains("repeated or out of order"));
  }
}

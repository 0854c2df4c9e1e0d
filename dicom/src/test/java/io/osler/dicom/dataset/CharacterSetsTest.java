package io.osler.dicom.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples of PS3.5 annexes H, I, J and K. */
class CharacterSetsTest {
  private static final String PN = "\\^=";

  @Test
  void japanese() {
    byte[] bytes =
        "Yamada^Tarou=\u001b$B;3ED\u001b(B^\u001b$BB@O:\u001b(B=\u001b$B$d$^$@\u001b(B^\u001b$B$?$m$&\u001b(B"
            .getBytes(StandardCharsets.ISO_8859_1);
    String text = CharacterSets.of(List.of("", "ISO 2022 IR 87")).decode(bytes, PN);
    assertThat(text).isEqualTo("Yamada^Tarou=山田^太郎=やまだ^たろう");
  }

  @Test
  void korean() {
    byte[] bytes =
        "Hong^Gildong=\u001b$)C\u00fb\u00f3^\u001b$)C\u00d1\u00ce\u00d4\u00d7"
            .getBytes(StandardCharsets.ISO_8859_1);
    String text = CharacterSets.of(List.of("", "ISO 2022 IR 149")).decode(bytes, PN);
    assertThat(text).isEqualTo("Hong^Gildong=洪^吉洞");
  }

  @ParameterizedTest
  @CsvSource({
    "ISO_IR 100, Buc^Jérôme",
    "ISO_IR 144, Люкceмбypг",
    "ISO_IR 126, Διονυσιος",
    "ISO_IR 138, שרון^דבורה",
    "ISO_IR 13, ﾔﾏﾀﾞ^ﾀﾛｳ",
    "ISO_IR 192, Wang^XiaoDong=王^小東",
    "GB18030, Wang^XiaoDong=王^小东",
    "\\ISO 2022 IR 87, Yamada^Tarou=山田^太郎=やまだ^たろう",
    "\\ISO 2022 IR 149, Hong^Gildong=洪^吉洞=홍^길동",
    "ISO 2022 IR 13\\ISO 2022 IR 87, ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎",
    "ISO 2022 IR 100\\ISO 2022 IR 144, Jérôme=Люк"
  })
  void whatIsEncodedIsDecoded(String terms, String text) {
    CharacterSets sets = CharacterSets.of(List.of(terms.split("\\\\", -1)));
    byte[] bytes = sets.encode(text, PN).orElseThrow();
    assertThat(sets.decode(bytes, PN)).isEqualTo(text);
  }

  @Test
  void aLetterOfNoSetIsNotEncoded() {
    assertThat(CharacterSets.of(List.of("ISO_IR 100")).encode("山", PN)).isEmpty();
    assertThat(CharacterSets.of(List.of("", "ISO 2022 IR 87")).encode("é", PN)).isEmpty();
  }
}

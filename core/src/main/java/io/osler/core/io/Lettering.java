package io.osler.core.io;

import java.text.Normalizer;

/**
 * A 5 × 7 letter for each printable ASCII character, five columns each, lowest bit on top. Drawn by
 * hand so that captions are the same bytes on every machine, with or without fonts.
 */
final class Lettering {
  static final int WIDTH = 6;
  static final int HEIGHT = 8;
  private static final String COLUMNS =
      "000000000000005F00000007000700147F147F14242A7F2A12231308646236495522500005030000"
          + "001C2241000041221C0014083E081408083E08080050300000080808080800606000002010080402"
          + "3E5149453E00427F400042615149462141454B311814127F1027454545393C4A4949300171090503"
          + "3649494936064949291E003636000000563600000814224100141414141400412214080201510906"
          + "324979413E7E1111117E7F494949363E414141227F4141221C7F494949417F090909013E4149497A"
          + "7F0808087F00417F41002040413F017F081422417F404040407F020C027F7F0408107F3E4141413E"
          + "7F090909063E4151215E7F09192946464949493101017F01013F4040403F1F2040201F3F4038403F"
          + "631408146307087008076151494543007F41410002040810200041417F0004020102044040404040"
          + "000102040020545454787F484444383844444420384444487F3854545418087E0901020C5252523E"
          + "7F0804047800447D40002040443D007F1028440000417F40007C041804787C080404783844444438"
          + "7C14141408081414187C7C080404084854545420043F4440203C4040207C1C2040201C3C4030403C"
          + "44281028440C5050503C4464544C44000836410000007F000000413608001008081008";

  private Lettering() {}

  /** Accents are dropped; what has no letter becomes a question mark. */
  static String plain(String text) {
    String bare =
        Normalizer.normalize(text, Normalizer.Form.NFKD)
            .replaceAll("\\p{M}", "")
            .replace('\u00d7', 'x')
            .replaceAll("[\u2010-\u2015\u2212]", "-");
    return bare.replaceAll("[^ -~]", "?");
  }

  /** Whether the dot (x, y) of a character lies on its letter; x below 5, y below 7. */
  static boolean dot(char letter, int x, int y) {
    int at = ((letter - ' ') * 5 + x) * 2;
    return (Integer.parseInt(COLUMNS, at, at + 2, 16) >> y & 1) == 1;
  }
}

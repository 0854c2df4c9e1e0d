package io.osler.core.io;

/**
 * [0, 1] → colour. Perceptually even tables sampled from matplotlib (viridis and inferno, CC0),
 * linear between samples; values outside are clamped.
 */
public enum ColourMap {
  GREY("000000ffffff"),
  VIRIDIS(
      "44015446085c471063481769481d6f482475472a7a46307e453781433d844142873f48893d4e8a"
          + "3a538b38598c355e8d33638d31688e2e6d8e2c718e2a768e297b8e27808e25848e23898e218e8d"
          + "20928c1f978b1e9c891fa18821a58524aa8328ae802eb37c35b7793dbc7446c06f50c46a5ac864"
          + "65cb5e70cf577cd25089d54895d840a2da37b0dd2fbddf26cae11fd8e219e5e419f1e51dfde725"),
  INFERNO(
      "00000402020c0504170a072210092d160b391e0c45260c512f0a5b380962400a67490b6a510e6c"
          + "59106e61136e69166e71196e781c6d801f6c88226a902568982766a02a63a82e5fb0315bb73557"
          + "bf3952c63d4dcc4248d34743d94d3ddf5337e45a31e9612bed6925f1711ff47918f78212f98b0b"
          + "fa9407fb9d07fca60cfcb014fbba1ffac42af8cd37f6d746f4e156f2ea69f2f27df5f992fcffa4");

  private final int[] table;

  ColourMap(String hex) {
    table = new int[hex.length() / 6];
    for (int i = 0; i < table.length; i++) {
      table[i] = Integer.parseInt(hex.substring(6 * i, 6 * i + 6), 16);
    }
  }

  /** 0xRRGGBB. */
  public int rgb(double value) {
    double at = Math.clamp(value, 0, 1) * (table.length - 1);
    int low = Math.min((int) at, table.length - 2);
    double part = at - low;
    int rgb = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      int a = table[low] >> shift & 0xff;
      int b = table[low + 1] >> shift & 0xff;
      rgb |= (int) Math.round(a + part * (b - a)) << shift;
    }
    return rgb;
  }
}

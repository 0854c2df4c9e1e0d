package io.osler.learn.report;

/**
 * How one series is drawn. Colours are told apart by colour-blind readers (after Okabe and Ito
 * 2008, darkened for white paper); dash and marker tell them apart in black and white.
 */
record Ink(String colour, String dash, Marker marker) {
  enum Marker {
    DISC,
    SQUARE,
    DIAMOND,
    TRIANGLE
  }

  static final String TEXT = "#1f2a33";
  static final String SOFT = "#5d6b76";
  static final String GRID = "#e3e7ea";
  static final String GUIDE = "#9aa5ad";

  private static final String[] COLOURS = {
    "#0b5d7a", "#b4500b", "#3f7d3a", "#8a3f78", "#8a6d00", "#2f4b9a", "#a3303f", "#4d5963"
  };
  private static final String[] DASHES = {"", "7 4", "2 3", "9 3 2 3", "", "7 4", "2 3", "9 3 2 3"};

  static Ink of(int series) {
    int s = series % COLOURS.length;
    return new Ink(COLOURS[s], DASHES[s], Marker.values()[s % Marker.values().length]);
  }
}

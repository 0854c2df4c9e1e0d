package io.osler.core.volume;

import io.osler.core.config.Require;
import java.util.List;

/** What is known about a case; one of these, so that every task flows through the same case. */
public sealed interface Truth {
  /** Nothing is known: prediction, unlabelled and semi-supervised cases. */
  record Unknown() implements Truth {}

  /** One of several exclusive classes; ordinal grades are classes in order. */
  record Category(int index) implements Truth {
    public Category {
      Require.atLeast("class index", index, 0);
    }
  }

  /** Several findings that may hold at once; NaN marks a finding that was not read. */
  record Findings(List<Double> present) implements Truth {
    public Findings {
      present = List.copyOf(present);
    }
  }

  /** A number to predict: age, volume, survival time. */
  record Quantity(double value) implements Truth {}

  /** A label per voxel: structures, regions, instances. On the image's own grid. */
  record Mask(LabelMap map) implements Truth {}

  /** Boxes in patient millimetres, LPS. */
  record Boxes(List<Box> boxes) implements Truth {
    public Boxes {
      boxes = List.copyOf(boxes);
    }
  }

  /** Landmarks in patient millimetres, LPS, in an order that the data set fixes. */
  record Landmarks(List<Vec3> points) implements Truth {
    public Landmarks {
      points = List.copyOf(points);
    }
  }

  /** Another image: the fixed image of a registration, the wanted image of a synthesis. */
  record Target(Volume image) implements Truth {}

  /** Axis-aligned in patient space; {@code low} and {@code high} are opposite corners in mm. */
  record Box(Vec3 low, Vec3 high, int label) {}
}

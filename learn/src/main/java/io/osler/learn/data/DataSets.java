package io.osler.learn.data;

import io.osler.core.config.InputException;
import io.osler.core.io.ImageFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The door to images on disk: an .npz file, a CSV manifest, a folder with a manifest.csv, with one
 * .npz, with a folder per class (under train, val, test or not) or with images alone, one image.
 * Label maps: a folder with dataset.json (Decathlon, nnU-Net v2), with {@code images/} and {@code
 * labels/}, with pairs.csv, or one of these files.
 *
 * <p>Class names come from the options, else from {@code NAME.labels.yaml} or {@code labels.yaml}
 * beside the data, else from the data. What is not understood is refused with what was looked for.
 */
public final class DataSets {
  private DataSets() {}

  public static DataSet open(Path data) {
    return open(data, Options.defaults());
  }

  public static DataSet open(Path data, Options options) {
    if (Files.isDirectory(data)) {
      return folder(data, options);
    } else if (!Files.exists(data)) {
      throw new InputException(data + " does not exist.", "a mistyped path.", "check the path.");
    }
    String name = String.valueOf(data.getFileName()).toLowerCase(Locale.ROOT);
    Optional<DataSet> outlined = OutlinedSets.find(data, options);
    if (outlined.isPresent()) {
      return outlined.get();
    }
    if (name.endsWith(".npz")) {
      return NpzSet.open(data, options);
    } else if (name.endsWith(".csv") || name.endsWith(".tsv")) {
      return ManifestSet.open(data, options);
    } else if (ImageFile.isImage(data) || options.foreign().is(data)) {
      return FolderSet.single(data, options);
    }
    throw new InputException(
        data + " is no data set that is known.",
        "known are .npz, a .csv manifest, image files, and folders of these.",
        "give one of these.");
  }

  /**
   * Images to outline, labelled or not: any set with label maps, a folder of images (with {@code
   * CASE_0000} files a channel each), one image, or a folder that is one image.
   */
  public static DataSet images(Path data, Outlines outlines, Options options) {
    if (!Files.exists(data)) {
      throw new InputException(data + " does not exist.", "a mistyped path.", "check the path.");
    }
    return LooseImages.open(data, outlines, options);
  }

  private static DataSet folder(Path folder, Options options) {
    Optional<DataSet> outlined = OutlinedSets.find(folder, options);
    if (outlined.isPresent()) {
      return outlined.get();
    }
    Path manifest = folder.resolve("manifest.csv");
    if (Files.isRegularFile(manifest)) {
      return ManifestSet.open(manifest, options);
    }
    List<Path> arrays =
        FolderSet.list(folder).stream().filter(path -> path.toString().endsWith(".npz")).toList();
    if (arrays.size() > 1) {
      throw new InputException(
          folder + " holds " + arrays.size() + " .npz files.",
          "they are " + arrays.stream().map(Path::getFileName).toList() + ".",
          "name one of them.");
    }
    return arrays.isEmpty()
        ? FolderSet.open(folder, options)
        : NpzSet.open(arrays.getFirst(), options);
  }
}

package io.osler.examples;

import io.osler.core.volume.Case;
import io.osler.learn.data.DataSet;
import io.osler.learn.data.DataSets;
import io.osler.learn.data.Split;
import io.osler.learn.explain.Method;
import io.osler.learn.infer.Predictions;
import io.osler.learn.plan.Plan;
import io.osler.learn.plan.Plans;
import io.osler.learn.task.Classify;
import io.osler.learn.task.Evaluation;
import io.osler.learn.task.Explanation;
import io.osler.learn.task.Training;
import io.osler.learn.train.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** From labelled images to a model bundle, what it says of images it has not seen, and why. */
public final class ClassifyExample {
  private ClassifyExample() {}

  /** Takes the data set's file or folder, and the folder that the model goes to. */
  public static void main(String[] args) throws IOException {
    // tag::plan
    DataSet data = DataSets.open(Path.of(args[0]));
    Path file = Path.of(args[0]).resolveSibling("plan.yaml"); // or Planner.plan(data, wish)
    Plan plan = Plans.read(file);
    // end::plan

    // tag::train
    var training = new Training("breast", "my study", Path.of(args[1]), false);
    var trained = training.train(data, plan, Files.readString(file), _ -> Progress.silent());
    System.out.println(trained.heldOut().table());
    // end::train

    // tag::evaluate
    var bundle = trained.bundle();
    var test = data.only(Split.TEST).entries();
    Predictions said =
        Classify.predict(plan, bundle.ensemble(2), bundle.model().calibration(), test);
    System.out.println(Evaluation.of(said, bundle.model(), "the test split", 1).table());
    // end::evaluate

    // tag::explain
    Case image = Classify.prepared(plan, test.getFirst().sound());
    int malignant = plan.labels().index("malignant");
    var why = Explanation.of(bundle.ensemble(2), new Method.GradCam(), image, malignant);
    why.overlay(why.planes().getFirst()).write(Path.of(args[1] + ".png"));
    System.out.println(bundle.card());
    // end::explain
  }
}

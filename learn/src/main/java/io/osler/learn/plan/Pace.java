package io.osler.learn.plan;

import java.util.List;

/**
 * What training a network takes, in steps.
 *
 * @param tuning whether it starts from pretrained weights
 * @param views mirror images of a case, itself among them, that are judged at the end
 */
record Pace(int cases, int batch, boolean tuning, int views) {
  static final int MOST_FOLDS = 5;

  private static final int MOST_SEEDS = 4;

  /** Passes over the cases that a fresh network needs to be worth having. */
  private static final double EPOCHS_LEAST = 25;

  /** Steps that a fresh network needs, however few the cases are. */
  private static final double STEPS_LEAST = 500;

  /** A pretrained network needs this share of the passes and steps of a fresh one. */
  private static final double TUNING_SHARE = 0.3;

  private static final List<Integer> VALIDATIONS = List.of(8, 5, 3);

  /** Share of the steps' time that judging may take before a learning curve gets fewer points. */
  private static final double JUDGING_SHARE = 0.1;

  /** Share of the cases that a network learns from; the rest it is held against. */
  private static final double LEARNT = 0.8;

  double stepsPerEpoch() {
    return cases * LEARNT / batch;
  }

  /** How many networks so many steps pay for. */
  double networks(double steps) {
    double least = Math.max(stepsPerEpoch() * EPOCHS_LEAST, STEPS_LEAST);
    return steps / (tuning ? least * TUNING_SHARE : least);
  }

  /**
   * The ensemble that so many steps pay for. Two folds would leave half of the cases to each
   * network: two networks share one split instead, and differ by seed.
   */
  Plan.Members members(double steps) {
    int networks = (int) Math.clamp(Math.floor(networks(steps)), 1, MOST_FOLDS * MOST_SEEDS);
    if (networks < 3) {
      return new Plan.Members(1, networks);
    }
    int folds = Math.min(networks, MOST_FOLDS);
    return new Plan.Members(folds, networks / folds);
  }

  /**
   * Steps' worth of judging: a forward pass is a third of a step; every network judges the cases
   * held out from it at each validation and, mirrored, at the end.
   */
  double judging(Plan.Members members, int validations) {
    double held = members.folds() == 1 ? (1 - LEARNT) * cases : (double) cases / members.folds();
    int networks = members.folds() * members.seeds();
    return networks * held * (validations + (double) views) / batch / 3;
  }

  /** Points of a learning curve that are worth their time: fewer where judging is dear. */
  int validations(Plan.Members members, double steps) {
    return VALIDATIONS.stream()
        .filter(n -> judging(members, n) <= JUDGING_SHARE * steps)
        .findFirst()
        .orElse(VALIDATIONS.getLast());
  }
}

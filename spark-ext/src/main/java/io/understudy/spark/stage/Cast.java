package io.understudy.spark.stage;

import io.understudy.model.Scorer;
import io.understudy.spark.stage.train.Trainer.Trained;
import io.understudy.student.Entrant;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Who was trained.
 *
 * @param entrant the student, and what it sees of a row
 * @param scorer what it learnt
 * @param trained the same as MLlib's model, where the student is MLlib's logistic regression
 * @param gain by how much it beat the first in the settings; empty if there was no contest
 */
record Cast(Entrant entrant, Scorer scorer, @Nullable Trained trained, OptionalDouble gain) {}

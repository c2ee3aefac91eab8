package io.understudy.spark.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.understudy.spark.LocalSpark;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeltaTasksTest {
  private SparkSession session;

  @BeforeEach
  void freshSession() {
    session = LocalSpark.session().newSession();
  }

  private String tasks() {
    return session.conf().get(DeltaTasks.KEY, "unset");
  }

  @Test
  void theNumberFollowsTheCoresWhileWeWorkAndIsTakenBack() {
    assertThat(DeltaTasks.<String>during(session, this::tasks)).isEqualTo("8");
    assertThat(tasks()).isEqualTo("unset");
  }

  @Test
  void workWithinWorkTakesNothingBackTooEarly() {
    String after =
        DeltaTasks.during(
            session,
            () -> {
              DeltaTasks.during(session, this::tasks);
              return tasks();
            });
    assertThat(after).isEqualTo("8");
    assertThat(tasks()).isEqualTo("unset");
  }

  @Test
  void itIsTakenBackAfterAFailure() {
    assertThatThrownBy(
            () ->
                DeltaTasks.during(
                    session,
                    () -> {
                      throw new IllegalStateException("no table");
                    }))
        .hasMessage("no table");
    assertThat(tasks()).isEqualTo("unset");
  }

  @Test
  void whatAUserHasSetStays() {
    session.conf().set(DeltaTasks.KEY, "200");
    DeltaTasks.set(session);
    assertThat(DeltaTasks.<String>during(session, this::tasks)).isEqualTo("200");
    assertThat(tasks()).isEqualTo("200");
  }

  @Test
  void whatAUserSetsMeanwhileStays() {
    DeltaTasks.during(
        session,
        () -> {
          session.conf().set(DeltaTasks.KEY, "200");
          return tasks();
        });
    assertThat(tasks()).isEqualTo("200");
  }

  @Test
  void aSessionOfOurOwnKeepsIt() {
    DeltaTasks.set(session);
    assertThat(tasks()).isEqualTo("8");
  }
}

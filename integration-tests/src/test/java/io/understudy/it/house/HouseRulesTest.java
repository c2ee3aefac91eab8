package io.understudy.it.house;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.conditions.ArchConditions.accessField;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class HouseRulesTest {
  /** Scala types that stand in signatures of Spark, and what makes values of them. */
  private static final Set<String> SIGNATURE_TYPES =
      Set.of(
          "scala.Function0",
          "scala.Function1",
          "scala.Function2",
          "scala.None$",
          "scala.Option",
          "scala.PartialFunction$",
          "scala.Product",
          "scala.Some",
          "scala.Tuple2",
          "scala.Tuple3",
          "scala.collection.Seq",
          "scala.collection.SeqOps",
          "scala.collection.IterableOnceOps",
          "scala.collection.IterableOps",
          "scala.collection.immutable.IndexedSeq",
          "scala.collection.immutable.Map",
          "scala.collection.immutable.Seq",
          "scala.runtime.BoxedUnit");

  /** Fields that hold the one desk, ledger, ticker ... of a JVM; each has a reason in its class. */
  private static final Set<String> REGISTRIES =
      Set.of(
          "io.understudy.spark.account.RunLedger.current",
          "io.understudy.spark.account.RunLedger.currentContext",
          "io.understudy.spark.stage.label.LabelDesk.current",
          "io.understudy.spark.stage.label.LabelDesk.currentContext",
          "io.understudy.spark.store.Stores.current",
          "io.understudy.spark.store.Stores.currentContext");

  static List<Rule> rules() {
    return List.of(
        new Rule(
            "Scala's helpers stay in the bridge packages",
            noClasses()
                .that()
                .resideOutsideOfPackage("..bridge..")
                .should()
                .dependOnClassesThat(scalaHelpers())),
        new Rule(
            "proxy-models and udfs know nothing of Spark or Scala",
            noClasses()
                .that()
                .resideOutsideOfPackages("io.understudy.catalyst..", "io.understudy.spark..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.apache.spark..", "scala.."))),
        new Rule(
            "Spark's execution, its classic session and its RPC are reached from spark-ext only",
            noClasses()
                .that()
                .resideOutsideOfPackage("io.understudy.spark..")
                .should()
                .dependOnClassesThat(
                    resideInAnyPackage(
                        "org.apache.spark.sql.execution..",
                        "org.apache.spark.sql.classic..",
                        "org.apache.spark.rpc..",
                        "org.apache.spark.rdd..",
                        "org.apache.spark.api.java.."))),
        new Rule(
            "rules plan, they cannot run anything",
            noClasses()
                .that()
                .resideInAPackage("io.understudy.catalyst..")
                .should()
                .dependOnClassesThat()
                .haveNameMatching(
                    "org\\.apache\\.spark\\.(SparkContext|sql\\.SparkSession|sql\\.Dataset)\\$?")),
        new Rule(
            "rules know neither clock nor network nor disk",
            noClasses()
                .that()
                .resideInAPackage("io.understudy.catalyst..")
                .should()
                .dependOnClassesThat(
                    resideInAnyPackage("java.net..", "java.nio.file..", "java.time.."))),
        new Rule(
            "udfs do not look up to rules, rules not up to the extension",
            noClasses()
                .that()
                .resideOutsideOfPackages("io.understudy.spark..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.understudy.spark.."))),
        new Rule(
            "what was asked and whether the understudy may play depends on nothing above",
            noClasses()
                .that()
                .resideInAnyPackage(
                    "io.understudy.call..",
                    "io.understudy.sample..",
                    "io.understudy.model..",
                    "io.understudy.judge..",
                    "io.understudy.account..")
                .should()
                .dependOnClassesThat(
                    resideInAnyPackage(
                        "io.understudy.llm..",
                        "io.understudy.embed..",
                        "io.understudy.function..",
                        "io.understudy.error..",
                        "io.understudy.catalyst..",
                        "io.understudy.spark.."))),
        new Rule(
            "no cycles between the top packages",
            slices().matching("io.understudy.(*)..").should().beFreeOfCycles()),
        new Rule(
            "no cycles between the packages of catalyst-rules",
            slices().matching("io.understudy.catalyst.(**)").should().beFreeOfCycles()),
        new Rule(
            "no cycles between the packages of spark-ext",
            slices().matching("io.understudy.spark.(**)").should().beFreeOfCycles()),
        new Rule(
            "logging goes through slf4j",
            noClasses()
                .should()
                .dependOnClassesThat(
                    resideInAnyPackage(
                        "java.util.logging..", "org.apache.logging..", "org.apache.log4j.."))),
        new Rule(
            "standard output belongs to the user's query",
            noClasses().should(accessField(System.class, "out"))),
        new Rule(
            "standard error is for the progress line",
            noClasses()
                .that()
                .doNotHaveFullyQualifiedName("io.understudy.spark.account.Progress")
                .should(accessField(System.class, "err"))),
        new Rule(
            "nothing is injected into fields",
            fields()
                .should()
                .notBeAnnotatedWith("javax.inject.Inject")
                .andShould()
                .notBeAnnotatedWith("jakarta.inject.Inject")
                .allowEmptyShould(true)),
        new Rule(
            "no static state but the named registries",
            fields()
                .that()
                .areStatic()
                .and(notRegistry())
                .should()
                .beFinal()
                .allowEmptyShould(true)));
  }

  private record Rule(String name, ArchRule rule) {}

  @TestFactory
  Stream<DynamicTest> houseRules() {
    return rules().stream()
        .map(r -> DynamicTest.dynamicTest(r.name(), () -> r.rule().check(MainClasses.all())));
  }

  @Test
  void everyPackageIsNullMarked() {
    Set<String> unmarked = new TreeSet<>();
    MainClasses.all().stream()
        .map(JavaClass::getPackage)
        .filter(p -> p.tryGetAnnotationOfType(NullMarked.class).isEmpty())
        .forEach(p -> unmarked.add(p.getName()));
    assertThat(unmarked).as("packages without @NullMarked in package-info.java").isEmpty();
  }

  @Test
  void registriesExist() {
    Set<String> mutable = new TreeSet<>();
    MainClasses.all().stream()
        .flatMap(c -> c.getFields().stream())
        .filter(f -> f.getModifiers().contains(JavaModifier.STATIC))
        .filter(f -> !f.getModifiers().contains(JavaModifier.FINAL))
        .forEach(f -> mutable.add(f.getFullName()));
    assertThat(mutable).containsExactlyInAnyOrderElementsOf(REGISTRIES);
  }

  private static DescribedPredicate<JavaClass> scalaHelpers() {
    return resideInAnyPackage("scala..")
        .and(resideOutsideOfPackages("java.."))
        .and(
            DescribedPredicate.describe(
                "that are not signature types", c -> !SIGNATURE_TYPES.contains(c.getName())));
  }

  private static DescribedPredicate<JavaField> notRegistry() {
    return DescribedPredicate.describe(
        "are not named registries", field -> !REGISTRIES.contains(field.getFullName()));
  }
}

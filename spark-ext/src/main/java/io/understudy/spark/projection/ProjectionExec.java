package io.understudy.spark.projection;

import io.understudy.catalyst.resolve.ProjectionArguments;
import io.understudy.function.ProjectionSpec;
import io.understudy.projection.PilotReport;
import io.understudy.projection.Projection;
import io.understudy.projection.ProjectionPage;
import io.understudy.projection.ProjectionText;
import io.understudy.spark.account.Progress;
import io.understudy.spark.account.RecordRows;
import io.understudy.spark.account.RunLedger;
import io.understudy.spark.bridge.JavaLeafExec;
import io.understudy.spark.config.UnderstudyConf;
import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.jspecify.annotations.Nullable;
import scala.collection.immutable.Seq;

/** Projects when its rows are wanted: only then is anything bought. */
public final class ProjectionExec extends JavaLeafExec {
  private static final long serialVersionUID = 1L;

  private final ProjectionArguments arguments;

  /** The same as {@link ProjectionRelation}'s. */
  public ProjectionExec(ProjectionArguments arguments, Seq<Attribute> output) {
    super(output);
    this.arguments = arguments;
  }

  @Override
  protected List<InternalRow> make() {
    PageFile page = arguments.html() == null ? null : PageFile.at(arguments.html(), session());
    List<Projection> projections = reports().stream().map(Projection::of).toList();
    Progress progress = new Progress(UnderstudyConf.of(session().sessionState().conf()).progress());
    projections.forEach(projection -> progress.say(ProjectionText.of(projection)));
    if (page != null) {
      page.write(ProjectionPage.of(projections));
    }
    return projections.stream()
        .flatMap(projection -> projection.rows().stream())
        .map(row -> RecordRows.row(ProjectionSpec.COLUMNS, row))
        .toList();
  }

  private List<PilotReport> reports() {
    @Nullable String query = arguments.query();
    if (query == null) {
      return RunLedger.of(sparkContext()).pilots();
    }
    return new PilotPurchase(session(), arguments.labels()).of(new QueryText(session(), query));
  }

  @Override
  public List<Object> elements() {
    return List.of(Objects.requireNonNull(arguments), output());
  }
}

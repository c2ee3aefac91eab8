package io.understudy.catalyst.resolve;

import io.understudy.call.PromptTemplate;
import io.understudy.call.PromptTemplate.Part;
import io.understudy.call.PromptTemplate.Slot;
import io.understudy.call.PromptTemplate.Text;
import io.understudy.catalyst.bridge.Seqs;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.analysis.TempResolvedColumn;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.Cast$;
import org.apache.spark.sql.catalyst.expressions.Concat;
import org.apache.spark.sql.catalyst.expressions.CreateNamedStruct;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.FormatString;
import org.apache.spark.sql.catalyst.expressions.GetStructField;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;

/** Separates the constant instruction of a prompt from the data that each row brings. */
public final class PromptSplitter {
  private static final Pattern PLACEHOLDER = Pattern.compile("%(%|s|d)");

  private final List<Part> parts = new ArrayList<>();
  private final List<Expression> slots = new ArrayList<>();
  private final Set<String> names = new HashSet<>();

  private PromptSplitter() {}

  /**
   * A prompt taken apart.
   *
   * @param template constant text and named slots
   * @param slots one text expression per slot
   */
  public record Split(PromptTemplate template, List<Expression> slots) {}

  /** The constant text and the data of a prompt. */
  public static Split split(Expression prompt) {
    PromptSplitter splitter = new PromptSplitter();
    splitter.add(prompt);
    return new Split(new PromptTemplate(splitter.parts), List.copyOf(splitter.slots));
  }

  /** A text that is not taken apart: constants and columns together make one slot. */
  static Split whole(Expression text) {
    List<Expression> pieces = pieces(text).map(PromptSplitter::asText).toList();
    Expression joined = pieces.size() == 1 ? pieces.get(0) : new Concat(Seqs.of(pieces));
    return new Split(new PromptTemplate(List.of(new Slot(nameOf(text)))), List.of(joined));
  }

  private static Stream<Expression> pieces(Expression text) {
    if (text instanceof CreateNamedStruct struct) {
      return Seqs.list(struct.valExprs()).stream();
    }
    return text.dataType() instanceof StructType struct ? fields(text, struct) : Stream.of(text);
  }

  private static Stream<Expression> fields(Expression text, StructType struct) {
    return IntStream.range(0, struct.length())
        .mapToObj(i -> new GetStructField(text, i, Seqs.some(struct.apply(i).name())));
  }

  private void add(Expression expression) {
    if (expression.foldable() && addConstant(expression)) {
      return;
    }
    if (expression instanceof Concat concat && concat.dataType() instanceof StringType) {
      Seqs.list(concat.children()).forEach(this::add);
    } else if (expression instanceof CreateNamedStruct struct) {
      Seqs.list(struct.valExprs()).forEach(this::add);
    } else if (expression.dataType() instanceof StructType struct) {
      fields(expression, struct).forEach(this::add);
    } else if (!(expression instanceof FormatString format && addFormat(format))) {
      addSlot(expression);
    }
  }

  private boolean addConstant(Expression expression) {
    if (expression.dataType() instanceof StructType) {
      return false;
    }
    Object value = asText(expression).eval(null);
    if (value == null) {
      return false;
    }
    parts.add(new Text(value.toString()));
    return true;
  }

  /** Templates with plain placeholders only: widths and flags would change the data's form. */
  private boolean addFormat(FormatString format) {
    List<Expression> arguments = Seqs.list(format.children());
    if (!arguments.get(0).foldable()) {
      return false;
    }
    Object pattern = arguments.get(0).eval(null);
    if (pattern == null || !plain(pattern.toString(), arguments.size() - 1)) {
      return false;
    }
    Matcher matcher = PLACEHOLDER.matcher(pattern.toString());
    int from = 0;
    int next = 1;
    while (matcher.find()) {
      parts.add(new Text(pattern.toString().substring(from, matcher.start())));
      if (matcher.group(1).equals("%")) {
        parts.add(new Text("%"));
      } else {
        add(arguments.get(next++));
      }
      from = matcher.end();
    }
    parts.add(new Text(pattern.toString().substring(from)));
    return true;
  }

  private static boolean plain(String pattern, int arguments) {
    long placeholders =
        PLACEHOLDER.matcher(pattern).results().filter(m -> !m.group(1).equals("%")).count();
    return placeholders == arguments
        && PLACEHOLDER.matcher(pattern).replaceAll("").indexOf('%') < 0;
  }

  private void addSlot(Expression expression) {
    parts.add(new Slot(unique(nameOf(expression))));
    slots.add(asText(expression));
  }

  private static String nameOf(Expression expression) {
    // Outer references and the variables of lambda functions have a name, too.
    if (expression.resolved() && expression instanceof NamedExpression named) {
      return named.name();
    }
    if (expression instanceof TempResolvedColumn column) {
      return nameOf(column.child());
    }
    if (expression instanceof Cast cast) {
      return nameOf(cast.child());
    }
    if (expression instanceof GetStructField field && field.name().isDefined()) {
      return field.name().get();
    }
    List<Attribute> references = Seqs.list(expression.references().toSeq());
    return references.size() == 1 ? references.get(0).name() : "value";
  }

  private String unique(String name) {
    String candidate = name;
    for (int n = 2; !names.add(candidate); n++) {
      candidate = name + "_" + n;
    }
    return candidate;
  }

  private static Expression asText(Expression expression) {
    return expression.dataType() instanceof StringType
        ? expression
        : Cast$.MODULE$.apply(
            expression,
            DataTypes.StringType,
            Seqs.some(SQLConf.get().sessionLocalTimeZone()),
            /* ansiEnabled= */ false);
  }
}

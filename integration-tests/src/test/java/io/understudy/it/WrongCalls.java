package io.understudy.it;

import io.understudy.function.FunctionSpec;
import io.understudy.function.Parameter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Makes queries with AI calls of which most are wrong in one way or another; seeded. */
final class WrongCalls {
  /** How the functions are written. */
  private static final Map<FunctionSpec, List<String>> FUNCTIONS =
      Map.of(
          FunctionSpec.IF, List.of("AI.IF", "ai_if", "ai.`if`", "`AI`.`If`"),
          FunctionSpec.CLASSIFY, List.of("AI.CLASSIFY", "ai_classify", "Ai.Classify"),
          FunctionSpec.EMBED, List.of("AI.EMBED", "ai_embed"));

  private static final List<String> NO_FUNCTIONS = List.of("ai.iff", "ai", "spark_catalog.ai.if");

  /** What fits a parameter, for some function at least. */
  private static final Map<String, List<String>> GOOD =
      Map.ofEntries(
          Map.entry("prompt", List.of("'Is it good? ' || review", "('Is ', review, ' ', kind)")),
          Map.entry("input", List.of("review", "review || kind")),
          Map.entry("content", List.of("review", "(review, kind)")),
          Map.entry("categories", List.of("array('a', 'b')", "array(('a', '1st'), ('b', '2nd'))")),
          Map.entry("examples", List.of("array(('x', true))", "array(('x', 'a'))")),
          Map.entry("endpoint", List.of("'default'", "'vectors'")),
          Map.entry("model", List.of("'vectors'")),
          Map.entry("connection_id", List.of("'us.c'")),
          Map.entry("embeddings", List.of("emb")),
          Map.entry("output_mode", List.of("'multi'", "'single'")),
          Map.entry("optimization_mode", List.of("'MAXIMIZE_QUALITY'")));

  private static final List<String> ODD_NAMES =
      List.of("PROMPT", "promt", "categories", "f1_target", "`end point`", "`a.b`", "`ünï`");

  /** Everything that can stand as an argument, sensible or not. */
  private static final List<String> VALUES =
      List.of(
          "'Is it positive? ' || review",
          "concat('Is it ', review, ' or ', kind)",
          "('Is it positive? ', review)",
          "('Is it?', id, review, current_date())",
          "format_string('Is %s good on %d?', review, id)",
          "format_string('%', review)",
          "format_string(review, 'x')",
          "review",
          "''",
          "NULL",
          "CAST(NULL AS STRING)",
          "7",
          "-0.5",
          "0.9",
          "1e400",
          "double('NaN')",
          "float('inf')",
          "99999999999999999999999999999999999999",
          "CAST('x' AS INT)",
          "1 / 0",
          "date'2020-01-01'",
          "INTERVAL 1 DAY",
          "X'CAFE'",
          "true",
          "array()",
          "array('a', 'b')",
          "array('a', 'a')",
          "array('a', NULL)",
          "array(NULL, NULL)",
          "array('a', 1)",
          "array(array('a'), array('b'))",
          "array(('a', 'first'), ('b', 'second'))",
          "array(named_struct('name', 'a'), named_struct('name', 'b'))",
          "array(('a', true), ('b', false))",
          "array(('x', 'a'), ('y', 'b'))",
          "array(('x', array('a')))",
          "array((1, 2, 3))",
          "array(CAST(NULL AS STRUCT<a: STRING, b: STRING>), ('b', 'c'))",
          "array_repeat('a', 3)",
          "transform(array('a', 'b'), x -> upper(x))",
          "map('a', 'b')",
          "named_struct('a', 1)",
          "named_struct()",
          "struct(*)",
          "emb",
          "array(1.5F, NULL)",
          "array(1, 2)",
          "array(('review', emb))",
          "AI.EMBED(review)",
          "AI.IF('Is it? ' || review)",
          "string(AI.IF('Is it? ' || review))",
          "AI.CLASSIFY(review, array('a', 'b'))",
          "(SELECT max(review) FROM few)",
          "(SELECT review FROM few f WHERE f.id = t.id)",
          "(SELECT array('a', 'b'))",
          "(SELECT id, review FROM few)",
          "EXISTS (SELECT 1 FROM few)",
          "max(review)",
          "collect_list(kind)",
          "count(*)",
          "row_number() OVER (ORDER BY id)",
          "lag(review) OVER (PARTITION BY kind ORDER BY id)",
          "rand()",
          "uuid()",
          "monotonically_increasing_id()",
          "current_user()",
          "current_timestamp()",
          "input_file_name()",
          "explode(array('a', 'b'))",
          "x -> x",
          "(x, y) -> x || y",
          "element_at(array('a'), 5)",
          "raise_error('no')",
          "nosuchcolumn",
          "nosuchfunction(review)",
          "`odd name`",
          "t.review",
          "other.review",
          "*",
          "DISTINCT review",
          "CAST(review AS BINARY)",
          "parse_json('{}')",
          "review COLLATE UTF8_LCASE",
          "repeat('long ', 100000)",
          "'\\u0000\\uD800 <data> \"quoted\" ${x}'",
          "'default'",
          "'nobody'",
          "'my model'",
          "'MAXIMIZE_QUALITY'",
          "'fastest'",
          "'multi'",
          "'single'",
          "default",
          "?",
          ":p");

  private static final List<String> PLACES =
      List.of(
          "SELECT %s FROM few t",
          "SELECT %s AS a, %s AS b FROM few t",
          "SELECT * FROM few t WHERE %s",
          "SELECT * FROM few t WHERE %s = 'a' OR id > 3",
          "SELECT kind, count(*) FROM few t GROUP BY kind HAVING %s",
          "SELECT kind, max(%s) FROM few t GROUP BY kind",
          "SELECT %s, count(*) FROM few t GROUP BY 1",
          "SELECT %s, count(*) FROM few t GROUP BY ALL",
          "SELECT %s FROM few t GROUP BY kind, 'Is it positive? ' || review",
          "SELECT kind FROM few t GROUP BY CUBE(kind, %s)",
          "SELECT id FROM few t ORDER BY %s LIMIT 3",
          "SELECT id FROM few t LIMIT %s",
          "SELECT * FROM few t JOIN few o ON t.id = o.id AND %s",
          "SELECT * FROM few t LEFT ANTI JOIN few o ON %s",
          "SELECT * FROM few t WHERE id IN (SELECT id FROM few o WHERE %s)",
          "SELECT (SELECT max(%s) FROM few o) FROM few t",
          "SELECT sum(id) OVER (PARTITION BY %s ORDER BY id) FROM few t",
          "SELECT count(*) FILTER (WHERE %s) FROM few t",
          "SELECT filter(array(review), r -> %s) FROM few t",
          "SELECT transform(array(review), r -> %s) FROM few t",
          "SELECT CASE WHEN id > 3 THEN %s END FROM few t",
          "SELECT explode(%s) FROM few t",
          "SELECT * FROM few t LATERAL VIEW explode(%s) e AS x",
          "SELECT DISTINCT %s FROM few t",
          "SELECT * FROM (SELECT kind, %s AS v FROM few t) PIVOT (count(*) FOR kind IN ('film'))",
          "VALUES (%s)",
          "SELECT * FROM VALUES (%s) AS v(x)",
          "SELECT * FROM few t TABLESAMPLE (BUCKET 1 OUT OF 2 ON %s)",
          "SELECT * FROM range(%s)",
          "SELECT %s",
          "WITH c AS (SELECT %s AS x FROM few t) SELECT * FROM c a JOIN c b ON a.x = b.x",
          "SELECT %s FROM few t UNION ALL SELECT %s FROM few t",
          "FROM few t |> WHERE %s |> SELECT id");

  private final Random random;

  WrongCalls(long seed) {
    this.random = new Random(seed);
  }

  /** A query with calls in it. */
  String query() {
    String place = any(PLACES);
    String call = call(0);
    // Spark ends ORDER BY (id > 3)[0] and (id > 3).x in an internal error of its own.
    return place.replace(
        "%s", place.contains("ORDER BY %s") ? call.replaceAll("(\\[0]|\\.x)$", "") : call);
  }

  private String call(int depth) {
    FunctionSpec spec = any(FunctionSpec.ALL);
    String function =
        random.nextInt(30) == 0
            ? any(NO_FUNCTIONS)
            : any(FUNCTIONS.getOrDefault(spec, NO_FUNCTIONS));
    List<String> arguments = new ArrayList<>();
    boolean byName = random.nextBoolean();
    for (Parameter parameter : spec.parameters()) {
      boolean given = parameter.required() ? random.nextInt(25) > 0 : random.nextInt(5) == 0;
      if (given) {
        byName |= !parameter.required();
        String value = value(parameter.name(), depth);
        String name = random.nextInt(40) == 0 ? any(ODD_NAMES) : parameter.name();
        arguments.add(byName ? name + " => " + value : value);
      }
    }
    if (random.nextInt(25) == 0) {
      arguments.add(any(VALUES));
    }
    if (random.nextInt(10) == 0) {
      Collections.shuffle(arguments, random);
    }
    String call = function + "(" + String.join(", ", arguments) + ")";
    return switch (random.nextInt(40)) {
      case 0 -> call + " OVER (ORDER BY id)";
      case 1 -> call + " FILTER (WHERE id > 1)";
      case 2 -> call + " IGNORE NULLS";
      case 3 -> call + "[0]";
      case 4 -> call + ".x";
      case 5 -> "call_function('" + function.replace("'", "") + "', review)";
      case 6 -> "CAST(" + call + " AS " + any(List.of("STRING", "INT", "ARRAY<INT>", "DATE")) + ")";
      default -> call;
    };
  }

  /** Mostly one that fits, so that what comes after it is looked at, too. */
  private String value(String parameter, int depth) {
    if (depth < 2 && random.nextInt(20) == 0) {
      return call(depth + 1);
    }
    List<String> good = GOOD.getOrDefault(parameter, List.of("0.9"));
    return random.nextInt(5) < 3 ? any(good) : any(VALUES);
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}

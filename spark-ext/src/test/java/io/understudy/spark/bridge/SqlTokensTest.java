package io.understudy.spark.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.spark.bridge.SqlTokens.SqlToken;
import java.util.List;
import org.junit.jupiter.api.Test;

class SqlTokensTest {
  private static final String SQL =
      "/* \uD83D\uDE00 */ SHOW '\uD83D\uDE00' -- \uD83D\uDE00\n `b\uD83D\uDE00` \uD83D\uDE00 x";

  @Test
  void placesAreThoseOfCharactersAlsoBehindPairs() {
    List<SqlToken> tokens = SqlTokens.of(SQL);
    assertThat(tokens)
        .extracting(SqlToken::text)
        .startsWith("SHOW", "'\uD83D\uDE00'", "`b\uD83D\uDE00`")
        .endsWith("x");
    assertThat(tokens)
        .allSatisfy(
            token -> assertThat(SQL.substring(token.start(), token.end())).isEqualTo(token.text()));
    assertThat(tokens.get(tokens.size() - 1).end()).isEqualTo(SQL.length());
  }

  @Test
  void theFirstAreThoseOfAll() {
    assertThat(SqlTokens.first(SQL, 2)).isEqualTo(SqlTokens.of(SQL).subList(0, 2));
    assertThat(SqlTokens.first("SHOW", 5)).hasSize(1);
    assertThat(SqlTokens.first("", 5)).isEmpty();
  }
}

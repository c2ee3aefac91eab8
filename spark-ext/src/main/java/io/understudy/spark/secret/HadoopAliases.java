package io.understudy.spark.secret;

import io.understudy.llm.ApiKey;
import io.understudy.llm.LabelException;
import io.understudy.llm.SecretRef;
import io.understudy.llm.SecretResolver;
import java.io.IOException;
import org.apache.spark.deploy.SparkHadoopUtil;

/** Finds keys under an alias of a Hadoop credential provider. */
public final class HadoopAliases implements SecretResolver {
  @Override
  public ApiKey resolve(SecretRef reference) throws LabelException {
    if (!(reference instanceof SecretRef.CredentialAlias alias)) {
      throw new LabelException(
          LabelException.Kind.CONFIGURATION, "not a credential alias: " + reference);
    }
    try {
      char[] key = SparkHadoopUtil.get().conf().getPassword(alias.alias());
      if (key != null) {
        return ApiKey.of(new String(key));
      }
    } catch (IOException e) {
      throw new LabelException(
          LabelException.Kind.CONFIGURATION,
          "The credential providers could not be read for alias '"
              + alias.alias()
              + "'. Check hadoop.security.credential.provider.path.",
          null,
          e);
    }
    throw new LabelException(
        LabelException.Kind.CONFIGURATION,
        "No credential under alias '"
            + alias.alias()
            + "'. Create it with 'hadoop credential create', and set"
            + " spark.hadoop.hadoop.security.credential.provider.path.");
  }
}

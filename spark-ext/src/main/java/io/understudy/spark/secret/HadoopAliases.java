package io.understudy.spark.secret;

import io.understudy.llm.ApiKey;
import io.understudy.llm.LabelException;
import io.understudy.llm.SecretRef;
import io.understudy.llm.SecretResolver;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkEnv;
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
      // Not getPassword: it would also take a key that stands in the configuration as it is.
      char[] key = configuration().getPasswordFromCredentialProviders(alias.alias());
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

  /** An executor has the application's {@code spark.hadoop.*} in its environment alone. */
  private static Configuration configuration() {
    return SparkHadoopUtil.get().newConfiguration(SparkEnv.get().conf());
  }
}

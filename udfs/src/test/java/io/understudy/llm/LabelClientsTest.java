package io.understudy.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.understudy.call.Question;
import io.understudy.localllm.LocalLlmOptions;
import io.understudy.localllm.LocalLlmServer;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelClientsTest {
  private static final SecretResolver KEYS =
      new EnvironmentSecrets(
          name -> name.equals("SET") ? " k " : null, reference -> ApiKey.of("from a store"));

  @AfterEach
  void close() {
    LabelClients.closeAll();
  }

  @Test
  void oneClientPerEndpoint() throws Exception {
    EndpointConfig first = endpoint("openai", new SecretRef.None());
    LabelClient client = LabelClients.shared(first, KEYS);
    assertThat(LabelClients.shared(endpoint("openai", new SecretRef.None()), KEYS))
        .isSameAs(client);
    assertThat(LabelClients.shared(Asking.withConcurrency(first, 3), KEYS)).isNotSameAs(client);
  }

  @Test
  void aKeyThatWasCorrectedAfterARefusalIsReadAnew() throws Exception {
    AtomicReference<String> stored = new AtomicReference<>("wrong");
    SecretResolver secrets = reference -> ApiKey.of(String.valueOf(stored.get()));
    Question good = Asking.yesNo("Is it good?");
    try (LocalLlmServer server =
        LocalLlmServer.start(LocalLlmOptions.builder().apiKey("right").build())) {
      EndpointConfig endpoint = Asking.endpoint(server.url());
      LabelClient refused = LabelClients.shared(endpoint, secrets);
      assertThatThrownBy(() -> refused.ask(good, Asking.row("x")).get())
          .hasMessageContaining("refuses the key");
      assertThat(LabelClients.shared(endpoint, secrets))
          .as("the same key is not sent again at once")
          .isSameAs(refused);

      stored.set("right");
      LabelClient corrected = LabelClients.shared(endpoint, secrets);
      assertThat(corrected.ask(good, Asking.row("x")).get())
          .isInstanceOf(LabelOutcome.Answered.class);
      stored.set("another");
      assertThat(LabelClients.shared(endpoint, secrets)).isSameAs(corrected);
    }
  }

  @Test
  void anUnknownProviderIsNamedBesideThoseThatAreThere() {
    assertThatThrownBy(() -> LabelClients.shared(endpoint("nobody", new SecretRef.None()), KEYS))
        .isInstanceOfSatisfying(
            LabelException.class,
            error -> assertThat(error.kind()).isEqualTo(LabelException.Kind.CONFIGURATION))
        .hasMessageContaining("'nobody'")
        .hasMessageContaining("gemini")
        .hasMessageContaining("openai")
        .hasMessageContaining("spark.understudy.endpoints.test.provider");
  }

  @Test
  void aMissingVariableIsNamedWithTheConfigurationKey() {
    EndpointConfig endpoint = endpoint("openai", new SecretRef.EnvironmentVariable("MISSING"));
    assertThatThrownBy(() -> LabelClients.shared(endpoint, KEYS))
        .isInstanceOf(LabelException.class)
        .hasMessageContaining("MISSING")
        .hasMessageContaining("spark.understudy.endpoints.test.apiKey.env");
  }

  @Test
  void keysComeFromTheEnvironmentOrAStore() throws Exception {
    assertThat(KEYS.resolve(new SecretRef.EnvironmentVariable("SET")).value()).hasValue("k");
    assertThat(KEYS.resolve(new SecretRef.CredentialAlias("a")).value()).hasValue("from a store");
    assertThat(KEYS.resolve(new SecretRef.None()).value()).isEmpty();
    assertThatThrownBy(() -> new EnvironmentSecrets().resolve(new SecretRef.CredentialAlias("a")))
        .isInstanceOf(LabelException.class);
    assertThat(KEYS.resolve(new SecretRef.EnvironmentVariable("SET")).toString())
        .doesNotContain("k ");
  }

  @Test
  void providersAreFoundInAChildLoaderAndABrokenOneHidesNoOther(@TempDir Path folder)
      throws Exception {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(
        services.resolve(LabelModelProvider.class.getName()),
        "no.such.Provider\n" + ChildProvider.class.getName() + "\n");
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    try (URLClassLoader child = new URLClassLoader(new URL[] {folder.toUri().toURL()}, before)) {
      Thread.currentThread().setContextClassLoader(child);
      assertThat(LabelClients.shared(endpoint("child", new SecretRef.None()), KEYS)).isNotNull();
      assertThat(LabelClients.shared(endpoint("openai", new SecretRef.None()), KEYS)).isNotNull();
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  /** Only reachable through the child loader's service file. */
  public static final class ChildProvider implements LabelModelProvider {
    @Override
    public String name() {
      return "child";
    }

    @Override
    public LabelModel open(EndpointConfig endpoint, ApiKey key) {
      return batch -> {
        throw new LabelException(LabelException.Kind.CONFIGURATION, "never asked");
      };
    }
  }

  private static EndpointConfig endpoint(String provider, SecretRef key) {
    return Asking.withProvider(Asking.endpoint(URI.create("http://127.0.0.1:9/v1")), provider, key);
  }
}

package io.understudy.llm.chat;

import io.understudy.llm.ApiKey;
import io.understudy.llm.Asking;
import io.understudy.llm.EndpointConfig;
import io.understudy.llm.LabelException;
import io.understudy.llm.LabelModel;
import io.understudy.llm.LabelModelContract;
import io.understudy.localllm.Fault;

class AnthropicContractTest extends LabelModelContract {
  @Override
  protected LabelModel open(EndpointConfig endpoint, ApiKey key) throws LabelException {
    return new AnthropicProvider().open(Asking.withPath(endpoint, "/v1"), key);
  }

  /** There is no content filter that says so. */
  @Override
  protected boolean knows(Fault fault) {
    return fault != Fault.CONTENT_FILTER;
  }
}

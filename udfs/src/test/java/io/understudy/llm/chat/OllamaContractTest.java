package io.understudy.llm.chat;

import io.understudy.llm.ApiKey;
import io.understudy.llm.Asking;
import io.understudy.llm.EndpointConfig;
import io.understudy.llm.LabelException;
import io.understudy.llm.LabelModel;
import io.understudy.llm.LabelModelContract;
import io.understudy.localllm.Fault;

class OllamaContractTest extends LabelModelContract {
  @Override
  protected LabelModel open(EndpointConfig endpoint, ApiKey key) throws LabelException {
    return new OllamaProvider().open(Asking.withPath(endpoint, ""), key);
  }

  /** There is no content filter, and no account. */
  @Override
  protected boolean knows(Fault fault) {
    return fault != Fault.CONTENT_FILTER && fault != Fault.QUOTA_EXHAUSTED;
  }
}

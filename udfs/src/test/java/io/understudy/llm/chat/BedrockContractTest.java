package io.understudy.llm.chat;

import io.understudy.llm.ApiKey;
import io.understudy.llm.Asking;
import io.understudy.llm.EndpointConfig;
import io.understudy.llm.LabelException;
import io.understudy.llm.LabelModel;
import io.understudy.llm.LabelModelContract;
import io.understudy.localllm.Fault;

class BedrockContractTest extends LabelModelContract {
  @Override
  protected LabelModel open(EndpointConfig endpoint, ApiKey key) throws LabelException {
    return new BedrockProvider().open(Asking.withPath(endpoint, ""), key);
  }

  /** What is used is billed; there is no quota to run out of but the one per minute. */
  @Override
  protected boolean knows(Fault fault) {
    return fault != Fault.QUOTA_EXHAUSTED;
  }
}

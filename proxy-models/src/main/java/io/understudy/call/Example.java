package io.understudy.call;

import java.io.Serializable;

/**
 * An answered example that the user gives to the LLM.
 *
 * @param input the text of the example
 * @param answer what the LLM should have answered
 */
public record Example(String input, Answer answer) implements Serializable {}

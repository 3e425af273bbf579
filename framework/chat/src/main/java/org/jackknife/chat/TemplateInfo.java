package org.jackknife.chat;

/**
 * What a template can express, found by rendering small conversations.
 *
 * @param systemRole whether a system message appears in the prompt
 * @param tools whether tools on offer appear in the prompt
 * @param toolCalls whether the assistant's tool calls appear in later prompts
 * @param parallelCalls whether two calls in one turn appear
 * @param toolResults whether the results of tools appear
 * @param appendOnly whether each prompt begins with the one before it: over turns of text, and over tool calls where
 *     those appear
 */
public record TemplateInfo(
        boolean systemRole, boolean tools, boolean toolCalls, boolean parallelCalls, boolean toolResults, boolean appendOnly) {}

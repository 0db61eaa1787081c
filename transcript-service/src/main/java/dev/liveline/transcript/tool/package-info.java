/// Answers to the assistant's tool calls: built in or by HTTP, always an answer, always in time. Start at
/// [dev.liveline.transcript.tool.Tools].
@NullMarked
package dev.liveline.transcript.tool;

import org.jspecify.annotations.NullMarked;

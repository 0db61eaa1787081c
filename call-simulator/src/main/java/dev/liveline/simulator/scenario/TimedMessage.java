package dev.liveline.simulator.scenario;

import java.time.Duration;

/// A message and when the thing it tells of happened.
///
/// @param ordinal its place in the call's true order, from 0
/// @param at since the call began to ring; becomes `message.timestamp`
public record TimedMessage(int ordinal, Duration at, ServerMessage message) {}
